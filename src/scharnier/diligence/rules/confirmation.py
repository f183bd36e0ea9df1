"""What those affected say about an impact being over, or why nobody could say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.voices import AFFECTED, Engagement, Who
from scharnier.diligence.rules.judging import Case
from scharnier.diligence.rules.shown import MET, NOT_MET, Finding, lacking

INDEPENDENT: frozenset[Who] = frozenset({"ngo", "defender", "expert"})
"""Who may say it instead, where those affected could not be asked: not the relation, not the organisation."""


@dataclass(frozen=True, slots=True)
class AnswerOn:
    """An answer given in an engagement: *agrees*, *disagrees*, or None where it was asked and not said."""

    talk: Engagement
    answer: Literal["agrees", "disagrees"] | None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What was found, the key of the sentence that says so, and who said it."""

    key: str
    finding: Finding
    by: str = ""


def list_answers(case: Case) -> Mapping[str, tuple[AnswerOn, ...]]:
    """Impact -> what was said about it being over."""
    found: dict[str, list[AnswerOn]] = {}
    for talk in case.dossier.engagements.values():
        if talk.on <= case.on:
            for one in talk.confirms:
                found.setdefault(one.impact, []).append(AnswerOn(talk, one.answer))
    return {impact: tuple(answers) for impact, answers in found.items()}


def find_confirmation(case: Case, impact: Impact, answers: Sequence[AnswerOn], after: date | None) -> Confirmation:
    """Whether those affected confirm that it is over, on or after the day the effect was shown (None: not shown yet).

    A *no* stands, however it was said, until those affected say *yes* later. A *yes* counts from those affected or who
    speaks for them, where they could speak safely. Where they were sought in vain, with the reason, and never said
    *no*, an independent other may say it.
    """
    own = [one for one in answers if one.talk.who in AFFECTED]
    other = [one for one in answers if one.talk.who in INDEPENDENT]
    yes = [one for one in own if _says_yes(one, after) and one.talk.safe == "yes"]
    key = "confirmation"
    if not yes and all(one.answer == "agrees" for one in own):
        vain = _sought_in_vain(case, impact, after)
        yes = [one for one in other if vain and _says_yes(one, vain)]
        key = "absence"
    last = max((one.talk.on for one in yes), default=None)
    against = [one for one in (*own, *other) if one.answer != "agrees" and (last is None or one.talk.on >= last)]
    if said_no := [one for one in against if one.answer == "disagrees"]:
        return Confirmation("confirmation", NOT_MET, _name(said_no))
    if against:
        return Confirmation("confirmation", lacking(*(f"engagements/{one.talk.id}.confirms" for one in against)))
    if yes:
        return Confirmation(key, MET, _name(yes))
    unsafe = [one for one in own if _says_yes(one, after) and one.talk.safe is None]
    return Confirmation(
        "confirmation", lacking(*([f"engagements/{one.talk.id}.safe" for one in unsafe] or ["engagements"]))
    )


def _says_yes(one: AnswerOn, after: date | None) -> bool:
    """Whether they agree, on or after a day; never where there is no such day yet."""
    return one.answer == "agrees" and after is not None and one.talk.on >= after


def _sought_in_vain(case: Case, impact: Impact, after: date | None) -> date | None:
    """The first day, from a day on, on which those affected were sought in vain, with the reason."""
    found = cast("tuple[Engagement, ...]", case.dossier.of_impact("engagements", impact.id))
    days = (one.on for one in found if one.who in AFFECTED and one.asked_in_vain == "yes" and one.in_vain_because)
    return min((day for day in days if after is not None and after <= day <= case.on), default=None)


def _name(answers: Sequence[AnswerOn]) -> str:
    return ", ".join(f"{one.talk.whom} ({one.talk.id}, {one.talk.on})" for one in answers)
