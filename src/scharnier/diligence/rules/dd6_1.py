"""DD.6.1: where the organisation caused harm or contributed to it, it puts that right, and those harmed have a say."""

from collections.abc import Callable, Iterator
from typing import cast

from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.voices import Remedy
from scharnier.diligence.rules.hearing import lacks_hearing
from scharnier.diligence.rules.judging import DDG, Case, Ruling, combine, judge_item, say, subject_of
from scharnier.diligence.rules.showing import list_unfilled
from scharnier.diligence.rules.shown import (
    LEFT_OUT,
    Finding,
    best_of,
    is_remedy_due,
    lacking,
    lacks_due,
    remedy_state,
    sum_up,
)
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.6.1"
ACTION = "6.1"
MODULE = "dd6_1"
ORDER: tuple[str, ...] = (
    *("refused", "not_accepted", "undecided", "promised", "unheard", "acceptance_unknown"),
    *("none_due_alone", "given", "none_due"),
    *("due_unknown", "none", "not_due"),
)
"""How far remedy of an impact is: the first of these that one of its remedies is in."""
NO = ("refused", "not_accepted")
YES = ("given", "none_due")


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact, on each item of the checklist, and on the action."""
    each = [_judge_impact(case, impact) for impact in case.dossier.impacts.values()]
    items = [
        judge_item(case, "6.1/a", _over_due(case, "6.1/a", "restored", _lacks_form)),
        judge_item(case, "6.1/b", _over_due(case, "6.1/b", "measured", _lacks_measure)),
        judge_item(case, "6.1/c", _over_due(case, "6.1/c", "heard", _lacks_heard)),
        judge_item(case, "6.1/d", _over_due(case, "6.1/d", "asked", _lacks_asked)),
    ]
    yield from each
    yield from items
    yield combine(case, ACTION, [*each, *items])


def remedies_on(case: Case, impact: Impact) -> tuple[Remedy, ...]:
    """The remedies for an impact."""
    return cast("tuple[Remedy, ...]", case.dossier.of_impact("remedies", impact.id))


def _judge_impact(case: Case, impact: Impact) -> Ruling:
    """Every remedy counts: one that is refused or open is not made good by another."""
    states: dict[str, None] = {}
    lacked: tuple[str, ...] = ()
    due = is_remedy_due(impact)
    if due is not True:
        states["not_due" if due is False else "due_unknown"] = None
        lacked = () if due is False else lacks_due(impact)
    else:
        found = remedies_on(case, impact)
        for one in found:
            state, facts = remedy_state(case, one)
            unheard = _lacks_heard(case, one) if state in ("given", "acceptance_unknown") else []
            states["unheard" if unheard else state] = None
            lacked += (*facts, *unheard)
        if not found:
            states["none"], lacked = None, ("remedies",)
    first = next(name for name in ORDER if name in states)
    reason = say(MODULE, f"impact_{first}", case.lang)
    rests = (f"{DDG}6.1", "oecd-gl-2023:II.A.12", "ungp-2011:22")
    subject, verdict = subject_of("impacts", impact), _verdict(first, lacked)
    kept = tuple(dict.fromkeys(lacked)) if verdict is Verdict.UNKNOWN else ()
    return Ruling(RULE, subject, Outcome(verdict, reason, rests, kept))


def _verdict(state: str, lacked: tuple[str, ...]) -> Verdict:
    if state in NO:
        return Verdict.NOT_MET
    if state == "not_due":
        return Verdict.NOT_APPLICABLE
    return Verdict.MET if state in YES and not lacked else Verdict.UNKNOWN


def _over_due(case: Case, item: str, key: str, lacks: Callable[[Case, Remedy], list[str]]) -> Outcome:
    """An item over all impacts for which remedy is due: one remedy that lacks nothing shows it."""
    found: dict[str, Finding] = {}
    for impact in case.dossier.impacts.values():
        due = is_remedy_due(impact)
        if due is not True:
            found[impact.id] = LEFT_OUT if due is False else lacking(*lacks_due(impact))
            continue
        remedies = remedies_on(case, impact)
        if remedies and all(remedy_state(case, one)[0] in ("none_due", "none_due_alone") for one in remedies):
            found[impact.id] = LEFT_OUT
            continue
        given = [one for one in remedies if one.decision in ("provide", "cooperate")]
        found[impact.id] = best_of([lacking(*lacks(case, one)) for one in given] or [lacking("remedies")])
    return sum_up(case, item, found, MODULE, key)


def _lacks_form(_: Case, one: Remedy) -> list[str]:
    """Item a: what it is, in which form, and why that fits the harm."""
    return list_unfilled("remedies", one, "what", "forms", "because")


def _lacks_measure(_: Case, one: Remedy) -> list[str]:
    """Item b: the law, agreement or earlier case that it was held against."""
    return list_unfilled("remedies", one, "measured_against")


def _lacks_heard(case: Case, one: Remedy) -> list[str]:
    """Item c: those harmed had a say in it."""
    return list(lacks_hearing(case, f"remedies/{one.id}.heard", one.heard))


def _lacks_asked(_: Case, one: Remedy) -> list[str]:
    """Item d: it is known whether they accept it; a no is an answer too."""
    return list_unfilled("remedies", one, "accepted")
