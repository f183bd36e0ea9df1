"""The open data of the annual report as OCDS 1.1 releases with the sustainability extension.

`hasSustainability` is true where ISV were applied, and left out otherwise: a tender without ISV may be sustainable in
another way, so false would be a guess.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from scharnier.procurement.annual.annual import Annual
from scharnier.procurement.annual.shapes import Judged

GOAL = "social.humanRightsInSupplyChains"
EXTENSION = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_sustainability_extension/master/extension.json"
)
CATEGORY = {"supplies": "goods", "services": "services", "works": "works"}
STATUS = {
    "preparation": "planned",
    "published": "active",
    "awarded": "complete",
    "contract": "complete",
    "ended": "complete",
    "withdrawn": "withdrawn",
}
STRATEGIES = (
    ("specify", ("clause",), "contractPerformanceConditions"),
    ("contract", ("clause",), "contractPerformanceConditions"),
    ("specify", ("requirement",), "technicalSpecifications"),
    ("select", (), "selectionCriteria"),
    ("award", (), "awardCriteria"),
)
"""In which phase which answer (any where none is named) is which strategy of the extension."""


def slug(text: str) -> str:
    """The text as part of an identifier: `Gemeente Voorbeelddam` becomes `gemeente-voorbeelddam`."""
    ascii = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii).strip("-") or "body"


def build_package(annual: Annual, prefix: str | None, licence: str, uri: str) -> Mapping[str, Any]:
    """A release package: one release per tender (a duplicate row is none). `prefix` is a registered ocid prefix.

    Without one, the ocid begins with `local-` and the name of the body: unique here, but not in the world.
    """
    begin = prefix or f"local-{slug(annual.body)}"
    on = f"{annual.on.isoformat()}T00:00:00Z"
    releases, taken = [], set()
    for row in annual.judged:
        if row.scope == "duplicate":
            continue
        ocid = f"{begin}-{slug(row.id)}"
        ocid = f"{ocid}-row-{row.record.row}" if ocid in taken else ocid  # A/1 and A-1 are two tenders
        taken.add(ocid)
        releases.append(_release(row, annual, ocid, on))
    return {
        "uri": uri,
        "version": "1.1",
        "extensions": [EXTENSION],
        "publishedDate": on,
        "publisher": {"name": annual.body},
        "license": licence,
        "releases": releases,
    }


def render_ocds(annual: Annual, prefix: str | None, licence: str, uri: str) -> bytes:
    """The package as JSON."""
    return (json.dumps(build_package(annual, prefix, licence, uri), ensure_ascii=False, indent=1) + "\n").encode()


def strategies_of(row: Judged) -> list[str]:
    """How ISV were used, in the codes of the extension, once each."""
    found = [code for phase, uses, code in STRATEGIES if any(use in uses or not uses for use in row.record.used(phase))]
    return list(dict.fromkeys(found))


def _release(row: Judged, annual: Annual, ocid: str, on: str) -> dict[str, Any]:
    record = row.record
    party = slug(annual.body)
    tender: dict[str, Any] = {"id": record.id}
    if record.title:
        tender["title"] = record.title
    if record.stage in STATUS:
        tender["status"] = STATUS[record.stage]
    if record.nature:
        tender["mainProcurementCategory"] = CATEGORY[record.nature]
    if record.value_eur is not None:
        tender["value"] = {"amount": float(record.value_eur), "currency": "EUR"}
    codes = record.cpv or (record.tender.cpv if record.tender else ())
    if codes:
        item: dict[str, Any] = {"id": "1", "classification": {"scheme": "CPV", "id": codes[0]}}
        if codes[1:]:
            item["additionalClassifications"] = [{"scheme": "CPV", "id": code} for code in codes[1:]]
        tender["items"] = [item]
    if row.applied == "yes":
        tender["hasSustainability"] = True
        tender["sustainability"] = [{"goal": GOAL, "strategies": strategies_of(row)}]
    return {
        "ocid": ocid,
        "id": f"{ocid}-{annual.year}-{annual.on.isoformat()}",
        "date": on,
        "tag": ["planning" if record.stage == "preparation" else "tender"],
        "initiationType": "tender",
        "language": "nl",
        "parties": [{"id": party, "name": annual.body, "roles": ["buyer"]}],
        "buyer": {"id": party, "name": annual.body},
        "tender": tender,
    }
