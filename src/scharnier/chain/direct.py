"""Solving by factors (LU): for small tables, odd ones, and whenever sweeps do not converge."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import lapack

Array = NDArray[np.float64]


def is_sparse(table: Any) -> bool:
    """Whether a table is a SciPy sparse array or matrix."""
    return bool(sparse.issparse(table))


class Factors:
    """I - A of a table A (n, n) in LU factors, float64 or float32; |A| too where the table has negative entries.

    Raises: ArithmeticError when I - A is singular.
    """

    sweeps = 0

    def __init__(self, table: Any, *, single: bool = False) -> None:
        dense = table.toarray() if is_sparse(table) else table
        self._table: Array = np.asarray(dense, dtype=np.float64)
        self.depth = self._table.shape[0]
        self.signed = bool((self._table < 0).any())
        self.name = "LU float32" if single else "LU float64"
        sizes = np.abs(self._table) if self.signed else self._table
        self.smallest = float(np.min(sizes, where=sizes > 0, initial=1.0))
        self._sizes = sizes
        self._factors = _factorise(self._table, single)
        self._size_factors = _factorise(sizes, single) if self.signed else self._factors

    def of(self, *, buyers: bool) -> "FactorMethod":
        """The method for M = S + M A (buyers) or x = y + A x."""
        return FactorMethod(self, buyers=buyers)


class FactorMethod:
    """`certificate.Method` on factors."""

    best = 1e-7

    def __init__(self, factors: Factors, *, buyers: bool) -> None:
        self._of = factors
        self._buyers = buyers
        self.name, self.depth, self.sweeps = factors.name, factors.depth, 0
        self.signed, self.smallest = factors.signed, factors.smallest

    def solve(self, right: Array, accuracy: float) -> Array:  # noqa: ARG002 - as good as it gets
        """right L or L right."""
        return self._solve(self._of._factors, right)

    def solve_majorant(self, right: Array, accuracy: float) -> Array:  # noqa: ARG002
        """The same for |A|."""
        return self._solve(self._of._size_factors, right)

    def product(self, values: Array) -> Array:
        """values A or A values."""
        return self._product(self._of._table, values)

    def majorant(self, values: Array) -> Array:
        """values |A| or |A| values."""
        return self._product(self._of._sizes, values)

    def _product(self, table: Array, values: Array) -> Array:
        result: Array = (table.T if self._buyers else table) @ values
        return result

    def _solve(self, factors: tuple[Any, Any], right: Array) -> Array:
        lu, pivots = factors
        run = lapack.sgetrs if lu.dtype == np.float32 else lapack.dgetrs
        found, info = run(lu, pivots, right.astype(lu.dtype), trans=1 if self._buyers else 0)
        if info:
            raise ValueError(f"right-hand side refused by LAPACK, argument {-info}")
        result: Array = found.astype(np.float64)
        return result


def _factorise(table: Array, single: bool) -> tuple[Any, Any]:
    system: Any = np.array(table, dtype=np.float32 if single else np.float64, order="F")
    np.negative(system, out=system)
    np.fill_diagonal(system, 1.0 + system.diagonal())
    run = lapack.sgetrf if single else lapack.dgetrf
    lu, pivots, info = run(system, overwrite_a=1)
    if info:
        raise ArithmeticError("I - A is singular")
    return lu, pivots
