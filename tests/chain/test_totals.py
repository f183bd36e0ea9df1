"""Satellites that answer for themselves: units converted or refused, years stated, gaps counted."""

from pathlib import Path

import numpy as np
import pytest

from scharnier.chain import ChainModel
from scharnier.chain.aggregate import group_by_label
from scharnier.chain.stored import StoredModel
from scharnier.chain.stored_write import ModelParts, SatellitePart, write_model
from scharnier.chain.totals import add_up_totals, take_shipped_totals, take_totals
from scharnier.chain.units import read_unit
from scharnier.kernel.errors import InputProblem

ROWS = [
    ("Hours: low-skilled female", "M.hr", ""),
    ("Hours: high-skilled female", "M.hr", ""),
    ("Persons", "1000 p", ""),
    ("CO2", "kg", ""),
    ("CH4", "t", ""),
    ("CO2 old", "kg", "1999"),
    ("GWP100", "kg CO2 eq.", ""),
    ("No unit", "", ""),
    ("Wages", "M.EUR", ""),
    ("Odd", "kt", ""),
]


@pytest.fixture
def stored(tmp_path: Path) -> StoredModel:
    nan = float("nan")
    totals = np.array(
        [
            [1.0, 2, 0],
            [3.0, nan, 1],
            [5.0, 5, 0],
            [1e6, 2e6, 0],
            [1000.0, 0, 0],
            [1.0, 1, 1],
            [7e6, 1, 1],
            [1, 1, 1],
            [4.0, -1, 2],
            [1.0, np.inf, 0],
        ]
    )
    facts = {
        "title": "Made-up table", "source": "test", "edition": "1", "year": 2000, "publisher": "nobody",
        "licence": "CC0-1.0", "licence_confidence": "verified", "attribution": "", "url": "",
        "price_basis": "basic prices", "unit": "million EUR",
    }  # fmt: skip
    labels, final = [("A", "x"), ("B", "x"), ("C", "x")], np.array([[60.0], [40.0], [0.0]])
    satellite = SatellitePart("people", "People and air", ROWS, totals, None)
    return write_model(
        tmp_path, ModelParts("toy", labels, [("A", "all")], np.zeros((3, 3)), "Z", None, final, [satellite], facts)
    )


def test_rows_by_sex_and_skill_add_up_and_unknown_stays_unknown(stored: StoredModel) -> None:
    women = take_totals(stored, "people", [ROWS[0][0], ROWS[1][0]], "hours", name="hours of women")
    assert (women.unit, women.year, women.table_year, women.years_apart) == ("million hours", 2000, 2000, 0)
    assert women.values[[0, 2]].tolist() == [4.0, 1.0]
    assert np.isnan(women.values[1])
    assert (women.unknown, women.coverage, women.adrift, women.total) == (1, pytest.approx(0.6), 1.0, 5.0)
    intensities = women.intensities(stored.output)
    assert intensities[0] == pytest.approx(4 / 60)
    assert np.isnan(intensities[1])
    assert intensities[2] == 0
    for part in ("Made-up table", "nobody", "CC0-1.0", "People and air"):
        assert part in women.source


def test_units_are_converted(stored: StoredModel) -> None:
    assert take_totals(stored, "people", ["CO2"], "co2").values.tolist() == [1.0, 2.0, 0.0]  # kg to kt
    assert take_totals(stored, "people", ["GWP100"], "ghg").values[0] == pytest.approx(7.0)
    assert take_totals(stored, "people", ["Persons"], "workers").unit == "thousand persons"
    wages = take_totals(stored, "people", ["Wages"], "value")
    assert (wages.unit, wages.negative) == ("million EUR", 1)
    gases = take_totals(stored, "people", {"CO2": 1.0, "CH4": 28.0}, "ghg")
    assert gases.values[0] == pytest.approx(1 + 28 * 1.0)
    assert gases.rows == (("CO2", 1.0), ("CH4", 28.0))


@pytest.mark.parametrize(
    ("kind", "unit", "plain", "factor"),
    [
        ("hours", "mill hours", "million hours", 1.0),
        ("workers", "thousand persons", "thousand persons", 1.0),
        ("land", "1000 ha", "km2", 10.0),
        ("water", "Mm3", "Mm3", 1.0),
        ("materials", "kilotonnes", "kt", 1.0),
        ("co2", "kilotonnes CO2", "kt", 1.0),
        ("ghg", "Gg CO2-eq", "kt CO2e", 1.0),
        ("value", "millions of US$", "million USD", 1.0),
        ("value", "\u2018000 US$", "million USD", 1e-3),
        ("value", "Mill USD", "million USD", 1.0),
        ("value", "USD", "million USD", 1e-6),
    ],
)
def test_units_as_publishers_write_them(kind: str, unit: str, plain: str, factor: float) -> None:
    assert read_unit(kind, unit, "million USD") == (plain, pytest.approx(factor))


@pytest.mark.parametrize(
    ("kind", "unit"),
    [("hours", "1000 p"), ("workers", ""), ("co2", "kg CO2 eq."), ("co2", "MT"), ("land", "kg"), ("love", "kg"),
     ("value", "M.EUR"), ("value", "kg"), ("water", "t")],
)  # fmt: skip
def test_a_unit_of_something_else_is_refused(kind: str, unit: str) -> None:
    with pytest.raises(InputProblem):
        read_unit(kind, unit, "million USD")


def test_what_cannot_be_told_is_refused(stored: StoredModel) -> None:
    for rows, kind, text in (
        (["Hours: male"], "hours", "is absent.*Hours: low-skilled female"),
        (["CO2", "CO2 old"], "co2", "different years: 1999, 2000"),
        (["CO2", "CH4"], "ghg", "weight in CO2"),
        (["No unit"], "materials", "unit ''"),
        (["Odd"], "materials", "infinite"),
        ([], "hours", "no rows"),
    ):
        with pytest.raises(InputProblem, match=text):
            take_totals(stored, "people", rows, kind)
    old = take_totals(stored, "people", ["CO2 old"], "co2")
    assert (old.year, old.years_apart) == (1999, 1)


def test_the_starter_gives_value_added_and_co2(starter: ChainModel) -> None:
    value = take_shipped_totals(starter, "value_added", "value")
    assert (value.unit, value.year, value.unknown, value.coverage) == ("million USD", 2011, 0, 1.0)
    assert take_shipped_totals(starter, "co2_kt", "co2").unit == "kt"
    with pytest.raises(InputProblem, match="no stressor 'hours'"):
        take_shipped_totals(starter, "hours", "hours")


def test_totals_follow_their_table_when_it_is_made_coarser(stored: StoredModel) -> None:
    women = take_totals(stored, "people", [ROWS[0][0], ROWS[1][0]], "hours")
    labels = [("A", "x"), ("A", "y"), ("A", "z")]
    _, share = group_by_label(labels, {"x": {"p": 0.25, "q": 0.75}, "y": {"r": 1.0}, "z": {"q": 1.0}})
    coarse = add_up_totals(women, share, stored.output)
    assert coarse.values[:2].tolist() == [1.0, 4.0]
    assert np.isnan(coarse.values[2])
    assert (coarse.unknown, coarse.coverage, coarse.unit) == (1, pytest.approx(0.6), "million hours")
