"""A risk says which good is in which purchase, and uses the country of origin that the file itself gives."""

import re
from typing import Any

from scharnier.analytics.assessment import Assessment, Risk

LEDGER = """Supplier;Description;Amount;Country of origin
Import Ltd;Hi-vis jackets;5000.00;Bangladesh
Import Ltd;Hi-vis jackets;1000.00;Bangladesh
Office Ltd;Laptops;20000.00;
"""


def risk(answer: Assessment, id_: str) -> Risk:
    return next(risk for risk in answer.risks if risk.id == id_)


def test_an_origin_in_the_file_is_not_asked_for_again(assess_text: Any) -> None:
    answer = assess_text(LEDGER).assessment
    because = risk(answer, "child_labour:BGD/c4").likelihood.because
    assert "Your own file gives the country of origin: " in because
    assert "from Bangladesh, 2 lines (€6,000)" in because
    assert any(said.startswith("Most concrete") and "from Bangladesh (€6,000)" in said for said in answer.headline)


def test_a_country_the_model_lumps_is_named_all_the_same(assess_text: Any) -> None:
    ledger = "Description;Amount;Country of origin\nCoffee beans;1850.00;Ivory Coast\nCoffee beans;700.00;Denmark\n"
    named = [said for said in assess_text(ledger).assessment.headline if said.startswith("Most concrete")]
    assert len(named) == 1
    assert "Begin with: coffee from Côte d'Ivoire (€1,850)." in named[0]


def test_without_origins_everything_has_to_be_asked(assess_text: Any) -> None:
    answer = assess_text(LEDGER.replace("Bangladesh", "")).assessment
    assert any("ask whether yours comes from there" in sentence for sentence in answer.headline)
    assert not any("Most concrete" in sentence for sentence in answer.headline)
    assert not any("Your own file" in found.likelihood.because for found in answer.risks)


def test_the_good_in_a_purchase_is_named(assess_text: Any) -> None:
    because = risk(assess_text(LEDGER).assessment, "child_labour:IDN/c2").likelihood.because
    assert "In your purchases this is about: gold (computers and office machines)." in because


def test_more_credited_than_bought_is_no_firm_tie(assess_text: Any) -> None:
    credited = LEDGER.replace("1000.00", "-9000.00")
    answer = assess_text(credited).assessment
    assert not any("Your own file" in found.likelihood.because for found in answer.risks)


def test_the_first_step_names_whom_to_call(assess_text: Any) -> None:
    steps = {step.action: step.text for step in assess_text(LEDGER).assessment.next_steps}
    assert "First call the suppliers of: " in steps["oecd-ddg-2018:2.2"]
    assert not any("First call" in said for action, said in steps.items() if action != "oecd-ddg-2018:2.2")


def test_the_good_of_the_example_is_always_tied_to_a_purchase(assess_text: Any) -> None:
    ledger = "Omschrijving;Bedrag\nNatuursteen trottoirbanden;900000,00\nElektriciteit;9000,00\n20 laptops;2000,00\n"
    because = risk(assess_text(ledger).assessment, "child_labour:ROW/c2").likelihood.because
    example = re.search(r"lists ([a-z ]+) from", because)
    assert example is not None
    assert example[1] in because.split("this is about: ")[1]


def test_a_good_that_weighs_little_at_a_place_does_not_make_the_evidence_there_speak_of_it(assess_text: Any) -> None:
    ledger = "Omschrijving;Bedrag\nElektriciteit;900000,00\n{goods}\n"
    few, many = (
        risk(assess_text(ledger.format(goods=goods)).assessment, "child_labour:ROW/c1").likelihood
        for goods in ("Koffiebonen;50,00", "Koffiebonen;400000,00")
    )
    assert (few.basis, many.basis) == ("group", "product")
    assert many.level >= few.level
