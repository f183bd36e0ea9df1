"""Paths beside a full list of them, a textbook table by hand, and the table that ships."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain import ChainModel, Leontief
from scharnier.chain.passes import Table
from scharnier.chain.paths import Paths, find_paths
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]

# Miller & Blair (2009), section 2.3: the two-sector table that the value chain page works out too.
TEXTBOOK = np.array([[0.15, 0.25], [0.20, 0.05]])
EARNED = np.array([0.65, 0.70])


def list_paths(A: Array, y: Array, s: Array, least: float) -> list[tuple[float, list[int]]]:
    """Every path worth at least `least`, best first: all are walked whose total, all tiers together, could reach it."""
    total = s @ np.linalg.inv(np.eye(s.size) - A)
    found: list[tuple[float, list[int]]] = []
    waiting: list[tuple[float, list[int]]] = [(float(y[cell]), [cell]) for cell in range(s.size)]
    while waiting:
        weight, cells = waiting.pop()
        value = weight * float(s[cells[-1]])
        if value >= least and value > 0:
            found.append((value, cells))
        for seller in range(s.size):
            reached = weight * float(A[seller, cells[-1]])
            if reached * total[seller] >= least * 0.999 and reached > 0:
                waiting.append((reached, [*cells, seller]))
    return sorted(found, key=lambda path: (-path[0], len(path[1]), path[1]))


def make_table(n: int, seed: int) -> tuple[Array, Array, Array]:
    """A sparse random table with loops, purchases in some cells, and a stressor in most."""
    rng = np.random.default_rng(seed)
    A = rng.lognormal(0, 1.5, (n, n)) * (rng.random((n, n)) < 0.5)
    A *= 0.75 / max(A.sum(axis=0).max(), 1e-9)
    y = rng.lognormal(0, 1, n) * (rng.random(n) < 0.6)
    y[0] += 1
    s = rng.lognormal(0, 1, n) * (rng.random(n) < 0.8)
    s[-1] += 0.5
    return A, y, s


def test_a_total_that_cannot_be_is_refused() -> None:
    for total in (-1.0, np.nan, np.inf):
        with pytest.raises(InputProblem, match="said to be"):
            find_paths(TEXTBOOK, 0, EARNED, 3, total=total)


def test_a_wrong_guess_of_where_the_last_path_lies_changes_nothing() -> None:
    A, y, s = make_table(300, seed=11)
    right = find_paths(A, y, s, 400)
    for total in (right.total * 1e6, right.total * 1e-6):
        assert find_paths(A, y, s, 400, total=total).as_list() == right.as_list()


def test_more_paths_than_there_are_in_a_large_table() -> None:
    A = np.zeros((400, 400))
    A[np.arange(1, 400), np.arange(399)] = 0.5  # a chain: cell 0 buys from 1, 1 from 2, ...
    paths = find_paths(A, 0, np.ones(400), 1000)
    assert paths.complete
    assert paths.lengths.tolist() == list(range(1, 401))
    assert paths.coverage == pytest.approx(1, abs=1e-12)


def test_textbook_by_hand() -> None:
    paths = find_paths(TEXTBOOK, 0, EARNED, 6)
    assert [cells for _, cells in paths] == [[0], [0, 1], [0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]
    by_hand = [0.65, 0.20 * 0.70, 0.15 * 0.65, 0.20 * 0.25 * 0.65, 0.15 * 0.20 * 0.70, 0.15 * 0.15 * 0.65]
    np.testing.assert_allclose(paths.values, by_hand, rtol=1e-15)
    # Everything sector 1 is paid ends as somebody's income here: s is one less the column sum.
    assert paths.total == pytest.approx(1.0, abs=1e-15)
    assert paths.coverage == pytest.approx(0.955625, abs=1e-12)
    assert paths.bound == pytest.approx(0.2 * 0.05 * 0.7, rel=1e-9)
    assert not paths.complete


@pytest.mark.parametrize("k", [1, 50, 500, 5000])
@pytest.mark.parametrize("n", [3, 4, 17, 60])
def test_equals_the_full_list(n: int, k: int) -> None:
    A, y, s = make_table(n, seed=100 * n + k)
    paths = find_paths(A, y, s, k)
    assert len(paths) == k
    full = list_paths(A, y, s, float(paths.values[-1]) * (1 - 1e-12))
    assert paths.as_list() == full[:k]
    assert len({tuple(cells) for _, cells in paths}) == k


@pytest.mark.parametrize("number", [np.float32, np.float64])
def test_every_layout_gives_the_same(number: type) -> None:
    A, y, s = make_table(200, seed=5)
    A = A.astype(number)
    expected = find_paths(A, y, s, 700).as_list()
    layouts = (
        np.asfortranarray(A),
        A[::1, ::1].copy()[:, :],
        sparse.csr_array(A),
        sparse.csc_array(A),
        sparse.coo_array(A),
    )
    for layout in (*layouts, np.repeat(A, 2, axis=1)[:, ::2], Table(A)):
        assert find_paths(layout, y, s, 700).as_list() == expected


def test_large_enough_for_threads() -> None:
    A, y, s = make_table(1200, seed=8)
    A *= np.random.default_rng(1).random((1200, 1200)) < 0.1
    paths = find_paths(A, y, s, 3000)
    assert paths.as_list() == list_paths(A, y, s, float(paths.values[-1]) * (1 - 1e-12))[:3000]
    assert find_paths(sparse.csr_array(A), y, s, 3000).as_list() == paths.as_list()


def test_a_table_without_circles_is_listed_whole() -> None:
    A = np.triu(np.full((4, 4), 0.3), 1).T
    s, y = np.array([0.0, 1.0, 0.0, 2.0]), np.array([1.0, 0.0, 0.0, 0.0])
    paths = find_paths(A, y, s, 1000)
    assert paths.complete
    assert paths.bound == 0
    assert paths.coverage == pytest.approx(1.0, abs=1e-15)
    # From cell 0 to cell 1 there is one way, to cell 3 there are four; the shorter of equal ones first.
    assert [cells for _, cells in paths] == [[0, 3], [0, 1], [0, 1, 3], [0, 2, 3], [0, 1, 2, 3]]


def test_circles_are_paths_of_any_length() -> None:
    paths = find_paths(np.array([[0.999]]), 0, np.array([0.001]), 5000)
    assert paths.lengths.tolist() == list(range(1, 5001))
    assert paths.coverage == pytest.approx(1 - 0.999**5000, rel=1e-9)


def test_ties_are_ordered_by_length_and_cells() -> None:
    A = np.full((6, 6), 0.125)
    paths = find_paths(A, np.ones(6), np.full(6, 0.25), 6 + 36 + 216)
    steps = [list(cells) for length in (1, 2, 3) for cells in itertools.product(range(6), repeat=length)]
    assert [cells for _, cells in paths] == steps
    assert not paths.tied


def test_a_cut_among_more_ties_than_can_be_looked_at_is_told() -> None:
    A = np.full((40, 40), 0.02)
    paths = find_paths(A, np.ones(40), np.ones(40), 1700)
    assert paths.tied
    np.testing.assert_allclose(paths.values, np.repeat([1, 0.02, 0.02**2], [40, 1600, 60]), rtol=1e-14)


@pytest.mark.parametrize(("y", "s"), [(np.zeros(3), np.ones(3)), (np.ones(3), np.zeros(3))])
def test_nothing_bought_or_nothing_there(y: Array, s: Array) -> None:
    paths = find_paths(np.full((3, 3), 0.1), y, s, 10)
    assert (len(paths), paths.total, paths.bound, paths.coverage, paths.complete) == (0, 0, 0, 1, True)
    assert paths.as_list() == []


def test_what_cannot_be_reached_is_no_path() -> None:
    A = np.zeros((3, 3))
    A[2, 1] = 0.5
    assert find_paths(A, 0, np.array([0.0, 1.0, 1.0]), 10).as_list() == []
    assert find_paths(A, 1, np.array([9.0, 0.0, 1.0]), 10).as_list() == [(0.5, [1, 2])]


@pytest.mark.parametrize(
    ("A", "message"),
    [
        (np.array([[1.1]]), "circle"),
        (np.array([[0.0, 2.0], [0.6, 0.0]]), "circle"),
        (np.array([[0.1, -0.2], [0.3, 0.1]]), "negative"),
        (np.array([[0.1, np.nan], [0.3, 0.1]]), "not a number"),
        (np.ones((2, 3)), "square"),
        (np.full((3, 3), 0.5), "not productive"),
    ],
)
def test_unfit_tables_are_refused(A: Array, message: str) -> None:
    n = A.shape[1]
    with pytest.raises(InputProblem, match=message):
        find_paths(A, np.ones(n), np.ones(n), 5)


@pytest.mark.parametrize(
    ("y", "s", "k", "message"),
    [
        (7, np.ones(2), 1, "no cell 7"),
        (np.array([1.0, -1.0]), np.ones(2), 1, "y is negative"),
        (np.ones(2), np.array([1.0, np.nan]), 1, "s holds gaps"),
        (np.ones(3), np.ones(2), 1, "y must hold one number per cell"),
        (np.ones(2), np.ones(2), 0, "at least one"),
    ],
)
def test_unfit_questions_are_refused(y: object, s: Array, k: int, message: str) -> None:
    with pytest.raises(InputProblem, match=message):
        find_paths(TEXTBOOK, y, s, k)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 8), st.integers(1, 300), st.integers(0, 2**31))
def test_more_paths_cover_more_and_never_pass_the_bound(n: int, k: int, seed: int) -> None:
    A, y, s = make_table(n, seed)
    fewer, more = find_paths(A, y, s, k), find_paths(A, y, s, 2 * k)
    assert more.as_list()[: len(fewer)] == fewer.as_list()
    assert fewer.coverage <= more.coverage <= 1 + 1e-12
    assert (np.diff(more.values) <= 0).all()
    if len(more) > len(fewer):
        assert more.values[len(fewer)] <= fewer.bound
    for value, cells in more:
        product = y[cells[0]]
        for buyer, seller in itertools.pairwise(cells):
            product = product * A[seller, buyer]
        assert value == product * s[cells[-1]]


def test_paths_of_a_small_table_add_up_to_its_total() -> None:
    A, y, s = make_table(3, seed=3)
    A *= 0.4 / 0.75
    paths = find_paths(A, y, s, 60_000)
    assert paths.coverage == pytest.approx(1.0, abs=1e-6)


@pytest.fixture(scope="module")
def trousers(starter: ChainModel, starter_system: Leontief) -> Paths:
    return find_paths(starter_system.coefficients, starter.index("CHN", "c4"), starter_system.value_added_share, 1000)


def test_chinese_textiles(starter: ChainModel, trousers: Paths) -> None:
    """A unit of Chinese textiles: first what the makers keep, then the fields, the chemicals and the textiles again."""
    first = [" > ".join(f"{r} {s}" for r, s in map(starter.label, cells)) for _, cells in trousers.as_list()[:4]]
    assert first[0] == "CHN c4"
    assert set(first[1:]) >= {"CHN c4 > CHN c4", "CHN c4 > CHN c1"}
    assert trousers.total == pytest.approx(1.0, abs=1e-9)  # all money ends somewhere
    assert 0.6 < trousers.coverage < 1


def test_the_starter_model_beside_the_full_list(starter_system: Leontief, trousers: Paths, starter: ChainModel) -> None:
    y = np.zeros(starter.cells)
    y[starter.index("CHN", "c4")] = 1
    A, s = starter_system.coefficients, starter_system.value_added_share
    assert trousers.as_list() == list_paths(A, y, s, float(trousers.values[-1]) * (1 - 1e-12))[:1000]


def test_the_total_counts_what_lies_behind_tiers_where_nothing_happens() -> None:
    # A long chain with something at its twentieth step only: tier after tier of nothing is no reason to stop counting.
    cells = 4500
    sellers = np.arange(1, cells)
    chain = sparse.csr_array((np.full(cells - 1, 0.9), (sellers, sellers - 1)), shape=(cells, cells))
    paths = find_paths(chain, 0, np.eye(1, cells, 20)[0], 3)
    assert paths.total == pytest.approx(0.9**20, rel=1e-12)
    assert len(paths) == 1
    assert paths.coverage == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("power", [-1000, -60, 60, 990])
def test_other_units_change_nothing_but_the_values(power: int) -> None:
    plain = find_paths(TEXTBOOK, 0, EARNED, 20)
    for y, s in ((np.array([2.0**power, 0]), EARNED), (np.array([1.0, 0]), EARNED * 2.0**power)):
        scaled = find_paths(TEXTBOOK, y, s, 20)
        assert [cells for _, cells in scaled] == [cells for _, cells in plain]
        assert (scaled.values / 2.0**power).tolist() == plain.values.tolist()
        assert scaled.total / 2.0**power == pytest.approx(plain.total, rel=1e-12)
        assert scaled.bound / 2.0**power == plain.bound


def test_values_that_numbers_cannot_hold_are_refused() -> None:
    with pytest.raises(InputProblem, match="larger than numbers can hold"):
        find_paths(TEXTBOOK, np.array([1e300, 0]), EARNED * 1e300, 2)
