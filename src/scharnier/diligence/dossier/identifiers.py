"""Names that others know a party by: right by their check digits, and of one record each. And codes of countries."""

from collections.abc import Iterator, Mapping
from typing import Any

from scharnier.codes.countries import load_countries
from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.faults import Fault

KINDS = ("organisations", "relationships")
NAMES = {"lei": "LEI", "kvk": "KvK number", "os_id": "OS ID", "own": "own number"}
_DIGITS = {ord(letter): str(value) for value, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10)}


def is_lei(lei: str) -> bool:
    """Whether the two check digits of an LEI are right (ISO 17442, by ISO 7064 mod 97-10)."""
    return int(lei.translate(_DIGITS)) % 97 == 1


def find_wrong_identifiers(dossier: Dossier) -> Iterator[Fault]:
    """LEIs that cannot be, one identifier on two records of a kind, countries that do not exist."""
    for kind in KINDS:
        yield from _find_in_parties(kind, dossier.all(kind))
    seen: dict[str, str] = {}
    for site in dossier.sites.values():
        if site.os_id and seen.setdefault(site.os_id, site.id) != site.id:
            yield _twice("sites", site.id, ("os_id",), "OS ID", site.os_id, seen[site.os_id])
    yield from _find_countries(dossier)


def _find_in_parties(kind: str, records: Mapping[str, Any]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for record in records.values():
        identifiers = record.identifiers
        for key in identifiers.model_fields_set:
            value = getattr(identifiers, key)
            if value is None:
                continue
            if key == "lei" and not is_lei(value):
                message = f"the check digits of the LEI {value!r} are not right."
                yield Fault(kind, record.id, ("identifiers", key), message, "Copy it again from search.gleif.org.")
            first = seen.setdefault((key, value), record.id)
            if first != record.id:
                yield _twice(kind, record.id, ("identifiers", key), NAMES[key], value, first)


def _twice(kind: str, id: str, path: tuple[str, ...], name: str, value: str, first: str) -> Fault:
    message = f"the {name} {value!r} is that of {first!r} too, so the facts of one party are split."
    return Fault(kind, id, path, message, f"Make one record of {first!r} and {id!r}, or correct the number.")


def _find_countries(dossier: Dossier) -> Iterator[Fault]:
    known = load_countries()
    for kind in ("organisations", "relationships", "sites", "impacts"):
        for record in dossier.all(kind).values():
            country = record.country  # type: ignore[attr-defined]
            if country is not None and country not in known:
                yield _no_country(kind, record, ("country",), country)
    for look in dossier.looks.values():
        for place, country in enumerate(look.countries):
            if country not in known:
                yield _no_country("looks", look, ("countries", place), country)


def _no_country(kind: str, record: Record, path: tuple[str | int, ...], country: str) -> Fault:
    message = f"there is no country with the code {country!r}."
    return Fault(kind, record.id, path, message, "Find it with `scharnier codes list country`.")
