"""Two years side by side: by hand, all orders against brute force, and years of the real table."""

import doctest
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scharnier.chain import ChainModel, System
from scharnier.chain.compare import (
    FACTORS,
    Side,
    average_orders,
    average_polar,
    compare_years,
    spread_orders,
    take_side,
)
from scharnier.kernel.errors import InputProblem
from scharnier.sources.wiod2013.parse import load_wiod_npz

Array = NDArray[np.float64]


def side(table: Array, intensities: Array, use: Array, *, year: int = 2000, labels: str = "abcdefgh") -> Side:
    n = len(use)
    given_labels = tuple(labels[:n])
    return Side(
        f"y{year}", year, "M.EUR", System(table), ("X",) * n, given_labels, np.atleast_2d(intensities), np.array(use)
    )


def test_one_cell_by_hand() -> None:
    # F = f y / (1 - a): 1 x 2 x 10 = 20 before, 3 x 4 x 10 = 120 after.
    change = compare_years(
        side(np.array([[0.5]]), np.array([1.0]), np.array([10.0])),
        side(np.array([[0.75]]), np.array([3.0]), np.array([10.0]), year=2001),
    )
    assert (change.before.item(), change.after.item()) == (pytest.approx(20), pytest.approx(120))
    # Polar and all orders agree here: intensity 2 x (20 + 40) / 2, structure 2 x (10 + 30) / 2.
    assert change.parts[:, 0, 0] == pytest.approx([60.0, 40.0, 0.0, 0.0])
    assert (change.least[0, 0], change.most[0, 0]) == (pytest.approx(40), pytest.approx(80))
    assert "2000 and 2001" in change.caveat("en")


def test_only_what_changed_gets_a_part() -> None:
    rng = np.random.default_rng(0)
    table, other = rng.random((5, 5)) * 0.15, rng.random((5, 5)) * 0.15
    f, g, y = rng.random(5), rng.random(5), rng.random(5)
    base = side(table, f, y)
    cases = [side(table, g, y), side(other, f, y), side(table, f, y[::-1]), side(table, f, 3 * y)]
    for factor, later in enumerate(cases):
        parts = compare_years(base, later).parts.sum(axis=(1, 2))
        assert abs(parts[factor]) > 1e-3
        assert np.delete(parts, factor) == pytest.approx(0, abs=1e-12), FACTORS[factor]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), factors=st.integers(1, 5))
def test_all_orders_are_all_orders(seed: int, factors: int) -> None:
    values = np.random.default_rng(seed).normal(size=(2**factors, 3))
    parts, gains = np.zeros((factors, 3)), [[] for _ in range(factors)]  # type: ignore[var-annotated]
    orders = list(permutations(range(factors)))
    for order in orders:
        mask = 0
        for factor in order:
            gain = values[mask | 1 << factor] - values[mask]
            parts[factor] += gain / len(orders)
            gains[factor].append(gain)
            mask |= 1 << factor
    found = average_orders(values.__getitem__, factors)
    assert found == pytest.approx(parts, abs=1e-12)
    for each in (found, average_polar(values.__getitem__, factors)):
        assert each.sum(axis=0) == pytest.approx(values[-1] - values[0], abs=1e-12)
    least, most = spread_orders(values.__getitem__, factors)
    assert least == pytest.approx(np.array([np.min(each, axis=0) for each in gains]))
    assert most == pytest.approx(np.array([np.max(each, axis=0) for each in gains]))
    forward, backward = (
        np.array([gains[factor][orders.index(order)] for factor in range(factors)])
        for order in (tuple(range(factors)), tuple(reversed(range(factors))))
    )
    assert average_polar(values.__getitem__, factors) == pytest.approx((forward + backward) / 2, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), cells=st.integers(1, 8), way=st.sampled_from(["all", "polar"]))
def test_parts_add_up_and_the_order_of_cells_does_not_matter(seed: int, cells: int, way: str) -> None:
    rng = np.random.default_rng(seed)
    sides = []
    for year in (2000, 2007):
        table = rng.random((cells, cells))
        table *= rng.uniform(0, 0.9, cells) / table.sum(axis=0)
        sides.append(side(table, rng.random((2, cells)), rng.random(cells) * 10, year=year))
    change = compare_years(*sides, way=way)  # type: ignore[arg-type]
    difference = change.after - change.before
    assert np.abs(change.parts.sum(axis=0) - difference).max() <= 1e-9 * max(1.0, np.abs(difference).max())
    for which, footprint in zip(sides, (change.before, change.after), strict=True):
        direct = which.intensities * np.linalg.solve(np.eye(cells) - which.system._table, which.use)
        assert np.abs(footprint - direct).max() <= 1e-9 * direct.max()
        assert (np.abs(footprint - direct).sum(axis=1) <= change.error + 1e-13 * direct.sum()).all()
    mixed = rng.permutation(cells)
    table = sides[1].system._table[np.ix_(mixed, mixed)]
    turned = Side(
        "turned", 2007, "M.EUR", System(table), ("X",) * cells, tuple(sides[1].sectors[c] for c in mixed),
        sides[1].intensities[:, mixed], sides[1].use[mixed],
    )  # fmt: skip
    assert compare_years(sides[0], turned, way=way).parts == pytest.approx(change.parts, rel=1e-7, abs=1e-9)  # type: ignore[arg-type]
    back = compare_years(sides[1], sides[0], way=way)  # type: ignore[arg-type]
    assert back.parts == pytest.approx(-change.parts, rel=1e-7, abs=1e-9)


