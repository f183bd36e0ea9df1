"""What records show: questions that the rules of steps 3 to 6 ask again and again. Only what is there counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from scharnier.diligence.dossier.deeds import Measure
from scharnier.diligence.dossier.harm import Impact, Involvement
from scharnier.diligence.dossier.voices import Remedy
from scharnier.diligence.rules.judging import DDG, Case, say, subject_of
from scharnier.diligence.rules.showing import name_some
from scharnier.kernel.outcome import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found of one thing (an impact, a complaint), and which facts lacked."""

    verdict: Verdict
    lacked: tuple[str, ...] = ()


MET = Finding(Verdict.MET)
NOT_MET = Finding(Verdict.NOT_MET)
LEFT_OUT = Finding(Verdict.NOT_APPLICABLE)


def lacking(*facts: str) -> Finding:
    """Met where no fact lacks, else unknown."""
    return Finding(Verdict.UNKNOWN, facts) if facts else MET


def worst_of(found: Iterable[Finding]) -> Finding:
    """One finding of several that must all be good: not met, else unknown, else met; without any, not applicable."""
    kept = [one for one in found if one.verdict is not Verdict.NOT_APPLICABLE]
    if any(one.verdict is Verdict.NOT_MET for one in kept):
        return NOT_MET
    if not kept:
        return LEFT_OUT
    return lacking(*dict.fromkeys(fact for one in kept for fact in one.lacked))


def best_of(found: Iterable[Finding]) -> Finding:
    """One finding of several of which one good one is enough."""
    kept = list(found)
    if any(one.verdict is Verdict.MET for one in kept):
        return MET
    if any(one.verdict is Verdict.NOT_MET for one in kept):
        return NOT_MET
    return lacking(*dict.fromkeys(fact for one in kept for fact in one.lacked)) if kept else LEFT_OUT


def has_come(case: Case, day: date | None) -> bool:
    """Whether a day is known and is there."""
    return day is not None and day <= case.on


def involvement_of(impact: Impact) -> Involvement | None:
    """The own part, where it is determined: a word without a reason is no determination."""
    return impact.involvement if impact.involvement_because else None


def lacks_involvement(impact: Impact) -> tuple[str, ...]:
    """The facts that lack for a determination."""
    names = ("involvement", "involvement_because")
    return tuple(f"impacts/{impact.id}.{name}" for name in names if getattr(impact, name) is None)


def is_remedy_due(impact: Impact) -> bool | None:
    """Whether the organisation must see to remedy: for actual harm that it caused or contributed to (OECD 6.1)."""
    part = involvement_of(impact)
    if impact.actual == "no" or part == "directly_linked":
        return False
    return None if impact.actual is None or part is None else True


def lacks_due(impact: Impact) -> tuple[str, ...]:
    """The facts that lack to say whether remedy is due."""
    actual = (f"impacts/{impact.id}.actual",) if impact.actual is None else ()
    return (*actual, *lacks_involvement(impact))


def has_proof(case: Case, ids: Iterable[str], since: date | None = None) -> bool:
    """Whether one of these is evidence that the dossier holds, and not older than a day."""
    held = (case.dossier.evidence.get(id) for id in ids)
    return any(one is not None and (since is None or one.on >= since) for one in held)


def measures_on(case: Case, impact: Impact, kinds: Iterable[str]) -> list[Measure]:
    """The measures of these kinds on an impact."""
    wanted = frozenset(kinds)
    found = cast("tuple[Measure, ...]", case.dossier.of_impact("measures", impact.id))
    return [measure for measure in found if measure.kind in wanted]


State = Literal["done", "under_way", "planned", "late", "undated"]


def state_of(case: Case, measure: Measure) -> State:
    """Where a measure stands. `late`: its day passed and it was not done. `undated`: no day says when it is due."""
    if has_come(case, measure.done_on):
        return "done"
    if measure.due_on is None:
        return "undated"
    if measure.due_on < case.on:
        return "late"
    return "under_way" if has_come(case, measure.start_on) else "planned"


def find_measure(case: Case, measures: Iterable[Measure]) -> Finding:
    """Whether one of these is done or on its way, with an owner and days. Not met: they are late, and none is good."""
    return best_of([_weigh(case, measure) for measure in measures] or [lacking("measures")])


def _weigh(case: Case, measure: Measure) -> Finding:
    state, name = state_of(case, measure), subject_of("measures", measure)
    if state == "late":
        return NOT_MET
    lacked = [f"{name}.due_on"] if state == "undated" else []
    lacked += [f"{name}.owner"] if measure.owner is None else []
    return lacking(*lacked)


RemedyState = Literal[
    "refused", "undecided", "none_due", "none_due_alone", "promised", "not_accepted", "acceptance_unknown", "given",
]  # fmt: skip


def remedy_state(case: Case, remedy: Remedy) -> tuple[RemedyState, tuple[str, ...]]:
    """How far a remedy is, and which facts lack to be done with it."""
    name = subject_of("remedies", remedy)
    if remedy.decision == "refuse":
        return "refused", ()
    if remedy.decision is None:
        return "undecided", (f"{name}.decision",)
    if remedy.accepted == "no":
        return "not_accepted", ()
    if remedy.decision == "none_due":
        if not remedy.because:
            return "undecided", (f"{name}.because",)
        return ("none_due", ()) if remedy.accepted == "yes" else ("none_due_alone", (f"{name}.accepted",))
    if remedy.people == 0:  # what nobody got is no remedy
        return "promised", (f"{name}.people",)
    if not has_come(case, remedy.delivered_on):
        return "promised", (f"{name}.delivered_on",)
    return ("given", ()) if remedy.accepted == "yes" else ("acceptance_unknown", (f"{name}.accepted",))


def remedies_of(case: Case, impact: Impact) -> list[tuple[RemedyState, tuple[str, ...]]]:
    """The state of each remedy for an impact."""
    found = cast("tuple[Remedy, ...]", case.dossier.of_impact("remedies", impact.id))
    return [remedy_state(case, remedy) for remedy in found]


def sum_up(case: Case, item: str, found: Mapping[str, Finding], module: str, key: str) -> Outcome:
    """An outcome over several things, by id: one that is not met is not met, else one that is unknown is unknown.

    `key` names the sentences `<key>_met`, `_not_met` and `_unknown` of the module. Where nothing at all is known of
    (no impact in the dossier) it is unknown; where all are left out, not applicable.
    """
    norm = f"{DDG}{item}"
    if not found:
        return Outcome(Verdict.UNKNOWN, say("showing", "no_impacts", case.lang), (norm,), ("impacts",))
    one = worst_of(found.values())
    if one.verdict is Verdict.NOT_APPLICABLE:
        return Outcome(one.verdict, say("judging", "none_apply", case.lang), (norm,))
    named = [id for id, each in found.items() if each.verdict is one.verdict]
    counted = sum(1 for each in found.values() if each.verdict is not Verdict.NOT_APPLICABLE)
    reason = say(module, f"{key}_{one.verdict}", case.lang, some=len(named), all=counted, named=name_some(named))
    return Outcome(one.verdict, reason, (norm,), one.lacked)
