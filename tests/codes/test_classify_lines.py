"""Several texts of one line, from general to specific: which of them decides, and what product is named."""

import pytest

from scharnier.codes.classify import load_classifier


@pytest.mark.parametrize(
    ("line", "code", "product"),
    [
        (("Onderhoud wegen", "Bestrating en natuursteen", "Natuursteen keien centrumplan"), "c11", "natural-stone"),
        (("Verduurzaming gebouwen", "Zonnepanelen", "Zonnepanelen bibliotheek 120 stuks"), "c14", "solar-panels"),
        (("Catering", "Koffie en thee", "Cacao en suiker automaten"), "c3", "cocoa"),
        (("Catering", "Koffie en thee", "Koffiebonen 60 kg"), "c3", "coffee"),
        (("Dienstkleding", "Werkkleding", "Werkkleding buitendienst"), "c4", "workwear"),
        (("Facilitaire kosten", "Catering", "Lunch raadsvergadering"), "c22", None),
        (("ICT", "ICT hardware", "Laptops 40 stuks"), "c14", "ict-hardware"),
        (("Zorg", "Hulpmiddelen", "Nitril handschoenen 200 dozen"), "c10", "medical-gloves"),
        (("Inventaris", "Meubilair", "Vergadertafels gemeentehuis"), "c16", "furniture"),
        (("Onderhoud", "Onderhoud speelplaatsen", "Speeltoestel Molenpark"), "c16", "playground-equipment"),
        (("Kantoorkosten", "Papier", "Printpapier A4 80 grams"), "c7", "paper"),
        (("Premises", "Cleaning", "Nitrile gloves"), "c10", "medical-gloves"),
        (("Transport", "Vehicle Spares"), "c15", None),
    ],
)
def test_a_good_named_in_a_more_specific_text_wins(line: tuple[str, ...], code: str, product: str | None) -> None:
    found = load_classifier().classify_lines([line])[0]
    assert (found.code, found.product) == (code, product)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("Verzekeringen", "Wagenpark"), "c28"),
        (("Lease", "Elektrische bestelbus"), "c30"),
        (("Sport en onderwijs", "Onderhoud gymzaal"), "c18"),
        (("Koffie en thee", "Huur koffieautomaten"), "c30"),
        (("Home care", "January"), "c33"),
    ],
)
def test_acts_and_what_they_are_done_to(line: tuple[str, ...], code: str) -> None:
    assert load_classifier().classify_lines([line])[0].code == code


def test_recharges_give_way_to_what_a_line_plainly_names_but_pay_and_grants_do_not() -> None:
    recharge, grant = load_classifier().classify_lines([("Support services", "Legal fees"), ("Grants", "Legal fees")])
    assert recharge.code == "c30"
    assert grant.reason == "transfer"


def test_a_line_is_at_least_as_sure_as_the_text_that_decides() -> None:
    classifier = load_classifier()
    alone = classifier.classify(["Solar panels"])[0]
    assert classifier.classify_lines([("Solar energy", "Solar panels")])[0].confidence >= alone.confidence
