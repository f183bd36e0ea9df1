"""Targets: met only where no unknown can undo it, judged by the figures of their own year, faults with line and key."""

from datetime import date
from pathlib import Path

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.procurement.annual.answers import ASKS
from scharnier.procurement.annual.figures import Figure
from scharnier.procurement.annual.targets import judge_targets, load_targets

ON = date(2026, 11, 20)
HEAD = "body: Gemeente X\ntargets:\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "targets.yaml"
    path.write_text(HEAD + text, "utf-8")
    return path


def goal(due: str, percent: float, more: str = "") -> str:
    return f"  - {{id: a, title: T, decided: D, figure: says.all, goal_pct: {percent}, due_on: {due}{more}}}\n"


def figures(yes: int, no: int, unknown: int) -> dict[str, Figure]:
    made = Figure("x", ("a",) * yes, ("b",) * no, ("c",) * unknown)
    return dict.fromkeys(ASKS, made)


@pytest.mark.parametrize(
    ("due", "percent", "counts", "status"),
    [
        ("2026-10-31", 50, (5, 5, 0), "met"),
        ("2026-10-31", 50, (5, 3, 3), "unknown"),
        ("2026-10-31", 50, (2, 8, 1), "not_met"),
        ("2026-12-31", 50, (2, 8, 1), "not_due"),
        ("2026-12-31", 50, (6, 2, 1), "reached"),
        ("2028-12-31", 50, (0, 0, 4), "not_due"),
        ("2026-10-31", 50, (0, 0, 0), "unknown"),
        ("2024-10-31", 50, (9, 0, 0), "unknown"),
    ],
)
def test_a_goal(tmp_path: Path, due: str, percent: float, counts: tuple[int, int, int], status: str) -> None:
    targets = load_targets(write(tmp_path, goal(due, percent)))
    assert [each.status for each in judge_targets(targets, figures(*counts), None, 2026, ON)] == [status]


def test_a_goal_of_last_year_is_held_against_last_year(tmp_path: Path) -> None:
    targets = load_targets(write(tmp_path, goal("2027-12-31", 90, ", steps: [{due_on: 2025-12-31, goal_pct: 40}]")))
    step, final = judge_targets(targets, figures(0, 9, 0), figures(4, 6, 0), 2026, ON)
    assert (step.step, step.status) == (True, "met")
    assert (final.step, final.status) == (False, "not_due")
    without = judge_targets(targets, figures(9, 0, 0), None, 2026, ON)
    assert [each.status for each in without] == ["unknown", "reached"]


@pytest.mark.parametrize(
    ("done", "due", "status"),
    [
        (", done_on: 2026-05-01", "2026-06-30", "met"),
        (", done_on: 2026-07-01", "2026-06-30", "not_met"),
        ("", "2026-06-30", "not_met"),
        ("", "2026-12-30", "not_due"),
        (", done_on: 2026-12-01", "2026-12-30", "not_due"),
    ],
)
def test_a_measure(tmp_path: Path, done: str, due: str, status: str) -> None:
    targets = load_targets(write(tmp_path, f"  - {{id: a, title: T, decided: D, ask: 5, due_on: {due}{done}}}\n"))
    assert [each.status for each in judge_targets(targets, figures(1, 1, 1), None, 2026, ON)] == [status]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (goal("2026-12-31", 50).replace("says.all", "says.al"), "says.all"),
        (goal("2026-12-31", 150), "100"),
        (goal("2026-12-31", 50) * 2, "twice"),
        (goal("2026-12-31", 50, ", steps: [{due_on: 2027-12-31, goal_pct: 40}]"), "before the target"),
        (goal("2026-12-31", 50, ", done_on: 2026-12-01"), "for a measure"),
        (goal("2026-12-31", 50).replace(", goal_pct: 50", ""), "both figure and goal_pct"),
        (goal("2026-02-30", 50), "day is out of range"),
    ],
)
def test_faults_are_one_line_with_file_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputProblem) as problem:
        load_targets(write(tmp_path, text))
    assert said in str(problem.value)
    assert problem.value.file.endswith("targets.yaml")
    assert problem.value.row is not None
    assert "\n" not in str(problem.value)
