"""Days that cannot be: in the future, before the organisation was founded, or in an order in which nothing happens."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.faults import HEAD, Fault, Path

# The days of each kind, as keys in the record. All but PLANNED lie in the past.
DAYS: Mapping[str, tuple[str, ...]] = {
    "organisations": ("founded_on",),
    "relationships": ("since", "until"),
    "impacts": ("found_on", "involvement_on"),
    "looks": ("on",),
    "policies": ("approved_on", "published_on", "reviewed_on", "staff_told_on", "relations_told_on"),
    "measures": ("start_on", "due_on", "done_on", "exit.told_on"),
    "indicators": ("baseline.on", "readings.on"),
    "engagements": ("on", "told_back_on"),
    "channels": ("surveyed_on", "steps_published_on", "results_published_on", "lessons_on"),
    "complaints": ("received_on", "first_answer_on", "decided_on", "closed_on"),
    "remedies": ("decided_on", "delivered_on", "accepted_on"),
    "decisions": ("on",),
    "publications": ("on",),
    "statements": ("on",),
    "replies": ("on",),
    "evidence": ("on",),
}
PLANNED = frozenset({("relationships", "until"), ("measures", "start_on"), ("measures", "due_on")})
# What may be older than the organisation: others made it, or measured it.
OLDER = frozenset({("organisations", "founded_on"), ("evidence", "on"), ("indicators", "baseline.on")})
# What comes first, and what cannot lie before it.
ORDER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "relationships": (("since", "until"),),
    "impacts": (("found_on", "involvement_on"),),
    "measures": (("start_on", "done_on"), ("start_on", "due_on")),
    "engagements": (("on", "told_back_on"),),
    "complaints": (
        ("received_on", "first_answer_on"),
        ("received_on", "decided_on"),
        ("received_on", "closed_on"),
        ("decided_on", "closed_on"),
    ),
    "remedies": (("decided_on", "delivered_on"), ("decided_on", "accepted_on"), ("delivered_on", "accepted_on")),
}


def find_impossible_days(dossier: Dossier, today: date) -> Iterator[Fault]:
    """Days that cannot be, as seen on a day."""
    owner = dossier.organisations.get(dossier.head.organisation)
    founded_on = owner.founded_on if owner else None
    if dossier.head.begun_on is not None:
        yield from _check(HEAD, "", ("begun_on",), dossier.head.begun_on, founded_on, today)
    for kind, keys in DAYS.items():
        records = dossier.all(kind)
        for key in keys:
            latest = None if (kind, key) in PLANNED else today
            earliest = None if (kind, key) in OLDER else founded_on
            first, _, second = key.partition(".")
            for record in records.values():
                value = getattr(record, first)
                if value is None or value == ():
                    continue
                for path, day in _days(value, first, second) if second else (((first,), value),):
                    yield from _check(kind, record.id, path, day, earliest, latest)
        for earlier, later in ORDER.get(kind, ()):
            yield from _find_out_of_order(kind, records, earlier, later)


def _days(value: Any, first: str, second: str) -> Iterator[tuple[Path, date]]:
    """Days inside a part of a record, or inside each of a list of parts."""
    parts = enumerate(value) if isinstance(value, tuple) else ((None, value),)
    for place, part in parts:
        day = getattr(part, second)
        if day is not None:
            yield (first, second) if place is None else (first, place, second), day


def _check(kind: str, id: str, path: Path, day: date, earliest: date | None, latest: date | None) -> Iterator[Fault]:
    if latest is not None and day > latest:
        message = f"{day} lies in the future (today is {latest})."
        yield Fault(kind, id, path, message, "Write it down once it has happened; correct the day.")
    if earliest is not None and day < earliest:
        message = f"{day} lies before the organisation was founded ({earliest})."
        yield Fault(kind, id, path, message, "Correct the day, or founded_on of the organisation.")


def _find_out_of_order(kind: str, records: Mapping[str, Record], earlier: str, later: str) -> Iterator[Fault]:
    for record in records.values():
        after = getattr(record, later)
        if after is None:
            continue
        before = getattr(record, earlier)
        if before is not None and after < before:
            message = f"{after} lies before {earlier} ({before})."
            yield Fault(kind, record.id, (later,), message, f"Correct {later} or {earlier}.")
