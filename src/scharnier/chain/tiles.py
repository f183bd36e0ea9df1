"""A table of coefficients, packed for the solver: only what is not zero, tile by tile, nine bytes a coefficient.

Cells are put in blocks of at most 256 (a region, or neighbouring small regions together). A tile holds what the
buyers of one block buy from the sellers of another. Its coefficients stand column by column; the seller is one byte,
its place in its block, and the coefficient is two float32 numbers whose sum is the float64 one to 49 bits, so that the
first alone is the single-precision table. The arrays can be written to disk and memory-mapped as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

import scharnier.chain.waiting  # noqa: F401 - before anything runs in parallel
from scharnier.chain import tiles_kernels as kernels
from scharnier.chain.direct import is_sparse

BLOCK = 128  # cells in a block where regions are joined: their lanes fit the fastest memory of a processor
LARGEST = 256  # a byte counts no further
LEAST = 1e-30  # a smaller coefficient loses digits when it is written as float32
MOST = 1e30


@dataclass(frozen=True, eq=False)
class Tiles:
    """Coefficients A (n, n) >= 0, packed. With blocks b, nb of them, and p a packed coefficient:

    Attributes:
        order: (n,) the cell of the table at each place of the packing.
        edges: (nb + 1,) first place of each block.
        starts: (nb * n + 1,) the column of place q = edges[J] + c in the tile of sellers I and buyers J is
            starts[k] <= p < starts[k + 1] with k = nb * edges[J] + I * (edges[J + 1] - edges[J]) + c.
        rows: (p,) uint8, place of the seller in its block.
        high, low: (p,) float32, the coefficient and what is left of it.
    """

    order: NDArray[np.int64]
    edges: NDArray[np.int64]
    starts: NDArray[np.int64]
    rows: NDArray[np.uint8]
    high: NDArray[np.float32]
    low: NDArray[np.float32]

    @property
    def cells(self) -> int:
        """n, the number of cells."""
        return int(self.order.size)

    @property
    def blocks(self) -> int:
        """nb, the number of blocks."""
        return int(self.edges.size) - 1

    @property
    def entries(self) -> int:
        """The number of coefficients that are not zero."""
        return int(self.starts[-1])

    def unpack(self) -> sparse.csc_array:
        """The table (n, n), float64."""
        sizes = np.diff(self.starts)
        parts = [
            np.repeat(np.arange(self.edges[j], self.edges[j + 1]), self._tile(sizes, i, j))
            for j in range(self.blocks)
            for i in range(self.blocks)
        ]
        columns = self.order[np.concatenate(parts)]
        sellers = [
            np.full(int(self._tile(sizes, i, j).sum()), self.edges[i])
            for j in range(self.blocks)
            for i in range(self.blocks)
        ]
        rows = self.order[np.concatenate(sellers) + self.rows]
        values = self.high.astype(np.float64) + self.low
        return sparse.csc_array((values, (rows, columns)), shape=(self.cells, self.cells))

    def _tile(self, sizes: NDArray[np.int64], i: int, j: int) -> NDArray[np.int64]:
        width = int(self.edges[j + 1] - self.edges[j])
        start = self.blocks * int(self.edges[j]) + i * width
        return sizes[start : start + width]


class OddTable(Exception):
    """The table has negative, very small, very large or missing coefficients: not for tiles, see `direct`."""


def plan_blocks(regions: Sequence[str] | None, cells: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Order (n,) of the cells and edges (nb + 1,) of the blocks: cells of a region together, in order of appearance.

    Small neighbouring regions share a block, large ones are cut in equal parts. Without regions all is one region.
    """
    names = ["all"] * cells if regions is None else list(regions)
    first: dict[str, int] = {}
    codes = np.array([first.setdefault(name, len(first)) for name in names], dtype=np.int64)
    order = np.argsort(codes, kind="stable").astype(np.int64)
    edges, filled = [0], 0
    for size in np.bincount(codes).tolist():
        if filled and filled + size > BLOCK:
            edges.append(edges[-1] + filled)
            filled = 0
        parts = -(-size // LARGEST)
        if parts > 1:
            cuts = edges[-1] + np.linspace(0, size, parts + 1).round().astype(int)
            edges.extend(cuts[1:].tolist())
        else:
            filled += size
    if filled:
        edges.append(edges[-1] + filled)
    return order, np.array(edges, dtype=np.int64)


def pack_table(table: Any, regions: Sequence[str] | None, most: int | None = None) -> Tiles:
    """Pack a table (n, n), dense (float64 or float32, any memory order) or SciPy sparse.

    Raises: OddTable for coefficients that tiles cannot hold, and for more than `most` that are not zero.
    """
    n = table.shape[0]
    order, edges = plan_blocks(regions, n)
    blocks = edges.size - 1
    starts = np.zeros(blocks * n + 1, dtype=np.int64)
    if is_sparse(table):
        columns = sparse.csc_array(table, dtype=np.float64, copy=True)
        columns.sum_duplicates()
        columns.eliminate_zeros()
        _check_range(columns.data)
        place = np.empty(n, dtype=np.int64)
        place[order] = np.arange(n)
        shape = (columns.indptr.astype(np.int64), place[columns.indices], order, edges)
        kernels.count_columns(*shape, starts)
        np.cumsum(starts, out=starts)
        _check_count(starts, most)
        packed = _make_room(int(starts[-1]))
        kernels.fill_columns(columns.data, *shape, starts, *packed)
        return Tiles(order, edges, starts, *packed)
    table = view_for_numba(table)
    by_columns = not table.flags.c_contiguous
    table, count, fill = (
        (table.T, kernels.count_straight, kernels.fill_straight)
        if by_columns
        else (table, kernels.count_dense, kernels.fill_dense)
    )
    if not count(table, order, edges, starts, LEAST, MOST):
        raise OddTable
    np.cumsum(starts, out=starts)
    _check_count(starts, most)
    packed = _make_room(int(starts[-1]))
    fill(table, order, edges, starts, *packed)
    return Tiles(order, edges, starts, *packed)


def view_for_numba(values: Any) -> Any:
    """A read-only view, by rows or by columns: numba compiles a version for each kind of array, so keep them few."""
    if not (values.flags.c_contiguous or values.flags.f_contiguous):
        values = np.ascontiguousarray(values)
    view = np.asarray(values).view()
    view.flags.writeable = False
    return view


def _make_room(entries: int) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32]]:
    return np.empty(entries, np.uint8), np.empty(entries, np.float32), np.empty(entries, np.float32)


def _check_count(starts: NDArray[np.int64], most: int | None) -> None:
    if most is not None and int(starts[-1]) > most:
        raise OddTable


def _check_range(values: NDArray[np.float64]) -> None:
    if values.size and not (values.min() >= LEAST and values.max() <= MOST):
        raise OddTable
