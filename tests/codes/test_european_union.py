"""Membership of the Union by day."""

from datetime import date, timedelta

from scharnier.codes.countries import load_countries
from scharnier.codes.european_union import is_in_union, load_membership

STATES = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
]  # fmt: skip


def test_there_are_twenty_seven_member_states() -> None:
    apart = {"AX", "GF", "GP", "MF", "MQ", "RE", "YT"}  # belong to a state that is counted
    members = {iso2 for iso2 in load_membership() if is_in_union(iso2, date(2026, 11, 20))}
    assert members - apart == set(STATES)
    assert apart < members


def test_the_united_kingdom_left_on_the_last_of_january_2020() -> None:
    assert is_in_union("GB", date(2020, 1, 31))
    assert not is_in_union("GB", date(2020, 2, 1))


def test_croatia_came_last() -> None:
    joined = date(2013, 7, 1)
    assert is_in_union("HR", joined)
    assert not is_in_union("HR", joined - timedelta(days=1))


def test_the_economic_area_is_not_the_union() -> None:
    assert not any(is_in_union(iso2, date(2026, 11, 20)) for iso2 in ("NO", "IS", "LI", "CH"))


def test_every_code_is_of_iso_3166() -> None:
    assert set(load_membership()) <= {country.iso2 for country in load_countries().values()}
