"""The page that says where each part of the fact base stands: what it names exists, and no section is missing."""

import re
from pathlib import Path

import pytest

from scharnier.norms import load_library
from scharnier.norms.shelf import CROSSWALKS

LIBRARY = load_library()
PAGE = Path("docs/method/library-coverage.md")
IDS = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(:[A-Za-z0-9_.]+(/[a-z0-9_]+)?)?$")
WORDS = {"anchor", "events", "asks", "named", "checks"}  # columns and keys, not references
COMMANDS = re.compile(r"^(scharnier )?(law|norms) (show|timeline|due|duties)$")


def tokens(repository: Path) -> set[str]:
    text = (repository / PAGE).read_text(encoding="utf-8")
    return {token for token in re.findall(r"`([^`]+)`", text) if "…" not in token}


def known() -> dict[str, set[str]]:
    gaps = {gap.id for law in LIBRARY.laws.values() for gap in law.gaps}
    return {
        "gap": gaps | {gap.id for gap in LIBRARY.gaps},
        "event": {event.id for event in LIBRARY.events},
        "check": {check.id for check in LIBRARY.checks},
    }


def test_every_file_and_id_on_the_page_exists(repository: Path) -> None:
    lists = known()
    missing = []
    for token in sorted(tokens(repository) - WORDS):
        sort, _, id = token.partition(":")
        if COMMANDS.match(token):
            continue
        if sort in lists:
            found = id in lists[sort]
        elif token.startswith(("src/", "tests/", "docs/")):
            found = (repository / token).exists()
        elif token.startswith("data/"):
            found = (repository / "src" / "scharnier" / token).exists()
        else:
            found = bool(IDS.match(token)) and token in LIBRARY.norms
        if not found:
            missing.append(token)
    assert missing == []


def test_every_law_and_every_file_of_the_library_is_on_the_page(repository: Path) -> None:
    named = tokens(repository)
    assert set(LIBRARY.laws) <= named
    data = repository / "src" / "scharnier" / "data"
    files = [*data.glob("norms/*.csv"), *data.glob("norms/law/*"), data / "norms" / "alignment"]
    files += [data / "crosswalks" / name for name in CROSSWALKS]
    assert len(files) > 20
    absent = [str(path.relative_to(data.parent)) for path in files if str(path.relative_to(data.parent)) not in named]
    assert absent == []


def test_links_on_the_page_lead_somewhere(repository: Path) -> None:
    text = (repository / PAGE).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (repository / "docs" / "method" / target).exists(), target


def test_what_is_left_out_has_a_reason(repository: Path) -> None:
    for line in (repository / PAGE).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[1] == "left out":
            assert len(cells) > 2, line
            assert cells[2], line


@pytest.mark.shared
def test_every_section_of_the_fact_base_has_a_row(repository: Path, shared_data: Path) -> None:
    reference = shared_data.parent / "reference" / "norms.md"
    if not reference.is_file():
        pytest.skip(f"reference text absent: {reference} does not exist")
    headings = re.findall(r"^#{2,4} (\d+(?:\.\d+)*)", reference.read_text(encoding="utf-8"), re.MULTILINE)
    text = (repository / PAGE).read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| section (\d+(?:\.\d+)*) ", text, re.MULTILINE))
    # A heading with sections of its own below it and nothing else needs no row.
    bare = {number for number in headings if any(other.startswith(f"{number}.") for other in headings)}
    assert set(headings) - rows <= bare - {"10", "12", "5.1", "5.2", "5.3"}
    assert rows <= set(headings)
