"""What a tender is worth, for the test against the threshold: estimates before awards, without dummies."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.facts import Tender
from scharnier.procurement.notice import Amount

Relation = Literal["above", "below", "presumed_above", "unknown"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An amount that was not used and why: dummy, negative, absurd, currency."""

    amount: Amount
    why: str


@dataclass(frozen=True, slots=True)
class ValueReading:
    """The value that is held against the threshold.

    `kind`: estimate (with the maximum of a framework), lots (their sum), range, award, or none. `low` and `high` bound
    the value in EUR; `high` is None where it may be more (a lot without value). `second` contradicts it.
    """

    kind: Literal["estimate", "lots", "range", "award", "none"]
    low: Decimal | None = None
    high: Decimal | None = None
    fields: tuple[str, ...] = ()
    second: Decimal | None = None
    left_out: tuple[LeftOut, ...] = ()


def read_value(tender: Tender, content: IsvContent) -> ValueReading:
    """The value by the order of the rule; every amount that is not used is listed with why."""
    used: list[Amount] = []
    left_out: list[LeftOut] = []
    for amount in tender.amounts:
        why = _unusable(amount, tender, content)
        if why:
            left_out.append(LeftOut(amount, why))
        else:
            used.append(amount)
    left = tuple(left_out)
    ordered = [one for kinds in content.rule.value_order.value if (one := _read(kinds, used, tender))]
    if not ordered:
        return ValueReading("none", left_out=left)
    first = ordered[0]
    lots = next((one for one in ordered[1:] if one.kind == "lots"), None)
    second = lots.low if lots is not None and first.kind == "estimate" and lots.low != first.low else None
    return ValueReading(first.kind, first.low, first.high, first.fields, second, left)


def lot_values(tender: Tender, content: IsvContent) -> dict[str, Decimal]:
    """The estimate of each lot that has one that can be used, in EUR."""
    return {
        amount.lot: amount.amount
        for amount in tender.amounts
        if amount.kind == "lot_estimate" and amount.lot and not _unusable(amount, tender, content)
    }


def _read(kinds: Sequence[str], used: Sequence[Amount], tender: Tender) -> ValueReading | None:
    found = [amount for amount in used if amount.kind in kinds]
    if not found:
        return None
    fields = tuple(dict.fromkeys(amount.field for amount in found))
    amounts = [amount.amount for amount in found]
    if "lot_estimate" in kinds:
        total = sum(amounts, Decimal(0))
        whole = tender.n_lots is not None and len(found) >= tender.n_lots
        return ValueReading("lots", total, total if whole else None, fields)
    if "range_low" in kinds:
        highs = [amount.amount for amount in found if amount.kind == "range_high"]
        lows = [amount.amount for amount in found if amount.kind == "range_low"]
        return ValueReading("range", min(lows) if lows else Decimal(0), max(highs) if highs else None, fields)
    of_lots = [amount.amount for amount in found if amount.lot]
    whole_ones = [amount.amount for amount in found if not amount.lot]
    largest = max(whole_ones) if whole_ones else sum(of_lots, Decimal(0))
    return ValueReading("award" if "award" in kinds else "estimate", largest, largest, fields)


def _unusable(amount: Amount, tender: Tender, content: IsvContent) -> str:
    """Why an amount cannot be held against the threshold; empty where it can."""
    rule, money = content.rule, amount.amount
    if not money.is_finite():
        return "absurd"
    if money < 0:
        return "negative"
    if money <= Decimal(str(rule.dummy_at_most_eur.value)):
        return "dummy"
    if amount.currency.strip().upper() != "EUR":
        return "currency"
    if money >= Decimal(str(rule.absurd_from_eur.value)):
        return "absurd"
    voluntary = tender.subtype in rule.no_presumption_subtypes.value
    if not voluntary and money < Decimal(str(rule.dummy_below_eur_in_eu_notices.value)):
        return "dummy"
    return ""


def compare(reading: ValueReading, lowest: int | None, highest: int | None) -> Relation:
    """The value against a threshold that lies between `lowest` and `highest`; equal counts as above."""
    if reading.kind == "none" or lowest is None or highest is None or reading.low is None:
        return "unknown"
    values = [reading.low] if reading.second is None else [reading.low, reading.second]
    if min(values) >= highest:
        return "above"
    if reading.high is not None and max(reading.high, *values) < lowest:
        return "below"
    return "unknown"
