"""TenderNed by the year: the page with data sets, and the OCDS release packages that it links to."""

import re
import urllib.parse
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.description import Description
from scharnier.sources._runtime.harvest import Item, Listing
from scharnier.sources._runtime.polite import Polite

_LINK = re.compile(r"""href\s*=\s*["']([^"'<>]+)["']""", re.I)


@dataclass(frozen=True)
class Datasets:
    """One file a year. A newer file of a year takes the place of the older one, which is moved aside."""

    described: Description
    by_days: bool = False
    longest: int = 1

    @property
    def id(self) -> str:
        """The name in the account."""
        return self.described.id

    @property
    def query(self) -> str:
        """The question in words."""
        return "yearly data sets"

    def list_items(self, polite: Polite, since: date, until: date) -> Listing:
        """The files of the years that the days touch. Raises: InputProblem where the page links to none at all."""
        page = self.described.address("datasets")
        text = polite.ask(page).content.decode("utf-8", "replace")
        found: dict[int, Item] = {}
        for link in _LINK.findall(text):
            address = urllib.parse.urljoin(page, link.replace("&amp;", "&"))
            parts = urllib.parse.urlsplit(address)
            name = urllib.parse.unquote(parts.path.rpartition("/")[2])
            match = re.fullmatch(self.described.words["dataset"], name)
            if not match or parts.netloc != urllib.parse.urlsplit(page).netloc:
                continue
            year = int(match["year"])
            item = Item(f"dataset-{year}", address, f"tenderned/{name}", None, "json", large=True, replaces=True)
            if year not in found or found[year].file < item.file:  # of two of a year the one that reaches further
                found[year] = item
        if not found:
            raise InputProblem(
                "the page with data sets links to none.",
                "Has it changed? A copy of source.yaml can describe it anew (--settings).",
                page,
            )
        return Listing([found[year] for year in sorted(found) if since.year <= year <= until.year])
