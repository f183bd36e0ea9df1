"""What happened to the laws and what is still to come, in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scharnier.law.duties import binds_from
from scharnier.norms import Library
from scharnier.norms.law_records import Event, Law, TextVersion


@dataclass(frozen=True)
class Moment:
    """An event beside a date: `to_come` where its first possible day lies after it."""

    event: Event
    law: Law
    to_come: bool


@dataclass(frozen=True)
class Standing:
    """How a law stands on a date: the text in force (None: none), and the day from which it binds.

    `binds` is `now`, `later`, or `no_text` where no text is in force on the date.
    """

    law: Law
    text: TextVersion | None
    binds_from: date | None
    binds: str


def list_moments(
    library: Library, on: date, law: str | None = None, first: date | None = None, last: date | None = None
) -> tuple[Moment, ...]:
    """The events of all laws, or of one, in order of time; an event known to the month counts from its first day.

    `first` and `last` are days that are included. Raises `InputProblem` for a law that is not there.
    """
    wanted = library.law(law).id if law else None
    kept = (event for event in library.events if wanted in (None, event.law) and _is_within(event, first, last))
    return tuple(Moment(event, library.laws[event.law], event.on.first > on) for event in kept)


def _is_within(event: Event, first: date | None, last: date | None) -> bool:
    return (first is None or event.on.last >= first) and (last is None or event.on.first <= last)


def list_standings(library: Library, on: date, laws: Iterable[Law] | None = None) -> tuple[Standing, ...]:
    """How every law stands on a date."""
    return tuple(judge_standing(law, on) for law in (library.laws.values() if laws is None else laws))


def judge_standing(law: Law, on: date) -> Standing:
    """How a law stands on a date."""
    text = law.version(on)
    if text is None:
        return Standing(law, None, None, "no_text")
    start = binds_from(law, on)
    return Standing(law, text, start, "now" if start is not None and start <= on else "later")
