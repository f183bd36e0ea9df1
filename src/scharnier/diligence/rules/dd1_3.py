"""DD.1.3: expectations reach suppliers and other relations, with help, and own buying does not stand in the way."""

from collections.abc import Iterator

from scharnier.diligence.dossier.deeds import Measure, Policy
from scharnier.diligence.rules.dd1_1 import lacks_after, lacks_text
from scharnier.diligence.rules.judging import DDG, Case, Ruling, combine, judge_item, say
from scharnier.diligence.rules.new_relations import judge_new_relations
from scharnier.diligence.rules.showing import list_unfilled, show_by_one
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.1.3"
ACTION = "1.3"
MODULE = "dd1_3"
PRACTICES = frozenset({"price", "lead_time", "cancellation"})
"""What a look at own buying covers at least: the three that item e names."""


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each item of the checklist, and on the action."""
    items = [
        judge_item(case, "1.3/a", _told(case)),
        judge_item(case, "1.3/b", _written(case)),
        judge_new_relations(case, "1.3/c"),
        judge_item(case, "1.3/d", _supported(case)),
        judge_item(case, "1.3/e", _own_buying(case)),
    ]
    yield from items
    yield combine(case, ACTION, items)


def _told(case: Case) -> Outcome:
    policies = [one for one in case.dossier.policies.values() if one.kind in ("conduct", "relations")]

    def lacks(policy: Policy) -> list[str]:
        return lacks_after(policy, "relations_told_on")

    return show_by_one(case, "1.3/a", (MODULE, "told"), "policies", policies, lacks)


def _written(case: Case) -> Outcome:
    policies = [one for one in case.dossier.policies.values() if one.kind == "relations"]

    def lacks(policy: Policy) -> list[str]:
        return lacks_after(policy, "relations_told_on") + lacks_text(policy)

    return show_by_one(case, "1.3/b", (MODULE, "written"), "policies", policies, lacks)


def _supported(case: Case) -> Outcome:
    """Item d: a measure that runs or ran gives named relations help that is described."""
    measures = [one for one in case.dossier.measures.values() if one.support]

    def lacks(measure: Measure) -> list[str]:
        lacked = list_unfilled("measures", measure, "relationships")
        began = measure.done_on or (measure.start_on and measure.start_on <= case.on)
        return lacked if began else [*lacked, f"measures/{measure.id}.start_on"]

    return show_by_one(case, "1.3/d", (MODULE, "supported"), "measures", measures, lacks)


def _own_buying(case: Case) -> Outcome:
    """Item e: price, lead time and cancellations were looked at, with findings, and something came of it."""
    norms, months = (f"{DDG}1.3/e",), case.term("purchasing_months")
    looks = [one for one in case.dossier.looks.values() if one.kind == "purchasing" and case.is_recent(one.on, months)]
    if not looks:
        return Outcome(Verdict.UNKNOWN, say(MODULE, "buying_none", case.lang), norms, ("looks",))
    last = max(looks, key=lambda look: look.on)
    lacked = []
    if not {practice for look in looks for practice in look.practices} >= PRACTICES:
        lacked.append(f"looks/{last.id}.practices")
    for name in ("findings", "changed"):
        if not any(getattr(look, name) for look in looks):
            lacked.append(f"looks/{last.id}.{name}")
    key = "buying_open" if lacked else "buying_shown"
    reason = say(MODULE, key, case.lang, name=last.title, on=last.on)
    return Outcome(Verdict.UNKNOWN if lacked else Verdict.MET, reason, norms, tuple(lacked))
