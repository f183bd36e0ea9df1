"""Every defect that a table can have, put into a sound one: found, named, and nothing changed."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from scharnier.chain.check import Finding
from scharnier.chain.stored_check import check_stored, is_productive
from scharnier.chain.stored_files import hash_file
from scharnier.chain.stored_write import ModelParts, SatellitePart, write_model

FACTS: dict[str, Any] = dict.fromkeys(
    ("title", "source", "edition", "publisher", "licence", "licence_confidence", "attribution", "url", "price_basis"),
    "x",
) | {"unit": "million EUR", "year": 2000}
LABELS = [(region, sector) for region in ("NLD", "DEU", "ROW") for sector in ("a", "b", "c", "d")]


def table() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coefficients (12, 12) with column sums near 0.5 and the final use (12, 3) that makes output 100 everywhere."""
    coefficients = np.random.default_rng(2).random((12, 12)) / 12
    output = np.full(12, 100.0)
    final = np.zeros((12, 3))
    final[:, 0] = output - coefficients @ output
    return coefficients, final


def found(store: Path, **changes: Any) -> dict[str, Finding]:
    """The findings by code for the sound table with changes."""
    coefficients, final = table()
    parts = {
        "id": "toy",
        "labels": LABELS,
        "final_labels": [("NLD", "all"), ("DEU", "all"), ("ROW", "all")],
        "table": coefficients,
        "given": "A",
        "output": np.full(12, 100.0),
        "final": final,
        "facts": FACTS,
    }
    model = write_model(store, ModelParts(**{**parts, **changes}), replace=True)
    before = {path.name: hash_file(path) for path in model.folder.iterdir()}
    findings = check_stored(model)
    assert {path.name: hash_file(path) for path in model.folder.iterdir()} == before
    return {finding.code: finding for finding in findings}


def test_a_sound_table_has_no_findings(tmp_path: Path) -> None:
    assert found(tmp_path) == {}


def test_doubled_missing_and_empty_labels(tmp_path: Path) -> None:
    double = found(tmp_path, labels=[*LABELS[:11], ("NLD", "a")])
    assert (double["double_cell"].level, double["double_cell"].where) == ("fault", ("NLD a",))
    assert double["missing_cell"].where == ("ROW d",)
    assert found(tmp_path, labels=[*LABELS[:11], ("ROW", "")])["no_label_cell"].level == "fault"
    assert found(tmp_path, final_labels=[("NLD", "all")] * 3)["double_final"].level == "note"


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_gaps(tmp_path: Path, bad: float) -> None:
    coefficients, final = table()
    coefficients[5, 3] = bad
    assert found(tmp_path, table=coefficients)["gaps_in_table"].where == ("DEU b",)
    final[2, 1] = bad
    assert found(tmp_path, final=final)["gaps_in_final"].where == ("NLD c",)
    output = np.full(12, 100.0)
    output[11] = bad
    assert found(tmp_path, output=output)["gaps_in_output"].where == ("ROW d",)


def test_negative_numbers(tmp_path: Path) -> None:
    coefficients, final = table()
    coefficients[1, 2] = -1e-5
    few = found(tmp_path, table=coefficients)["negative_table"]
    assert (few.level, few.count, few.worst, few.where) == ("note", 1, -1e-5, ("NLD b",))
    coefficients[1, 2] = -0.3
    assert found(tmp_path, table=coefficients)["negative_table"].level == "fault"
    final[0, 0], final[0, 1] = final[0, 0] + 7, -7
    assert found(tmp_path, final=final)["negative_final"].worst == -7
    output = np.full(12, 100.0)
    output[3] = -1
    assert found(tmp_path, output=output)["negative_output"].level == "fault"


def test_cells_without_output(tmp_path: Path) -> None:
    coefficients, final = table()
    output = np.full(12, 100.0)
    output[4] = 0
    findings = found(tmp_path, output=output)
    assert findings["no_output"].where == ("DEU a",)
    assert findings["sold_without_output"].where == ("DEU a",)
    coefficients[4], coefficients[:, 4], final[4] = 0, 0, 0
    final[:, 0] = output - coefficients @ output
    assert set(found(tmp_path, table=coefficients, output=output, final=final)) == {"no_output"}


def test_columns_that_leave_nothing(tmp_path: Path) -> None:
    coefficients, final = table()
    coefficients[0, 7] += 0.8
    final[0, 0] -= 80
    findings = found(tmp_path, table=coefficients, final=final)
    assert findings["column_sum"].where == ("DEU d",)
    assert "not_productive" not in findings
    coefficients[7, 7] = 1.2
    findings = found(tmp_path, table=coefficients, final=final)
    assert findings["not_productive"].level == "fault"


@pytest.mark.parametrize("rho", [0.5, 0.97, 0.9999, 1.0, 1.0001, 1.5])
def test_productive_is_decided_by_the_largest_eigenvalue(tmp_path: Path, rho: float) -> None:
    coefficients, final = table()
    coefficients *= rho / np.abs(np.linalg.eigvals(coefficients)).max()
    if rho == 1.0:
        coefficients = np.eye(12)
    parts = ModelParts("toy", LABELS, LABELS[:3], coefficients, "A", np.full(12, 100.0), final, (), FACTS)
    assert is_productive(write_model(tmp_path, parts)) == (rho < 1)


