"""DD.3.1: own conduct that harms, or may harm, is stopped or prevented, with a senior owner and with stakeholders."""

from collections.abc import Callable, Iterator
from datetime import date

from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.hearing import lacks_hearing
from scharnier.diligence.rules.judging import DDG, Case, Ruling, combine, judge_item, judge_shown, say, subject_of
from scharnier.diligence.rules.response import KINDS_FOR, expected_of, find_need
from scharnier.diligence.rules.shown import (
    LEFT_OUT,
    Finding,
    best_of,
    involvement_of,
    lacking,
    lacks_involvement,
    measures_on,
    sum_up,
    worst_of,
)
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.3.1"
ACTION = "3.1"
MODULE = "dd3_1"
OWN = KINDS_FOR["prevent"]


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact with own conduct in it, on each item of the checklist, and on the action."""
    stopped = {impact.id: _stopped(case, impact) for impact in case.dossier.impacts.values()}
    each = [_judge_impact(case, impact, stopped[impact.id]) for impact in case.dossier.impacts.values()]
    if each and all(ruling.outcome.verdict is Verdict.NOT_APPLICABLE for ruling in each):
        yield from each
        yield combine(case, ACTION, each)
        return
    items = [
        judge_item(case, "3.1/a", _over_own(case, "3.1/a", "senior", _lacks_senior)),
        judge_shown(case, "3.1/b", sum_up(case, "3.1/b", stopped, MODULE, "stopped")),
        judge_item(case, "3.1/c", _over_own(case, "3.1/c", "roadmap", _lacks_roadmap)),
        judge_item(case, "3.1/d", _over_own(case, "3.1/d", "policy", _lacks_policy)),
        judge_item(case, "3.1/e"),
        judge_item(case, "3.1/f"),
    ]
    yield from each
    yield from items
    yield combine(case, ACTION, [*each, *items])


def _stopped(case: Case, impact: Impact) -> Finding:
    """Item b: the own part is stopped, or being stopped within its time."""
    if involvement_of(impact) == "directly_linked":
        return LEFT_OUT
    own = [need for need in expected_of(impact) if need in ("cease", "prevent")]
    return worst_of(find_need(case, impact, need) for need in own) if own else lacking(*lacks_involvement(impact))


def _judge_impact(case: Case, impact: Impact, found: Finding) -> Ruling:
    reason = say(MODULE, f"impact_{found.verdict}", case.lang)
    return Ruling(RULE, subject_of("impacts", impact), Outcome(found.verdict, reason, (f"{DDG}3.1/b",), found.lacked))


def _over_own(case: Case, item: str, key: str, find: Callable[[Case, Impact], Finding]) -> Outcome:
    """An item over all impacts in which the organisation has a part of its own."""
    found = {}
    for impact in case.dossier.impacts.values():
        part = involvement_of(impact)
        if part is None:
            found[impact.id] = lacking(*lacks_involvement(impact))
        else:
            found[impact.id] = LEFT_OUT if part == "directly_linked" else find(case, impact)
    return sum_up(case, item, found, MODULE, key)


def _lacks_senior(case: Case, impact: Impact) -> Finding:
    """Item a: somebody senior owns a measure."""
    found = []
    for one in measures_on(case, impact, OWN):
        owner = [] if one.owner else [f"measures/{one.id}.owner"]
        found.append(lacking(*owner, *([] if one.senior == "yes" else [f"measures/{one.id}.senior"])))
    return best_of(found or [lacking("measures")])


def _lacks_roadmap(case: Case, impact: Impact) -> Finding:
    """Item c: a measure with a day, for which those affected were heard."""
    found = []
    for one in measures_on(case, impact, OWN):
        day = [] if one.due_on or one.done_on else [f"measures/{one.id}.due_on"]
        found.append(lacking(*day, *lacks_hearing(case, f"measures/{one.id}.heard", one.heard)))
    return best_of(found or [lacking("measures")])


def _lacks_policy(case: Case, impact: Impact) -> Finding:
    """Item d: a policy on the theme was adopted or looked at since the impact was found."""
    found = []
    for policy in case.dossier.policies.values():
        if impact.theme in policy.themes or (policy.kind == "purchasing"):
            days = [day for day in (policy.approved_on, policy.reviewed_on) if day is not None]
            fresh = policy.approved_on is not None and max(days, default=date.min) >= impact.found_on
            found.append(lacking(*([] if fresh else [f"policies/{policy.id}.reviewed_on"])))
    return best_of(found or [lacking("policies")])
