"""DD.4.1: it is followed whether measures are carried out and work for people, and what is learned is used."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from scharnier.diligence.dossier.deeds import Indicator, Look, Measure
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.judging import DDG, Case, Ruling, combine, judge_item, say, subject_of
from scharnier.diligence.rules.showing import list_unfilled, show_by_one
from scharnier.diligence.rules.shown import Finding, best_of, has_come, lacking, sum_up
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.4.1"
ACTION = "4.1"
MODULE = "dd4_1"
LOOKS_AT_RELATION = frozenset({"in_depth", "visit", "review"})


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact, on each item of the checklist, and on the action."""
    each = [_judge_impact(case, impact) for impact in case.dossier.impacts.values()]
    looks = [one for one in case.dossier.looks.values() if case.is_recent(one.on, case.term("review_months"))]
    reviews = [one for one in looks if one.kind == "review"]
    broad = [one for one in looks if one.kind in ("review", "scan", "in_depth")]
    followed = {impact.id: _followed(case, impact) for impact in case.dossier.impacts.values()}

    def lacks_search(look: Look) -> list[str]:
        return [] if look.heard or look.sources else [f"looks/{look.id}.heard"]

    def lacks_change(look: Look) -> list[str]:
        return list_unfilled("looks", look, "findings", "changed")

    items = [
        judge_item(case, "4.1/a", sum_up(case, "4.1/a", followed, MODULE, "followed")),
        judge_item(case, "4.1/b", _relations(case)),
        judge_item(case, "4.1/c", show_by_one(case, "4.1/c", (MODULE, "search"), "looks", broad, lacks_search)),
        judge_item(case, "4.1/d", _complaints(case)),
        judge_item(case, "4.1/e", show_by_one(case, "4.1/e", (MODULE, "adjusted"), "looks", reviews, lacks_change)),
    ]
    yield from each
    yield from items
    yield combine(case, ACTION, [*each, *items])


def _judge_impact(case: Case, impact: Impact) -> Ruling:
    """Whether an indicator shows what changed for people, read after the measure began, once by those affected."""
    found = best_of(
        [_weigh(case, impact, one) for one in case.dossier.indicators_of(impact.id)] or [lacking("indicators")]
    )
    reason = say(MODULE, f"impact_{found.verdict}", case.lang)
    rests = (f"{DDG}4.1", "ungp-2011:20")
    return Ruling(RULE, subject_of("impacts", impact), Outcome(found.verdict, reason, rests, found.lacked))


def _weigh(case: Case, impact: Impact, indicator: Indicator) -> Finding:
    name = f"indicators/{indicator.id}"
    if indicator.effect == "no":
        return lacking("indicators")  # trainings held and codes signed say nothing of people
    lacked = list_unfilled("indicators", indicator, "effect", "baseline")
    begun = _begun_on(case, impact, indicator.measures)
    read = [one for one in indicator.readings if begun is not None and begun <= one.on <= case.on]
    if begun is None:
        lacked += [f"measures/{id}.start_on" for id in indicator.measures if id in case.dossier.measures]
    if not any(one.from_affected == "yes" for one in read):
        lacked.append(f"{name}.readings")
    return lacking(*lacked)


def _begun_on(case: Case, impact: Impact, ids: tuple[str, ...]) -> date | None:
    """The first day on which one of these measures on an impact ran or was done."""
    measures = (case.dossier.measures.get(id) for id in ids)
    on_it = (one for one in measures if one is not None and impact.id in one.impacts)
    days = (day for one in on_it for day in (one.start_on, one.done_on) if day is not None and has_come(case, day))
    return min(days, default=None)


def _followed(case: Case, impact: Impact) -> Finding:
    """Item a: what was promised about an impact was looked at after it began, in a reading or a review."""
    measures = cast("tuple[Measure, ...]", case.dossier.of_impact("measures", impact.id))
    if not measures:
        return lacking("measures")
    begun = _begun_on(case, impact, tuple(one.id for one in measures))
    if begun is None:
        return lacking(*(f"measures/{one.id}.start_on" for one in measures))
    read = (one.on for each in case.dossier.indicators_of(impact.id) for one in each.readings)
    looks = cast("tuple[Look, ...]", case.dossier.of_impact("looks", impact.id))
    reviewed = (one.on for one in looks if one.kind == "review" and one.findings)
    return lacking() if any(begun <= day <= case.on for day in (*read, *reviewed)) else lacking("indicators")


def _relations(case: Case) -> Outcome:
    """Item b: each relationship that is named with an impact was looked at, not too long ago."""
    dossier, months = case.dossier, case.term("relation_months")
    named = dict.fromkeys(id for impact in dossier.impacts.values() for id in impact.relationships)
    if not named:
        return Outcome(Verdict.UNKNOWN, say(MODULE, "no_relations", case.lang), (f"{DDG}4.1/b",), ("impacts",))
    seen: set[str] = set()
    for look in dossier.looks.values():
        if look.kind in LOOKS_AT_RELATION and case.is_recent(look.on, months):
            seen.update(look.relationships)
            seen.update(site.relationship for id in look.sites if (site := dossier.sites.get(id)) and site.relationship)
    found = {id: lacking(*([] if id in seen else ["looks"])) for id in named}
    return sum_up(case, "4.1/b", found, MODULE, "relations")


def _complaints(case: Case) -> Outcome:
    """Item d: each complaint led to an impact in the dossier, or to a decision with a reason."""
    if not case.dossier.complaints:
        return Outcome(Verdict.UNKNOWN, say(MODULE, "no_complaints", case.lang), (f"{DDG}4.1/d",), ("complaints",))
    found = {}
    for one in case.dossier.complaints.values():
        used = one.impacts or (one.decision and one.because)
        found[one.id] = lacking(*([] if used else [f"complaints/{one.id}.impacts"]))
    return sum_up(case, "4.1/d", found, MODULE, "complaints")
