"""All that lies behind many purchases, by sweeps in single precision: quicker than factors where most of A is zero.

Row c of L' for the cells bought, x = e_c + A x, block by block as in `sweeps`; but the table is packed the other way
round, so that sums stay in registers, and threads share nothing: each takes the next group of purchases until none is
left.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.compiled import njit
from scharnier.chain.kernels import add_column, add_dense_column
from scharnier.chain.sweeps import LANES, Sweeper, SweepMethod, make_lanes
from scharnier.chain.threads import run_parts, split_rows
from scharnier.chain.tiles import pack_table

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Refine = Callable[[NDArray[np.int64], NDArray[Any]], Float64]

SWEEPS = (5, 20)  # the least that are needed as a rule, and the most
WORK = 4  # coefficients x purchases x sweeps x this take as long as factors of n^3, as measured
ENOUGH = 1e-5  # relative, of the cell that is furthest off: the rest is rounding
STEP = 1e-5  # of the corrections of a refinement
ALIKE = 1e-30  # what is smaller is not waited for


def solve_by_sweeps(
    table: Any, regions: Sequence[str] | None, bought: NDArray[np.int64]
) -> tuple[Float32, Refine, float]:
    """L[:, bought] as rows (c, n), a function that refines some of them in float64, and how far the sweeps went.

    The last is the relative error expected of the cell that is furthest off, rounding apart.

    Raises: ArithmeticError when the sweeps do not converge before factors would have; OddTable for coefficients that
        tiles cannot hold, and for too many that are not zero.
    """
    n = table.shape[0]
    budget = n**3 // (WORK * bought.size)
    sweeper = Sweeper(pack_table(table.T, regions, budget // SWEEPS[0]))
    tiles = sweeper.tiles
    most = min(SWEEPS[1], budget // max(tiles.entries, 1))
    place = np.empty(n, np.int64)
    place[tiles.order] = np.arange(n)
    turn = np.argsort(place[bought])  # neighbours together: before the block of the first one nothing is bought
    output = np.empty((bought.size, n), np.float32)
    queue = iter(range(0, bought.size, LANES[-1]))
    left: list[float] = []

    def work(*_: int) -> None:
        for start in queue:
            if left and not max(left) <= ENOUGH:
                return
            some = turn[start : start + LANES[-1]]
            values, error = _solve_group(sweeper, place[bought[some]], most)
            left.append(error)
            for lane, purchase in enumerate(some):
                output[purchase, tiles.order] = values[:, lane]

    run_parts(work, split_rows(-(-bought.size // LANES[-1]), tiles.entries))
    if not max(left) <= ENOUGH:
        raise ArithmeticError("sweeps do not converge")
    method = SweepMethod(sweeper, buyers=True)

    def refine(places: NDArray[np.int64], rough: NDArray[Any]) -> Float64:
        exact = rough[:, tiles.order].T.astype(np.float64)
        residual = method.product(exact) - exact
        residual[place[bought[places]], np.arange(places.size)] += 1.0
        scale = np.frexp(np.abs(residual).max(axis=0))[1]
        exact += np.ldexp(method.solve(np.ldexp(residual, -scale), STEP), scale)
        refined = np.empty((places.size, n))
        refined[:, tiles.order] = exact.T
        return refined

    return output, refine, max(left)


def _solve_group(sweeper: Sweeper, places: NDArray[np.int64], most: int) -> tuple[Float32, float]:
    """Columns (n, lanes) of L for the cells at these places of the packing, and the error expected; inf for no end."""
    width = -(-places.size // 16)
    values = make_lanes((sweeper.tiles.cells, 16 * width))
    sums = make_lanes((2, int(np.diff(sweeper.tiles.edges).max()), 16 * width))
    before = np.inf
    for count in range(1, most + 1):
        change = float(_sweep_group((0,) * width, *sweeper.arrays, values, places, sums[0], sums[1], count == 1))
        # The change falls by about the same factor each time; what is left to come is a geometric series.
        factor = change / before
        if change <= ENOUGH or (factor < 1 and count > 2):
            ahead = change * factor / (1 - factor) if factor < 0.5 else change
            if ahead <= ENOUGH:
                return values, ahead
            if count >= SWEEPS[0] and ahead * factor ** (most - count) > ENOUGH:
                break
        before = change
    return values, np.inf


@njit(cache=True, nogil=True, error_model="numpy")
def _sweep_group(  # type: ignore[no-untyped-def]
    width, edges, starts, high, low, rows, offsets, turned, values, places, sums, fresh, first
):
    """One sweep by one thread; the largest change of a number, relative to itself."""
    blocks = edges.size - 1
    begin = np.searchsorted(edges, places.min(), side="right") - 1 if first else 0  # before it all is zero
    largest = np.float32(0.0)
    for j in range(begin, blocks):
        size = edges[j + 1] - edges[j]
        sums[:size] = 0.0
        for i in range(begin, j if first else blocks):
            if i != j:
                base = blocks * edges[j] + i * size
                for c in range(size):
                    k = base + c
                    add_column(width, high, low, rows, starts[k], starts[k + 1], values, edges[i], sums, c)
        for lane in range(places.size):
            if edges[j] <= places[lane] < edges[j + 1]:
                sums[places[lane] - edges[j], lane] += np.float32(1.0)
        fresh[:size] = 0.0
        for c in range(size):
            p = offsets[j] + c * size
            add_dense_column(width, turned, p, p + size, sums, 0, fresh, c)
        for c in range(size):
            for lane in range(values.shape[1]):
                new = fresh[c, lane]
                apart = abs(new - values[edges[j] + c, lane]) / max(new, np.float32(ALIKE))
                largest = max(largest, apart) if apart == apart else np.float32(np.inf)
                values[edges[j] + c, lane] = new
    return largest
