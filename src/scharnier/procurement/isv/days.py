"""Which days the call can have been sent on: they decide which rule and which thresholds hold."""

from dataclasses import dataclass
from datetime import date, timedelta

from scharnier.procurement.isv.facts import Span, Tender
from scharnier.procurement.isv.shapes import Rule


@dataclass(frozen=True, slots=True)
class CallDay:
    """The span in which the call was sent and the key of the sentence that says where that comes from.

    `shown` is the day whose threshold is named: that of the notice itself where it has one.
    """

    span: Span | None
    why: str
    shown: date | None


def find_call_day(tender: Tender, rule: Rule) -> CallDay:
    """When the call was sent, as far as the notice says. An award or a modification comes after its call."""
    own = _own_day(tender, rule)
    shown = own.first if own else None
    if tender.call is not None:
        return CallDay(tender.call, "day_call", tender.call.first)
    if tender.form == "modification":
        contract = tender.contract_on
        if contract is None:
            return CallDay(Span(date.min, own.last) if own else None, "day_modification", shown)
        back = timedelta(days=rule.call_before_contract_days.value)
        return CallDay(Span(contract - back, contract), "day_contract", shown)
    if own is None:
        return CallDay(None, "day_missing", None)
    if tender.form in ("result", "completion"):
        back = timedelta(days=rule.call_before_result_days.value)
        return CallDay(Span(own.first - back, own.last), "day_result", shown)
    return CallDay(own, "day_dispatch" if tender.dispatched else "day_publication", shown)


def _own_day(tender: Tender, rule: Rule) -> Span | None:
    """When this notice was sent; by its publication where that is missing or where the rule reads publication."""
    if rule.governing_day.value == "publication" and tender.published:
        return tender.published
    if tender.dispatched:
        return tender.dispatched
    if tender.published:
        back = timedelta(days=rule.publication_follows_dispatch_within_days.value)
        return Span(tender.published.first - back, tender.published.last)
    return None
