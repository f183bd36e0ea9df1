"""ISV.R003: less time than is feasible, to tender or to deliver. Method: docs/method/flags/ISV.R003.md."""

from collections.abc import Sequence

from scharnier.kernel.provenance import Confidence
from scharnier.law.words import count
from scharnier.procurement.flags.content import FlagContent
from scharnier.procurement.flags.facts import FlagFacts
from scharnier.procurement.flags.frame import Finding, Indicator

PROPOSAL = ("ons eigen voorstel, niet nagekeken", "our own proposal, unverified")
PERIOD = ("open_procedures", "directives", "statutory_days", "lowest_statutory_days")


def assess(facts: FlagFacts, content: FlagContent) -> Sequence[Finding]:
    """Two measures apart: the time to tender against the statutory minimum, the time to deliver against a minimum."""
    return [_tender_period(facts, content), _delivery(facts, content)]


def _tender_period(facts: FlagFacts, content: FlagContent) -> Finding:
    """Only for Dutch open procedures under the directive: for the others no minimum was found in a source."""
    outside = (
        (bool(facts.buyer_countries) and "NL" not in facts.buyer_countries)
        or (facts.legal_basis != "" and facts.legal_basis not in content.value("directives"))
        or (facts.procedure_type != "" and facts.procedure_type not in content.value("open_procedures"))
        or facts.subtype in content.value("light_subtypes")
        or (facts.form != "other" and facts.form not in content.value("forms_with_deadline"))
    )
    if outside:
        return Finding("not_applicable", "period_elsewhere", used=(*PERIOD, "light_subtypes", "forms_with_deadline"))
    missing = [
        name
        for name, is_given in (
            ("buyer_country", bool(facts.buyer_countries)),
            ("legal_basis", facts.legal_basis != ""),
            ("procedure", facts.procedure_type != ""),
            ("dispatched", facts.dispatched_on is not None),
            ("deadline", facts.deadline_on is not None),
        )
        if not is_given
    ]
    if missing or facts.dispatched_on is None or facts.deadline_on is None:
        return Finding("unknown", "period_not_given", missing=tuple(missing))
    days = (facts.deadline_on - facts.dispatched_on).days
    normal, lowest = int(content.value("statutory_days")), int(content.value("lowest_statutory_days"))
    shown = {"days": _days(days), "normal": _days(normal), "lowest": _days(lowest)}
    figures = {"tender_period_days": days, "statutory_days": normal, "lowest_statutory_days": lowest}
    if days < 0:
        return Finding("unknown", "period_backwards", shown, ("deadline", "dispatched"), figures, PERIOD)
    if days < lowest:
        return Finding("flagged", "period_short", shown, (), figures, PERIOD)
    if days < normal:
        return Finding("unknown", "period_shortened", shown, ("shortened_why",), figures, PERIOD)
    return Finding("clear", "period_enough", shown, (), figures, PERIOD)


def _delivery(facts: FlagFacts, content: FlagContent) -> Finding:
    """From contract to delivery against the minimum of the buyer; or our own proposal, which can flag but not clear."""
    own = None if facts.minimum is not None else _proposal(facts, content)
    missing = [
        name
        for name, is_given in (
            ("contract", facts.contract_on is not None),
            ("delivery", facts.delivery_on is not None),
            ("minimum", facts.minimum is not None or own is not None),
        )
        if not is_given
    ]
    if missing or facts.contract_on is None or facts.delivery_on is None:
        return Finding("unknown", "delivery_not_given", missing=tuple(missing))
    days = (facts.delivery_on - facts.contract_on).days
    asked = facts.minimum
    least, who = (asked.days, (asked.source, asked.source)) if asked is not None else (own or 0, PROPOSAL)
    used = () if asked is not None else ("delivery_days",)
    shown = {"days": _days(days), "least": _days(least), "source": who}
    figures = {"delivery_days": days, "minimum_delivery_days": least}
    if days < 0:
        return Finding("unknown", "delivery_backwards", shown, ("contract", "delivery"), figures)
    if days < least:
        return Finding("flagged", "delivery_short", shown, (), figures, used, confidence=Confidence.UNVERIFIED)
    if asked is None:  # what rests on no source may make one ask, and never clears
        return Finding("unknown", "delivery_proposal", shown, ("minimum",), figures, used)
    return Finding("clear", "delivery_enough", shown, (), figures, used, confidence=Confidence.UNVERIFIED)


def _proposal(facts: FlagFacts, content: FlagContent) -> int | None:
    """The largest of our proposals for these goods: all of the order has to be made."""
    codes = dict.fromkeys((*facts.cpv, *(code for lot in facts.lots for code in lot.cpv)))
    starts = [(int(row["days"]), tuple(map(str, row["cpv"]))) for row in content.value("delivery_days")]
    found = [days for days, prefixes in starts if any(code.startswith(prefixes) for code in codes)]
    return max(found, default=None)


def _days(number: int) -> tuple[str, str]:
    nl = "1 dag" if number == 1 else f"{count(number, 'nl')} dagen"
    return nl, "1 day" if number == 1 else f"{count(number, 'en')} days"


INDICATOR = Indicator(
    "ISV.R003",
    assess,
    (
        *("buyers.country", "form", "subtype", "legal_basis", "procedure_type"),
        *("dispatched_on", "deadline_on", "contract_on", "cpv", "lots"),
    ),
)
