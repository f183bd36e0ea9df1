"""The largest origins of each purchase cell: where, all tiers together, is most of a stressor behind a unit of it?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import blas, lapack

from scharnier.chain import origins_kernels as kernels
from scharnier.chain.direct import is_sparse
from scharnier.chain.threads import run_parts, split_rows
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]
Refine = Callable[[NDArray[np.int64], NDArray[Any]], Array]
Solution = tuple[NDArray[np.float32], Refine, float]

SINGLE_FROM = 2000  # cells from which single precision pays
SWEEPS_FROM = 512  # cells from which sweeps may
SAMPLE = 24  # purchases solved in both precisions to see how far they are apart
SAFETY = 6.0  # what may differ in the others: so many times the most that was seen
EQUAL = 1e-11  # origins closer than this (relative) count as equal: lowest cell first
WORST = 1e-4  # single precision that is further off is not used


@dataclass(frozen=True, eq=False)
class TopOrigins:
    """The k largest origins of each purchase cell and stressor, largest first.

    Attributes:
        cells: (c, s, k) int32 cell of origin; -1 where fewer than k cells have anything.
        values: (c, s, k) float64, stressor in that cell per unit bought from the purchase cell, all tiers together.
        error: values may be off by this share of themselves; the order is that of float64 all the same.
        resolved: purchase cells (of c) whose origins lay so close together that they were solved in float64.
    """

    cells: NDArray[np.int32]
    values: Array
    error: float
    resolved: int


def find_origins(
    A: Any,
    cells: ArrayLike,
    S: ArrayLike,
    k: int = 10,
    *,
    regions: Sequence[str] | None = None,
    single: bool | None = None,
) -> TopOrigins:
    """The k cells i with the largest S[s, i] L[i, c], for every purchase cell c and stressor s, exactly.

    Solved in single precision: by sweeps where much of the table is zero or few purchases are asked for, else by
    factors. What that error could have put in another order is solved again in float64. How large the error is, is
    measured in a sample of the purchases and in all that are solved again.

    Args:
        A: (n, n) coefficients >= 0, column = buyer; dense or SciPy sparse.
        cells: (c,) purchase cells, each once; group lines by cell first.
        S: (s, n) stressors per unit a cell makes. Only contributions above zero are listed.
        k: how many origins.
        regions: region of each cell (n,): with it sweeps need fewer rounds.
        single: force (True) or forbid (False) single precision; by default it is used from 2,000 cells on.

    Raises: InputProblem for shapes that do not fit, gaps, unknown or repeated cells, and tables without inverse.
    """
    given = A if is_sparse(A) else np.asarray(A)
    n = given.shape[0] if given.ndim else 0
    bought, intensities = _check(given, cells, S, k)
    depth = k + 1
    if single if single is not None else n >= SINGLE_FROM:
        for output, refine, left in _solve_single(given, regions, bought):
            solved = _rank_single(output, refine, left, bought.size, intensities, depth)
            if solved is not None:
                return solved
    table = _fill(given)
    output = _solve(table, bought, np.float64)[0]
    if not np.isfinite(output).all():
        raise InputProblem("the table holds gaps, or numbers too large to solve with.", "See model check.")
    if output.min() < -1e-9 * output.max() and table.min() >= 0:
        raise InputProblem("the table is not productive: some cell would need more than it makes.", "See model check.")
    where, values = _rank(output, intensities, depth, n)
    _settle(output, intensities, where, values)
    return TopOrigins(where[:, :, :k], values[:, :, :k], EQUAL, bought.size)


def _solve_single(given: Any, regions: Sequence[str] | None, bought: NDArray[np.int64]) -> Iterator[Solution]:
    """L[:, bought] in single precision, the way that is expected to be quickest first."""
    if given.shape[0] >= SWEEPS_FROM:
        from scharnier.chain.origins_sweeps import solve_by_sweeps
        from scharnier.chain.tiles import OddTable

        with suppress(ArithmeticError, OddTable):
            yield solve_by_sweeps(given, regions, bought)
    output, refine = _solve(_fill(given), bought, np.float32)
    if np.isfinite(output).all() and output.min() >= -1e-6 * output.max():  # else for float64 to judge
        yield output, refine, 0.0


def _fill(given: Any) -> NDArray[Any]:
    return np.ascontiguousarray(given.toarray() if is_sparse(given) else given)


def _rank_single(
    output: NDArray[np.float32], refine: Refine, left: float, purchases: int, intensities: Array, depth: int
) -> TopOrigins | None:
    """The origins of all purchases; None when single precision is too far off.

    left: relative error that rounding does not explain.
    """
    where, found = _rank(output, intensities.astype(np.float32), depth, output.shape[1])
    values = found.astype(np.float64)
    done = np.zeros(purchases, bool)
    todo = np.unique(np.linspace(0, purchases - 1, min(SAMPLE, purchases)).astype(np.int64))
    seen = 0.0
    while todo.size:
        done[todo] = True
        exact = refine(todo, output[todo])
        fresh_where, fresh = where[todo], values[todo]
        listed = fresh_where >= 0
        again = exact[np.nonzero(listed)[0], fresh_where[listed]]
        apart = np.abs(output[todo][np.nonzero(listed)[0], fresh_where[listed]] - again)
        apart /= np.maximum(np.abs(again), 1e-300)
        seen = max(seen, float(apart.max(initial=0.0)))
        if not seen <= WORST:
            return None
        _settle(exact, intensities, fresh_where, fresh)
        # One step of refinement squares the error; what is still too close takes another.
        close = _near(fresh, 1e3 * EQUAL)
        if close.any():
            fewer_where, fewer = fresh_where[close], fresh[close]
            _settle(refine(todo[close], exact[close]), intensities, fewer_where, fewer)
            fresh_where[close], fresh[close] = fewer_where, fewer
        where[todo], values[todo] = fresh_where, fresh
        error = SAFETY * seen + left
        todo = np.flatnonzero(_near(values, 2 * error + 4 * float(np.finfo(np.float32).eps)) & ~done)
    k = depth - 1
    return TopOrigins(where[:, :, :k].copy(), values[:, :, :k].copy(), SAFETY * seen + left, int(done.sum()))


def _solve(table: NDArray[Any], bought: NDArray[np.int64], number: type[np.floating[Any]]) -> tuple[NDArray[Any], Any]:
    """L[:, bought] as rows (c, n), and a function that refines some of them in float64.

    The cells bought stand last, so that nothing but the last rows of the lower factor is needed for them, and cells
    that sell to nobody and are not bought are left out: nothing arises there. What is factorised in place, row-major,
    is the transpose of I - A for LAPACK.
    """
    n, m = table.shape[0], bought.size
    sells = np.concatenate(run_parts(lambda _, a, b: kernels.find_sellers(table, a, b), split_rows(n, n)))
    sells[bought] = False
    order = np.concatenate([np.flatnonzero(sells), bought])
    size = order.size
    system = np.empty((size, size), number)
    run_parts(lambda _, a, b: kernels.fill_system(table, order, system, a, b), split_rows(size, size))
    factorise, solve, triangle = (
        (lapack.sgetrf, lapack.sgetrs, blas.strsm)
        if number is np.float32
        else (lapack.dgetrf, lapack.dgetrs, blas.dtrsm)
    )
    factors, pivots, info = factorise(system.T, overwrite_a=1)
    if info != 0:
        raise InputProblem("the table has no Leontief inverse: I - A is singular.", "See model check.")
    unit = np.zeros((size, m), number, order="F")
    unit[size - m + np.arange(m), np.arange(m)] = 1.0
    if np.array_equal(pivots, np.arange(size)):
        # (I - A) = U' L': with unit right sides in the last m rows, U' y = e is solved within its last block.
        block = np.asfortranarray(factors[size - m :, size - m :])
        unit[size - m :] = triangle(1.0, block, unit[size - m :], lower=0, trans_a=1)
        solved = triangle(1.0, factors, unit, lower=1, trans_a=1, diag=1, overwrite_b=1)
    else:
        solved, _ = solve(factors, pivots, unit, trans=1, overwrite_b=1)
    output = np.zeros((m, n), number)
    output[:, order] = solved.T

    def refine(places: NDArray[np.int64], rough: NDArray[Any]) -> Array:
        """Rows `places` after one step of refinement in float64."""
        exact = rough.astype(np.float64)
        residual = _times(table, exact) - exact
        residual[np.arange(places.size), bought[places]] += 1.0
        step, _ = solve(factors, pivots, np.asfortranarray(residual[:, order].T, dtype=number), trans=1)
        exact[:, order] += step.T
        return exact

    return output, refine


def _times(table: NDArray[Any], rows: Array) -> Array:
    """(A x)' for rows x' (c, n)."""
    if table.dtype == np.float64:
        product: Array = blas.dgemm(1.0, table.T, rows.T, trans_a=1).T
        return product
    return np.asarray(rows @ table.T.astype(np.float64))


def _rank(
    output: NDArray[Any], intensities: NDArray[Any], depth: int, n: int
) -> tuple[NDArray[np.int32], NDArray[Any]]:
    m, s = output.shape[0], intensities.shape[0]
    where, values = np.empty((m, s, depth), np.int32), np.empty((m, s, depth), output.dtype)
    weights = np.ascontiguousarray(intensities, dtype=output.dtype)
    run_parts(
        lambda _, a, b: kernels.top_origins(output, weights, depth, where, values, a, b), split_rows(m, max(1, s * n))
    )
    return where, values


def _near(values: Array, margin: float) -> NDArray[np.bool_]:
    """Which purchases (c,) have two origins next to each other in values (c, s, depth) that differ by less."""
    parts = split_rows(values.shape[0], values[0].size)
    return np.concatenate(run_parts(lambda _, a, b: kernels.near_ties(values, margin, a, b), parts))


def _settle(output: NDArray[Any], intensities: Array, where: NDArray[np.int32], values: NDArray[Any]) -> None:
    """Write the origins of output (c, n) in float64, equal ones by cell. where, values: (c, s, depth)."""
    depth = where.shape[2]
    room = depth + 54
    many = np.empty((output.shape[0], intensities.shape[0], room), np.int32)
    sizes = np.empty(many.shape)
    weights = np.ascontiguousarray(intensities)
    run_parts(
        lambda _, a, b: kernels.top_origins(output, weights, room, many, sizes, a, b),
        split_rows(output.shape[0], intensities.size),
    )
    close = (sizes[:, :, :-1] > 0) & (sizes[:, :, :-1] - sizes[:, :, 1:] <= EQUAL * sizes[:, :, :-1])
    for c, s in np.argwhere(close.any(axis=2)):
        group = np.concatenate([[0], np.cumsum(~close[c, s])])
        ranks = np.lexsort((many[c, s], group))
        many[c, s], sizes[c, s] = many[c, s][ranks], sizes[c, s][ranks]
    where[:], values[:] = many[:, :, :depth], sizes[:, :, :depth]


def _check(table: NDArray[Any], cells: ArrayLike, S: ArrayLike, k: int) -> tuple[NDArray[np.int64], Array]:
    if table.ndim != 2 or table.shape[0] != table.shape[1] or table.shape[0] == 0:
        raise InputProblem(f"a table of coefficients is square; this one is {' x '.join(map(str, table.shape))}.")
    n = table.shape[0]
    bought = np.atleast_1d(np.asarray(cells))
    if bought.size == 0 or not np.issubdtype(bought.dtype, np.integer) or bought.ndim != 1:
        raise InputProblem("name at least one purchase cell by its number.")
    if bought.min() < 0 or bought.max() >= n:
        raise InputProblem(f"purchase cells are numbered from 0 to {n - 1}; found {bought.min()} to {bought.max()}.")
    if np.unique(bought).size != bought.size:
        raise InputProblem("a purchase cell is named twice.", "Group the lines by cell first.")
    intensities = np.atleast_2d(np.asarray(S, dtype=np.float64))
    if intensities.ndim != 2 or intensities.shape[1] != n:
        raise InputProblem(f"S must hold one row per stressor of {n} numbers; it is {np.shape(S)}.")
    if not np.isfinite(intensities).all():
        raise InputProblem("S holds gaps or infinities.", "What is unknown is not zero: leave that stressor out.")
    if k < 1:
        raise InputProblem(f"k = {k} origins were asked for; ask for at least one.")
    return bought.astype(np.int64), intensities
