"""CO2 and workforce: what is published, and how it is brought to the model."""

import gzip
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from scharnier.chain import REST_OF_WORLD, ChainModel, region_of
from scharnier.kernel.errors import InputProblem
from scharnier.sources.ilo_workforce.parse import parse_ilo_workforce
from scharnier.sources.jrc_co2.parse import NOT_IN_MODEL, calc_co2, load_bridge, parse_jrc_co2

Maker = Callable[..., ChainModel]


def _co2(shared_data: Path, year: int) -> dict[tuple[str, str], float]:
    return parse_jrc_co2(shared_data / "mrio" / "jrc_wiod_co2_2000_2016.csv.gz", year)


@pytest.mark.shared
def test_national_totals_of_2014_are_the_known_ones(shared_data: Path) -> None:
    totals: dict[str, float] = defaultdict(float)
    for (country, _), value in _co2(shared_data, 2014).items():
        totals[country] += value
    assert totals["CHN"] / 1e6 == pytest.approx(10.5, abs=0.05)
    assert totals["USA"] / 1e6 == pytest.approx(5.3, abs=0.05)


@pytest.mark.shared
def test_every_published_industry_has_a_place_or_is_left_out_by_name(shared_data: Path) -> None:
    assert {industry for _, industry in _co2(shared_data, 2011)} == {*load_bridge(), *NOT_IN_MODEL}


@pytest.mark.shared
def test_the_model_holds_all_co2_of_production_and_no_more(shared_data: Path, starter: ChainModel) -> None:
    accounts = _co2(shared_data, 2011)
    production = sum(value for (_, industry), value in accounts.items() if industry not in NOT_IN_MODEL)
    co2 = starter.stressors["co2_kt"].reshape(41, 35)
    assert co2.sum() == pytest.approx(production, rel=1e-12)
    # Switzerland, Norway and Croatia have accounts of their own; the model has them in the rest of the world.
    lumped = sum(
        value
        for (country, industry), value in accounts.items()
        if country in {REST_OF_WORLD, "CHE", "NOR", "HRV"} and industry not in NOT_IN_MODEL
    )
    assert co2[starter.regions.index(REST_OF_WORLD)].sum() == pytest.approx(lumped, rel=1e-12)
    chinese = starter.regions.index("CHN")
    textiles_and_leather = co2[chinese, 3] + co2[chinese, 4]
    assert textiles_and_leather == pytest.approx(accounts["CHN", "C13-C15"], rel=1e-12)
    assert not np.isnan(co2).any()


def test_a_split_industry_follows_output_and_a_missing_one_is_unknown(toy: Maker) -> None:
    sectors = 35
    output = np.ones(2 * sectors)
    output[[3, 4]] = 30.0, 10.0
    model = toy(np.zeros((70, 70)), output, regions=("NLD", REST_OF_WORLD))
    accounts = {("NLD", industry): 2.0 for industry in load_bridge() if industry != "B"}
    co2 = calc_co2(model, accounts).reshape(2, sectors)
    assert co2[0, 3:5].tolist() == [1.5, 0.5]
    assert co2[0, 11] == 4.0, "basic metals and metal products are one sector"
    assert np.isnan(co2[0, 1]), "mining has no figure"
    assert np.isnan(co2[1]).all(), "no accounts for the rest of the world"


@pytest.mark.shared
def test_the_workforce_is_of_the_year_and_says_what_was_filled_in(shared_data: Path) -> None:
    workforce = parse_ilo_workforce(shared_data / "mrio" / "workforce_total_iso3.csv.gz", 2011)
    assert {figure.year for figure in workforce.values()} == {2011}
    assert workforce["BGD"].estimate == "ilo"
    assert workforce["GRL"].estimate == "gap-filled"
    assert "CHI" not in workforce
    assert 2.9e6 < sum(figure.thousand for figure in workforce.values()) < 3.2e6


def test_the_nearest_year_is_taken_and_the_earlier_of_two(tmp_path: Path) -> None:
    head = "ref_area,indicator,EXIO3,source,sex,time,Workforce (1000),ref_area.label\n"
    rows = "AAA,EMP,WA,X,SEX_T,2009,1,A\nAAA,EMP,WA,X,SEX_T,2013,2,A\nAAA,EMP,WA,X,SEX_M,2011,9,A\n"
    path = tmp_path / "w.csv.gz"
    path.write_bytes(gzip.compress((head + rows).encode()))
    found = parse_ilo_workforce(path, 2011)["AAA"]
    assert (found.thousand, found.year) == (1.0, 2009)
    path.write_bytes(gzip.compress((head + rows + rows).encode()))
    with pytest.raises(InputProblem, match="row 5"):
        parse_ilo_workforce(path, 2011)


@pytest.mark.parametrize("figure", ["-1", "many", "nan"])
def test_an_emission_that_is_none_is_refused_where_it_stands(tmp_path: Path, figure: str) -> None:
    path = tmp_path / "co2.csv.gz"
    path.write_bytes(gzip.compress(f"country,sector,year,co2_kt\nNLD,B,2011,1\nNLD,C16,2011,{figure}\n".encode()))
    with pytest.raises(InputProblem, match="row 3, column 'co2_kt'"):
        parse_jrc_co2(path, 2011)
    with pytest.raises(InputProblem, match="no accounts for 1999"):
        parse_jrc_co2(path, 1999)


def test_every_place_lies_in_one_region(starter: ChainModel) -> None:
    places = [place for members in starter.members.values() for place, _ in members]
    assert len(places) == len(set(places))
    assert not set(places) & set(starter.manifest.territories)
    for members in starter.members.values():
        assert sum(weight for _, weight in members) == pytest.approx(1.0, abs=1e-12)
    weightless = [place for place, weight in starter.members[REST_OF_WORLD] if weight == 0]
    assert weightless == starter.manifest.places_without_weight
    assert {"BGD", "VNM", "CHE", "NOR", "HKG"} <= {place for place, _ in starter.members[REST_OF_WORLD]}


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("NLD", "NLD"),
        ("ROU", "ROU"),
        ("BGD", "ROW"),
        ("REU", "FRA"),
        ("ROW", "ROW"),
        ("ROM", None),
        ("ZZZ", None),
        ("", None),
    ],
)
def test_the_region_of_a_place(starter: ChainModel, place: str, region: str | None) -> None:
    assert region_of(starter, place) == region
