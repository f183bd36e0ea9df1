"""Leontief algebra against a textbook, a series, an iterative solver and its own invariants."""

import doctest
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.sparse.linalg import LinearOperator, gmres

from scharnier.chain import (
    ChainModel,
    Leontief,
    calc_demand,
    calc_known_shares,
    calc_multipliers,
    calc_origins,
    calc_tiers,
)
from scharnier.chain.leontief import calc_coefficients
from scharnier.kernel.errors import InputProblem

Maker = Callable[..., ChainModel]
Array = NDArray[np.float64]

# Miller & Blair (2009), Input-Output Analysis, 2nd edition, section 2.3: two sectors, Z and x in money.
TEXTBOOK_FLOWS = [[150.0, 500.0], [200.0, 100.0]]
TEXTBOOK_OUTPUT = [1000.0, 2000.0]


def test_the_textbook_coefficients_and_inverse(toy: Maker) -> None:
    model = toy(TEXTBOOK_FLOWS, TEXTBOOK_OUTPUT)
    system = Leontief(model)
    assert system.coefficients.tolist() == [[0.15, 0.25], [0.20, 0.05]]
    assert np.round(system.solve(np.eye(2)), 4).tolist() == [[1.2541, 0.3300], [0.2640, 1.1221]]


def test_the_textbook_impact_of_new_final_demand(toy: Maker) -> None:
    # The book's question: final demand of 600 and 1,500 calls for an output of 1,247.52 and 1,841.58.
    system = Leontief(toy(TEXTBOOK_FLOWS, TEXTBOOK_OUTPUT))
    assert np.round(system.solve(np.array([600.0, 1500.0])), 2).tolist() == [1247.52, 1841.58]


def test_final_demand_of_the_table_gives_back_its_output(toy: Maker) -> None:
    model = toy(TEXTBOOK_FLOWS, TEXTBOOK_OUTPUT)
    assert Leontief(model).solve(model.final[:, 0]) == pytest.approx(model.output, rel=1e-14)


def test_tiers_computed_by_hand(toy: Maker) -> None:
    # A column sums to 0.35 and 0.30, so v = 0.65, 0.70. One unit bought from the first sector.
    system = Leontief(toy(TEXTBOOK_FLOWS, TEXTBOOK_OUTPUT))
    supplier, first, second, rest = calc_tiers(system, np.array([1.0, 0.0]))
    assert supplier == pytest.approx([0.65, 0.0])
    assert first == pytest.approx([0.65 * 0.15, 0.70 * 0.20])
    assert second == pytest.approx([0.65 * (0.15**2 + 0.25 * 0.20), 0.70 * (0.20 * 0.15 + 0.05 * 0.20)])
    assert supplier.sum() + first.sum() + second.sum() + rest.sum() == pytest.approx(1.0, abs=1e-12)


def test_multipliers_computed_by_hand(toy: Maker) -> None:
    # 100 kt in a sector that makes 1,000 is 0.1 a unit; times the first row of the inverse.
    model = toy(TEXTBOOK_FLOWS, TEXTBOOK_OUTPUT, stressors={"co2_kt": [100.0, 0.0]})
    found = calc_multipliers(Leontief(model), model.stressors)["co2_kt"]
    assert np.round(found, 5).tolist() == [0.12541, 0.03300]


def test_an_unknown_stressor_is_not_counted_and_lowers_the_known_share(toy: Maker) -> None:
    model = toy(TEXTBOOK_FLOWS, TEXTBOOK_OUTPUT, stressors={"co2_kt": [100.0, np.nan]})
    system = Leontief(model)
    assert np.round(calc_multipliers(system, model.stressors)["co2_kt"], 5).tolist() == [0.12541, 0.03300]
    # 0.65 x 1.2541 and 0.65 x 0.33: what arises in the first sector, the only one with a figure.
    assert np.round(calc_known_shares(system, model.stressors["co2_kt"]), 4).tolist() == [0.8152, 0.2145]


def test_a_table_that_needs_more_than_it_makes_is_refused(toy: Maker) -> None:
    with pytest.raises(InputProblem, match="not productive"):
        Leontief(toy([[50.0, 600.0], [900.0, 50.0]], [500.0, 1000.0]))
    with pytest.raises(InputProblem, match="not productive"):
        Leontief(toy([[100.0]], [100.0]))


