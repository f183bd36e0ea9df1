"""The rows about geolocation of the fact base's test vectors for the regulation."""

from datetime import date

import pytest

from scharnier.eudr import load_rules
from scharnier.kernel.errors import InputProblem

from .builders import codes, point, polygon
from .conftest import Check


def test_a_soya_plot_of_4_5_ha_as_a_point_is_rejected(check: Check) -> None:
    checked = check([point(Area=4.5)], commodity="soya")
    assert not checked.valid
    assert codes(checked) == {"point_over_4_ha"}


def test_a_soya_plot_of_4_ha_as_a_point_is_accepted(check: Check) -> None:
    assert check([point(Area=4.0)], commodity="soya").valid


@pytest.mark.parametrize("area", [4.0000001, 4.01, 5])
def test_the_rule_is_more_than_4(check: Check, area: float) -> None:
    assert not check([point(Area=area)], commodity="soya").valid


def test_five_establishments_with_cattle_are_five_points(check: Check) -> None:
    farms = [point(f"[-52.10000{n},-15.20000{n}]", ProducerCountry="BR", Area=900.0) for n in range(1, 6)]
    checked = check(farms, commodity="cattle")
    assert checked.valid
    assert checked.features == 5
    assert not check(farms, commodity="soya").valid


def test_an_establishment_without_a_place_is_rejected(check: Check) -> None:
    checked = check(
        [point(), '{"type":"Feature","properties":{"ProducerCountry":"BR"},"geometry":null}'], None, "cattle"
    )
    assert not checked.valid
    assert "geometry_missing" in codes(checked)


@pytest.mark.parametrize("coordinates", ["[-2.151234,4.12345]", "[4.12345,6.704321]", "[-2.15,6.7]", "[-2,6]"])
def test_five_decimals_are_rejected(check: Check, coordinates: str) -> None:
    checked = check([point(coordinates)])
    assert not checked.valid
    assert "too_few_decimals" in codes(checked)


@pytest.mark.parametrize("coordinates", ["[-2.151230,6.704300]", "[-2.100000,6.700000]", "[-2151234e-6,6704321E-6]"])
def test_zeros_that_are_written_count(check: Check, coordinates: str) -> None:
    assert codes(check([point(coordinates)])) == set()


def test_a_plot_of_more_than_4_ha_as_a_polygon_is_accepted(check: Check) -> None:
    checked = check([polygon()])
    assert checked.valid
    assert checked.hectares > 4


def test_the_figures_are_those_of_the_library() -> None:
    rules = load_rules(date(2026, 11, 20))
    assert (rules.polygon_above_ha, rules.decimals) == (4.0, 6)
    with pytest.raises(InputProblem, match="no regulation"):
        load_rules(date(2020, 1, 1))
