"""The ISV decision: mandatory, not or uncertain, with advice, reasons and exactly what is missing.

The table is that of docs/method/isv-decision.md. Unknown is never no: what is not known is open, and is asked for.
"""

from collections.abc import Collection, Iterable, Sequence

from scharnier.kernel.provenance import Confidence
from scharnier.procurement.isv.buyers import BuyerStatus, read_buyers
from scharnier.procurement.isv.categories import find_chains
from scharnier.procurement.isv.content import IsvContent, load_isv_content
from scharnier.procurement.isv.days import CallDay, find_call_day
from scharnier.procurement.isv.decision import Advice, Decision, LotOutcome, Open, Regime, Verdict
from scharnier.procurement.isv.evidence import find_evidence
from scharnier.procurement.isv.explain import Case, explain
from scharnier.procurement.isv.facts import Span, Tender
from scharnier.procurement.isv.judge import Judged, Known, days_that_matter, is_small_lot, judge
from scharnier.procurement.isv.shapes import Level, Rule, Status
from scharnier.procurement.isv.values import read_value

# Open points that leave no doubt on what is bought: then the advice is to apply.
OPEN_BUT_APPLY = frozenset({"buyer", "date", "value", "threshold", "directive", "small_lots"})


def decide(tender: Tender, content: IsvContent | None = None) -> Decision:
    """The decision for one tender by the content that ships, or by another edition of it."""
    content = content or load_isv_content()
    call = find_call_day(tender, content.rule)
    known = _known(tender, call, content)
    codes = tuple(dict.fromkeys((*tender.cpv, *(code for lot in tender.lots for code in lot.cpv))))
    verdict, open, days, shown = _over_days(known, call, codes)
    chains = find_chains(codes, content)
    lots = tuple(_lot(known, call, lot.id, lot.cpv or tender.cpv) for lot in tender.lots)
    case = Case(known, call, shown, days, verdict, open, chains, find_evidence(tender, content))
    best, threshold = shown.best, shown.threshold
    compared = known.buyer.status in ("bound", "uncertain", "unknown") and (
        best is not None or known.value.kind != "none" or not codes
    )
    said = explain(case)
    return Decision(
        id=tender.id,
        mandatory=verdict,
        category=best.category if best else None,
        category_status=best.status if best else None,
        candidates=shown.candidates,
        threshold_eur=threshold.amount if compared else None,
        applicable_threshold_eur=threshold.amount if known.buyer.status != "foreign" else None,
        threshold_kind=threshold.kind,
        value_eur=float(known.value.low) if known.value.low is not None else None,
        value_relation=shown.relation,
        value_basis=said.value_basis,
        advice=advise(
            known.buyer.status,
            verdict,
            open,
            best.status if best else None,
            [hit.level for hit in chains],
            content.rule,
        ),
        chain_products=chains,
        evidence=case.evidence,
        reasons=said.reasons,
        missing=said.missing,
        provisions=said.provisions,
        lots=lots,
        buyer_status=known.buyer.status,
        regime=name_regime((one.old_rule for one in days), open),
        open=open,
        assumptions=said.assumptions,
        confidence=_weakest(known, shown),
        version=content.rule.version,
    )


def _known(tender: Tender, call: CallDay, content: IsvContent) -> Known:
    buyer = read_buyers(tender.buyers, call.shown or content.rule.checked_on, content)
    words = " ".join((tender.title, *(lot.title for lot in tender.lots), *(text.text for text in tender.texts)))
    return Known(tender, buyer, read_value(tender, content), words, content)


def _over_days(
    known: Known, call: CallDay, codes: tuple[str, ...]
) -> tuple[Verdict, tuple[Open, ...], tuple[Judged, ...], Judged]:
    """The verdict over every day the call can have been sent on; where they differ, the day is what is open."""
    rule = known.content.rule
    span = call.span or Span(rule.old_rule_from.value, rule.checked_on)
    days = tuple(judge(known, day, codes) for day in days_that_matter(span, known.content))
    shown = judge(known, call.shown, codes) if call.shown else days[-1]
    verdict, open = merge_days([(one.verdict, one.open) for one in days])
    return verdict, open, days, shown


def merge_days(outcomes: Sequence[tuple[Verdict, tuple[Open, ...]]]) -> tuple[Verdict, tuple[Open, ...]]:
    """One verdict for all days the call can have been sent on; where they differ, the day is what is open."""
    open = tuple(dict.fromkeys(point for _, points in outcomes for point in points))
    if len({verdict for verdict, _ in outcomes}) == 1:
        return outcomes[0][0], open
    return "uncertain", (*open, "date")


def name_regime(old_rules: Iterable[bool], open: Iterable[Open]) -> Regime:
    """Which rule held on all of these days; unknown where the day is open."""
    if all(old_rules):
        return "before_category_rule"
    return "unknown" if "date" in open else "category_rule"


def _lot(known: Known, call: CallDay, id: str, codes: tuple[str, ...]) -> LotOutcome:
    verdict, open, _, shown = _over_days(known, call, codes)
    if verdict == "yes" and is_small_lot(known, id):
        verdict, open = "uncertain", (*open, "small_lots")
    best = shown.best
    return LotOutcome(id, verdict, best.category if best else None, best.status if best else None, codes, open)


def advise(
    buyer: BuyerStatus,
    verdict: Verdict,
    open: tuple[Open, ...],
    category: Status | None,
    levels: Collection[Level],
    rule: Rule,
) -> Advice:
    """The advice that goes with a verdict; `levels` are those of the chains of what is bought."""
    if buyer == "foreign":
        return "not_relevant"
    if verdict == "yes" or (verdict == "uncertain" and set(open) <= OPEN_BUT_APPLY):
        return "apply"
    if category in rule.advised_statuses.value or any(level in rule.advised_levels.value for level in levels):
        return "advised"
    return "consider" if category == "boundary" or levels or verdict == "uncertain" else "not_relevant"


def _weakest(known: Known, shown: Judged) -> Confidence:
    order = list(Confidence)
    return max((known.buyer.confidence, shown.threshold.confidence), key=order.index)
