"""Screenings made by hand: a row is what is said of a notice, all else as in a plain call of Rijkswaterstaat."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scharnier.analytics.notices.columns import build_schema

PLAIN: dict[str, Any] = {
    "schema": "ted_legacy", "version": None, "procedure_id": None, "source_file": "made.xml", "form": "competition",
    "notice_subtype": "F02", "buyer_name": "Rijkswaterstaat Corporate Dienst", "buyer_id": None,
    "buyer_status": "bound", "buyer_list_id": "rws", "country": "NL", "dispatch_date": date(2021, 3, 4),
    "withdrawn": False, "changes": None, "cpv_main": "18100000", "category": "bedrijfskleding",
    "category_status": "core", "categories": ["bedrijfskleding"], "mandatory": "yes", "advice": "apply",
    "regime": "category_rule", "open": [], "reasons": [], "threshold_eur": 139000, "applicable_threshold_eur": 139000,
    "threshold_kind": "central", "value_eur": 400000.0, "value_known": True, "value_kind": "estimate",
    "value_relation": "above", "value_left_out": [], "evidence_class": "none", "evidence_form": "none",
    "evidence_quote": None, "evidence_field": None, "has_text": True, "chain_products": ["workwear_textiles"],
    "chain_level": "high", "content_version": "made-1",
}  # fmt: skip
NOTHING = {"mandatory": "no", "advice": "consider", "category": None, "category_status": None, "categories": []}
TOWN = {
    "buyer_name": "Gemeente Voorbeelddam",
    "buyer_status": "not_bound",
    "buyer_list_id": "municipality",
    "mandatory": "no",
    "advice": "advised",
}


def row(notice_id: str, **said: Any) -> dict[str, Any]:
    """A row of a screening."""
    made = PLAIN | {"notice_id": notice_id, "content_sha256": f"sha of {notice_id}"} | said
    day = made["dispatch_date"]
    return {"year": day.year if day else None, **made}


def claim(quote: str = "De Internationale Sociale Voorwaarden gelden.", **said: Any) -> dict[str, Any]:
    """What a row says where ISV is named."""
    return {
        "evidence_class": "explicit_isv",
        "evidence_form": "contract_condition",
        "evidence_quote": quote,
        "evidence_field": "III.2.2",
    } | said


def write_screening(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """The rows as the Parquet file that the screening writes."""
    pq.write_table(pa.Table.from_pylist(list(rows), schema=build_schema()), path)
    return path


def by_hand() -> list[dict[str, Any]]:
    """A small country of which every figure can be counted on two hands; the tests say what it should give."""
    later = date(2022, 6, 1)
    return [
        row("0100-2021", **claim()),  # a: had to, visible
        row("101-2021"),  # b: had to, not visible
        row("102-2022", form="result", notice_subtype="F03", dispatch_date=later),  # c: had to, cannot be seen
        row("103-2022", form="result", notice_subtype="29", schema="eforms", dispatch_date=later,
            **claim(evidence_class="coded_hum_right", evidence_field="BT-775", evidence_form="other")),  # d: elsewhere
        row("104-2022", mandatory="uncertain", open=["category"], category_status="boundary", category="laboratorium",
            dispatch_date=later, **claim("Gepaste zorgvuldigheid.", evidence_class="hr_due_diligence")),  # e: uncertain
        row("105-2021", **NOTHING),  # f: no category
        row("106-2021", form="planning", notice_subtype="F01"),  # g: announced only
        row("107-2021", withdrawn=True),  # h: withdrawn
        row("108-2021", procedure_id="31140315"),  # i: a call and its award, tied by the file number
        row("109-2022", procedure_id="31140315", form="result", notice_subtype="F03", dispatch_date=later,
            mandatory="uncertain", open=["date"]),
        row("110-2021", buyer_status="foreign", buyer_list_id=None, country="DE", mandatory="no"),  # j: foreign
        row("100-2021", **claim(), source_file="again.xml", content_sha256="sha of 0100-2021"),  # k: a copy of a
        row("200-2021", **TOWN, **claim()),  # l: a town, visible
        row("201-2021", **TOWN),  # m: a town, not visible
        row("202-2021", **TOWN, evidence_class="labour_standards_chain", evidence_quote="De ILO-normen gelden.",
            evidence_form="award"),  # n: a town, labour standards only
        row("203-2021", buyer_name="UWV", buyer_list_id="uwv", buyer_status="uncertain", mandatory="uncertain",
            open=["buyer"], has_text=False),  # o: doubtful body, a call without a text
        row("300-2021", country=None, buyer_name="Council", buyer_status="not_bound", buyer_list_id=None,
            mandatory="no"),  # p: who knows where
    ]  # fmt: skip
