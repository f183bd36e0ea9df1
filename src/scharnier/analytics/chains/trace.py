"""The answers: the paths of a purchase, and what the model says about it in a few figures, with their proof."""

from dataclasses import dataclass

import numpy as np

from scharnier.analytics.chains.stressors import Followed
from scharnier.analytics.chains.table import Array, ChainTable
from scharnier.chain.path_groups import Passage, PathGroup, calc_passage, group_paths
from scharnier.chain.paths import Paths, find_paths

AMONG = 10_000  # paths that are grouped: enough to cover most of what is there
LISTED = 10
ROUNDING = 1e-9  # of the money: less is rounding


@dataclass(frozen=True, eq=False)
class Split:
    """Of a unit bought: what ends where harm is likely, where it is less likely, and where nothing is known."""

    likely: float
    less: float
    unknown: float


@dataclass(frozen=True, eq=False)
class Tracing:
    """The best paths of a purchase y (n,) that adds up to one.

    Attributes:
        paths: best first; values per unit bought.
        total: s L y per unit bought; `error` is how far it can be off.
        split: for a theme: of the money, where it ends.
        unknown: for another stressor: share of the money earned in cells of which it is not known.
    """

    table: ChainTable
    followed: Followed
    bought: Array
    paths: Paths
    total: float
    error: float
    split: Split | None
    unknown: float

    def cells(self) -> list[tuple[int, float]]:
        """What is bought: cells and their part, largest first."""
        return list_cells(self.bought)


@dataclass(frozen=True, eq=False)
class Grouped:
    """Paths put together by country, industry or cell; `paths` are those that were grouped."""

    by: str
    paths: Paths
    groups: list[PathGroup]
    passage: Passage


@dataclass(frozen=True, eq=False)
class Origin:
    """A cell where part of the total arises: per unit bought, and at which tiers (4,)."""

    cell: int
    value: float
    error: float
    tiers: Array


@dataclass(frozen=True, eq=False)
class Explained:
    """What is known of a purchase.

    Attributes:
        tiers: of the total, (4,): supplier, tier 1, tier 2, tier 3 and further.
        origins: the largest cells of origin.
        by_place: share of the total by country (ISO 3166 alpha-3) or `ROW`; regions that are neither by their label.
        silent: places where money of the purchase is earned of which no source speaks, and none that is known to
            be earned where harm is likely: unknown, not low. Empty without a theme.
        method: how it was solved.
        apart: how far two calculations, of all that comes with the purchase and of all it calls for, lie apart
            as a share of the total.
    """

    traced: Tracing
    tiers: Array
    origins: list[Origin]
    by_place: dict[str, float]
    silent: frozenset[str]
    method: str
    apart: float


def list_cells(bought: Array) -> list[tuple[int, float]]:
    """Cells that are bought of and their amount, the largest first."""
    found = np.flatnonzero(bought)
    return [(int(cell), float(bought[cell])) for cell in found[np.argsort(-bought[found], kind="stable")]]


def trace_paths(table: ChainTable, followed: Followed, bought: Array, top: int) -> Tracing:
    """The `top` paths of the purchase, exactly, and what share of the total they are.

    Raises: InputProblem as `find_paths` and `System.multipliers`.
    """
    kept = np.maximum(table.keeps, 0.0)
    rows = [followed.intensity, followed.unknown * kept, kept]
    answer = table.system.multipliers(np.stack(rows))
    total, unknown, money = (answer.values @ bought).tolist()
    error = float((answer.bound[0] * answer.values[0]) @ bought) if np.isfinite(answer.bound[0]).all() else np.inf
    paths = find_paths(table.coefficients, bought, followed.intensity, top, total=total)
    less = money - total - unknown
    split = Split(total, less if less > ROUNDING * money else 0.0, unknown) if followed.spoken is not None else None
    return Tracing(table, followed, bought, paths, total, error, split, unknown / money if money > 0 else 0.0)


def group_by(traced: Tracing, by: str, lang: str) -> Grouped:
    """The best paths, 10,000 of them, put together by `country`, `industry` or `cell`, in words."""
    table = traced.table
    among = max(AMONG, len(traced.paths))
    paths = find_paths(table.coefficients, traced.bought, traced.followed.intensity, among, total=traced.total)
    pairs = zip(table.regions, table.sectors, strict=True)
    if by == "country":
        names = [table.region_name(region, lang) for region, _ in pairs]
    elif by == "industry":
        names = [table.sector_name(sector, lang) for _, sector in pairs]
    else:
        names = [table.name(cell, lang) for cell in range(table.cells)]
    return Grouped(by, paths, group_paths(paths, names), calc_passage(paths, names))


def explain_purchase(traced: Tracing, top: int = LISTED) -> Explained:
    """Total, tiers and largest origins of the purchase, solved in two ways that must agree."""
    table, s, y = traced.table, traced.followed.intensity, traced.bought
    answer = table.system.solve(y)
    arises = s * answer.values
    first = np.asarray(table.coefficients @ y, dtype=np.float64).ravel()
    second = np.asarray(table.coefficients @ first, dtype=np.float64).ravel()
    by_tier = [s * y, s * first, s * second]
    rest = np.maximum(arises - sum(by_tier), 0.0)
    tiers = np.stack([*by_tier, rest])
    order = np.argsort(-arises, kind="stable")[:top]
    origins = [
        Origin(int(cell), float(arises[cell]), float(answer.bound[cell] * arises[cell]), tiers[:, cell])
        for cell in order
        if arises[cell] > 0
    ]
    whole = float(arises.sum())
    by_place = _by_place(table, arises / whole if whole > 0 else arises)
    unknown = traced.followed.unknown * np.maximum(table.keeps, 0.0) * answer.values
    quiet = _by_place(table, unknown) if traced.split is not None else {}
    silent = frozenset(quiet.keys() - by_place.keys())
    apart = abs(whole - traced.total) / traced.total if traced.total > 0 else 0.0
    return Explained(traced, tiers.sum(axis=1), origins, by_place, silent, answer.method, apart)


def _by_place(table: ChainTable, values: Array) -> dict[str, float]:
    """Sums of what is above zero by country or `ROW`, largest first."""
    found: dict[str, float] = {}
    for region, value in zip(table.regions, values.tolist(), strict=True):
        if value > 0:
            place = table.places.get(region) or region
            found[place] = found.get(place, 0.0) + value
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
