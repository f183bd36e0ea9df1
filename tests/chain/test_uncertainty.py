"""Intervals: by hand, by formula against draws, and what they must say when nothing is stated."""

import doctest
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain import ChainModel, sampling
from scharnier.chain.leontief import calc_coefficients
from scharnier.chain.sampling import sample_spread
from scharnier.chain.uncertainty import Asked, Noise, Spread, calc_spread, rows_by_region
from scharnier.chain.uncertainty_text import explain_age, explain_spread
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]
BOTH = pytest.mark.parametrize("ask", [calc_spread, lambda asked, noise: sample_spread(asked, noise, 30)])


def small(seed: int = 1, cells: int = 12, *, of_value: bool = False) -> Asked:
    rng = np.random.default_rng(seed)
    table = rng.lognormal(0, 1, (cells, cells)) * (rng.random((cells, cells)) < 0.7)
    sums = table.sum(axis=0)
    table *= np.divide(rng.uniform(0.2, 0.6, cells), sums, out=np.zeros(cells), where=sums > 0)
    rows = rng.random((3, cells))
    if of_value:
        rows = np.stack([np.ones(cells), np.arange(cells) < 4, np.arange(cells) >= 4]).astype(float)
    return Asked(table, rows, rng.random(cells), np.full(3, of_value))


def test_one_cell_by_hand() -> None:
    # F = f y / (1 - a) = 2 x 10 / 0.5 = 40; dF/da = F / (1 - a) = 80.
    asked = Asked(np.array([[0.5]]), np.array([[2.0]]), np.array([10.0]))
    found = calc_spread(asked, Noise(table=0.01, use=0.03, intensity=0.04))
    assert found.nominal == pytest.approx(40)
    assert found.sd_of["table"] == pytest.approx(0.01 * 0.5 * 80)
    assert found.sd_of["use"] == pytest.approx(0.03 * 40)
    assert found.sd_of["intensity"] == pytest.approx(0.04 * 40)
    assert found.sd == pytest.approx(np.sqrt(0.4**2 + 1.2**2 + 1.6**2))
    assert found.sd_most == pytest.approx(0.4 + 1.2 + 1.6)
    cv = found.sd / 40
    assert found.p95 / found.p50 == pytest.approx(np.exp(1.6448536 * np.sqrt(np.log(1 + cv**2))))
    assert found.complete


def test_the_formula_is_the_derivative() -> None:
    asked, step = small(3), 1e-6
    f, a, y = asked.intensities, asked.table, asked.use
    size = len(y)

    def footprint(table: Array) -> Array:
        result: Array = f @ np.linalg.solve(np.eye(size) - table, y)
        return result

    variance = np.zeros(3)
    for i, j in zip(*np.nonzero(a), strict=True):
        moved = a.copy()
        moved[i, j] *= 1 + step
        variance += (0.05 * (footprint(moved) - footprint(a)) / step) ** 2
    assert calc_spread(asked, Noise(table=0.05)).sd == pytest.approx(np.sqrt(variance), rel=1e-4)


@pytest.mark.parametrize("of_value", [False, True])
@pytest.mark.parametrize(
    "noise",
    [
        Noise(table=0.1),
        Noise(use=0.3),
        Noise(intensity=0.3),
        Noise(0.1, 0.1, 0.1),
        Noise(np.linspace(0, 0.2, 12), np.linspace(0.2, 0, 12), np.linspace(0, 0.3, 12)),
    ],
)
def test_formula_and_draws_agree(noise: Noise, of_value: bool) -> None:
    asked = small(7, of_value=of_value)
    formula, drawn = calc_spread(asked, noise), sample_spread(asked, noise, 3000)
    assert drawn.draws == 3000
    assert drawn.sd == pytest.approx(formula.sd, rel=0.08, abs=1e-9)
    for quantile in ("p05", "p50", "p95"):
        gap = np.abs(getattr(drawn, quantile) - getattr(formula, quantile))
        assert (gap <= 0.15 * formula.sd + 1e-9).all(), quantile


def test_all_money_ends_somewhere_in_every_draw() -> None:
    asked = small(9, of_value=True)
    noise = Noise(table=0.5)
    formula, drawn = calc_spread(asked, noise), sample_spread(asked, noise, 200)
    assert formula.sd[0] == 0  # the whole is what was spent, whatever the table
    assert drawn.sd[0] <= 1e-8 * drawn.nominal[0]
    assert formula.sd[1] > 0
    # What one group gains the other loses.
    assert formula.sd[1] == pytest.approx(formula.sd[2], rel=1e-6)
    assert drawn.sd[1] == pytest.approx(drawn.sd[2], rel=1e-6)


