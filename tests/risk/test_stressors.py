"""Stressors weighed by risk: high, not high and no data apart, adding up to what they were made from."""

import doctest
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from scharnier.chain import System, load_model
from scharnier.chain.leontief import calc_coefficients
from scharnier.chain.marginal import find_moves
from scharnier.chain.totals import Totals, take_shipped_totals
from scharnier.kernel.errors import InputProblem
from scharnier.risk.evidence import Record, load_evidence
from scharnier.risk.likelihood import calc_likelihoods
from scharnier.risk.stressors import HIGH, RiskWeighted, weigh_by_risk

from .builders import ON, SECTORS, chain_model, evidence_base, record

ALONE = {"IND": [("IND", 1.0)], "NLD": [("NLD", 1.0)]}
WITH_GROUP = {**ALONE, "ROW": [("PAK", 0.5), ("GHA", 0.3), ("KEN", 0.15), ("FJI", 0.05)]}
THEME = "child_labour"


def hours(values: list[float]) -> Totals:
    return Totals(
        "hours", "hours", "million hours", 2011, 2011, "made up", (("hours", 1.0),), np.array(values, dtype=float),
        0, 1.0, 0.0, 0,
    )  # fmt: skip


def weigh(records: list[Record], values: list[float], theme: str = THEME, at_least: int = HIGH) -> RiskWeighted:
    model = chain_model(WITH_GROUP)
    return weigh_by_risk(calc_likelihoods(evidence_base(records), model, (), ON), model, hours(values), theme, at_least)


def cell(region: str, sector: str) -> int:
    return list(WITH_GROUP).index(region) * len(SECTORS) + SECTORS.index(sector)


def test_each_country_goes_whole_to_one_row() -> None:
    found = weigh([record(THEME, "IND", 5, sector="c1"), record(THEME, "NLD", 2, sector="c1")], [10.0] * 12)
    assert found.high[cell("IND", "c1")] == 10
    assert found.not_high[cell("NLD", "c1")] == 10
    assert found.no_data[cell("IND", "c4")] == 10, "nobody looked at this industry: not low"
    assert found.totals == {"high": 10.0, "not_high": 10.0, "no_data": 100.0}


def test_members_of_a_group_go_to_the_row_of_their_own_level() -> None:
    records = [record(THEME, place, lvl, sector="c1") for place, lvl in (("PAK", 5), ("GHA", 2), ("KEN", 4))]
    found = weigh(records, [100.0] * 12)
    at = cell("ROW", "c1")
    assert (found.high[at], found.not_high[at], found.no_data[at]) == (
        pytest.approx(65), pytest.approx(30), pytest.approx(5),
    )  # fmt: skip
    assert found.no_data[cell("ROW", "c2")] == 100
    # Evidence about the group itself goes first.
    whole = weigh([*records, record(THEME, "ROW", 1, sector="c1")], [100.0] * 12)
    assert (whole.high[at], whole.not_high[at], whole.no_data[at]) == (0, 100, 0)


def test_a_finer_table_takes_the_likelihood_of_what_it_belongs_to() -> None:
    model = chain_model(WITH_GROUP)
    records = [record(THEME, "IND", 5, sector="c1"), record(THEME, "IND", 1, sector="c4")]
    likelihoods = calc_likelihoods(evidence_base(records), model, (), ON)
    fine = np.zeros((12, 4))
    fine[cell("IND", "c1"), :2] = 1.0, 0.4
    fine[cell("IND", "c4"), 1:3] = 0.6, 0.5  # the rest of the third belongs to nothing, the fourth to nothing at all
    for given_fine in (fine, csr_array(fine)):
        found = weigh_by_risk(likelihoods, model, hours([10.0, 10, 10, 10]), THEME, fine=given_fine)
        assert found.values == pytest.approx(np.array([[10.0, 4, 0, 0], [0, 6, 5, 0], [0, 0, 5, 10]]))
    with pytest.raises(InputProblem, match="more than one whole"):
        weigh_by_risk(likelihoods, model, hours([10.0] * 4), THEME, fine=3 * fine)
    with pytest.raises(InputProblem, match="same cells"):
        weigh_by_risk(likelihoods, model, hours([10.0] * 5), THEME, fine=fine)


def test_how_sure_high_is() -> None:
    found = weigh([record(THEME, "IND", 4, sector="c1"), record(THEME, "NLD", 3, sector="c1")], [10.0] * 12)
    india, dutch = cell("IND", "c1"), cell("NLD", "c1")
    assert (found.surely[india], found.high[india], found.possibly[india]) == (0, 10, 10)  # 3 to 5
    assert (found.surely[dutch], found.high[dutch], found.possibly[dutch]) == (0, 0, 10)  # 2 to 4
    assert found.possibly[cell("NLD", "c2")] == 10  # no data


