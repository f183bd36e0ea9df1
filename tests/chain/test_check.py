"""A table with a fault is reported with where it is; a sound one is not."""

from collections.abc import Callable

import numpy as np
import pytest

from scharnier.chain import ChainModel, Finding, check_model

Maker = Callable[..., ChainModel]


def _found(model: ChainModel) -> dict[str, Finding]:
    return {finding.code: finding for finding in check_model(model)}


def test_a_sound_table_has_no_findings(toy: Maker) -> None:
    assert check_model(toy([[150, 500], [200, 100]], [1000, 2000])) == []


def test_a_negative_flow_is_a_fault_and_says_who_sells(toy: Maker) -> None:
    finding = _found(toy([[150, -500], [200, 100]], [1000, 2000]))["negative_flows"]
    assert (finding.level, finding.count, finding.worst, finding.where) == ("fault", 1, -500.0, ("NLD c1",))


def test_negative_investment_is_worth_a_note(toy: Maker) -> None:
    finding = _found(toy([[0, 0], [0, 0]], [10, 10], final=[[-1], [10]], inventories=[[11], [0]]))["negative_final"]
    assert (finding.level, finding.worst) == ("note", -1.0)


def test_a_gap_is_a_fault(toy: Maker) -> None:
    assert _found(toy([[150, np.nan], [200, 100]], [1000, 2000]))["gaps_in_flows"].level == "fault"


def test_a_row_that_does_not_add_up(toy: Maker) -> None:
    finding = _found(toy([[150, 500], [200, 100]], [1000, 2000], final=[[350], [2700]]))["imbalance"]
    assert (finding.level, finding.worst, finding.where) == ("fault", 1000.0, ("NLD c2",))
    rounding = _found(toy([[150, 500], [200, 100]], [1000, 2000], final=[[351], [1700]]))["rounding"]
    assert (rounding.level, rounding.worst) == ("note", 1.0)


def test_a_cell_without_output_that_trades_or_emits(toy: Maker) -> None:
    model = toy([[0, 5], [0, 0]], [10, 0], stressors={"co2_kt": [1.0, 3.0]})
    found = _found(model)
    assert found["no_output"].where == ("NLD c2",)
    assert found["trade_without_output"].worst == 5.0
    assert (found["adrift_co2_kt"].worst, found["adrift_co2_kt"].where) == (3.0, ("NLD c2",))


def test_an_unknown_stressor_is_not_zero(toy: Maker) -> None:
    found = _found(toy([[1]], [10], stressors={"co2_kt": [np.nan]}))
    assert found["unknown_co2_kt"].count == 1


def test_a_column_above_one_and_a_table_that_cannot_produce(toy: Maker) -> None:
    found = _found(toy([[10.0, 110.0], [1.0, 0.0]], [1000.0, 100.0]))
    assert (found["column_sum"].level, found["column_sum"].where) == ("note", ("NLD c2",))
    assert "not_productive" not in found
    assert _found(toy([[100.0]], [100.0]))["not_productive"].level == "fault"


def test_places_that_weigh_nothing_are_named(starter: ChainModel) -> None:
    finding = _found(starter)["member_without_weight"]
    assert (finding.level, list(finding.where)) == ("note", starter.manifest.places_without_weight)


def test_labels_that_are_wrong(toy: Maker) -> None:
    found = _found(toy(np.zeros((2, 2)), [1, 1], regions=("Nld", "Nld")))
    assert found["region_code"].where == ("Nld", "Nld")
    assert found["double_region"].where == ("Nld",)


def test_arrays_of_the_wrong_shape_stop_the_model(toy: Maker) -> None:
    with pytest.raises(ValueError, match="final has shape"):
        toy(np.zeros((2, 2)), [1, 1], final=np.zeros((2, 3)))


def test_a_model_cannot_be_changed_by_who_reads_it(starter: ChainModel) -> None:
    with pytest.raises(ValueError, match="read-only"):
        starter.flows[0, 0] = 1.0
