"""The open data of the annual report: one CSV row per row of the list, and what each column means (CSV on the Web).

No supplier, no person and no free note is in it. The values are ids that are the same in every language.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scharnier.procurement.annual.annual import Annual, category_of
from scharnier.procurement.annual.content import load_annual_content
from scharnier.procurement.annual.shapes import DELIVERABLES, PHASES, Judged
from scharnier.report.isv_annual_words import word

CSV_NAME, CSVW_NAME = "tenders.csv", "tenders.csv-metadata.json"
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """A column of the open data: `take` gives its value; `said` describes it in Dutch and English."""

    name: str
    datatype: str
    nl: str
    en: str
    take: Callable[[Judged], Value]
    list_of: bool = False


def open_columns() -> list[OpenColumn]:
    """All columns, in their order: the columns of the list that may go out, then what the rule says of the row."""
    taken = _from_list()
    columns = []
    for column in load_annual_content().columns.values():
        if not column.open:
            continue
        take, datatype = taken[column.id]
        nl, en = f"{column.names.nl}. {column.help.nl}", f"{column.names.en}. {column.help.en}"
        columns.append(OpenColumn(column.id, datatype, nl, en, take, column.kind in ("choices", "cpv")))
    return columns + list(_DERIVED)


def render_open_csv(annual: Annual) -> bytes:
    """UTF-8, comma, one row per row of the list; an empty cell is not known."""
    columns = open_columns()
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["body", "year", *(column.name for column in columns)])
    for row in annual.judged:
        cells = [column.take(row) for column in columns]
        writer.writerow([annual.body, annual.year, *("" if cell is None else _safe(cell) for cell in cells)])
    return buffer.getvalue().encode()


def _safe(cell: Value) -> Value:
    """A spreadsheet must not run what stands in a title: such a cell gets a quote before it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def describe_csv(annual: Annual, licence: str) -> Mapping[str, Any]:
    """The metadata of the CSV as CSV on the Web asks it."""

    def described(
        name: str, datatype: str, nl: str, en: str, *, list_of: bool = False, required: bool = False
    ) -> dict[str, Any]:
        column: dict[str, Any] = {
            "name": name,
            "titles": [name],
            "dc:description": [{"@value": nl, "@language": "nl"}, {"@value": en, "@language": "en"}],
            "datatype": datatype,
        }
        if list_of:
            column["separator"] = ";"
        if required:
            column["required"] = True
        return column

    fixed = [
        described("body", "string", "De organisatie.", "The body.", required=True),
        described("year", "gYear", "Het verslagjaar.", "The year of the report.", required=True),
    ]
    columns = [
        described(each.name, each.datatype, each.nl, each.en, list_of=each.list_of, required=each.name in ("id", "row"))
        for each in open_columns()
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": CSV_NAME,
        "dc:title": f"{annual.body}: ISV {annual.year}",
        "dc:publisher": annual.body,
        "dc:license": {"@id": licence},
        "dc:modified": {"@value": annual.on.isoformat(), "@type": "xsd:date"},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [*fixed, *columns], "primaryKey": "row"},
    }


def render_csvw(annual: Annual, licence: str) -> bytes:
    """The metadata as JSON."""
    return (json.dumps(describe_csv(annual, licence), ensure_ascii=False, indent=2) + "\n").encode()


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _from_list() -> dict[str, tuple[Callable[[Judged], Value], str]]:
    """How each column of the list is taken from a record."""

    def joined(values: tuple[str, ...]) -> str | None:
        return ";".join(values) or None

    def sent(row: Judged) -> str | None:
        span = row.record.dispatched
        if span is None:
            return None
        return (
            span.first.isoformat() if span.first == span.last else f"{span.first.isoformat()}/{span.last.isoformat()}"
        )

    def value(row: Judged) -> Value:
        return None if row.record.value_eur is None else str(row.record.value_eur)

    def phase(name: str) -> Callable[[Judged], Value]:
        return lambda row: joined(row.record.uses.get(name, ()))

    def deliverable(kind: str, part: str) -> Callable[[Judged], Value]:
        def take(row: Judged) -> Value:
            each = next((one for one in row.record.deliverables if one.kind == kind), None)
            found = (
                None if each is None else {"due": each.due_on, "received": each.received, "judged": each.judged}[part]
            )
            return _day(found) if isinstance(found, date) else found or None

        return take

    columns: dict[str, tuple[Callable[[Judged], Value], str]] = {
        "id": (lambda row: row.record.id, "string"),
        "title": (lambda row: row.record.title or None, "string"),
        "stage": (lambda row: row.record.stage or None, "string"),
        "dispatch_on": (sent, "string"),
        "cpv": (lambda row: joined(row.record.cpv or (row.record.tender.cpv if row.record.tender else ())), "string"),
        "nature": (lambda row: row.record.nature, "string"),
        "value_eur": (value, "decimal"),
        "own_view": (lambda row: row.record.own_view or None, "string"),
        "stakeholders": (lambda row: joined(row.record.stakeholders), "string"),
        "stakeholders_on": (lambda row: _day(row.record.stakeholders_on), "date"),
        "stakeholders_outcome": (lambda row: row.record.stakeholders_outcome or None, "string"),
        "initiative": (lambda row: row.record.initiative or None, "string"),
    }
    columns |= {name: (phase(name), "string") for name in PHASES}
    for kind in DELIVERABLES:
        columns[f"{kind}_due"] = (deliverable(kind, "due"), "date")
        columns[f"{kind}_received"] = (deliverable(kind, "received"), "string")
        columns[f"{kind}_judged"] = (deliverable(kind, "judged"), "string")
    return columns


_DERIVED = (
    OpenColumn("row", "integer", "De rij in de lijst.", "The row in the list.", lambda row: row.record.row),
    OpenColumn(
        "scope",
        "string",
        "Waar de rij meetelt: "
        + "; ".join(f"{key}: {word(key, 'nl')}" for key in ("in_year", "earlier", "later", "withdrawn", "duplicate")),
        "Where the row counts: "
        + "; ".join(f"{key}: {word(key, 'en')}" for key in ("in_year", "earlier", "later", "withdrawn", "duplicate")),
        lambda row: row.scope,
    ),
    OpenColumn(
        "rule_mandatory",
        "string",
        "Volgens de regel: yes, no, uncertain.",
        "By the rule: yes, no, uncertain.",
        lambda row: row.decision.mandatory,
    ),
    OpenColumn(
        "rule_advice",
        "string",
        "Advies: apply, advised, consider, not_relevant.",
        "Advice: apply, advised, consider, not_relevant.",
        lambda row: row.decision.advice,
    ),
    OpenColumn(
        "rule_category", "string", "Categorie, of outside of unread.", "Category, or outside or unread.", category_of
    ),
    OpenColumn(
        "rule_threshold_eur",
        "integer",
        "De drempel die voor deze opdracht geldt.",
        "The threshold that holds for this contract.",
        lambda row: row.decision.applicable_threshold_eur,
    ),
    OpenColumn(
        "rule_version", "string", "Versie van de regel.", "Version of the rule.", lambda row: row.decision.version
    ),
    OpenColumn(
        "applied",
        "string",
        "Toegepast volgens de lijst: yes, no, unknown, not_yet.",
        "Applied by the list: yes, no, unknown, not_yet.",
        lambda row: row.applied,
    ),
    OpenColumn(
        "shown",
        "string",
        "Leverancier leverde aan wat moest: yes, no, unknown; leeg waar niets hoefde.",
        "Supplier handed in what was due: yes, no, unknown; empty where nothing was due.",
        lambda row: row.shown,
    ),
)
