"""Inner loops of the search for the largest origins, compiled by numba."""

import numpy as np

from scharnier.chain.compiled import njit

BLOCK = 128  # cells looked at together


@njit(cache=True, nogil=True, error_model="numpy")
def find_sellers(table, start, stop):  # type: ignore[no-untyped-def]
    """Which of the rows start <= i < stop hold a number that is not zero."""
    sells = np.zeros(stop - start, np.bool_)
    for i in range(start, stop):
        for j in range(table.shape[1]):
            if table[i, j] != 0.0:
                sells[i - start] = True
                break
    return sells


@njit(cache=True, nogil=True, error_model="numpy")
def fill_system(table, order, system, start, stop):  # type: ignore[no-untyped-def]
    """system[p, q] = (I - A)[order[p], order[q]] in the number type of `system`, for the rows start <= p < stop."""
    for p in range(start, stop):
        line, out = table[order[p]], system[p]
        for q in range(order.size):
            out[q] = -line[order[q]]
        out[p] += 1.0


@njit(cache=True, nogil=True, error_model="numpy")
def top_origins(output, intensities, keep, cells, values, start, stop):  # type: ignore[no-untyped-def]
    """The `keep` largest intensities[s, i] * output[c, i] > 0 of the purchases start <= c < stop and every stressor.

    Writes cells (c, s, keep) and values (c, s, keep), largest first, -1 and 0 where there are fewer. Of equal ones the
    lower cell comes first.
    """
    n = output.shape[1]
    for c in range(start, stop):
        for s in range(intensities.shape[0]):
            found, where = values[c, s], cells[c, s]
            found[:] = 0.0
            where[:] = -1
            least = found[keep - 1]
            for first in range(0, n, BLOCK):
                made, weight = output[c, first : first + BLOCK], intensities[s, first : first + BLOCK]
                hits = 0
                for i in range(made.size):
                    hits += made[i] * weight[i] > least
                if hits == 0:
                    continue
                for i in range(made.size):
                    value = made[i] * weight[i]
                    if value > least:
                        place = keep - 1
                        while place > 0 and found[place - 1] < value:
                            found[place], where[place] = found[place - 1], where[place - 1]
                            place -= 1
                        found[place], where[place] = value, first + i
                        least = found[keep - 1]


@njit(cache=True, nogil=True, error_model="numpy")
def near_ties(values, margin, start, stop):  # type: ignore[no-untyped-def]
    """Which purchases (c,) have two neighbours in values (c, s, keep) that differ by less than margin times them."""
    near = np.zeros(stop - start, np.bool_)
    for c in range(start, stop):
        for s in range(values.shape[1]):
            for place in range(values.shape[2] - 1):
                upper, lower = values[c, s, place], values[c, s, place + 1]
                if upper > 0.0 and upper - lower <= margin * upper:
                    near[c - start] = True
    return near
