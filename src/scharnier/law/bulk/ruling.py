"""Verdicts and dates for many companies: the twin of `ruling`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from scharnier.codes.european_union import is_in_union
from scharnier.kernel.outcome import Verdict
from scharnier.law.bulk.columns import Columns
from scharnier.law.bulk.truth import NONE, Bools, Ints, Truths

VERDICTS = (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE)
CODE = {verdict: code for code, verdict in enumerate(VERDICTS)}
Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Rulings:
    """`verdict` holds places in `VERDICTS`; `since` days, NaT where there is none; `truth` the scope test alone."""

    verdict: NDArray[np.int8]
    since: Days
    truth: Truths


def no_law(size: int) -> Rulings:
    """The ruling for a day on which the law does not exist."""
    verdict = np.full(size, CODE[Verdict.NOT_APPLICABLE], dtype=np.int8)
    return Rulings(verdict, no_days(size), Truths(np.zeros(size, dtype=bool), np.ones(size, dtype=bool)))


def settle(truth: Truths, on: date, since: Days) -> Rulings:
    """The twin of `ruling.settle`; `since` counts where the truth is True."""
    binds = ~np.isnat(since) & (since <= np.datetime64(on))
    verdict = np.where(binds, CODE[Verdict.MET], CODE[Verdict.NOT_APPLICABLE])
    verdict = np.where(truth.high, verdict, CODE[Verdict.NOT_MET])
    verdict = np.where(truth.known, verdict, CODE[Verdict.UNKNOWN]).astype(np.int8)
    return Rulings(verdict, np.where(truth.low & truth.known, since, np.datetime64("NaT")), truth)


def choose(condition: Bools, one: Rulings, other: Rulings) -> Rulings:
    """One ruling where the condition holds, another elsewhere."""
    return Rulings(
        np.where(condition, one.verdict, other.verdict).astype(np.int8),
        np.where(condition, one.since, other.since),
        one.truth.where(condition, other.truth),
    )


def unknown(size: int) -> Rulings:
    """Unknown for everyone."""
    verdict = np.full(size, CODE[Verdict.UNKNOWN], dtype=np.int8)
    return Rulings(verdict, no_days(size), Truths(np.zeros(size, dtype=bool), np.ones(size, dtype=bool)))


def same_day(size: int, day: date | None) -> Days:
    """The same day for everyone; NaT where there is none."""
    days = np.full(size, np.datetime64("NaT"), dtype="datetime64[D]")
    if day is not None:
        days[:] = day
    return days


def no_days(size: int) -> Days:
    """No day for anyone."""
    return same_day(size, None)


def earliest(days: Sequence[Days]) -> Days:
    """The earliest day of each company, leaving out NaT."""
    return reduce(np.fmin, days)


def latest(days: Sequence[Days]) -> Days:
    """The latest day of each company, leaving out NaT."""
    return reduce(np.fmax, days)


def find_since(first: date | None, last_year: int, above: Callable[[int], Truths], years: Iterable[int]) -> Days:
    """The twin of `ruling.find_since`, for those for whom the scope test is True in `last_year`."""
    start = no_days(len(above(last_year).low))
    if first is None:
        return start
    for year in sorted({first.year, *(year for year in years if first.year < year <= last_year)}):
        truth = above(year)
        now = same_day(len(truth.low), max(first, date(year, 1, 1)))
        start = np.where(truth.low & truth.known, np.where(np.isnat(start), now, start), np.datetime64("NaT"))
    return np.where(np.isnat(start), np.datetime64(first), start)


def year_after(years: Ints) -> Days:
    """The first of January after a year; NaT where there is no year."""
    given = np.where(years == NONE, 0, years)
    days = (given + 1 - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return np.where(years == NONE, np.datetime64("NaT"), days)


def seats(columns: Columns, on: date) -> tuple[Bools, Bools]:
    """Where the seat is in the Union, and where it is known."""
    seat = columns.words["seat"]
    inside = {str(code): is_in_union(str(code), on) for code in np.unique(seat) if code}
    return np.isin(seat, [code for code, is_in in inside.items() if is_in]), seat != ""
