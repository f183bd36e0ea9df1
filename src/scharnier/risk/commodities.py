"""What the EU regulation on deforestation-free products covers: commodities and customs codes, from when to when.

The table holds the list as it stands since 18 September 2026 (and what left it then); asking about an earlier day is
refused rather than answered wrongly. Descriptions are our own words, not the legal text.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError, InputProblem
from scharnier.risk.evidence import load_evidence

KNOWN_FROM = date(2026, 9, 18)
BENCHMARK = "eudr-benchmark-2025"
RiskClass = Literal["low", "standard", "high"]


@dataclass(frozen=True)
class AnnexEntry:
    """One entry of Annex I. `code` is HS/CN without blanks (2 to 8 digits); `part`: only some of it counts."""

    commodity: str
    code: str
    part: bool
    label: str
    valid_from: date
    valid_to: date | None
    note: str

    def is_valid(self, on: date) -> bool:
        """Whether the entry is on the list on that day; `valid_to` is the first day on which it no longer is."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@lru_cache(maxsize=1)
def load_annex() -> tuple[AnnexEntry, ...]:
    """All entries, past, present and future. Raises ContentError where a date cannot be read."""
    with content_path("risk/eudr_annex_i.csv").open(encoding="utf-8", newline="") as handle:
        try:
            return tuple(
                AnnexEntry(
                    row["commodity"],
                    row["code"],
                    row["part"] == "part",
                    row["label"],
                    date.fromisoformat(row["valid_from"]),
                    date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                    row["note"],
                )
                for row in csv.DictReader(handle)
            )
        except ValueError as error:
            raise ContentError(f"eudr_annex_i.csv: {error}") from error


def list_annex(on: date) -> tuple[AnnexEntry, ...]:
    """The entries on the list on a day. Raises InputProblem for a day before 18 September 2026."""
    if on < KNOWN_FROM:
        raise InputProblem(
            f"the list of products before {KNOWN_FROM.isoformat()} is not in our content.",
            "Ask about that day or later; the duties themselves start on 30 December 2026.",
        )
    return tuple(entry for entry in load_annex() if entry.is_valid(on))


def match_annex(code: str, on: date) -> tuple[AnnexEntry, ...]:
    """The entries that cover a customs code on a day, or that lie within it when it is a short code."""
    digits = "".join(code.split())
    return tuple(e for e in list_annex(on) if digits.startswith(e.code) or e.code.startswith(digits))


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    return {record.place: record.value for record in load_evidence().records if record.dataset == BENCHMARK}


def get_country_class(place: str) -> RiskClass:
    """The class of a country (ISO 3166-1 alpha-3): standard unless named. It speaks of deforestation only."""
    found = _classes().get(place, "standard")
    return "high" if found == "high" else "low" if found == "low" else "standard"
