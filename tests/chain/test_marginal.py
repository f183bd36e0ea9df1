"""Moves of purchases: by hand, against a table that is really changed, and what must never be called lower."""

import doctest
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scharnier.chain import ChainModel, System
from scharnier.chain.leontief import calc_coefficients
from scharnier.chain.marginal import CAUTION, NORMS, calc_inner_move, find_moves, judge_move
from scharnier.kernel.errors import InputProblem
from scharnier.norms.load import load_library

Array = NDArray[np.float64]
REGIONS, SECTORS = ["A", "A", "B", "B", "C", "C"], ["1", "2"] * 3
ALL = [True] * 6


def test_moves_by_hand() -> None:
    moves = find_moves([[5.0, 1, 2, 1, 9, 1]], [100.0, 10, 0, 0, 0, 0], REGIONS, SECTORS, ALL, share=0.5)
    ((down,),) = moves.decreases
    ((up,),) = moves.increases
    assert (down.seller, down.to, down.amount, down.change, down.per_unit) == (0, 2, 50.0, -150.0, -3.0)
    assert (up.seller, up.to, up.change, up.verdict) == (0, 4, 200.0, "higher")
    assert (moves.unclear, moves.same) == ((0,), (2,))  # sector 2 is the same everywhere


def test_a_country_without_data_is_never_an_improvement() -> None:
    # B looks clean because nobody looked: all its hours are without data.
    moves = find_moves(
        [[5.0, 0, 0, 0, 2, 0]], [1.0, 0, 0, 0, 0, 0], REGIONS, SECTORS, ALL, unknown=[[0.0, 0, 6, 0, 2, 0]]
    )
    assert [(move.to, move.low, move.high) for move in moves.decreases[0]] == [(4, -3.0, -1.0)]
    assert moves.unclear == (1,)
    # Nor is leaving a country without data an increase: what is left behind may have been worse.
    back = find_moves(
        [[0.0, 0, 5, 0, 0, 0]], [1.0, 0, 0, 0, 0, 0], REGIONS, SECTORS, ALL, unknown=[[6.0, 0, 0, 0, 0, 0]]
    )
    assert (back.decreases, back.increases, back.unclear) == (((),), ((),), (2,))


def test_one_move_is_judged_on_every_stressor() -> None:
    moves = judge_move([[5.0, 2], [1, 3], [4, 4], [2, 1]], 0, 1, 10.0, unknown=[[0.0, 0], [0, 0], [0, 0], [0, 3]])
    assert [move.verdict for move in moves] == ["lower", "higher", "same", "unclear"]
    assert [(move.change, move.low, move.high) for move in moves[::3]] == [(-30.0, -30.0, -30.0), (-10.0, -10.0, 20.0)]
    with pytest.raises(InputProblem, match="no move"):
        judge_move([[1.0, 2.0]], 0, 2, 1.0)


def test_a_country_that_makes_nothing_is_no_alternative_and_errors_count() -> None:
    makes = [True, True, False, True, True, True]
    args = ([[5.0, 0, 0, 0, 5.001, 0]], [1.0, 0, 0, 0, 0, 0], REGIONS, SECTORS, makes)
    assert find_moves(*args).decreases == ((),)
    assert len(find_moves(*args).increases[0]) == 1
    assert find_moves(*args, bound=np.full((1, 6), 1e-3)).unclear == (1,)
    assert find_moves(*args, bound=np.full((1, 6), np.inf)).unclear == (1,)


def test_the_largest_sure_change_comes_first_and_the_order_of_cells_does_not_matter() -> None:
    rng = np.random.default_rng(5)
    n = 60
    regions, sectors = [f"R{c // 6}" for c in range(n)], [str(c % 6) for c in range(n)]
    known, unknown, spend = rng.random((3, n)), rng.random((3, n)) * 0.1, rng.random(n) * (rng.random(n) < 0.3)
    moves = find_moves(known, spend, regions, sectors, np.ones(n), unknown=unknown, top=7)
    for down, up in zip(moves.decreases, moves.increases, strict=True):
        assert len(down) == len(up) == 7
        assert [m.high for m in down] == sorted(m.high for m in down)
        assert [m.low for m in up] == sorted((m.low for m in up), reverse=True)
        assert all(m.low <= m.change <= m.high for m in (*down, *up))
    mixed = rng.permutation(n)
    turned = find_moves(
        known[:, mixed], spend[mixed], [regions[c] for c in mixed], [sectors[c] for c in mixed], np.ones(n),
        unknown=unknown[:, mixed], top=7,
    )  # fmt: skip
    assert [[(mixed[m.seller], mixed[m.to], m.change) for m in row] for row in turned.decreases] == [
        [(m.seller, m.to, m.change) for m in row] for row in moves.decreases
    ]
    assert turned.unclear == moves.unclear


