"""Which risks come first: severity leads, likelihood comes second, money only orders what is equal in both.

A position on priorities (`risk.policies`) may put a theme before all others. There is no score. Risks that evidence
makes likely (level 3 or more) are ranked before the others; what no source speaks of is not ranked at all but told
apart, with its amount. Method page: docs/method/ranking.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from scharnier.risk.likelihood import Likelihoods
from scharnier.risk.policies import Policy, get_policy
from scharnier.risk.reading import BASES, PRIORITY, PRODUCT
from scharnier.risk.severity import Rule, SeverityParts

THRESHOLD: Final = 5e-4
"""Share of the assessed amount below which a risk is counted and not listed."""
NAMED_THRESHOLD: Final = 1e-7
"""The same where sources name a good that is bought: severe harm behind a small purchase is still severe."""
LARGEST: Final = 5
Band = Literal["priority", "lower"]
Basis = Literal["product", "sector", "country", "group"]
_BASIS: Final[Mapping[str, Basis]] = {"product": "product", "sector": "sector", "country": "country", "group": "group"}


@dataclass(frozen=True)
class RankedRisk:
    """A theme at a place of origin, with its rank and each part the rank rests on.

    `exposure` is in the currency of the purchases, `share` of the assessed amount, `tiers` splits the exposure over
    supplier, tier 1, tier 2 and beyond. `cell` is the index in the exposure vector.
    """

    theme: str
    region: str
    sector: str
    rank: int
    band: Band
    level: int
    low: int
    high: int
    basis: Basis
    unknown_share: float
    severity: SeverityParts
    severity_level: int
    exposure: float
    share: float
    tiers: tuple[float, float, float, float]
    cell: int

    @property
    def id(self) -> str:
        """`<theme>:<region>/<sector>`, as in `forced_labour:IND/c4`."""
        return f"{self.theme}:{self.region}/{self.sector}"


@dataclass(frozen=True)
class GapCell:
    """A place of origin that no source speaks of under a theme."""

    region: str
    sector: str
    exposure: float
    share: float
    cell: int


@dataclass(frozen=True)
class ThemeGap:
    """What is not known about a theme: amount, share of the assessed amount, cells, and the largest of them.

    `measured` is false where no source speaks of the theme anywhere.
    """

    theme: str
    amount: float
    share: float
    cells: int
    largest: tuple[GapCell, ...]
    measured: bool


@dataclass(frozen=True)
class Ranking:
    """Risks in order of rank (1 first), how many were too small to list, and the gaps, largest first."""

    risks: tuple[RankedRisk, ...]
    not_listed: int
    gaps: tuple[ThemeGap, ...]
    total: float
    threshold: float
    rule: Rule
    policy: Policy


def sort_key(
    band: Band, severity: int, likelihood: int, exposure: float, first: bool = False
) -> tuple[int, int, int, int, float]:
    """The definition of the order: smaller comes first. `rank_risks` does the same for all at once.

    `first` tells whether the position followed puts the theme before all others.
    """
    return (0 if first else 1, 0 if band == "priority" else 1, -severity, -likelihood, -exposure)


def rank_risks(
    likelihoods: Likelihoods,
    severities: Mapping[str, SeverityParts],
    exposure: NDArray[np.float64],
    tiers: NDArray[np.float64],
    total: float,
    threshold: float = THRESHOLD,
    rule: Rule = "max",
    policy: Policy | None = None,
) -> Ranking:
    """Rank every theme at every place of origin, after the position `policy` (the default one if left out).

    `exposure` (n,) and `tiers` (4, n) are amounts per cell, region-major over the regions and sectors of
    `likelihoods`; `total` is the assessed amount. A place whose exposure is nil or negative (credit notes outweigh
    purchases) carries no risk and no gap.
    """
    policy = policy or get_policy()
    themes, sectors = likelihoods.themes, len(likelihoods.sectors)
    shape = (len(themes), len(exposure))
    level, low, high, basis = (
        values.reshape(shape) for values in (likelihoods.level, likelihoods.low, likelihoods.high, likelihoods.basis)
    )
    unknown = likelihoods.unknown_share.reshape(shape)
    severity = np.array([severities[theme].level(rule) for theme in themes])
    at_risk = (level > 0) & (exposure > 0)
    named = basis == PRODUCT
    least = calc_least(named, threshold, total)
    theme, cell = np.nonzero(at_risk & (exposure >= least))
    behind = level[theme, cell] < PRIORITY
    after = np.array([name not in policy.first for name in themes])[theme]
    # The last key leads. Theme and cell at the end make the order the same on every run.
    order = np.lexsort((cell, theme, -exposure[cell], -level[theme, cell], -severity[theme], behind, after))
    risks = tuple(
        RankedRisk(
            theme=themes[t],
            region=likelihoods.regions[c // sectors],
            sector=likelihoods.sectors[c % sectors],
            rank=rank,
            band="priority" if level[t, c] >= PRIORITY else "lower",
            level=int(level[t, c]),
            low=int(low[t, c]),
            high=int(high[t, c]),
            basis=_BASIS[BASES[basis[t, c]]],
            unknown_share=float(unknown[t, c]),
            severity=severities[themes[t]],
            severity_level=int(severity[t]),
            exposure=float(exposure[c]),
            share=float(exposure[c] / total),
            tiers=_four(tiers[:, c]),
            cell=int(c),
        )
        for rank, (t, c) in enumerate(zip(theme[order].tolist(), cell[order].tolist(), strict=True), start=1)
    )
    gaps = _find_gaps(likelihoods, level, exposure, total)
    return Ranking(risks, int(at_risk.sum()) - len(risks), gaps, total, threshold, rule, policy)


def calc_least(named: NDArray[np.bool_], threshold: float, total: float) -> NDArray[np.float64]:
    """The smallest exposure that is listed, per theme and cell, in the currency of the purchases.

    `named` tells where a source names a good that is bought.
    """
    return np.where(named, min(NAMED_THRESHOLD, threshold), threshold) * total


def _four(values: NDArray[np.float64]) -> tuple[float, float, float, float]:
    first, second, third, fourth = values.tolist()
    return (first, second, third, fourth)


def _find_gaps(
    likelihoods: Likelihoods, level: NDArray[np.int8], exposure: NDArray[np.float64], total: float
) -> tuple[ThemeGap, ...]:
    """Per theme the cells with money and without any evidence, by amount; themes without a gap are left out."""
    sectors = len(likelihoods.sectors)
    gaps = []
    for number, theme in enumerate(likelihoods.themes):
        cells = np.flatnonzero((level[number] == 0) & (exposure > 0))
        if len(cells) == 0:
            continue
        amount = float(exposure[cells].sum())
        first = cells[np.argsort(-exposure[cells], kind="stable")][:LARGEST].tolist()
        largest = tuple(
            GapCell(
                likelihoods.regions[c // sectors],
                likelihoods.sectors[c % sectors],
                float(exposure[c]),
                float(exposure[c] / total),
                int(c),
            )
            for c in first
        )
        gaps.append(ThemeGap(theme, amount, amount / total, len(cells), largest, bool((level[number] > 0).any())))
    return tuple(sorted(gaps, key=lambda gap: (-gap.amount, gap.theme)))
