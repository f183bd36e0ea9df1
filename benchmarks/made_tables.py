"""Made-up tables the size of the large public ones, their numbers drawn anew each time."""

import numpy as np
from numpy.typing import NDArray

DOMESTIC = 0.83  # share of its inputs a cell buys at home, as in WIOD 2011


def make_table(regions: int, sectors: int, density: float, seed: int | None = None) -> NDArray[np.float64]:
    """Coefficients (n, n), cells region by region: column sums around 0.5 and below 0.9, few large and many small."""
    rng = np.random.default_rng(seed)
    n = regions * sectors
    table = np.empty((n, n))
    sums = np.clip(rng.normal(0.5, 0.18, n), 0.05, 0.9)
    recipe = rng.lognormal(0, 2, (sectors, sectors)) * (rng.random((sectors, sectors)) < min(1.0, density * 2.5))
    weight = rng.lognormal(0, 1.5, regions)
    for buyer in range(regions):
        bought = np.empty((n, sectors))
        share = weight * rng.lognormal(0, 1, regions)
        share *= (1 - DOMESTIC) / share.sum()
        share[buyer] = DOMESTIC
        for seller in range(regions):
            kept = rng.random((sectors, sectors)) < (0.8 if seller == buyer else density * 1.2)
            block = recipe * rng.lognormal(0, 1, (sectors, sectors)) * kept
            bought[seller * sectors : (seller + 1) * sectors] = block * share[seller]
        total = bought.sum(axis=0)
        columns = slice(buyer * sectors, (buyer + 1) * sectors)
        table[:, columns] = bought * (sums[columns] / np.where(total > 0, total, 1.0))
    return table
