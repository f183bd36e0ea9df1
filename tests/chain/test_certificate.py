"""The bound covers the true error in every cell: at any accuracy, for any table, and in exact arithmetic."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from scharnier.chain import System
from scharnier.chain import certificate as certificate_module
from scharnier.chain.certificate import Answer, NotCertified, calc_relative, solve_certified
from scharnier.chain.direct import FactorMethod, Factors
from scharnier.chain.rows import RowMethod
from scharnier.chain.sweeps import Sweeper, SweepMethod
from scharnier.chain.tiles import pack_table
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]
Tables = Callable[..., tuple[Array, list[str]]]
Truth = Callable[..., Array]


class Careless:
    """A method that stops early and is wrong by about `error`: what sweeps are before they converge, or worse."""

    def __init__(self, method: Any, error: float, seed: int) -> None:
        self._method, self._error, self._rng = method, error, np.random.default_rng(seed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._method, name)

    def solve(self, right: Array, accuracy: float) -> Array:
        found: Array = self._method.solve(right, accuracy)
        return found * (1 + self._error * self._rng.uniform(-1, 1, found.shape))

    solve_majorant = solve


def judge(method: Any, right: Array, phases: int) -> Answer | None:
    """The answer after so many phases, good or bad."""
    try:
        return solve_certified(method, right, aim=0.0, target=np.inf, phases=phases)
    except NotCertified as problem:
        return problem.answer


@pytest.mark.parametrize("buyers", [True, False])
@pytest.mark.parametrize("phases", [1, 2, 3, 8])
@pytest.mark.parametrize("error", [1e-2, 1e-4, 1e-7, 0.0])
def test_the_bound_covers_the_error_however_early_it_stops(
    random_table: Tables, truth: Truth, buyers: bool, phases: int, error: float
) -> None:
    proven = 0
    for seed in range(4):
        table, labels = random_table(100 * seed + phases, 230, 3, density=[0.02, 0.1, 0.5, 1.0][seed], top=0.95)
        rng = np.random.default_rng(seed)
        right = rng.lognormal(0, 3, (230, 5)) * (rng.random((230, 5)) < [0.01, 0.1, 0.5, 1, 1])
        tiles = pack_table(table, labels)
        sweeps, factors = SweepMethod(Sweeper(tiles), buyers=buyers), FactorMethod(Factors(table), buyers=buyers)
        solved = truth(table.T if buyers else table, right)
        methods: list[tuple[Any, NDArray[np.intp]]] = [(sweeps, tiles.order), (factors, np.arange(230))]
        if not buyers:
            methods.append((RowMethod(table, labels), np.arange(230)))
        for method, order in methods:
            answer = judge(Careless(method, error, seed), right[order], phases)
            if answer is None:
                continue
            true = solved[order]
            # The comparison itself is only as good as the reference: LU with a correction, some 1e-15 of the column.
            missed = np.abs(answer.values - true) - answer.errors
            assert (missed <= 4e-15 * true).all()
            relative = calc_relative(answer.values, answer.errors)
            fine = np.isfinite(relative)
            assert (np.abs(answer.values - true)[fine] <= (relative * true + 4e-15 * true)[fine]).all()
            proven += int(np.isfinite(answer.errors).sum())
    assert proven > (1000 if error < 1e-3 else 20)


def test_the_bound_covers_the_error_in_exact_arithmetic() -> None:
    rng = np.random.default_rng()
    for _ in range(5):
        n = 7
        table = rng.random((n, n)) * (rng.random((n, n)) < 0.5)
        table *= rng.uniform(0.1, 0.999, n) / np.maximum(table.sum(axis=0), 1e-9)
        right = rng.random(n) * (rng.random(n) < 0.5)
        exact = _solve_exactly(table.T, right)
        for few in (0, 512):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("scharnier.chain.system.FEW", few)
                found = System(table).multipliers(right)
            for value, bound, true in zip(found.values, found.bound, exact, strict=True):
                assert abs(Fraction(value) - true) <= Fraction(bound) * true
                assert (value == 0) == (true == 0)


def _solve_exactly(table: Array, right: Array) -> list[Fraction]:
    n = len(right)
    rows = [[Fraction(int(i == j)) - Fraction(table[i, j]) for j in range(n)] + [Fraction(right[i])] for i in range(n)]
    for k in range(n):
        pivot = next(i for i in range(k, n) if rows[i][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(n):
            if i != k and rows[i][k] != 0:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[n] for row in rows]


def test_concentrated_stressors_get_bounds_of_their_own(random_table: Tables, truth: Truth) -> None:
    # One mine in a corner of the world: multipliers over twelve orders of magnitude, each with its own small bound.
    table, labels = random_table(11, 900, 30, density=0.05)
    intensities = np.zeros((3, 900))
    intensities[[0, 1, 2], [17, 400, 801]] = 1.0
    intensities = np.vstack([intensities, np.ones(900)])
    found = System(table, labels).multipliers(intensities)
    used = found.values[:3][found.values[:3] > 0]
    assert used.min() < 1e-6 * used.max()
    assert found.max_bound <= 1e-8
    assert (np.abs(found.values - truth(table.T, intensities.T).T) <= found.bound * found.values).all()


def test_signed_right_hand_sides_say_where_they_cancel() -> None:
    table = np.array([[0.0, 0.5], [0.0, 0.0]])
    found = System(table).multipliers([[1.0, -0.5], [2.0, -0.5], [-1.0, 0.0]])
    assert np.isinf(found.bound[0, 1])
    assert found.values[1] == pytest.approx([2.0, 0.5], rel=1e-14)
    assert found.values[2] == pytest.approx([-1.0, -0.5], rel=1e-14)
    assert found.bound[1:].max() < 1e-12


def test_signed_right_hand_sides_are_covered(random_table: Tables, truth: Truth) -> None:
    table, labels = random_table(21, 640, 5)
    right = np.random.default_rng(3).normal(size=(640, 9))
    found = System(table, labels).solve(right)
    true = truth(table, right)
    assert (np.abs(found.values - true) <= found.bound * np.abs(true)).all()
    assert np.quantile(found.bound, 0.99) <= 1e-6


def test_no_extra_right_hand_side_proves_a_table_that_is_not_productive() -> None:
    # Every way to choose it: the method returns whatever it likes.
    rng = np.random.default_rng()
    for _ in range(200):
        n = int(rng.integers(1, 6))
        table = rng.random((n, n))
        table *= rng.uniform(1.0, 1.5) / np.abs(np.linalg.eigvals(table)).max() * (1 + 1e-12)

        class Liar(FactorMethod):
            def solve(self, right: Array, accuracy: float) -> Array:
                return rng.lognormal(0, 2, right.shape)

            solve_majorant = solve

        answer = judge(Liar(Factors(table), buyers=True), rng.random((n, 2)), 2)
        assert answer is None or not np.isfinite(answer.errors).any()


def test_the_bound_is_given_even_where_no_method_reaches_the_target(
    random_table: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificate_module, "UNIT", 1e-10)
    table, labels = random_table(2, 80, 2)
    found = System(table, labels).multipliers(np.ones(80))
    assert 1e-8 < found.max_bound < 1e-3


@pytest.mark.parametrize("power", [-1000, -1030, -1046, -1060, -1072])
def test_the_bound_covers_what_very_small_units_lose(power: int) -> None:
    table, base = np.array([[0.15, 0.25], [0.20, 0.05]]), np.array([3.0, 1.0])
    found = System(table).multipliers(np.ldexp(base, power))
    truth = base @ np.linalg.inv(np.eye(2) - table)
    # Scaled up by a power of two a small number keeps every digit that it has left.
    assert (np.abs(np.ldexp(found.values, -power) - truth) <= found.bound * truth + 1e-15).all()
    assert (found.bound < 1e-9).all() == (power >= -1030)


def test_an_answer_that_no_number_can_hold_is_refused() -> None:
    with pytest.raises(InputProblem, match="larger than numbers can hold"):
        System(np.array([[0.5]])).multipliers(np.array([1.5e308]))
