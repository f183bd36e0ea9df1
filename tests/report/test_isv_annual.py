"""The annual report and its open data: both languages, formats that others can read, nothing of a person."""

import csv
import io
import json
import re
import tarfile
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
import rdflib

from scharnier.norms import load_library
from scharnier.procurement.annual.annual import Annual, build_annual
from scharnier.procurement.annual.shapes import TenderList, TenderRecord
from scharnier.procurement.annual.targets import load_targets
from scharnier.report.isv_annual_dcat import render_dcat
from scharnier.report.isv_annual_ocds import GOAL, build_package, render_ocds
from scharnier.report.isv_annual_open import describe_csv, render_open_csv
from scharnier.report.isv_annual_page import headline, render_annual
from scharnier.report.isv_annual_words import ASKS
from scharnier.report.isv_annual_xlsx import render_annual_xlsx
from scharnier.report.pdf import drop_screen_only
from scharnier.sources.tender_list import read_tender_list

CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
URL = "https://example.org/isv/"
ON = date(2026, 11, 20)


@pytest.fixture(scope="module")
def annual(repository: Path) -> Annual:
    folder = repository / "docs/examples"
    lists = [read_tender_list(folder / f"isv-tenders-{year}.csv") for year in (2026, 2025)]
    targets = load_targets(folder / "isv-targets.yaml")
    return build_annual(lists[0], "Gemeente Voorbeelddam", 2026, ON, lists[1], targets)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_has_each_ask_with_its_tables_and_links_that_lead_somewhere(annual: Annual, lang: str) -> None:
    page = render_annual(annual, lang, load_library())
    for number in ASKS:
        start = page.index(f'id="ask-{number}"')
        assert "<table" in page[start : page.find('id="ask-', start + 5) if number < 6 else page.index('id="years-h"')]
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert "8 van de 10" in page if lang == "nl" else "8 of the 10" in page
    assert "stukken opgevraagd" not in page  # the note is the body's own
    other = {"nl": "small number", "en": "klein aantal"}[lang]
    assert other not in page


def test_what_a_list_says_cannot_become_markup() -> None:
    rows = (TenderRecord("<b>QQ</b>", 2, title="<script>alert(1)</script>"),)
    page = render_annual(build_annual(TenderList("<x>.csv", "0", rows), "<i>X</i>", 2026, ON), "en", load_library())
    assert not re.search(r"<(script|b>QQ|i>X|x>)", page)


def test_the_workbook_has_numbers_and_everyone_behind_them(annual: Annual) -> None:
    made = render_annual_xlsx(annual, "nl", load_library())
    assert made == render_annual_xlsx(annual, "nl", load_library())
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert [name for name in book.sheetnames if name[0].isdigit()] != []
    assert {int(name[0]) for name in book.sheetnames if name[0].isdigit()} == set(ASKS)
    rows = list(book["Achter de cijfers"].iter_rows(min_row=2, values_only=True))
    for id, figure in annual.figures.items():
        assert [row[2] for row in rows if row[0] == id and row[3] == "ja"] == list(figure.yes)
    first = list(book["Moet, zegt en blijkt"].iter_rows(min_row=2, values_only=True))
    applied = next(row for row in first if str(row[0]).startswith("Zegt: ISV toegepast, alle"))
    assert applied[1:5] == (8, 12, pytest.approx(8 / 12), 1)


def test_the_csv_is_what_its_description_says(annual: Annual) -> None:
    rows = list(csv.DictReader(io.StringIO(render_open_csv(annual).decode(), newline="")))
    told = describe_csv(annual, CC0)["tableSchema"]
    assert list(rows[0]) == [column["name"] for column in told["columns"]]
    assert len(rows) == len(annual.judged)
    assert len({row[told["primaryKey"]] for row in rows}) == len(rows)
    for column in told["columns"]:
        values = [row[column["name"]] for row in rows]
        assert {each["@language"] for each in column["dc:description"]} == {"nl", "en"}
        if column.get("required"):
            assert all(values)
        for value in filter(None, values):
            if column["datatype"] == "date":
                date.fromisoformat(value)
            if column["datatype"] == "decimal":
                float(value)
            if column["datatype"] == "integer":
                int(value)
    assert "note" not in rows[0]
    assert "stukken opgevraagd" not in str(rows)


