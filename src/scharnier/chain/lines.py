"""Multipliers put on every line of a purchase file, and summed by supplier or any other group."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scharnier.chain import lines_kernels as kernels
from scharnier.chain.threads import run_parts, split_rows
from scharnier.kernel.errors import InputProblem


@dataclass(frozen=True, eq=False)
class LineTotals:
    """What the stressors come to per line and per group.

    Attributes:
        lines: (l, s) per line: amount x multiplier of its cell; NaN where the cell is unknown. None if not asked for.
        groups: (g, s) float64 sums per group of the lines whose cell is known; None without groups.
        without_cell: lines whose cell is unknown.
        amount_without_cell: what they cost together: it is in no sum.
    """

    lines: NDArray[Any] | None
    groups: NDArray[np.float64] | None
    without_cell: int
    amount_without_cell: float


def calc_lines(
    cell_of_line: ArrayLike,
    amount: ArrayLike,
    M: ArrayLike,
    *,
    group_of_line: ArrayLike | None = None,
    groups: int | None = None,
    out: NDArray[Any] | None = None,
    per_line: bool = True,
) -> LineTotals:
    """amount[l] * M[:, cell_of_line[l]] for every line, and the sums per group.

    Args:
        cell_of_line: (l,) integer number of the cell each line buys from; -1 where it is unknown.
        amount: (l,) what each line costs; credit notes may be negative.
        M: (s, n) multipliers per unit of money of the amounts.
        group_of_line: (l,) integer number of the supplier, or any other group, of each line; -1 for none.
        groups: g, how many groups there are; by default the highest number plus one.
        out: (l, s) float32 or float64, to be overwritten: new memory costs more than the calculation. By default
            float64, and new.
        per_line: False leaves the lines out and only sums.

    Raises: InputProblem for shapes that do not fit, numbers that are no cell or group, and amounts that are gaps.
    """
    multipliers = np.atleast_2d(np.asarray(M, dtype=np.float64))
    cells = _numbers("cell_of_line", cell_of_line, multipliers.shape[1])
    amounts = np.ascontiguousarray(amount, dtype=np.float64)
    if amounts.shape != cells.shape:
        raise InputProblem(f"{cells.size} lines have a cell and {amounts.size} an amount: they must be as many.")
    if not np.isfinite(amounts.sum()) and not np.isfinite(amounts).all():
        row = int(np.flatnonzero(~np.isfinite(amounts))[0])
        raise InputProblem(f"the amount of line {row} is a gap or infinite.", "Leave it out, or give it an amount.")
    into = None
    if group_of_line is not None:
        into = _numbers("group_of_line", group_of_line, groups)
        if into.shape != cells.shape:
            raise InputProblem(f"{cells.size} lines have a cell and {into.size} a group: they must be as many.")
    width = multipliers.shape[0]
    if per_line and out is None:
        out = np.empty((cells.size, width))
    if per_line and (out is None or out.shape != (cells.size, width) or out.dtype.kind != "f"):
        raise InputProblem(f"out must be a table of {cells.size} x {width} floating-point numbers.")
    parts = split_rows(cells.size, width)
    where = _unsigned(cells, multipliers.shape[1])
    if per_line and out is not None:
        # Lines are worked out in the precision they are written in, sums always in float64.
        known, factors = _by_cell(multipliers, np.nan, out.dtype), amounts.astype(out.dtype, copy=False)
        run_parts(lambda _, a, b: kernels.weigh_lines(where, factors, known, out, a, b), parts)
    sums = None
    if into is not None:
        count = groups if groups is not None else int(into.max(initial=-1)) + 1
        pieces, towards = np.zeros((len(parts), count + 1, width)), _unsigned(into, count)
        counted = _by_cell(multipliers, 0.0, np.dtype(np.float64))
        run_parts(lambda p, a, b: kernels.sum_lines(where, amounts, towards, counted, pieces[p], a, b), parts)
        sums = pieces.sum(axis=0)[:count]
    unknown = cells < 0
    count = int(np.count_nonzero(unknown))
    return LineTotals(out if per_line else None, sums, count, float(amounts[unknown].sum()) if count else 0.0)


def _by_cell(multipliers: NDArray[np.float64], unknown: float, number: np.dtype[Any]) -> NDArray[Any]:
    """Multipliers (n + 1, s) by cell, the last row for lines whose cell is unknown."""
    width, n = multipliers.shape
    rows = np.full((n + 1, width), unknown, dtype=number)
    rows[:n] = multipliers.T
    return rows


def _unsigned(numbers: NDArray[Any], unknown: int) -> NDArray[np.uint32]:
    """The numbers with -1 as `unknown`."""
    if numbers.size and numbers.min() < 0:
        numbers = np.where(numbers < 0, unknown, numbers)
    return numbers.view(np.uint32) if numbers.dtype == np.int32 else numbers.astype(np.uint32)


def _numbers(name: str, values: ArrayLike, count: int | None) -> NDArray[Any]:
    numbers = np.ascontiguousarray(values)
    if numbers.ndim != 1 or (numbers.size and not np.issubdtype(numbers.dtype, np.integer)):
        raise InputProblem(f"{name} must hold one whole number per line.")
    if numbers.dtype not in (np.int32, np.int64):
        numbers = numbers.astype(np.int64)
    if numbers.size and (numbers.min() < -1 or (count is not None and numbers.max() >= count)):
        raise InputProblem(
            f"{name} holds {int(numbers.min())} to {int(numbers.max())}; it may hold 0 to {(count or 1) - 1}, "
            "and -1 for unknown."
        )
    return numbers
