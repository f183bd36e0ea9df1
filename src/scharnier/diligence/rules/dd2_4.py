"""DD.2.4: of each impact severity and likelihood are set with reasons, and what comes first was decided accordingly."""

from collections.abc import Iterator, Sequence

from scharnier.diligence.dossier.deeds import Decision
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.judging import (
    DDG,
    WHOLE,
    Case,
    Ruling,
    combine,
    judge_item,
    judge_shown,
    say,
    subject_of,
)
from scharnier.diligence.rules.order import PARTS
from scharnier.diligence.rules.priority import judge_standing, lacks_say, list_priorities
from scharnier.diligence.rules.showing import list_unfilled, name_some, show_by_one
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.2.4"
ACTION = "2.4"
MODULE = "dd2_4"


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact, on each item of the checklist, and on the action."""
    if not case.dossier.impacts:
        reason = say("showing", "no_impacts", case.lang)
        yield Ruling(RULE, WHOLE, Outcome(Verdict.UNKNOWN, reason, (f"{DDG}{ACTION}",), ("impacts",)))
        return
    decisions = list_priorities(case)
    at_once = {id for decision in decisions for id in decision.at_once}
    each = [_judge_impact(case, impact, impact.id in at_once) for impact in case.dossier.impacts.values()]
    fresh = [one for one in decisions if case.is_recent(one.on, case.term("priority_months"))]
    items = [
        judge_item(case, "2.4/a", _at_once(case, fresh)),
        judge_item(case, "2.4/b", _graded(case, each)),
        judge_shown(case, "2.4/c", judge_standing(case)),
        judge_item(case, "2.4/d", _consulted(case, fresh)),
    ]
    yield from each
    yield from items
    yield combine(case, ACTION, [*each, *items])


def _judge_impact(case: Case, impact: Impact, at_once: bool) -> Ruling:
    """The three parts of severity and likelihood, each with a reason. What happens already needs no likelihood, and
    what is handled at once needs no place in a queue."""
    subject, norms = subject_of("impacts", impact), (f"{DDG}2.4/b",)
    if at_once:
        return Ruling(RULE, subject, Outcome(Verdict.MET, say(MODULE, "at_once", case.lang), norms))
    lacked = []
    for name in PARTS:
        grade = getattr(impact.severity, name)
        if grade is None:
            lacked.append(f"{subject}.severity.{name}")
        elif grade.because is None:
            lacked.append(f"{subject}.severity.{name}.because")
    if impact.actual != "yes":
        lacked += list_unfilled("impacts", impact, "likelihood", "likelihood_because")
    if lacked:
        reason = say(MODULE, "ungraded", case.lang, some=len(lacked))
        return Ruling(RULE, subject, Outcome(Verdict.UNKNOWN, reason, norms, tuple(lacked)))
    parts = {name: getattr(impact.severity, name).level for name in PARTS}
    key = "graded_happens" if impact.actual == "yes" else "graded"
    reason = say(MODULE, key, case.lang, level=impact.severity.level, likelihood=impact.likelihood, **parts)
    return Ruling(RULE, subject, Outcome(Verdict.MET, reason, norms))


def _at_once(case: Case, fresh: Sequence[Decision]) -> Outcome:
    def lacks(decision: Decision) -> list[str]:
        return list_unfilled("decisions", decision, "at_once", "because")

    return show_by_one(case, "2.4/a", (MODULE, "now"), "decisions", fresh, lacks)


def _graded(case: Case, each: Sequence[Ruling]) -> Outcome:
    """Item b, from the rulings on the impacts."""
    norms = (f"{DDG}2.4/b",)
    open_ = [one for one in each if one.outcome.verdict is not Verdict.MET]
    if not open_:
        return Outcome(Verdict.MET, say(MODULE, "all_graded", case.lang, all=len(each)), norms)
    named = name_some(one.subject.partition("/")[2] for one in open_)
    lacked = dict.fromkeys(fact for one in open_ for fact in one.outcome.lacked)
    reason = say(MODULE, "some_ungraded", case.lang, some=len(open_), all=len(each), named=named)
    return Outcome(Verdict.UNKNOWN, reason, norms, tuple(lacked))


def _consulted(case: Case, fresh: Sequence[Decision]) -> Outcome:
    def lacks(decision: Decision) -> Sequence[str]:
        return lacks_say(case, decision)

    return show_by_one(case, "2.4/d", (MODULE, "consulted"), "decisions", fresh, lacks)
