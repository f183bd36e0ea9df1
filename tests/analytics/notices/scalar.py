"""What the scalar rule says of a row of a table of notices, in the columns of a screening."""

from typing import Any

from scharnier.analytics.notices.columns import COLUMNS, FLAG_COLUMNS
from scharnier.procurement.flags.facts import facts_from_notice
from scharnier.procurement.flags.run import find_flags
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.decide import decide
from scharnier.procurement.isv.facts import tender_from_notice
from scharnier.procurement.isv.values import read_value
from scharnier.procurement.notice import Notice
from scharnier.sources.notices.rows import list_cpv

LEVELS = ("high", "medium", "low")
HELD = ("bound", "uncertain", "unknown")
NAMES = [name for name, _, _ in COLUMNS + FLAG_COLUMNS]


def screen_one(notice: Notice, digest: str, content: IsvContent, version: str) -> dict[str, Any]:
    """The row of a screening, by `decide`."""
    tender = tender_from_notice(notice)
    found = decide(tender, content)
    value = read_value(tender, content)
    foreign = found.buyer_status == "foreign"
    on = notice.dispatched_on or notice.published_on
    first = notice.buyers[0] if notice.buyers else None
    flags = find_flags(facts_from_notice(notice, trace=found.evidence.cls))
    chains = sorted(found.chain_products, key=lambda hit: (LEVELS.index(hit.level), hit.product))
    return {
        "notice_id": notice.id,
        "schema": notice.schema,
        "version": notice.version or None,
        "procedure_id": notice.procedure_id or None,
        "source_file": notice.source_file,
        "content_sha256": digest,
        "form": notice.form,
        "notice_subtype": notice.subtype or None,
        "buyer_name": (first.name or None) if first else None,
        "buyer_id": (first.identifier or None) if first else None,
        "buyer_status": found.buyer_status,
        "country": (first.country or None) if first else None,
        "dispatch_date": notice.dispatched_on,
        "published": notice.published_on,
        "year": on.year if on else None,
        "withdrawn": notice.withdrawn,
        "changes": notice.changes or None,
        "nature": notice.nature,
        "framework": notice.framework,
        "n_lots": notice.n_lots,
        "n_tenders": notice.n_tenders,
        "cpv_main": next(iter(list_cpv(notice)), None),
        "category": found.category,
        "category_status": found.category_status,
        "categories": sorted(one.category for one in found.candidates),
        "mandatory": found.mandatory,
        "advice": found.advice,
        "regime": found.regime,
        "open": list(found.open),
        "threshold_eur": found.threshold_eur,
        "applicable_threshold_eur": found.applicable_threshold_eur,
        "threshold_kind": None if foreign else found.threshold_kind,
        "value_eur": found.value_eur,
        "value_known": found.value_eur is not None,
        "value_kind": value.kind,
        "value_relation": found.value_relation if found.buyer_status in HELD else None,
        "value_left_out": sorted({left.why for left in value.left_out}),
        "evidence_class": found.evidence.cls,
        "evidence_form": found.evidence.form,
        "evidence_quote": found.evidence.quote,
        "evidence_field": found.evidence.hits[0].field if found.evidence.hits else None,
        "has_text": bool(notice.texts),
        "chain_products": [hit.product for hit in chains],
        "chain_level": chains[0].level if chains else None,
        "content_version": version,
        "flags_up": [one.id for one in flags if one.verdict == "flagged"],
        "flags_open": [one.id for one in flags if one.verdict == "unknown"],
        "said": {said.code for said in found.reasons},
    }


def differences(row: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """The columns in which a screening differs from the scalar rule."""
    wrong = {
        name: (row[name], expected[name])
        for name in NAMES
        if name not in ("reasons", "buyer_list_id") and row[name] != expected[name]
    }
    if not set(row["reasons"]) <= expected["said"] | {"value_above", "value_presumed"}:
        wrong["reasons"] = (row["reasons"], expected["said"])
    return wrong
