"""Structural paths: through which sellers, one after the other, does what you buy reach where something happens?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scharnier.chain import paths_search as search
from scharnier.chain.passes import Edges, Table
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]

GUESS = 0.012  # of the total divided by k: the k-th path is mostly worth more
LARGE = 256  # cells from which guessing pays
EXTRA = 4096  # paths beyond the k-th that are looked at when rounding cannot tell them from it
MOST_NODES = 1 << 25  # cells of all paths together, beginnings that are shared counted once


@dataclass(frozen=True, eq=False)
class Paths:
    """The k best paths, best first. A path (c0, c1, .., cm) is a purchase from c0, which buys from c1, and so on.

    Its value is y[c0] A[c1, c0] A[c2, c1] .. s[cm], multiplied from left to right in float64; unit: y times s. Of
    paths of equal value the shorter comes first, then the one with the lower cell numbers.

    Attributes:
        values: (k,) in descending order, all > 0; fewer than asked for when there are no more (`complete`).
        starts: (k + 1,) path r is `cells[starts[r]:starts[r + 1]]`.
        cells: the cells of all paths, one path after the other.
        total: s L y, what all paths together come to, as handed in or solved for.
        bound: no path that is not listed is worth more than this; 0 when all are listed.
        tied: the search broke off among paths that equal the last one: their values are right, but others of that
            very value might have been listed in their place.
    """

    values: Array
    starts: NDArray[np.int64]
    cells: NDArray[np.int32]
    total: float
    bound: float
    tied: bool

    @property
    def coverage(self) -> float:
        """Share of the total that these paths cover; 1 when there is nothing to cover."""
        return float(self.values.sum() / self.total) if self.total > 0 else 1.0

    @property
    def complete(self) -> bool:
        """Whether every path with a value is listed."""
        return self.bound == 0.0

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Number of cells (k,) of each path; 1 is a path that ends at the supplier itself."""
        return np.diff(self.starts)

    def path(self, rank: int) -> list[int]:
        """The cells of the path with this rank, 0 being the best."""
        found: list[int] = self.cells[self.starts[rank] : self.starts[rank + 1]].tolist()
        return found

    def __len__(self) -> int:
        return int(self.values.size)

    def __iter__(self) -> Iterator[tuple[float, list[int]]]:
        cells, starts = self.cells.tolist(), self.starts.tolist()
        for value, first, last in zip(self.values.tolist(), starts[:-1], starts[1:], strict=True):
            yield value, cells[first:last]

    def as_list(self) -> list[tuple[float, list[int]]]:
        """[(value, [cell, ..]), ..], best first."""
        return list(self)


def find_paths(
    A: Any, y: ArrayLike | int, s: ArrayLike, k: int, *, total: float | None = None, checked: bool = False
) -> Paths:
    """The k paths of greatest value, exactly: best-first search with the exact bound on what can still come.

    Args:
        A: (n, n) what a cell (column) buys from a cell (row) per unit it makes; dense or SciPy sparse, float32 or
            float64; a `passes.Table` where one table is asked many times.
        y: (n,) what is bought, by cell, >= 0; or the number of the one cell of which one unit is bought.
        s: (n,) what happens per unit a cell makes, >= 0.
        k: how many, at least 1.
        total: s L y where it is known; else it is solved for, which for a large table takes longer than the search.
        checked: the table is known to be free of negative numbers and gaps.

    Raises: InputProblem for shapes that do not fit, negative numbers or gaps, and tables that are not productive: with
    a circle of purchases that grows each time round no path is the greatest.
    """
    table = A if isinstance(A, Table) else Table(A)
    n = table.cells
    demand, bought = _bring_near_one(_demand(y, n))
    ends, caused = _bring_near_one(_vector("s", s, n))
    scale = bought + caused
    if k < 1:
        raise InputProblem(f"k = {k} paths were asked for; ask for at least one.")
    if not checked:
        table.check()
    ahead = table.best_ahead(ends)
    if total is None:
        total = calc_total(table, demand, ends)
    elif not (np.isfinite(total) and total >= 0):
        raise InputProblem(f"the total of all paths is said to be {total}: it is s L y, zero or more.")
    else:
        total = float(np.ldexp(total, -scale))
    found, edges = _search(table, demand, ends, ahead, k, float(total))
    state, cell, parent, depth, last, values, bound, tied = found
    if state != search.FOUND:
        raise InputProblem("the best paths of this table are too long to list.", "Ask for fewer of them.")
    order = np.argsort(-values, kind="stable")
    values = values[order]
    offsets = np.concatenate([[0], np.cumsum(depth[last[order]].astype(np.int64) + 1)])
    cells = search.lay_out(cell, parent, last[order], offsets)
    ranks = _rank_ties(values, offsets, cells)[:k]
    if not np.array_equal(ranks, np.arange(ranks.size)):
        pieces = [cells[offsets[rank] : offsets[rank + 1]] for rank in ranks]
        cells = np.concatenate(pieces)
        offsets = np.concatenate([[0], np.cumsum([piece.size for piece in pieces])])
    next_value = float(values[k]) if values.size > k else 0.0
    values, offsets = values[:k], offsets[: ranks.size + 1]
    return Paths(
        values=_put_back(values, scale),
        starts=offsets,
        cells=cells[: offsets[-1]],
        total=float(_put_back(np.array(total), scale)),
        bound=float(_put_back(np.array(max(float(bound), next_value)), scale)),
        tied=bool(tied) or bool(edges.dropped and values.size and values[-1] <= edges.floor * (1 + 1e-8)),
    )


