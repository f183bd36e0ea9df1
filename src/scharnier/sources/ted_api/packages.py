"""TED in packages: one archive for each day, or for each month, with all notices of Europe in it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.description import Description
from scharnier.sources._runtime.harvest import Item, Listing
from scharnier.sources._runtime.polite import Polite


@dataclass(frozen=True)
class TedPackages:
    """The packages of days or months that are over on `today`; they know no country and no CPV."""

    described: Description
    every: Literal["daily", "monthly"]
    today: date
    by_days: bool = False
    longest: int = 1

    @property
    def id(self) -> str:
        """The name in the account."""
        return self.described.id

    @property
    def query(self) -> str:
        """The question in words."""
        return f"{self.every} packages"

    def list_items(self, polite: Polite, since: date, until: date) -> Listing:
        """The packages of the days, or of the months that the days touch."""
        until = min(until, self.today - timedelta(days=1))
        if self.every == "monthly":
            return Listing([self._month(first) for first in _months(since, until) if _end(first) < self.today])
        issues = [issue for year in range(since.year, until.year + 1) for issue in self._calendar(polite, year)]
        return Listing([self._day(on, issue) for on, issue in issues if since <= on <= until])

    def _calendar(self, polite: Polite, year: int) -> list[tuple[date, int]]:
        """The days of a year on which an issue came out, and its number."""
        address, words = self.described.address("calendar", year=year), self.described.words
        text = polite.ask(address, fault=_find_fault).content.decode("utf-8-sig", "replace")
        try:
            rows = [
                {str(name).strip(): str(value).strip() for name, value in row.items()}
                for row in csv.DictReader(io.StringIO(text))
            ]
            return [
                (
                    datetime.strptime(row[words["calendar_date"]], words["calendar_format"]).date(),  # noqa: DTZ007
                    int(row[words["calendar_issue"]].split("/")[0]),
                )
                for row in rows
            ]
        except (KeyError, ValueError, csv.Error) as error:
            raise InputProblem(
                f"the release calendar of {year} reads otherwise than described ({error}).",
                "A copy of source.yaml can describe it anew (--settings).",
                address,
            ) from error

    def _day(self, on: date, issue: int) -> Item:
        return Item(
            f"daily-{on.year}-{issue:05d}",
            self.described.address("daily", year=on.year, issue=issue),
            f"ted/packages/ted-{on}-{on.year}{issue:05d}.tar.gz",
            on,
            kind="gzip",
            large=True,
        )

    def _month(self, first: date) -> Item:
        return Item(
            f"monthly-{first:%Y-%m}",
            self.described.address("monthly", year=first.year, month=first.month),
            f"ted/packages/ted-{first:%Y-%m}.tar.gz",
            None,
            kind="gzip",
            large=True,
        )


def _find_fault(content: bytes, headers: object) -> str:  # noqa: ARG001
    return "a web page came in place of the calendar" if content.lstrip()[:1] in (b"<", b"") else ""


def _months(since: date, until: date) -> Iterator[date]:
    first = since.replace(day=1)
    while first <= until:
        yield first
        first = _end(first) + timedelta(days=1)


def _end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
