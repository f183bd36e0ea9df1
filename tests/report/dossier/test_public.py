"""Nothing confidential, unsafe or personal gets into what is published, whatever the dossier."""

import io
import json
import random
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.public import make_public
from scharnier.diligence.public_view import FEW, PublicView
from scharnier.diligence.rules.check import check
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.output import output_files, render_json
from scharnier.report.dossier.statement import as_data, make_statement

from ...diligence.rules.drawn import ON
from .planted import NUMBER, OPEN, SECRET, find_hidden, plant

LIBRARY = load_library()
SEEDS = st.integers(0, 2**32)


def publish_view(dossier: Dossier, lang: str = "en") -> PublicView:
    return make_public(dossier, check(dossier, ON, LIBRARY, lang))


def publish(view: PublicView, lang: str, pdf: bool = False) -> dict[str, bytes]:
    names = Names(lang, LIBRARY)
    return output_files(make_statement(view, names), as_data(view), names, pdf=pdf)[0]


def read(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """What a reader of each file can find in it, in small letters."""
    for name, content in files.items():
        if name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(content))
            cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
            yield name, " ".join([*cells, *book.sheetnames, str(book.properties)]).casefold()
        elif name.endswith(".pdf"):
            reader = PdfReader(io.BytesIO(content))
            yield name, " ".join([page.extract_text() for page in reader.pages] + [str(reader.metadata)]).casefold()
        else:
            yield name, content.decode().casefold()


@given(SEEDS, st.sampled_from(["nl", "en"]))
@settings(max_examples=40)
def test_no_file_holds_a_word_that_may_not_be_read(seed: int, lang: str) -> None:
    view = publish_view(plant(random.Random(seed)), lang)
    for name, text in read(publish(view, lang)):
        assert SECRET not in text, name
        assert str(NUMBER) not in text.replace(",", "").replace(".", ""), name


@pytest.mark.parametrize("seed", [3, 11])
def test_nor_does_the_pdf(seed: int) -> None:
    view = publish_view(plant(random.Random(seed)), "nl")
    files = publish(view, "nl", pdf=True)
    if "statement.pdf" not in files:
        pytest.skip("no PDF on this computer")
    assert SECRET not in dict(read(files))["statement.pdf"]


@given(SEEDS)
@settings(max_examples=60)
def test_what_is_withheld_leaves_no_trace_but_its_kind(seed: int) -> None:
    dossier = plant(random.Random(seed))
    view, hidden = publish_view(dossier), find_hidden(dossier)
    kept = {kind: sum((kind, id) not in hidden for id in dossier.all(kind)) for kind in dossier.records}
    seen = check(dossier, ON, LIBRARY).dossier
    assert len(view.impacts) == sum(("impacts", id) not in hidden for id in seen.impacts)
    assert sum(view.parties.values()) == kept["relationships"]
    assert len(view.talks) <= sum(("engagements", id) not in hidden for id in seen.engagements)
    assert len(view.evidence) <= sum(("evidence", id) not in hidden for id in seen.evidence)
    for impact in view.impacts:
        people = [group.number for group in impact.affected] + [one.people for one in impact.remedies]
        assert not [number for number in people if number not in (None, FEW, 0) and int(number) < 5]
        if any(group.number == FEW for group in impact.affected):
            assert (impact.place, impact.parties, impact.sites) == (None, (), ())


def test_what_may_be_read_is_read() -> None:
    """The other half: a view that holds nothing would pass every test above."""
    shown = [render_json(as_data(_view(seed))).decode() for seed in range(60)]
    for kind, name in (("impacts", "title"), ("policies", "title"), ("measures", "what"), ("channels", "name"),
                       ("evidence", "title"), ("relationships", "name"), ("engagements", "did")):  # fmt: skip
        assert any(f"{OPEN} {kind} {name}" in text for text in shown), (kind, name)


def _view(seed: int) -> PublicView:
    return publish_view(plant(random.Random(seed)))


def test_evidence_of_people_who_spoke_unsafely_or_complained_is_not_named() -> None:
    given = """
    engagements: [{id: T, on: 2026-03-01, who: affected, whom: night shift, safe: "no", evidence: [A, C]}]
    complaints: [{id: C, received_on: 2026-03-01, evidence: [B]}]
    policies: [{id: P, kind: conduct, title: Policy, evidence: [C, D]}]
    impacts: [{id: I, title: Secret, theme: osh, found_on: 2026-03-01, confidential: true, evidence: [D, E]}]
    """
    rows = "ABCDEF"
    evidence = [
        {"id": id, "title": f"Paper {id}", "on": "2026-03-01", "by": "us", "url": "https://a.b", "personal_data": "no"}
        for id in rows
    ]
    view = publish_view(made({**load_marked(given).value, "evidence": evidence}))
    assert [paper.title for paper in view.evidence] == ["Paper D", "Paper F"]


def test_remedy_for_a_few_hides_the_place_as_harm_to_a_few_does() -> None:
    given = """
    relationships: [{id: MILL, name: Mill, kind: supplier}]
    impacts: [{id: I, title: Harm at Mill, theme: osh, found_on: 2026-03-01, place: Ash, relationships: [MILL],
               affected: [{group: spinners, number: 900}]}]
    remedies: [{id: R, impacts: [I], decision: provide, people: 2}]
    """
    (impact,) = publish_view(made(load_marked(given).value)).impacts
    assert (impact.title, impact.place, impact.parties) == (None, None, ())


def test_a_confidential_decision_leaves_no_day() -> None:
    given = """
    decisions:
      - {id: A, kind: sign_off, on: 2026-03-01, by: board, confidential: true}
      - {id: B, kind: priority, on: 2026-03-01, by: board, confidential: true, at_once: [I], impacts: [I]}
    impacts: [{id: I, title: Harm, theme: osh, found_on: 2026-03-01}]
    """
    view = publish_view(made(load_marked(given).value))
    assert (view.signed_off_on, view.decided_on, view.at_once) == (None, None, 0)


def made(given: dict[str, Any]) -> Dossier:
    """A dossier of these records."""
    records = {
        kind: {one["id"]: KINDS[kind].model_validate_json(json.dumps(one, default=str)) for one in rows}
        for kind, rows in given.items()
    }
    return Dossier(Head(dossier=1, id="t", title="T", organisation="us"), records)
