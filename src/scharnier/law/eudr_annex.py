"""What the EU regulation on deforestation-free products covers: commodities and customs codes, from when to when.

The table holds every list there has been since 29 June 2023 and the entries that come on 30 December 2027. Labels are
our own words, not the legal text.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.kernel.provenance import Confidence
from scharnier.law.answer import Text
from scharnier.risk.evidence import load_records

BENCHMARK = "eudr-benchmark-2025"
RiskClass = Literal["low", "standard", "high"]
Timber = Literal["yes", "no", "left_out", "unknown"]

# What a condition may be about; `only` and `open` name a commodity, `code` customs codes, `not` a group of plants.
CONDITIONS = ("only", "open", "not", "code", "used", "waste", "recovered", "packing", "medicine", "mail")


@dataclass(frozen=True)
class Condition:
    """A fact that turns an entry, as in `ex`. `kind` is one of `CONDITIONS`, `values` what it names.

    `sure`: the condition was seen in a quotation of the text; else it is our own reading.
    """

    kind: str
    values: tuple[str, ...]
    sure: bool


@dataclass(frozen=True)
class AnnexEntry:
    """One entry of Annex I. `code` is HS/CN without blanks (2 to 8 digits); `part`: only some of it counts.

    `valid_to` is the first day on which it is no longer on the list. `old_timber_law`: the codes below it that the
    repealed timber regulation (995/2010) covered: `yes` (all), `no`, `unknown`, or codes with a slash.
    """

    commodity: str
    code: str
    part: bool
    label: Text
    valid_from: date
    valid_to: date | None
    conditions: tuple[Condition, ...]
    old_timber_law: str
    warning: Text | None
    confidence: Confidence

    @property
    def stem(self) -> str:
        """The code without the zeros that say "not divided further": 2101 11 00 is all of 2101 11."""
        return trim_code(self.code)

    def is_valid(self, on: date) -> bool:
        """Whether the entry is on the list on that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def covers(self, code: str) -> bool:
        """Whether every good under a trimmed code falls under the code of this entry."""
        return code.startswith(self.stem)

    def lies_within(self, code: str) -> bool:
        """Whether the entry is a part only of what a trimmed code stands for."""
        return len(code) < len(self.stem) and self.stem.startswith(code)

    def timber(self, code: str) -> Timber:
        """Whether the old timber regulation covered a trimmed code: own knowledge, except for what is no wood.

        `left_out`: wood that, as far as we know, it did not name.
        """
        if self.commodity != "wood":
            return "no"
        if self.old_timber_law == "no":
            return "left_out"
        if self.old_timber_law == "yes" or any(code.startswith(c) for c in self.old_timber_law.split("/")):
            return "yes"
        return "unknown"


def trim_code(code: str) -> str:
    """A customs code as digits, without blanks and dots and without the zeros of levels that are not divided."""
    digits = "".join(sign for sign in code if sign.isdigit())
    while len(digits) > 4 and len(digits) % 2 == 0 and digits.endswith("00"):
        digits = digits[:-2]
    return digits


def write_code(code: str) -> str:
    """A customs code as it is printed: `2101 11 00`."""
    return " ".join(filter(None, (code[:4], code[4:6], code[6:8], code[8:])))


@lru_cache(maxsize=1)
def load_annex() -> tuple[AnnexEntry, ...]:
    """All entries, past, present and future. Raises ContentError where a row cannot be read."""
    with content_path("norms/law/eudr_annex_i.csv").open(encoding="utf-8", newline="") as handle:
        try:
            return tuple(map(_parse, csv.DictReader(handle)))
        except (ValueError, KeyError) as error:
            raise ContentError(f"eudr_annex_i.csv: {error}") from error


def list_annex(on: date) -> tuple[AnnexEntry, ...]:
    """The entries on the list on a day: none before 29 June 2023."""
    return tuple(entry for entry in load_annex() if entry.is_valid(on))


def match_annex(code: str, on: date) -> tuple[AnnexEntry, ...]:
    """The entries that cover a customs code on a day, or that lie within it when it is a short code."""
    return tuple(entry for entry in find_entries(trim_code(code)) if entry.is_valid(on))


@lru_cache(maxsize=16_384)
def find_entries(code: str) -> tuple[AnnexEntry, ...]:
    """The entries of all times that cover a trimmed code or lie within it; none for an empty code."""
    return tuple(e for e in load_annex() if code and (e.covers(code) or e.lies_within(code)))


def get_country_class(place: str) -> RiskClass:
    """The class of a country (ISO 3166-1 alpha-3): standard unless named. It speaks of deforestation only.

    Do not ask it for an origin that is not known: an unknown origin has no class.
    """
    found = _classes().get(place, "standard")
    return "high" if found == "high" else "low" if found == "low" else "standard"


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, str]:
    records = load_records(content_path(f"risk/{BENCHMARK}.csv"), BENCHMARK)
    return {record.place: record.value for record in records}


def _parse(row: dict[str, str]) -> AnnexEntry:
    if row["part"] not in ("part", "whole"):
        raise ValueError(f"{row['code']}: part must be part or whole, not {row['part']!r}")
    return AnnexEntry(
        commodity=row["commodity"],
        code=row["code"],
        part=row["part"] == "part",
        label={"nl": row["label_nl"], "en": row["label_en"]},
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        conditions=tuple(map(_parse_condition, row["conditions"].split())),
        old_timber_law=row["old_timber_law"],
        warning={"nl": row["warning_nl"], "en": row["warning_en"]} if row["warning_en"] else None,
        confidence=Confidence(row["confidence"]),
    )


def _parse_condition(text: str) -> Condition:
    kind, _, values = text.rstrip("~").partition(":")
    if kind not in CONDITIONS:
        raise ValueError(f"there is no condition {kind!r}")
    return Condition(kind, tuple(filter(None, values.split("/"))), not text.endswith("~"))