def _search(table: Table, demand: Array, ends: Array, ahead: Array, k: int, total: float) -> tuple[Any, Edges]:
    """What `search.search_paths` finds, and the coefficients it looked at."""
    n = table.cells
    roots = np.flatnonzero((demand > 0) & (ahead > 0))
    # k paths cannot all be worth more than a k-th of the total. Where less than a part of that passes nobody needs to
    # look; if it turns out that the k-th path is there after all, the part is made smaller.
    floor = GUESS * total / k if n >= LARGE else 0.0
    while True:
        cut = floor * (1 - 1e-9)  # rounding puts nothing on the wrong side of it
        behind = table.best_behind(demand, ahead, cut)
        # Of the edges (and each on its best path) at most n share their path with one that is nearer to the purchase,
        # so k + n edges stand for at least k different paths: whatever is on the k best paths is among them.
        edges = table.select(behind, ahead, k + n, cut)
        options = search.sort_options(edges.sellers, edges.buyers, edges.parts, ahead, ends)
        found = search.search_paths(*options, ends, roots, demand[roots], edges.floor, k, EXTRA, MOST_NODES)
        state, values = found[0], found[5]
        sure = values.size >= k and values[:k].min() >= edges.floor * (1 + 5e-10)
        if sure or floor == 0.0 or state != search.FOUND:
            return found, edges
        floor = floor / 8 if floor > GUESS * total / k / 1e5 else 0.0


def calc_total(A: Any, y: Array, s: Array) -> float:
    """s L y, what all paths together come to, solved for with a certified bound.

    Raises: InputProblem when the table is not productive.
    """
    from scharnier.chain.system import System

    return float(s @ System(A.source if isinstance(A, Table) else A).footprint(y))


def _rank_ties(values: Array, offsets: NDArray[np.int64], cells: NDArray[np.int32]) -> NDArray[np.int64]:
    """Order in which paths of equal value stand by length, then by cells; values in descending order."""
    ranks = np.arange(values.size)
    edges = np.flatnonzero(np.concatenate([[True], np.diff(values) != 0, [True]]))
    for place in np.flatnonzero(np.diff(edges) > 1):
        first, last = edges[place], edges[place + 1]
        ranks[first:last] = sorted(
            range(first, last),
            key=lambda rank: (offsets[rank + 1] - offsets[rank], cells[offsets[rank] : offsets[rank + 1]].tolist()),
        )
    return ranks


def _bring_near_one(values: Array) -> tuple[Array, int]:
    """The values by a power of two, and which: exact, so that neither very small nor very large units lose digits."""
    power = int(np.frexp(values.max(initial=0.0))[1])
    return np.ldexp(values, -power), power


def _put_back(values: Array, power: int) -> Array:
    with np.errstate(over="ignore"):
        result: Array = np.ldexp(values, power)
    if not np.isfinite(result).all():
        raise InputProblem("the value of these paths is larger than numbers can hold.", "Use larger units.")
    return result


def _demand(y: ArrayLike | int, n: int) -> Array:
    if isinstance(y, int | np.integer) and not isinstance(y, bool):
        if not 0 <= int(y) < n:
            raise InputProblem(f"there is no cell {y}: the table has {n}, numbered from 0.")
        demand = np.zeros(n)
        demand[int(y)] = 1.0
        return demand
    return _vector("y", y, n)


def _vector(name: str, values: ArrayLike, n: int) -> Array:
    vector = np.ascontiguousarray(values, dtype=np.float64)
    if vector.shape != (n,):
        shape = " x ".join(str(size) for size in vector.shape) or "a single number"
        raise InputProblem(f"{name} must hold one number per cell, {n}; it is {shape}.")
    if not np.isfinite(vector).all():
        raise InputProblem(f"{name} holds gaps or infinities (cell {int(np.flatnonzero(~np.isfinite(vector))[0])}).")
    if (vector < 0).any():
        raise InputProblem(
            f"{name} is negative in {int((vector < 0).sum())} cells, first in cell {int(np.argmax(vector < 0))}.",
            "Ask for the paths of the positive and of the negative part apart.",
        )
    return vector
