"""Red flags of notices of which the import did not find them by the content of today: by the scalar rule, from the row.

A key holds all that a flag reads of a row, so that the engine can find the different ones; what the texts show stands
beside it.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from scharnier.analytics.notices.facts import CELL, GROUP, ITEM, ROW, text
from scharnier.procurement.flags.quick import ShownFlags, show_flags
from scharnier.sources.notices.rows import SCHEMA
from scharnier.sources.notices.rows_back import notice_from_row

NULL = "\x1b"  # what is not in the notice, which is not always the same as an empty text
_TEXTS = ("form", "notice_subtype", "legal_basis", "procedure_type", "cpv_main")
_DAYS = ("dispatch_date", "published", "deadline", "contract_date")
_NUMBERS = ("n_lots", "n_tenders", "n_cpv_procedure")
_PLAIN = (*_TEXTS, *_DAYS, *_NUMBERS)
_LISTS = {"lots": ("id", "kind", "cpv"), "criteria": ("kind", "name", "weight", "weight_unit", "lot")}
_CODES = ("cpv_additional", "winner_countries")
_EMPTY: dict[str, Any] = dict.fromkeys(SCHEMA.names) | {"notice_id": "", "schema": "eforms"}


def build_flags_key(t: Any) -> Any:
    """An Ibis expression: all that the flags read of a row, as one text."""
    parts = [_cells(*(t[name] for name in _PLAIN))]
    parts += [text(t[name].join(ITEM)) for name in _CODES]
    parts.append(text(t.buyers.map(lambda one: text(one["country"])).join(ITEM)))
    parts.append(text(t.lots.map(lambda x: _cells(x["id"], x["kind"], x["cpv"].join(ITEM))).join(ROW)))
    parts.append(text(t.criteria.map(lambda x: _cells(*(x[name] for name in _LISTS["criteria"]))).join(ROW)))
    first, *rest = parts
    for part in rest:
        first = first + GROUP + part
    return first


def _cells(*values: Any) -> Any:
    first, *rest = (value.cast("string").fill_null(NULL) for value in values)
    for value in rest:
        first = first + CELL + value
    return first


def read_flags(found: list[tuple[str, Any]]) -> list[ShownFlags]:
    """The columns on flags for each key of `build_flags_key` and class of evidence."""
    rows = []
    same: dict[str, ShownFlags] = {}  # few differ: kept once each, Python need not look through a list for every notice
    for key, cls in found:
        shown = show_flags(notice_from_row(read_key(key)), cls)
        rows.append(same.setdefault(repr(shown), shown))
    return rows


def read_key(key: str) -> dict[str, Any]:
    """What a key holds of a row of a table of notices; the other columns are null."""
    plain, *lists = key.split(GROUP)
    more, winners, countries, lots, criteria = lists
    row = _EMPTY | dict(zip(_PLAIN, map(_value, plain.split(CELL)), strict=True))
    row |= {name: date.fromisoformat(row[name]) for name in _DAYS if row[name]}
    row |= {name: int(row[name]) for name in _NUMBERS if row[name]}
    row |= {"cpv_additional": _items(more), "winner_countries": _items(winners)}
    empty = dict.fromkeys(("name", "type_code", "type_coded", "identifier"))
    row["buyers"] = [{**empty, "country": one} for one in _items(countries)]
    row["lots"] = [
        {**one, "title": None, "nature": None, "cpv": _items(one["cpv"] or "")} for one in _rows("lots", lots)
    ]
    row["criteria"] = [
        {**one, "weight": Decimal(one["weight"]) if one["weight"] else None} for one in _rows("criteria", criteria)
    ]
    return row


def _rows(name: str, written: str) -> list[dict[str, Any]]:
    rows = written.split(ROW) if written else []
    return [dict(zip(_LISTS[name], map(_value, row.split(CELL)), strict=True)) for row in rows]


def _items(written: str) -> list[str]:
    return written.split(ITEM) if written else []


def _value(cell: str) -> str | None:
    return None if cell == NULL else cell