def test_spend_from_nothing_is_all_level() -> None:
    table, f = np.full((2, 2), 0.2), np.array([1.0, 2.0])
    change = compare_years(side(table, f, np.zeros(2)), side(table, f, np.array([1.0, 0.0])))
    assert change.parts[:3] == pytest.approx(0)
    assert change.parts[3] == pytest.approx(change.after)
    with pytest.raises(InputProblem, match="no mix"):
        compare_years(side(table, f, np.zeros(2)), side(table, f, np.array([1.0, -1.0])))
    with pytest.raises(InputProblem, match="no mix"):
        compare_years(side(table, f, np.zeros(2)), side(table, f, np.array([1.0, -1.0 + 1e-9])))


def test_credits_count_as_less(starter: ChainModel) -> None:
    table, f = np.array([[0.1, 0.3], [0.2, 0.1]]), np.array([1.0, 2.0])
    change = compare_years(side(table, f, np.array([5.0, 1.0])), side(table, 2 * f, np.array([5.0, -1.0])))
    assert change.parts.sum(axis=0) == pytest.approx(change.after - change.before)
    assert np.isfinite(change.error).all()
    with pytest.raises(InputProblem, match="has no hours"):
        take_side(starter, ["hours"], np.zeros(starter.cells))


def test_other_labels_are_refused_with_the_list() -> None:
    table, f, y = np.full((2, 2), 0.2), np.ones(2), np.ones(2)
    with pytest.raises(InputProblem, match="only in y2000: X a; only in y2001: X z"):
        compare_years(side(table, f, y), side(table, f, y, year=2001, labels="zb"))
    with pytest.raises(InputProblem, match="appear twice"):
        compare_years(side(table, f, y), side(table, f, y, labels="bb"))
    with pytest.raises(InputProblem, match="unknown"):
        compare_years(side(table, np.array([1.0, np.nan]), y), side(table, f, y))
    with pytest.raises(InputProblem, match="do not fit"):
        compare_years(side(table, np.ones(3), y), side(table, f, y))


@pytest.mark.shared
@pytest.mark.parametrize("years", [(1995, 2008), (2008, 2010)])
def test_years_of_wiod_add_up_by_country(shared_data: Path, years: tuple[int, int]) -> None:
    sides = []
    for year in years:
        model = load_wiod_npz(shared_data / "mrio" / "wiod2013" / f"wiot2013_{year}.npz")
        sides.append(take_side(model, ["value_added"], np.maximum(model.final[:, model.regions.index("NLD")], 0.0)))
    all_ways = [compare_years(*sides, way=way) for way in ("all", "polar")]  # type: ignore[arg-type]
    for change in all_ways:
        difference = change.after - change.before
        assert np.abs(change.parts.sum(axis=0) - difference).max() <= 1e-9 * np.abs(change.after).max()
        regions, parts = change.by_region()
        assert len(regions) == 41
        assert parts.sum(axis=(0, 2)) == pytest.approx(difference.sum(axis=1), rel=1e-9)
        # Value added ends somewhere: what is spent is what is earned, so the level of spend explains the total.
        total = float(difference.sum())
        assert total == pytest.approx(sides[1].use.sum() - sides[0].use.sum(), rel=1e-3)
        assert float(change.parts[3].sum()) == pytest.approx(total, rel=1e-2)
        assert change.spend + change.technique == pytest.approx(difference, abs=1e-6)
    regions, parts = all_ways[0].by_region()
    china = parts[:, 0, regions.index("CHN")]
    assert china[1] + china[2] > 0, "a larger share of Dutch spend ends in China, whatever the level did"
    # The two averages differ little beside the spread over all orders.
    polar, full = (change.parts.sum(axis=(1, 2)) for change in (all_ways[1], all_ways[0]))
    assert (all_ways[0].least[:, 0] - 1e-6 <= polar).all()
    assert (polar <= all_ways[0].most[:, 0] + 1e-6).all()
    assert (all_ways[0].least[:, 0] - 1e-6 <= full).all()


def test_the_example_of_the_method_page_runs(repository: Path) -> None:
    failed, attempted = doctest.testfile(str(repository / "docs/method/chain-compare.md"), module_relative=False)
    assert attempted > 3
    assert failed == 0