def test_a_move_of_wiod_is_what_solving_again_gives(starter: ChainModel) -> None:
    system = System(calc_coefficients(starter.flows, starter.output), [r for r in starter.regions for _ in range(35)])
    made = starter.output > 0
    rows = np.stack([np.nan_to_num(row) for row in starter.stressors.values()])
    rows = np.divide(rows, starter.output, out=np.zeros_like(rows), where=made)
    found = system.multipliers(rows)
    regions = [starter.label(cell)[0] for cell in range(starter.cells)]
    sectors = [starter.label(cell)[1] for cell in range(starter.cells)]
    spend = np.zeros(starter.cells)
    spend[starter.index("CHN", "c4")], spend[starter.index("DEU", "c14")] = 1000.0, 500.0
    moves = find_moves(found.values, spend, regions, sectors, made, bound=found.bound, share=0.2)
    co2 = list(starter.stressors).index("co2_kt")
    before = rows @ system.footprint(spend)
    for move in (moves.decreases[co2][0], moves.increases[co2][0]):
        after = spend.copy()
        after[move.seller] -= 0.2 * spend[move.seller]
        after[move.to] += 0.2 * spend[move.seller]
        assert (rows @ system.footprint(after) - before)[co2] == pytest.approx(move.change, rel=1e-6)
    assert starter.label(moves.decreases[co2][0].seller) == ("CHN", "c4")


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), share=st.floats(0.05, 1.0))
def test_an_inner_move_is_the_difference_of_two_tables(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    table = rng.random((8, 8))
    table *= rng.uniform(0.2, 0.8, 8) / table.sum(axis=0)
    intensities, use = rng.random((2, 8)), rng.random(8)
    buyer, seller, to = (int(c) for c in rng.permutation(8)[:3])
    moved = share * table[seller, buyer]
    changed = table.copy()
    changed[seller, buyer] -= moved
    changed[to, buyer] += moved
    before, after = (intensities @ np.linalg.solve(np.eye(8) - each, use) for each in (table, changed))
    exact, first = calc_inner_move(System(table), intensities, use, buyer, seller, to, moved)
    assert exact == pytest.approx(after - before, rel=1e-6, abs=1e-9)
    tiny = calc_inner_move(System(table), intensities, use, buyer, seller, to, moved * 1e-6)
    assert tiny[0] == pytest.approx(tiny[1], rel=1e-4)
    assert first / moved == pytest.approx(tiny[1] / (moved * 1e-6), rel=1e-6)


def test_the_caution_names_norms_that_exist(random_table: Callable[..., tuple[Array, list[str]]]) -> None:
    library = load_library()
    for norm in NORMS:
        assert norm in library.norms
        assert all(norm in text for text in CAUTION.values())
    moves = find_moves([[1.0] * 6], [0.0] * 6, REGIONS, SECTORS, ALL)
    assert "leverage" in moves.caution("en")
    assert "invloed" in moves.caution("nl")


def test_what_does_not_fit_is_said() -> None:
    row = [[1.0] * 6]
    with pytest.raises(InputProblem, match="gaps"):
        find_moves([[np.nan] * 6], [1.0] * 6, REGIONS, SECTORS, ALL)
    with pytest.raises(InputProblem, match="below zero"):
        find_moves(row, [-1.0] * 6, REGIONS, SECTORS, ALL)
    with pytest.raises(InputProblem, match="share"):
        find_moves(row, [1.0] * 6, REGIONS, SECTORS, ALL, share=0.0)
    with pytest.raises(InputProblem, match="fit"):
        find_moves(row, [1.0] * 5, REGIONS, SECTORS, ALL)
    with pytest.raises(InputProblem, match="productive"):
        calc_inner_move(System([[0.0, 0.5, 0], [0.9, 0, 0], [0, 0, 0]]), [1.0] * 3, [1.0] * 3, 1, 2, 0, 2.0)


def test_the_example_of_the_method_page_runs(repository: Path) -> None:
    failed, attempted = doctest.testfile(str(repository / "docs/method/chain-marginal.md"), module_relative=False)
    assert attempted > 3
    assert failed == 0
