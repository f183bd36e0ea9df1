"""Passes over a packed table: block Gauss-Seidel sweeps in single precision, products in double.

Everything stands in the order of the packing, a row of lanes per cell. `right` is S (intensities, a column per
stressor) for multipliers and y (final use) for footprints.
"""

from typing import Any

import numpy as np
from numba import get_num_threads, prange
from numpy.typing import NDArray

from scharnier.chain.compiled import njit
from scharnier.chain.inverse import invert
from scharnier.chain.kernels import add_column, add_dense_column, spread_column
from scharnier.chain.tiles import LARGEST, LEAST, Tiles, view_for_numba

LANES = (16, 48)
SWEEPS = 60  # more take longer than factors do
PATIENCE = 5  # sweeps before a forecast is believed
EXACT = 1e-7  # a smaller change is rounding
CHUNK = 50  # columns of a piece of work, when the pieces need no order
Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]


def make_lanes(shape: tuple[int, ...], kind: Any = np.float32) -> NDArray[Any]:
    """Zeros whose rows begin where a vector register likes them to: 64-byte boundaries. A quarter faster."""
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    room = np.zeros(size + 64, np.uint8)
    start = -room.ctypes.data % 64
    aligned: NDArray[Any] = room[start : start + size].view(kind).reshape(shape)
    return aligned


