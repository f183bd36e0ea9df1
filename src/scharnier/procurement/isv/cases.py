"""Read a case record (one JSON object) into the facts of a tender; what is wrong is one problem that names the key."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, cast, get_args

from scharnier.kernel.errors import InputProblem
from scharnier.procurement.isv.facts import (
    Span,
    Tender,
    TenderBuyer,
    TenderLot,
    parse_span,
    split_cpv,
)
from scharnier.procurement.notice import Amount, AmountKind, Form, Nature, Text

FORMS: dict[str, Form] = {
    **{form: cast("Form", form) for form in get_args(Form)},
    "dir-awa-pre": "direct_award",
    "veat": "direct_award",
    "cont-modif": "modification",
    "award": "result",
    "contract_notice": "competition",
}
AMOUNT_FIELDS: tuple[tuple[str, AmountKind], ...] = (
    (r"BT-27(-?\(?.*\)?)?-?(Lot|LotsGroup|Part)|VAL_OBJECT", "lot_estimate"),
    (r"BT-27(-Procedure)?|VAL_ESTIMATED_TOTAL|reported|estimate", "estimate"),
    (r"BT-271(-.*)?|framework_maximum|FRAMEWORK_MAXIMUM", "framework_maximum"),
    (r"BT-(161|118|720)(-.*)?|VAL_TOTAL|award", "award"),
)
FORM_NUMBER = re.compile(r"\bF(\d\d)(?:_\d+)?\b")
SUBTYPE = re.compile(r"subtype ([A-Z]?\d{1,2}|CEI)\b")
CODED = re.compile(r"hum-right|social\.humanRightsInSupplyChains?|acc-all|et-eq|gen-eq|work-cond|\bopp\b")
MOST_TEXT = 2_000_000  # characters


def tender_from_case(record: Mapping[str, Any]) -> Tender:
    """The facts of a case. Raises `InputProblem` for a value of another kind than its key asks; keys may be absent."""
    name = _text(record, "id") or ""
    shape = _text(record, "format") or ""
    code = _text(record, "buyer_type_code") or ""
    coded = (_text(record, "buyer_type_coded_data") or "").partition(" ")[0]
    main = _codes(record, "cpv_main")
    cpv, bad = split_cpv((*main, *_codes(record, "cpv_additional")))
    language = (_text(record, "language") or "").lower()
    title = _text(record, "title") or ""
    body = _text(record, "text") or ""
    texts = [Text("title", title, language, "title")] if title else []
    texts += [Text("description", body[:MOST_TEXT], language, "text")] if body else []
    subtype = _text(record, "notice_subtype") or _subtype(shape)
    buyer = _text(record, "buyer") or ""
    return Tender(
        id=name,
        title=title,
        buyers=(TenderBuyer(buyer, _text(record, "country") or "", tuple(c for c in (code, coded) if c)),)
        if buyer or code or coded or record.get("country")
        else (),
        form=_form(record, subtype),
        subtype=subtype,
        legal_basis=_text(record, "legal_basis") or "",
        nature=_nature(record),
        cpv=cpv,
        bad_cpv=bad,
        amounts=_amounts(record),
        lots=_lots(record),
        n_lots=_whole(record, "n_lots"),
        framework=_flag(record, "framework"),
        dynamic_purchasing=_flag(record, "dps"),
        dispatched=_span(record, "dispatch_date"),
        published=_span(record, "publication_date"),
        call=_span(record, "call_date"),
        contract_on=span.first if (span := _span(record, "contract_date")) else None,
        social_objectives=_objectives(record),
        texts=tuple(texts),
        withdrawn=_flag(record, "withdrawn") or False,
    )


def _problem(key: str, what: str, remedy: str) -> InputProblem:
    return InputProblem(what, remedy, column=key)


def _text(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _problem(key, "is no text.", "Write it in quotes, or leave it out.")
    return str(value)


def _codes(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = record.get(key)
    items = value if isinstance(value, list) else [] if value is None or value == "" else [value]
    if any(isinstance(item, bool) or not isinstance(item, str | int) for item in items):
        raise _problem(key, "is no CPV code or list of codes.", 'Write codes in quotes, as "18110000-8".')
    return tuple(str(item) for item in items)


def _amounts(record: Mapping[str, Any]) -> tuple[Amount, ...]:
    values = record.get("values")
    if values is None:
        return ()
    if not isinstance(values, list) or any(not isinstance(value, Mapping) for value in values):
        raise _problem("values", "is no list of values.", 'Write [{"field": "BT-27", "amount": 1, "currency": "EUR"}].')
    found: list[Amount] = []
    ranged: list[tuple[Decimal, str, str]] = []
    for value in values:
        field, currency = str(value.get("field") or ""), str(value.get("currency") or "")
        raw = value.get("amount")
        if raw is None:
            continue
        try:
            money = Decimal(str(raw))
        except InvalidOperation as error:
            raise _problem("values", f"amount {str(raw)[:40]!r} is no number.", "Write 150000 or 150000.50.") from error
        if isinstance(raw, bool) or not money.is_finite():
            raise _problem("values", f"amount {str(raw)[:40]!r} is no number.", "Write 150000 or 150000.50.")
        if field.startswith("VAL_RANGE"):
            ranged.append((money, currency, field))
            continue
        lot = str(value["lot"]) if value.get("lot") is not None else None
        kind = next((kind for pattern, kind in AMOUNT_FIELDS if re.fullmatch(pattern, field)), None)
        found.append(Amount(kind or ("lot_estimate" if lot else "estimate"), money, currency, field, lot))
    for number, (money, currency, field) in enumerate(sorted(ranged)):
        found.append(Amount("range_low" if number == 0 else "range_high", money, currency, field))
    lots = [amount for amount in found if amount.kind == "lot_estimate"]
    if lots and all(amount.lot is None for amount in lots):  # lots are named by their order where nothing names them
        names = iter(range(1, len(lots) + 1))
        found = [
            Amount(a.kind, a.amount, a.currency, a.field, str(next(names))) if a.kind == "lot_estimate" else a
            for a in found
        ]
    return tuple(found)


def _lots(record: Mapping[str, Any]) -> tuple[TenderLot, ...]:
    lots = record.get("lots")
    if lots is None:
        return ()
    if not isinstance(lots, list) or any(not isinstance(lot, Mapping) for lot in lots):
        raise _problem("lots", "is no list of lots.", 'Write [{"id": "1", "cpv": ["18110000"]}].')
    keys = ("cpv_main", "cpv", "cpv_additional")  # a lot may name its codes as the case does
    return tuple(
        TenderLot(
            str(lot.get("id", number)),
            str(lot.get("title") or ""),
            split_cpv(tuple(code for key in keys for code in _codes(lot, key)))[0],
        )
        for number, lot in enumerate(lots, start=1)
    )


def _form(record: Mapping[str, Any], subtype: str) -> Form:
    phase = (_text(record, "phase") or "").strip().lower()
    if phase and phase not in FORMS:
        raise _problem("phase", f"{phase[:40]!r} is not known.", f"Use one of: {', '.join(get_args(Form))}.")
    return FORMS[phase] if phase else "modification" if subtype == "F20" else "other"


def _nature(record: Mapping[str, Any]) -> Nature | None:
    nature = (_text(record, "contract_nature") or "").strip().lower()
    if nature and nature not in get_args(Nature):
        raise _problem("contract_nature", f"{nature[:40]!r} is not known.", "Use supplies, services or works.")
    return cast("Nature", nature) if nature else None


def _span(record: Mapping[str, Any], key: str) -> Span | None:
    text = _text(record, key)
    if not text:
        return None
    span = parse_span(text)
    if span is None:
        raise _problem(key, f"{text[:40]!r} is no day.", "Write 2024-06-03, 2024-06 or 2024.")
    return span


def _whole(record: Mapping[str, Any], key: str) -> int | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _problem(key, "is no whole number.", "Write 3, or leave it out.")
    return value


def _flag(record: Mapping[str, Any], key: str) -> bool | None:
    value = record.get(key)
    if value is not None and not isinstance(value, bool):
        raise _problem(key, "is not true or false.", "Write true or false, or leave it out.")
    return value


def _subtype(shape: str) -> str:
    found = SUBTYPE.search(shape)
    if found:
        return found[1]
    number = FORM_NUMBER.search(shape)
    return f"F{number[1]}" if number else ""


def _objectives(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of BT-775, wherever the record keeps its codes."""
    given = [record.get(key) for key in ("codes", "social_objectives", "social_objective", "sustainability")]
    text = json.dumps([one for one in given if one is not None], default=str)
    return tuple(dict.fromkeys(CODED.findall(text)))
