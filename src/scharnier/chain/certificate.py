"""Solving with proof: refine an approximate answer in float64 until a bound on its error, itself proven, is small.

For A >= 0 the error of any approximate M of M* = S + M* A obeys |M* - M| <= |R| L with R = S - M + M A. One extra
right-hand side e turns that into numbers: where e (I - A) >= g > 0, |R_s| <= k g gives |R_s| L <= k e. That such an e
exists also proves that the table is productive. Rounding is part of the proof. See docs/method/solver.md.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]

TARGET = 1e-8  # what is promised
AIM = 1e-9  # what is tried for
PHASES = 8
BEST = 1e-7  # relative accuracy of a solution in single precision, about
UNIT = 2.0**-53
FLOOR = 1e-9  # of the largest: the least that the extra right-hand side asks for in a cell
TINY = 1e-25  # the same where every right-hand side has an extra one of its own
UP = 1.0 + 1e-9  # the few operations that make up a bound round themselves
SAFE = 1e-280  # products of larger numbers do not vanish
SMALLEST_NORMAL, SMALLEST = 2.0**-1022, 2.0**-1074  # below the first a number has the second as its precision


class Method(Protocol):
    """A way to solve approximately. Matrices are (n, k), a column per right-hand side."""

    name: str
    sweeps: int
    best: float  # accuracy to ask of the first solution: more is better left to the corrections
    depth: int  # additions that a product goes through, at most, before it is in `product`
    signed: bool  # the table has negative entries
    smallest: float  # no entry but zero is smaller in size

    def solve(self, right: Array, accuracy: float) -> Array:
        """About right L (or L right): relative error about `accuracy` or what the method can do.

        Raises: ArithmeticError when it fails.
        """
        ...

    def product(self, values: Array) -> Array:
        """values A (or A values), summed in float64."""
        ...

    def majorant(self, values: Array) -> Array:
        """values |A| (or |A| values), as `product`."""
        ...

    def solve_majorant(self, right: Array, accuracy: float) -> Array:
        """As `solve`, for |A|."""
        ...


class NotCertified(ArithmeticError):
    """The target was not reached: the method failed, or the table is (nearly) not productive.

    `answer` is the last one with its bounds, which hold; None when there was none.
    """

    def __init__(self, text: str, answer: "Answer | None" = None) -> None:
        super().__init__(text)
        self.answer = answer


@dataclass(frozen=True)
class Answer:
    """Values (n, k) and a proven bound (n, k) on their absolute error; both are exactly zero where nothing arrives."""

    values: Array
    errors: Array

    def scaled(self, exponents: NDArray[np.int32]) -> "Answer":
        """Columns times 2 to these powers, with what numbers near the end of their range lose in the errors.

        Raises: InputProblem when a value does not fit in a number any more.
        """
        with np.errstate(over="ignore", under="ignore"):
            values, errors = np.ldexp(self.values, exponents), np.ldexp(self.errors, exponents)
        if not np.isfinite(values).all():
            raise InputProblem("the answer is larger than numbers can hold.", "Use larger units.")
        lost = (self.values != 0) & (np.abs(values) < SMALLEST_NORMAL)
        return Answer(values, np.where(lost, errors + 2 * SMALLEST, errors))


def calc_gamma(depth: int) -> float:
    """Relative error of a sum of products: d u / (1 - d u), d with room for the packing (2^-48) and the rest."""
    steps = (depth + 64) * UNIT
    return steps / (1.0 - steps)


def calc_relative(values: Array, errors: Array) -> Array:
    """Bound relative to the true value and to the given one: error / (|value| - error); inf where nothing is known."""
    left = np.abs(values) - errors
    relative = np.divide(errors, left, out=np.full_like(errors, np.inf), where=left > 0)
    relative[errors == 0] = 0.0
    return relative


def solve_certified(
    method: Method, right: Array, target: float = TARGET, aim: float = AIM, phases: int = PHASES
) -> Answer:
    """Solve for `right` (n, k) >= 0 until the relative bound is at most `aim` in every cell, or gains no more.

    Raises: NotCertified when the bound stays above `target`, or there is none: the table is not productive.
    """
    exponents = np.frexp(right.max(axis=0, initial=0.0))[1]
    right = np.ldexp(right, -exponents)  # exact; a row of nothing but zeros stays as it is
    values = np.zeros_like(right)
    rest, left = right, 1.0
    for phase in range(phases):
        extra = _choose_extra(values, right)
        found = _solve_scaled(method, rest, extra, _choose_accuracy(aim, left) if phase else method.best)
        values = values + found[:, :-1]
        if not method.signed:
            np.maximum(values, 0.0, out=values)
        if not np.isfinite(found).all():
            raise NotCertified("numbers ran over")
        if method.signed:
            found[:, -1:] = method.solve_majorant(extra, 1e-6)
        answer, rest, reached, least = _judge(method, values, right, np.maximum(found[:, -1:], 0.0), aim)
        if reached <= aim:
            break
        if phase and not least <= 0.5 * left:
            break
        left = least
    answer = answer.scaled(exponents)
    if not reached <= target:
        raise NotCertified("the bound does not reach its target", answer)
    return answer


def _choose_accuracy(aim: float, left: float) -> float:
    """Of the next correction: so that the residual ends well below the aim, as bounds are larger than errors."""
    return min(max(BEST, 0.03 * aim / left), 0.01)


def _choose_extra(values: Array, right: Array) -> Array:
    """Right-hand side (n, 1) of the extra one: the shape that residuals have, which is that of the values."""
    shape = np.abs(values) if values.any() else np.abs(right)
    scale = shape.mean(axis=0)
    used = scale > 0
    extra = (shape[:, used] / scale[used]).sum(axis=1)
    top = float(extra.max(initial=0.0)) or 1.0
    floored: Array = np.maximum(extra / top, FLOOR)[:, None]
    return floored


def _solve_scaled(method: Method, rest: Array, extra: Array, accuracy: float) -> Array:
    both = np.hstack([rest, extra])
    exponents = np.frexp(np.abs(both).max(axis=0))[1]
    return np.ldexp(method.solve(np.ldexp(both, -exponents), accuracy), exponents)


def _judge(method: Method, values: Array, right: Array, extra: Array, aim: float) -> tuple[Answer, Array, float, float]:
    """The answer with its bounds, its residual, the largest relative bound, and the residual relative to the values."""
    gamma = calc_gamma(method.depth)
    products = method.product(np.hstack([values, extra]))
    rest = right - values + products[:, :-1]
    passed = method.majorant(np.hstack([np.abs(values), extra])) if method.signed else products
    slack = gamma * (right + np.abs(values) + passed[:, :-1]) * 2.0
    # Nothing arrives where nothing is put in and all that comes from other cells is zero: products of this size do
    # not vanish, so each seller then carries zero itself or is not bought from.
    carried = np.abs(values[values != 0]).min(initial=1.0) * method.smallest > SAFE
    empty = (values == 0) & (right == 0) & (passed[:, :-1] == 0) & carried
    size = np.abs(rest) + slack
    size[empty] = 0.0
    errors = _calc_errors(size, extra, passed[:, -1:], gamma)
    errors[empty] = 0.0
    relative = calc_relative(values, errors)
    filled = values != 0
    least = float((size[filled] / np.abs(values[filled])).max(initial=0.0))
    if not relative.max(initial=0.0) <= aim and least <= aim / 10:
        _sharpen(method, values, size, errors, relative.max(axis=0, initial=0.0) > aim, gamma)
        errors[empty] = 0.0
        relative = calc_relative(values, errors)
    return Answer(values, errors), rest, float(relative.max(initial=0.0)), least


def _calc_errors(size: Array, extra: Array, passed: Array, gamma: float) -> Array:
    """Bounds (n, k) on the error from bounds `size` (n, k) on the residual, with the vectors `extra` (n, 1 or k).

    |error| <= size L <= k extra, and, one step further, <= size + k extra A: exact where a cell buys from nobody.
    Infinite where `extra` proves nothing.
    """
    gain = extra - passed - 2.0 * gamma * (extra + passed)
    factor = np.divide(size, gain, out=np.zeros(size.shape), where=gain > 0).max(axis=0)
    errors: Array = (size + factor * (passed * (1.0 + 2.0 * gamma))) * UP
    errors[:, np.broadcast_to(~(gain.min(axis=0) > 0), factor.shape)] = np.inf
    return errors


def _sharpen(method: Method, values: Array, size: Array, errors: Array, rows: NDArray[np.bool_], gamma: float) -> None:
    """Tighten the bounds of the columns `rows`, each with an extra right-hand side of its own: its values."""
    shape = np.abs(values[:, rows])
    top = shape.max(axis=0)
    top[top == 0] = 1.0
    own = np.maximum(method.solve_majorant(np.maximum(shape / top, TINY), 1e-3), 0.0)
    passed = method.majorant(own)
    better = _calc_errors(size[:, rows], own, passed, gamma)
    errors[:, rows] = np.minimum(errors[:, rows], better)
