"""Spellings of one body come together, and those of two stay apart."""

import pytest

from scharnier.analytics.monitor.bodies import Body, Published, group_buyers, plain_name
from scharnier.analytics.monitor.content import load_monitor_rules

RULES = load_monitor_rules()


def group(*names: str, identifier: str = "", row: str = "") -> dict[str, Body]:
    buyers = [Published(name, identifier, row) for name in names]
    return {one.name: body for one, body in group_buyers(dict.fromkeys(buyers, 1), RULES).items()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ProRail B.V.", "ProRail bv"),
        ("Gemeente Almere", "Gemeente Almere (penvoerder)"),
        ("Gemeente Amsterdam", "Gemeente Amsterdam, Ingenieursbureau"),
        ("Gemeente Apeldoorn", "gemeente apeldoorn, team Inkoop"),
        ("Gemeente Hoogeveen", "Gemeente Hoogeveen namens gemeenten Meppel en Staphorst"),
        ("Gemeente Súdwest-Fryslân", "Gemeente Sudwest Fryslan"),
    ],
)  # fmt: skip
def test_spellings_of_one_body_are_one(one: str, other: str) -> None:
    assert plain_name(one, RULES) == plain_name(other, RULES)
    found = group(one, other)
    assert found[one] == found[other]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministerie van Landbouw, Natuur en Voedselkwaliteit", "Ministerie van Landbouw"),
        ("Ministerie van Economische Zaken", "Ministerie van Economische Zaken en Klimaat"),
        ("Gemeente Bergen (L)", "Gemeente Bergen op Zoom"),
    ],
)
def test_two_bodies_stay_two(one: str, other: str) -> None:
    found = group(one, other)
    assert found[one] != found[other]


def test_a_row_of_the_list_gathers_all_its_spellings() -> None:
    found = group("RWS", "Rijkswaterstaat Corporate Dienst", row="rws")
    assert {body.key for body in found.values()} == {"rijkswaterstaat"}
    assert found["RWS"].how == "list"
    assert found["RWS"].names == ("RWS", "Rijkswaterstaat Corporate Dienst")


def test_a_number_joins_names_that_share_words_and_no_others() -> None:
    found = group("TenneT TSO", "TenneT TSO Netherlands", "Gemeente Haarlem", identifier="09155985")
    assert found["TenneT TSO"] == found["TenneT TSO Netherlands"]
    assert found["TenneT TSO"].how == "identifier"
    assert found["Gemeente Haarlem"] != found["TenneT TSO"]
    dummy = group("Gemeente A noord", "Gemeente A zuid", identifier="00000000")
    assert len({body.key for body in dummy.values()}) == 2


def test_a_buyer_without_a_name_and_names_with_one_address_stay_apart() -> None:
    found = group("", "Gemeente É", "Gemeente E!", "日本", "中国")
    assert found["Gemeente É"] == found["Gemeente E!"]
    assert len({body.key for body in found.values()}) == 4
    assert all(body.nl for body in found.values())
