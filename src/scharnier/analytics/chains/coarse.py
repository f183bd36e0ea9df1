"""How far a coarse model can be off, seen through a finer one: the aggregation error of its industries and regions.

Both are laid side by side by what their labels stand for: countries, and the 35 industries of the evidence. A fine cell
counts only where it lies within one coarse cell; what does not is left out and told.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import sparse

from scharnier.analytics.chains.stressors import VALUE, Followed, find_followed
from scharnier.analytics.chains.table import Array, ChainTable
from scharnier.chain import REST_OF_WORLD
from scharnier.chain.aggregate import AggregationError, compare_multipliers
from scharnier.kernel.errors import InputProblem


@dataclass(frozen=True, eq=False)
class Coarseness:
    """Fine / coarse, the multipliers of fine cells against those of the coarse cell that holds them.

    Attributes:
        sectors: by coarse sector, all regions together; whole: all cells in one group.
        members: how many fine sectors each coarse sector holds.
        compared: share of the fine output that lies within one coarse cell, and so counts.
        loose: fine sectors and regions that lie in no one coarse sector or region.
        silent: share of the output in cells without a figure, fine and coarse; they count as nothing.
    """

    fine: ChainTable
    coarse: ChainTable
    followed: tuple[Followed, Followed]
    sectors: AggregationError
    whole: AggregationError
    members: dict[str, int]
    compared: float
    loose: tuple[tuple[str, ...], tuple[str, ...]]
    silent: tuple[float, float]


def compare_detail(
    fine: ChainTable, coarse: ChainTable, theme: str, stressor: str, on: date, weights: Array | None = None
) -> Coarseness:
    """Hold the multipliers of a fine model against those of a coarse one.

    `weights` (n,) of the fine cells, their output where it is None. Raises: InputProblem for value added (a euro is a
    euro in both), for other units, and where the first is not the finer of the two.
    """
    followed = tuple(find_followed(table, theme, stressor, on) for table in (fine, coarse))
    if followed[0].id == VALUE:
        raise InputProblem(
            "all money is earned somewhere, so in value added no table is too coarse.", "Choose --theme or --stressor."
        )
    if followed[0].unit != followed[1].unit:
        raise InputProblem(
            f"{fine.id} gives {followed[0].id} in {followed[0].unit}, {coarse.id} gives {followed[1].id} in "
            f"{followed[1].unit}.",
            "Only figures in the same unit can be compared.",
        )
    sectors, regions = _within_sectors(fine, coarse), _within_regions(fine, coarse)
    place = {pair: cell for cell, pair in enumerate(zip(coarse.regions, coarse.sectors, strict=True))}
    at = [
        place.get((regions.get(region, ""), sectors.get(sector, "")), -1)
        for region, sector in zip(fine.regions, fine.sectors, strict=True)
    ]
    inside = np.array([cell >= 0 and coarse.output[cell] > 0 for cell in at])
    if not inside.any():
        raise InputProblem(
            f"no cell of {fine.id} lies within one of {coarse.id}, as far as their labels say.",
            "Give the finer model first. scharnier model show tells what is known of its labels.",
        )
    if len({cell for cell, held in zip(at, inside, strict=True) if held}) == int(inside.sum()):
        raise InputProblem(
            f"{fine.id} is not finer than {coarse.id}: no cell of the one holds two of the other.",
            "Two years of one table: scharnier chain compare.",
        )
    rows, columns = np.asarray(at)[inside], np.flatnonzero(inside)
    share = sparse.csr_array((np.ones(rows.size), (rows, columns)), shape=(coarse.cells, fine.cells))
    made = np.maximum(np.asarray(fine.output, dtype=np.float64), 0.0)
    counts = np.where(inside, made if weights is None else weights, 0.0)
    groups = [sectors.get(sector, "") for sector in fine.sectors]
    values = [
        table.system.multipliers(each.intensity[None, :]).values
        for table, each in zip((fine, coarse), followed, strict=True)
    ]
    return Coarseness(
        fine=fine,
        coarse=coarse,
        followed=(followed[0], followed[1]),
        sectors=compare_multipliers(values[0], values[1], share, groups, counts),
        whole=compare_multipliers(values[0], values[1], share, ["" for _ in groups], counts),
        members={name: list(sectors.values()).count(name) for name in dict.fromkeys(sectors.values())},
        compared=float(made[inside].sum() / made.sum()),
        loose=(
            tuple(label for label in dict.fromkeys(fine.sectors) if label not in sectors),
            tuple(label for label in dict.fromkeys(fine.regions) if label not in regions),
        ),
        silent=(_silent(fine, followed[0]), _silent(coarse, followed[1])),
    )


def _within_sectors(fine: ChainTable, coarse: ChainTable) -> dict[str, str]:
    """The coarse sector that holds a fine sector: the only one that stands for all of its industries."""
    found = {}
    for sector, codes in fine.industries.items():
        holds = [name for name, theirs in coarse.industries.items() if codes and {*codes} <= {*theirs}]
        if len(holds) == 1:
            found[sector] = holds[0]
    return found


def _within_regions(fine: ChainTable, coarse: ChainTable) -> dict[str, str]:
    """The coarse region that holds a fine one: the same country, else the one rest of the world.

    The rest of the world of the fine model lies within that of the coarse one only when the fine model shows every
    country that the coarse one shows.
    """
    by_place: dict[str, list[str]] = {}
    for region, place in coarse.places.items():
        by_place.setdefault(place, []).append(region)
    shown = {place for place in coarse.places.values() if place not in ("", REST_OF_WORLD)}
    nested = shown <= {*fine.places.values()} and "" not in coarse.places.values()
    found = {}
    for region, place in fine.places.items():
        rest = REST_OF_WORLD if nested or place != REST_OF_WORLD else ""
        holds = by_place.get(place if place in shown else rest, []) if place else []
        if len(holds) == 1:
            found[region] = holds[0]
    return found


def _silent(table: ChainTable, followed: Followed) -> float:
    made = np.maximum(np.asarray(table.output, dtype=np.float64), 0.0)
    unknown: Array = followed.unknown * made
    return float(unknown.sum() / made.sum())
