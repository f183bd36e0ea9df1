"""Two models side by side, mostly two years of one table: why what comes with a purchase changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scharnier.analytics.chains.cells import has_amounts, parse_amounts
from scharnier.analytics.chains.stressors import VALUE, Followed, find_followed
from scharnier.analytics.chains.table import Array, ChainTable
from scharnier.chain.compare import FACTORS, Change, Side, average_orders, compare_years, spread_orders
from scharnier.kernel.errors import InputProblem

VALUE_FACTORS = ("chain", "mix", "level")
NAMED = 8  # labels in a fault


@dataclass(frozen=True, eq=False)
class PlaceChange:
    """Of what arises in a place: before, after, and the parts of the difference in the order of `Years.factors`."""

    region: str
    before: float
    after: float
    parts: tuple[float, ...]

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True, eq=False)
class Years:
    """Why what comes with a purchase changed between two models.

    Attributes:
        tables, followed, bought: earlier and later; `bought` (n,) are amounts.
        amounts: whether they were given; without, one unit is bought in both.
        change: totals, their error and the caveat about prices.
        factors: into what the difference is split: `FACTORS`, or `VALUE_FACTORS` where value added is followed. What a
            cell earns is what its purchases leave, so a year's intensity with another year's structure is no economy
            (Dietzenbacher & Los 2000); there they change together, and all money still ends somewhere.
        parts: each part of the total, with the least and the most it comes to over all orders of the factors.
        places: by region of origin, the largest change first.
        left_out: cells without a figure in either, which count in neither; `silent` is the share of the money of the
            purchase that is earned in them, earlier and later.
        negative: cells with a figure below zero, which count as they are.
    """

    tables: tuple[ChainTable, ChainTable]
    followed: tuple[Followed, Followed]
    bought: tuple[Array, Array]
    amounts: bool
    change: Change
    factors: tuple[str, ...]
    parts: dict[str, tuple[float, float, float]]
    places: tuple[PlaceChange, ...]
    left_out: int
    silent: tuple[float, float]
    negative: int

    @property
    def totals(self) -> tuple[float, float]:
        """What comes with the purchase, earlier and later."""
        return float(self.change.before.sum()), float(self.change.after.sum())


def compare_purchase(
    tables: tuple[ChainTable, ChainTable], words: Sequence[str], after: Sequence[str], stressor: str, on: date
) -> Years:
    """Split the difference between two models over intensity, structure, mix and level.

    `words` is what is bought, as `parse_amounts` reads it; `after` what is bought in the later model, the same where
    it is empty. Raises: InputProblem when the models have other cells or units, or a purchase is not in one.
    """
    _match(*tables)
    later = after or words
    amounts = has_amounts(words) or has_amounts(later)
    bought = parse_amounts(tables[0], words), parse_amounts(tables[1], later)
    followed = find_followed(tables[0], "", stressor, on), find_followed(tables[1], "", stressor, on)
    units = [each.unit for each in followed]
    if units[0] != units[1]:
        raise InputProblem(
            f"{tables[0].id} gives {followed[0].id} in {units[0]}, {tables[1].id} in {units[1]}.", "Use one unit."
        )
    to_first = _order(*tables)
    unknown = (followed[0].unknown > 0) | (followed[1].unknown[to_first] > 0)
    lost = unknown, np.zeros_like(unknown)
    lost[1][to_first] = unknown
    before, later_ = (_side(*each) for each in zip(tables, followed, bought, lost, strict=True))
    change = compare_years(before, later_)
    factors: tuple[str, ...] = FACTORS
    parts, least, most = change.parts[:, 0], change.least[:, 0], change.most[:, 0]
    if followed[0].id == VALUE:
        factors = VALUE_FACTORS
        parts, least, most = _split_value(before, later_, to_first)
    ranges = zip(parts.sum(axis=1).tolist(), least.tolist(), most.tolist(), strict=True)
    return Years(
        tables=tables,
        followed=followed,
        bought=bought,
        amounts=amounts,
        change=change,
        factors=factors,
        parts=dict(zip(factors, ranges, strict=True)),
        places=_by_place(change, parts),
        left_out=int(unknown.sum()),
        silent=(_silent(tables[0], bought[0], lost[0]), _silent(tables[1], bought[1], lost[1])),
        negative=sum(each.negative for each in followed),
    )


def _side(table: ChainTable, followed: Followed, bought: Array, lost: NDArray[np.bool_]) -> Side:
    return Side(
        name=table.id,
        year=table.year or 0,
        unit=table.unit,
        system=table.system,
        regions=table.regions,
        sectors=table.sectors,
        intensities=np.where(lost, 0.0, followed.given)[None, :],
        use=bought,
    )


def _split_value(before: Side, after: Side, at: NDArray[np.intp]) -> tuple[Array, Array, Array]:
    """Value added by origin split over chain, mix and level: parts (3, n), and least and most (3,) of their sums.

    The chain is who buys from whom and what each keeps of it, in one. `at` as of `_order`.
    """
    levels = float(before.use.sum()), float(after.use.sum())
    mixes = np.column_stack([before.use / levels[0], after.use[at] / levels[1]])
    theirs = np.empty_like(mixes)
    theirs[at] = mixes
    first = before.intensities[0][:, None] * before.system.solve(mixes).values
    second = (after.intensities[0][:, None] * after.system.solve(theirs).values)[at]

    def earned(mask: int) -> Array:
        value: Array = (second if mask & 1 else first)[:, mask >> 1 & 1] * levels[mask >> 2 & 1]
        return value

    return average_orders(earned, 3), *spread_orders(lambda mask: earned(mask).sum(keepdims=True)[0], 3)


def _silent(table: ChainTable, bought: Array, lost: NDArray[np.bool_]) -> float:
    """Share of the money of a purchase that is earned in cells that are left out."""
    if not lost.any():
        return 0.0
    earned = np.maximum(table.keeps, 0.0) * table.system.footprint(bought)
    return float(earned[lost].sum() / earned.sum())


def _by_place(change: Change, parts: Array) -> tuple[PlaceChange, ...]:
    names = tuple(dict.fromkeys(change.regions))
    place = {name: number for number, name in enumerate(names)}
    at = np.array([place[region] for region in change.regions])
    before, after = (np.bincount(at, row[0], len(names)) for row in (change.before, change.after))
    split = np.stack([np.bincount(at, part, len(names)) for part in parts])
    found = [
        PlaceChange(name, float(before[n]), float(after[n]), tuple(split[:, n].tolist()))
        for n, name in enumerate(names)
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.change), one.region)))


def _order(first: ChainTable, second: ChainTable) -> NDArray[np.intp]:
    """Where the cells of the first stand in the second."""
    place = {pair: cell for cell, pair in enumerate(zip(second.regions, second.sectors, strict=True))}
    return np.array([place[pair] for pair in zip(first.regions, first.sectors, strict=True)], dtype=np.intp)


def _match(first: ChainTable, second: ChainTable) -> None:
    for of, one, other in (
        ("regions", first.regions, second.regions),
        ("sectors", first.sectors, second.sectors),
        ("cells", _cells(first), _cells(second)),
    ):
        lists = [
            f"only in {table.id}: {_list(labels)}"
            for table, labels in ((first, sorted({*one} - {*other})), (second, sorted({*other} - {*one})))
            if labels
        ]
        if lists:
            raise InputProblem(
                f"the two models have other {of}; {'; '.join(lists)}.",
                "Compare two years of the same table.",
            )
    if first.unit != second.unit:
        raise InputProblem(f"{first.id} is in {first.unit}, {second.id} in {second.unit}.", "Use one unit.")
    for table in (first, second):
        if len(set(_cells(table))) != table.cells:
            raise InputProblem(f"model {table.id} has cells that appear twice.", "See scharnier model check.")


def _cells(table: ChainTable) -> tuple[str, ...]:
    return tuple(table.code(cell) for cell in range(table.cells))


def _list(labels: Sequence[str]) -> str:
    more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
    return ", ".join(labels[:NAMED]) + more
