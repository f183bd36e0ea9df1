"""Where the rule and the list do not say the same, or the list contradicts itself: listed, never overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scharnier.procurement.annual.judge import received
from scharnier.procurement.annual.shapes import DELIVERABLES, Judged

Kind = Literal[
    "mandatory_not_applied",
    "rule_yes_list_no",
    "rule_no_list_yes",
    "rule_open_list_sure",
    "delivered_not_applied",
    "received_before_sent",
    "award_lost_in_contract",
    "contract_before_award",
]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A tender, and what does not fit."""

    id: str
    row: int
    kind: Kind


def find_disagreements(judged: Sequence[Judged], on: date) -> tuple[Disagreement, ...]:
    """Every disagreement of the rows that count, in the order of the list."""
    return tuple(
        Disagreement(row.id, row.record.row, kind)
        for row in judged
        if row.scope in ("in_year", "earlier")
        for kind in _kinds(row, on)
    )


def _kinds(row: Judged, on: date) -> list[Kind]:
    record, verdict, own = row.record, row.decision.mandatory, row.record.own_view
    found: list[Kind] = []
    if verdict == "yes" and row.applied == "no":
        found.append("mandatory_not_applied")
    if verdict == "yes" and own == "no":
        found.append("rule_yes_list_no")
    if verdict == "no" and own == "yes":
        found.append("rule_no_list_yes")
    if verdict == "uncertain" and own:
        found.append("rule_open_list_sure")
    came = [kind for kind in DELIVERABLES if received(record, kind, on) == "yes"]
    if came and row.applied in ("no", "not_yet"):
        found.append("delivered_not_applied")
    sent = record.dispatched
    if sent and any(isinstance(each.received, date) and each.received < sent.first for each in record.deliverables):
        found.append("received_before_sent")
    if record.used("specify") and record.said("contract") == "no":
        found.append("award_lost_in_contract")
    if record.stage in ("preparation", "published") and record.said("contract") == "yes":
        found.append("contract_before_award")
    return found
