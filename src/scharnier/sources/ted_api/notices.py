"""TED, notice by notice: the search lists the numbers of some days, and each notice is one XML file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.description import Description
from scharnier.sources._runtime.harvest import Item, Listing
from scharnier.sources._runtime.json_answers import find_json_fault, read_json
from scharnier.sources._runtime.polite import Polite

_NUMBER = re.compile(r"0*([1-9]\d{0,8})-((?:19|20)\d\d)")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?(?:T.*)?")


@dataclass(frozen=True)
class TedNotices:
    """The notices of buyers in some countries (ISO 3166-1 alpha-3), with some CPV codes or prefixes; none is all."""

    described: Description
    countries: Sequence[str] = ()
    cpv: Sequence[str] = ()
    by_days: bool = True

    @property
    def id(self) -> str:
        """The name in the account."""
        return self.described.id

    @property
    def longest(self) -> int:
        """Days that are asked for at a time."""
        return self.described.limits.window_days

    @property
    def query(self) -> str:
        """The part of the expert query that is the same for all days."""
        parts = []
        if self.countries:
            parts.append(self.described.phrase("countries", codes=" ".join(sorted(self.countries))))
        if self.cpv:
            either = " OR ".join(self.described.phrase("cpv", code=code) for code in sorted(self.cpv))
            parts.append(f"({either})")
        return " AND ".join(parts)

    def check_reach(self, since: date, today: date) -> None:
        """Raises InputProblem for days that the search does not hold: an empty list would look like no notices."""
        years = int(self.described.words["searchable_years"])
        day = (today.month, today.day) if (today.month, today.day) != (2, 29) else (3, 1)
        oldest = date(today.year - years, *day)
        if since < oldest:
            raise InputProblem(
                f"the search of TED goes back {years} years; {since} is before that.",
                f"Begin after {oldest}, or fetch packages (--as monthly).",
                column="--from",
            )

    def question(self, since: date, until: date, token: str | None = None) -> dict[str, Any]:
        """What is sent to the search for one page."""
        words, dates = self.described.words, self.described.phrase("dates", since=since, until=until)
        body = {
            "query": f"{dates} AND {self.query}" if self.query else dates,
            "fields": words["fields"],
            "limit": self.described.limits.page_size,
            "scope": words["scope"],
            "paginationMode": words["mode"],
        }
        return {**body, "iterationNextToken": token} if token else body

    def list_items(self, polite: Polite, since: date, until: date) -> Listing:
        """Every notice that the search lists. Raises: InputProblem where an answer cannot be understood."""
        items: list[Item] = []
        total: int | None = None
        token: str | None = None
        before: list[Item] = []
        address = self.described.address("search")
        for _ in range(self.described.limits.most_pages):
            answer = polite.ask(address, body=self.question(since, until, token), fault=_find_fault)
            page = read_json(answer.content, address, "notices")
            if isinstance(count := page.get("totalNoticeCount"), int):
                total = count
            found = list(_read_items(self.described, page["notices"], address))
            if found and found == before:
                break  # the same page again: the token leads nowhere
            items, before = items + found, found
            token = str(page.get("iterationNextToken") or "")
            if not found or not token:
                return Listing(items, total)
        raise InputProblem(
            f"the search does not come to an end ({len(items)} listed, {total} announced).",
            "Ask for fewer days, or for the packages.",
            address,
        )


def _find_fault(content: bytes, headers: Mapping[str, str]) -> str:
    why = find_json_fault(content, headers)
    return why or ("the search ran out of time" if re.search(rb'"timedOut"\s*:\s*true', content) else "")


def _read_items(described: Description, rows: Any, address: str) -> Iterator[Item]:
    for row in rows:
        number, day = (_first(row.get(name)) if isinstance(row, dict) else "" for name in described.words["fields"][:2])
        found, on = _NUMBER.fullmatch(number), _DAY.fullmatch(day)
        if not found:
            raise InputProblem(f"{number!r} is no publication number.", "Has the service changed?", address)
        count, year = int(found[1]), found[2]
        yield Item(
            f"{count}-{year}",
            described.address("notice", number=count, year=year),
            f"ted/{on[1][:7] if on else year}/{count:08d}-{year}.xml",
            date.fromisoformat(on[1]) if on else None,
        )


def _first(value: Any) -> str:
    """A value, or the first of a list."""
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""
