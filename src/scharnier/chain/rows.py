"""Sweeps over a dense table as it stands: for one portfolio, packing it would take longer than solving.

Footprints only, x = y + A x: a row of A meets x as it lies in memory, all in float64.
"""

from typing import Any

import numpy as np
from numba import prange
from numpy.typing import NDArray

from scharnier.chain.compiled import njit
from scharnier.chain.inverse import invert
from scharnier.chain.sweeps import EXACT, PATIENCE, SWEEPS
from scharnier.chain.tiles import LEAST, MOST, plan_blocks, view_for_numba

Array = NDArray[np.float64]

COLUMNS = 2  # right-hand sides met at once


class RowMethod:
    """`certificate.Method` for x = y + A x on a dense table (n, n) in row order, A >= 0.

    Raises: ArithmeticError when a block alone is not productive, and by `product` when the table has negative entries
        or gaps.
    """

    name = "block Gauss-Seidel, rows"
    best = 1e-4
    signed = False
    smallest = LEAST

    def __init__(self, table: Any, regions: Any) -> None:
        self._table = view_for_numba(table)
        self.depth = table.shape[0]
        self.sweeps = 0
        self._checked = False  # in the course of the first product, which every proof needs
        self._order, self._edges = plan_blocks(regions, self.depth)
        sizes = np.diff(self._edges)
        self._offsets = np.concatenate([[0], np.cumsum(sizes**2)])
        self._inverse = np.empty(int(self._offsets[-1]))
        if not _invert_rows(self._table, self._order, self._edges, self._offsets, self._inverse):
            raise ArithmeticError("a block of the table is not productive")
        self._straight = bool((self._order == np.arange(self.depth)).all())

    def solve(self, right: Array, accuracy: float) -> Array:
        """About L right. Raises: ArithmeticError when the sweeps do not converge."""
        found = np.empty_like(right)
        most = 0
        for start in range(0, right.shape[1], COLUMNS):
            given = _take(right, start)
            values, count = self._solve(given, accuracy)
            found[:, start : start + COLUMNS] = values[: right.shape[1] - start].T
            most = max(most, count)
        self.sweeps += most
        return found

    def _solve(self, right: Array, accuracy: float) -> tuple[Array, int]:
        values, before = np.zeros_like(right), np.inf
        arrays = (self._table, self._order, self._edges, self._offsets, self._inverse)
        for count in range(1, SWEEPS + 1):
            last = values.copy()
            _sweep_rows(*arrays, values, right, count == 1 and self._straight)
            size = np.abs(values).sum(axis=1)
            change = np.abs(values - last).sum(axis=1)
            moved = float(np.divide(change, size, out=np.zeros_like(size), where=size > 0).max())
            factor = moved / before if count > 2 else 1.0
            if moved <= EXACT or (factor < 1 and moved * factor / (1 - factor) <= accuracy):
                return values, count
            if not np.isfinite(moved) or (count > PATIENCE and factor ** (SWEEPS - count) * moved > accuracy):
                break
            before = moved
        raise ArithmeticError("sweeps do not converge")

    def product(self, values: Array) -> Array:
        """A values."""
        result = np.empty_like(values)
        for start in range(0, values.shape[1], COLUMNS):
            given = _take(values, start)
            total = np.zeros_like(given)
            odd = _multiply(self._table, self._order, 0, self.depth, self.depth, *given, *total, not self._checked)
            if odd:
                raise ArithmeticError("the table has entries that are negative, missing or out of range")
            self._checked = True
            result[:, start : start + COLUMNS] = total[: values.shape[1] - start].T
        return result

    majorant = product
    solve_majorant = solve


def _take(values: Array, start: int) -> Array:
    """Columns from `start` on as COLUMNS rows, zero where there are no more."""
    given = np.zeros((COLUMNS, len(values)))
    part = values[:, start : start + COLUMNS].T
    given[: len(part)] = part
    return given


@njit(parallel=True, cache=True, error_model="numpy")
def _invert_rows(table, order, edges, offsets, inverse):
    good = np.ones(edges.size - 1, np.bool_)
    for j in prange(edges.size - 1):
        cells = order[edges[j] : edges[j + 1]]
        a = np.empty((cells.size, cells.size), np.float64)
        for r in range(cells.size):
            for c in range(cells.size):
                a[r, c] = -np.float64(table[cells[r], cells[c]])
            a[r, r] += 1.0
        good[j] = invert(a)
        inverse[offsets[j] : offsets[j + 1]] = a.ravel()
    return good.all()


@njit(cache=True, error_model="numpy", inline="always")
def _is_odd(v):
    return np.int64((v != 0.0) & ~((v >= LEAST) & (v <= MOST)))


@njit(parallel=True, cache=True, error_model="numpy", fastmath={"reassoc", "contract"})
def _multiply(table, order, start, stop, reach, x, y, total_x, total_y, check):
    """total[cell] += A[cell, :reach] x[:reach], for the cells at places start to stop; the same for y.

    Four rows at once: memory delivers several streams faster than one. Returns how many entries are neither zero nor
    in range, if asked to check.
    """
    wrong = np.int64(0)
    for group in prange((stop - start + 3) // 4):
        place = start + 4 * group
        left = stop - place
        i, j = order[place], order[place + min(1, left - 1)]
        k, m = order[place + min(2, left - 1)], order[place + min(3, left - 1)]
        p, q, r, s = table[i], table[j], table[k], table[m]
        px, qx, rx, sx, py, qy, ry, sy = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for c in range(reach):
            xc, yc = x[c], y[c]
            px += p[c] * xc
            py += p[c] * yc
            qx += q[c] * xc
            qy += q[c] * yc
            rx += r[c] * xc
            ry += r[c] * yc
            sx += s[c] * xc
            sy += s[c] * yc
            if check:
                wrong += _is_odd(p[c]) + _is_odd(q[c]) + _is_odd(r[c]) + _is_odd(s[c])
        total_x[i] += px
        total_y[i] += py
        if left > 1:
            total_x[j] += qx
            total_y[j] += qy
        if left > 2:
            total_x[k] += rx
            total_y[k] += ry
        if left > 3:
            total_x[m] += sx
            total_y[m] += sy
    return wrong


@njit(cache=True, error_model="numpy")
def _sweep_rows(table, order, edges, offsets, inverse, values, right, first):
    x, y = values[0], values[1]
    total = right.copy()
    for j in range(edges.size - 1):
        cells = order[edges[j] : edges[j + 1]]
        for cell in cells:
            x[cell], y[cell] = 0.0, 0.0  # what the block buys from itself is in its inverse
        reach = edges[j] if first else order.size  # at first all that comes later is zero
        _multiply(table, order, edges[j], edges[j + 1], reach, x, y, total[0], total[1], False)
        _solve_rows(inverse[offsets[j] : offsets[j + 1]], total[0][cells], total[1][cells], cells, x, y)


@njit(cache=True, error_model="numpy", fastmath={"reassoc", "contract"})
def _solve_rows(inverse, right_x, right_y, cells, x, y):
    for r in range(cells.size):
        line = inverse[r * cells.size : (r + 1) * cells.size]
        a, b = 0.0, 0.0
        for c in range(cells.size):
            a += line[c] * right_x[c]
            b += line[c] * right_y[c]
        x[cells[r]], y[cells[r]] = a, b
