"""What happened when, as the dossier tells it: one line a record and day, for the timeline and for what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scharnier.diligence.dossier.dossier import Dossier

Kind = Literal[
    "found",
    "begun",
    "done",
    "due",
    "measured",
    "heard",
    "told",
    "complaint",
    "remedy",
    "closed",
    "reopened",
    "looked",
    "policy",
    "published",
    "decided",
]


@dataclass(frozen=True)
class Event:
    """Something on a day. `impacts` are ids; `record` is `<kind>/<id>`; `about` keys words (`who`, `measure`)."""

    on: date
    kind: Kind
    record: str
    impacts: tuple[str, ...] = ()
    about: str = ""
    text: str = ""
    confidential: bool = False


def list_events(dossier: Dossier) -> tuple[Event, ...]:
    """All events by day; on one day in the order of the dossier. What is due later is there as *due*."""
    found = [event for event in _all(dossier) if event.on != date.min]
    return tuple(sorted(found, key=lambda event: event.on))


def _all(dossier: Dossier) -> Iterator[Event]:
    for impact in dossier.impacts.values():
        where = f"impacts/{impact.id}"
        yield Event(impact.found_on, "found", where, (impact.id,), impact.theme, impact.title, impact.confidential)
    for look in dossier.looks.values():
        yield Event(look.on, "looked", f"looks/{look.id}", look.impacts, look.kind, look.title, look.confidential)
    yield from _measures(dossier)
    for talk in dossier.engagements.values():
        hidden = talk.confidential or talk.safe != "yes"
        name = f"engagements/{talk.id}"
        yield Event(talk.on, "heard", name, talk.impacts, talk.who, "" if hidden else talk.whom, hidden)
        yield Event(talk.told_back_on or date.min, "told", name, talk.impacts, talk.who, "", hidden)
    for complaint in dossier.complaints.values():
        name = f"complaints/{complaint.id}"
        yield Event(complaint.received_on, "complaint", name, complaint.impacts, "", "", complaint.confidential)
    for remedy in dossier.remedies.values():
        on = remedy.delivered_on or date.min
        yield Event(on, "remedy", f"remedies/{remedy.id}", remedy.impacts, "", remedy.what or "", remedy.confidential)
    for one in dossier.decisions.values():
        kind: Kind = "closed" if one.kind == "close" else "reopened" if one.kind == "reopen" else "decided"
        yield Event(one.on, kind, f"decisions/{one.id}", one.impacts, one.kind, one.because or "", one.confidential)
    for policy in dossier.policies.values():
        on = policy.approved_on or policy.published_on or date.min
        yield Event(on, "policy", f"policies/{policy.id}", (), policy.kind, policy.title, policy.confidential)
    for paper in dossier.publications.values():
        name = f"publications/{paper.id}"
        yield Event(paper.on, "published", name, paper.impacts, paper.kind, paper.title, paper.confidential)


def _measures(dossier: Dossier) -> Iterator[Event]:
    for measure in dossier.measures.values():
        name, about = f"measures/{measure.id}", measure.kind
        told = (measure.impacts, about, measure.what, measure.confidential)
        yield Event(measure.start_on or date.min, "begun", name, *told)
        yield Event(measure.done_on or date.min, "done", name, *told)
        if measure.done_on is None:
            yield Event(measure.due_on or date.min, "due", name, *told)
    for indicator in dossier.indicators.values():
        impacts = tuple(
            dict.fromkeys(
                impact for id in indicator.measures if id in dossier.measures for impact in dossier.measures[id].impacts
            )
        )
        for reading in filter(None, (indicator.baseline, *indicator.readings)):
            text = f"{indicator.what}: {reading.value:g} {indicator.unit}"
            yield Event(reading.on, "measured", f"indicators/{indicator.id}", impacts, "", text, indicator.confidential)
