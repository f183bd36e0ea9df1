"""Dense tables in panels: the same answers as factors, with bounds that hold, for any order of the cells."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from scharnier.chain import System
from scharnier.chain.certificate import solve_certified
from scharnier.chain.panels import PanelMethod, Panels
from scharnier.chain.tiles import OddTable
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]


def make_dense(n: int, seed: int, *, scattered: bool = False) -> tuple[Array, list[str]]:
    """Five regions of about n / 5 cells that buy mostly at home; nine of ten coefficients are not zero."""
    rng = np.random.default_rng(seed)
    home = np.arange(n) * 5 // n
    if scattered:
        rng.shuffle(home)
    A = rng.lognormal(0, 2, (n, n)) * (rng.random((n, n)) < 0.9) * np.where(home[:, None] == home, 1.0, 0.04)
    return A * (rng.uniform(0.1, 0.9, n) / A.sum(axis=0)), [f"R{region}" for region in home]


@pytest.mark.parametrize("n", [521, 640, 1283])
@pytest.mark.parametrize("scattered", [True, False])
@pytest.mark.parametrize("store", [np.ascontiguousarray, np.asfortranarray])
def test_equals_factors(n: int, scattered: bool, store: Callable[[Array], Array]) -> None:
    A, regions = make_dense(n, seed=n, scattered=scattered)
    S = np.random.default_rng(1).lognormal(0, 3, (21, n))
    S[3, 5:] = 0.0
    S[4] = 0.0
    found = System(store(A), regions).multipliers(S)
    true = np.linalg.solve(np.eye(n) - A.T, S.T).T
    assert found.method == "block Gauss-Seidel, dense"
    assert found.max_bound <= 1e-9
    assert (np.abs(found.values - true) <= (found.bound + 1e-13) * true).all()
    assert (found.values[4] == 0).all()


@pytest.mark.parametrize("scattered", [True, False])
def test_products_are_those_of_the_table(scattered: bool) -> None:
    A, regions = make_dense(343, seed=2, scattered=scattered)
    packed = Panels(A, regions)
    values = np.random.default_rng(3).lognormal(0, 3, (343, 50))
    expected = (values.T @ A[np.ix_(packed.order, packed.order)]).T
    np.testing.assert_allclose(PanelMethod(packed).product(values), expected, rtol=1e-13)


@pytest.mark.parametrize("phases", [1, 2, 3])
def test_the_bound_covers_the_error_however_early_it_stops(phases: int) -> None:
    A, regions = make_dense(300, seed=phases)
    method = PanelMethod(Panels(A, regions))
    method.best = 0.1
    right = np.random.default_rng(phases).lognormal(0, 3, (300, 7))
    true = np.linalg.solve(np.eye(300) - A.T, right)
    answer = solve_certified(method, right, aim=0.0, target=np.inf, phases=phases)
    assert (np.abs(answer.values - true) <= answer.errors + 1e-13 * true).all()


@pytest.mark.parametrize("odd", [-0.01, -1e-50, 1e-50, 1e31, np.nan, np.inf])
def test_coefficients_out_of_range_are_not_packed(odd: float) -> None:
    A, regions = make_dense(200, seed=5)
    A[7, 150] = odd
    with pytest.raises(OddTable):
        Panels(A, regions)


def test_a_table_that_is_not_productive_gets_no_answer() -> None:
    A, regions = make_dense(600, seed=6)
    for too_much in (2.5, 10.0):
        with pytest.raises(InputProblem, match="not productive"):
            System(A * too_much, regions).multipliers(np.ones(600))
