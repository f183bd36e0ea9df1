"""DD.2.3: of each impact it is settled whether the organisation causes it, contributes to it or is linked to it."""

from collections.abc import Iterator

from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.hearing import lacks_hearing
from scharnier.diligence.rules.judging import DDG, WHOLE, Case, Ruling, combine, judge_item, say, subject_of
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.2.3"
ACTION = "2.3"


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact, on the items of the checklist, and on the action."""
    each = [_judge_impact(case, impact) for impact in case.dossier.impacts.values()]
    yield from each
    if not each:
        reason = say("dd2_3", "no_impacts", case.lang)
        yield Ruling(RULE, WHOLE, Outcome(Verdict.UNKNOWN, reason, (f"{DDG}{ACTION}",), ("impacts",)))
        return
    items = [
        judge_item(case, "2.3/a", _heard(case)),
        judge_item(case, "2.3/c"),
    ]
    yield from items
    yield combine(case, ACTION, [*each, *items])


def _judge_impact(case: Case, impact: Impact) -> Ruling:
    """Item b: own doing or not doing weighed. A word without a reason is no determination."""
    subject = subject_of("impacts", impact)
    lacked = [f"{subject}.{name}" for name in ("involvement", "involvement_because") if getattr(impact, name) is None]
    rests = (f"{DDG}2.3/b", f"involvement:{impact.involvement}") if impact.involvement else (f"{DDG}2.3/b",)
    if lacked:
        key = "not_determined" if impact.involvement is None else "no_reason"
        return Ruling(RULE, subject, Outcome(Verdict.UNKNOWN, say("dd2_3", key, case.lang), rests, tuple(lacked)))
    reason = say("dd2_3", f"is_{impact.involvement}", case.lang, because=impact.involvement_because)
    return Ruling(RULE, subject, Outcome(Verdict.MET, reason, rests))


def _heard(case: Case) -> Outcome:
    """Item a: those affected were safely heard about every impact."""
    norm = f"{DDG}2.3/a"
    lacked: dict[str, None] = {}
    some = 0
    for impact in case.dossier.impacts.values():
        if facts := lacks_hearing(case, f"impacts/{impact.id}.heard", impact.heard):
            lacked |= dict.fromkeys(facts)
            some += 1
    if lacked:
        reason = say("dd2_3", "not_heard", case.lang, some=some, all=len(case.dossier.impacts))
        return Outcome(Verdict.UNKNOWN, reason, (norm,), tuple(lacked))
    return Outcome(Verdict.MET, say("dd2_3", "heard", case.lang), (norm,))
