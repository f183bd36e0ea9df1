"""What stands in the reports: golden texts, figures that add up, one sheet for the board, and nothing that breaks."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from scharnier.diligence.dossier.voices import Complaint
from scharnier.diligence.public import make_public
from scharnier.diligence.public_view import FEW
from scharnier.diligence.rules.check import Judgement, check
from scharnier.norms import load_library
from scharnier.report.documents import render_docx, render_odt, render_page
from scharnier.report.dossier import board, glance, statement, supervisor
from scharnier.report.dossier.letter import find_letter, make_letter
from scharnier.report.dossier.names import Names, load_dossier_texts
from scharnier.report.dossier.output import output_files, render_html, render_xlsx
from scharnier.report.dossier.page import Page

from .sample import ON, large, make_dossier, seen, small

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "dossier_reports"
KEPT = supervisor.Kept("1.2.3", 4, "ab" * 32, "2026-01-01T00:00:00Z", "2026-11-19T00:00:00Z")
KINDS = ("glance", "statement", "board", "supervisor")


def make(kind: str, judgement: Judgement, lang: str) -> tuple[Page, dict[str, Any]]:
    if kind == "statement":
        view = make_public(judgement.dossier, judgement)
        return statement.make_statement(view, Names(lang, load_library())), statement.as_data(view)
    shown = seen(judgement, lang)
    if kind == "glance":
        return glance.make_glance(shown), glance.as_data(shown)
    if kind == "board":
        day = board.last_sign_off(judgement)
        before = check(judgement.dossier, day, load_library(), lang) if day else None
        return board.make_board(shown, day, before), board.as_data(shown, day, before)
    return supervisor.make_supervisor(shown, KEPT), supervisor.as_data(shown, KEPT)


def words(page: str) -> str:
    """The running text of a page."""
    body = re.sub(r"<(style|svg|nav)\b.*?</\1>", " ", page[page.index("<body") :], flags=re.DOTALL)
    lines = re.sub(r"</?(?:p|li|h\d|tr|dt|dd|caption|section|table|summary)\b[^>]*>", "\n", body)
    text = re.sub(r"<[^>]+>", " ", lines)
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_public_view_is_the_one_that_was_read_and_agreed(lang: str) -> None:
    """Verdicts are for the tests of the rules; everything else that gets out is here, word for word."""
    data = statement.as_data(make_public(small(lang).dossier, small(lang)))
    del data["verdicts"], data["release"]
    golden = json.loads((GOLDEN / "public.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(data, default=str)) == golden


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_letter_is_the_one_that_was_read_and_agreed(lang: str) -> None:
    names, judgement = Names(lang, load_library()), small(lang)
    document = make_letter(judgement, find_letter(judgement.dossier, judgement, "sewer", names), names)
    golden = (GOLDEN / f"letter.{lang}.txt").read_text(encoding="utf-8").strip()
    assert words(render_page(document)) == golden
    assert render_docx(document)
    assert render_odt(document)


def test_a_letter_says_nothing_of_what_is_done_for_another_and_warns_of_danger() -> None:
    names, judgement = Names("nl", load_library()), small()
    found = find_letter(judgement.dossier, judgement, "tanner", names)
    text = words(render_page(make_letter(judgement, found, names)))
    assert "Orders staan 21 dagen vast." not in text  # that is agreed with the sewer
    assert "Wij betalen de eerste meting." in text
    assert not found.unsafe
    assert find_letter(judgement.dossier, judgement, "sewer", names).unsafe


def test_what_names_nobody_but_is_about_harm_at_another_is_not_told_either() -> None:
    names, dossier = Names("nl", load_library()), small().dossier
    loose = dossier.measures["MEA-1"].model_copy(update={"relationships": ()})
    asked = Complaint.model_validate({"id": "C", "received_on": ON, "relationships": ["tanner"]})
    more = {"measures": {**dossier.measures, "MEA-1": loose}, "complaints": {"C": asked}}
    changed = replace(dossier, records={**dossier.records, **more})
    judgement = check(changed, ON, load_library(), "nl")
    found = find_letter(changed, judgement, "tanner", names)
    assert "21 dagen" not in words(render_page(make_letter(judgement, found, names)))
    assert found.unsafe  # who complained may be blamed for the letter
    sewer = find_letter(changed, judgement, "sewer", names)
    assert "21 dagen" in words(render_page(make_letter(judgement, sewer, names)))


def test_few_people_and_what_touches_a_confidential_partner() -> None:
    view = make_public(small().dossier, small())
    of = {one.theme: one for one in view.impacts}
    nameless = of["forced_labour"]  # not confidential itself, but the partner is
    assert nameless.title is None
    assert (nameless.theme, nameless.country, nameless.parties, nameless.place) == ("forced_labour", "TUR", (), None)
    few = of["chemicals"]
    assert few.title == "Huidklachten in de looierij"
    assert few.affected[0].number == FEW
    assert (few.parties, few.place) == ((), None)
    assert few.indicators[0].last == (date(2026, 3, 5), FEW)
    assert of["working_hours"].parties[0].name == "Sampel Stitching Ltd"
    assert set(view.left_out) == {"relationships", "engagements", "evidence"}
    assert len(view.looks) == 2  # a look before a deal is a trade secret


def test_a_text_that_names_a_person_or_a_confidential_partner_is_left_out() -> None:
    given: dict[str, list[dict[str, Any]]] = {
        "organisations": [{"id": "us", "name": "Begum Textiel BV"}],
        "persons": [
            {"id": "p", "name": "Fatima Begum", "contact": "fatima@example.org"},
            {"id": "q", "name": "An de Wit"},
        ],
        "relationships": [
            {"id": "r", "name": "Acme Garments Ltd.", "kind": "supplier", "confidential": True},
            {"id": "s", "name": "Çiçek Boya A.Ş.", "kind": "supplier", "confidential": True},
        ],
        "impacts": [{"id": "i", "title": "Loon", "theme": "living_wage", "found_on": ON}],
        "measures": [
            {"id": f"m{n}", "impacts": ["i"], "kind": "prevent", "what": what}
            for n, what in enumerate(
                (
                    "Spreek met mevrouw BEGUM.",
                    "Plan met acme garments opstellen.",
                    "Mail fatima@example.org",
                    "Acmelijst",
                    "Vraag het mevrouw De Wit.",
                    "Bij Acme\u00a0 Gar\u00adments",
                    "Afzuiging bij cicek boya",
                    "Code van Begum Textiel BV",  # the name of the organisation, and of its director
                )
            )
        ],
    }
    dossier = make_dossier(given)
    view = make_public(dossier, check(dossier, ON, load_library()))
    assert [one.what for one in view.impacts[0].measures] == [
        None,
        None,
        None,
        "Acmelijst",
        None,
        None,
        None,
        "Code van Begum Textiel BV",
    ]
    assert view.organisation == "Begum Textiel BV"


def test_what_is_confidential_now_is_not_told_by_looking_back() -> None:
    impact = {"title": "Loon", "theme": "living_wage"}
    dossier = make_dossier(
        {
            "organisations": [{"id": "us", "name": "Wij BV"}],
            "impacts": [
                {"id": "i", **impact, "found_on": date(2025, 1, 1)},
                {"id": "later", **impact, "found_on": date(2026, 6, 1), "confidential": True},
            ],
            "measures": [{"id": "m", "impacts": ["i", "later"], "kind": "prevent", "what": "Over de geheime zaak."}],
        }
    )
    view = make_public(dossier, check(dossier, date(2025, 7, 1), load_library()))
    assert [one.what for one in view.impacts[0].measures] == [None]
    assert view.left_out == ()


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_page_and_workbook_of_every_report(kind: str, lang: str) -> None:
    page, data = make(kind, small(lang), lang)
    files, _ = output_files(page, data, Names(lang, load_library()), pdf=False)
    html = files[f"{kind}.html"].decode()
    assert f'<html lang="{lang}">' in html
    assert len(re.findall("<h1", html)) == 1
    assert "<leer>" not in html
    heads = [section.title for section in page.sections] + [grid.caption for grid in page.grids()]
    assert len(set(heads)) == len(heads)  # who jumps from place to place hears one name for each
    assert json.loads(files[f"{kind}.json"])["kind"] == kind
    book = openpyxl.load_workbook(io.BytesIO(files[f"{kind}.xlsx"]))
    assert len(book.sheetnames) == 1 + len(list(page.grids()))
    for sheet, grid in zip(book.worksheets[1:], page.grids(), strict=True):
        assert sheet.max_row == 1 + len(grid.rows), sheet.title
    again, _ = output_files(*make(kind, small(lang), lang), Names(lang, load_library()), pdf=False)
    assert again == files


def test_the_workbook_adds_up_to_what_the_page_says() -> None:
    judgement = small("en")
    page, data = make("glance", judgement, "en")
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(page, Names("en", load_library()))))
    matrix = list(book["Severity and likelihood"].iter_rows(min_row=2, values_only=True))
    assert sum(row[-1] for row in matrix) == len(judgement.dossier.impacts) == len(data["impacts"])
    assert all(sum(row[1:-1]) == row[-1] for row in matrix)
    assert matrix[0][0] == "unknown"
    steps = list(book["Six steps"].iter_rows(min_row=2, values_only=True))
    assert [sum(row[2:]) for row in steps] == [len(step.actions) for step in judgement.steps]
    chain = list(book["Value chain"].iter_rows(min_row=2, values_only=True))
    assert sum(row[2] for row in chain) == len(judgement.dossier.relationships)
    levels = {row[0]: row[5] for row in book["Impacts in figures"].iter_rows(min_row=2, values_only=True)}
    assert levels == {one.id: one.severity.level for one in judgement.dossier.impacts.values()}


def test_every_sentence_is_used_and_there() -> None:
    code = "\n".join(path.read_text() for path in sorted(Path(board.__file__).parent.glob("*.py")))
    used = set(re.findall(r"\.t\(\s*['\"](\w+)['\"]", code))
    for call in re.findall(r"(?:\.heads\(|told = \()(.*?)\)", code, flags=re.DOTALL):
        used |= {key.partition(":")[0] for key in re.findall(r"\"([\w:]+)\"", call)}
    assert set(load_dossier_texts()) == used


@pytest.fixture(scope="module")
def pdfs() -> dict[str, PdfReader]:
    made = {}
    for kind in KINDS:
        files, warnings = output_files(*make(kind, small("nl"), "nl"), Names("nl", load_library()), pdf=True)
        if warnings:
            pytest.skip(warnings[0])
        made[kind] = PdfReader(io.BytesIO(files[f"{kind}.pdf"]))
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_is_tagged_titled_and_in_a_language(pdfs: dict[str, PdfReader], kind: str) -> None:
    reader = pdfs[kind]
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "nl"
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    assert reader.metadata is not None
    assert "Voorbeeld Tassen BV" in str(reader.metadata.title)
    alternatives, tags, todo = [], [], [catalog["/StructTreeRoot"]]
    while todo:
        node = todo.pop().get_object()
        tags.append(str(node.get("/S", "")))
        if node.get("/S") == "/Figure":
            alternatives.append(str(node.get("/Alt") or ""))
        kids = node.get("/K", [])
        todo += [kid for kid in (kids if isinstance(kids, list) else [kids]) if hasattr(kid.get_object(), "get")]
    assert tags.count("/H1") == 1
    assert "/TH" in tags
    assert len(alternatives) == {"glance": 3, "statement": 2, "board": 0, "supervisor": 3}[kind]
    assert all(len(text) > 40 for text in alternatives)


def test_the_board_gets_one_sheet_that_says_what_changed(pdfs: dict[str, PdfReader]) -> None:
    assert len(pdfs["board"].pages) == 1
    text = " ".join(pdfs["board"].pages[0].extract_text().split())
    assert "Wat is veranderd sinds 15 februari 2026" in text
    number = seen(small(), "nl").numbers["IMP-3"]  # the one that was found in May
    assert f"1 × gevonden (schade {number});" in text
    assert "Rahima" not in text
    assert "De baas" not in text


def test_the_supervisor_can_compute_it_again() -> None:
    page, data = make("supervisor", small("en"), "en")
    text = words(render_html(page, Names("en", load_library())))
    for needed in (KEPT.head, "scharnier dossier verify", "--on 2026-11-20", "ab" * 32, "norms-"):
        assert needed in text
    assert "Jan de Vries" not in text.replace("By whom", "")[: text.index("Evidence with its hash")]
    assert len(data["outcomes"]) == len(small("en").rulings)
    assert data["outcomes"][0].keys() == {"rule", "subject", "verdict", "because", "provisions", "missing"}


@pytest.mark.parametrize("kind", KINDS)
def test_many_and_long_do_not_break_it(kind: str) -> None:
    judgement = check(large(relationships=2_000), ON, load_library(), "nl")
    page, _ = make(kind, judgement, "nl")
    html = render_html(page, Names("nl", load_library()))
    assert "<b>Kort" not in html
    assert len(html) < 3_000_000
    assert max(map(len, re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", html))) <= 1201
    openpyxl.load_workbook(io.BytesIO(render_xlsx(page, Names("nl", load_library()))), read_only=True)


def test_the_board_of_the_largest_gets_one_sheet_too() -> None:
    judgement = check(large(relationships=1_000), ON, load_library(), "nl")
    page, data = make("board", judgement, "nl")
    files, warnings = output_files(page, data, Names("nl", load_library()), pdf=True)
    if warnings:
        pytest.skip(warnings[0])
    assert len(PdfReader(io.BytesIO(files["board.pdf"])).pages) == 1


def test_twenty_thousand_relationships_are_one_picture() -> None:
    judgement = check(large(), ON, load_library(), "nl")
    figure = seen(judgement, "nl").chain()
    assert figure is not None
    assert figure.drawings[0].count("<rect") < 60
    assert "20.000 zakelijke relaties" in figure.drawings[0]
    assert sum(int(str(row[2])) for row in figure.grid.rows) == 20_000
    told = " ".join(str(row[3]) for row in figure.grid.rows)
    assert all(f"Partner {n * 13} " in told for n in range(500))


def test_an_empty_dossier_has_reports_too() -> None:
    judgement = check(make_dossier({"organisations": [{"id": "us", "name": "Nieuw BV"}]}), ON, load_library(), "nl")
    for kind in KINDS:
        page, data = make(kind, judgement, "nl")
        files, _ = output_files(page, data, Names("nl", load_library()), pdf=False)
        assert "Nieuw BV" in files[f"{kind}.html"].decode()
