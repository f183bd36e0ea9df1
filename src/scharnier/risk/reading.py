"""What one record says about a theme at one place in one industry, and what several of them say together.

This is the definition of a likelihood, for one cell at a time; `tally.py` does the same for all cells at once and a
property test holds the two equal. Method page: docs/method/likelihood.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from scharnier.kernel.provenance import is_stale
from scharnier.risk.bought import Bought
from scharnier.risk.evidence import EvidenceBase, Record

PRODUCT, SECTOR, COUNTRY, GROUP = 1, 2, 3, 4
BASES: Final = ("", "product", "sector", "country", "group")
"""Names of the basis codes; 0 is no data."""

LISTED_CAP: Final = 4
"""A good of this industry is listed but not known to be bought: harm in the industry, perhaps not in our chain."""
MANY_LISTINGS: Final = 3
"""From this many listings (place and good) worldwide a theme is known to occur in an industry."""
KNOWN_INDUSTRY_CAP, OTHER_INDUSTRY_CAP = 3, 2
"""How far a country-wide value reaches in an industry, for themes that are bound to industries."""
LIFT: Final = 4
"""A listed good that is bought lifts a group of countries to at least this level."""
WIDELY: Final = 5
"""From this many countries of a group named for goods that are bought, the lift is to the top; own proposal."""
MAJORITY, MINIMUM = 0.5, 0.1
"""Least share of a group's workforce that must have data: for a low or the highest level, and for any level."""
MARGIN, WIDE_MARGIN = 1, 2
"""How far a span reaches at least; the wide one where evidence is stale or a minority of a group has data."""
PRIORITY: Final = 3
"""From this level on a source gives reason to look: about average, or worse."""
INDIRECT_CAP: Final = 4
"""How far a country-wide source goes that speaks of conditions for a harm (few freedoms), not of the harm itself."""
TOP: Final = 5


@dataclass(frozen=True)
class Reading:
    """What a record says about a cell: `level` after the caps, `raw` before them, both 1..5."""

    record: Record
    basis: int
    level: int
    raw: int
    stale: bool


@dataclass(frozen=True)
class Level:
    """A likelihood: level 1..5, the span `low`..`high` that the evidence allows, the basis, the share unknown."""

    level: int
    low: int
    high: int
    basis: int
    unknown_share: float = 0.0


def industry_of(record: Record, evidence: EvidenceBase) -> str | None:
    """The industry in which the harm happens: as the record says, else that of its good; None for a whole country."""
    if record.sector is not None:
        return record.sector
    return evidence.goods[record.good].sector if record.good is not None else None


class Caps:
    """How far country-wide values reach, per theme and industry, given all listings of an evidence base."""

    def __init__(self, evidence: EvidenceBase, on: date) -> None:
        listings: dict[str, dict[str, set[tuple[str, str]]]] = {}
        for record in evidence.records:
            if record.good is not None and record.year <= on.year:
                sector = industry_of(record, evidence) or ""
                listings.setdefault(record.theme, {}).setdefault(sector, set()).add((record.place, record.good))
        self._counts = {theme: {s: len(found) for s, found in by.items()} for theme, by in listings.items()}

    def bound_to_industries(self, theme: str) -> bool:
        """Whether sources list goods under this theme: then it is a harm of industries, not of whole countries."""
        return theme in self._counts

    def listings(self, theme: str, sector: str) -> int:
        """How many listings (place and good) there are worldwide under a theme for goods of an industry."""
        return self._counts.get(theme, {}).get(sector, 0)

    def of(self, theme: str, sector: str) -> int:
        """The highest level a country-wide value can give here, 2, 3 or 5."""
        if not self.bound_to_industries(theme):
            return TOP
        return KNOWN_INDUSTRY_CAP if self.listings(theme, sector) >= MANY_LISTINGS else OTHER_INDUSTRY_CAP


