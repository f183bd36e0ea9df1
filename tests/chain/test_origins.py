"""The largest origins beside the inverse, in both precisions, near and exact ties, and tiers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain import ChainModel, Leontief, calc_tiers
from scharnier.chain.origin_tiers import calc_origin_tiers
from scharnier.chain.origins import find_origins
from scharnier.chain.origins_sweeps import solve_by_sweeps
from scharnier.chain.tiles import OddTable
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]


def rank_origins(A: Array, cells: NDArray[np.int64], S: Array, k: int) -> tuple[NDArray[np.int64], Array]:
    """Cells and values (c, s, k) from the inverse."""
    inverse = np.linalg.inv(np.eye(A.shape[0]) - A)[:, cells]
    values = inverse.T[:, None, :] * S[None]
    order = np.argsort(-values, axis=2, kind="stable")[:, :, :k]
    return order, np.take_along_axis(values, order, axis=2)


def make_table(n: int, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    A = rng.lognormal(0, 2, (n, n)) * (rng.random((n, n)) < 0.5)
    A *= rng.uniform(0.1, 0.9, n) / np.maximum(A.sum(axis=0), 1e-9)
    return A, rng.lognormal(0, 2, (5, n))


@pytest.mark.parametrize("single", [True, False])
@pytest.mark.parametrize(("n", "bought"), [(40, 40), (400, 25), (900, 300)])
def test_equals_the_inverse(n: int, bought: int, single: bool) -> None:
    A, S = make_table(n, seed=n)
    cells = np.random.default_rng(n).choice(n, bought, replace=False)
    found = find_origins(A, cells, S, 10, single=single)
    where, values = rank_origins(A, cells, S, 10)
    assert np.array_equal(found.cells, where)
    np.testing.assert_allclose(found.values, values, rtol=max(found.error, 1e-11))
    if single:
        assert 0 < found.error < 1e-4
    again = find_origins(sparse.csr_array(A), cells, S, 10, single=single)
    assert np.array_equal(again.cells, where)


def make_regions(n: int, seed: int) -> tuple[Array, list[str]]:
    """Nine regions, their cells scattered, that trade a fifth with each other."""
    rng = np.random.default_rng(seed)
    home = rng.integers(0, 9, n)
    A = rng.lognormal(0, 2, (n, n)) * (rng.random((n, n)) < 0.3) * np.where(home[:, None] == home, 1.0, 0.025)
    A *= rng.uniform(0.1, 0.9, n) / np.maximum(A.sum(axis=0), 1e-9)
    A[:, 7] = A[11] = 0  # buys nothing; sells nothing
    return A, [f"R{region}" for region in home]


@pytest.mark.parametrize("store", [np.ascontiguousarray, np.asfortranarray, sparse.csr_array])
def test_sweeps_equal_the_inverse(store: Callable[[Array], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    A, regions = make_regions(700, seed=1)
    monkeypatch.setattr("scharnier.chain.origins._solve", None)  # factors are not needed
    cells = np.random.default_rng(1).permutation(700)[:70]
    S = np.random.default_rng(2).lognormal(0, 2, (5, 700))
    found = find_origins(store(A), cells, S, 10, regions=regions, single=True)
    where, values = rank_origins(A, cells, S, 10)
    assert np.array_equal(found.cells, np.where(values > 0, where, -1))
    np.testing.assert_allclose(found.values, values, rtol=found.error)
    assert 0 < found.error < 1e-4


def test_every_number_of_the_sweeps_is_as_near_as_they_say() -> None:
    A, regions = make_regions(600, seed=3)
    A[:, 5] *= 1e-9  # far smaller than the others
    cells = np.arange(0, 600, 11)
    output, refine, left = solve_by_sweeps(A, regions, cells)
    true = np.linalg.inv(np.eye(600) - A).T[cells]
    assert (np.abs(output - true) <= (left + 1e-5) * true).all()
    some = np.array([3, 40])
    np.testing.assert_allclose(refine(some, output[some]), true[some], rtol=1e-9)


@pytest.mark.parametrize("kind", ["dense", "slow", "negative", "not productive"])
def test_where_sweeps_do_not_pay_factors_answer(kind: str) -> None:
    A, regions = make_regions(600, seed=4)
    cells, S = np.arange(600 if kind == "dense" else 20), np.ones((1, 600))
    if kind == "slow":  # a long way round through all regions
        A[:] = np.roll(np.eye(600), 1, axis=0) * 0.999
    elif kind == "negative":
        A[3, 4] = -0.01
    elif kind == "not productive":
        A *= 1.2 / A.sum(axis=0).mean() / 0.5
        with pytest.raises(InputProblem, match="not productive"):
            find_origins(A, cells, S, regions=regions, single=True)
        return
    with pytest.raises((ArithmeticError, OddTable)):
        solve_by_sweeps(A, regions, cells)
    found = find_origins(A, cells, S, 5, regions=regions, single=True)
    where, values = rank_origins(A, cells, S, 5)
    assert np.array_equal(found.cells, np.where(values > 0, where, -1))


def test_pivots_off_the_diagonal() -> None:
    A, S = make_table(300, seed=2)
    A[:, 5] *= 5  # buys far more than it makes; the table stays solvable
    A[5, :] *= 0.01
    found = find_origins(A, [5, 17, 200], S, 8, single=True)
    assert np.array_equal(found.cells, rank_origins(A, np.array([5, 17, 200]), S, 8)[0])


def test_what_single_precision_cannot_tell_apart_is_solved_again() -> None:
    A, S = make_table(300, seed=4)
    S[0] = 1.0
    A[100] = A[101] * (1 + 3e-8)  # two sellers to everybody, 3e-8 apart
    A[[100, 101]] *= 0.5
    A[100, 100] = A[101, 100] = A[100, 101] = A[101, 101] = 0
    cells = np.setdiff1d(np.arange(150), [100, 101])
    found = find_origins(A, cells, S, 40, single=True)
    assert np.array_equal(found.cells, rank_origins(A, cells, S, 40)[0])
    assert found.resolved > 24


def test_equal_origins_are_listed_by_cell() -> None:
    A = np.full((30, 30), 0.02)
    for single in (True, False):
        found = find_origins(A, [3], np.ones((1, 30)), 10, single=single)
        assert found.cells[0, 0].tolist() == [3, 0, 1, 2, 4, 5, 6, 7, 8, 9]


def test_fewer_origins_than_asked_for() -> None:
    A = np.array([[0.0, 0.5], [0.0, 0.0]])
    found = find_origins(A, [0, 1], np.array([[0.0, 2.0], [1.0, 1.0]]), 3)
    assert found.cells.tolist() == [[[-1, -1, -1], [0, -1, -1]], [[1, -1, -1], [1, 0, -1]]]
    assert found.values.tolist() == [[[0, 0, 0], [1, 0, 0]], [[2, 0, 0], [1, 0.5, 0]]]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(0, 2**31), st.booleans())
def test_any_small_table(n: int, seed: int, single: bool) -> None:
    A, S = make_table(n, seed)
    found = find_origins(A, np.arange(n), S, 4, single=single)
    where, values = rank_origins(A, np.arange(n), S, 4)
    listed = values > 0
    assert np.array_equal(found.cells[:, :, : where.shape[2]], np.where(listed, where, -1))


@pytest.mark.parametrize(
    ("A", "cells", "S", "message"),
    [
        (np.eye(3), [0], np.ones((1, 3)), "no Leontief inverse"),
        (np.zeros((3, 3)), [0, 0], np.ones((1, 3)), "twice"),
        (np.full((3, 3), 0.5), [0], np.ones((1, 3)), "not productive"),
        (np.full((3, 3), np.nan), [0], np.ones((1, 3)), "gaps"),
        (np.zeros((3, 3)), [3], np.ones((1, 3)), "numbered from 0 to 2"),
        (np.zeros((3, 3)), [1], np.ones((1, 4)), "one row per stressor"),
        (np.zeros((3, 3)), [1], np.full((1, 3), np.nan), "gaps"),
    ],
)
def test_unfit_questions_are_refused(A: Array, cells: list[int], S: Array, message: str) -> None:
    for single in (True, False):
        with pytest.raises(InputProblem, match=message):
            find_origins(A, cells, S, single=single)


def test_tiers_of_origins_are_those_of_the_whole_chain(starter: ChainModel, starter_system: Leontief) -> None:
    cells = np.array([starter.index("CHN", "c4"), starter.index("NLD", "c1"), starter.index("DEU", "c15")])
    A, S = starter_system.coefficients, starter_system.value_added_share[None]
    found = find_origins(A, cells, S, 10)
    tiers = calc_origin_tiers(A, cells, S, found)
    expected = calc_tiers(starter_system, np.eye(starter.cells)[:, cells])
    for c in range(cells.size):
        np.testing.assert_allclose(tiers[c, 0], expected[:, found.cells[c, 0], c].T, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(tiers.sum(axis=3), found.values, rtol=1e-12)
    # A maker is its own largest origin, and most of that is kept at once.
    assert found.cells[:, 0, 0].tolist() == cells.tolist()
    assert (tiers[:, 0, 0].argmax(axis=1) == 0).all()
