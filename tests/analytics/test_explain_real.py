"""A ledger of a few lines, assessed with the real model and the real evidence: all of it can be explained."""

from datetime import date
from pathlib import Path

import pytest

from scharnier.analytics.assess import Options, assess
from scharnier.analytics.assessment import Assessment
from scharnier.analytics.explain import explain
from scharnier.analytics.explanation import find_mismatches, render_explanation

LEDGER = """Omschrijving;Bedrag;Land
Werkkleding;12.500,00;IN
Koffie;3.200,50;
Zonnepanelen;88.000,00;CN
Schoonmaak kantoren;41.000,00;NL
Diversen;900,00;
"""


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    path = tmp_path_factory.mktemp("ledger") / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return assess(path, Options(assessed_on=date(2026, 11, 20), draws=200)).assessment


def test_every_figure_of_a_real_assessment_follows_from_its_parts(assessment: Assessment) -> None:
    whats = [
        "",
        "total",
        "coverage",
        "tier",
        *(f"origin:{origin.country}/{origin.sector}" for origin in assessment.origins[:200]),
        *(f"no_data:{gap.theme}" for gap in assessment.no_data),
        *(f"evidence:{id_}" for id_ in list(assessment.evidence)[:100]),
        *(f"purchase:{purchase.sector}" for purchase in assessment.purchases),
        *(risk.id for risk in assessment.risks[:150]),
    ]
    assert [mismatch for what in whats for mismatch in find_mismatches(explain(assessment, what))] == []


@pytest.mark.parametrize("amounts", [("10,00", "0,00"), ("-10,00", "5,00"), ("0,00", "0,00"), ("-10,00", "-5,00")])
def test_nothing_assessed_and_credits_that_outweigh_can_be_explained(tmp_path: Path, amounts: tuple[str, str]) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(f"Omschrijving;Bedrag\nDiversen;{amounts[0]}\nKoffie;{amounts[1]}\n", encoding="utf-8")
    found = assess(path, Options(assessed_on=date(2026, 11, 20), draws=100)).assessment
    whats = ["", "total", "coverage", "tier", *(f"purchase:{purchase.sector}" for purchase in found.purchases)]
    whats += [f"origin:{origin.country}/{origin.sector}" for origin in found.origins[:20]]
    for lang in ("nl", "en"):
        for what in whats:
            explanation = explain(found, what, lang)
            assert find_mismatches(explanation) == []
            assert render_explanation(explanation, lang)


def test_a_listed_good_in_what_was_bought_leads_and_says_why(assessment: Assessment) -> None:
    leading = [risk for risk in assessment.risks[:25] if risk.likelihood.basis == "product"]
    assert leading
    for risk in leading:
        shown = explain(assessment, risk.id)
        (likelihood,) = [note for note in shown.notes if note.label.startswith("Waarschijnlijkheid")]
        assert likelihood.inputs
        assert all(part.sources for part in likelihood.inputs)
        assert risk.norms
