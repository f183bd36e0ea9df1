"""One list of what to do for all laws together: every OECD action once, with who asks it and what is strictest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer
from scharnier.law.duties import ActionDuties, Duty, group_by_action, list_duties
from scharnier.norms import Library
from scharnier.norms.law_records import Law
from scharnier.norms.records import Norm, Text

_EVIDENCE = {"nl": " Bewijs: ", "en": " Evidence: "}


@dataclass(frozen=True)
class Obligation:
    """An OECD action that one law or more ask of you, once.

    `asked` and `evidence` are the action's own words; `checks` the items of its checklist: one file of proof that
    serves all laws at once. `duties` says who asks it and how; `beyond` what a law wants on top, by law.
    """

    action: Norm
    step: Norm
    asked: Text
    evidence: Text
    checks: tuple[Norm, ...]
    duties: ActionDuties
    beyond: Mapping[str, tuple[tuple[str, Text], ...]]  # law name -> (provision id, words)


@dataclass(frozen=True)
class LaterLaw:
    """A law that will bind later, from `since` on, and what it then adds to the list."""

    law: Law
    since: date | None
    obligations: tuple[Obligation, ...]
    no_step: tuple[Duty, ...]


@dataclass(frozen=True)
class Doubt:
    """A law of which it is not known whether it applies, and the facts that would settle it."""

    law: Law
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ObligationList:
    """What is asked now, what comes later, what is in doubt; `no_step` are duties that belong to no OECD step."""

    on: date
    laws: tuple[Law, ...]
    obligations: tuple[Obligation, ...]
    no_step: tuple[Duty, ...]
    later: tuple[LaterLaw, ...]
    doubts: tuple[Doubt, ...]
    not_for_you: tuple[Law, ...]


@dataclass(frozen=True)
class Binding:
    """A law that binds, since when, and which of its duties; None means all of them."""

    law: Law
    since: date | None
    only: frozenset[str] | None = None


def list_obligations(library: Library, bindings: Sequence[Binding], on: date) -> ObligationList:
    """One list for the laws named. Those whose `since` lies after the date are listed apart, under that date."""
    now = [b for b in bindings if b.since is None or b.since <= on]
    later = sorted((b for b in bindings if b not in now), key=lambda b: (b.since or date.max, b.law.id))
    duties = [duty for binding in now for duty in _duties(library, binding, on)]
    return ObligationList(
        on=on,
        laws=tuple(binding.law for binding in now),
        obligations=_obligations(library, duties),
        no_step=tuple(duty for duty in duties if not duty.asks),
        later=tuple(_later(library, binding, on) for binding in later),
        doubts=(),
        not_for_you=(),
    )


def list_obligations_of(library: Library, answers: Iterable[Answer], on: date) -> ObligationList:
    """One list for the scope answers about a company: met is asked now, scope met but not yet binding comes later."""
    bindings: list[Binding] = []
    doubts: list[Doubt] = []
    others: list[Law] = []
    for answer in answers:
        law = library.law(answer.law)
        if answer.verdict is Verdict.UNKNOWN:
            doubts.append(Doubt(law, answer.missing))
        elif answer.verdict is Verdict.MET or (answer.scope is Verdict.MET and answer.since and answer.since > on):
            bindings.append(Binding(law, answer.since, _of_roles(law, answer)))
        else:
            others.append(law)
    found = list_obligations(library, bindings, on)
    return ObligationList(on, found.laws, found.obligations, found.no_step, found.later, tuple(doubts), tuple(others))


def _of_roles(law: Law, answer: Answer) -> frozenset[str] | None:
    """The duties of the roles a company has; None where roles make no difference, or none are named."""
    roles = {id for product in answer.products for id in product.duties}
    known = {id for id, provision in law.provisions.items() if provision.kind == "duty"}
    return frozenset(roles & known) or None


def _duties(library: Library, binding: Binding, on: date) -> list[Duty]:
    return [
        duty for duty in list_duties(library, on, binding.law.id) if binding.only is None or duty.id in binding.only
    ]


def _later(library: Library, binding: Binding, on: date) -> LaterLaw:
    """What a law will ask, as its text reads on the day it starts to bind, as far as that is known today."""
    day = binding.since if binding.since and binding.law.version(binding.since) else on
    duties = _duties(library, binding, day)
    no_step = tuple(duty for duty in duties if not duty.asks)
    return LaterLaw(binding.law, binding.since, _obligations(library, duties), no_step)


def _obligations(library: Library, duties: Iterable[Duty]) -> tuple[Obligation, ...]:
    return tuple(_obligation(library, found) for found in group_by_action(library, duties) if found.duties)


def _obligation(library: Library, found: ActionDuties) -> Obligation:
    beyond: dict[str, tuple[tuple[str, Text], ...]] = {}
    for duty, ask in found.duties:
        if ask.beyond:
            beyond[duty.law.name] = (*beyond.get(duty.law.name, ()), (duty.id, ask.beyond))
    action = found.action
    parts = {lang: gist.partition(_EVIDENCE[lang]) for lang, gist in action.gist.items()}
    return Obligation(
        action=action,
        step=library.norm(action.parent or action.id),
        asked={lang: part[0] for lang, part in parts.items()},
        evidence={lang: part[2] for lang, part in parts.items()},
        checks=tuple(norm for norm in library.children(action.id) if norm.kind == "check"),
        duties=found,
        beyond=beyond,
    )
