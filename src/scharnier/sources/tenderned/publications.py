"""TenderNed, publication by publication: the list gives the numbers of some days, and each notice is one XML file."""

import re
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.description import Description
from scharnier.sources._runtime.harvest import Item, Listing
from scharnier.sources._runtime.json_answers import find_json_fault, read_json
from scharnier.sources._runtime.polite import Polite

_WHOLE_CPV = re.compile(r"\d{8}-\d")


@dataclass(frozen=True)
class Publications:
    """All publications of some days, or those with a CPV code; a prefix cannot be asked for."""

    described: Description
    cpv: Sequence[str] = ()
    by_days: bool = True

    def __post_init__(self) -> None:
        """Raises InputProblem for a CPV code that TenderNed does not take."""
        for code in self.cpv:
            if not _WHOLE_CPV.fullmatch(code):
                raise InputProblem(
                    f"TenderNed takes no part of a CPV code ({code}).",
                    "Write whole codes with their check digit (18110000-3), or fetch all and choose afterwards.",
                    column="--cpv",
                )

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
        """The part of the question that is the same for all days."""
        return urllib.parse.urlencode([(self.described.words["cpv"], code) for code in sorted(self.cpv)])

    def question(self, since: date, until: date, page: int) -> str:
        """The address of one page of the list."""
        words, limits = self.described.words, self.described.limits
        pairs: list[tuple[str, object]] = [(words["page"], page), (words["size"], limits.page_size)]
        pairs += [(words["since"], since.isoformat()), (words["until"], until.isoformat())]
        asked = "&".join(part for part in (urllib.parse.urlencode(pairs), self.query) if part)
        return f"{self.described.address('list')}?{asked}"

    def list_items(self, polite: Polite, since: date, until: date) -> Listing:
        """Every publication of the days. Raises: InputProblem where the list does not answer the question."""
        items: list[Item] = []
        for count in range(self.described.limits.most_pages):
            address = self.question(since, until, count)
            page = read_json(polite.ask(address, fault=find_json_fault).content, address, "content")
            items += [self._read_item(row, since, until, address) for row in page["content"]]
            total = page.get("totalElements")
            if not page["content"] or page.get("last") is True or len(items) == total:
                return Listing(items, total if isinstance(total, int) else None)
        raise InputProblem(
            f"more publications than the list can give ({len(items)} and more).",
            "Ask for fewer days, or for the yearly data sets (--as yearly).",
            self.described.address("list"),
        )

    def _read_item(self, row: Any, since: date, until: date, address: str) -> Item:
        number = str(row.get("publicatieId", "")) if isinstance(row, dict) else ""
        try:
            on = date.fromisoformat(str(row["publicatieDatum"])[:10])
        except (KeyError, TypeError, ValueError):
            on = None
        if not re.fullmatch(r"\d{1,12}", number) or on is None:
            raise InputProblem("an entry of the list has no number or no day.", "Has the service changed?", address)
        if not since <= on <= until:
            raise InputProblem(
                f"the list gives {on}, which was not asked for: the service passes over our question.",
                "A copy of source.yaml can describe it anew (--settings).",
                address,
            )
        return Item(number, self.described.address("notice", id=number), f"tenderned/{on:%Y-%m}/{number}.xml", on)
