"""DD.5.1: each year a public report says all that the OECD asks, in a form and language for its readers, and those
harmed are told directly and safely."""

from collections.abc import Iterator
from typing import cast, get_args

from scharnier.diligence.dossier.deeds import Publication, Topic
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.judging import DDG, Case, Ruling, combine, judge_item, judge_shown, say
from scharnier.diligence.rules.shown import (
    LEFT_OUT,
    NOT_MET,
    Finding,
    best_of,
    is_remedy_due,
    lacking,
    lacks_due,
    sum_up,
)
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.5.1"
ACTION = "5.1"
MODULE = "dd5_1"
TOPICS = get_args(Topic)


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each item of the checklist, and on the action."""
    public = [one for one in case.dossier.publications.values() if one.kind == "public" and one.on <= case.on]
    recent = [one for one in public if case.is_recent(one.on, case.term("report_months"))]
    told = {impact.id: _told(case, impact) for impact in case.dossier.impacts.values()}
    items = [
        judge_shown(case, "5.1/a", _yearly(case, public, recent)),
        judge_shown(case, "5.1/b", _readable(case, recent)),
        judge_shown(case, "5.1/c", sum_up(case, "5.1/c", told, MODULE, "told")),
        judge_item(case, "5.1/d"),
    ]
    yield from items
    yield combine(case, ACTION, items)


def _yearly(case: Case, public: list[Publication], recent: list[Publication]) -> Outcome:
    """Item a: what was made public in the past year covers all topics together. Old reports only: the year passed."""
    norms = (f"{DDG}5.1/a", "oecd-gl-2023:III.3", "ungp-2011:21")
    if not recent:
        last = max((one.on for one in public), default=None)
        key = "report_old" if last else "report_none"
        verdict = Verdict.NOT_MET if last else Verdict.UNKNOWN
        lacked = () if last else ("publications",)
        return Outcome(verdict, say(MODULE, key, case.lang, on=last), norms, lacked)
    open_ = [topic for topic in TOPICS if not any(topic in one.covers for one in recent)]
    if open_:
        topics = ", ".join(say(MODULE, f"topic_{topic}", case.lang) for topic in open_)
        last_one = max(recent, key=lambda one: one.on)
        reason = say(MODULE, "report_open", case.lang, topics=topics)
        return Outcome(Verdict.UNKNOWN, reason, norms, (f"publications/{last_one.id}.covers",))
    return Outcome(Verdict.MET, say(MODULE, "report_whole", case.lang, all=len(TOPICS)), norms)


def _readable(case: Case, recent: list[Publication]) -> Outcome:
    """Item b: a public report of the past year is accessible and says in which languages it is there."""
    norms, found = (f"{DDG}5.1/b",), []
    for one in recent:
        lacked = [] if one.accessible else [f"publications/{one.id}.accessible"]
        lacked += [] if one.languages else [f"publications/{one.id}.languages"]
        lacked += [] if one.url or one.evidence else [f"publications/{one.id}.url"]
        found.append(NOT_MET if one.accessible == "no" else lacking(*lacked))
    one_found = best_of(found or [lacking("publications")])
    reason = say(MODULE, f"readable_{one_found.verdict}", case.lang)
    return Outcome(one_found.verdict, reason, norms, one_found.lacked)


def _told(case: Case, impact: Impact) -> Finding:
    """Item c: those harmed by what the organisation caused or contributed to were told directly, and safely."""
    due = is_remedy_due(impact)
    if due is not True:
        return LEFT_OUT if due is False else lacking(*lacks_due(impact))
    found = []
    for one in cast("tuple[Publication, ...]", case.dossier.of_impact("publications", impact.id)):
        if one.kind == "direct" and one.on <= case.on:
            lacked = [f"publications/{one.id}.{name}" for name in ("to", "safe") if getattr(one, name) is None]
            found.append(NOT_MET if one.safe == "no" else lacking(*lacked))
    return best_of(found or [lacking("publications")])
