"""Two years side by side: which part of a change in a footprint is spend, structure or intensity.

Structural decomposition of F = f L y over four factors: f, L, the mix of y and its level. Method page:
docs/method/chain-compare.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scharnier.chain.leontief import calc_coefficients
from scharnier.chain.model import ChainModel
from scharnier.chain.system import System
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]
Way = Literal["all", "polar"]

FACTORS: Final = ("intensity", "structure", "mix", "level")
MOST_FACTORS: Final = 12  # 4,096 values; more are done by the two polar forms only
NOTHING: Final = 1e-6  # of purchases and credits taken as positive: with less left over a mix has no meaning
SHOWN: Final = 20
CAVEAT: Final = {
    "nl": (
        "Beide jaren staan in hun eigen prijzen ({before} en {after}). Een prijs of wisselkoers die verandert, lijkt "
        "hier een verandering van bestedingen, structuur of intensiteit. Met tabellen in vaste prijzen verdwijnt dat."
    ),
    "en": (
        "Both years are in their own prices ({before} and {after}). A price or exchange rate that changes looks here "
        "like a change of spend, structure or intensity. Tables in constant prices would take that away."
    ),
}


@dataclass(frozen=True, eq=False)
class Side:
    """One year (or model) and what is asked of it.

    `intensities` (k, n) per unit of output, `use` (n,) what is bought, in `unit`; `regions` and `sectors` (n,).
    """

    name: str
    year: int
    unit: str
    system: System
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    intensities: Array
    use: Array


def take_side(model: ChainModel, stressors: Sequence[str], use: ArrayLike) -> Side:
    """One side from a model: some of its stressors, and spend (n,) in its unit. Raises: InputProblem."""
    absent = [name for name in stressors if name not in model.stressors]
    if absent:
        raise InputProblem(f"model {model.id} has no {', '.join(absent)}.", f"It has: {', '.join(model.stressors)}.")
    labels = [model.label(cell) for cell in range(model.cells)]
    regions, sectors = tuple(label[0] for label in labels), tuple(label[1] for label in labels)
    totals = np.stack([model.stressors[name] for name in stressors])
    return Side(
        name=model.id,
        year=model.manifest.year,
        unit=model.manifest.units.get("flows", ""),
        system=System(calc_coefficients(model.flows, model.output), regions, sectors),
        regions=regions,
        sectors=sectors,
        intensities=np.divide(totals, model.output, out=np.zeros_like(totals), where=model.output > 0),
        use=np.asarray(use, dtype=np.float64),
    )


@dataclass(frozen=True, eq=False)
class Change:
    """Why a footprint changed, per stressor (k) and cell of origin (n, in the order of the earlier side).

    Attributes:
        before, after: footprints (k, n).
        parts: (4, k, n) in the order of `FACTORS`; they add up to after - before.
        least, most: (4, k) of each part of the total over all 24 orders of the factors: how much the split depends on
            the order, which no theory settles.
        error: (k,) bound on the error of each total and part.
    """

    before: Array
    after: Array
    parts: Array
    least: Array
    most: Array
    error: Array
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    names: tuple[str, str]
    years: tuple[int, int]

    @property
    def spend(self) -> Array:
        """(k, n): level and mix together."""
        total: Array = self.parts[2] + self.parts[3]
        return total

    @property
    def technique(self) -> Array:
        """(k, n): intensity and structure together. To be read instead of the two where the stressor is value added,
        which is what purchases leave: then the one falls because the other rises (Dietzenbacher & Los 2000)."""
        total: Array = self.parts[0] + self.parts[1]
        return total

    def by_region(self) -> tuple[tuple[str, ...], Array]:
        """Regions, in order of first appearance, and the parts (4, k, R) that arise in each."""
        names = tuple(dict.fromkeys(self.regions))
        place = {name: number for number, name in enumerate(names)}
        result = np.zeros((*self.parts.shape[:2], len(names)))
        for cell, name in enumerate(self.regions):
            result[:, :, place[name]] += self.parts[:, :, cell]
        return names, result

    def caveat(self, lang: str) -> str:
        """About prices, in Dutch (`nl`) or English."""
        return CAVEAT["nl" if lang == "nl" else "en"].format(before=self.years[0], after=self.years[1])


def compare_years(before: Side, after: Side, way: Way = "all") -> Change:
    """Split the difference of two footprints over intensity, structure, mix and level of spend.

    `all` takes the mean over all 24 orders in which the factors can change, `polar` that of the two polar forms, from
    first to last and from last to first (Dietzenbacher & Los 1998). Both add up exactly. Four solves.

    Raises: InputProblem when labels or units differ (with the labels), or numbers are missing.
    """
    at = _match_labels(before, after)
    for side in (before, after):
        _check(side)
    if before.unit != after.unit:
        raise InputProblem(f"{before.name} is in {before.unit} and {after.name} in {after.unit}.", "Use one unit.")
    if before.intensities.shape[0] != after.intensities.shape[0]:
        raise InputProblem("the two years have different numbers of stressors.")
    intensities = (before.intensities, after.intensities[:, at])
    (mix0, level0), (mix1, level1) = _split(before.name, before.use), _split(after.name, after.use[at])
    if level0 == 0:
        mix0 = mix1
    if level1 == 0:
        mix1 = mix0
    mixes, levels = np.column_stack([mix0, mix1]), (level0, level1)
    theirs = np.empty_like(mixes)
    theirs[at] = mixes
    made0, made1 = before.system.solve(mixes), after.system.solve(theirs)
    outputs, bounds = (made0.values, made1.values[at]), (made0.bound, made1.bound[at])

    def of(mask: int) -> tuple[int, int, int, int]:
        return (mask & 1, mask >> 1 & 1, mask >> 2 & 1, mask >> 3 & 1)

    def footprint(mask: int) -> Array:
        f, structure, mix, level = of(mask)
        value: Array = intensities[f] * (outputs[structure][:, mix] * levels[level])
        return value

    def error(mask: int) -> Array:
        f, structure, mix, level = of(mask)
        with np.errstate(invalid="ignore"):
            size = np.abs(outputs[structure][:, mix] * levels[level]) * bounds[structure][:, mix]
            terms = np.abs(intensities[f]) * np.where(np.isnan(size), np.inf, size)
        bound: Array = np.where(intensities[f] == 0, 0.0, terms).sum(axis=1)
        return bound

    totals = {mask: footprint(mask).sum(axis=1) for mask in range(16)}
    least, most = spread_orders(totals.__getitem__, 4)
    return Change(
        before=footprint(0),
        after=footprint(15),
        parts=(average_orders if way == "all" else average_polar)(footprint, 4),
        least=least,
        most=most,
        error=2.0 * np.max([error(mask) for mask in range(16)], axis=0),
        regions=before.regions,
        sectors=before.sectors,
        names=(before.name, after.name),
        years=(before.year, after.year),
    )


def average_orders(value: Callable[[int], Array], factors: int) -> Array:
    """Part (factors, ...) of value(all later) - value(all earlier) due to each factor: the mean over all n! orders.

    `value(mask)` has the factors of the bits of `mask` at their later state. Only 2^n values are needed: a factor that
    comes after s others does so in s! (n - 1 - s)! orders of each choice of them.
    """
    if not 1 <= factors <= MOST_FACTORS:
        raise InputProblem(f"{factors} factors in all orders.", f"Take at most {MOST_FACTORS}, or the polar forms.")
    parts: list[Array | float] = [0.0] * factors
    for mask in range(2**factors):
        here, count = value(mask), mask.bit_count()
        for factor in range(factors):
            # Once as what the factor led to, once as what it started from.
            if mask >> factor & 1:
                parts[factor] = parts[factor] + here / (factors * comb(factors - 1, count - 1))
            else:
                parts[factor] = parts[factor] - here / (factors * comb(factors - 1, count))
    return np.stack([np.asarray(part) for part in parts])


def average_polar(value: Callable[[int], Array], factors: int) -> Array:
    """The mean of the two polar forms: the factors change from first to last, and from last to first."""
    everything = 2**factors - 1
    parts = []
    for factor in range(factors):
        earlier = 2**factor - 1
        later = everything ^ (2 ** (factor + 1) - 1)
        gains = [value(mask | 1 << factor) - value(mask) for mask in (earlier, later)]
        parts.append((gains[0] + gains[1]) / 2.0)
    return np.stack(parts)


def spread_orders(value: Callable[[int], Array], factors: int) -> tuple[Array, Array]:
    """The least and the most (factors, ...) that each factor comes to over all orders."""
    least, most = [], []
    for factor in range(factors):
        others = [number for number in range(factors) if number != factor]
        masks = [sum(1 << n for n in chosen) for size in range(factors) for chosen in combinations(others, size)]
        gains = np.stack([value(mask | 1 << factor) - value(mask) for mask in masks])
        least.append(gains.min(axis=0))
        most.append(gains.max(axis=0))
    return np.stack(least), np.stack(most)


def _match_labels(before: Side, after: Side) -> NDArray[np.intp]:
    """Where the cells of the earlier side stand in the later one."""
    cells = [list(zip(side.regions, side.sectors, strict=True)) for side in (before, after)]
    for side, labels in zip((before, after), cells, strict=True):
        if len(set(labels)) != len(labels):
            raise InputProblem(f"{side.name} has cells that appear twice.", "See System.check().")
    place = {label: number for number, label in enumerate(cells[1])}
    missing = [label for label in cells[0] if label not in place]
    extra = sorted(set(cells[1]) - set(cells[0]))
    if missing or extra:
        lists = [f"only in {side.name}: {_list(found)}" for side, found in ((before, missing), (after, extra)) if found]
        raise InputProblem(f"the two years have different cells; {'; '.join(lists)}.", "Add both up to common labels.")
    return np.array([place[label] for label in cells[0]], dtype=np.intp)


def _list(cells: Sequence[tuple[str, str]]) -> str:
    more = f" and {len(cells) - SHOWN} more" if len(cells) > SHOWN else ""
    return ", ".join(" ".join(cell) for cell in cells[:SHOWN]) + more


def _check(side: Side) -> None:
    n = side.system.cells
    if len(side.regions) != n or side.use.shape != (n,) or side.intensities.shape[1:] != (n,):
        raise InputProblem(f"{side.name}: labels, spend or intensities do not fit a table of {n} cells.")
    if not (np.isfinite(side.intensities).all() and np.isfinite(side.use).all()):
        raise InputProblem(
            f"{side.name}: unknown intensities or spend cannot be compared.", "Leave those cells out in both years."
        )


def _split(name: str, use: ArrayLike) -> tuple[Array, float]:
    values = np.asarray(use, dtype=np.float64)
    level = float(values.sum())
    if abs(level) <= NOTHING * float(np.abs(values).sum()) and values.any():
        raise InputProblem(f"{name}: purchases and credits add up to nothing, so they have no mix.")
    return (values / level if level else values), level
