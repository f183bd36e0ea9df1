"""How words are read: supplies of a service, denials, small forms, slips of the pen, names of goods in CPV."""

import pytest

from scharnier.codes.classify import load_classifier
from scharnier.codes.classify.concepts import INDUSTRIES
from scharnier.codes.classify.goods import load_goods
from scharnier.codes.classify.labels import load_labels
from scharnier.codes.classify.stem import is_adjective, list_undiminished, stem_nl


def code(text: str) -> str | None:
    return load_classifier().classify([text])[0].code


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("Library supplies", {"c7", "c16"}),
        ("Supplies - Library", {"c7", "c16"}),
        ("Computing supplies", {"c14"}),
        ("Catering and cleaning materials", {"c3", "c9", "c10"}),
        ("Telecommunication requisites", {"c14"}),
        ("Materiaal groenonderhoud", {"c1", "c9", "c13"}),
    ],
)
def test_supplies_of_a_service_are_goods(text: str, goods: set[str]) -> None:
    assert code(text) in goods


@pytest.mark.parametrize("text", ["Library services and supplies", "Supplies and services - library"])
def test_supplies_and_services_may_be_the_service(text: str) -> None:
    assert code(text) == "c34"


def test_goods_of_services_point_somewhere() -> None:
    for concept in load_goods().values():
        assert {industry for industry, _ in concept.weights} <= INDUSTRIES
        assert concept.cpv
        assert not concept.group


@pytest.mark.parametrize(
    ("text", "without"),
    [("Licences (non-transport)", "c23"), ("Fees, not insurance", "c28"), ("Personeel niet in loondienst", None)],
)
def test_what_a_text_denies_was_not_bought(text: str, without: str | None) -> None:
    assert code(text) != without


def test_diminutives_plurals_and_adjectives() -> None:
    assert "plant" in list_undiminished("plantjes")
    assert "boom" in list_undiminished("boompje")
    assert list_undiminished("object") == ()
    assert stem_nl("uitjes") == stem_nl("uitje")
    assert code("Plantjes") == "c1"
    assert is_adjective("gemeenschappelijke", "nl")
    assert not is_adjective("machine", "nl")


def test_one_slip_of_the_pen_in_a_compound_is_mended() -> None:
    assert code("Asurantiekosten") == "c28"


def test_names_of_goods_in_cpv_are_known_where_our_own_words_are_not() -> None:
    found = load_classifier().classify(["Aardbeien"])[0]
    assert found.code == "c1"
    assert found.cpv is not None
    assert found.cpv.startswith("0322")
    assert len(load_labels()) > 3000


@pytest.mark.parametrize("text", ["Teaching staff", "Catering staff", "Keukenpersoneel"])
def test_own_staff_is_payroll_and_agency_staff_is_not(text: str) -> None:
    assert load_classifier().classify([text])[0].reason == "payroll"
    assert code("Agency teaching staff") == "c30"


def test_what_stands_in_brackets_alone_decides_nothing() -> None:
    assert code("Expenses (patients/visitors)") is None


def test_a_dutch_street_is_a_place() -> None:
    assert code("Gebakken klinkers Molenweg") == "c11"
    assert code("Onderhoud Molenweg") == code("Onderhoud")


def test_hire_and_repair_in_cpv_and_nace() -> None:
    tents, cars, pumps = load_classifier().classify(["Huur tenten", "Onderhoud dienstauto's", "Repair of pumps"])
    assert (tents.code, tents.cpv, tents.nace) == ("c30", "39", "77")
    assert (cars.code, cars.nace) == ("c19", "45.2")
    assert (pumps.code, pumps.nace) == ("c13", "33.1")


def test_long_texts_are_promised_less() -> None:
    short, long = load_classifier().classify(
        ["Furniture", "Furniture for the new reception area of the northern district library extension"]
    )
    assert long.code is None or long.confidence < short.confidence - 0.15
