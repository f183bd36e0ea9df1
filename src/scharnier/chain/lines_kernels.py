"""The inner loops over purchase lines, compiled by numba.

Cells and groups are unsigned, so that looking them up takes no test for places counted from the end, and what is
unknown points at a row of its own, so that it takes no test either. Eight stressors at a time fill whole vectors
however many there are.
"""

from scharnier.chain.compiled import njit

EIGHT = 8


@njit(cache=True, nogil=True, error_model="numpy")
def weigh_lines(cells, amounts, multipliers, out, start, stop):  # type: ignore[no-untyped-def]
    """out[l] = amounts[l] * multipliers[cells[l]] for start <= l < stop."""
    width = multipliers.shape[1]
    whole = width // EIGHT * EIGHT
    for line in range(start, stop):
        known, row, amount = multipliers[cells[line]], out[line], amounts[line]
        for first in range(0, whole, EIGHT):
            some, to = known[first : first + EIGHT], row[first : first + EIGHT]
            for s in range(EIGHT):
                to[s] = some[s] * amount
        for s in range(whole, width):
            row[s] = known[s] * amount


@njit(cache=True, nogil=True, error_model="numpy")
def sum_lines(cells, amounts, groups, multipliers, sums, start, stop):  # type: ignore[no-untyped-def]
    """sums[groups[l]] += amounts[l] * multipliers[cells[l]] for start <= l < stop."""
    width = multipliers.shape[1]
    whole = width // EIGHT * EIGHT
    for line in range(start, stop):
        known, row, amount = multipliers[cells[line]], sums[groups[line]], amounts[line]
        for first in range(0, whole, EIGHT):
            some, to = known[first : first + EIGHT], row[first : first + EIGHT]
            for s in range(EIGHT):
                to[s] += some[s] * amount
        for s in range(whole, width):
            row[s] += known[s] * amount
