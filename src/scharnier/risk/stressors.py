"""Stressors weighed by risk: the hours, workers or value in cells where the likelihood of a theme is high.

Three rows are kept apart, high, not high and no data, and add up to what they were made from.
Method page: docs/method/chain-satellites.md.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.model import ChainModel
from scharnier.chain.totals import Totals
from scharnier.kernel.errors import InputProblem
from scharnier.risk.likelihood import Likelihoods
from scharnier.risk.reading import TOP
from scharnier.risk.tally import Levels

Array = NDArray[np.float64]

ROWS: Final = ("high", "not_high", "no_data")
KINDS: Final = ("value", "hours", "workers")
HIGH: Final = 4
"""The likelihood from which a place counts as high; own choice, one above `PRIORITY`."""


@dataclass(frozen=True, eq=False)
class RiskWeighted:
    """A stressor by what is known about a theme in each cell (n,), in the unit and of the year of `base`.

    Attributes:
        high: in places where the likelihood is `at_least`; not_high: where it is known and lower; no_data: where no
            source says anything. They add up to `base.values`, and are NaN where that is.
        surely: where even the low end of the likelihood is `at_least`; possibly: where the high end is, or nothing is
            known. high lies between the two.
        on: the date on which the evidence was judged.
    """

    theme: str
    at_least: int
    base: Totals
    high: Array
    not_high: Array
    no_data: Array
    surely: Array
    possibly: Array
    on: date

    @property
    def values(self) -> Array:
        """(3, n) in the order of `ROWS`."""
        return np.stack([self.high, self.not_high, self.no_data])

    @property
    def totals(self) -> dict[str, float]:
        """The sum of each row, of what is known of the base."""
        return {name: float(np.nansum(row)) for name, row in zip(ROWS, self.values, strict=True)}

    def intensities(self, output: Array) -> Array:
        """(3, n) per unit of output: 0 without output, NaN where the base is unknown."""
        made = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
        result: Array = self.values * made
        return result


def weigh_by_risk(
    likelihoods: Likelihoods,
    model: ChainModel,
    base: Totals,
    theme: str,
    at_least: int = HIGH,
    fine: Any = None,
) -> RiskWeighted:
    """Share a stressor out over high, not high and no data for one theme.

    A region of one country goes whole to the row of its level. Of a group of countries (`ROW`) each member takes its
    weight, its share of the workforce, to the row of its own level; members without data go to `no_data`. Evidence
    about the group itself goes before that of its members, as in `likelihood`.

    `fine` (N, n), dense or sparse, leads from the n cells of a finer table, those of the base, to the N of the model
    that was judged: what part of each belongs to which, at most one in all. What belongs to none has no data.

    Raises: InputProblem when the theme, the cells or the threshold do not fit, or the base is something that people
        do not work or earn (a share of CO2 in places with child labour says nothing).
    """
    if theme not in likelihoods.themes:
        raise InputProblem(f"no theme {theme!r}.", f"Known: {', '.join(likelihoods.themes)}.")
    if not 1 <= at_least <= TOP:
        raise InputProblem(f"a likelihood of {at_least}.", f"Give a level from 1 to {TOP}.")
    if base.kind not in KINDS:
        raise InputProblem(f"{base.name} is {base.kind}.", f"Weigh {', '.join(KINDS)} by risk.")
    regions = likelihoods.regions[: len(model.regions)]
    cells = (model.cells,) if fine is None else base.values.shape
    fits = base.values.shape == cells and (fine is None or fine.shape == (model.cells, *cells))
    if regions != model.regions or likelihoods.sectors != model.sectors or not fits:
        raise InputProblem(f"likelihoods, model {model.id} and {base.name} are not of the same cells.")
    t, found = likelihoods.themes.index(theme), likelihoods.of_places
    level, low, top = found.level[t], found.low[t], found.high[t]
    known = level > 0
    shares = {
        name: _share(likelihoods, regions, level, here).ravel()
        for name, here in (
            ("known", known),
            ("high", level >= at_least),
            ("surely", known & (low >= at_least)),
            ("possible", known & (top >= at_least)),
        )
    }
    if fine is not None:
        if not (np.asarray(fine.sum(axis=0)) <= 1.0 + 1e-9).all():
            raise InputProblem("cells of the fine table belong to more than one whole cell of the coarse one.")
        shares = {name: _whole(np.asarray(fine.T @ share)) for name, share in shares.items()}
    no_data = 1.0 - shares["known"]
    return RiskWeighted(
        theme=theme,
        at_least=at_least,
        base=base,
        high=shares["high"] * base.values,
        not_high=(shares["known"] - shares["high"]) * base.values,
        no_data=no_data * base.values,
        surely=shares["surely"] * base.values,
        possibly=(shares["possible"] + no_data) * base.values,
        on=likelihoods.on,
    )


def _share(likelihoods: Likelihoods, regions: tuple[str, ...], level: Levels, here: NDArray[np.bool_]) -> Array:
    """The share (R, S) of each region and industry in places that are `here` (P, S)."""
    at = {place: number for number, place in enumerate(likelihoods.places)}
    result = np.zeros((len(regions), here.shape[1]))
    for number, region in enumerate(regions):
        own = at[region]
        countries = likelihoods.countries(region)
        result[number] = here[own]
        if [place for place, _ in countries] != [region]:
            places = [at[place] for place, _ in countries]
            weights = np.array([weight for _, weight in countries])
            result[number] = np.where(level[own] > 0, here[own], np.clip(weights @ here[places], 0.0, 1.0))
    return _whole(result)


def _whole(shares: Array) -> Array:
    """Weights are fractions: a share that should be whole must not leave a crumb in another row."""
    return np.where(np.abs(shares - 1.0) < 1e-12, 1.0, np.minimum(shares, 1.0))
