"""Whether a relationship is left with care: what was tried, what leaving does to people, whom it was told, and when."""

from collections.abc import Iterator
from typing import cast

from scharnier.diligence.dossier.deeds import Decision, Measure
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.hearing import lacks_hearing
from scharnier.diligence.rules.judging import Case
from scharnier.diligence.rules.shown import NOT_MET, Finding, has_come, lacking, measures_on

ASKED = ("harm_of_leaving", "harm_reduced_by", "informed_by", "told_on")


def find_exits(case: Case, impact: Impact) -> dict[str, Finding]:
    """What is found of each exit that an impact leads to, by the record that holds it; empty where none is known of."""
    exits = measures_on(case, impact, ("disengage",))
    found = {f"measures/{one.id}": weigh_exit(case, one) for one in exits}
    for one in _last_decisions(case, impact):
        name = f"decisions/{one.id}"
        if one.outcome is None:
            found[name] = lacking(f"{name}.outcome")
        elif one.outcome == "disengage" and not exits:
            found[name] = lacking("measures")  # decided, and nothing weighed
    return found


def weigh_exit(case: Case, measure: Measure) -> Finding:
    """One exit: unknown while it is not done or a part of the weighing lacks; not met where they were told after it.

    An exit that is only planned is not met yet: on which day they were told and what was tried is held against the
    day it is done.
    """
    name, one = f"measures/{measure.id}", measure.exit
    if one is None:
        return lacking(f"{name}.exit", *lacks_exit_policy(case))
    if one.told_on and measure.done_on and one.told_on > measure.done_on:
        return NOT_MET
    lacked = [f"{name}.exit.{key}" for key in ASKED if getattr(one, key) in (None, ())]
    lacked += [f"{name}.done_on"] if not has_come(case, measure.done_on) else []
    if not one.too_severe_because and not any(_was_tried(case, measure, id) for id in one.tried):
        lacked.append(f"{name}.exit.tried")
    lacked += lacks_hearing(case, f"{name}.exit.heard", one.heard)
    return lacking(*lacked, *lacks_exit_policy(case))


def lacks_exit_policy(case: Case) -> tuple[str, ...]:
    """Empty where a policy on leaving relationships is public."""
    policies = (one for one in case.dossier.policies.values() if one.kind == "exit")
    return () if any(has_come(case, one.published_on) for one in policies) else ("policies",)


def _was_tried(case: Case, leaving: Measure, id: str) -> bool:
    """Whether a measure began before the relationship was left."""
    tried = case.dossier.measures.get(id)
    if tried is None or tried.kind == "disengage":
        return False
    if not {*tried.impacts, *tried.relationships} & {*leaving.impacts, *leaving.relationships}:
        return False  # something else, about others
    days = [day for day in (tried.start_on, tried.done_on) if day is not None and has_come(case, day)]
    return bool(days) and (leaving.done_on is None or min(days) < leaving.done_on)


def _last_decisions(case: Case, impact: Impact) -> Iterator[Decision]:
    """The last decision on going on, on the impact itself and on each of its relationships."""
    dossier, told = case.dossier, set()
    named = [dossier.of_impact("decisions", impact.id)]
    named += [dossier.of_relationship("decisions", id) for id in dict.fromkeys(impact.relationships)]
    for found in named:
        on_it = [one for one in cast("tuple[Decision, ...]", found) if one.kind == "relation"]
        last = max(on_it, key=lambda one: one.on, default=None)
        if last and last.id not in told:
            told.add(last.id)
            yield last
