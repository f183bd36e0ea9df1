"""Readings of all records at all places in all industries at once: the vectorised twin of `reading.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scharnier.kernel.provenance import is_stale
from scharnier.risk.bought import Bought
from scharnier.risk.evidence import EvidenceBase
from scharnier.risk.reading import (
    COUNTRY,
    GROUP,
    INDIRECT_CAP,
    LIFT,
    LISTED_CAP,
    MAJORITY,
    MARGIN,
    MINIMUM,
    PRIORITY,
    PRODUCT,
    SECTOR,
    TOP,
    WIDE_MARGIN,
    WIDELY,
    Caps,
    industry_of,
)

Levels = NDArray[np.int8]
Members = Mapping[str, Sequence[tuple[str, float]]]
_EPS = 1e-9


@dataclass(frozen=True, eq=False)
class Judged:
    """Likelihoods of a block of cells: level (0 is no data), low, high, basis, listed: int8 arrays of one shape.

    `listed` is the highest level of a listed good that is bought, 0 where there is none.
    """

    level: Levels
    low: Levels
    high: Levels
    basis: Levels
    listed: Levels


def judge_places(
    evidence: EvidenceBase,
    themes: Sequence[str],
    places: Sequence[str],
    sectors: Sequence[str],
    bought: Bought,
    on: date,
) -> Judged:
    """`judge_cell` for every theme, place and industry: arrays (T, P, S). Records of other places are passed over."""
    shape = (len(themes), len(places), len(sectors))
    at_theme, at_place, at_sector = (
        {code: number for number, code in enumerate(codes)} for codes in (themes, places, sectors)
    )
    caps = Caps(evidence, on)
    cap = np.array([[caps.of(theme, sector) for sector in sectors] for theme in themes], dtype=np.int8)
    # Per basis: highest and lowest level after the caps, and whether one of the records is recent.
    most = {basis: np.zeros(shape, dtype=np.int8) for basis in (PRODUCT, SECTOR, COUNTRY)}
    least = {basis: np.full(shape, TOP, dtype=np.int8) for basis in most}
    fresh = {basis: np.zeros(shape, dtype=bool) for basis in most}
    raw = np.zeros(shape, dtype=np.int8)
    for record in evidence.records:
        t, p = at_theme.get(record.theme), at_place.get(record.place)
        if t is None or p is None or record.year > on.year:
            continue
        where = industry_of(record, evidence)
        if where is None:
            basis, s = COUNTRY, slice(None)
            reach = INDIRECT_CAP if evidence.datasets[record.dataset].indirect else TOP
            level = np.minimum(min(record.level, reach), cap[t])
        else:
            number = at_sector.get(where)
            if number is None:
                continue
            s = slice(number, number + 1)
            basis = PRODUCT if bought.counts(record.good, record.place, where) else SECTOR
            level = np.int8(min(record.level, LISTED_CAP) if basis == SECTOR and record.good else record.level)
        most[basis][t, p, s] = np.maximum(most[basis][t, p, s], level)
        least[basis][t, p, s] = np.minimum(least[basis][t, p, s], level)
        fresh[basis][t, p, s] |= not is_stale(record.year, on)
        raw[t, p, s] = np.maximum(raw[t, p, s], record.level)
    top = np.maximum(np.maximum(most[PRODUCT], most[SECTOR]), most[COUNTRY])
    carries = [most[number] == top for number in most]
    closest = np.select([top == 0, *carries], [0, *most], default=0)
    margin = np.where(np.select(carries, list(fresh.values()), default=True), MARGIN, WIDE_MARGIN)
    low = np.maximum(np.minimum(top - margin, np.select(carries, list(least.values()), default=TOP)), 1)
    high = np.minimum(np.maximum(top + margin, raw), TOP)
    return Judged(
        *(np.where(top > 0, values, 0).astype(np.int8) for values in (top, low, high, closest, most[PRODUCT]))
    )


def judge_groups(level: Levels, listed: Levels, weights: NDArray[np.float64]) -> tuple[Judged, NDArray[np.float64]]:
    """`judge_group` for every theme and industry of one group of M countries, and the share of it without data.

    `level` and `listed` are (T, M, S) of its members, `weights` (M,), summing to one. Answers are (T, S).
    """
    held = np.stack([np.einsum("m,tms->ts", weights, level == number) for number in range(1, TOP + 1)])
    below = np.cumsum(held, axis=0)
    known = below[-1]
    median, low, high = (_quantile(below, q) for q in (0.5, 0.1, 0.9))
    minority = known < MAJORITY - _EPS
    silent = (known < MINIMUM - _EPS) | (minority & (median < PRIORITY))
    median = np.where(minority, np.minimum(median, LIFT), median)
    bought = listed.max(axis=1, initial=0)
    lift = np.where((listed == TOP).sum(axis=1) >= WIDELY, TOP, np.minimum(bought, LIFT))
    found = np.maximum(np.where(silent, 0, median), lift)
    margin = np.where(minority, WIDE_MARGIN, MARGIN)
    low = np.maximum(np.minimum(np.where(known > 0, low, found), found - margin), 1)
    high = np.minimum(np.maximum(np.maximum(np.where(known > 0, high, 0), found + MARGIN), bought), TOP)
    some = found > 0
    basis = np.where(some, np.where(bought > 0, PRODUCT, GROUP), 0)
    judged = Judged(*(np.where(some, values, 0).astype(np.int8) for values in (found, low, high, basis, bought)))
    return judged, np.clip(1.0 - known, 0.0, 1.0)


def _quantile(below: NDArray[np.float64], q: float) -> NDArray[np.int64]:
    """The weighted quantile per cell; `below` is (5, T, S), the weight at or under each level."""
    shift = _EPS if q == 0.5 else -_EPS
    passed = (below <= (q + shift) * below[-1]).sum(axis=0, dtype=np.int64)
    return np.asarray(np.minimum(1 + passed, TOP))