def test_a_title_that_a_spreadsheet_would_run_is_quoted() -> None:
    rows = (TenderRecord("A", 2, title="=HYPERLINK(1)"),)
    made = render_open_csv(build_annual(TenderList("x.csv", "0", rows), "X", 2026, ON)).decode()
    assert ",'=HYPERLINK(1)," in made


# What the release schema of OCDS 1.1 and the sustainability extension ask of the fields we write, in our own words.
TEXT = {"type": ["string", "null"]}
REFERENCE = {"type": "object", "required": ["id"], "properties": {"id": {"type": ["string", "integer"]}, "name": TEXT}}
CODE = {"type": "object", "properties": {"scheme": TEXT, "id": {"type": ["string", "integer", "null"]}}}
OCDS: dict[str, Any] = {
    "type": "object",
    "required": ["uri", "publisher", "publishedDate", "releases", "version"],
    "properties": {
        "uri": {"type": "string", "format": "uri"},
        "version": {"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
        "extensions": {"type": "array", "items": {"type": "string", "format": "uri"}},
        "publishedDate": {"type": "string", "format": "date-time"},
        "publisher": {"type": "object", "required": ["name"]},
        "releases": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {
                "type": "object",
                "required": ["ocid", "id", "date", "tag", "initiationType"],
                "properties": {
                    "ocid": {"type": "string", "minLength": 1},
                    "id": {"type": "string", "minLength": 1, "pattern": "^[^#]+$"},
                    "date": {"type": "string", "format": "date-time"},
                    "tag": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "enum": [
                                "planning",
                                "planningUpdate",
                                "tender",
                                "tenderAmendment",
                                "tenderUpdate",
                                "tenderCancellation",
                                "award",
                                "awardUpdate",
                                "awardCancellation",
                                "contract",
                                "contractUpdate",
                                "contractAmendment",
                                "implementation",
                                "implementationUpdate",
                                "contractTermination",
                                "compiled",
                            ]
                        },
                    },
                    "initiationType": {"enum": ["tender"]},
                    "language": TEXT,
                    "parties": {
                        "type": "array",
                        "uniqueItems": True,
                        "items": {"type": "object", "properties": {"roles": {"type": ["array", "null"]}}},
                    },
                    "buyer": REFERENCE,
                    "tender": {
                        "type": "object",
                        "required": ["id"],
                        "properties": {
                            "id": {"type": ["string", "integer"], "minLength": 1},
                            "title": TEXT,
                            "status": {
                                "enum": [
                                    "planning",
                                    "planned",
                                    "active",
                                    "cancelled",
                                    "unsuccessful",
                                    "complete",
                                    "withdrawn",
                                    None,
                                ]
                            },
                            "mainProcurementCategory": {"enum": ["goods", "works", "services", None]},
                            "value": {
                                "type": "object",
                                "properties": {"amount": {"type": ["number", "null"]}, "currency": TEXT},
                            },
                            "items": {
                                "type": "array",
                                "uniqueItems": True,
                                "items": {
                                    "type": "object",
                                    "required": ["id"],
                                    "properties": {
                                        "classification": CODE,
                                        "additionalClassifications": {
                                            "type": "array",
                                            "uniqueItems": True,
                                            "items": CODE,
                                        },
                                    },
                                },
                            },
                            "hasSustainability": {"type": ["boolean", "null"]},
                            "sustainability": {
                                "type": "array",
                                "minItems": 1,
                                "uniqueItems": True,
                                "items": {
                                    "type": "object",
                                    "minProperties": 1,
                                    "properties": {
                                        "goal": {"type": ["string", "null"], "minLength": 1},
                                        "strategies": {
                                            "type": ["array", "null"],
                                            "minItems": 1,
                                            "uniqueItems": True,
                                            "items": {
                                                "enum": [
                                                    "awardCriteria",
                                                    "contractPerformanceConditions",
                                                    "marginOfPreference",
                                                    "selectionCriteria",
                                                    "technicalSpecifications",
                                                ]
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_the_releases_are_ocds_with_the_goal_where_isv_were_applied(annual: Annual) -> None:
    package = json.loads(render_ocds(annual, "ocds-a1b2c3", CC0, f"{URL}ocds.json"))
    jsonschema.validate(package, OCDS, format_checker=jsonschema.FormatChecker())
    releases = package["releases"]
    assert len(releases) == len({release["ocid"] for release in releases}) == len(annual.judged) - 1
    assert all(release["ocid"].startswith("ocds-a1b2c3-") for release in releases)
    applied = {row.id for row in annual.judged if row.applied == "yes" and row.scope != "duplicate"}
    goals = {release["tender"]["id"] for release in releases if "sustainability" in release["tender"]}
    assert goals == applied
    for release in releases:
        tender = release["tender"]
        # False would say that nothing else was sustainable either.
        assert tender.get("hasSustainability") in (True, None)
        assert [each["goal"] for each in tender.get("sustainability", [])] in ([GOAL], [])
    first = releases[0]["tender"]["sustainability"][0]["strategies"]
    assert first == ["contractPerformanceConditions", "awardCriteria"]


def test_two_references_that_look_alike_stay_two_processes() -> None:
    rows = (TenderRecord("A/1", 2), TenderRecord("A-1", 3))
    package = build_package(build_annual(TenderList("x.csv", "0", rows), "X", 2026, ON), None, CC0, URL)
    assert len({release["ocid"] for release in package["releases"]}) == 2
    assert all(release["ocid"].startswith("local-x-") for release in package["releases"])


@pytest.mark.shared
def test_our_reading_of_the_schema_accepts_the_official_example(shared_data: Path) -> None:
    with tarfile.open(shared_data / "procurement/ocds_official_fictional_1.1.tar.xz") as archive:
        checked = 0
        for member in archive:
            if re.search(r"-0\d-[a-zA-Z]+\.json$", member.name):
                file = archive.extractfile(member)
                assert file is not None
                jsonschema.validate(json.load(file), OCDS)
                checked += 1
    assert checked >= 5


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_description_is_dcat_that_a_portal_reads(annual: Annual) -> None:
    made = render_dcat(annual, CC0, URL, {"tenders.csv": 10, "ocds.json": 20})
    graph = rdflib.Graph().parse(data=made.decode(), format="json-ld")
    dcat, dct = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://purl.org/dc/terms/")
    (dataset,) = graph.subjects(rdflib.RDF.type, dcat.Dataset)
    assert {literal.language for literal in graph.objects(dataset, dct.title)} == {"nl", "en"}
    for needed in (dct.description, dct.publisher, dct.identifier, dcat.theme, dct.temporal, dcat.keyword):
        assert list(graph.objects(dataset, needed)), needed
    distributions = list(graph.objects(dataset, dcat.distribution))
    urls = {str(url) for each in distributions for url in graph.objects(each, dcat.accessURL)}
    assert urls == {f"{URL}tenders.csv", f"{URL}ocds.json"}
    for each in distributions:
        for needed in (dct.license, dct["format"], dcat.mediaType, dcat.byteSize):
            assert list(graph.objects(each, needed)), needed
    (issued,) = graph.objects(dataset, dct.issued)
    assert issued.toPython() == ON


def test_the_headline_speaks_of_what_is_mandatory_first(repository: Path) -> None:
    tenders = read_tender_list(repository / "docs/examples/isv-tenders-2026.csv")
    said = headline(build_annual(tenders, "Rijkswaterstaat", 2026, ON), "en")
    assert said.startswith("Where ISV are mandatory, they were applied in")
    assert "uncertain whether ISV are mandatory" in said
    empty = TenderList("x.csv", "0", (TenderRecord("A", 2, stage="withdrawn"),))
    assert "geen aanbesteding" in headline(build_annual(empty, "Rijkswaterstaat", 2026, ON), "nl")


def test_a_long_list_is_cut_on_paper_and_says_so() -> None:
    rows = tuple(TenderRecord(f"T{number}", number) for number in range(2, 352))
    page = render_annual(build_annual(TenderList("x.csv", "0", rows), "Gemeente X", 2026, ON), "en", load_library())
    paper = drop_screen_only(page)
    assert page.count("<tr id=") == 350
    assert paper.count("<tr id=") == 300
    assert "On paper stand the first 300 rows" in paper
    assert paper.rstrip().endswith("</html>")
