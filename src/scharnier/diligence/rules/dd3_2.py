"""DD.3.2: where others do the harm, influence on the relationship is planned, decided, supported and followed up."""

from collections.abc import Callable, Iterator
from typing import cast

from scharnier.diligence.dossier.deeds import Decision, Measure
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.judging import DDG, Case, Ruling, combine, judge_item, judge_shown, say
from scharnier.diligence.rules.leaving import find_exits, lacks_exit_policy
from scharnier.diligence.rules.response import KINDS_FOR, expected_of
from scharnier.diligence.rules.route import find_route
from scharnier.diligence.rules.shown import (
    LEFT_OUT,
    NOT_MET,
    Finding,
    best_of,
    lacking,
    lacks_involvement,
    measures_on,
    state_of,
    sum_up,
    worst_of,
)
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.norms.calendar import add_months

RULE = "DD.3.2"
ACTION = "3.2"
MODULE = "dd3_2"
KINDS = KINDS_FOR["leverage"]


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each item of the checklist, and on the action."""
    items = [
        judge_item(case, "3.2/a", _over_linked(case, "3.2/a", "owner", _find_owner)),
        judge_item(case, "3.2/b", _over_linked(case, "3.2/b", "decided", _find_decision)),
        judge_shown(case, "3.2/c", _over_linked(case, "3.2/c", "deadlines", _find_deadline)),
        judge_item(case, "3.2/d", _over_linked(case, "3.2/d", "support", _find_support)),
        judge_shown(case, "3.2/e", _over_linked(case, "3.2/e", "built", find_route)),
        judge_shown(case, "3.2/f", _weigh_exits(case)),
    ]
    yield from items
    yield combine(case, ACTION, items)


def _over_linked(case: Case, item: str, key: str, find: Callable[[Case, Impact], Finding]) -> Outcome:
    """An item over all impacts that others do or help to do."""
    found = {}
    for impact in case.dossier.impacts.values():
        needs = expected_of(impact)
        if not needs:
            found[impact.id] = lacking(*lacks_involvement(impact))
        else:
            found[impact.id] = find(case, impact) if "leverage" in needs else LEFT_OUT
    return sum_up(case, item, found, MODULE, key)


def _find_owner(case: Case, impact: Impact) -> Finding:
    found = [lacking(*([] if one.owner else [f"measures/{one.id}.owner"])) for one in measures_on(case, impact, KINDS)]
    return best_of(found or [lacking("measures")])


def _find_decision(case: Case, impact: Impact) -> Finding:
    """Item b: to go on with, suspend or end each relationship is decided, with the reason."""
    dossier = case.dossier
    on_it = dossier.of_impact("decisions", impact.id)
    groups = [(*on_it, *dossier.of_relationship("decisions", id)) for id in impact.relationships] or [on_it]
    return worst_of(best_of(_weigh(cast("tuple[Decision, ...]", group))) for group in groups)


def _weigh(decisions: tuple[Decision, ...]) -> list[Finding]:
    found = []
    for one in decisions:
        if one.kind == "relation":
            lacked = [f"decisions/{one.id}.{name}" for name in ("outcome", "because") if getattr(one, name) is None]
            found.append(lacking(*lacked))
    return found or [lacking("decisions")]


def _find_deadline(case: Case, impact: Impact) -> Finding:
    """Item c: a measure is done, or due on a day that is not passed and not too far after its beginning."""
    found = [
        NOT_MET if state_of(case, one) == "late" else lacking(*_lacks_deadline(case, one))
        for one in measures_on(case, impact, KINDS)
    ]
    return best_of(found or [lacking("measures")])


def _lacks_deadline(case: Case, measure: Measure) -> list[str]:
    """What lacks before the term of a measure is known to be reasonable; of one that is done it was."""
    due = f"measures/{measure.id}.due_on"
    if measure.due_on is None:
        return [due]
    if state_of(case, measure) == "done":
        return []
    if measure.start_on is None:
        return [f"measures/{measure.id}.start_on"]
    return [due] if measure.due_on > add_months(measure.start_on, case.term("follow_up_months")) else []


def _find_support(case: Case, impact: Impact) -> Finding:
    measures = measures_on(case, impact, KINDS)
    found = [lacking(*([] if one.support else [f"measures/{one.id}.support"])) for one in measures]
    return best_of(found or [lacking("measures")])


def _weigh_exits(case: Case) -> Outcome:
    """Item f: how relationships are left is public, and each that was left was left with care."""
    found: dict[str, Finding] = {}
    for impact in case.dossier.impacts.values():
        found |= find_exits(case, impact)
    norms = (f"{DDG}3.2/f",)
    one = worst_of([*found.values(), lacking(*lacks_exit_policy(case))])
    if one.verdict is Verdict.NOT_MET:
        return sum_up(case, "3.2/f", found, MODULE, "exits")
    key = "policy" if not found else "exits"
    named = ", ".join(name.partition("/")[2] for name, each in found.items() if each.verdict is one.verdict)
    reason = say(MODULE, f"{key}_{one.verdict}", case.lang, named=named, some=len(found), all=len(found))
    return Outcome(one.verdict, reason, norms, one.lacked)
