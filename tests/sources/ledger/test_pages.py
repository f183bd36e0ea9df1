"""The pages say what the reader does: the worked example is run, the roles and problems are all named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scharnier.sources.ledger import CODE_SCHEMES, PROBLEMS, ROLES, Ledger, render_problem
from scharnier.sources.ledger.messages import load_messages

Read = Callable[..., Ledger]


def test_worked_example(read: Read, repository: Path) -> None:
    page = (repository / "docs" / "method" / "ledger.md").read_text(encoding="utf-8")
    block = page.split("## Worked example")[1].split("`1.250,00`")[0].strip().splitlines()
    lines = [line.strip().split("   ")[0] for line in block if line.strip()]
    ledger = read("\n".join(lines))
    assert ledger.rows.tolist() == [2, 3, 4, 5]
    assert ledger.cents.tolist() == [125000, 9950, 0, 0]
    assert [PROBLEMS[code] for code in ledger.problem] == ["", "date_impossible", "row_malformed", "total_row"]
    assert ledger.total_cents == 134950


def test_pages_name_every_problem_and_role(repository: Path) -> None:
    method = (repository / "docs" / "method" / "ledger.md").read_text(encoding="utf-8")
    assert all(f"`{code}`" in method for code in PROBLEMS[1:])
    page = (repository / "docs" / "input-file.md").read_text(encoding="utf-8")
    assert all(f"`{role}`" in page for role in (*ROLES, *CODE_SCHEMES))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_message_has_both_languages_with_the_same_places(lang: str) -> None:
    for name, entry in load_messages().items():
        assert {key.removeprefix("nl").removeprefix("en") for key in entry} <= {"", "_remedy"}, name
        assert set(entry) in ({"nl", "en"}, {"nl", "en", "nl_remedy", "en_remedy"}), name
        places = [{part.split("}")[0] for part in entry[key].split("{")[1:]} for key in ("nl", "en")]
        assert places[0] == places[1], name
    assert all(render_problem(code, lang) for code in PROBLEMS[1:])
