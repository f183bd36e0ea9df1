"""Bring relationships of a dossier up to date with a list: what the list does not say stays as it was."""

from collections.abc import Iterator, Mapping

from scharnier.diligence.dossier.parties import Relationship
from scharnier.kernel.errors import InputProblem
from scharnier.sources.relationships.read import RelationshipList


def update_relationships(listed: RelationshipList, before: Mapping[str, Relationship]) -> Iterator[Relationship]:
    """The relationships of a list as they become. Raises InputProblem where an id that was made of a name is that of
    another relationship in the dossier."""
    for record in listed.records:
        old = before.get(record.id)
        if old is None:
            yield record
            continue
        if record.id in listed.made and not _is_same(old, record):
            message = f"{record.name!r} would take the place of {old.name!r}, which has the id {record.id!r}."
            raise InputProblem(message, "Give the list a column id. Nothing was written.", listed.file)
        yield _update(old, record, kind_too=record.id not in listed.unsaid)


def _is_same(old: Relationship, new: Relationship) -> bool:
    own = new.identifiers.own
    return _words(old.name) == _words(new.name) or (own is not None and own == old.identifiers.own)


def _update(old: Relationship, new: Relationship, *, kind_too: bool) -> Relationship:
    told = {name: getattr(new, name) for name in new.model_fields_set - {"id", "identifiers"}}
    if not kind_too:
        told.pop("kind")
    known = {name: value for name, value in new.identifiers if value is not None}
    return old.model_copy(update={**told, "identifiers": old.identifiers.model_copy(update=known)})


def _words(name: str) -> list[str]:
    return name.casefold().split()  # in any script