@BOTH
def test_no_noise_has_no_width(ask: object) -> None:
    found = ask(small(2), Noise(0.0, 0.0, 0.0))  # type: ignore[operator]
    assert (found.p05 == found.nominal).all()
    assert (found.p95 == found.nominal).all()
    assert (found.sd == 0).all()
    assert found.complete


@BOTH
def test_nothing_stated_is_no_interval(ask: object) -> None:
    found = ask(small(2), Noise())  # type: ignore[operator]
    for numbers in (found.p05, found.p50, found.p95, found.sd):
        assert np.isnan(numbers).all()
    assert not found.complete
    assert all((share == 1).all() for share in found.unstated.values())


def test_what_has_no_stated_noise_is_counted() -> None:
    asked = Asked(np.zeros((2, 2)), np.array([[1.0, 1.0]]), np.array([3.0, 1.0]))
    found = calc_spread(asked, Noise(table=0.1, use=np.array([np.nan, 0.1]), intensity=0.1))
    assert {part: share.item() for part, share in found.unstated.items()} == {"table": 0, "use": 0.75, "intensity": 0}
    assert not found.complete
    assert np.isfinite(found.p05).all()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), sd=st.floats(0.01, 0.3), part=st.sampled_from(["table", "use", "intensity"]))
def test_more_noise_is_wider_and_no_dependence_is_worse_than_the_most(seed: int, sd: float, part: str) -> None:
    asked = small(seed, 6)
    less, more = (calc_spread(asked, Noise(**{part: value})) for value in (sd, 1.5 * sd))
    assert (more.p05 < less.p05).all()
    assert (more.p95 > less.p95).all()
    assert (less.sd <= less.sd_most * (1 + 1e-12)).all()
    drawn = [sample_spread(asked, Noise(**{part: value}), 60) for value in (sd, 1.5 * sd)]
    assert (drawn[1].p95 - drawn[1].p05 > drawn[0].p95 - drawn[0].p05).all()
    # A part about which nothing is said does not make the rest look surer than a part said to be exact.
    stated = calc_spread(asked, replace(Noise(0.0, 0.0, 0.0), **{part: sd}))
    assert stated.p95 == pytest.approx(less.p95)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), of_value=st.booleans())
def test_the_order_of_cells_and_the_way_of_storing_do_not_matter(seed: int, of_value: bool) -> None:
    asked, rng = small(seed, 8, of_value=of_value), np.random.default_rng(seed)
    sds = rng.random(8) * 0.2
    mixed = rng.permutation(8)
    turned = Asked(
        sparse.csr_array(asked.table[np.ix_(mixed, mixed)]),
        asked.intensities[:, mixed],
        asked.use[mixed],
        asked.of_value,
    )
    one = calc_spread(asked, Noise(sds, sds, sds))
    other = calc_spread(turned, Noise(sds[mixed], sds[mixed], sds[mixed]))
    for name in ("nominal", "p05", "p50", "p95", "sd", "sd_most"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-6, abs=1e-9), name


def test_draws_are_the_same_again_and_a_longer_run_begins_with_the_shorter() -> None:
    asked, noise = small(4), Noise(0.2, 0.1, 0.1)
    first, again, other = (sample_spread(asked, noise, 40, seed) for seed in (1, 1, 2))
    assert (first.p05 == again.p05).all()
    assert (first.p05 != other.p05).all()