def test_a_column_above_one_is_fine_while_the_table_is_productive(toy: Maker) -> None:
    # The second sector runs at a loss, yet every demand can be met.
    system = Leontief(toy([[10.0, 110.0], [1.0, 0.0]], [1000.0, 100.0]))
    assert system.value_added_share[1] == pytest.approx(-0.1)
    origins = calc_origins(system, np.array([0.0, 1.0]))
    assert origins.sum() == pytest.approx(1.0, abs=1e-12)


def test_a_cell_without_output_keeps_what_is_spent_on_it(toy: Maker) -> None:
    system = Leontief(toy([[1.0, 0.0], [0.0, 0.0]], [10.0, 0.0]))
    assert calc_origins(system, np.array([0.0, 1.0])).tolist() == [0.0, 1.0]


def test_the_series_gives_the_same_output_as_the_factors(starter: ChainModel, starter_system: Leontief) -> None:
    demand = np.stack([calc_demand(starter, "NLD", {s: 1.0}, origin=False) for s in starter.sectors], axis=1)
    term, total = demand, demand.copy()
    for _ in range(150):
        term = starter_system.coefficients @ term
        total += term
    assert np.abs(starter_system.solve(demand) - total).max() < 1e-12


def test_gmres_gives_the_same_multipliers_as_the_factors(starter: ChainModel, starter_system: Leontief) -> None:
    intensity = _co2_intensity(starter)
    a = starter_system.coefficients
    operator = LinearOperator((starter.cells, starter.cells), matvec=lambda m: m - a.T @ m, dtype=np.float64)
    expected, info = gmres(operator, intensity, rtol=1e-13, atol=0.0)
    assert info == 0
    found = calc_multipliers(starter_system, starter.stressors)["co2_kt"]
    assert np.abs(found - expected).max() < 1e-10


def test_both_directions_count_the_same_emissions(starter: ChainModel, starter_system: Leontief) -> None:
    demand = calc_demand(starter, "NLD", {"c4": 0.5, "c14": 0.5}, origin=False)
    intensity = _co2_intensity(starter)
    forward = intensity @ starter_system.solve(demand)
    backward = calc_multipliers(starter_system, starter.stressors)["co2_kt"] @ demand
    assert forward == pytest.approx(backward, rel=1e-12)


@st.composite
def productive_tables(draw: st.DrawFn) -> tuple[Array, Array]:
    """Flows and output of a random table in which every column keeps at least a fiftieth as value added."""
    n = draw(st.integers(1, 7))
    output = draw(arrays(np.float64, n, elements=st.one_of(st.just(0.0), st.floats(1e-3, 1e9))))
    parts = draw(arrays(np.float64, (n, n), elements=st.floats(0, 1, allow_subnormal=False)))
    kept = draw(arrays(np.float64, n, elements=st.floats(0.02, 1)))
    sums = parts.sum(axis=0)
    coefficients = parts * np.divide(1 - kept, sums, out=np.zeros(n), where=sums > 0)
    return coefficients * output, output


@settings(deadline=None, max_examples=150)
@given(table=productive_tables(), data=st.data())
def test_shares_and_tiers_add_up_in_any_productive_table(
    toy: Maker, table: tuple[Array, Array], data: st.DataObject
) -> None:
    flows, output = table
    system = Leontief(toy(flows, output))
    demand = data.draw(arrays(np.float64, (output.size, 3), elements=st.floats(0, 1, allow_subnormal=False)))
    origins, tiers = calc_origins(system, demand), calc_tiers(system, demand)
    assert np.abs(origins.sum(axis=0) - demand.sum(axis=0)).max() < 1e-9
    assert np.abs(tiers.sum(axis=0) - origins).max() < 1e-9
    assert origins.min() >= 0
    assert tiers.min() >= 0


@settings(deadline=None, max_examples=60)
@given(table=productive_tables())
def test_what_a_cell_keeps_is_one_less_what_it_buys(table: tuple[Array, Array]) -> None:
    flows, output = table
    sums = calc_coefficients(flows, output).sum(axis=0)
    assert (sums <= 0.98 + 1e-12).all()
    assert (sums[output == 0] == 0).all()


def _co2_intensity(model: ChainModel) -> Array:
    return np.divide(model.stressors["co2_kt"], model.output, out=np.zeros(model.cells), where=model.output > 0)


def test_the_worked_example_of_the_method_page(repository: Path) -> None:
    failed, attempted = doctest.testfile(str(repository / "docs/method/value-chain.md"), module_relative=False)
    assert (failed, attempted) == (0, 9)
