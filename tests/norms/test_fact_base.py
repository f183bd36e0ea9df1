"""The themes and their SDG targets beside the table they were taken from, where that table is at hand."""

import csv
from pathlib import Path

import pytest

from scharnier.norms import load_library, load_themes


def source_rows(reference: Path) -> list[dict[str, str]]:
    """The theme table: the fenced block of the reference text that starts with `theme_id,theme_nl`."""
    lines = reference.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("theme_id,theme_nl"))
    end = next(number for number in range(start, len(lines)) if lines[number] == "```")
    return list(csv.DictReader(lines[start:end]))


@pytest.mark.shared
def test_themes_and_targets_are_those_of_the_source_table(shared_data: Path) -> None:
    reference = shared_data.parent / "reference" / "norms.md"
    if not reference.is_file():
        pytest.skip(f"reference text absent: {reference} does not exist")
    rows = source_rows(reference)
    assert [row["theme_id"] for row in rows] == list(load_themes())
    library = load_library()
    for row in rows:
        links = library.sdgs_for_theme(row["theme_id"])
        for column, relation in (("sdg_primary", "named_in"), ("sdg_supporting", "supports")):
            expected = {f"sdg-2015:{target}" for target in row[column].split(";") if target}
            assert {link.target for link in links if link.relation == relation} == expected
