"""A table of coefficients as the path search reads it, and the best path from and to every cell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain import paths_kernels as kernels
from scharnier.chain.threads import run_parts, split_rows
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]
PATIENCE = 64  # rounds after which to look for a cycle that makes values grow


@dataclass(frozen=True, eq=False)
class Edges:
    """Coefficients on the best paths: seller, buyer and coefficient (e,), all of at least `floor`.

    `floor` is a value no path outside the edges reaches; `dropped`: some that equal it are left out.
    """

    sellers: NDArray[np.int32]
    buyers: NDArray[np.int32]
    parts: Array
    floor: float
    dropped: bool


class Table:
    """A (n, n) with column = buyer, dense or SciPy sparse, float32 or float64, read where it lies.

    Row-major and CSR tables are read seller by seller, column-major and CSC ones buyer by buyer; other layouts are
    copied once. `arrays` is what the kernels take.
    """

    def __init__(self, coefficients: Any) -> None:
        if sparse.issparse(coefficients):
            given: Any = coefficients
            self.by_seller = given.format != "csc"
            packed = given if given.format in ("csr", "csc") else given.tocsr()
            if not packed.has_canonical_format:
                packed = packed.copy()
                packed.sum_duplicates()
            self.arrays: tuple[NDArray[Any], ...] = (packed.data, _unsigned(packed.indices), packed.indptr)
            self.width = max(1, packed.nnz // max(1, packed.shape[0]))
            self.source: Any = packed
        else:
            dense = np.asarray(coefficients)
            if dense.dtype not in (np.float32, np.float64):
                dense = dense.astype(np.float64)
            self.by_seller = not dense.flags.f_contiguous or dense.flags.c_contiguous
            self.arrays = (np.ascontiguousarray(dense if self.by_seller else dense.T),)
            self.width = dense.shape[-1]
            self.source = dense
        if self.source.ndim != 2 or self.source.shape[0] != self.source.shape[1] or self.source.shape[0] == 0:
            shape = " x ".join(str(size) for size in self.source.shape)
            raise InputProblem(f"a table of coefficients is square, one row and column per cell; this one is {shape}.")
        self.cells = int(self.source.shape[0])
        self.parts = split_rows(self.cells, self.width)

    def check(self) -> None:
        """Raises: InputProblem for a coefficient that is negative, not a number or infinite."""
        kernel = self._kernel("odd")
        found = [row for row in run_parts(lambda _, a, b: kernel(*self.arrays, a, b), self.parts) if row >= 0]
        if found:
            side = "row" if self.by_seller else "column"
            raise InputProblem(
                f"the table holds a coefficient that is negative, infinite or not a number ({side} {found[0]}).",
                "Paths are ranked by value, which needs coefficients of zero or more: see model check.",
            )

    def best_ahead(self, ends: Array) -> Array:
        """b (n,): value of the best path from a cell on, per unit: max(ends_j, max_i A[i, j] b_i)."""
        return self._close(ends, self._spread if self.by_seller else self._raise, forward=False)

    def best_behind(self, demand: Array) -> Array:
        """f (n,): the most that arrives at a cell along one path: max(demand_i, max_j A[i, j] f_j)."""
        return self._close(demand, self._raise if self.by_seller else self._spread, forward=True)

    def select(self, behind: Array, ahead: Array, keep: int) -> Edges:
        """The `keep` coefficients with the best paths through them, f_j A[i, j] b_i, and those that equal the last."""
        left, right = (ahead, behind) if self.by_seller else (behind, ahead)
        kernel = self._kernel("select")
        found = run_parts(lambda _, a, b: kernel(*self.arrays, left, right, a, b, keep), self.parts)
        parts, through, rows, columns = (np.concatenate([piece[place] for piece in found]) for place in range(4))
        floor = 0.0
        if through.size > keep:
            floor = float(np.partition(through, through.size - keep)[through.size - keep]) * (1 - 1e-9)
            kept = through >= floor
            parts, rows, columns = parts[kept], rows[kept], columns[kept]
        dropped = any(piece[5] and piece[4] >= floor * (1 - 1e-9) for piece in found)
        sellers, buyers = (rows, columns) if self.by_seller else (columns, rows)
        return Edges(sellers, buyers, parts, floor, dropped)

    def _kernel(self, name: str) -> Callable[..., Any]:
        kernel: Callable[..., Any] = getattr(kernels, f"{name}_{'dense' if len(self.arrays) == 1 else 'packed'}")
        return kernel

    def _close(self, start: Array, rounds: Callable[[Array], Any], forward: bool) -> Array:
        best = start.copy()
        for turn, _ in enumerate(rounds(best), start=1):
            if turn % PATIENCE == 0 or turn > self.cells:
                self._refuse_cycle(best, start, forward)
            if not best.max() < 1e300:
                raise InputProblem("paths of this table grow without end: its coefficients are not productive.")
        return best

    def _raise(self, best: Array) -> Any:
        dense = len(self.arrays) == 1
        kernel = self._kernel("raise")
        blocks = np.arange(0, self.cells, kernels.BLOCK)
        fresh = np.add.reduceat(best, blocks) > 0
        while True:
            copies = [best.copy() for _ in self.parts]
            marks = (fresh,) if dense else ()
            run_parts(lambda number, a, b, c=copies, m=marks: kernel(*self.arrays, c[number], *m, a, b), self.parts)  # type: ignore[misc]
            after = np.concatenate([copy[a:b] for copy, (a, b) in zip(copies, self.parts, strict=True)])
            risen = after > best
            if not risen.any():
                return
            fresh = np.logical_or.reduceat(risen, blocks)
            best[:] = after
            yield

    def _spread(self, best: Array) -> Any:
        kernel = self._kernel("spread")
        used = np.zeros_like(best)
        while (rows := np.flatnonzero(best > used)).size:
            rows = rows[np.argsort(-best[rows])]
            parts = split_rows(rows.size, self.width)
            copies = [best.copy() for _ in parts]
            run_parts(lambda number, a, b, c=copies, r=rows: kernel(*self.arrays, c[number], used, r, a, b), parts)  # type: ignore[misc]
            best[:] = np.maximum.reduce(copies)
            yield

    def _refuse_cycle(self, best: Array, start: Array, forward: bool) -> None:
        """Raises: InputProblem where the best paths run in a circle, which they do only if it makes values grow."""
        by_column = self.source if not forward else self.source.T
        packed = len(self.arrays) > 1
        columns = by_column.tocsc() if packed else by_column
        nearest = np.full(self.cells, -1)
        for cell in np.flatnonzero(best > start):
            column = columns[:, [cell]].toarray()[:, 0] if packed else columns[:, cell]
            nearest[cell] = int(np.argmax(column * best))
        state = np.zeros(self.cells, np.int64)
        for number, cell in enumerate(np.flatnonzero(nearest >= 0), start=1):
            at = int(cell)
            while at >= 0 and state[at] == 0:
                state[at] = number
                at = int(nearest[at])
            if at >= 0 and state[at] == number:
                raise InputProblem(
                    f"purchases that run in a circle through cell {at} grow each time round: not productive.",
                    "Every cell must be able to keep something of what it makes: see model check.",
                )


def _unsigned(places: NDArray[Any]) -> NDArray[Any]:
    """Places that cannot count from the end: looking them up takes whole vectors at once."""
    return np.asarray(places).view(np.uint32 if places.dtype.itemsize == 4 else np.uint64)