class Sweeper:
    """The passes over one table.

    Attributes:
        tiles: the table.
        arrays: what the passes for buyers take: edges, starts, high, low, rows, and the inverses of the blocks.

    Raises: ArithmeticError when a block on the diagonal alone already needs more than it makes.
    """

    def __init__(self, tiles: Tiles) -> None:
        self.tiles = tiles
        self._arrays = tuple(map(view_for_numba, (tiles.edges, tiles.starts, tiles.high, tiles.low, tiles.rows)))
        sizes = np.diff(tiles.edges)
        offsets = np.concatenate([[0], np.cumsum(sizes**2)])
        self._inverse = np.empty(int(offsets[-1]), np.float32)
        self._turned = np.empty(int(offsets[-1]), np.float32)
        self._offsets = offsets
        if not _invert_blocks(*self._arrays[:3], self._arrays[4], offsets, self._inverse, self._turned):
            raise ArithmeticError("a block of the table is not productive")
        self.arrays = (*self._arrays, offsets, self._turned)
        pieces = [
            (block, start, min(start + CHUNK, int(tiles.edges[block + 1])))
            for block in range(tiles.blocks)
            for start in range(int(tiles.edges[block]), int(tiles.edges[block + 1]), CHUNK)
        ]
        self._pieces = np.array(pieces, dtype=np.int64)

    def sweep(self, values: Float32, right: Float32, *, buyers: bool, first: bool) -> Float64:
        """One sweep over `values` (n, lanes) in place; change per lane (2, lanes): sums of |change| and of |value|.

        buyers: solve M = right + M A (what a buyer carries with it), else x = right + A x (what a buyer calls for).
        first: `values` is all zero, so half the table can be left out.
        """
        lanes, largest = values.shape[1], int(np.diff(self.tiles.edges).max())
        width = (0,) * (lanes // 16)
        threads = get_num_threads()
        change = np.zeros((2, lanes))
        work = make_lanes((1 if buyers else threads, largest, lanes))
        fresh = make_lanes((largest, lanes))
        arrays = self.arrays if buyers else (*self._arrays, self._offsets, self._inverse)
        run = _sweep_buyers if buyers else _sweep_sellers
        run(width, threads, *arrays, values, right, work, fresh, change, first)
        return change

    def add_product(self, values: Float64, total: Float64, *, buyers: bool) -> None:
        """total += M A (buyers) or A x, in float64, for `values` (n, lanes)."""
        width = (0,) * (values.shape[1] // 16)
        run = _product_buyers if buyers else _product_sellers
        run(width, *self._arrays, self._pieces, values, total)


class SweepMethod:
    """`certificate.Method` by sweeps: block Gauss-Seidel over the blocks of a packed table.

    Attributes:
        sweeps: how many were made since the method was made, the largest count of the groups of lanes.
    """

    name = "block Gauss-Seidel"
    best = 1e-7
    signed = False
    smallest = LEAST

    def __init__(self, sweeper: Sweeper, *, buyers: bool) -> None:
        self._sweeper = sweeper
        self._buyers = buyers
        self.cells = sweeper.tiles.cells
        # Buyers: the sums of a tile and then of the tiles. Sellers: one sum that runs over all cells.
        self.depth = LARGEST + sweeper.tiles.blocks if buyers else self.cells
        self.sweeps = 0

    def solve(self, right: Float64, accuracy: float) -> Float64:
        """About right L (buyers) or L right, rows in the order of the packing.

        Raises: ArithmeticError when the sweeps do not converge.
        """
        found = np.empty_like(right)
        most = 0
        for start, stop, lanes in _group(right.shape[1]):
            given = make_lanes((self.cells, lanes))
            given[:, : stop - start] = right[:, start:stop]
            values, count = self._solve_group(given, accuracy)
            found[:, start:stop] = values[:, : stop - start]
            most = max(most, count)
        self.sweeps += most
        return found

    def _solve_group(self, right: Float32, accuracy: float) -> tuple[Float32, int]:
        values = make_lanes(right.shape)
        before = np.inf
        for count in range(1, SWEEPS + 1):
            changed, size = self._sweep(values, right, first=count == 1)
            change = float(np.divide(changed, size, out=np.zeros_like(size), where=size > 0).max())
            if not np.isfinite(change):
                break
            # The change falls by about the same factor each time; what is left to come is a geometric series.
            factor = change / before if count > 2 else 1.0
            if change <= EXACT or (factor < 1 and change * factor / (1 - factor) <= accuracy):
                return values, count
            if count > PATIENCE and factor ** (SWEEPS - count) * change > accuracy:
                break
            before = change
        raise ArithmeticError("sweeps do not converge")

    def _sweep(self, values: Float32, right: Float32, *, first: bool) -> Float64:
        return self._sweeper.sweep(values, right, buyers=self._buyers, first=first)

    def product(self, values: Float64) -> Float64:
        """values A or A values, rows in the order of the packing."""
        result = np.empty_like(values)
        for start, stop, lanes in _group(values.shape[1]):
            given, total = (make_lanes((self.cells, lanes), np.float64) for _ in range(2))
            given[:, : stop - start] = values[:, start:stop]
            self._sweeper.add_product(given, total, buyers=self._buyers)
            result[:, start:stop] = total[:, : stop - start]
        return result

    majorant = product
    solve_majorant = solve


def _group(columns: int) -> list[tuple[int, int, int]]:
    """Groups (start, stop, lanes) of the columns: as few as can be."""
    starts = range(0, columns, LANES[-1])
    stops = [min(start + LANES[-1], columns) for start in starts]
    return [(a, b, next(lanes for lanes in LANES if b - a <= lanes)) for a, b in zip(starts, stops, strict=True)]


@njit(parallel=True, cache=True, error_model="numpy")
def _invert_blocks(edges, starts, high, rows, offsets, inverse, turned):
    """(I - A_JJ)^-1 per block, by rows in `inverse`, by columns in `turned`; False when one is not productive."""
    blocks = edges.size - 1
    good = np.ones(blocks, np.bool_)
    for j in prange(blocks):
        size = edges[j + 1] - edges[j]
        base = blocks * edges[j] + j * size
        a = np.zeros((size, size), np.float64)
        for c in range(size):
            a[c, c] = 1.0
            for p in range(starts[base + c], starts[base + c + 1]):
                a[np.int64(rows[p]), c] -= np.float64(high[p])
        good[j] = invert(a)
        for r in range(size):
            for c in range(size):
                inverse[offsets[j] + r * size + c] = a[r, c]
                turned[offsets[j] + c * size + r] = a[r, c]
    return good.all()


@njit(cache=True, error_model="numpy")
def _solve_block(width, inverse, offset, sums, fresh, start, stop, values, change):
    # By one thread: it takes less than waiting for the others once more.
    size = stop - start
    fresh[:size] = 0.0
    for c in range(size):
        p = offset + c * size
        add_dense_column(width, inverse, p, p + size, sums, 0, fresh, c)
    for c in range(size):
        for k in range(values.shape[1]):
            new = fresh[c, k]
            change[0, k] += abs(new - values[start + c, k])
            change[1, k] += abs(new)
            values[start + c, k] = new


@njit(parallel=True, cache=True, error_model="numpy")
def _sweep_buyers(
    width, threads, edges, starts, high, low, rows, offsets, turned, values, right, work, fresh, change, first
):
    blocks = edges.size - 1
    sums = work[0]
    for j in range(blocks):
        size = edges[j + 1] - edges[j]
        sums[:size] = 0.0
        for t in prange(threads):
            for i in range(j if first else blocks):
                if i != j:
                    base = blocks * edges[j] + i * size
                    for c in range(size * t // threads, size * (t + 1) // threads):
                        k = base + c
                        add_column(width, high, low, rows, starts[k], starts[k + 1], values, edges[i], sums, c)
        sums[:size] += right[edges[j] : edges[j + 1]]  # last: small sums would be lost against it
        _solve_block(width, turned, offsets[j], sums, fresh, edges[j], edges[j + 1], values, change)


@njit(parallel=True, cache=True, error_model="numpy")
def _sweep_sellers(
    width, threads, edges, starts, high, low, rows, offsets, inverse, values, right, work, fresh, change, first
):
    blocks = edges.size - 1
    for i in range(blocks):
        size = edges[i + 1] - edges[i]
        work[:, :size] = 0.0
        last = i if first else blocks
        for t in prange(threads):
            mine = work[t]
            for j in range(last * t // threads, last * (t + 1) // threads):
                if i != j:
                    buyers = edges[j + 1] - edges[j]
                    base = blocks * edges[j] + i * buyers
                    for c in range(buyers):
                        k = base + c
                        spread_column(width, high, low, rows, starts[k], starts[k + 1], values, edges[j] + c, mine, 0)
        sums = work[0]
        for t in range(1, threads):
            sums[:size] += work[t, :size]
        sums[:size] += right[edges[i] : edges[i + 1]]
        _solve_block(width, inverse, offsets[i], sums, fresh, edges[i], edges[i + 1], values, change)


@njit(parallel=True, cache=True, error_model="numpy")
def _product_buyers(width, edges, starts, high, low, rows, pieces, values, total):
    blocks = edges.size - 1
    for piece in prange(pieces.shape[0]):
        j = pieces[piece, 0]
        for i in range(blocks):
            base = blocks * edges[j] + i * (edges[j + 1] - edges[j]) - edges[j]
            for q in range(pieces[piece, 1], pieces[piece, 2]):
                k = base + q
                add_column(width, high, low, rows, starts[k], starts[k + 1], values, edges[i], total, q)


@njit(parallel=True, cache=True, error_model="numpy")
def _product_sellers(width, edges, starts, high, low, rows, pieces, values, total):  # noqa: ARG001
    blocks = edges.size - 1
    for i in prange(blocks):
        for j in range(blocks):
            size = edges[j + 1] - edges[j]
            base = blocks * edges[j] + i * size
            for c in range(size):
                k = base + c
                spread_column(width, high, low, rows, starts[k], starts[k + 1], values, edges[j] + c, total, edges[i])
