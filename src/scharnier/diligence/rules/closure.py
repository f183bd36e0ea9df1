"""DD.closure: an impact is closed only when the harm is over for those affected, and they, or who speaks for them, say
so: measures done, effect measured, remedy settled, confirmation, or a reasoned absence of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from scharnier.diligence.dossier.deeds import Decision
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.confirmation import AnswerOn, find_confirmation, list_answers
from scharnier.diligence.rules.effect import find_effect
from scharnier.diligence.rules.judging import DDG, WHOLE, Case, Ruling, say, subject_of
from scharnier.diligence.rules.response import KINDS_FOR, Need, expected_of
from scharnier.diligence.rules.shown import (
    LEFT_OUT,
    MET,
    NOT_MET,
    Finding,
    has_proof,
    is_remedy_due,
    lacking,
    lacks_due,
    lacks_involvement,
    measures_on,
    remedies_of,
    state_of,
    worst_of,
)
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.closure"
DECIDES = ("engagements", "indicators", "remedies", "decisions", "measures")
RESTS_ON = (f"{DDG}3.1", f"{DDG}3.2", f"{DDG}4.1", f"{DDG}6.1", "ungp-2011:19", "ungp-2011:20", "ungp-2011:22")


@dataclass(frozen=True)
class Part:
    """One of the things that closing asks: what was found, and the key and values of the sentence that says so."""

    name: str
    finding: Finding
    values: Mapping[str, object] = field(default_factory=dict)


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact: met where it may be closed."""
    answers, unsettled = list_answers(case), _unsettled(case)
    for impact in case.dossier.impacts.values():
        yield _judge_impact(case, impact, answers.get(impact.id, ()), unsettled)
    if not case.dossier.impacts:
        reason = say("showing", "no_impacts", case.lang)
        yield Ruling(RULE, WHOLE, Outcome(Verdict.UNKNOWN, reason, RESTS_ON, ("impacts",)))


def closable(case: Case) -> tuple[str, ...]:
    """The ids of the impacts that may be closed, or are closed rightly."""
    return tuple(ruling.subject.partition("/")[2] for ruling in judge(case) if ruling.outcome.verdict is Verdict.MET)


def _unsettled(case: Case) -> tuple[str, ...]:
    """What may decide about any impact: records of which two versions stand, and a reopening that names no impact."""
    torn = sorted(f"{kind}/{id}" for kind, id in case.dossier.torn if kind in DECIDES)
    loose = (one for one in case.dossier.decisions.values() if one.kind == "reopen" and not one.impacts)
    return (*torn, *(f"decisions/{one.id}.impacts" for one in loose))


def _judge_impact(case: Case, impact: Impact, answers: tuple[AnswerOn, ...], unsettled: tuple[str, ...]) -> Ruling:
    subject = subject_of("impacts", impact)
    closed, reopened = _decisions(case, impact)
    parts = _find_parts(case, impact, answers, reopened.on if reopened else None)
    if ("impacts", impact.id) in case.dossier.torn:
        unsettled = (subject, *unsettled)
    if unsettled:
        parts.append(Part("unsettled", lacking(*unsettled), {"named": ", ".join(unsettled)}))
    one = worst_of(part.finding for part in parts)
    told = " ".join(_tell(case, f"{part.name}_{part.finding.verdict}", part.values) for part in parts)
    rests = (*((f"involvement:{impact.involvement}",) if impact.involvement else ()), *RESTS_ON)
    if one.verdict is Verdict.MET:
        first = _tell(case, "closed_rightly", closed) if closed else _tell(case, "may_close")
    elif closed and not unsettled:  # an answer that the dossier itself contradicts
        first = _tell(case, "closed_wrongly", closed)
        return Ruling(RULE, subject, Outcome(Verdict.NOT_MET, f"{first} {told}", rests))
    elif reopened:
        first = _tell(case, "reopened", reopened)
    else:
        first = _tell(case, f"open_{one.verdict}")
    return Ruling(RULE, subject, Outcome(one.verdict, f"{first} {told}", rests, one.lacked))


def _tell(case: Case, key: str, values: Mapping[str, object] | Decision | None = None) -> str:
    """A sentence; of a decision it tells the day and who took it."""
    told = {"on": values.on, "by": values.by} if isinstance(values, Decision) else values or {}
    return say("closure", key, case.lang, **told)


def _decisions(case: Case, impact: Impact) -> tuple[Decision | None, Decision | None]:
    """The decision that closed it, where it stands; and the last one that opened it again, if ever."""
    found = cast("tuple[Decision, ...]", case.dossier.of_impact("decisions", impact.id))
    last = {
        kind: max(
            (one for one in found if one.kind == kind and one.on <= case.on), key=lambda one: one.on, default=None
        )
        for kind in ("close", "reopen")
    }
    closed, reopened = last["close"], last["reopen"]
    return (None if closed and reopened and reopened.on >= closed.on else closed), reopened


def _find_parts(case: Case, impact: Impact, answers: tuple[AnswerOn, ...], since: date | None) -> list[Part]:
    """The five parts. `since`: the day it was opened again; only effect and words from then on count."""
    effect = find_effect(case, impact, since)
    confirmation = find_confirmation(case, impact, answers, effect.shown_on)
    return [
        Part("involvement", lacking(*lacks_involvement(impact))),
        *(_find_measure(case, impact, need) for need in expected_of(impact) if need != "remedy"),
        Part("effect", effect.finding, {"by": _tell_readings(case, effect.by)}),
        _find_remedy(case, impact),
        Part(confirmation.key, confirmation.finding, {"by": confirmation.by}),
    ]


def _tell_readings(case: Case, ids: tuple[str, ...]) -> str:
    """The last reading of each of these indicators, beside its baseline and target."""
    told = []
    for one in (case.dossier.indicators[id] for id in ids):
        if one.readings and one.baseline and one.target is not None:
            last = max(one.readings, key=lambda reading: reading.on).value
            values = {"last": f"{last:g}", "first": f"{one.baseline.value:g}", "target": f"{one.target:g}"}
            told.append(_tell(case, "reading", {"id": one.id, "unit": one.unit, **values}))
    return "; ".join(told)


def _find_measure(case: Case, impact: Impact, need: Need) -> Part:
    """A measure of the kind that is expected is done, with evidence that is not older than that."""
    found = measures_on(case, impact, KINDS_FOR[need])
    done = [one for one in found if state_of(case, one) == "done"]
    proved = [one for one in done if has_proof(case, one.evidence, one.done_on)]
    name = f"measure_{need}"
    if proved:
        return Part(name, MET, {"by": ", ".join(one.id for one in proved)})
    if done:
        return Part(f"{name}_unproven", lacking(*(f"measures/{one.id}.evidence" for one in done)))
    if any(state_of(case, one) == "late" for one in found):
        return Part(name, NOT_MET)
    return Part(name, lacking(*([f"measures/{one.id}.done_on" for one in found] or ["measures"])))


def _find_remedy(case: Case, impact: Impact) -> Part:
    """Where remedy is due: each one is given and accepted, or that none is due is explained."""
    due = is_remedy_due(impact)
    if due is False:
        return Part("remedy", LEFT_OUT)
    if due is None:
        return Part("remedy_due", lacking(*lacks_due(impact)))
    found = remedies_of(case, impact)
    for bad in ("refused", "not_accepted"):
        if any(state == bad for state, _ in found):
            return Part(f"remedy_{bad}", NOT_MET)
    return Part("remedy", worst_of(lacking(*lacked) for _, lacked in found) if found else lacking("remedies"))
