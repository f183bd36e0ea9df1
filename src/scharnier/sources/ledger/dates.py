"""From the ways people write dates to days. Each distinct text is parsed once.

Three outcomes are kept apart: a day (or month, or year), a date that does not exist (31-02-2024), and no date at all.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scharnier.sources.ledger.amounts import _encode
from scharnier.sources.ledger.limits import EARLIEST_YEAR, LATEST_YEAR

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mrt maa maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_FIRST, _LAST = np.datetime64(f"{EARLIEST_YEAR}-01-01", "D"), np.datetime64(f"{LATEST_YEAR}-12-31", "D")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_NUMERIC = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_NAMED = re.compile(r"^(\d{1,2})[-/. ]+([a-z]{3,9})\.?[-/. ,]+(\d{4}|\d{2})$")
_NAMED_FIRST = re.compile(r"^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$")
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:maan|dins|woens|donder|vrij|zater|zon)dag),? +"
)
_YEAR = re.compile(r"^(?:fy|boekjaar|jaar)?\s*((?:19|20)\d{2})$")
_MONTH = re.compile(r"^((?:19|20)\d{2})[-/. ]?(?:m|p)?(0?[1-9]|1[0-2])$")
_MONTH_LAST = re.compile(r"^(0?[1-9]|1[0-2])[-/. ]((?:19|20)\d{2})$")
_MONTH_NAMED = re.compile(r"^([a-z]{3,9})\.?[-/. ]+(\d{4}|\d{2})$")
_TIME = r"^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})[T ]+\d{1,2}:\d{2}.*$"


@dataclass(frozen=True)
class Dates:
    """First and last day each cell stands for (NaT where none), cells whose date does not exist, cells without date.

    `order` is `dmy`, `mdy`, `ymd` or `unclear` (read as day first).
    """

    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    impossible: NDArray[np.bool_]
    unreadable: NDArray[np.bool_]
    order: str


def parse_dates(text: pa.Array | pa.ChunkedArray, days: NDArray[np.datetime64] | None = None) -> Dates:
    """Parse the cells of a column; `days` are the cells that the file types as dates (NaT elsewhere), they win."""
    encoded = _encode(pc.replace_substring_regex(_plain(text), _TIME, r"\1"))
    values = [str(value).strip().lower() for value in encoded.dictionary.to_pylist()]
    order = find_order(values)
    count = len(values)
    spans = np.full((count + 1, 2), np.datetime64("NaT"), dtype="datetime64[D]")
    impossible, unreadable = np.zeros(count + 1, np.bool_), np.zeros(count + 1, np.bool_)
    for at, value in enumerate(values):
        outcome = parse_date(value, order)
        if outcome == "impossible":
            impossible[at] = True
        elif isinstance(outcome, tuple):
            spans[at] = outcome
        else:
            unreadable[at] = bool(value)
    codes = np.asarray(pc.fill_null(encoded.indices, count)).astype(np.int64)
    first, last = spans[codes, 0], spans[codes, 1]
    bad, odd = impossible[codes], unreadable[codes]
    if days is not None:
        typed = ~np.isnat(days)
        # A file can type any day, also one millions of years away; the same years count as for a date in words.
        fit = typed & (days >= _FIRST) & (days <= _LAST)
        first, last = np.where(fit, days, first), np.where(fit, days, last)
        bad, odd = (bad & ~typed) | (typed & ~fit), odd & ~typed
        first[typed & ~fit] = last[typed & ~fit] = np.datetime64("NaT")
    return Dates(first, last, bad, odd, order)


def _plain(text: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    return pc.cast(text, pa.string()) if pa.types.is_dictionary(text.type) else text


def find_order(values: list[str]) -> str:
    """Whether day or month comes first, from values where one of them is above 12; day first if none shows it."""
    day_first = month_first = both = 0
    for value in values:
        match = _NUMERIC.match(value)
        if match:
            one, two = int(match.group(1)), int(match.group(2))
            day_first += one > 12 >= two
            month_first += two > 12 >= one
            both += one <= 12 and two <= 12 and one != two
    if not day_first and not month_first:
        return "unclear" if both else "ymd"
    return "mdy" if month_first > day_first else "dmy"


def parse_date(value: str, order: str) -> tuple[date, date] | str | None:
    """First and last day that `value` stands for; "impossible" if it is a date that does not exist; None if no date."""
    for pattern, places in ((_ISO, (0, 1, 2)), (_COMPACT, (0, 1, 2))):
        match = pattern.match(value)
        if match:
            year, month, day = (int(match.groups()[at]) for at in places)
            return _build_day(year, month, day)
    value = _WEEKDAY.sub("", value)
    if match := _NUMERIC.match(value):
        one, two, year = int(match.group(1)), int(match.group(2)), _full_year(match.group(3))
        return _build_day(year, one, two) if order == "mdy" else _build_day(year, two, one)
    if (match := _NAMED.match(value)) and match.group(2) in _MONTHS:
        return _build_day(_full_year(match.group(3)), _MONTHS[match.group(2)], int(match.group(1)))
    if (match := _NAMED_FIRST.match(value)) and match.group(1) in _MONTHS:
        return _build_day(int(match.group(3)), _MONTHS[match.group(1)], int(match.group(2)))
    if match := _YEAR.match(value):
        year = int(match.group(1))
        return date(year, 1, 1), date(year, 12, 31)
    if match := _MONTH.match(value):
        return _build_month(int(match.group(1)), int(match.group(2)))
    if match := _MONTH_LAST.match(value):
        return _build_month(int(match.group(2)), int(match.group(1)))
    if (match := _MONTH_NAMED.match(value)) and match.group(1) in _MONTHS:
        return _build_month(_full_year(match.group(2)), _MONTHS[match.group(1)])
    return None


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _build_day(year: int, month: int, day: int) -> tuple[date, date] | str:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return "impossible"
    return date(year, month, day), date(year, month, day)


def _build_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