def test_unknown_hours_stay_unknown_and_units_and_years_go_along() -> None:
    found = weigh([record(THEME, "IND", 5)], [float("nan"), *[1.0] * 11])
    assert np.isnan(found.values[:, 0]).all()
    assert (found.base.unit, found.base.year, found.on) == ("million hours", 2011, ON)
    assert found.intensities(np.r_[1.0, 2.0, 0.0, np.ones(9)])[:, 2].tolist() == [0, 0, 0]


RECORDS = st.lists(
    st.builds(
        record,
        st.sampled_from(["child_labour", "foa_cb"]),
        st.sampled_from(["IND", "NLD", "PAK", "GHA", "KEN", "FJI", "ROW"]),
        st.integers(1, 5),
        sector=st.sampled_from([None, *SECTORS]),
        dataset=st.sampled_from(["listing", "index", "treaty"]),
    ),
    max_size=20,
)


@settings(max_examples=80, deadline=None)
@given(RECORDS, st.integers(1, 5), st.sampled_from(["child_labour", "foa_cb", "climate"]))
def test_rows_add_up_to_the_base_and_high_lies_between_surely_and_possibly(
    records: list[Record], at_least: int, theme: str
) -> None:
    values = [float(number) for number in range(12)]
    found = weigh(records, values, theme, at_least)
    assert found.values.sum(axis=0) == pytest.approx(np.array(values), abs=1e-12)
    assert (found.values >= 0).all()
    assert (found.surely <= found.high + 1e-12).all()
    assert (found.high <= found.possibly + 1e-12).all()
    if at_least > 1:
        assert (found.high <= weigh(records, values, theme, at_least - 1).high + 1e-12).all()
    if at_least == 1:
        assert not found.not_high.any()


def test_the_shipped_evidence_on_the_shipped_model() -> None:
    model = load_model()
    likelihoods = calc_likelihoods(load_evidence(), model, (), ON)
    base = take_shipped_totals(model, "value_added", "value")
    made = model.output > 0
    system = System(calc_coefficients(model.flows, model.output), [r for r in model.regions for _ in model.sectors])
    for theme in ("forced_labour", "child_labour"):
        found = weigh_by_risk(likelihoods, model, base, theme)
        assert found.values.sum(axis=0) == pytest.approx(base.values, rel=1e-12, abs=1e-9)
        totals = found.totals
        assert sum(totals.values()) == pytest.approx(base.total)
        assert totals["high"] > 0
        multipliers = system.multipliers(found.intensities(model.output))
        # A euro of purchases ends as value added in one of the three rows.
        assert multipliers.values[:, made].sum(axis=0) == pytest.approx(1.0, abs=1e-6)
    spend = np.zeros(model.cells)
    spend[model.index("CHN", "c4")] = 100.0
    labels = [model.label(number) for number in range(model.cells)]
    regions, sectors = ([label[part] for label in labels] for part in (0, 1))
    high, _, no_data = multipliers.values
    moves = find_moves(high, spend, regions, sectors, made, unknown=no_data, bound=multipliers.bound[0])
    for move in moves.decreases[0]:
        assert high[move.to] + no_data[move.to] < high[move.seller]
    assert len(moves.increases[0]) + len(moves.decreases[0]) + moves.unclear[0] > 0


def test_what_does_not_fit_is_said() -> None:
    model = chain_model(WITH_GROUP)
    likelihoods = calc_likelihoods(evidence_base([]), model, (), ON)
    base = hours([1.0] * 12)
    with pytest.raises(InputProblem, match="no theme"):
        weigh_by_risk(likelihoods, model, base, "love")
    with pytest.raises(InputProblem, match="level from 1"):
        weigh_by_risk(likelihoods, model, base, THEME, 6)
    with pytest.raises(InputProblem, match="same cells"):
        weigh_by_risk(likelihoods, model, hours([1.0]), THEME)
    with pytest.raises(InputProblem, match="by risk"):
        weigh_by_risk(likelihoods, model, replace(base, kind="co2"), THEME)


def test_the_example_of_the_method_page_runs(repository: Path) -> None:
    failed, attempted = doctest.testfile(str(repository / "docs/method/chain-satellites.md"), module_relative=False)
    assert attempted > 3
    assert failed == 0
