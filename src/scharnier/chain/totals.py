"""A stressor that answers for itself: totals by cell with unit, year, source and how much of the table they cover.

Method page: docs/method/chain-satellites.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.model import ChainModel
from scharnier.chain.stored import Satellite, StoredModel
from scharnier.chain.units import is_equivalent, read_unit
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Totals:
    """Totals of one stressor (n,), NaN where unknown, in `unit`.

    Attributes:
        kind: value, hours, workers, co2, ghg, land, water or materials.
        rows: the rows of the source that were added, with the weight of each.
        year: of the figures; `table_year` that of the table, None where it is not stated.
        source: model, satellite, publisher and licence, in words.
        unknown: cells without a figure.
        coverage: share of the output of the table in cells with a figure.
        adrift: what lies in cells without output, which no purchase can carry.
        negative: cells with a figure below zero.
    """

    name: str
    kind: str
    unit: str
    year: int
    table_year: int | None
    source: str
    rows: tuple[tuple[str, float], ...]
    values: Array
    unknown: int
    coverage: float
    adrift: float
    negative: int

    @property
    def total(self) -> float:
        """The sum of what is known."""
        return float(np.nansum(self.values))

    @property
    def years_apart(self) -> int | None:
        """Years between the figures and the table; None where the year of the table is not stated."""
        return None if self.table_year is None else abs(self.year - self.table_year)

    def intensities(self, output: Array) -> Array:
        """Per unit of output (n,): NaN where unknown, 0 without output."""
        made = output > 0
        known = np.divide(self.values, output, out=np.zeros_like(self.values), where=made)
        return np.where(np.isnan(self.values), np.nan, known)


def take_totals(
    model: StoredModel,
    satellite: str,
    rows: Sequence[str] | Mapping[str, float],
    kind: str,
    *,
    year: int | None = None,
    name: str = "",
) -> Totals:
    """Rows of a satellite of a stored model as one stressor, checked and in the unit of its kind.

    Args:
        rows: names of rows to add (hours of women: three skills), or name -> weight (greenhouse gases: what a kilogram
            of each is in kilograms of CO2). A cell is unknown when it is unknown in one of the rows.
        kind: see `units.KINDS`; sums only make sense within one.
        year: where the source states none.
    Raises: InputProblem when a row is absent or appears twice, a unit is missing, unknown or of another kind, years
        differ or none is stated, gases are added without weights, or there are infinite numbers.
    """
    found = model.satellite(satellite)
    weights = dict(rows) if isinstance(rows, Mapping) else dict.fromkeys(rows, 1.0)
    if not weights:
        raise InputProblem("no rows were named.", f"Satellite {satellite} has {len(found.rows)}.")
    places = [_find_row(found, satellite, row) for row in weights]
    units = [found.rows[place][1] for place in places]
    factors = [read_unit(kind, unit, model.manifest.unit) for unit in units]
    if kind == "ghg" and not isinstance(rows, Mapping) and not all(is_equivalent(unit) for unit in units):
        raise InputProblem("greenhouse gases in kilograms of their own.", "Give each row its weight in CO2.")
    years = {found.rows[place][2] or str(model.manifest.year or "") for place in places}
    if len(years) > 1:
        raise InputProblem(f"rows of different years: {', '.join(sorted(years))}.", "Take rows of one year.")
    stated = years.pop()
    if year is None and not stated.isdigit():
        raise InputProblem(f"the year of {satellite} is not stated.", "Say which it is (year).")
    values = np.zeros(model.manifest.cells)
    for place, (_, factor), weight in zip(places, factors, weights.values(), strict=True):
        values = values + found.totals[place] * (factor * weight)
    facts = model.manifest
    return _judge(
        Totals(
            name=name or " + ".join(weights),
            kind=kind,
            unit=factors[0][0],
            year=int(stated) if stated.isdigit() else int(year or 0),
            table_year=facts.year,
            source=f"{facts.title}, {found.note.title}, {facts.publisher} ({facts.licence})",
            rows=tuple(weights.items()),
            values=values,
            unknown=0,
            coverage=0.0,
            adrift=0.0,
            negative=0,
        ),
        model.output,
    )


def take_shipped_totals(model: ChainModel, stressor: str, kind: str) -> Totals:
    """A stressor of a model that ships, as `take_totals`. Raises: InputProblem as that, or when it has no such one."""
    if stressor not in model.stressors:
        raise InputProblem(f"model {model.id} has no stressor {stressor!r}.", f"It has: {', '.join(model.stressors)}.")
    units = model.manifest.units
    unit, factor = read_unit(kind, units.get(stressor, ""), units.get("flows", units.get("value_added", "")))
    year = model.manifest.year
    return _judge(
        Totals(
            name=stressor,
            kind=kind,
            unit=unit,
            year=year,
            table_year=year,
            source=f"{model.manifest.title}, {model.manifest.publisher} ({model.manifest.licence})",
            rows=((stressor, 1.0),),
            values=model.stressors[stressor] * factor,
            unknown=0,
            coverage=0.0,
            adrift=0.0,
            negative=0,
        ),
        model.output,
    )


def add_up_totals(totals: Totals, share: Any, output: Array) -> Totals:
    """The same for a coarser table: G F, with G (N, n) sparse as of `aggregate.group_by_label` and `output` (n,).

    A group is unknown when a cell with output in it is.
    """
    unknown = np.isnan(totals.values)
    values: Array = share @ np.where(unknown, 0.0, totals.values)
    values[share @ (unknown & (output > 0)).astype(np.float64) > 0] = np.nan
    return _judge(replace(totals, values=values), share @ output)


def _find_row(satellite: Satellite, name: str, row: str) -> int:
    places = [place for place, (label, _, _) in enumerate(satellite.rows) if label == row]
    if len(places) != 1:
        what = "appears twice" if places else "is absent"
        near = [label for label, _, _ in satellite.rows if row.lower() in label.lower()][:5]
        near = near or [label for label, _, _ in satellite.rows][:5]
        raise InputProblem(f"row {row!r} of satellite {name} {what}.", f"It has, among others: {', '.join(near)}.")
    return places[0]


def _judge(totals: Totals, output: Array) -> Totals:
    values = totals.values
    if np.isinf(values).any():
        raise InputProblem(f"{totals.name} holds infinite numbers.", "See scharnier model check.")
    known = ~np.isnan(values)
    made = np.maximum(output, 0.0)
    values.setflags(write=False)
    return replace(
        totals,
        unknown=int((~known).sum()),
        coverage=float(made[known].sum() / made.sum()) if made.sum() > 0 else 0.0,
        adrift=float(np.nansum(values[made == 0])),
        negative=int((values < 0).sum()),
    )
