"""The few best paths to a place, in NumPy alone: for an answer about a handful of places, without compiling anything.

`chain.paths` finds the best paths of a whole table, and a million of them; it needs compiled code for that. A report
asks for ten paths to each of ten cells. Walking back from the cell where a path ends, all those questions share one
thing: the most that reaches each cell along any path. Once that is known the next best path is always at hand.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]

ROWS = 256  # rows of the table that are multiplied at once
SMALLEST = 1e-290  # a value below it has lost digits: it counts as nothing
ALIKE = 1e-12  # values closer than this may stand in either order before they are multiplied anew
EXTRA = 4096  # paths beyond the last that are looked at when rounding cannot tell them from it


@dataclass(frozen=True)
class FewPaths:
    """The best paths, best first, as (value, [cell, ..]); a path (c0, c1, .., cm) is a purchase from c0, which buys
    from c1, and so on. `bound`: no path that is not listed is worth more; 0 when all are listed."""

    paths: list[tuple[float, list[int]]]
    bound: float


class Reaching:
    """How purchases reach the cells of a table: asked once for the purchases, then for as many ends as one likes.

    Args:
        A: (n, n) what a cell (column) buys from a cell (row) per unit it makes, dense.
        y: (n + m,) what is bought, by cell, >= 0.
        like: m cells of the table; cell n + e buys what cell like[e] buys and sells to nobody. They stand for makers
            that the table does not show apart.

    Raises: InputProblem for negative numbers or gaps, and when purchases in a circle grow each time round.
    """

    def __init__(self, A: Any, y: ArrayLike, like: Sequence[int] = ()) -> None:
        self.table: NDArray[np.floating] = np.asarray(A)
        self.cells = int(self.table.shape[0])
        self.like = np.asarray(like, dtype=np.int64)
        self.bought = np.ascontiguousarray(y, dtype=np.float64)
        if self.table.shape != (self.cells, self.cells) or self.bought.shape != (self.cells + self.like.size,):
            raise InputProblem(f"a table of {self.table.shape} and purchases of {self.bought.shape} do not fit.")
        for name, values in (("the table", self.table), ("what is bought", self.bought)):
            if not (values.min(initial=0.0) >= 0 and np.isfinite(values.max(initial=0.0))):
                raise InputProblem(f"{name} holds negative numbers, gaps or infinities: no path is the best then.")
        self.most = self._spread()
        self._options: dict[int, tuple[list[int], list[float], list[float]]] = {}

    def find(self, s: ArrayLike, k: int) -> FewPaths:
        """The k paths of greatest value y[c0] A[c1, c0] .. s[cm], exactly, as `paths.find_paths` gives them.

        `s` (n + m,) is what happens per unit a cell makes, >= 0; the search is quick when few cells have any.
        Of paths of equal value the shorter comes first, then the one with the lower cell numbers.
        """
        ends = np.ascontiguousarray(s, dtype=np.float64)
        if ends.shape != self.bought.shape or not (ends.min(initial=0.0) >= 0 and np.isfinite(ends).all()):
            raise InputProblem("what happens per unit must be one number of zero or more for each cell.")
        found, rest = self._search(ends, k)
        exact = sorted(
            ((self._value(cells, ends), list(cells)) for cells in found),
            key=lambda path: (-path[0], len(path[1]), path[1]),
        )
        beyond = exact[k][0] if len(exact) > k else 0.0
        return FewPaths(exact[:k], max(rest, beyond))

    def _spread(self) -> Array:
        """f (n + m,): the most that reaches a cell along one path, max(y_i, max_j A[i, j] f_j)."""
        best = self.bought.copy()
        n = self.cells
        risen = best > 0
        for turn in range(n + 2):
            if not risen.any():
                return best
            if turn == n + 1 or not best.max() < 1e300:
                break
            columns = np.flatnonzero(risen)
            sellers = np.concatenate([columns[columns < n], self.like[columns[columns >= n] - n]])
            arrives = best[columns]
            reached = np.empty(n)
            whole = sellers.size > n // 4  # reading whole rows is then quicker than picking columns
            if whole:
                wide = np.zeros(n)
                np.maximum.at(wide, sellers, arrives)
            for start in range(0, n, ROWS):
                rows = self.table[start : start + ROWS]
                reached[start : start + ROWS] = (rows * wide if whole else rows[:, sellers] * arrives).max(axis=1)
            after = best.copy()
            np.maximum(after[:n], reached, out=after[:n])
            risen = after > best
            best = after
        raise InputProblem("purchases that run in a circle grow each time round: the table is not productive.")

    def _choices(self, cell: int) -> tuple[list[int], list[float], list[float]]:
        """How a path can reach a cell, best first: buyer (-1: it starts here), coefficient, value up to this cell."""
        if cell not in self._options:
            factors = np.zeros(self.cells + self.like.size)
            if cell < self.cells:
                row = self.table[cell]
                factors[: self.cells], factors[self.cells :] = row, row[self.like]
            values = np.concatenate([self.bought[cell : cell + 1], factors * self.most])
            there = np.flatnonzero(values >= SMALLEST)
            order = there[np.argsort(-values[there], kind="stable")]
            whole = np.concatenate([[1.0], factors])
            self._options[cell] = ((order - 1).tolist(), whole[order].tolist(), values[order].tolist())
        return self._options[cell]

    def _search(self, ends: Array, k: int) -> tuple[list[tuple[int, ...]], float]:
        """At least the k best paths, all that rounding cannot tell from the k-th, and the most that another is worth.

        A heap holds departures from best ways: (value, number, cells so far, weight behind them, choice). Each one
        taken out leads to exactly one path, the best that is left.
        """
        last = np.flatnonzero(ends * self.most >= SMALLEST)
        heap: list[tuple[float, int, tuple[int, ...], float, int]] = []
        for number, cell in enumerate(last.tolist()):
            weight = float(ends[cell])
            heap.append((-weight * self._choices(cell)[2][0], number, (cell,), weight, 0))
        heapq.heapify(heap)
        number, found, least = len(heap), list[tuple[int, ...]](), 0.0
        while heap and len(found) < k + EXTRA:
            best = -heap[0][0]
            if len(found) >= k and best < least * (1 - ALIKE):
                break
            _, _, cells, weight, choice = heapq.heappop(heap)
            while True:
                buyers, factors, values = self._choices(cells[0])
                if choice + 1 < len(buyers) and weight * values[choice + 1] >= SMALLEST:
                    heapq.heappush(heap, (-weight * values[choice + 1], number, cells, weight, choice + 1))
                    number += 1
                if buyers[choice] < 0:
                    break
                weight *= factors[choice]
                cells, choice = (buyers[choice], *cells), 0
            found.append(cells)
            if len(found) == k:
                least = best
        return found, -heap[0][0] if heap else 0.0

    def _value(self, cells: Sequence[int], ends: Array) -> float:
        """The product from the purchase on, as `paths` multiplies it."""
        value = float(self.bought[cells[0]])
        for buyer, seller in pairwise(cells):
            column = int(self.like[buyer - self.cells]) if buyer >= self.cells else buyer
            value *= float(self.table[seller, column])
        return value * float(ends[cells[-1]])
