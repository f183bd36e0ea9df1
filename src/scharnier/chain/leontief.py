"""Leontief algebra without an inverse: factorise I - A once, solve for what is asked."""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import blas, lapack

from scharnier.chain.model import ChainModel
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]


def calc_coefficients(flows: Array, output: Array) -> Array:
    """A (n, n): what cell j buys from cell i per unit of its own output. Columns of cells without output are zero."""
    scale = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
    coefficients: Array = flows * scale
    return coefficients


class Leontief:
    """The system (I - A) x = d of a model, factorised once (dense LU; at 1,435 cells that beats sparse and iterative).

    Attributes:
        output: x (n,), gross output as in the model.
        coefficients: A (n, n), dimensionless.
        value_added_share: v (n,) = 1 - column sums of A: what a cell keeps of a unit of its output. Wages, profits,
            taxes less subsidies and the transport margins of the table are all inside it. A cell without output
            buys nothing, so its share is one.

    Raises: InputProblem when the table is not productive (some cell would need more than it makes).
    """

    def __init__(self, model: ChainModel) -> None:
        self.output = model.output
        self.coefficients: Array = calc_coefficients(model.flows, model.output)
        self.value_added_share: Array = 1.0 - self.coefficients.sum(axis=0)
        # I - A and not its transpose: where column sums of A stay below one its pivots are on the diagonal, so that
        # solving adds but never subtracts and a non-negative demand cannot give a negative output, rounding included.
        system = np.negative(self.coefficients, order="F")
        np.fill_diagonal(system, 1.0 + system.diagonal())
        self._lu, self._pivots, info = lapack.dgetrf(system, overwrite_a=1)
        # A >= 0 is productive exactly when some x >= 0 leaves a surplus in every cell: (I - A) x = 1 decides it.
        if info != 0 or self.solve(np.ones(model.cells)).min() <= 0:
            raise InputProblem(
                f"chain model {model.id} is not productive: it has no non-negative Leontief inverse.",
                f"See scharnier model check {model.id}.",
            )

    def buy(self, output: Array) -> Array:
        """What the cells buy (n, k) to make the output (n, k): A x. A vector (n,) stays one.

        The product is SciPy's, like the factors: NumPy brings a BLAS of its own, and the threads of one that has just
        worked keep the cores busy for a while when the other starts.
        """
        columns = np.asfortranarray(output, dtype=np.float64).reshape(self.output.size, -1, order="F")
        bought: Array = blas.dgemm(1.0, self.coefficients.T, columns, trans_a=1)
        return bought.reshape(output.shape, order="F")

    def solve(self, demand: Array) -> Array:
        """Output (n, k) that the demand (n, k) calls for, all tiers together: x = A x + d. A vector (n,) stays one."""
        return self._solve(demand, trans=0)

    def solve_transposed(self, intensities: Array) -> Array:
        """Multipliers (m, n) of intensities (m, n) per unit of output: M = S + M A. A vector (n,) stays one."""
        if intensities.ndim == 1:
            return self._solve(intensities, trans=1)
        return self._solve(intensities.T, trans=1).T

    def _solve(self, right: Array, trans: int) -> Array:
        solution, info = lapack.dgetrs(self._lu, self._pivots, np.asarray(right, dtype=np.float64), trans=trans)
        if info != 0:
            raise ValueError(f"right-hand side refused by LAPACK, argument {-info}")
        result: Array = solution
        return result


def calc_origins(leontief: Leontief, demand: Array) -> Array:
    """Value added by cell of origin (n, k) that the demand (n, k) pays for; unit as the demand.

    Every column sums to the sum of its demand: all money ends as somebody's value added, as defined by
    `Leontief.value_added_share`. Source: Miller & Blair (2009), Input-Output Analysis, chapters 2 and 10.
    """
    return _weigh(leontief.value_added_share, leontief.solve(demand))


def calc_tiers(leontief: Leontief, demand: Array) -> Array:
    """Value added (4, n, k) by tier and cell of origin: supplier, tier 1, tier 2, tier 3 and further.

    The supplier is the maker of what is bought, tier 1 its suppliers, and so on: v d, v A d, v A^2 d and
    v (A^3 + A^4 + ...) d. The sum over the tiers is `calc_origins`. The last tier is solved for, not subtracted, so
    that rounding never makes it negative.
    """
    share = leontief.value_added_share
    first = leontief.buy(demand)
    second = leontief.buy(first)
    rest = leontief.solve(leontief.buy(second))
    return np.stack([_weigh(share, output) for output in (demand, first, second, rest)])


def calc_multipliers(leontief: Leontief, stressors: dict[str, Array]) -> dict[str, Array]:
    """Stressor per unit of final use (n,), all tiers together, per name of stressor (total per cell, (n,)).

    Unit: that of the stressor per unit of output (kt per million USD). What is unknown (NaN) is not counted:
    `calc_known_shares` says how much of the chain the answer covers. A total in a cell without output has no flow
    of money to ride on and is left out; `check_model` reports it.
    """
    names = list(stressors)
    if not names:
        return {}
    totals = np.stack([np.nan_to_num(stressors[name], nan=0.0) for name in names])
    intensities = np.divide(totals, leontief.output, out=np.zeros_like(totals), where=leontief.output > 0)
    solved = leontief.solve_transposed(intensities)
    return {name: solved[row] for row, name in enumerate(names)}


def calc_known_shares(leontief: Leontief, stressor: Array) -> Array:
    """Share (n,) of the value added behind a unit of final use of each cell that arises where the stressor is known."""
    known = leontief.value_added_share * ~np.isnan(stressor)
    return leontief.solve_transposed(known)


def _weigh(share: Array, output: Array) -> Array:
    weighed: Array = share * output if output.ndim == 1 else share[:, None] * output
    return weighed