def read_record(
    record: Record, sector: str, evidence: EvidenceBase, caps: Caps, bought: Bought, on: date
) -> Reading | None:
    """What a record says about an industry of its place; None where it does not apply (another industry, or later)."""
    if record.year > on.year:
        return None
    stale = is_stale(record.year, on)
    industry = industry_of(record, evidence)
    if industry is not None:
        if industry != sector:
            return None
        if bought.counts(record.good, record.place, sector):
            return Reading(record, PRODUCT, record.level, record.level, stale)
        level = record.level if record.good is None else min(record.level, LISTED_CAP)
        return Reading(record, SECTOR, level, record.level, stale)
    reach = min(caps.of(record.theme, sector), INDIRECT_CAP if evidence.datasets[record.dataset].indirect else TOP)
    return Reading(record, COUNTRY, min(record.level, reach), record.level, stale)


def judge_cell(readings: Sequence[Reading]) -> Level | None:
    """The likelihood at one place in one industry; None is no data, which is never the same as low.

    Level: the highest reading. Basis: the closest readings that carry it. Span: one level to each side (two where
    all of those readings are stale), down to the lowest reading of the same basis, up to the highest before caps.
    """
    if not readings:
        return None
    level = max(reading.level for reading in readings)
    basis = min(reading.basis for reading in readings if reading.level == level)
    carrying = [reading for reading in readings if reading.basis == basis]
    margin = WIDE_MARGIN if all(reading.stale for reading in carrying) else MARGIN
    low = min(level - margin, min(reading.level for reading in carrying))
    high = max(level + margin, max(reading.raw for reading in readings))
    return Level(level, max(low, 1), min(high, TOP), basis)


def judge_group(members: Iterable[tuple[float, Level | None, int]]) -> Level | None:
    """The likelihood of a group of countries in one industry.

    `members` are (weight, the member's own likelihood, the highest level of a listed good that is bought there or 0);
    weights sum to one. Level: the weighted median of members with data, the higher one of two; span: their weighted
    10th to 90th percentile, and one level to each side at least (two down for a minority). A minority with data cannot
    vouch for the rest: below half of the weight a low level is no data, below a tenth any; nor can it make the rest
    very likely: below half the level is at most 4. A listed good that is bought lifts it to 4 (or its own level), and
    to 5 where five countries or more are named at level 5: then it is the rule where such goods come from.
    """
    weights, bought, named = [0.0] * (TOP + 1), 0, 0
    for weight, own, listed in members:
        weights[own.level if own else 0] += weight
        bought = max(bought, listed)
        named += listed == TOP
    known = sum(weights[1:])
    level, low, high = (_quantile(weights, q) for q in (0.5, 0.1, 0.9)) if known > 0 else (0, 0, 0)
    minority = known < MAJORITY - _EPS
    if known < MINIMUM - _EPS or (minority and level < PRIORITY):
        level = 0
    if minority:
        # Lists name only where harm was found, so those with data are all high: their median is not that of the group.
        level = min(level, LIFT)
    lift = TOP if named >= WIDELY else min(bought, LIFT)
    if max(level, lift) == 0:
        return None
    level = max(level, lift)
    # Members agree more than they are sure: each has a span of its own.
    low = max(min(low or level, level - (WIDE_MARGIN if minority else MARGIN)), 1)
    high = min(max(high, level + MARGIN, bought), TOP)
    return Level(level, low, high, PRODUCT if bought else GROUP, min(max(1.0 - known, 0.0), 1.0))


_EPS: Final = 1e-9


def _quantile(weights: Sequence[float], q: float) -> int:
    """The weighted quantile of the levels 1..5; at the median a tie goes up, at the ends outwards."""
    total, below = sum(weights[1:]), 0.0
    shift = _EPS if q == 0.5 else -_EPS
    for level in range(1, TOP + 1):
        below += weights[level]
        if below > (q + shift) * total:
            return level
    return TOP
