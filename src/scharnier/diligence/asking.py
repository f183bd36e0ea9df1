"""Ask once: which questions to a relationship are still needed, after what it answered before.

Due diligence only: for an impact it is named in, the shipped questions on its theme. An answer to any question with the
same datum counts as long as that question says. Method page: docs/method/dossier/asking.md.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache

from scharnier.diligence.dossier.deeds import Reply
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.impact_order import order_impacts
from scharnier.diligence.questions import Question, load_questions
from scharnier.norms import Library
from scharnier.norms.calendar import add_months
from scharnier.norms.records import Theme


@dataclass(frozen=True)
class Needed:
    """A question that is still to be asked: of whom, for which impacts (first first)."""

    relationship: str
    question: Question
    impacts: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """An answer that counts: the reply, the question it answers, and the first day on which it is too old."""

    reply: Reply
    question: Question
    until: date


def questions_for(dossier: Dossier, relationship: str, on: date, library: Library) -> tuple[Needed, ...]:
    """The shortest set of questions that a relationship must still be asked for its impacts, in the order of those.

    Empty for one that is named in no impact: then nothing needs to be asked. `library` names the themes.
    """
    impacts = [impact for impact in order_impacts(dossier) if relationship in named_in(dossier, impact)]
    replies = [reply for reply in dossier.replies.values() if reply.relationship == relationship]
    supplied = {id for other in dossier.relationships.values() for id in other.to}
    asks_origin = _asks_origin(dossier, relationship, supplied)
    return _needed(relationship, impacts, held_answers(replies, on), library.themes, asks_origin=asks_origin)


def list_needed(dossier: Dossier, on: date, library: Library) -> Iterator[Needed]:
    """The same for every relationship that is named in an impact, in the order of the impacts."""
    impacts: dict[str, list[Impact]] = {}
    for impact in order_impacts(dossier):
        for id in named_in(dossier, impact):
            impacts.setdefault(id, []).append(impact)
    replies: dict[str, list[Reply]] = {}
    for reply in dossier.replies.values():
        replies.setdefault(reply.relationship, []).append(reply)
    supplied = {id for other in dossier.relationships.values() for id in other.to}
    for id, named in impacts.items():
        held = held_answers(replies.get(id, ()), on)
        yield from _needed(id, named, held, library.themes, asks_origin=_asks_origin(dossier, id, supplied))


def _asks_origin(dossier: Dossier, relationship: str, supplied: Set[str]) -> bool:
    """Whether it supplies goods and nobody is known to supply it: then where they come from is not known either."""
    found = dossier.relationships.get(relationship)
    return found is not None and found.kind == "supplier" and relationship not in supplied


def named_in(dossier: Dossier, impact: Impact) -> tuple[str, ...]:
    """The relationships an impact names, itself or by a site of theirs."""
    by_site = (dossier.sites[id].relationship for id in impact.sites if id in dossier.sites)
    found = dict.fromkeys((*impact.relationships, *(id for id in by_site if id)))
    return tuple(id for id in found if id in dossier.relationships)


def held_answers(replies: Sequence[Reply], on: date) -> Mapping[str, Held]:
    """The answers that still count on a day, by datum: the last one to each."""
    known, found = load_questions(), {}
    for reply in sorted(replies, key=lambda one: one.on):
        question = known.get(reply.question)
        if question is None or reply.answer is None:
            continue
        until = add_months(reply.on, question.valid_months)
        if reply.on <= on < until:
            found[question.datum] = Held(reply, question, until)
    return found


def _needed(
    relationship: str,
    impacts: Sequence[Impact],
    held: Mapping[str, Held],
    themes: Mapping[str, Theme],
    *,
    asks_origin: bool,
) -> tuple[Needed, ...]:
    """One question for each datum: the first that asks it, with all impacts that need it."""
    found: dict[str, tuple[Question, dict[str, None]]] = {}
    for impact in impacts:
        if impact.theme not in themes:
            continue
        for question in _by_theme().get(impact.theme, ()):
            found.setdefault(question.datum, (question, {}))[1][impact.id] = None
    if impacts and asks_origin:
        for question in _by_theme().get("", ()):
            found.setdefault(question.datum, (question, dict.fromkeys(impact.id for impact in impacts)))
    return tuple(
        Needed(relationship, question, tuple(ids)) for datum, (question, ids) in found.items() if datum not in held
    )


@cache
def _by_theme() -> Mapping[str, tuple[Question, ...]]:
    """The questions for due diligence by theme; those for any chain under an empty one."""
    found: dict[str, list[Question]] = {}
    for question in load_questions().values():
        if question.purpose == "due_diligence":
            for theme in question.themes or ("",):
                found.setdefault(theme, []).append(question)
    return {theme: tuple(questions) for theme, questions in found.items()}
