"""Every amount of a TED_EXPORT notice, with the field it stands in."""

from collections.abc import Iterable
from typing import cast

from scharnier.procurement.notice import Amount, AmountKind
from scharnier.sources._runtime.trie import Row
from scharnier.sources.notices.values import Values
from scharnier.sources.ted_legacy.lots import LOT_GROUPS, name_lot


def list_amounts(form: Row, values: Values) -> Iterable[Amount]:
    """Estimate and award of the whole, ranges, estimates of lots, and the value of every contract."""
    found: list[Amount | None] = []
    for key, kind, field in (("estimate", "estimate", "VAL_ESTIMATED_TOTAL"), ("award", "award", "VAL_TOTAL")):
        found += [values.amount(given, cast(AmountKind, kind), field) for given in form.get(key, ())]
    found += [
        values.amount(given, "award", "VAL_TOTAL")
        for row in form.get("lot_modified", ())
        for given in row.get("award", ())
    ]
    currency = _first(form, "range_currency")
    for key, kind in (("range_low", "range_low"), ("range_high", "range_high")):
        found += [values.amount((t, currency), cast(AmountKind, kind), "VAL_RANGE_TOTAL") for t in form.get(key, ())]
    for number, row in enumerate(form.get("lot", ()), 1):
        found += [
            values.amount(g, "lot_estimate", "VAL_OBJECT", name_lot(row, number)) for g in row.get("estimate", ())
        ]
    for row in form.get("awarding", ()):
        found += [
            values.amount(given, "lot_award", "V.2.4", _first(row, "lot") or None) for given in row.get("award", ())
        ]
    for row in form.get("prize", ()):
        found += [values.amount(given, "prize", "VAL_PRIZE") for given in row.get("prize", ())]
    found += _old_amounts(form, values)
    return (amount for amount in found if amount)


def _old_amounts(form: Row, values: Values) -> Iterable[Amount | None]:
    """R2.0.8: a number and its currency stand apart. Of several estimates the first is that of the whole."""
    currency = _first(form, "old_currency")
    for key, kind in (("old_estimate", "estimate"), ("old_low", "range_low"), ("old_high", "range_high")):
        for text in form.get(key, ())[:1]:
            yield values.amount((text, currency), cast(AmountKind, kind), "COSTS_RANGE_AND_CURRENCY")
    for text in form.get("old_total", ())[:1]:
        if form.get("old_with_vat"):
            what = "The total final value is with VAT."
            values.tell("TOTAL_FINAL_VALUE", what, "It is kept as published; thresholds are without VAT.", "with-vat")
        yield values.amount((text, _first(form, "old_total_currency")), "award", "TOTAL_FINAL_VALUE")
    for group in LOT_GROUPS[1:]:
        for number, row in enumerate(form.get(group, ()), 1):
            for text in row.get("estimate", ())[:1]:
                yield values.amount((text, _first(row, "currency")), "lot_estimate", "Annex B", name_lot(row, number))
    for group in ("old_award", "old_award_plain"):
        for row in form.get(group, ()):
            for text in row.get("award", ())[-1:]:
                yield values.amount((text, _first(row, "currency")), "lot_award", "V.4", _first(row, "lot") or None)


def _first(row: Row, key: str) -> str:
    if found := row.get(key):
        text: str = found[0]
        return text
    return ""
