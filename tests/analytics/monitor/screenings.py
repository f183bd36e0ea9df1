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
