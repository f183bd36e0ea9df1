"""The assessment as a whole: totals reconcile, shares are shares, the user's word wins, gaps stay gaps."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pytest

from scharnier.analytics.assess import Result
from scharnier.kernel.errors import InputProblem

LEDGER = """Leverancier;Omschrijving;Bedrag;Land van herkomst
Textiel BV;Werkkleding buitendienst;12.500,00;
Koffie BV;Koffie en thee;3.200,50;
Kantoor BV;Kantoormeubilair;18.000,00;
Import BV;Werkkleding;5.000,00;Bangladesh
Steen BV;Natuursteen trottoirbanden;41.250,75;India
Diversen BV;Diversen;999,99;
Zorg BV;Jeugdhulp met verblijf;120.000,00;
Energie BV;Elektriciteit gebouwen;30.000,00;
Textiel BV;Creditnota werkkleding;-500,00;
Onleesbaar BV;Schoonmaak;twaalf;
"""


def amounts(parts: list[Any]) -> float:
    return sum(part.amount for part in parts)


def test_totals_reconcile_to_the_cent(assess_text: Any) -> None:
    answer = assess_text(LEDGER).assessment
    coverage = answer.coverage
    assert answer.input.lines == 10
    assert answer.input.total == 230451.24
    assert round(coverage.assessed_amount + coverage.unassessed_amount, 2) == answer.input.total
    assert coverage.assessed_lines + coverage.unassessed_lines == answer.input.lines
    assert round(amounts(coverage.by_reason), 2) == coverage.unassessed_amount
    assert sum(reason.lines for reason in coverage.by_reason) == coverage.unassessed_lines
    assert {"no_content", "amount_unreadable"} <= {reason.reason for reason in coverage.by_reason}


def test_the_money_ends_somewhere_and_all_of_it(assess_text: Any) -> None:
    answer = assess_text(LEDGER).assessment
    assessed = answer.coverage.assessed_amount
    assert sum(origin.value_added for origin in answer.origins) == pytest.approx(assessed, abs=1e-6)
    assert sum(origin.share for origin in answer.origins) == pytest.approx(1, abs=1e-9)
    assert sum(purchase.amount for purchase in answer.purchases) == pytest.approx(assessed, abs=1e-6)
    tiers = answer.tiers
    assert tiers.supplier + tiers.tier1 + tiers.tier2 + tiers.tier3plus == pytest.approx(assessed, abs=1e-6)
    for origin in answer.origins:
        parts = origin.tiers
        assert parts.supplier + parts.tier1 + parts.tier2 + parts.tier3plus == pytest.approx(origin.value_added)


def test_every_risk_above_the_threshold_is_listed(assess_text: Any) -> None:
    """The report says that what is not listed is too small; climate is known of all industries but two, everywhere."""
    answer = assess_text(LEDGER + "Wegen BV;Wegenbouw;500.000,00;\nSoft BV;Softwarelicenties;300.000,00;\n").assessment
    listed = {(risk.origin.country, risk.origin.sector) for risk in answer.risks if risk.theme == "climate"}
    large = {
        (origin.country, origin.sector)
        for origin in answer.origins
        if origin.share >= answer.settings.listing_threshold and origin.sector not in ("c1", "c2")
        if origin.country not in ("BGD", "ROW")
    }
    assert len(answer.risks) > 250
    assert large - listed == set()


def test_a_stated_origin_that_the_model_cannot_follow_is_told(assess_text: Any) -> None:
    """The model has no car trade (c19) in China: the mix of its market is used, and said."""
    result = assess_text(LEDGER + "Auto BV;Verkoop en reparatie van auto's;100,00;China\n")
    line = result.lines.to_pylist()[-1]
    assert line["chain_cell"] == "CHN/c19"
    assert line["origin_basis"] == "origin stated, but the model has no c19 made there: sourcing mix of CHN"
    assert result.lines.to_pylist()[4]["origin_basis"] == "origin stated"


def test_risks_are_ranked_as_the_method_says(assess_text: Any) -> None:
    answer = assess_text(LEDGER).assessment
    assert answer.risks
    assert [risk.rank for risk in answer.risks] == list(range(1, len(answer.risks) + 1))
    keys = [
        (risk.band != "priority", -risk.severity.level, -risk.likelihood.level, -risk.exposure.amount)
        for risk in answer.risks
    ]
    assert keys == sorted(keys)
    for risk in answer.risks:
        assert risk.severity.level == max(risk.severity.scale, risk.severity.scope, risk.severity.irremediable)
        assert risk.likelihood.low <= risk.likelihood.level <= risk.likelihood.high
        assert risk.stability.rank_p05 <= risk.stability.rank_p50 <= risk.stability.rank_p95
        assert risk.likelihood.evidence, "a likelihood without evidence would be invented"
        assert set(risk.likelihood.evidence) <= set(answer.evidence)
        assert set(risk.norms) | set(risk.actions) <= set(answer.norms)
        assert set(risk.sdgs) <= set(answer.sdgs)
        assert risk.lines


def test_a_stated_country_that_the_model_lumps_stands_apart(assess_text: Any) -> None:
    answer = assess_text(LEDGER).assessment
    assert answer.places["BGD"] == "Bangladesh"
    own = [origin for origin in answer.origins if origin.country == "BGD"]
    assert own[0].sector == "c4"
    # Only what the maker itself adds: of its suppliers the model knows no more than the group they are in.
    assert own[0].tiers.supplier == pytest.approx(own[0].value_added)
    assert 0 < own[0].value_added < 5000
    risk = next(risk for risk in answer.risks if risk.id == "child_labour:BGD/c4")
    assert risk.likelihood.basis == "product"
    assert risk.products == ["workwear"]
    assert risk.lines == [5]


def test_where_no_source_speaks_it_is_unknown_and_not_ranked(assess_text: Any) -> None:
    answer = assess_text(LEDGER).assessment
    gaps = {gap.theme: gap for gap in answer.no_data}
    assert gaps["osh"].share == pytest.approx(1)
    assert not [risk for risk in answer.risks if risk.theme == "osh"]
    ranked = {risk.id for risk in answer.risks}
    for gap in answer.no_data:
        assert not {f"{gap.theme}:{cell.country}/{cell.sector}" for cell in gap.largest} & ranked


def test_the_mapping_of_the_user_wins_and_can_leave_lines_out(assess_text: Any, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.csv"
    mapping.write_text("text;code;product;country\nDiversen;c16;furniture;Vietnam\nKoffie en thee;unknown;;\n")
    result = assess_text(LEDGER, mapping=mapping)
    lines = {line["description"]: line for line in result.lines.to_pylist()}
    assert lines["Diversen"]["method"] == "mapping"
    assert lines["Diversen"]["chain_cell"] == "VNM/c16"
    assert lines["Koffie en thee"]["reason"] == "mapped_unknown"
    assert result.assessment.settings.mapping_sha256
    assert "VNM" in result.assessment.places


def test_a_code_on_the_line_is_used(assess_text: Any) -> None:
    result = assess_text("Omschrijving;CPV-code;Bedrag\nPerceel 2;18110000-3;1000,00\nPerceel 3;85310000;2000,00\n")
    lines = result.lines.to_pylist()
    assert [line["method"] for line in lines] == ["code", "code"]
    assert [line["industry"] for line in lines] == ["c4", "c33"]


def test_every_line_is_in_lines_csv_in_the_order_of_the_file(assess_text: Any) -> None:
    lines: pa.Table = assess_text(LEDGER).lines
    assert lines.column("row").to_pylist() == list(range(2, 12))
    assert lines.column("status").to_pylist().count("unassessed") == 2
    for line in lines.to_pylist():
        assert bool(line["reason"]) == (line["status"] == "unassessed")
        assert bool(line["chain_cell"]) == (line["status"] == "assessed")


def test_the_same_file_gives_the_same_answer_in_either_language(assess_text: Any) -> None:
    first: Result = assess_text(LEDGER)
    again: Result = assess_text(LEDGER)
    dutch: Result = assess_text(LEDGER, lang="nl")
    assert first.assessment == again.assessment
    assert first.lines.equals(again.lines)
    assert [risk.id for risk in dutch.assessment.risks] == [risk.id for risk in first.assessment.risks]
    assert dutch.assessment.headline[0] != first.assessment.headline[0]


def test_the_answer_fits_the_frozen_schema(assess_text: Any, repository: Path) -> None:
    schema = json.loads((repository / "schema" / "assessment-3.json").read_text(encoding="utf-8"))
    document = json.loads(assess_text(LEDGER).assessment.model_dump_json(by_alias=True))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["schema"] == "scharnier-assessment-3"


@pytest.mark.parametrize("content", ["Omschrijving;Bedrag\nDiversen;10,00\n", "Omschrijving;Bedrag\nKoffie;-10,00\n"])
def test_where_nothing_can_be_assessed_the_answer_says_so_and_still_reconciles(assess_text: Any, content: str) -> None:
    answer = assess_text(content).assessment
    assert "nothing to assess" in answer.headline[0]
    assert answer.risks == []
    coverage = answer.coverage
    assert round(coverage.assessed_amount + coverage.unassessed_amount, 2) == answer.input.total
    assert coverage.assessed_lines + coverage.unassessed_lines == 1


def test_an_unknown_buyer_country_is_refused(assess_text: Any) -> None:
    with pytest.raises(InputProblem, match="Atlantis"):
        assess_text(LEDGER, buyer_country="Atlantis")


def test_own_severity_changes_the_order_and_says_so(assess_text: Any, tmp_path: Path) -> None:
    own = tmp_path / "severity.yaml"
    own.write_text("themes:\n  child_labour: {scale: 1, scope: 1, irremediable: 1}\n")
    answer = assess_text(LEDGER, severity=own).assessment
    usual = assess_text(LEDGER).assessment
    assert "child_labour" in {risk.theme for risk in usual.risks[:10]}
    assert "child_labour" not in {risk.theme for risk in answer.risks[:50]}
    assert {risk.severity.basis for risk in answer.risks if risk.theme == "child_labour"} <= {"own"}


def test_a_small_purchase_that_a_source_names_is_listed_however_large_the_rest_is(assess_text: Any) -> None:
    small = "Omschrijving;Bedrag;Land van herkomst\nWerkkleding;400,00;Bangladesh\nSchoonmaak gebouwen;90000000,00;\n"
    answer = assess_text(small).assessment
    named = {risk.id: risk for risk in answer.risks if risk.origin.country == "BGD"}
    assert "child_labour:BGD/c4" in named
    assert named["child_labour:BGD/c4"].exposure.share < answer.settings.listing_threshold
    others = [risk for risk in answer.risks if risk.likelihood.basis != "product"]
    assert min(risk.exposure.share for risk in others) >= answer.settings.listing_threshold


def test_only_norms_and_evidence_of_the_date_are_cited(assess_text: Any) -> None:
    from datetime import date

    now, then = (assess_text(LEDGER, assessed_on=on).assessment for on in (date(2026, 11, 20), date(2014, 6, 1)))
    assert any(id_.startswith("oecd-gl-2023") for id_ in now.norms)
    assert not [id_ for id_ in then.norms if id_.startswith("oecd-gl-2023")]
    assert now.sdgs
    assert not then.sdgs
    assert all(record.year <= 2014 for record in then.evidence.values())
