"""At which tier do the largest origins of a purchase cell lie?"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scharnier.chain.origins import TopOrigins
from scharnier.kernel.errors import InputProblem


def calc_origin_tiers(A: Any, cells: ArrayLike, S: ArrayLike, origins: TopOrigins) -> NDArray[np.float64]:
    """What the origins come to at each tier (c, s, k, 4): supplier, tier 1, tier 2, tier 3 and further.

    The supplier is the purchase cell itself: S[s, c] for the origin c, nothing elsewhere. Tier 1 is S[s, i] A[i, c],
    tier 2 S[s, i] (A A)[i, c]; the last tier is what is left of the value, so it carries the error of the value
    (`TopOrigins.error`) and is put to zero where that error makes it negative. Places without an origin are zero.

    Args: as handed to `find_origins`, and its answer.
    """
    bought = np.atleast_1d(np.asarray(cells))
    intensities = np.atleast_2d(np.asarray(S, dtype=np.float64))
    if origins.cells.shape[:2] != (bought.size, intensities.shape[0]):
        raise InputProblem("these origins are not those of these purchase cells and stressors.")
    first = A[:, bought]
    first = np.asarray(first.toarray() if hasattr(first, "toarray") else first, dtype=np.float64)
    second = np.asarray(A @ first, dtype=np.float64)
    there = origins.cells >= 0
    c, s, _ = np.nonzero(there)
    i = origins.cells[there]
    weight = intensities[s, i]
    tiers = np.zeros((*origins.cells.shape, 4))
    known = np.stack([weight * (i == bought[c]), weight * first[i, c], weight * second[i, c]], axis=1)
    rest = np.maximum(0.0, origins.values[there] - known.sum(axis=1))
    tiers[there] = np.column_stack([known, rest])
    return tiers
