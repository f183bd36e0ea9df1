"""Published multipliers of national tables, by the calls that a script would make.

United Kingdom 2010: the multipliers and effects of the Office for National Statistics. Germany 1995: the Eurostat
Manual of Supply, Use and Input-Output Tables (2008), tables 15.9 and 15.10 and its multipliers, as quoted
in the tests of the R package iotables. Netherlands 2000: D'Hernoncourt, Cordier & Hadley (2011), Input-Output
Multipliers: Specification sheet and supporting material (Spicosa), quoted there too.
"""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scharnier.chain import System
from scharnier.chain.stored import open_model
from scharnier.chain.stored_write import write_model
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.read import read_model

Array = NDArray[np.float64]
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def national(shared_data: Path) -> Path:
    return shared_data / "mrio" / "national"


def lines(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_multiplier_effect_and_rank_of_the_united_kingdom(national: Path, tmp_path: Path) -> None:
    folder = write_model(tmp_path, read_model(national / "uk_2010_data.csv.gz")).folder
    system, model = System.open(folder), open_model(folder)
    published = lines(national / "uk_test_results.csv.gz")
    names = [name for name, _, _ in model.satellite("primary_inputs").rows]
    inputs = model.intensities("primary_inputs")
    wages = inputs[names.index("Compensation of employees")]
    kept = wages + sum(
        inputs[names.index(name)] for name in ("Taxes less subsidies on production", "Gross Operating Surplus")
    )
    found = system.multipliers(np.stack([np.ones(wages.size), wages, kept]))
    assert found.bound.max() < 1e-9
    output, wage_effects, value_effects = found.values
    paid = wages > 0  # nobody is employed to own a house and live in it
    assert np.count_nonzero(~paid) == 1
    for column, values, some in (
        ("Output multiplier", output, paid | True),
        ("Employment cost effects", wage_effects, paid | True),
        ("GVA effects", value_effects, paid | True),
        ("Employment cost multiplier", np.divide(wage_effects, wages, out=np.zeros_like(wages), where=paid), paid),
        ("GVA multiplier", value_effects / kept, paid | True),
    ):
        truth = np.array([float(row[column] or "nan") for row in published])
        np.testing.assert_allclose(values[some], truth[some], rtol=0, atol=1e-12, err_msg=column)
    for column, values in (
        ("output_multiplier_rank", output),
        ("employment_cost_effects_rank", wage_effects),
        ("gva_effects_rank", value_effects),
    ):
        ranks = np.argsort(np.argsort(-values, kind="stable"), kind="stable") + 1
        assert ranks.tolist() == [float(row[column]) for row in published], column


@pytest.fixture(scope="module")
def germany(national: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("store"), read_model(national / "germany_1995.csv.gz")).folder


def test_the_inverse_and_the_multipliers_of_germany(germany: Path) -> None:
    system, model = System.open(germany), open_model(germany)
    np.testing.assert_allclose(np.diag(np.eye(6) - model.coefficients)[[0, 1, 2]], [0.9742, 0.7178, 0.9842], atol=5e-5)
    assert model.coefficients[1, 2] == pytest.approx(0.2613, abs=5e-5)
    inverse = system.solve(np.eye(6)).values
    np.testing.assert_allclose(np.diag(inverse)[:3], [1.0339, 1.4292, 1.0289], atol=5e-5)
    np.testing.assert_allclose(
        system.multipliers(np.ones(6)).values, [1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782], atol=1e-4
    )
    names = [name for name, _, _ in model.satellite("primary_inputs").rows]
    kept = model.intensities("primary_inputs", [names.index(name) for name in ("D1", "D29X39", "B2A3N", "K1")]).sum(0)
    np.testing.assert_allclose(
        system.multipliers(kept).values, [0.8450, 0.7647, 0.8615, 0.9019, 0.9393, 0.9199], atol=1e-4
    )
    jobs = [name for name, _, _ in model.satellite("employment").rows].index("EMP")
    np.testing.assert_allclose(
        system.multipliers(model.intensities("employment", [jobs])).values[0],
        [0.0326, 0.0162, 0.0207, 0.0237, 0.0112, 0.0242],
        atol=5.1e-5,
    )


def test_all_that_german_industry_emits_ends_with_final_users(germany: Path) -> None:
    system, model = System.open(germany), open_model(germany)
    rows = [name for name, _, _ in model.satellite("air").rows]
    assert rows == ["CO2", "CH4", "N2O", "SO2", "NOx", "CO", "NMVOC", "Dust"]
    totals = model.satellite("air").totals
    carried = system.multipliers(model.intensities("air")).values @ model.final.sum(axis=1)
    np.testing.assert_allclose(carried, totals.sum(axis=1), rtol=1e-12)
    assert totals[0].sum() == 904157 - 217137  # what industry and homes emit, less the homes
    # By a second way: tier after tier until nothing is left.
    tier, told = model.final.sum(axis=1), np.zeros(8)
    for _ in range(200):
        told += model.intensities("air") @ tier
        tier = model.coefficients @ tier
    np.testing.assert_allclose(told, carried, rtol=1e-12)


def test_the_income_multipliers_of_the_netherlands(national: Path) -> None:
    rows = {line["prod_na"]: line for line in lines(national / "netherlands_2000.csv.gz")}
    names = [name for name in next(iter(rows.values())) if name.endswith("_group")]
    flows = np.array([[float(rows[seller][buyer]) for buyer in names] for seller in names])
    output = np.array([float(rows["output_bp"][name]) for name in names])
    wages = np.array([float(rows["compensation_employees"][name]) for name in names]) / output
    found = System(flows / output, regions=["NLD"] * 6, sectors=names).multipliers(wages).values
    np.testing.assert_allclose(wages[0], 0.1068, atol=5e-5)
    np.testing.assert_allclose(found, [0.263, 0.099, 0.306, 0.212, 0.465, 0.493], atol=5.1e-4)
    np.testing.assert_allclose(found / wages, [2.466, 2.333, 1.840, 2.372, 1.953, 1.417], atol=5.1e-4)


@pytest.mark.parametrize("kind", [1700, 1800])
def test_final_use_of_croatia_calls_for_its_output(national: Path, kind: int) -> None:
    values = {
        (line["t_rows2"], line["t_cols2"]): float(line["values"] or 0)
        for line in lines(national / f"croatia_2010_{kind}.csv.gz")
    }
    columns = list(dict.fromkeys(column for _, column in values))
    products = columns[: columns.index("TOTAL")]
    flows = np.array([[values[f"CPA_{seller}", buyer] for buyer in products] for seller in products])
    output = np.array([values["P1", product] for product in products])
    final = np.array([values[f"CPA_{product}", "TFINU"] for product in products])
    if kind == 1700:  # uses of imports are in this table: they are no demand for what Croatia makes
        final -= [values["P7", product] for product in products]
    assert products[-1] == "U"
    assert len(products) == 65
    # Embassies make a tenth of a cent and buy all of it from themselves: with them the table has no inverse.
    whole = System(flows / output, regions=["HRV"] * 65, sectors=products)
    assert [finding.where for finding in whole.check() if finding.code == "column_sum"] == [("HRV U",)]
    with pytest.raises(InputProblem, match="not productive"):
        whole.footprint(final)
    found = System(flows[:64, :64] / output[:64]).footprint(final[:64])
    # The rows of the table miss their output by a hundred-thousandth at most.
    np.testing.assert_allclose(found, output[:64], rtol=3e-5)


def test_supply_and_use_of_the_united_states(national: Path) -> None:
    """BEA 2017, 402 commodities: A = B D, what an industry uses times who makes the commodity. Some are negative."""

    def table(name: str) -> tuple[list[str], list[str], Array]:
        with gzip.open(national / f"us_bea_Detail_{name}_17sch.csv.gz", "rt", encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        numbers = [[float(value) if value not in ("", "NA") else 0.0 for value in row[1:]] for row in rows]
        return [row[0] for row in rows], header[1:], np.array(numbers)

    makers, made, make = table("Make_2017_BeforeRedef")
    used, users, use = table("Use_2017_PRO_BeforeRedef")
    industries = [maker for maker in makers if maker in users]
    commodities = [commodity for commodity in made if commodity in used and not commodity.startswith("T")]
    assert len(industries) == len(commodities) == 402
    supply = make[np.ix_([makers.index(i) for i in industries], [made.index(c) for c in commodities])]
    rows = [used.index(c) for c in commodities]
    inputs = use[np.ix_(rows, [users.index(i) for i in industries])]
    final = use[np.ix_(rows, [place for place, user in enumerate(users) if user.startswith("F")])].sum(axis=1)
    by_industry, by_commodity = supply.sum(axis=1), supply.sum(axis=0)
    shares = supply / np.where(by_commodity > 0, by_commodity, 1.0)
    coefficients = inputs / by_industry @ shares
    assert (coefficients < 0).any()
    solved = System(coefficients).solve(final)
    # The tables are in whole millions, and their rows miss the supply by 26 million at most.
    assert np.abs(inputs.sum(axis=1) + final - by_commodity).max() <= 26
    assert np.abs(solved.values - by_commodity).max() < 30
    exact = np.linalg.solve(np.eye(402) - coefficients, final)
    assert (np.abs(solved.values - exact) <= solved.bound * np.abs(exact) + 1e-9).all()
