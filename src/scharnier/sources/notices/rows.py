"""Notices as rows of one Arrow table: one row per notice, what repeats in lists, money as decimals."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pyarrow as pa

from scharnier.procurement.notice import Amount, Notice
from scharnier.sources.notices.shown import show_notices, show_texts

MONEY = pa.decimal128(24, 4)
_STRING, _TEXTS = pa.string(), pa.list_(pa.string())
AMOUNT = pa.struct([("kind", _STRING), ("amount", MONEY), ("currency", _STRING), ("field", _STRING), ("lot", _STRING)])
TEXT = pa.struct([("kind", _STRING), ("language", _STRING), ("text", _STRING), ("lot", _STRING), ("field", _STRING)])
LOT = pa.struct([("id", _STRING), ("kind", _STRING), ("title", _STRING), ("nature", _STRING), ("cpv", _TEXTS)])
CRITERION = pa.struct(
    [("kind", _STRING), ("name", _STRING), ("weight", MONEY), ("weight_unit", _STRING), ("lot", _STRING)]
)
BUYER = pa.struct(
    [("name", _STRING), ("country", _STRING), ("type_code", _STRING), ("type_coded", _STRING), ("identifier", _STRING)]
)

# What is in a row: the column, its type and where it is from. A value that is not in the notice is null.
_PLAIN: tuple[tuple[str, Any, Callable[[Notice], Any]], ...] = (
    ("notice_id", _STRING, lambda n: n.id),
    ("schema", _STRING, lambda n: n.schema),
    ("form", _STRING, lambda n: n.form),
    ("notice_subtype", _STRING, lambda n: n.subtype or None),
    ("version", _STRING, lambda n: n.version or None),
    ("procedure_id", _STRING, lambda n: n.procedure_id or None),
    ("legal_basis", _STRING, lambda n: n.legal_basis or None),
    ("procedure_type", _STRING, lambda n: n.procedure_type or None),
    ("nature", _STRING, lambda n: n.nature),
    ("buyer_name", _STRING, lambda n: (n.buyers[0].name or None) if n.buyers else None),
    ("buyer_country", _STRING, lambda n: (n.buyers[0].country or None) if n.buyers else None),
    ("buyer_type_code", _STRING, lambda n: (n.buyers[0].type_code or None) if n.buyers else None),
    ("buyer_type_coded", _STRING, lambda n: (n.buyers[0].type_coded or None) if n.buyers else None),
    ("cpv_main", _STRING, lambda n: list_cpv(n)[0] if list_cpv(n) else None),
    ("cpv_additional", _TEXTS, lambda n: list_cpv(n)[1:]),
    ("n_cpv_procedure", pa.int32(), lambda n: len(set(n.cpv))),  # so many of these codes, from the first, are its own
    ("value_amount", MONEY, lambda n: _money(head.amount) if (head := choose_amount(n)) else None),
    ("value_currency", _STRING, lambda n: head.currency or None if (head := choose_amount(n)) else None),
    ("value_kind", _STRING, lambda n: head.kind if (head := choose_amount(n)) else None),
    ("dispatch_date", pa.date32(), lambda n: n.dispatched_on),
    ("published", pa.date32(), lambda n: n.published_on),
    ("deadline", pa.date32(), lambda n: n.deadline_on),
    ("contract_date", pa.date32(), lambda n: n.contract_on),
    ("languages", _TEXTS, lambda n: n.languages),
    ("n_lots", pa.int32(), lambda n: n.n_lots),
    ("n_tenders", pa.int32(), lambda n: n.n_tenders),
    ("framework", pa.bool_(), lambda n: n.framework),
    ("dps", pa.bool_(), lambda n: n.dynamic_purchasing),
    ("social_objectives", _TEXTS, lambda n: n.social_objectives),
    ("strategic", _TEXTS, lambda n: n.strategic),
    ("winner_countries", _TEXTS, lambda n: n.winner_countries),
    ("documents_url", _STRING, lambda n: n.documents_url or None),
    ("changes", _STRING, lambda n: n.changes or None),
    ("withdrawn", pa.bool_(), lambda n: n.withdrawn),
    ("source_file", _STRING, lambda n: n.source_file),
)
_LISTS: tuple[tuple[str, Any, Callable[[Notice], Iterable[tuple[Any, ...]]]], ...] = (
    ("buyers", BUYER, lambda n: ((b.name, b.country, b.type_code, b.type_coded, b.identifier) for b in n.buyers)),
    ("amounts", AMOUNT, lambda n: ((a.kind, _money(a.amount), a.currency, a.field, a.lot) for a in n.amounts)),
    ("lots", LOT, lambda n: ((x.id, x.kind, x.title, x.nature, x.cpv) for x in n.lots)),
    ("criteria", CRITERION, lambda n: ((c.kind, c.name, _money(c.weight), c.weight_unit, c.lot) for c in n.criteria)),
    ("texts", TEXT, lambda n: ((t.kind, t.language, t.text, t.lot, t.field) for t in n.texts)),
)
_EXTRA = pa.map_(_STRING, _STRING)
# What the texts of a notice show of ISV, found once: a screening reads no texts where the version is still the same.
EVIDENCE = (
    ("has_text", pa.bool_()),
    ("evidence_class", _STRING),
    ("evidence_form", _STRING),
    ("evidence_quote", _STRING),
    ("evidence_field", _STRING),
    ("evidence_version", _STRING),
)
# So the red flags: those that are up, and those that cannot be told.
FLAGS = (("flags_up", _TEXTS), ("flags_open", _TEXTS), ("flags_version", _STRING))
FOUND = (*EVIDENCE, *FLAGS)
SCHEMA = pa.schema(
    [pa.field(name, kind) for name, kind, _ in _PLAIN]
    + [pa.field(name, pa.list_(kind)) for name, kind, _ in _LISTS]
    + [pa.field("extra", _EXTRA), pa.field("content_sha256", _STRING)]
    + [pa.field(name, kind) for name, kind in FOUND],
    metadata={"scharnier": "notices 1"},
)


def build_batch(notices: Sequence[Notice], hashes: Sequence[str]) -> Any:
    """A record batch of notices, in the columns of SCHEMA; `hashes` are those of the documents they came from."""
    columns = [pa.array([take(notice) for notice in notices], kind) for _, kind, take in _PLAIN]
    columns += [_build_list([list(take(notice)) for notice in notices], kind) for _, kind, take in _LISTS]
    columns.append(pa.array([list(notice.extra.items()) for notice in notices], _EXTRA))
    columns.append(pa.array(hashes, _STRING))
    shown = show_texts(*(columns[SCHEMA.get_field_index(name)] for name in ("texts", "social_objectives")))
    shown += show_notices(notices, shown[1])
    columns += [pa.array(part, kind) for part, (_, kind) in zip(shown, FOUND, strict=True)]
    return pa.record_batch(columns, schema=SCHEMA)


def list_cpv(notice: Notice) -> tuple[str, ...]:
    """The CPV codes of the procedure and then of its lots, once each: the first is the main code."""
    return tuple(dict.fromkeys([*notice.cpv, *(code for lot in notice.lots for code in lot.cpv)]))


def choose_amount(notice: Notice) -> Amount | None:
    """The one amount that says most of the size: estimate, else award, else framework maximum, else that of all lots.

    The lots are added up only where all that have a value have it in one currency.
    """
    for kind in ("estimate", "award", "framework_maximum", "framework_estimate"):
        for amount in notice.amounts:
            if amount.kind == kind:
                return amount
    for kind in ("lot_estimate", "lot_framework_maximum", "lot_award"):
        found = [amount for amount in notice.amounts if amount.kind == kind]
        if found and len({amount.currency for amount in found}) == 1:
            total = sum((amount.amount for amount in found), Decimal(0))
            return Amount(found[0].kind, total, found[0].currency, found[0].field)
    return None


def _build_list(rows: list[list[tuple[Any, ...]]], kind: Any) -> Any:
    offsets = pa.array([0, *accumulate(len(row) for row in rows)], pa.int32())
    flat = [item for row in rows for item in row]
    parts = zip(*flat, strict=True) if flat else ((),) * kind.num_fields
    arrays = [pa.array(list(part), kind.field(at).type) for at, part in enumerate(parts)]
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(arrays, fields=list(kind)))


def _money(amount: Decimal | None) -> Decimal | None:
    """An amount in four decimals, as many as a column of money here has."""
    return amount.quantize(Decimal("0.0001")) if amount is not None else None
