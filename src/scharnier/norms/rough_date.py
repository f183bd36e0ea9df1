"""Dates as exact as we know them: a day, a month or a year. What is not known is not invented."""

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RoughDate:
    """A date known to the day (`2022-06-10`), the month (`2017-04`) or the year (`2011`): within `first..last`."""

    first: date
    last: date
    text: str

    def __str__(self) -> str:
        return self.text


def parse_rough_date(text: str) -> RoughDate:
    """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Raises ValueError for anything else and for dates that do not exist."""
    parts = text.split("-")
    widths = [len(part) for part in parts]
    if widths not in ([4], [4, 2], [4, 2, 2]) or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(f"{text!r} is not a date written as YYYY, YYYY-MM or YYYY-MM-DD")
    year = int(parts[0])
    month = int(parts[1]) if len(parts) > 1 else None
    if month is None:
        return RoughDate(date(year, 1, 1), date(year, 12, 31), text)
    if len(parts) == 2:
        first = date(year, month, 1)
        return RoughDate(first, first.replace(day=calendar.monthrange(year, month)[1]), text)
    day = date(year, month, int(parts[2]))
    return RoughDate(day, day, text)