def test_imbalance_and_rounding(tmp_path: Path) -> None:
    _, final = table()
    final[3, 0] += 0.4
    assert found(tmp_path, final=final)["rounding"].worst == pytest.approx(0.4)
    final[3, 0] += 3
    gap = found(tmp_path, final=final)["imbalance"]
    assert (gap.level, gap.where) == ("note", ("NLD d",))
    final[3, 0] += 30
    assert found(tmp_path, final=final)["imbalance"].level == "fault"


def test_regions_that_are_sums_of_others(tmp_path: Path) -> None:
    labels = [(region, sector) for region in ("NLD", "DEU", "EU27") for sector in ("a", "b", "c", "d")]
    assert found(tmp_path, labels=labels)["sum_region"].level == "note"
    coefficients, final = np.zeros((12, 12)), np.zeros((12, 3))
    output = np.array([100.0] * 8 + [200.0] * 4)
    final[:, 0] = output
    doubled = found(tmp_path, labels=labels, table=coefficients, final=final, output=output)["sum_region"]
    assert (doubled.level, doubled.where) == ("fault", ("EU27",))


def test_units(tmp_path: Path) -> None:
    assert "no_unit" in found(tmp_path, facts={**FACTS, "unit": ""})
    assert found(tmp_path, facts={**FACTS, "unit": "M EUR; tonne"})["mixed_units"].where == ("M EUR", "tonne")


def test_satellites(tmp_path: Path) -> None:
    totals = np.ones((4, 12))
    totals[0, 3] = np.nan
    totals[1] = 0
    totals[2, 0] = -4
    rows = [("CO2", "kt", ""), ("CH4", "kt", ""), ("N2O", "", ""), ("N2O", "t", "")]
    findings = found(tmp_path, satellites=[SatellitePart("air", "Air", rows, totals)])
    assert {code: finding.where for code, finding in findings.items()} == {
        "double_row": ("air: N2O",),
        "row_without_unit": ("air: N2O",),
        "unknown_satellite": ("air: CO2",),
        "negative_satellite": ("air: N2O",),
        "row_without_flow": ("air: CH4",),
    }
    assert findings["negative_satellite"].worst == -4
    totals[3, 1] = np.inf
    assert (
        found(tmp_path, satellites=[SatellitePart("air", "Air", rows, totals)])["infinite_satellite"].level == "fault"
    )
    output = np.full(12, 100.0)
    output[4] = 0
    stray = found(tmp_path, output=output, satellites=[SatellitePart("air", "Air", rows[:1], np.ones((1, 12)))])
    assert stray["adrift_satellite"].worst == 1


def test_what_final_use_causes_by_itself_is_looked_at_too(tmp_path: Path) -> None:
    for value, code in ((np.nan, "unknown_satellite"), (np.inf, "infinite_satellite"), (-1.0, "negative_satellite")):
        final = np.array([[1.0, value, 3.0]])
        part = SatellitePart("air", "Air", [("CO2", "kt", "")], np.ones((1, 12)), final)
        assert found(tmp_path, satellites=[part])[code].where == ("air: CO2",)


def test_sparse_tables_are_checked_alike(tmp_path: Path) -> None:
    coefficients, final = table()
    coefficients[np.random.default_rng(1).random((12, 12)) > 0.3] = 0
    coefficients[1, 2] = -1e-5
    output = np.full(12, 100.0)
    final[:, 0] = output - coefficients @ output
    assert set(found(tmp_path, table=coefficients, final=final)) == {"negative_table"}


def test_a_changed_byte_is_a_fault(tmp_path: Path) -> None:
    found(tmp_path)
    path = tmp_path / "toy" / "Y.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    from scharnier.chain.stored import open_model

    (finding,) = check_stored(open_model(tmp_path / "toy"))
    assert (finding.code, finding.level) == ("damaged", "fault")
    assert finding.where[0].endswith("Y.npy")


def test_columns_that_do_not_add_up_where_most_do(tmp_path: Path) -> None:
    coefficients, _ = table()
    kept = 100.0 * (1 - coefficients.sum(axis=0))
    rows = [("wages", "million EUR", ""), ("profits", "million EUR", "")]

    def inputs(change: float) -> list[SatellitePart]:
        totals = np.stack([0.7 * kept, 0.3 * kept])
        totals[1, 5] += change
        return [SatellitePart("primary", "Primary inputs", rows, totals)]

    assert found(tmp_path, satellites=inputs(0.5)) == {}
    note = found(tmp_path, satellites=inputs(-5.0))["column_imbalance"]
    assert (note.level, note.count, note.where) == ("note", 1, ("DEU b",))
    assert note.worst == pytest.approx(5.0)
    assert found(tmp_path, satellites=inputs(50.0))["column_imbalance"].level == "fault"
    # Wages alone never add up to what is kept, and hours are no money: nothing is claimed.
    alone = [SatellitePart("wages", "Wages", rows[:1], 0.7 * kept[None, :])]
    hours = [SatellitePart("hours", "Hours", [("hours", "h", "")], kept[None, :] + 5.0 * np.eye(12)[:1])]
    assert found(tmp_path, satellites=alone) == {}
    assert found(tmp_path, satellites=hours) == {}
