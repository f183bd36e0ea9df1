"""The whole Library as JSON-LD or as one table: the same records, each id once."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from scharnier.norms.cite import permalink, urn
from scharnier.norms.export_records import Record, list_records
from scharnier.norms.library import Library
from scharnier.norms.records import Text
from scharnier.norms.rough_date import RoughDate

NAMESPACE = "urn:scharnier:term:"
# Terms of others where there are any: SKOS for what a thing is called, Dublin Core for where it comes from, ELI (the
# European Legislation Identifier) for what is particular to legislation. The rest is ours, under NAMESPACE.
CONTEXT: Mapping[str, Any] = {
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "scharnier": NAMESPACE,
    "title": {"@id": "skos:prefLabel", "@container": "@language"},
    "text": {"@id": "dcterms:description", "@container": "@language"},
    "note": {"@id": "skos:note", "@container": "@language"},
    "beyond": {"@id": "scharnier:beyond", "@container": "@language"},
    "leaves_out": {"@id": "scharnier:leavesOut", "@container": "@language"},
    "kind": "dcterms:type",
    "about": {"@id": "dcterms:subject", "@type": "@id"},
    "part_of": {"@id": "dcterms:isPartOf", "@type": "@id"},
    "eli_part_of": {"@id": "eli:is_part_of", "@type": "@id"},
    "relation": {"@id": "scharnier:relation", "@type": "@id"},
    "target": {"@id": "scharnier:target", "@type": "@id"},
    "value": "scharnier:value",
    "unit": "scharnier:unit",
    "every": "scharnier:every",
    "adopted": "eli:date_document",
    "valid_from": "scharnier:validFrom",
    "valid_to": "scharnier:validTo",
    "in_force": "eli:first_date_entry_in_force",
    "no_longer_in_force": "eli:date_no_longer_in_force",
    "applies_from": "eli:date_applicability",
    "on": "dcterms:date",
    "confidence": "scharnier:confidence",
    "source": {"@id": "dcterms:source", "@type": "@id"},
    "checked_on": {"@id": "scharnier:checkedOn", "@type": "xsd:date"},
    "issued": {"@id": "dcterms:issued", "@type": "xsd:date"},
    "number": "dcterms:identifier",
    "permalink": "scharnier:permalink",
    "url": {"@id": "rdfs:seeAlso", "@type": "@id"},
    "licence": "dcterms:license",
    "creator": "dcterms:creator",
}
COLUMNS = (
    "sort", "id", "kind", "about", "relation", "target", "title_nl", "title_en", "text_nl", "text_en", "note_nl",
    "note_en", "beyond_nl", "beyond_en", "leaves_out_nl", "leaves_out_en", "value", "unit", "adopted", "valid_from",
    "valid_to", "applies_from", "on", "every", "confidence", "source", "checked_on", "number", "url", "permalink",
)  # fmt: skip
TEXTS = ("title", "text", "note", "beyond", "leaves_out")
DATES = ("adopted", "valid_from", "valid_to", "applies_from", "on")
CITABLE = ("norm", "theme")  # what `scharnier norms show` and `cite` know
PART_OF = ("norm", "theme", "text", "wording", "value", "judgement")  # the others are about something
_FORMULA = re.compile(r"[=+\-@\t\r\n]")


def render_csv(library: Library) -> str:
    """One table, UTF-8, a header and a row for each record. A cell a spreadsheet would calculate gets a quote first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in list_records(library):
        writer.writerow([_harmless(_cell(record, column)) for column in COLUMNS])
    return out.getvalue()


def _cell(record: Record, column: str) -> str:
    field, _, lang = column.rpartition("_")
    if field in TEXTS:
        text: Text | None = getattr(record, field)
        return text[lang] if text else ""
    if column == "permalink":
        return permalink(record.id) if record.sort in CITABLE else ""
    value = getattr(record, column)
    if isinstance(value, float):
        return f"{value:.12g}" if value % 1 else str(int(value))
    return "" if value is None else str(value)


def _harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def render_jsonld(library: Library) -> str:
    """One JSON-LD document with its context inside, so that it can be read without the network."""
    whole = {
        "@id": urn("release", library.release),
        "@type": "dcat:Dataset",
        "title": {"nl": "De normenbibliotheek van Scharnier", "en": "The Scharnier Library of norms"},
        "number": library.release,
        "issued": library.checked_on.isoformat(),
        "licence": library.licence,
        "creator": library.attribution,
    }
    graph = [whole, *nodes(library, list_records(library))]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def nodes(library: Library, records: Iterable[Record]) -> Iterable[Mapping[str, Any]]:
    """The records as nodes of a graph, each with a name of its own."""
    for record in records:
        node: dict[str, Any] = {"@id": urn(record.sort, record.id), "@type": _types(library, record)}
        node |= {field: dict(text) for field in TEXTS if (text := getattr(record, field))}
        node |= {field: _typed(day) for field in DATES if (day := getattr(record, field))}
        plain = ("kind", "unit", "every", "number", "url")
        node |= {field: value for field in plain if (value := getattr(record, field))}
        if record.about:
            node["part_of" if record.sort in PART_OF else "about"] = urn(record.about_sort, record.about)
        if record.relation:
            node["relation"] = urn("relation", record.relation)
            node["target"] = urn("norm", record.target)
        if record.value is not None:
            node["value"] = _typed(record.value)
        if record.confidence:
            node["confidence"] = str(record.confidence)
        if record.source:
            node["source"] = urn("source", record.source)
        if record.checked_on:
            node["checked_on"] = record.checked_on.isoformat()
        if record.sort in CITABLE:
            node["permalink"] = permalink(record.id)
        yield node | _eli(library, record)


def _types(library: Library, record: Record) -> list[str]:
    own = f"scharnier:{record.sort.capitalize()}"
    if record.sort == "norm" and record.id in library.laws:
        return [own, "skos:Concept", "eli:LegalResource"]
    if record.sort == "norm" and record.about in library.laws:
        return [own, "skos:Concept", "eli:LegalResourceSubdivision"]
    return [own, "skos:Concept"] if record.sort in ("norm", "theme", "relation", "group") else [own]


def _eli(library: Library, record: Record) -> dict[str, Any]:
    """What ELI says of a law or provision; only days, because ELI knows no rougher dates."""
    out: dict[str, Any] = {}
    if record.sort != "norm" or not (record.id in library.laws or record.about in library.laws):
        return out
    for field, name in (("valid_from", "in_force"), ("valid_to", "no_longer_in_force")):
        day = getattr(record, field)
        if day is not None and day.first == day.last and not library.norms[record.id].proposal:
            out[name] = _typed(day)
    if record.about:
        out["eli_part_of"] = urn("norm", record.about)
    return out


def _typed(value: RoughDate | date | float) -> Mapping[str, str]:
    """A value with its type: a date as exactly as it is known, or a number."""
    if isinstance(value, date):
        return {"@value": value.isoformat(), "@type": "xsd:date"}
    if isinstance(value, RoughDate):
        kind = {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(value.text), "xsd:date")
        return {"@value": value.text, "@type": kind}
    return {"@value": f"{value:.12g}" if value % 1 else str(int(value)), "@type": "xsd:decimal"}
