"""What happened to the laws and what is still to come, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scharnier.law.starts import Start, find_start, list_waves
from scharnier.norms import Library
from scharnier.norms.law_records import Check, Event, Law, TextVersion

# Kinds of events that are planned: known to the month or year only, they are to come until its last day. Other events
# are recorded when they have happened: within their month or year they count as past.
PLANNED = frozenset({"transpose", "applies", "reports", "notify", "soft_deadline", "review"})


@dataclass(frozen=True)
class Moment:
    """An event with its law, and whether it is still `to_come` on the day that was asked about."""

    event: Event
    law: Law
    to_come: bool


@dataclass(frozen=True)
class Standing:
    """How a law stands on a date: the text in force (None: none), and the day from which it binds.

    `binds` is `now`, `later`, or `no_text` where no text is in force on the date. `waves`: companies with another day.
    """

    law: Law
    text: TextVersion | None
    start: Start | None
    waves: tuple[Start, ...]
    binds: str

    @property
    def binds_from(self) -> date | None:
        """The day from which it binds; None where no text is in force."""
        return self.start.since if self.start else None


def list_moments(
    library: Library,
    on: date,
    laws: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> tuple[Moment, ...]:
    """The events of all laws, or of some (names or ids): first what has been on the date, then what is to come.

    In each part by the last possible day; days before the month, and months before the year, that they lie in.
    `first` and `last` are days that are included. Raises `InputProblem` for a law that is not there.
    """
    wanted = {library.law(law).id for law in laws}
    kept = [event for event in library.events if not wanted or event.law in wanted]
    moments = (Moment(event, library.laws[event.law], _is_to_come(event, on)) for event in in_order(kept))
    return tuple(sorted((m for m in moments if _is_within(m, on, first, last)), key=lambda m: m.to_come))


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events by their last possible day; of two that end on one day the one known more exactly comes first."""
    return tuple(sorted(events, key=lambda event: (event.on.last, event.on.last - event.on.first)))


def _is_to_come(event: Event, on: date) -> bool:
    return (event.on.last if event.kind in PLANNED else event.on.first) > on


def _is_within(moment: Moment, on: date, first: date | None, last: date | None) -> bool:
    when = moment.event.on
    # What has been at some time this month or year was before today: an event of today is known to the day.
    has_been = not moment.to_come and when.first < on <= when.last
    end = on - timedelta(days=1) if has_been else when.last
    return (first is None or end >= first) and (last is None or when.first <= last)


def list_checks(library: Library, laws: Iterable[Law], first: date, last: date | None = None) -> tuple[Check, ...]:
    """What is to be looked at again in some laws on a day from `first` to and including `last`, in order of time."""
    wanted = {law.id for law in laws}
    dated = [(check.on, check) for check in library.checks if check.on and check.about.partition(":")[0] in wanted]
    kept = [(on, check) for on, check in dated if first <= on and (last is None or on <= last)]
    return tuple(check for _, check in sorted(kept, key=lambda pair: pair[0]))


def list_standings(library: Library, on: date, laws: Iterable[Law] | None = None) -> tuple[Standing, ...]:
    """How every law stands on a date."""
    return tuple(judge_standing(law, on) for law in (library.laws.values() if laws is None else laws))


def judge_standing(law: Law, on: date) -> Standing:
    """How a law stands on a date."""
    text = law.version(on)
    if text is None:
        return Standing(law, None, None, (), "no_text")
    start = find_start(law, on)
    now = start is not None and start.since <= on
    return Standing(law, text, start, list_waves(law, on), "now" if now else "later")
