"""Where a product is likely made when only its buyer's country is known: the sourcing mix of that market."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.model import ChainModel

Array = NDArray[np.float64]


@dataclass(frozen=True)
class DemandNote:
    """Something the demand vector had to assume. `share` is the part of the purchase it concerns.

    `reason` is `no_output` (the stated country makes nothing of this sector in the model, so its own market mix was
    taken) or `no_use` (the market uses nothing of this sector in the model, so the mix of the world was taken).
    """

    region: str
    sector: str
    share: float
    reason: str


@lru_cache(maxsize=8)
def calc_market_mix(model: ChainModel) -> Array:
    """Share (R using region, S, R source region) of what a region uses of a product that comes from each source.

    Use is what industries buy plus final use (households, non-profit institutions, government, investment); changes
    in inventories are no use, and the few negative investments (sales of used equipment) count as nothing.
    Where a region uses nothing of a product the mix is that of all regions together; where nobody uses it, all
    comes from the region itself. Every row sums to one. Read-only; cached per model.
    """
    r, s = len(model.regions), len(model.sectors)
    between = model.flows.reshape(r, s, r, s).sum(axis=3)
    use = np.maximum(between + model.final.reshape(r, s, r), 0.0).transpose(2, 1, 0)
    world = np.broadcast_to(use.sum(axis=0), use.shape)
    use = np.where(use.sum(axis=2, keepdims=True) > 0, use, world)
    own = np.broadcast_to(np.eye(r)[:, None, :], use.shape)
    use = np.where(use.sum(axis=2, keepdims=True) > 0, use, own)
    mix: Array = use / use.sum(axis=2, keepdims=True)
    mix.setflags(write=False)
    return mix


def calc_demand(model: ChainModel, region: str, sector_weights: Mapping[str, float], origin: bool) -> Array:
    """Demand (n,) summing to one for one unit of money spent on a mix of sectors.

    `region` is the country of origin where `origin` is true: the money goes to that country's own cells. Otherwise it
    is the market bought on, and the money follows `calc_market_mix`. Where the stated country has no output in a
    sector its market mix is taken for that sector; `explain_demand` says so. Weights are scaled to sum to one.

    Raises: InputProblem for an unknown region or sector; ValueError for weights that are negative or all zero.
    """
    vector, _ = _spread(model, region, sector_weights, origin)
    return vector


def explain_demand(
    model: ChainModel, region: str, sector_weights: Mapping[str, float], origin: bool
) -> tuple[DemandNote, ...]:
    """What `calc_demand` had to assume for the same arguments; empty where nothing was."""
    _, notes = _spread(model, region, sector_weights, origin)
    return notes


def _spread(
    model: ChainModel, region: str, sector_weights: Mapping[str, float], origin: bool
) -> tuple[Array, tuple[DemandNote, ...]]:
    total = sum(sector_weights.values())
    if not total > 0 or min(sector_weights.values()) < 0:
        raise ValueError(f"sector weights must be non-negative and not all zero: {dict(sector_weights)}")
    mix = calc_market_mix(model)
    demand = np.zeros((len(model.regions), len(model.sectors)))
    notes = []
    for sector, weight in sector_weights.items():
        cell = model.index(region, sector)
        r, s = divmod(cell, len(model.sectors))
        share = weight / total
        if origin and model.output[cell] > 0:
            demand[r, s] += share
            continue
        if origin:
            notes.append(DemandNote(region, sector, share, "no_output"))
        if not _is_used(model, r, s):
            notes.append(DemandNote(region, sector, share, "no_use"))
        demand[:, s] += share * mix[r, s]
    return demand.ravel(), tuple(notes)


def _is_used(model: ChainModel, region: int, sector: int) -> bool:
    s = len(model.sectors)
    bought = model.flows[sector::s, region * s : (region + 1) * s].sum()
    return bool(bought > 0 or model.final[sector::s, region].max() > 0)
