"""The method pages keep their word: worked examples run, and assumptions stand where the page says."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from scharnier.procurement.isv.assumptions import list_assumptions
from scharnier.procurement.isv.cases import tender_from_case
from scharnier.procurement.isv.categories import find_candidates, find_chains
from scharnier.procurement.isv.content import load_isv_content
from scharnier.procurement.isv.decide import decide
from scharnier.procurement.isv.evidence import judge_hits, read_text
from scharnier.procurement.isv.facts import read_cpv
from scharnier.procurement.notice import Text

CONTENT = load_isv_content()


def table(page: Path, head: str) -> Iterator[list[str]]:
    """The cells of the rows of the table that begins with this head."""
    lines = page.read_text(encoding="utf-8").splitlines()
    for line in lines[lines.index(head) + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_examples_of_the_decision(repository: Path) -> None:
    cases = {}
    for line in (repository / "docs/examples/isv-cases.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        cases[record["id"]] = decide(tender_from_case(record))
    rows = list(table(repository / "docs/method/isv-decision.md", "| case | mandatory | advice | open |"))
    assert [row[0] for row in rows] == list(cases)
    for id, *said in rows:
        found = cases[id]
        assert said == [found.mandatory, found.advice, ", ".join(found.open)], id


def test_the_assumptions_stand_where_the_page_says(repository: Path) -> None:
    rows = list(table(repository / "docs/method/isv-decision.md", "| what | value | how sure | why | where |"))
    wanted = [
        [f"`{row.key}`", row.value, row.mark, row.why["en"], f"`{row.file}:{row.line}`"] for row in list_assumptions()
    ]
    assert rows == wanted


def test_the_examples_of_the_map(repository: Path) -> None:
    rows = list(table(repository / "docs/method/isv-categories.md", "| CPV | category | status | chain products |"))
    assert len(rows) >= 10
    for written, category, status, chains in rows:
        code = read_cpv(written)
        assert code in CONTENT.cpv_codes, written
        best = next(iter(find_candidates([code], date(2024, 6, 3), CONTENT)), None)
        assert (best.category if best else "", best.status if best else "") == (category, status), written
        assert ", ".join(hit.product for hit in find_chains([code], CONTENT)) == chains, written


def test_the_examples_of_the_evidence(repository: Path) -> None:
    rows = list(table(repository / "docs/method/isv-evidence.md", "| text | class | form |"))
    assert len(rows) >= 10
    for text, cls, form in rows:
        found = judge_hits(read_text(Text("description", text, "", "x"), CONTENT))
        assert (found.cls, found.form) == (cls, form), text
