"""From the 35 industries to the sectors of a model that was added, by what its sectors make."""

from dataclasses import dataclass

import numpy as np

from scharnier.analytics.chains.table import ChainTable

Weights = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Spread:
    """Sectors of a model with weights, largest first; `lost` names industries that no sector of it stands for."""

    weights: Weights
    lost: Weights


def spread_industries(table: ChainTable, industries: Weights) -> Spread:
    """Industries (c1 .. c35) as sectors of the model.

    An industry with several sectors is divided by their output in the whole model; a sector that stands for several
    industries counts in each with an equal part of its output. What no sector stands for is lost, and told.
    """
    output: dict[str, float] = {}
    for sector, made in zip(table.sectors, np.asarray(table.output).tolist(), strict=True):
        output[sector] = output.get(sector, 0.0) + max(made, 0.0)
    found: dict[str, float] = {}
    lost = []
    for industry, weight in industries:
        sectors = {
            sector: output[sector] / len(codes) for sector, codes in table.industries.items() if industry in codes
        }
        total = sum(sectors.values())
        if not sectors:
            lost.append((industry, weight))
            continue
        for sector, size in sectors.items():
            part = size / total if total > 0 else 1 / len(sectors)
            found[sector] = found.get(sector, 0.0) + weight * part
    ordered = sorted(((s, w) for s, w in found.items() if w > 0), key=lambda one: (-one[1], one[0]))
    return Spread(tuple(ordered), tuple(lost))
