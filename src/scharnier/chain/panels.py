"""Sweeps over a dense table: every coefficient in single precision, in panels of four buyers side by side.

Where most coefficients are not zero, looking up which seller each belongs to takes longer than multiplying by the zeros
as well. Threads share the panels and nothing else: each solves right-hand sides of its own, so none waits for another.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.compiled import njit
from scharnier.chain.inverse import invert
from scharnier.chain.kernels import add_panel
from scharnier.chain.sweeps import LANES, SweepMethod, make_lanes
from scharnier.chain.threads import run_parts, split_rows
from scharnier.chain.tiles import LEAST, MOST, OddTable, plan_blocks, view_for_numba

DENSE = 0.5  # share of the coefficients that are not zero from which panels are quicker
ROWS = 64  # looked at to judge that
FOUR = 4  # buyers in a panel
CHUNK = 128  # sellers whose lanes fit the fastest memory of a processor

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]


def is_dense(table: Any) -> bool:
    """Whether a float64 array is dense enough, by a look at some of its rows."""
    some = table[:: -(-table.shape[0] // ROWS)]
    return bool(table.dtype == np.float64 and np.count_nonzero(some) > DENSE * some.size)


class Panels:
    """A dense table (n, n), packed: of each block of buyers, four at a time, (n, 4) numbers; its own tile left out.

    Raises: OddTable for coefficients that are negative, missing or out of range; ArithmeticError for a block that is
        not productive.
    """

    def __init__(self, table: Float64, regions: Sequence[str] | None) -> None:
        self.table = table
        self.cells = table.shape[0]
        self.order, self.edges = plan_blocks(regions, self.cells)
        sizes = np.diff(self.edges)
        widths = -(-sizes // FOUR) * FOUR
        self.offsets = np.concatenate([[0], np.cumsum(widths)])
        self.inverse_offsets = np.concatenate([[0], np.cumsum(widths * sizes)])
        self.panels = np.empty((int(self.offsets[-1]) // FOUR * self.cells, FOUR), np.float32)
        self.inverse = np.zeros(int(self.inverse_offsets[-1]), np.float32)
        self.straight = bool((self.order == np.arange(self.cells)).all())
        self.arrays = (self.edges, self.offsets, self.inverse_offsets, self.panels, self.inverse)
        given = view_for_numba(table)
        parts = split_rows(sizes.size, self.cells * int(sizes.max()))
        found = run_parts(lambda _, a, b: _fill_panels(given, self.order, *self.arrays, a, b), parts)
        if "odd" in (states := [("good", "odd", "unproductive")[state] for state in found]):
            raise OddTable
        if "unproductive" in states:
            raise ArithmeticError("a block of the table is not productive")

    def sweep(self, values: Float32, right: Float32, *, buyers: bool, first: bool) -> Float64:  # noqa: ARG002
        """As `Sweeper.sweep`, for buyers only, by the thread that asks."""
        lanes = values.shape[1]
        sums, fresh = make_lanes((2, -(-int(np.diff(self.edges).max()) // FOUR) * FOUR, lanes))
        change = np.zeros((2, lanes))
        _sweep_panels((0,) * (lanes // 16), *self.arrays, values, right, sums, fresh, change, first)
        return change

    def add_product(self, values: Float64, total: Float64, *, buyers: bool) -> None:  # noqa: ARG002
        """total += M A in float64, from the table itself."""
        if not self.straight or not self.table.flags.c_contiguous:
            given, order = np.empty(values.shape[::-1]), self.order
            given[:, order] = values.T
            total += (given @ self.table)[:, order].T
            return
        flat, width = view_for_numba(self.table).reshape(-1), (0,) * (values.shape[1] // 16)
        parts = [(a * FOUR, b * FOUR) for a, b in split_rows(self.cells // FOUR, FOUR * self.cells)]
        run_parts(lambda _, a, b: _multiply_panels(width, flat, values, total, a, b), parts)
        rest = self.cells % FOUR
        if rest:
            total[-rest:] += (values.T @ self.table[:, -rest:]).T


class PanelMethod(SweepMethod):
    """`certificate.Method` for M = S + M A by sweeps over panels; rows in the order of the packing."""

    name = "block Gauss-Seidel, dense"

    def __init__(self, packed: Panels) -> None:
        self._sweeper: Any = packed
        self._buyers = True
        self.cells = self.depth = packed.cells
        self.sweeps = 0

    def solve(self, right: Float64, accuracy: float) -> Float64:
        """About right L. Raises: ArithmeticError when the sweeps do not converge."""
        found = np.empty_like(right)
        columns = right.shape[1]
        share = min(-(-columns // len(split_rows(columns, self.cells**2))), LANES[-1])
        lanes = -(-share // LANES[0]) * LANES[0]
        share = -(-columns // -(-columns // lanes))
        queue, counts = iter(range(0, columns, share)), [0]

        def work(*_: int) -> None:
            for start in queue:
                some = right[:, start : start + share]
                given = make_lanes((self.cells, lanes))
                given[:, : some.shape[1]] = some
                values, count = self._solve_group(given, accuracy)
                found[:, start : start + share] = values[:, : some.shape[1]]
                counts.append(count)

        run_parts(work, split_rows(-(-columns // share), self.cells**2))
        self.sweeps += max(counts)
        return found


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_panels(  # type: ignore[no-untyped-def]
    table, order, edges, offsets, inverse_offsets, panels, inverse, start, stop
):
    """Blocks start <= j < stop. 0; 1 for a coefficient out of range; 2 for a block that is not productive."""
    n, wrong = order.size, np.int64(0)
    for j in range(start, stop):
        cells = order[edges[j] : edges[j + 1]].astype(np.uint64)
        size, wide = cells.size, offsets[j + 1] - offsets[j]
        straight = cells[-1] - cells[0] == size - 1 and cells[0] == edges[j]
        fours = np.zeros((wide // FOUR, FOUR), np.float32)
        line = fours.ravel()
        own = np.zeros((size, size), np.float64)
        for i in range(n):
            row = table[order[i]]
            for c in range(size):
                v = row[edges[j] + c] if straight else row[cells[c]]
                wrong += np.int64((v != 0.0) & ~((v >= LEAST) & (v <= MOST)))
                line[c] = v
            if edges[j] <= i < edges[j + 1]:
                for c in range(size):
                    own[i - edges[j], c] = np.float64(i - edges[j] == c) - np.float64(line[c])
                    line[c] = 0.0
            chunk = i // CHUNK * CHUNK
            p, step = offsets[j] // FOUR * n + chunk * (wide // FOUR) + i - chunk, min(CHUNK, n - chunk)
            for c in range(wide // FOUR):
                for q in range(FOUR):
                    panels[p + c * step, q] = fours[c, q]
        if wrong:
            return 1
        if not invert(own):
            return 2
        for c in range(size):
            p = inverse_offsets[j] + c // FOUR * FOUR * size + c % FOUR
            for r in range(size):
                inverse[p + r * FOUR] = own[r, c]
    return 0


@njit(cache=True, nogil=True, error_model="numpy")
def _sweep_panels(  # type: ignore[no-untyped-def]
    width, edges, offsets, inverse_offsets, panels, inverse, values, right, sums, fresh, change, first
):
    n = values.shape[0]
    for j in range(edges.size - 1):
        size, wide = edges[j + 1] - edges[j], offsets[j + 1] - offsets[j]
        reach = edges[j] if first else n
        sums[:wide] = 0.0
        for i in range(0, reach, CHUNK):
            count, whole = min(CHUNK, reach - i), min(CHUNK, n - i)
            for c in range(0, wide, FOUR):
                add_panel(width, panels, offsets[j] * n + i * wide + c * whole, FOUR, count, values, i, sums, c)
        sums[:size] += right[edges[j] : edges[j + 1]]  # last: small sums would be lost against it
        fresh[:wide] = 0.0
        for c in range(0, wide, FOUR):
            add_panel(width, inverse, inverse_offsets[j] + c * size, FOUR, size, sums, 0, fresh, c)
        for c in range(size):
            for k in range(values.shape[1]):
                new = fresh[c, k]
                change[0, k] += abs(new - values[edges[j] + c, k])
                change[1, k] += abs(new)
                values[edges[j] + c, k] = new


@njit(cache=True, nogil=True, error_model="numpy")
def _multiply_panels(width, table, values, total, start, stop):  # type: ignore[no-untyped-def]
    n = values.shape[0]
    for i in range(0, n, CHUNK // 2):
        for c in range(start, stop, FOUR):
            add_panel(width, table, i * n + c, n, min(CHUNK // 2, n - i), values, i, total, c)
