"""What is odd about a table of coefficients, reported and not repaired in silence; and arrays as callers give them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scharnier.chain.check import Finding
from scharnier.chain.direct import is_sparse
from scharnier.kernel.errors import InputProblem

SHOWN = 20  # cells named per finding
ROWS = 256  # read at a time, so that no second table is made


def check_table(table: Any, regions: Sequence[str] | None, sectors: Sequence[str] | None) -> list[Finding]:
    """Findings on labels, gaps, signs, cells without trade and column sums of a table (n, n), dense or sparse."""
    n = table.shape[0]
    names = [" ".join(pair) for pair in zip(regions or [""] * n, sectors or map(str, range(n)), strict=True)]
    findings = []
    if regions is not None and sectors is not None:
        double = tuple(sorted(name for name, count in Counter(names).items() if count > 1))
        if double:
            findings.append(Finding("double_cell", "fault", len(double), 0.0, double[:SHOWN], "cells appear twice"))
    rows = table.tocsr() if is_sparse(table) else table
    sums, sales, gaps, negative, worst = np.zeros(n), np.zeros(n), np.zeros(n, int), np.zeros(n, int), 0.0
    for start in range(0, n, ROWS):
        part = rows[start : start + ROWS]
        part = np.asarray(part.toarray() if is_sparse(part) else part, dtype=np.float64)
        gaps += (~np.isfinite(part)).sum(axis=0)
        negative += (part < 0).sum(axis=0)
        worst = min(worst, float(np.nanmin(part, initial=0.0)))
        part = np.nan_to_num(part, nan=0.0, posinf=0.0, neginf=0.0)
        sums += part.sum(axis=0)
        sales[start : start + ROWS] = np.abs(part).sum(axis=1)

    def note(code: str, where: NDArray[np.bool_], count: int, size: float, text: str, *, fault: bool = False) -> None:
        if where.any():
            cells = tuple(names[cell] for cell in np.flatnonzero(where)[:SHOWN])
            findings.append(Finding(code, "fault" if fault else "note", count, size, cells, text))

    text = "coefficients are missing or infinite, in the columns of these buyers"
    note("gaps", gaps > 0, int(gaps.sum()), 0.0, text, fault=True)
    text = "coefficients are negative, in the columns of these buyers: solved by factors, not by sweeps"
    note("negative", negative > 0, int(negative.sum()), worst, text)
    empty = (sales == 0) & (sums == 0) & (negative == 0)
    note("no_trade", empty, int(empty.sum()), 0.0, "cells neither buy nor sell")
    text = "cells buy as much as they make, or more: no value added is left (column sum of A)"
    note("column_sum", sums >= 1, int((sums >= 1).sum()), float(sums.max()), text)
    return findings


def take_numbers(given: ArrayLike, name: str, *, gaps: bool = False) -> NDArray[np.float64]:
    """What was given, sparse or not, as float64.

    Raises: InputProblem for what is no number, and for gaps and infinities unless `gaps` are allowed.
    """
    try:
        values: NDArray[np.float64] = np.asarray(unpack(given), dtype=np.float64)
    except (TypeError, ValueError):
        raise InputProblem(f"{name} that are not numbers.", "Give an array of numbers.") from None
    if not gaps and not np.isfinite(values).all():
        raise InputProblem(f"{name} with gaps or infinities.", "Decide what is unknown: zero is a claim of its own.")
    return values


def unpack(given: Any) -> Any:
    """A sparse array as a dense one, anything else as it is."""
    return given.toarray() if is_sparse(given) else given
