"""The example of the docs: its figures are the golden pair, counted a second time here from the words of the file."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from scharnier.procurement.annual.annual import Annual, build_annual
from scharnier.procurement.annual.targets import load_targets
from scharnier.sources.tender_list import read_tender_list

PHASES = ("2 Specificeren", "3 Selecteren", "4 Gunnen", "5 Contracteren")
NOTHING, LATER, UNREADABLE = "niets", "nog niet aan de orde", "misschien"


@pytest.fixture(scope="module")
def annual(repository: Path) -> Annual:
    folder = repository / "docs/examples"
    lists = [read_tender_list(folder / f"isv-tenders-{year}.csv") for year in (2026, 2025)]
    targets = load_targets(folder / "isv-targets.yaml")
    return build_annual(lists[0], "Gemeente Voorbeelddam", 2026, date(2026, 11, 20), lists[1], targets)


def counted(annual: Annual) -> dict[str, object]:
    return {
        "scopes": annual.scopes,
        "figures": {id: [len(x) for x in (f.yes, f.no, f.unknown, f.outside)] for id, f in annual.figures.items()},
        "widened": {each.rule: [len(each.mandatory), len(each.open), len(each.extra)] for each in annual.widened},
        "disagreements": [[each.id, each.kind] for each in annual.disagreements],
        "targets": [[each.target.id, each.due_on.isoformat(), each.status] for each in annual.targets or ()],
    }


def test_the_golden_pair(annual: Annual, repository: Path) -> None:
    golden = json.loads((repository / "tests/golden/isv_annual/figures.json").read_text("utf-8"))
    assert counted(annual) == golden


def test_applied_counted_from_the_words_of_the_file(annual: Annual, repository: Path) -> None:
    """A second method: no reader of ours, only the words of the cells."""
    with (repository / "docs/examples/isv-tenders-2026.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    found: dict[str, list[str]] = {"yes": [], "no": [], "unknown": []}
    seen: set[str] = set()
    for row in rows:
        id, cells = row["Kenmerk"], [row[phase] for phase in PHASES]
        other_year = row["Verzonden op"] and not row["Verzonden op"].endswith("2026")
        if id in seen or row["Stand"] == "ingetrokken" or other_year:
            continue
        seen.add(id)
        if any(cell not in ("", NOTHING, LATER, UNREADABLE) for cell in cells):
            found["yes"].append(id)
        elif any(cell in ("", UNREADABLE) for cell in cells):
            found["unknown"].append(id)
        elif set(cells) != {LATER}:
            found["no"].append(id)
    figure = annual.figures["says.all"]
    assert (list(figure.yes), list(figure.no), list(figure.unknown)) == tuple(found.values())


def test_the_tenders_behind_a_figure_by_hand(annual: Annual) -> None:
    # Award criterion on significant or ambitious: 01, 04 and 10; 06 is empty, 09 names no level, 13 is not there yet.
    figure = annual.figures["form.award_significant"]
    assert figure.yes == ("VD-2026-01", "VD-2026-04", "VD-2026-10")
    assert figure.unknown == ("VD-2026-06", "VD-2026-09")
    assert figure.outside == ("VD-2026-13",)
    # Risk analyses due by 20 November: 01 came, 03 did not, 09 is not said, and two of earlier contracts came.
    analysis = annual.figures["delivered.analysis"]
    assert analysis.yes == ("VD-2026-01", "VD-2024-05", "VD-2025-02")
    assert analysis.no == ("VD-2026-03",)
    assert analysis.unknown == ("VD-2026-09",)


def test_natural_stone_and_solar_panels_come_in_when_the_chain_counts(annual: Annual) -> None:
    rules = {each.rule: set(each.mandatory) for each in annual.widened}
    assert rules["as_is"] == set()
    assert {"VD-2026-04", "VD-2026-05", "VD-2026-10"} <= rules["chain"] - rules["any_value"]
