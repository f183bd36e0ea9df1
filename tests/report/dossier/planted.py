"""Random dossiers with a word planted wherever something may not be public, to look for in what is published."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.deeds import Proof
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.kinds import KINDS

from ...diligence.rules.drawn import Draw

SECRET, OPEN = "zwijgzaam", "openbaar"
NUMBER = 717171
# The only words of a record that may be public, where nothing about the record is withheld.
MAY: Mapping[str, frozenset[str]] = {
    "organisations": frozenset({"name"}),
    "relationships": frozenset({"name"}),
    "sites": frozenset({"name"}),
    "policies": frozenset({"title", "url"}),
    "impacts": frozenset({"title", "place", "affected.group"}),
    "looks": frozenset({"gaps"}),
    "measures": frozenset({"what"}),
    "indicators": frozenset({"what", "unit"}),
    "remedies": frozenset({"what"}),
    "engagements": frozenset({"did", "did_not_because"}),
    "channels": frozenset({"name", "open_to", "ways_in"}),
    "publications": frozenset({"title", "url"}),
    "evidence": frozenset({"title", "url"}),
}
# Text with a form of its own: ids and references, codes, days, choices.
FORMED = frozenset({"id", "country", "countries", "theme", "themes", "check", "languages", "languages_needed",
                    "commits_to", "compared_with", "relationships", "relationship", "sites", "impacts", "impact", "to",
                    "evidence", "heard", "measures", "channel", "remedies", "assessment", "organisation", "at_once",
                    "tried", "users_shaped_it", "question"})  # fmt: skip
COUNTS = frozenset({"yearly_eur", "other_buyers", "employees", "workers"})
CODES = {"lei": "717171717171717171" + "71", "kvk": "71717171", "os_id": "NL7171717717171", "sha256": "7" * 64}


def plant(rng: random.Random) -> Dossier:
    """A dossier of every kind: some confidential, torn or unsafe; every word says whether it may be read."""
    drawn = Draw(rng).dossier()
    proof = {"id": "FREE", "title": "a", "on": "2026-01-01", "by": "b", "url": "c", "personal_data": "no"}
    free = {**drawn.all("evidence"), "FREE": Proof.model_validate(proof)}  # evidence that no record names
    drawn = replace(drawn, records={**drawn.records, "evidence": free})
    records = {kind: {id: _mark(one, rng) for id, one in found.items()} for kind, found in drawn.records.items()}
    torn = frozenset((kind, id) for kind, found in records.items() for id in found if rng.random() < 0.05)
    dossier = replace(drawn, records=records, torn=torn, head=drawn.head.model_copy(update={"title": SECRET}))
    hidden = find_hidden(dossier)
    planted = {
        kind: {id: _plant(kind, one, _may_be_read(kind, one, hidden), rng) for id, one in found.items()}
        for kind, found in records.items()
    }
    return replace(dossier, records=planted)


def find_hidden(dossier: Dossier) -> set[tuple[str, str]]:
    """What may not be named, told again in the plainest way."""
    hidden = set(dossier.torn)
    for kind, found in dossier.records.items():
        for id, one in found.items():
            if (
                one.confidential
                or kind in ("persons", "complaints", "replies")
                or (kind == "engagements" and one.safe != "yes")  # type: ignore[attr-defined]
                or (kind == "evidence" and one.personal_data != "no")  # type: ignore[attr-defined]
            ):
                hidden.add((kind, id))
    for site in dossier.sites.values():
        if ("relationships", site.relationship) in hidden or ("organisations", site.organisation) in hidden:
            hidden.add(("sites", site.id))
    return hidden


def _mark(one: Record, rng: random.Random) -> Record:
    return one.model_copy(update={"confidential": rng.random() < 0.25})


def _may_be_read(kind: str, one: Record, hidden: set[tuple[str, str]]) -> bool:
    about = {(other, id) for other in ("impacts", "relationships", "sites") for id in getattr(one, other, ())}
    return (kind, one.id) not in hidden and not about & hidden


def _plant(kind: str, one: Record, may: bool, rng: random.Random) -> Record:
    given = _words(one.model_dump(), "", kind, may, rng)
    return KINDS[kind].model_validate({**given, "note": f"{SECRET} note"})


def _words(value: Any, path: str, kind: str, may: bool, rng: random.Random) -> Any:
    name = path.rpartition(".")[2]
    if isinstance(value, dict):
        return {key: _words(each, f"{path}.{key}".strip("."), kind, may, rng) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_words(each, path, kind, may, rng) for each in value)
    if name in COUNTS and value is not None:
        return type(value)(NUMBER)
    if name == "share_of_their_sales" and value is not None:
        return 0.717171
    if name in CODES and value is not None:
        return CODES[name]
    if name in ("number", "people") and value is not None:
        return rng.choice((0, 1, 4, 5, 250, 250, 250, 250))
    if not isinstance(value, str) or name in FORMED or _is_choice(kind, path, value):
        return value
    if not (may and path in MAY.get(kind, frozenset())):
        return f"https://{SECRET}.example/" if name == "url" else f"{SECRET} {kind}{name}"
    if name == "url":
        return f"https://{OPEN}.example/"
    # Some words that may be read name what may not; but who publishes may always say its own name.
    names = kind != "organisations" and rng.random() < 0.2
    return f"{OPEN} {SECRET} relationshipsname" if names else f"{OPEN} {kind} {name}"


def _is_choice(kind: str, path: str, value: str) -> bool:
    """Whether a value is one of a few that the model knows: those say nothing of anybody."""
    annotation: Any = KINDS[kind]
    for part in path.split("."):
        found = str(getattr(annotation, "model_fields", {}).get(part, ""))
        if "Literal" in found and f"'{value}'" in found:
            return True
        annotation = _inner(getattr(annotation, "model_fields", {}).get(part))
    return False


def _inner(field: Any) -> Any:
    """The model inside an optional value or a list of parts."""
    todo = [getattr(field, "annotation", None)]
    while todo:
        one = todo.pop()
        if hasattr(one, "model_fields"):
            return one
        todo += getattr(one, "__args__", ())
    return None
