"""DD.2.2: what is most severe was assessed in depth: beyond tier 1, by competent people, with workers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from scharnier.diligence.dossier.deeds import Look
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.closing import find_closing_days
from scharnier.diligence.rules.focus import Focus, find_focus
from scharnier.diligence.rules.hearing import lacks_hearing
from scharnier.diligence.rules.judging import (
    DDG,
    Case,
    Ruling,
    combine,
    judge_item,
    judge_shown,
    say,
    subject_of,
)
from scharnier.diligence.rules.new_relations import judge_new_relations
from scharnier.diligence.rules.showing import list_unfilled, name_some, show_by_one, show_for_each
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.2.2"
ACTION = "2.2"
MODULE = "dd2_2"
KINDS = frozenset({"in_depth", "visit", "before_deal"})
Looks = Mapping[str, Sequence[Look]]
"""The looks in depth that are fresh, by impact."""


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact, on each item of the checklist, and on the action."""
    focus = find_focus(case)
    closed = find_closing_days(case)
    looks = {id: _list_looks(case, id, closed.get(id)) for id in case.dossier.impacts}
    each = list(_judge_impacts(case, focus, looks))
    items = [
        judge_item(case, "2.2/a", show_for_each(case, "2.2/a", (MODULE, "mapped"), _lacks_place)),
        judge_item(case, "2.2/b", _by_looks(case, looks, "2.2/b", "compared", ("compared_with",))),
        judge_item(case, "2.2/c", _by_looks(case, looks, "2.2/c", "existing", ("sources",))),
        judge_item(case, "2.2/d", _by_looks(case, looks, "2.2/d", "visited", ("by", "competent_because"), heard=True)),
        judge_item(case, "2.2/e", _beyond(case)),
        judge_new_relations(case, "2.2/f"),
        judge_shown(case, "2.2/g", _vulnerable(case, focus, looks)),
    ]
    yield from each
    yield from items
    yield combine(case, ACTION, [*each, *items])


def _judge_impacts(case: Case, focus: Focus, looked: Looks) -> Iterator[Ruling]:
    """Whether each impact was looked at in depth lately, with findings. What is known to be less severe may wait: there
    is a ruling on it only once it was looked at."""
    asked, norms = {impact.id for impact in focus.impacts}, (f"{DDG}{ACTION}",)
    for impact in case.dossier.impacts.values():
        subject, looks = subject_of("impacts", impact), looked[impact.id]
        if done := next((look for look in reversed(looks) if look.findings), None):
            reason = say(MODULE, "looked", case.lang, name=done.title, on=done.on)
            yield Ruling(RULE, subject, Outcome(Verdict.MET, reason, norms))
        elif impact.id in asked:
            lacked = [f"looks/{look.id}.findings" for look in looks] or ["looks"]
            if impact.severity.level is None:
                lacked.append(f"{subject}.severity")
            reason = say(MODULE, "not_looked", case.lang)
            yield Ruling(RULE, subject, Outcome(Verdict.UNKNOWN, reason, norms, tuple(lacked)))


def _list_looks(case: Case, impact: str, closed_on: date | None) -> list[Look]:
    """In-depth looks at an impact that are fresh, or were on the day it was closed; oldest first."""
    months = case.term("in_depth_months")
    found = [
        look
        for look in case.dossier.of_impact("looks", impact)
        if isinstance(look, Look) and look.kind in KINDS and case.is_recent(look.on, months, closed_on)
    ]
    return sorted(found, key=lambda look: look.on)


def _lacks_place(impact: Impact) -> list[str]:
    """Item a: it is known where in the operations or the chain it sits."""
    return [] if impact.relationships or impact.sites else [f"impacts/{impact.id}.relationships"]


def _by_looks(case: Case, looks: Looks, item: str, key: str, names: Sequence[str], *, heard: bool = False) -> Outcome:
    """Items b, c and d: of each impact in focus one look fills these keys, and used what those affected said."""

    def lacks(impact: Impact) -> Sequence[str]:
        return min((_lacks_of(look) for look in looks[impact.id]), key=len, default=["looks"])

    def _lacks_of(look: Look) -> list[str]:
        voices = lacks_hearing(case, f"looks/{look.id}.heard", look.heard) if heard else ()
        return [*list_unfilled("looks", look, *names), *voices]

    return show_for_each(case, item, (MODULE, key), lacks)


def _beyond(case: Case) -> Outcome:
    """Item e: a look went past the direct supplier."""
    relations, months = case.dossier.relationships, case.term("in_depth_months")
    looks = [one for one in case.dossier.looks.values() if one.kind in KINDS and case.is_recent(one.on, months)]

    def lacks(look: Look) -> list[str]:
        seen = [relations[id] for id in look.relationships if id in relations]
        far = any((one.tier or 0) > 1 or one.to for one in seen)
        return [] if far else [f"looks/{look.id}.relationships"]

    return show_by_one(case, "2.2/e", (MODULE, "beyond"), "looks", looks, lacks)


def _vulnerable(case: Case, focus: Focus, looks: Looks) -> Outcome:
    """Item g: the looks paid attention to groups at heightened risk. Looks that all say no show that they did not."""
    missed = []
    for impact in focus.severe:
        answers = [look.vulnerable_groups for look in looks[impact.id]]
        if answers and all(answer == "no" for answer in answers):
            missed.append(impact.id)
    if missed:
        reason = say(MODULE, "vulnerable_not", case.lang, some=len(missed), named=name_some(missed))
        return Outcome(Verdict.NOT_MET, reason, (f"{DDG}2.2/g",))

    def lacks(impact: Impact) -> Sequence[str]:
        if any(look.vulnerable_groups == "yes" for look in looks[impact.id]):
            return []
        return [f"looks/{look.id}.vulnerable_groups" for look in looks[impact.id]] or ["looks"]

    return show_for_each(case, "2.2/g", (MODULE, "vulnerable"), lacks)
