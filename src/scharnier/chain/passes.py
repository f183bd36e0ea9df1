"""A table of coefficients as the path search reads it, and the best path from and to every cell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain import paths_kernels as kernels
from scharnier.chain.threads import run_parts, split_rows
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]
FEW = 0.04  # share of the columns up to which looking them up one by one beats reading on
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
        return self._close(ends, np.ones_like(ends), 0.0, forward=False)

    def best_behind(self, demand: Array, ahead: Array, floor: float) -> Array:
        """f (n,): the most that arrives at a cell along one path: max(demand_i, max_j A[i, j] f_j).

        Right wherever a path of at least `floor` passes (f b >= floor); elsewhere it may be too low.
        """
        return self._close(demand, ahead, floor, forward=True)

    def select(self, behind: Array, ahead: Array, keep: int, floor: float) -> Edges:
        """The `keep` coefficients with the best paths through them, f_j A[i, j] b_i, and those that equal the last.

        Those below `floor` are left out even if there are fewer than `keep`.
        """
        # No edge carries more than the best path through either of its ends.
        through = behind * ahead
        near = through >= max(floor * (1 - 1e-9), kernels.SMALLEST)
        behind, ahead = np.where(near, behind, 0.0), np.where(near, ahead, 0.0)
        left, right = (ahead, behind) if self.by_seller else (behind, ahead)
        rows = np.flatnonzero(near)
        runs = find_runs(near) if len(self.arrays) == 1 else ()
        kernel, least = self._kernel("select"), max(floor, kernels.SMALLEST)
        found = run_parts(
            lambda _, a, b: kernel(*self.arrays, left, right, rows, *runs, a, b, keep, least),
            split_rows(rows.size, self.width),
        )
        parts, weights, places, columns = (np.concatenate([piece[place] for piece in found]) for place in range(4))
        if weights.size > keep:
            floor = float(np.partition(weights, weights.size - keep)[weights.size - keep]) * (1 - 1e-9)
            kept = weights >= floor
            parts, places, columns = parts[kept], places[kept], columns[kept]
        dropped = any(piece[5] and piece[4] >= floor * (1 - 1e-9) for piece in found)
        sellers, buyers = (places, columns) if self.by_seller else (columns, places)
        return Edges(sellers, buyers, parts, floor, dropped)

    def _kernel(self, name: str) -> Callable[..., Any]:
        kernel: Callable[..., Any] = getattr(kernels, f"{name}_{'dense' if len(self.arrays) == 1 else 'packed'}")
        return kernel

    def _close(self, start: Array, worth: Array, floor: float, *, forward: bool) -> Array:
        """Rounds until nothing rises; only what is worth `floor` goes on. Row-major and forward is one kind of pass."""
        best = start.copy()
        rounds = self._raise if self.by_seller == forward else self._spread
        for turn, _ in enumerate(rounds(best, worth, floor), start=1):
            if turn % PATIENCE == 0 or turn > self.cells:
                self._refuse_cycle(best, start, forward)
            if not best.max() < 1e300:
                raise InputProblem("paths of this table grow without end: its coefficients are not productive.")
        return best

    def _raise(self, best: Array, worth: Array, floor: float) -> Iterator[None]:
        risen = (best > 0) & (best * worth >= floor)
        while risen.any():
            copies = [best.copy() for _ in self.parts]
            kernel, where = self._plan_raise(risen)
            run_parts(
                lambda number, a, b, k=kernel, c=copies, w=where: k(*self.arrays, c[number], *w, a, b),  # type: ignore[misc]
                self.parts,
            )
            after = np.concatenate([copy[a:b] for copy, (a, b) in zip(copies, self.parts, strict=True)])
            risen = (after > best) & (after * worth >= floor)
            best[:] = after
            yield

    def _plan_raise(self, risen: NDArray[np.bool_]) -> tuple[Callable[..., Any], tuple[NDArray[Any], ...]]:
        """The quickest kernel for what has risen, and the columns it has to look at."""
        if len(self.arrays) > 1:
            return kernels.raise_packed, ()
        if np.count_nonzero(risen) < FEW * self.cells:
            return kernels.raise_few, (np.flatnonzero(risen).astype(np.uint32),)
        return kernels.raise_dense, find_runs(np.ones(self.cells, bool))

    def _spread(self, best: Array, worth: Array, floor: float) -> Iterator[None]:
        kernel = self._kernel("spread")
        used = np.zeros_like(best)
        while (rows := np.flatnonzero((best > used) & (best * worth >= floor))).size:
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


def find_runs(marked: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Runs (firsts, lasts) of at most RUN places that hold all that are marked, in steps of STEP places."""
    size = marked.size
    steps = np.flatnonzero(np.logical_or.reduceat(marked, np.arange(0, size, kernels.STEP))) * kernels.STEP
    # A run ends where steps are skipped and at every whole multiple of RUN.
    breaks = np.flatnonzero((np.diff(steps) != kernels.STEP) | (steps[1:] % kernels.RUN == 0)) + 1
    firsts = steps[np.concatenate([[0], breaks])] if steps.size else steps
    lasts = steps[np.concatenate([breaks - 1, [steps.size - 1]])] + kernels.STEP if steps.size else steps
    return firsts, np.minimum(lasts, size)


def _unsigned(places: NDArray[Any]) -> NDArray[Any]:
    """Places that cannot count from the end: looking them up takes whole vectors at once."""
    return np.asarray(places).view(np.uint32 if places.dtype.itemsize == 4 else np.uint64)
