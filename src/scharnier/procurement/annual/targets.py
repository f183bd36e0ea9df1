"""Targets of a body with dates: what was promised, by when, and whether it was kept. The file (YAML) is the body's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from rapidfuzz import process

from scharnier.kernel.errors import InputProblem
from scharnier.norms.shaped_yaml import read_file, read_shape
from scharnier.procurement.annual.answers import ASKS
from scharnier.procurement.annual.figures import Figure

Line = Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[^\r\n]*\S[^\r\n]*$")]
Percent = Annotated[float, Field(ge=0, le=100)]
Status = Literal["met", "not_met", "unknown", "not_due", "reached"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Shape):
    """A goal by a day."""

    due_on: date
    goal_pct: Percent


class Target(_Shape):
    """A goal for a figure, with intermediate goals; or a measure to be taken by a day (`done_on` once it was)."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Line
    decided: Line
    ask: Annotated[int, Field(ge=1, le=6)] = 2
    due_on: date
    figure: str | None = None
    goal_pct: Percent | None = None
    steps: Annotated[tuple[Step, ...], Field(max_length=30)] = ()
    done_on: date | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Target":
        if (self.figure is None) != (self.goal_pct is None):
            raise ValueError("a goal needs both figure and goal_pct; a measure has neither")
        if self.figure is None and self.steps:
            raise ValueError("steps are for a goal with a figure")
        if self.figure is not None and self.done_on is not None:
            raise ValueError("done_on is for a measure; a goal is judged by its figure")
        if any(step.due_on >= self.due_on for step in self.steps):
            raise ValueError("every step is due before the target itself")
        return self


class Targets(_Shape):
    """The targets of a body."""

    body: Line
    targets: Annotated[tuple[Target, ...], Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One goal on one day: `step` False for the target itself. `figure` is what it was held against, if anything."""

    target: Target
    due_on: date
    goal: float | None
    step: bool
    status: Status
    figure: Figure | None


def load_targets(path: Path) -> Targets:
    """The targets of a file. Raises `InputProblem` with file, line and key; an unknown figure gets the nearest."""
    targets, marked = read_shape(str(path), read_file(path), Targets)
    seen: set[str] = set()
    for number, target in enumerate(targets.targets):
        where = (str(path), marked.line(("targets", number)))
        if target.id in seen:
            raise InputProblem(f"{target.id!r} stands twice.", "Give each target a name of its own.", *where, "id")
        seen.add(target.id)
        if target.figure is not None and target.figure not in ASKS:
            near = process.extractOne(target.figure, list(ASKS))
            raise InputProblem(f"there is no figure {target.figure!r}.", f"Did you mean {near[0]!r}?", *where, "figure")
    return targets


def judge_targets(
    targets: Targets, figures: Mapping[str, Figure], previous: Mapping[str, Figure] | None, year: int, on: date
) -> tuple[Judgement, ...]:
    """Every goal and intermediate goal, in the order of the file and then of dates.

    A goal is met when it holds even if every unknown were a no, not met when it fails even if every unknown were a yes;
    in between the list does not tell. It is judged by the figures of the year in which it fell due.
    """
    answer = []
    for target in targets.targets:
        if target.figure is None:
            answer.append(Judgement(target, target.due_on, None, False, _measure(target, on), None))
            continue
        goals = [(step.due_on, step.goal_pct, True) for step in sorted(target.steps, key=lambda each: each.due_on)]
        for due_on, goal, step in [*goals, (target.due_on, target.goal_pct or 0.0, False)]:
            share = goal / 100
            figure = figures[target.figure] if due_on.year >= year else None
            if due_on.year == year - 1 and previous is not None:
                figure = previous[target.figure]
            answer.append(Judgement(target, due_on, share, step, _status(figure, share, due_on, on), figure))
    return tuple(answer)


def _measure(target: Target, on: date) -> Status:
    if target.done_on is not None and target.done_on <= on:
        return "met" if target.done_on <= target.due_on else "not_met"
    return "not_met" if target.due_on < on else "not_due"


def _status(figure: Figure | None, goal: float, due_on: date, on: date) -> Status:
    if figure is None or figure.low is None or figure.high is None:
        return "not_due" if due_on > on else "unknown"
    met = figure.low >= goal - 1e-12
    if due_on > on:
        return "reached" if met else "not_due"
    return "met" if met else "not_met" if figure.high < goal else "unknown"
