"""Through whom the money of the purchases reaches a place: the largest paths to the places of risks.

A path starts with the maker of what was bought, goes on to who sells to it, and ends where the money is earned. All
paths to a place together are the exposure there. Method pages: docs/method/paths.md and docs/method/report.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scharnier.analytics import assessment as shape
from scharnier.analytics.exposure import Exposures
from scharnier.chain import ChainModel, calc_demand
from scharnier.chain.leontief import calc_coefficients
from scharnier.chain.paths_to import Reaching
from scharnier.kernel.errors import InputProblem
from scharnier.risk.ranking import RankedRisk

Floats = NDArray[np.float64]

FULL = 25  # risks that a report shows in full
PER_RISK = 10  # paths to the place of one risk
TOGETHER = 30  # paths to the places of the highest risks
TIERS, SMALL = 2000, 1e-12  # most tiers that are added, and the part of the whole below which the rest is
HIGHEST = 10  # risks of which the places are taken together


@dataclass(frozen=True, eq=False)
class Through:
    """How the purchases reach the places of origin.

    Attributes:
        cells: place and industry (n + m,): those of the model, then each maker in a stated country that the model
            does not show apart.
        keeps: what a cell keeps of a unit it makes (n + m,), not below zero.
        earned: what is earned in each cell on account of the purchases (n + m,), all paths together.
    """

    reaching: Reaching
    cells: tuple[tuple[str, str], ...]
    keeps: Floats
    earned: Floats

    def find(self, risks: Iterable[RankedRisk], most: int) -> shape.ChainPaths | None:
        """The `most` largest paths to the places of these risks; None where nothing is earned there."""
        places = {(risk.region, risk.sector) for risk in risks}
        ends = [number for number, cell in enumerate(self.cells) if cell in places and self.earned[number] > 0]
        amount = float(self.earned[ends].sum())
        worth = np.zeros_like(self.keeps)
        worth[ends] = self.keeps[ends]
        found = self.reaching.find(worth, most)
        if not found.paths or amount <= 0:
            return None
        return shape.ChainPaths(
            amount=amount,
            listed=[
                shape.ChainPath(cells=[self._name(cell) for cell in path], amount=value, share=value / amount)
                for value, path in found.paths
            ],
            coverage=min(sum(value for value, _ in found.paths) / amount, 1.0),
            others_at_most=found.bound,
        )

    def _name(self, cell: int) -> shape.OriginCell:
        country, sector = self.cells[cell]
        return shape.OriginCell(country=country, sector=sector)


def follow(exposures: Exposures, model: ChainModel) -> Through | None:
    """Follow the purchases of a ledger; None where purchases in a circle would grow each time round.

    Left out, for no order of paths allows them: kinds of purchases of which more was credited than bought, and sales
    below zero, which some tables have.
    """
    amount = np.maximum(exposures.unit_amount, 0.0)
    bought = np.zeros(model.cells)
    apart: dict[tuple[str, str, int], float] = {}
    for unit, spent in zip(exposures.units, amount.tolist(), strict=True):
        demand = spent * calc_demand(model, unit.region, {unit.sector: 1.0}, origin=unit.origin is not None)
        if unit.origin and unit.origin not in model.regions:
            # As in `exposure`: the maker sits in the stated country and buys like the group that it is in.
            lumped = model.index(unit.region, unit.sector)
            own = (unit.origin, unit.sector, lumped)
            apart[own] = apart.get(own, 0.0) + float(demand[lumped])
            demand[lumped] = 0.0
        bought += demand
    like = [lumped for _, _, lumped in apart]
    coefficients = calc_coefficients(model.flows, model.output)
    keeps = np.maximum(1.0 - coefficients.sum(axis=0), 0.0)
    cells = [model.label(cell) for cell in range(model.cells)] + [(place, sector) for place, sector, _ in apart]
    keeps, demand = np.concatenate([keeps, keeps[like]]), np.concatenate([bought, list(apart.values())])
    try:
        if coefficients.min() < 0:
            coefficients = np.maximum(coefficients, 0.0)
            earned = keeps * _add_tiers(coefficients, demand, like)
        else:
            places = [exposures.cell(*cell) for cell in cells[model.cells :]]
            found = exposures.unit_origins @ amount
            earned = np.concatenate([found[: model.cells], found[places]])
        return Through(Reaching(coefficients, demand, like), tuple(cells), keeps, earned)
    except InputProblem:
        return None


def _add_tiers(coefficients: Floats, demand: Floats, like: list[int]) -> Floats:
    """What every cell makes for the demand (n + m,), tier by tier. Raises: InputProblem when they do not die out."""
    made, tier, n = demand.copy(), demand[: coefficients.shape[0]].copy(), coefficients.shape[0]
    np.add.at(tier, like, demand[n:])  # what they buy is what those cells buy
    for _ in range(TIERS):
        tier = coefficients @ tier
        made[:n] += tier
        if tier.sum() <= SMALL * made.sum():
            return made
    raise InputProblem("the tiers of this table do not die out: it is not productive, or hardly.")
