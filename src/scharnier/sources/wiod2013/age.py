"""Measure how far the origins of purchases moved between the years of WIOD 2013.

`age_build.py` writes it down as content, `age_check.py` tries it on years it has not seen.
Method page: docs/method/chain-age.md.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, groupby
from operator import itemgetter
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
# Countries above one half are parted once more: what is nearly all made at home moves much less than what is mostly so.
# Too few cells are that large to be parted.
EDGES: Final[dict[Level, tuple[float, ...]]] = {
    "country": (1e-6, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 0.8, 1.0),
    "cell": (1e-6, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 1.0),
}
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

    def of(self, place: Place) -> tuple[Array, Counts]:
        """Weights (C, BINS) and numbers of origins (C,) at home, abroad or both together."""
        if place == "all":
            return self.weights.sum(axis=0), self.origins.sum(axis=0)
        return self.weights[PLACES.index(place) - 1], self.origins[PLACES.index(place) - 1]


@dataclass(frozen=True, eq=False)
class Followed:
    """The m origins of a year that are followed: `at` in the flattened shares, `purchase`, `group` and share `before`.

    The group is the class of the share, plus the number of classes for an origin abroad.
    """

    at: NDArray[np.intp]
    purchase: NDArray[np.intp]
    group: NDArray[np.intp]
    before: Array

    def only(self, chosen: NDArray[np.bool_]) -> "Followed":
        """Those chosen (m,)."""
        return Followed(self.at[chosen], self.purchase[chosen], self.group[chosen], self.before[chosen])


def calc_year(model: ChainModel) -> YearOrigins:
    """The origins of every purchase by the rule of an assessment: the sourcing mix of the market, then the chain."""
    r, s = len(model.regions), len(model.sectors)
    mix, product = calc_market_mix(model), np.arange(s)
    demand = np.zeros((r, s, r, s))
    demand[:, product, :, product] = mix.transpose(1, 2, 0)
    shares = calc_origins(Leontief(model), demand.reshape(model.cells, model.cells))
    spend = np.maximum(model.final.reshape(r, s, r).sum(axis=0).T, 0.0).ravel()
    return YearOrigins(shares, spend, r)


def load_years(folder: Path, calc: Callable[[ChainModel], YearOrigins] = calc_year) -> dict[int, YearOrigins]:
    """Year -> origins, of every table in the folder. Raises: InputProblem when there are fewer than two."""
    paths = sorted(folder.glob("wiot2013_*.npz"))
    if len(paths) < 2:
        raise InputProblem(f"{len(paths)} tables of WIOD 2013 in {folder.name}.", "Two years are needed at least.")
    models = (load_wiod_npz(path) for path in paths)
    return {model.manifest.year: calc(model) for model in models}


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


def list_followed(earlier: YearOrigins, level: Level) -> Followed:
    """The origins of one year of which the later share can be divided by the share in it."""
    edges, shares = EDGES[level], earlier.at(level)
    chosen = np.flatnonzero((shares >= edges[0]) & (earlier.spend > 0))
    before = shares.ravel()[chosen]
    size = np.minimum(np.searchsorted(edges, before, side="right") - 1, len(edges) - 2)
    place = np.where(earlier.is_home(level).ravel()[chosen], 0, len(edges) - 1)
    return Followed(chosen, chosen % earlier.spend.size, (place + size).astype(np.intp), before)


def count_pair(earlier: YearOrigins, later: YearOrigins, level: Level, followed: Followed | None = None) -> Tally:
    """Sort the ratios later / earlier of one pair of years; an origin weighs with the money it had in the earlier.

    `followed` is `list_followed` of the earlier year, for who has it already.
    """
    weights = calc_weights(earlier, later)
    found = list_followed(earlier, level) if followed is None else followed
    if not weights[earlier.spend > 0].all():  # some product is bought no more
        found = found.only(weights[found.purchase] > 0)
    classes = len(EDGES[level]) - 1
    money = weights[found.purchase] * found.before
    slot = find_bins(later.at(level).ravel()[found.at] / found.before)
    slot += found.group * BINS
    counted: Array = np.bincount(slot, weights=money, minlength=2 * classes * BINS).astype(np.float64)
    seen = np.zeros((2 * classes, weights.size), dtype=bool)
    seen[found.group, found.purchase] = True
    here, away = seen[:classes], seen[classes:]
    return Tally(
        counted.reshape(2, classes, BINS),
        np.stack([(here | away).sum(axis=1), here.sum(axis=1), away.sum(axis=1)]),
        np.bincount(found.group, minlength=2 * classes).reshape(2, classes),
    )


def find_bins(ratios: Array) -> NDArray[np.intp]:
    """The bin of every ratio: bin b stands for exp((b - HALF) * STEP); zero and what is below the first is in it."""
    with np.errstate(divide="ignore"):
        steps = np.log(ratios)
    steps *= 1.0 / STEP
    np.clip(steps, -HALF, HALF, out=steps)
    np.rint(steps, out=steps)
    return steps.astype(np.intp) + HALF


def find_quantile(weights: Array, part: float) -> int:
    """The first bin up to which at least a part of the weight (BINS,) lies."""
    below = np.cumsum(weights)
    return int(np.searchsorted(below, part * below[-1]))


def read_quantile(weights: Array, part: float) -> float:
    """The ratio up to which a part of the weight (BINS,) lies; zero where it is in the first bin."""
    found = find_quantile(weights, part)
    return 0.0 if found == 0 else float(np.exp((found - HALF) * STEP))


def count_lags(years: Mapping[int, YearOrigins], lags: Mapping[int, Iterable[Pair]], level: Level) -> dict[int, Tally]:
    """Lag -> the ratios of all its pairs of years together, each pair with the same weight; one pair at least."""
    found: dict[int, Tally] = {}
    pairs = sorted((earlier, later, lag) for lag, pairs in lags.items() for earlier, later in pairs)
    for earlier, group in groupby(pairs, key=itemgetter(0)):
        followed = list_followed(years[earlier], level)
        for _, later, lag in group:
            tally = count_pair(years[earlier], years[later], level, followed)
            found[lag] = found[lag] + tally if lag in found else tally
    return {lag: found[lag] for lag in lags}


def count_pairs(years: Mapping[int, YearOrigins], pairs: Iterable[Pair], level: Level) -> Tally:
    """The ratios of all these pairs of years together, each pair with the same weight. There is one pair at least."""
    return count_lags(years, {0: pairs}, level)[0]
