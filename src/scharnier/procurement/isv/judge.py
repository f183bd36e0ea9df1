"""The decision table for one day and one set of codes: buyer, date, category, value, in that order."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scharnier.procurement.isv.buyers import BuyerReading, BuyerStatus
from scharnier.procurement.isv.categories import Candidate, find_candidates
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.decision import Open, Verdict
from scharnier.procurement.isv.facts import Span, Tender
from scharnier.procurement.isv.shapes import Rule, Status
from scharnier.procurement.isv.thresholds import LAW, OLD, Threshold, find_threshold, regime_of
from scharnier.procurement.isv.values import Relation, ValueReading, compare, lot_values


@dataclass(frozen=True, slots=True)
class Judged:
    """What holds if the call was sent on `day`. `value_why` is the key of the sentence on the value."""

    day: date
    verdict: Verdict
    old_rule: bool
    candidates: tuple[Candidate, ...]
    threshold: Threshold
    relation: Relation
    value_why: str
    open: tuple[Open, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The category that is named."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, slots=True)
class Known:
    """What holds on every day: the tender, who buys, what it is worth, the words of the notice."""

    tender: Tender
    buyer: BuyerReading
    value: ValueReading
    words: str
    content: IsvContent


def days_that_matter(span: Span, content: IsvContent) -> tuple[date, ...]:
    """The first and last day of a span and every day within on which the rule, the list or a threshold changes."""
    rule = content.rule
    first = max(span.first, min(rule.old_rule_from.value, span.last))
    changes = {rule.category_rule_from.value, rule.eight_list_from.value}
    changes |= {value.valid_from for kind in OLD for value in content.library.law(LAW).parameters[kind].values}
    return tuple(sorted({first, span.last} | {day for day in changes if first < day <= span.last}))


def judge(known: Known, day: date, codes: tuple[str, ...]) -> Judged:
    """The verdict for these codes if the call was sent on this day."""
    tender, buyer, content = known.tender, known.buyer, known.content
    candidates = find_candidates(codes, day, content, known.words)
    threshold = find_threshold(tender, buyer, day, content)
    relation, why = relate(known, threshold)
    old_rule = day < content.rule.category_rule_from.value
    verdict, open = weigh(
        buyer.status,
        candidates[0].status if candidates else None,
        relation,
        why,
        regime_of(tender, content),
        content.rule,
        old_rule=old_rule,
        off_map=not candidates and bool(codes) and all(code in content.cpv_codes for code in codes),
    )
    if verdict != "no" and only_small_lots(known, day):
        verdict, open = "uncertain", (*open, "small_lots")
    return Judged(day, verdict, old_rule, candidates, threshold, relation, why, open)


def weigh(
    buyer: BuyerStatus,
    category: Status | None,
    relation: Relation,
    why: str,
    regime: str,
    rule: Rule,
    *,
    old_rule: bool,
    off_map: bool,
) -> tuple[Verdict, tuple[Open, ...]]:
    """The table itself, apart from small lots: what is found out of one day becomes a verdict, and what is open.

    `off_map`: there are codes, all are known, and none is in a category.
    """
    if buyer in ("foreign", "not_bound") or old_rule or off_map or relation == "below":
        return "no", ()
    open: list[Open] = []
    if buyer != "bound":
        open.append("buyer")
    if category in (None, "boundary"):
        open.append("category")
    if relation == "unknown":
        open.append("threshold" if why in ("threshold_unknown", "value_between") else "value")
    if regime == "defence":
        kind = rule.defence_directive_is.value
        if kind == "no":
            return "no", ()
        open += ["directive"] if kind == "uncertain" else []
    return "uncertain" if open else "yes", tuple(open)


def relate(known: Known, threshold: Threshold) -> tuple[Relation, str]:
    """The value against the threshold, and the key of the sentence that says it."""
    tender, value, rule = known.tender, known.value, known.content.rule
    relation = compare(value, threshold.lowest, threshold.highest)
    if relation == "above":
        return relation, "value_above"
    if relation == "below":
        if value.kind in ("award", "range") and rule.award_below_is.value == "unknown":
            return "unknown", "value_award_below"
        return relation, "value_below"
    partly = value.kind == "lots" and value.high is None
    presumed = is_presumed_above(tender, rule)
    if value.kind == "none" or partly:
        return ("presumed_above", "value_presumed") if presumed else ("unknown", "value_missing")
    if threshold.amount is None:
        return "unknown", "threshold_unknown"
    if value.second is not None:
        return "unknown", "value_contradicts"
    return "unknown", "value_between" if threshold.also is not None else "value_missing"


def is_presumed_above(tender: Tender, rule: Rule) -> bool:
    """Whether a notice of this kind is published because the threshold is met: form, subtype and legal basis say."""
    if tender.form not in rule.presumed_above_forms.value or tender.subtype in rule.no_presumption_subtypes.value:
        return False
    if tender.legal_basis:
        return tender.legal_basis.upper() in rule.presumed_legal_bases.value
    return not set(tender.subtype.split(",")) & set(rule.no_presumption_without_legal_basis.value)


def is_small_lot(known: Known, lot_id: str) -> bool:
    """Whether a lot is so small that it may have been kept out of the directive (Article 5(10))."""
    values = lot_values(known.tender, known.content)
    return lot_id in values and _are_small(known, [values[lot_id]], values)


def only_small_lots(known: Known, day: date) -> bool:
    """Whether only small lots are in a category, and the procedure itself is not."""
    tender, content = known.tender, known.content

    def sure(codes: tuple[str, ...]) -> bool:
        return any(one.status != "boundary" for one in find_candidates(codes, day, content))

    if not any(lot.cpv for lot in tender.lots) or sure(tender.cpv):
        return False
    values = lot_values(tender, content)
    inside = [lot.id for lot in tender.lots if sure(lot.cpv)]
    if not inside or any(id not in values for id in inside):
        return False
    return _are_small(known, [values[id] for id in inside], values)


def _are_small(known: Known, some: list[Decimal], values: dict[str, Decimal]) -> bool:
    rule, tender = known.content.rule, known.tender
    works = tender.nature == "works"
    limit = (rule.small_lot_works_below_eur if works else rule.small_lot_supplies_services_below_eur).value
    total = sum(values.values(), Decimal(0))
    share = Decimal(str(rule.small_lots_share_at_most.value))
    whole = tender.n_lots is not None and len(values) >= tender.n_lots
    return whole and all(value < Decimal(str(limit)) for value in some) and sum(some, Decimal(0)) <= share * total
