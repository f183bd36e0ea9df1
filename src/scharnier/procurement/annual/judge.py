"""What the rule says of each row, and where the row counts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from scharnier.procurement.annual.shapes import TEXT_PHASES, Answer, Judged, Said, Scope, TenderRecord
from scharnier.procurement.isv.decide import decide
from scharnier.procurement.isv.facts import Tender, TenderBuyer
from scharnier.procurement.notice import Amount

AS_BOUND = TenderBuyer("Ministerie", "NL")
"""A buyer that is bound, for the question what the body would have to do if it were."""
SHOWING = frozenset({"explicit_isv", "hr_due_diligence", "labour_standards_chain", "coded_hum_right"})


def judge_records(records: Iterable[TenderRecord], body: str, year: int, on: date) -> tuple[Judged, ...]:
    """Every record judged, in its order; `on` is the day on which terms of suppliers are past or not.

    The first row with a reference counts; a later one with the same is a duplicate and counts nowhere.
    """
    seen: set[str] = set()
    judged = []
    for record in records:
        scope: Scope = "duplicate" if record.id in seen else _scope(record, year)
        seen.add(record.id)
        judged.append(_judge(record, body, scope, on))
    return tuple(judged)


def _judge(record: TenderRecord, body: str, scope: Scope, on: date) -> Judged:
    tender = record.tender or tender_of(record, body)
    decision = decide(tender)
    as_bound = decision
    if decision.buyer_status != "bound":
        as_bound = decide(replace(tender, buyers=(AS_BOUND,)))
    visible = None if record.tender is None else decision.evidence.cls in SHOWING
    return Judged(record, scope, decision, as_bound, find_applied(record), find_shown(record, on), visible)


def tender_of(record: TenderRecord, body: str) -> Tender:
    """The facts of a row for the decision. A row of a body's own list is a call for tenders.

    A value that is missing is not presumed to be above the threshold: a list also holds tenders below it.
    """
    value = () if record.value_eur is None else (Amount("estimate", record.value_eur, "EUR", "value_eur"),)
    return Tender(
        id=record.id,
        title=record.title,
        buyers=(TenderBuyer(body, "NL"),),
        form="other",
        subtype="E3",
        nature=record.nature,
        cpv=record.cpv,
        bad_cpv=record.bad_cpv,
        amounts=value,
        dispatched=record.dispatched,
        withdrawn=record.stage == "withdrawn",
    )


def find_applied(record: TenderRecord) -> Said:
    """Whether ISV bind the supplier or tenderers in some phase, by what the list says."""
    said = [record.said(phase) for phase in TEXT_PHASES]
    if "yes" in said:
        return "yes"
    if "unknown" in said:
        return "unknown"
    return "not_yet" if all(one == "not_yet" for one in said) else "no"


def find_shown(record: TenderRecord, on: date) -> Answer | None:
    """Whether the supplier handed in something that was due by `on`; None where nothing was due yet, or ISV do not
    apply."""
    if find_applied(record) != "yes":
        return None
    due = [each for each in record.deliverables if is_due(record, each.kind, on)]
    if not due:
        return (
            None if any(each.due_on for each in record.deliverables) or record.said("contract") != "yes" else "unknown"
        )
    answers = [received(record, each.kind, on) for each in due]
    return "yes" if "yes" in answers else "unknown" if "unknown" in answers else "no"


def is_due(record: TenderRecord, kind: str, on: date) -> bool:
    """Whether a deliverable was due by `on`, or is there already."""
    each = next((one for one in record.deliverables if one.kind == kind), None)
    if each is None:
        return False
    came = isinstance(each.received, date) and each.received <= on
    return came or (each.due_on is not None and each.due_on <= on)


def received(record: TenderRecord, kind: str, on: date) -> Answer:
    """Whether a deliverable that was due came by `on`; unknown where the list does not say."""
    each = next((one for one in record.deliverables if one.kind == kind), None)
    if each is None or each.received is None:
        return "unknown"
    return "no" if each.received == "no" or each.received > on else "yes"


def _scope(record: TenderRecord, year: int) -> Scope:
    if record.stage == "withdrawn":
        return "withdrawn"
    span = record.dispatched
    if span is None or span.first.year <= year <= span.last.year:
        return "in_year"
    return "earlier" if span.last.year < year else "later"
