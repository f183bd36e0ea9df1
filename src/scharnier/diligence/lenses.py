"""What each law still lacks, as the dossier shows it: every answer and every piece of evidence serves all laws at once.

A duty asks one or more OECD actions (the Library's alignment). An action that is met in the dossier is done, for every
law; what a duty asks beyond it stays, since no rule of the dossier shows that. Method page:
docs/method/dossier/lenses.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scharnier.diligence.rules.check import FAVOURABLE, Judgement
from scharnier.diligence.rules.judging import WHOLE, Ruling, say
from scharnier.kernel.outcome import Verdict
from scharnier.law.duties import Done, Duty, DutyServed, Serves, judge_served, list_actions, list_duties
from scharnier.norms import Library
from scharnier.norms.law_records import Ask, Law


@dataclass(frozen=True)
class AskStatus:
    """One OECD action that a duty asks: how far the dossier serves it, why, the rulings that are not in order yet with
    what they lack, and what the duty asks beyond the action."""

    action: str
    serves: Serves
    reason: str
    verdict: Verdict
    lacking: tuple[Ruling, ...]
    beyond: tuple[str, ...]


@dataclass(frozen=True)
class DutyStatus:
    """A duty of a law and how far the dossier serves it. `beside`: it asks no OECD action, so no dossier shows it."""

    duty: Duty
    serves: Serves
    asks: tuple[AskStatus, ...]
    beside: bool


@dataclass(frozen=True)
class LawStatus:
    """A law, its duties that read on the day, and how many are served, in part and not. `text`: whether the law had a
    text on that day; without one it has no duties."""

    law: Law
    text: bool
    duties: tuple[DutyStatus, ...]

    def count(self, serves: Serves) -> int:
        """How many duties are served so far."""
        return sum(duty.serves is serves for duty in self.duties)


def find_status(judgement: Judgement, library: Library, laws: Sequence[str], lang: str = "en") -> tuple[LawStatus, ...]:
    """How far the dossier serves the duties of these laws (names or ids) on the day of the judgement.

    Whether a law binds the organisation is another question (`scharnier law applies`). Raises InputProblem for a law
    that is not there.
    """
    known = [library.law(name) for name in dict.fromkeys(name.strip() for name in laws)]
    verdicts = {ruling.rule: ruling for ruling in judgement.rulings if ruling.subject == WHOLE}
    parts = _parts(judgement.rulings)
    done = [Done(action.id, None) for action in list_actions(library) if _verdict(verdicts, action.id) is Verdict.MET]
    served = {one.duty.id: one for one in judge_served(library, done, judgement.on)}
    return tuple(
        LawStatus(
            law,
            law.version(judgement.on) is not None,
            tuple(
                _duty(duty, served[duty.id], verdicts, parts, lang)
                for duty in (list_duties(library, judgement.on, law.id))
            ),
        )
        for law in known
    )


def _duty(
    duty: Duty, served: DutyServed, verdicts: Mapping[str, Ruling], parts: Mapping[str, Sequence[Ruling]], lang: str
) -> DutyStatus:
    asks = tuple(
        _ask(one.ask, one.serves, one.reason[lang], tuple(left.what[lang] for left in one.left), verdicts, parts, lang)
        for one in served.asks
    )
    return DutyStatus(duty, _worst([ask.serves for ask in asks]), asks, not asks)


def _ask(
    ask: Ask,
    serves: Serves,
    reason: str,
    beyond: tuple[str, ...],
    verdicts: Mapping[str, Ruling],
    parts: Mapping[str, Sequence[Ruling]],
    lang: str,
) -> AskStatus:
    """As the Library judges it, but for an action of which the dossier shows a part: that is part of the duty."""
    verdict, of_action = _verdict(verdicts, ask.action), parts.get(_rule(ask.action), ())
    lacking = tuple(part for part in of_action if part.outcome.verdict not in FAVOURABLE)
    if verdict is Verdict.NOT_APPLICABLE:
        # That an action does not apply to this dossier does not say that the law does not ask it.
        return AskStatus(ask.action, Serves.NOT_SERVED, say("lenses", "not_applicable", lang), verdict, lacking, beyond)
    if serves is Serves.NOT_SERVED:
        met = sum(part.outcome.verdict is Verdict.MET for part in of_action)
        if met:
            serves, reason = Serves.IN_PART, say("lenses", "part", lang, met=met, all=len(of_action))
        else:
            reason = say("lenses", "not_shown", lang)
        more = ask.beyond or (ask.reason if ask.relation == "wider" else None)
        beyond = (more[lang],) if more else ()
    return AskStatus(ask.action, serves, reason, verdict, lacking, beyond)


def _parts(rulings: Iterable[Ruling]) -> Mapping[str, Sequence[Ruling]]:
    """The rulings that an action sums up, by its rule."""
    found: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        if "/" in ruling.rule or ruling.subject != WHOLE:
            found.setdefault(ruling.rule.partition("/")[0], []).append(ruling)
    return found


def _rule(action: str) -> str:
    return f"DD.{action.partition(':')[2]}"


def _verdict(verdicts: Mapping[str, Ruling], action: str) -> Verdict:
    ruling = verdicts.get(_rule(action))
    return ruling.outcome.verdict if ruling else Verdict.UNKNOWN


def _worst(serves: Sequence[Serves]) -> Serves:
    if serves and all(one is Serves.SERVED for one in serves):
        return Serves.SERVED
    return Serves.NOT_SERVED if all(one is Serves.NOT_SERVED for one in serves) else Serves.IN_PART
