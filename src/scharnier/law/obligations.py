"""One list of what to do for all laws together: every OECD action once, with who asks it and what is strictest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer
from scharnier.law.duties import ActionDuties, Duty, group_by_action, list_duties
from scharnier.law.starts import binds_from, own_start
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
class Doubt:
    """A law of which it is not known whether it applies, and the facts that would settle it."""

    law: Law
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ObligationList:
    """What is asked now and what comes later: in each list every action once.

    `later` holds the actions that laws ask which bind after the date. Laws stand beside the day from which they bind.
    `no_step` are duties that belong to no OECD step, `doubts` laws of which it is not known whether they apply,
    `not_for_you` laws that do not.
    """

    on: date
    laws: tuple[tuple[Law, date | None], ...]
    now: tuple[Obligation, ...]
    later_laws: tuple[tuple[Law, date | None], ...]
    later: tuple[Obligation, ...]
    no_step: tuple[Duty, ...]
    doubts: tuple[Doubt, ...] = ()
    not_for_you: tuple[Law, ...] = ()


@dataclass(frozen=True)
class Binding:
    """A law that binds, since when, and which of its duties; None means all of them."""

    law: Law
    since: date | None
    only: frozenset[str] | None = None


def bind_laws(library: Library, names: Iterable[str], on: date) -> tuple[Binding, ...]:
    """Laws (ids or names) taken to cover the company, from the day they bind. Raises `InputProblem`."""
    laws = {law.id: law for law in map(library.law, names)}
    for law in laws.values():
        if law.version(on) is None:
            remedy = f"See scharnier law show {law.name}, or leave it out."
            raise InputProblem(f"no text of {law.name} was law on {on}.", remedy)
    return tuple(Binding(law, binds_from(law, on)) for law in laws.values())


def list_obligations(library: Library, bindings: Sequence[Binding], on: date) -> ObligationList:
    """One list for laws that bind on the date and one for those that will, each with every action once."""
    now = [b for b in bindings if b.since is None or b.since <= on]
    later = sorted((b for b in bindings if b not in now), key=lambda b: (b.since or date.max, b.law.id))
    duties = [duty for binding in now for duty in _duties(library, binding, on)]
    to_come = [duty for binding in later for duty in _duties(library, binding, on)]
    return ObligationList(
        on=on,
        laws=_first_days(now),
        now=_obligations(library, duties),
        later_laws=_first_days(later),
        later=_obligations(library, to_come),
        no_step=tuple(duty for duty in (*duties, *to_come) if not duty.asks),
    )


def _first_days(bindings: Iterable[Binding]) -> tuple[tuple[Law, date | None], ...]:
    """Each law once, with the first day from which any of its duties binds."""
    days: dict[str, tuple[Law, date | None]] = {}
    for binding in sorted(bindings, key=lambda b: b.since or date.min):
        days.setdefault(binding.law.id, (binding.law, binding.since))
    return tuple(
        sorted(days.values(), key=lambda one: one[1] or date.max)
    )  # no day last: it must not seem to share one


def list_obligations_of(library: Library, answers: Iterable[Answer], on: date) -> ObligationList:
    """The lists for the scope answers about a company: met is asked now, covered but not yet bound comes later."""
    bindings: list[Binding] = []
    doubts: list[Doubt] = []
    others: list[Law] = []
    for answer in answers:
        law = library.law(answer.law)
        parts = [one.answer for one in answer.products] or [answer]
        missing = dict.fromkeys(key for part in (answer, *parts) for key in part.missing)
        if missing:
            doubts.append(Doubt(law, tuple(missing)))
        bound = [one for one in (answer, *parts) if _is_bound(one, on)]
        if bound:
            bindings += _bind_roles(law, answer, on) or [Binding(law, _first_day(answer))]
        elif not missing:
            others.append(law)
    found = list_obligations(library, bindings, on)
    return replace(found, doubts=tuple(doubts), not_for_you=tuple(others))


def _is_bound(answer: Answer, on: date) -> bool:
    """Whether the law binds on the date or will, with what is known."""
    first = _first_day(answer)
    comes = answer.scope is Verdict.MET and first is not None and first > on
    return answer.verdict is Verdict.MET or (answer.verdict is Verdict.NOT_APPLICABLE and comes)


def _first_day(answer: Answer) -> date | None:
    """The day from which it binds; where that turns on a fact that is not given, the first day on which it can."""
    if answer.since is None and answer.verdict is Verdict.NOT_APPLICABLE and answer.outlook:
        return answer.outlook[0][0]
    return answer.since


def _bind_roles(law: Law, answer: Answer, on: date) -> list[Binding]:
    """The duties of the roles a company has in its products, each from the first day it has one that binds it.

    Empty where roles make no difference.
    """
    starts: dict[str, date] = {}
    for product in answer.products:
        if not _is_bound(product.answer, on):
            continue
        since = _first_day(product.answer) or answer.since or date.min  # binds; since when is not known
        for id in product.duties:
            if id in law.provisions and law.provisions[id].kind == "duty":
                starts[id] = min(since, starts.get(id, since))
    days = sorted(set(starts.values()))
    return [
        Binding(law, None if day == date.min else day, frozenset(id for id in starts if starts[id] == day))
        for day in days
    ]


def _duties(library: Library, binding: Binding, on: date) -> list[Duty]:
    """The duties as they will read on the day the law binds; as they read today where no text of that day is known."""
    day = binding.since if binding.since and binding.since > on and binding.law.version(binding.since) else on
    return [
        replace(duty, waves=())
        if own_start(binding.law, duty.id, day)
        else replace(duty, since=binding.since, waves=())
        for duty in list_duties(library, day, binding.law.id)
        if binding.only is None or duty.id in binding.only
    ]


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
