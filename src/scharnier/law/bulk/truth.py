"""Three truth values, picked years and years in a row for many companies at once: the twins of `truth` and `spell`."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NONE = np.iinfo(np.int64).min  # no year


@dataclass(frozen=True)
class Truths:
    """A truth for each company: `low` where it is True, `high` where it may be; unknown is high without low."""

    low: Bools
    high: Bools

    def __and__(self, other: "Truths") -> "Truths":
        return Truths(self.low & other.low, self.high & other.high)

    def __or__(self, other: "Truths") -> "Truths":
        return Truths(self.low | other.low, self.high | other.high)

    @property
    def known(self) -> Bools:
        """Where it is True or False."""
        return np.equal(self.low, self.high)

    def where(self, condition: Bools, other: "Truths") -> "Truths":
        """These where the condition holds, the others elsewhere."""
        return Truths(np.where(condition, self.low, other.low), np.where(condition, self.high, other.high))


def constant(size: int, truth: bool | None) -> Truths:
    """The same truth for every company."""
    return Truths(np.full(size, truth is True), np.full(size, truth is not False))


def from_flags(flags: NDArray[np.int8]) -> Truths:
    """Truths from 1 (True), 0 (False) and -1 (unknown)."""
    return Truths(flags == 1, flags != 0)


def exceeds(values: Floats, limit: float | None, *, or_equal: bool = False) -> Truths:
    """Whether values are above a limit (or at it); unknown for NaN and for a limit that is not known."""
    if limit is None:
        return constant(len(values), None)
    above = values >= limit if or_equal else values > limit
    return Truths(above, above | np.isnan(values))


@dataclass(frozen=True)
class Figures:
    """Figures by financial year: `values[year]` has a figure for each company, NaN where it is not known."""

    size: int
    values: Mapping[int, Floats]

    def year(self, year: int) -> Floats:
        """The figures of a year; all unknown where there is none."""
        return self.values[year] if year in self.values else np.full(self.size, np.nan)

    @property
    def any_given(self) -> Bools:
        """Where a figure of any year is known."""
        given = np.zeros(self.size, dtype=bool)
        for values in self.values.values():
            given |= ~np.isnan(values)
        return given

    def pick(self, year: int) -> tuple[Floats, Ints]:
        """Figure and year of the latest year given up to `year`, else of the earliest later one."""
        value, picked = np.full(self.size, np.nan), np.full(self.size, NONE)
        for given in sorted(self.values):
            column = self.values[given]
            take = ~np.isnan(column) & ((picked == NONE) | (given <= year))
            value, picked = np.where(take, column, value), np.where(take, given, picked)
        return value, picked


def fill_from_part(whole: Figures, part: Figures, limit: float, *, or_equal: bool = False) -> Figures:
    """The whole, and where it is not known a part of it that is above the limit alone (or at it)."""
    return _fill(whole, part, lambda values: values >= limit if or_equal else values > limit)


def fill_from_whole(part: Figures, whole: Figures, limit: float) -> Figures:
    """The part, and where it is not known a whole that is not above the limit."""
    return _fill(part, whole, lambda values: values <= limit)


def overlay(first: Figures, second: Figures) -> Figures:
    """The first, and where it is not known the second."""
    return _fill(first, second, lambda values: ~np.isnan(values))


def _fill(first: Figures, second: Figures, useful: object) -> Figures:
    filled = dict(first.values)
    for year, values in second.values.items():
        own = first.year(year)
        use = np.isnan(own) & useful(values)  # type: ignore[operator]
        filled[year] = np.where(use, values, own)
    return Figures(first.size, filled)


@dataclass(frozen=True)
class Spells:
    """What the years add up to; `entered` is the year that completed the run, where True."""

    truth: Truths
    entered: Ints


@dataclass(frozen=True)
class Window:
    """First and last financial year to look at for each company, and all years that can be among them."""

    first: Ints
    last: Ints
    span: range


def judge_spells(figures: list[Figures], limits: list[float | None], run: int, window: Window) -> Spells:
    """Whether companies are in: every figure above its limit, `run` years in a row. Twin of `spell.judge_spell`."""
    size = figures[0].size
    low, high = _Walk(size), _Walk(size)
    for year in window.span:
        truth = constant(size, True)
        for each, limit in zip(figures, limits, strict=True):
            truth &= exceeds(each.year(year), limit)
        active = (window.first <= year) & (year <= window.last)
        low.step(year, truth.low, active, run)
        high.step(year, truth.high, active, run)
    return Spells(Truths(low.inside, high.inside), low.entered)


def choose_years(figures: list[Figures], run: int, on_year: int) -> Window:
    """The twin of `spell.choose_years`: by the years of which any of these figures is known."""
    size = figures[0].size
    years = {year for each in figures for year in each.values}
    span = range(min({*years, on_year}) - run, max({*years, on_year}) + run + 1)
    count = np.zeros(size, dtype=np.int64)
    bounds = {key: (np.full(size, NONE), np.full(size, NONE)) for key in (True, False)}
    for year in sorted(years):
        given = np.zeros(size, dtype=bool)
        for each in figures:
            given |= ~np.isnan(each.year(year))
        count += given & (year <= on_year)
        for up_to, (first, last) in bounds.items():
            take = given & ((year <= on_year) or not up_to)
            first[take & (first == NONE)] = year
            last[take] = year
    enough = count >= run
    first = np.where(enough, bounds[True][0], bounds[False][0])
    last = np.where(enough, bounds[True][1], bounds[False][1])
    none = first == NONE
    short = np.maximum(0, run - (np.where(none, 0, last) - np.where(none, 0, first) + 1))
    wide = np.maximum(last, np.minimum(np.where(none, 0, last) + short, on_year - 1))
    first = np.where(none, on_year - run, first - np.where(none, 0, short))
    return Window(first, np.where(none, on_year - 1, wide), span)


class _Walk:
    def __init__(self, size: int) -> None:
        self.inside = np.zeros(size, dtype=bool)
        self.against = np.zeros(size, dtype=np.int64)
        self.entered = np.full(size, NONE)

    def step(self, year: int, above: Bools, active: Bools, run: int) -> None:
        differs = active & (above != self.inside)
        self.against = np.where(active, np.where(differs, self.against + 1, 0), self.against)
        turns = differs & (self.against >= run)
        self.entered = np.where(turns & ~self.inside, year, self.entered)
        self.inside = self.inside ^ turns
        self.against = np.where(turns, 0, self.against)
