"""The few best paths in NumPy: the same as the compiled search finds, to the last digit and in the same order."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.chain import ChainModel, Leontief, calc_demand
from scharnier.chain.paths import find_paths
from scharnier.chain.paths_to import Reaching
from scharnier.kernel.errors import InputProblem

# Miller & Blair (2009), section 2.3, as on the page about paths.
TEXTBOOK = np.array([[0.15, 0.25], [0.20, 0.05]])


def test_textbook_by_hand() -> None:
    """From sector 1 to what sector 2 earns: 0.20 x 0.70, round sector 1 first, round sector 2 last, and so on."""
    found = Reaching(TEXTBOOK, [1.0, 0.0]).find([0.0, 0.70], 3)
    assert [cells for _, cells in found.paths] == [[0, 1], [0, 0, 1], [0, 1, 1]]
    np.testing.assert_allclose([value for value, _ in found.paths], [0.14, 0.021, 0.007], rtol=1e-15)
    assert found.bound == pytest.approx(0.20 * 0.25 * 0.20 * 0.70, rel=1e-12)  # 0, 1, 0, 1: the next


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(1, 30), k=st.integers(1, 200), few=st.booleans())
def test_equals_the_compiled_search(seed: int, n: int, k: int, few: bool) -> None:
    rng = np.random.default_rng(seed)
    A = rng.lognormal(0, 1.5, (n, n)) * (rng.random((n, n)) < 0.5)
    A *= 0.75 / max(A.sum(axis=0).max(), 1e-9)
    y = rng.lognormal(0, 1, n) * (rng.random(n) < 0.6)
    s = rng.lognormal(0, 1, n) * (rng.random(n) < (0.15 if few else 0.8))
    s[-1] += 0.5
    there, found = find_paths(A, y, s, k), Reaching(A, y).find(s, k)
    assert found.paths == there.as_list()
    assert found.bound == pytest.approx(there.bound, rel=1e-9, abs=1e-280)


def test_equals_the_compiled_search_on_the_table_that_ships(starter: ChainModel) -> None:
    """A basket of Dutch purchases, to farms, one cell at a time and all together."""
    system = Leontief(starter)
    y = calc_demand(starter, "NLD", {"c3": 1.0, "c4": 2.0, "c18": 3.0, "c33": 4.0}, origin=False) * 10_000
    reaching = Reaching(system.coefficients, y)
    farms = [cell for cell in range(starter.cells) if starter.label(cell)[1] == "c1"]
    total = system.solve(y)
    for chosen in (farms, *([cell] for cell in farms[5:10])):
        s = np.zeros(starter.cells)
        s[chosen] = np.maximum(system.value_added_share[chosen], 0.0)
        there = find_paths(system.coefficients, y, s, 50)
        found = reaching.find(s, 50)
        assert found.paths == there.as_list()
        assert sum(value for value, _ in found.paths) <= float(s @ total)
        assert found.paths[-1][0] >= found.bound


def test_a_maker_that_the_table_does_not_show_buys_as_its_group_and_sells_to_nobody() -> None:
    """The same as a table with a row of zeros and a second column for it."""
    rng = np.random.default_rng(7)
    n = 12
    A = rng.random((n, n)) * 0.07
    like = (3, 8, 3)
    wide = np.zeros((n + 3, n + 3))
    wide[:n, :n] = A
    wide[:n, n:] = A[:, list(like)]
    y, s = rng.random(n + 3), np.zeros(n + 3)
    s[[2, 3, n + 1]] = 0.5, 0.4, 0.9
    assert Reaching(A, y, like).find(s, 300).paths == find_paths(wide, y, s, 300).as_list()


def test_ties_stand_in_the_order_of_length_and_number() -> None:
    A = np.zeros((5, 5))
    A[4, :4] = 0.25
    found = Reaching(A, [1.0, 1.0, 1.0, 1.0, 0.25]).find([0, 0, 0, 0, 1.0], 3)
    assert found.paths == [(0.25, [4]), (0.25, [0, 4]), (0.25, [1, 4])]
    assert found.bound == 0.25


def test_nothing_bought_or_nothing_there_gives_no_paths() -> None:
    assert Reaching(TEXTBOOK, [0.0, 0.0]).find([1.0, 1.0], 5).paths == []
    nothing = Reaching(TEXTBOOK, [1.0, 0.0]).find([0.0, 0.0], 5)
    assert (nothing.paths, nothing.bound) == ([], 0.0)


def test_what_has_no_best_path_is_refused() -> None:
    with pytest.raises(InputProblem, match="negative"):
        Reaching(-TEXTBOOK, [1.0, 0.0])
    with pytest.raises(InputProblem, match="negative"):
        Reaching(TEXTBOOK, [1.0, np.nan])
    with pytest.raises(InputProblem, match="circle"):
        Reaching(TEXTBOOK * 8, [1.0, 0.0])
    with pytest.raises(InputProblem, match="zero or more"):
        Reaching(TEXTBOOK, [1.0, 0.0]).find([1.0, -1.0], 2)


def test_an_assessment_does_not_wait_for_a_compiler() -> None:
    code = "import sys, scharnier.analytics.assess; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
