"""DD.response: what is done about an impact fits the part the organisation has in it."""

from collections.abc import Iterator
from typing import Literal, cast

from scharnier.diligence.dossier.base import Answer
from scharnier.diligence.dossier.deeds import MeasureKind
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.voices import Remedy
from scharnier.diligence.rules.judging import DDG, WHOLE, Case, Ruling, say, subject_of
from scharnier.diligence.rules.shown import (
    MET,
    NOT_MET,
    Finding,
    find_measure,
    has_come,
    involvement_of,
    is_remedy_due,
    lacking,
    lacks_due,
    lacks_involvement,
    measures_on,
    remedy_state,
    state_of,
    worst_of,
)
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.response"
Need = Literal["cease", "prevent", "leverage", "remedy"]
KINDS_FOR: dict[Need, tuple[MeasureKind, ...]] = {
    "cease": ("cease",),
    "prevent": ("prevent", "cease"),
    "leverage": ("leverage", "mitigate", "disengage"),
}
OWN_PART: dict[Answer | None, tuple[Need, ...]] = {
    "yes": ("cease",),
    "no": ("prevent",),
    None: ("cease", "prevent"),
}
PROVISION: dict[Need, tuple[str, ...]] = {
    "cease": (f"{DDG}3.1", "oecd-gl-2023:II.A.12"),
    "prevent": (f"{DDG}3.1", "oecd-gl-2023:II.A.12"),
    "leverage": (f"{DDG}3.2", "oecd-gl-2023:II.A.13", "ungp-2011:19"),
    "remedy": (f"{DDG}6.1", "ungp-2011:22"),
}


def expected_of(impact: Impact) -> tuple[Need, ...]:
    """What is expected of the organisation about an impact, in order; empty while its part is not determined.

    Own conduct that harms stops, own conduct that may harm is prevented; where it is not known whether harm is actual,
    both are asked. Leverage is for what others do. Remedy is for actual harm that was caused or contributed to; it is
    asked as well while it is not known whether the harm is actual.
    """
    part = involvement_of(impact)
    if part is None:
        return ()
    if part == "directly_linked":
        return ("leverage",)
    own = OWN_PART[impact.actual]
    remedy: tuple[Need, ...] = () if is_remedy_due(impact) is False else ("remedy",)
    return (*own, *(("leverage",) if part == "contribute" else ()), *remedy)


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact."""
    for impact in case.dossier.impacts.values():
        yield _judge_impact(case, impact)
    if not case.dossier.impacts:
        reason = say("showing", "no_impacts", case.lang)
        yield Ruling(RULE, WHOLE, Outcome(Verdict.UNKNOWN, reason, ("ungp-2011:19",), ("impacts",)))


def find_need(case: Case, impact: Impact, need: Need) -> Finding:
    """Whether one thing that is expected is done, on its way or planned; for remedy: decided, lately or delivered."""
    if need != "remedy":
        return find_measure(case, measures_on(case, impact, KINDS_FOR[need]))
    if is_remedy_due(impact) is not True:
        return lacking(*lacks_due(impact))
    found = cast("tuple[Remedy, ...]", case.dossier.of_impact("remedies", impact.id))
    return worst_of(_weigh_remedy(case, one) for one in found) if found else lacking("remedies")


def _weigh_remedy(case: Case, remedy: Remedy) -> Finding:
    """Met where it was decided on; a promise counts for some months, and then only with its delivery."""
    state, lacked = remedy_state(case, remedy)
    if state == "refused":
        return NOT_MET
    waits = state == "promised" and not has_come(case, remedy.delivered_on)
    if state == "undecided" or (waits and not case.is_recent(remedy.decided_on, case.term("remedy_months"))):
        return lacking(*lacked)
    return MET


def _judge_impact(case: Case, impact: Impact) -> Ruling:
    subject, needs = subject_of("impacts", impact), expected_of(impact)
    if not needs:
        reason, lacked = say("response", "undetermined", case.lang), lacks_involvement(impact)
        return Ruling(RULE, subject, Outcome(Verdict.UNKNOWN, reason, ("ungp-2011:13", "ungp-2011:19"), lacked))
    found = {need: find_need(case, impact, need) for need in needs}
    one = worst_of(found.values())
    rests = (f"involvement:{impact.involvement}", *dict.fromkeys(id for need in needs for id in PROVISION[need]))
    parts = [say("response", f"is_{impact.involvement}", case.lang)]
    parts += [say("response", f"{need}_{each.verdict}", case.lang) for need, each in found.items()]
    kinds = frozenset(kind for need in needs for kind in KINDS_FOR.get(need, ()))
    late = [measure for measure in measures_on(case, impact, kinds) if state_of(case, measure) == "late"]
    if late:
        named = ", ".join(f"{measure.id} ({measure.due_on})" for measure in late)
        parts.append(say("response", "late", case.lang, named=named))
    return Ruling(RULE, subject, Outcome(one.verdict, " ".join(parts), rests, one.lacked))
