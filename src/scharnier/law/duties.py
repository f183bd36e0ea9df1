"""What laws ask, step by step of the OECD, both ways: which duties an action serves, and what is left after it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scharnier.kernel.errors import InputProblem
from scharnier.law.starts import Start, find_start, list_waves, own_start
from scharnier.norms import Library
from scharnier.norms.law_records import Ask, Law, Provision, Wording
from scharnier.norms.records import Norm, Text

GUIDANCE = "oecd-ddg-2018"


@dataclass(frozen=True)
class Duty:
    """A duty as it reads on a date, with what it asks beside the OECD actions on that date.

    `start`: the day from which it binds, its own or that of its law, also where that is still to come; None where the
    law names none. `since` is that day, or the one of whoever asked. `waves`: companies with another day.
    """

    law: Law
    provision: Provision
    wording: Wording
    asks: tuple[Ask, ...]
    since: date | None
    start: Start | None = None
    waves: tuple[Start, ...] = ()

    @property
    def id(self) -> str:
        """The id of the provision."""
        return self.provision.id


@dataclass(frozen=True)
class ActionDuties:
    """An OECD action and the duties that ask it, each with how it does."""

    action: Norm
    duties: tuple[tuple[Duty, Ask], ...]


class Serves(StrEnum):
    """How far a duty is served by what was done."""

    SERVED = "served"
    IN_PART = "in_part"
    NOT_SERVED = "not_served"


@dataclass(frozen=True)
class Done:
    """Something that was done: an action in full, or (with `law`) as far as a law asks it."""

    action: str  # id of the norm
    law: Law | None


@dataclass(frozen=True)
class Left:
    """Something left to do: what the duty asks beyond the action, or (with `law`) what the law that was followed
    leaves out of the action."""

    what: Text
    law: Law | None = None


@dataclass(frozen=True)
class AskServed:
    """One action a duty asks, how far that is served, why, and what is left of it (empty where nothing is)."""

    ask: Ask
    serves: Serves
    reason: Text
    left: tuple[Left, ...]


@dataclass(frozen=True)
class DutyServed:
    """A duty and how far it is served as a whole: *served* only where every action it asks is."""

    duty: Duty
    serves: Serves
    asks: tuple[AskServed, ...]


def list_duties(library: Library, on: date, law: str | None = None) -> tuple[Duty, ...]:
    """Every duty of the laws in force on a date, or of one law (id or name), in the order of the files.

    Raises `InputProblem` for a law that is not there.
    """
    laws = library.laws.values() if law is None else (library.law(law),)
    return tuple(duty for one in laws if one.version(on) for duty in _duties(one, on))


def _duties(law: Law, on: date) -> Iterator[Duty]:
    whole, waves = find_start(law, on), list_waves(law, on)
    for provision in law.provisions.values():
        wording = provision.wording(on)
        if provision.kind == "duty" and wording is not None:
            own = own_start(law, provision.id, on)
            start = own or whole
            asks = tuple(ask for ask in provision.asks if ask.holds(on))
            yield Duty(law, provision, wording, asks, start.since if start else None, start, () if own else waves)


def find_action(library: Library, name: str) -> Norm:
    """The OECD action `2.1` (or `oecd-ddg-2018:2.1`). Raises `InputProblem` for what is no action."""
    known = list_actions(library)
    wanted = name.strip().removeprefix(f"{GUIDANCE}:")
    for action in known:
        if action.id == f"{GUIDANCE}:{wanted}":
            return action
    numbers = ", ".join(action.id.partition(":")[2] for action in known)
    raise InputProblem(f"there is no OECD action {name!r}.", f"Use one of: {numbers}.")


def list_actions(library: Library) -> tuple[Norm, ...]:
    """The OECD actions in order."""
    return tuple(norm for norm in library.all("action") if norm.id.startswith(f"{GUIDANCE}:"))


def group_by_action(library: Library, duties: Iterable[Duty]) -> tuple[ActionDuties, ...]:
    """Every action with the duties that ask it; an action nobody asks has none."""
    found: dict[str, list[tuple[Duty, Ask]]] = {action.id: [] for action in list_actions(library)}
    for duty in duties:
        for ask in duty.asks:
            found[ask.action].append((duty, ask))
    return tuple(ActionDuties(library.norm(id), tuple(pairs)) for id, pairs in found.items())


def parse_done(library: Library, written: str) -> Done:
    """Read `2.1` (in full, as the OECD asks) or `csddd:2.1` (as far as that law asks). Raises `InputProblem`."""
    law, colon, action = written.rpartition(":")
    if colon and law.strip() != GUIDANCE:
        return Done(find_action(library, action).id, library.law(law))
    return Done(find_action(library, action).id, None)


def judge_served(library: Library, done: Sequence[Done], on: date) -> tuple[DutyServed, ...]:
    """How far what was done serves the duties of the laws in force on a date.

    Of a law that something was done for, only duties are listed that something else served. Careful: part of an action
    is never taken for the whole, and a duty that asks something beyond the action is never served by it alone.
    Raises `InputProblem` where a named law asks nothing of that action on that date.
    """
    duties = list_duties(library, on)
    for one in done:
        if one.law and not _sources(duties, [one], one.action):
            name, number = one.law.name, one.action.partition(":")[2]
            remedy = f"See scharnier law duties --law {name}, or use --done {number} if you did it in full."
            raise InputProblem(f"{name} asks nothing of action {number} on {on}.", remedy)
    out = []
    for duty in duties:
        own = {one.action for one in done if one.law and one.law.id == duty.law.id}
        asks = tuple(_judge(duties, done, ask) for ask in duty.asks if ask.action not in own)
        if _is_own(duty, done) and all(ask.serves is Serves.NOT_SERVED for ask in asks):
            continue
        out.append(DutyServed(duty, _worst(asks, all_asked=len(asks) == len(duty.asks)), asks))
    return tuple(out)


def _is_own(duty: Duty, done: Sequence[Done]) -> bool:
    """Whether something was done for the law of this duty itself."""
    return any(one.law is not None and one.law.id == duty.law.id for one in done)


def _judge(duties: Sequence[Duty], done: Sequence[Done], ask: Ask) -> AskServed:
    matching = [one for one in done if one.action == ask.action]
    if not matching:
        return AskServed(ask, Serves.NOT_SERVED, _WHY["untouched"], ())
    more = ask.beyond or (ask.reason if ask.relation == "wider" else None)
    beyond = (Left(more),) if more else ()
    sources = _sources(duties, matching, ask.action)
    whole = any(one.law is None for one in matching) or any(_is_whole(source) for source in sources)
    if whole:
        if beyond:
            return AskServed(ask, Serves.IN_PART, _WHY["beyond"], beyond)
        return AskServed(ask, Serves.SERVED, _WHY["narrower" if ask.relation == "narrower" else "equal"], ())
    laws = {one.law.id: one.law for one in matching if one.law}
    missed = (Left(source.leaves_out or _WHY["rest"], laws[source.duty.partition(":")[0]]) for source in sources)
    return AskServed(ask, Serves.IN_PART, _WHY["part"], (*beyond, *_unique(missed)))


def _sources(duties: Sequence[Duty], done: Sequence[Done], action: str) -> list[Ask]:
    laws = {one.law.id for one in done if one.law}
    return [ask for duty in duties if duty.law.id in laws for ask in duty.asks if ask.action == action]


def _is_whole(source: Ask) -> bool:
    """Whether doing what a law asks is doing the whole action."""
    return source.relation in ("equal", "wider") and source.leaves_out is None


def _worst(asks: Sequence[AskServed], *, all_asked: bool) -> Serves:
    kinds = {ask.serves for ask in asks}
    if kinds == {Serves.SERVED}:
        return Serves.SERVED
    # An action done for the law itself stands beside what is left: then something was done.
    return Serves.NOT_SERVED if kinds <= {Serves.NOT_SERVED} and all_asked else Serves.IN_PART


def _unique(left: Iterable[Left]) -> Iterator[Left]:
    seen: set[str] = set()
    for one in left:
        if one.what["en"] not in seen:
            seen.add(one.what["en"])
            yield one


_WHY: Mapping[str, Text] = {
    "untouched": {
        "nl": "Wat u deed raakt deze actie niet.",
        "en": "What you did does not touch this action.",
    },
    "equal": {
        "nl": "De plicht vraagt wat u al deed.",
        "en": "The duty asks what you already did.",
    },
    "narrower": {
        "nl": "De plicht vraagt een deel van wat u al deed.",
        "en": "The duty asks a part of what you already did.",
    },
    "beyond": {
        "nl": "U deed de hele actie; de plicht vraagt er iets bij.",
        "en": "You did the whole action; the duty asks something more.",
    },
    "part": {
        "nl": "U deed een deel van de actie; of dat het deel is dat deze plicht vraagt, is niet zeker.",
        "en": "You did part of the action; whether that is the part this duty asks is not certain.",
    },
    "rest": {
        "nl": "Het deel van de actie dat de eerste wet niet vraagt.",
        "en": "The part of the action that the first law does not ask.",
    },
}
