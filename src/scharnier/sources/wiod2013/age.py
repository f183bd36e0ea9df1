"""Measure how far the origins of purchases moved between the years of WIOD 2013.

`age_build.py` writes it down as content, `age_check.py` tries it on years it has not seen.
Method page: docs/method/chain-age.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.age import Level, Place
from scharnier.chain.leontief import Leontief, calc_origins
from scharnier.chain.market import calc_market_mix
from scharnier.chain.model import ChainModel
from scharnier.kernel.errors import InputProblem
from scharnier.sources.wiod2013.parse import load_wiod_npz

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
Pair = tuple[int, int]

LEVELS: Final[tuple[Level, ...]] = ("country", "cell")
PLACES: Final[tuple[Place, ...]] = ("all", "home", "abroad")
# Classes of the earlier share. Below one in a million the rounding of the tables to whole millions of dollars rules.
EDGES: Final = (1e-6, 1e-4, 1e-3, 1e-2, 1e-1, 0.5, 1.0)
# Ratios are sorted into bins of 0.1% between e^-7 and e^7: what is finer cannot be read from a rounded quantile.
STEP: Final = 0.001
HALF: Final = 7000
BINS: Final = 2 * HALF + 1


@dataclass(frozen=True, eq=False)
class YearOrigins:
    """Where the money of every purchase of one year is earned.

    A purchase is a product group on the market of a country, p = market * S + product.

    Attributes:
        shares: (n, P) share of a unit of money by cell of origin; every column sums to one.
        spend: (P,) final use, million USD, never negative.
        regions: R, the number of regions; n = P = R x S.
    """

    shares: Array
    spend: Array
    regions: int

    def at(self, level: Level) -> Array:
        """The shares by cell (n, P) or by country (R, P)."""
        if level == "cell":
            return self.shares
        by_country: Array = self.shares.reshape(self.regions, -1, self.shares.shape[1]).sum(axis=1)
        return by_country

    def is_home(self, level: Level) -> NDArray[np.bool_]:
        """Whether an origin lies in the country of the market, (n, P) or (R, P)."""
        per = self.spend.size // self.regions
        market = np.repeat(np.arange(self.regions), per)
        origin = market if level == "cell" else np.arange(self.regions)
        here: NDArray[np.bool_] = origin[:, None] == market[None, :]
        return here


@dataclass(frozen=True, eq=False)
class Tally:
    """Weights of ratios by place (home, abroad), class of share and bin: `weights` (2, C, BINS).

    `purchases` (3, C) for all, home and abroad and `origins` (2, C) are numbers of purchases and origins followed.
    """

    weights: Array
    purchases: Counts
    origins: Counts

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.weights + other.weights, self.purchases + other.purchases, self.origins + other.origins)


def calc_year(model: ChainModel) -> YearOrigins:
    """The origins of every purchase by the rule of an assessment: the sourcing mix of the market, then the chain."""
    r, s = len(model.regions), len(model.sectors)
    mix, product = calc_market_mix(model), np.arange(s)
    demand = np.zeros((r, s, r, s))
    demand[:, product, :, product] = mix.transpose(1, 2, 0)
    shares = calc_origins(Leontief(model), demand.reshape(model.cells, model.cells))
    spend = np.maximum(model.final.reshape(r, s, r).sum(axis=0).T, 0.0).ravel()
    return YearOrigins(shares, spend, r)


def load_years(folder: Path) -> dict[int, YearOrigins]:
    """Year -> origins, of every table in the folder. Raises: InputProblem when there are fewer than two."""
    paths = sorted(folder.glob("wiot2013_*.npz"))
    if len(paths) < 2:
        raise InputProblem(f"{len(paths)} tables of WIOD 2013 in {folder.name}.", "Two years are needed at least.")
    models = (load_wiod_npz(path) for path in paths)
    return {model.manifest.year: calc_year(model) for model in models}


def find_pairs(years: Iterable[int]) -> dict[int, tuple[Pair, ...]]:
    """Lag -> pairs (earlier, later) of years that lie so far apart, lags ascending."""
    pairs = list(combinations(sorted(years), 2))
    lags = sorted({later - earlier for earlier, later in pairs})
    return {lag: tuple(pair for pair in pairs if pair[1] - pair[0] == lag) for lag in lags}


def calc_weights(earlier: YearOrigins, later: YearOrigins) -> Array:
    """Weight (P,) of every purchase: its part of final use in the earlier year; zero where either year has none."""
    bought = (earlier.spend > 0) & (later.spend > 0)
    weights: Array = np.where(bought, earlier.spend, 0.0)
    weights /= weights.sum()
    return weights


def count_pair(earlier: YearOrigins, later: YearOrigins, level: Level) -> Tally:
    """Sort the ratios later / earlier of one pair of years; an origin weighs with the money it had in the earlier."""
    weights = calc_weights(earlier, later)
    old, new = earlier.at(level), later.at(level)
    classes = len(EDGES) - 1
    followed = (old >= EDGES[0]) & (weights > 0)
    purchase = np.nonzero(followed)[1]
    before, after = old[followed], new[followed]
    place = np.where(earlier.is_home(level)[followed], 0, 1)
    size = np.minimum(np.searchsorted(EDGES, before, side="right") - 1, classes - 1)
    group = place * classes + size
    slot = group * BINS + find_bins(after / before)
    money = weights[purchase] * before
    counted: Array = np.bincount(slot, weights=money, minlength=2 * classes * BINS).astype(np.float64)
    seen = np.zeros((2, classes, weights.size), dtype=bool)
    seen[place, size, purchase] = True
    return Tally(
        counted.reshape(2, classes, BINS),
        np.stack([seen.any(axis=0).sum(axis=1), *seen.sum(axis=2)]),
        np.bincount(group, minlength=2 * classes).reshape(2, classes),
    )


def find_bins(ratios: Array) -> NDArray[np.intp]:
    """The bin of every ratio: bin b stands for exp((b - HALF) * STEP); zero and what is below the first is in it."""
    with np.errstate(divide="ignore"):
        steps = np.log(ratios) / STEP
    return (np.rint(np.clip(steps, -HALF, HALF)) + HALF).astype(np.intp)


def read_quantile(weights: Array, part: float) -> float:
    """The ratio below which a part of the weight (BINS,) lies; zero where it is in the first bin."""
    below = np.cumsum(weights)
    found = int(np.searchsorted(below, part * below[-1]))
    return 0.0 if found == 0 else float(np.exp((found - HALF) * STEP))


def count_pairs(years: Mapping[int, YearOrigins], pairs: Iterable[Pair], level: Level) -> Tally:
    """The ratios of all these pairs of years together, each pair with the same weight."""
    classes = len(EDGES) - 1
    none = Tally(
        np.zeros((2, classes, BINS)), np.zeros((3, classes), dtype=np.int64), np.zeros((2, classes), dtype=np.int64)
    )
    return sum((count_pair(years[first], years[last], level) for first, last in pairs), none)
