"""A dossier as it was on a day: what came later is gone, and what cannot be trusted yet is left out.

Plans stay (`start_on`, `due_on`, `until`): that something is due later was known before. A record without a day (a
measure, a channel) is taken to have been there all along; only what is dated in it goes. Method page:
docs/method/dossier/view.md.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.deeds import Indicator, Measure
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.kinds import KINDS, REFERENCES

# The day from which a record is there at all.
BORN: Mapping[str, str] = {
    "impacts": "found_on",
    "looks": "on",
    "engagements": "on",
    "complaints": "received_on",
    "decisions": "on",
    "publications": "on",
    "statements": "on",
    "replies": "on",
    "evidence": "on",
}
# The day on which something happened within a record -> what was not known before that day.
DATED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "impacts": {"involvement_on": ("involvement", "involvement_because")},
    "policies": {
        "approved_on": ("approved_by",),
        "published_on": ("url",),
        "reviewed_on": (),
        "staff_told_on": (),
        "relations_told_on": (),
    },
    "measures": {"done_on": ()},
    "engagements": {"told_back_on": ()},
    "channels": {
        "surveyed_on": ("users_know_it", "users_trust_it"),
        "steps_published_on": (),
        "results_published_on": (),
        "lessons_on": ("lessons",),
    },
    "complaints": {
        "first_answer_on": (),
        "decided_on": ("decision", "because", "remedies", "accepted"),
        "closed_on": ("accepted",),
    },
    "remedies": {
        "decided_on": ("decision", "because", "forms", "what", "people", "measured_against", "accepted"),
        "delivered_on": ("accepted",),
        "accepted_on": ("accepted",),
    },
}
# Of two versions of these none is chosen, but that the thing is there is no matter of dispute: it stays, with no more
# than its name and its place. Other torn records are left out.
KEPT_WHEN_TORN: Mapping[str, tuple[str, ...]] = {
    "organisations": ("owners",),
    "relationships": ("to", "tier"),
    "sites": ("relationship", "organisation"),
    "impacts": ("relationships", "sites", "country"),
    "complaints": ("channel", "impacts", "relationships"),
    "channels": (),
    "persons": (),
}
ALWAYS = ("id", "confidential")


def at(dossier: Dossier, on: date) -> Dossier:
    """The dossier as it was at the end of a day; the same object where that is all of it.

    References to what is gone are gone too, so that no rule counts evidence that was not there.
    """
    changed: dict[str, dict[str, Record]] = {}
    gone: set[tuple[str, str]] = set()
    for kind, records in dossier.records.items():
        torn = {id for torn_kind, id in dossier.torn if torn_kind == kind}
        if kind not in BORN and kind not in DATED and kind != "indicators" and not torn:
            continue
        kept: dict[str, Record] = {}
        for id, record in records.items():
            seen = _see(kind, record, on, torn=id in torn)
            if seen is None:
                gone.add((kind, id))
            else:
                kept[id] = seen
        if len(kept) != len(records) or any(kept[id] is not records[id] for id in kept):
            changed[kind] = kept
    if not changed:
        return dossier
    shown = replace(dossier, records=MappingProxyType({**dossier.records, **changed}))
    return without(shown, gone) if gone else shown


def without(dossier: Dossier, gone: Set[tuple[str, str]]) -> Dossier:
    """The dossier without some records (kind, id), and without references to them."""
    left = {kind: _without(kind, _drop(kind, records, gone), gone) for kind, records in dossier.records.items()}
    return replace(dossier, records=MappingProxyType(left))


def _drop(kind: str, records: Mapping[str, Record], gone: Set[tuple[str, str]]) -> Mapping[str, Record]:
    if not any((kind, id) in gone for id in records):
        return records
    return {id: one for id, one in records.items() if (kind, id) not in gone}


def _see(kind: str, record: Record, on: date, *, torn: bool) -> Record | None:
    """A record as it was, or None where it was not there."""
    born = BORN.get(kind)
    if born and getattr(record, born) > on:
        return None
    if torn:
        if kind not in KEPT_WHEN_TORN:
            return None
        record = _bare(kind, record)
    blank = [
        name
        for day, names in DATED.get(kind, {}).items()
        if (value := getattr(record, day)) is not None and value > on
        for name in (day, *names)
    ]
    if blank:
        record = record.model_copy(update={name: _default(kind, name) for name in blank})
    if isinstance(record, Indicator):
        return _see_indicator(record, on)
    if isinstance(record, Measure) and record.exit and record.exit.told_on and record.exit.told_on > on:
        return record.model_copy(update={"exit": record.exit.model_copy(update={"told_on": None})})
    return record


def _see_indicator(record: Indicator, on: date) -> Indicator:
    later = [reading for reading in record.readings if reading.on > on]
    update: dict[str, Any] = {}
    if later:
        update["readings"] = tuple(reading for reading in record.readings if reading.on <= on)
    if record.baseline and record.baseline.on > on:
        update["baseline"] = None
    return record.model_copy(update=update) if update else record


def _bare(kind: str, record: Record) -> Record:
    """A record with what it must have, and its place among the others; the rest is unknown."""
    kept = (*ALWAYS, *KEPT_WHEN_TORN[kind])
    fields = KINDS[kind].model_fields
    return record.model_copy(
        update={
            name: _default(kind, name) for name, one in fields.items() if name not in kept and not one.is_required()
        }
    )


@cache
def _default(kind: str, name: str) -> Any:
    return KINDS[kind].model_fields[name].get_default(call_default_factory=True)


def _without(kind: str, records: Mapping[str, Record], gone: Set[tuple[str, str]]) -> Mapping[str, Record]:
    """The records of a kind without references to what is gone."""
    by_kind: dict[str, set[str]] = {}
    for gone_kind, id in gone:
        by_kind.setdefault(gone_kind, set()).add(id)
    ways = [(tuple(path.split(".")), by_kind[to]) for path, to in REFERENCES.get(kind, {}).items() if to in by_kind]
    if "evidence" in by_kind:
        ways.append((("evidence",), by_kind["evidence"]))
    if not ways:
        return records
    return {id: _prune_all(record, ways) for id, record in records.items()}


def _prune_all(record: Record, ways: Iterable[tuple[tuple[str, ...], set[str]]]) -> Record:
    for path, ids in ways:
        record = _prune(record, path, ids)
    return record


def _prune(part: Any, path: tuple[str, ...], ids: set[str]) -> Any:
    """A part without the references at a path; the part itself where it has none of them."""
    name, rest = path[0], path[1:]
    value = getattr(part, name)
    if not value:
        return part
    if not rest:
        if isinstance(value, str):
            return part.model_copy(update={name: None}) if value in ids else part
        return (
            part if ids.isdisjoint(value) else part.model_copy(update={name: tuple(v for v in value if v not in ids)})
        )
    if not isinstance(value, tuple):
        pruned = _prune_or_drop(value, rest, ids)
        return part if pruned is value else part.model_copy(update={name: pruned})
    found = [_prune_or_drop(each, rest, ids) for each in value]
    same = all(new is old for new, old in zip(found, value, strict=True))
    return part if same else part.model_copy(update={name: tuple(one for one in found if one is not None)})


def _prune_or_drop(part: Any, path: tuple[str, ...], ids: set[str]) -> Any:
    """A part that is about what is gone, and cannot be about nothing, goes with it."""
    name = path[0]
    if len(path) == 1 and type(part).model_fields[name].is_required() and getattr(part, name) in ids:
        return None
    return _prune(part, path, ids)