@pytest.mark.parametrize("many", [0, 10**6])
def test_each_draw_is_solved_whatever_the_factors(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    asked, noise = small(6), Noise(0.8, 0.5, 0.1)
    monkeypatch.setattr(sampling, "MANY", many)
    near = sample_spread(asked, noise, 50)
    monkeypatch.setattr(sampling, "STEPS", 0)
    direct = sample_spread(asked, noise, 50)
    for name in ("p05", "p50", "p95"):
        assert getattr(near, name) == pytest.approx(getattr(direct, name), rel=1e-8), name


def test_a_sparse_table_of_the_user_stays_as_it_is() -> None:
    values, rows, starts = np.array([0.1, 0.2, 0.3]), np.array([1, 1, 0]), np.array([0, 2, 3])
    table = sparse.csc_array((values, rows, starts), shape=(2, 2))  # one entry in two pieces
    asked = Asked(table, np.ones((1, 2)), np.ones(2))
    found = sample_spread(asked, Noise(table=0.1), 400)
    assert table.nnz == 3
    whole = Asked(np.array([[0.0, 0.3], [0.3, 0.0]]), np.ones((1, 2)), np.ones(2))
    assert found.nominal == pytest.approx(sample_spread(whole, Noise(table=0.1), 20).nominal)
    formula = calc_spread(whole, Noise(table=0.1)).sd
    assert calc_spread(asked, Noise(table=0.1)).sd == pytest.approx(formula)
    assert found.sd == pytest.approx(formula, rel=0.15)
    assert table.nnz == 3


def test_wild_noise_leaves_every_cell_its_value_added() -> None:
    asked = small(5, of_value=True)
    found = sample_spread(asked, Noise(table=3.0), 100)
    assert (found.refused, found.draws) == (0, 100)
    assert found.rescaled > 0
    assert (found.p05 >= 0).all()
    assert found.p95[0] == pytest.approx(found.nominal[0], rel=1e-7)


def test_a_draw_that_is_not_productive_is_refused_and_counted() -> None:
    # One column above one: productive as stated, not always when shaken.
    table = np.array([[0.1, 1.2], [0.6, 0.1]])
    asked = Asked(table, np.ones((1, 2)), np.ones(2))
    found = sample_spread(asked, Noise(table=0.6), 200)
    assert found.refused > 0
    assert found.draws + found.refused == 200
    assert (found.p05 > 0).all()


def test_regions_of_the_real_table_by_formula_and_by_draws(starter: ChainModel) -> None:
    regions = [region for region in starter.regions for _ in starter.sectors]
    names, rows = rows_by_region(np.ones(starter.cells), regions)
    use = np.maximum(starter.final[:, starter.regions.index("NLD")], 0.0)
    table = calc_coefficients(starter.flows, starter.output)
    asked = Asked(table, rows, use, np.ones(len(names), dtype=bool), regions)
    formula, drawn = (ask(asked, Noise(table=0.1)) for ask in (calc_spread, lambda a, n: sample_spread(a, n, 40)))
    assert formula.nominal.sum() == pytest.approx(use.sum(), rel=1e-9)
    assert np.median(drawn.sd / formula.sd) == pytest.approx(1.0, abs=0.12)
    assert (np.abs(drawn.p50 - formula.p50) < formula.sd).all()
    assert drawn.refused == 0
    # Errors that hang together hardly average out: independent noise is the lower end.
    assert (formula.sd_most > 3 * formula.sd).all()


def test_what_does_not_fit_is_said() -> None:
    asked = small(1)
    for noise, text in ((Noise(table=-0.1), "below zero"), (Noise(use=np.ones(3)), "should fit")):
        with pytest.raises(InputProblem, match=text):
            calc_spread(asked, noise)
    with pytest.raises(InputProblem, match="at least 20"):
        sample_spread(asked, Noise(0.1), 5)
    with pytest.raises(InputProblem, match="outside 0 to 1"):
        Asked(asked.table, asked.intensities * 9, asked.use, np.ones(3, dtype=bool))
    with pytest.raises(InputProblem, match="gaps"):
        Asked(asked.table, asked.intensities * np.nan, asked.use)


def said(found: Spread, lang: str = "en") -> str:
    return " ".join(explain_spread(found, lang))


def test_what_an_interval_leaves_out_is_said() -> None:
    asked = small(1)
    assert "no interval" in said(calc_spread(asked, Noise()))
    partly = calc_spread(asked, Noise(0.1))
    assert np.isnan(partly.sd_of["use"]).all()
    assert "what is bought (100%)" in said(partly)
    assert "wat gekocht is (100%)" in said(partly, "nl")
    full = said(calc_spread(asked, Noise(0.1, 0.1, 0.1)))
    assert "Left out" not in full
    assert "independent" in full
    drawn = said(sample_spread(Asked(np.array([[0.1, 1.2], [0.6, 0.1]]), np.ones((1, 2)), np.ones(2)), Noise(0.6), 50))
    assert "50 draws" in drawn
    assert "could not be solved" in drawn


def test_the_age_of_the_table_is_said() -> None:
    assert "15 years" in explain_age(2011, 2026, "basic prices", "en")
    assert "15 jaar" in explain_age(2011, 2026, "basisprijzen", "nl")
    assert "not stated" in explain_age(None, 2026, "", "en")
    assert "same year" in explain_age(2026, 2026, "basic prices", "en")


def test_the_example_of_the_method_page_runs(repository: Path) -> None:
    failed, attempted = doctest.testfile(str(repository / "docs/method/chain-uncertainty.md"), module_relative=False)
    assert attempted > 3
    assert failed == 0
