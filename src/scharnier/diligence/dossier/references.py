"""What records name must exist: other records, themes and norms of the Library, the position on what comes first."""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain
from typing import Any

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.faults import HEAD, Fault, Path, Suggestions
from scharnier.diligence.dossier.kinds import REFERENCES
from scharnier.norms import load_library
from scharnier.risk.policies import load_policies

# Keys that name a theme or a norm of the Library.
THEMES: Mapping[str, str] = {"impacts": "theme", "looks": "themes", "policies": "themes"}
NORMS: Mapping[str, str] = {"policies": "commits_to", "looks": "compared_with", "statements": "check"}
Known = Mapping[str, Collection[str]]


def find_dangling(dossier: Dossier, faulty: Known, suggestions: Suggestions) -> Iterator[Fault]:
    """References to records, themes, norms and positions that are not there.

    `faulty` are ids by kind of records that stand in the files and could not be read: they are there.
    """
    known = {kind: frozenset(chain(dossier.all(kind), faulty.get(kind, ()))) for kind in {*dossier.records, *faulty}}
    yield from _find_in_head(dossier, known, suggestions)
    for kind, records in dossier.records.items():
        keys = {**REFERENCES.get(kind, {}), "evidence": "evidence"}
        for key, to in keys.items():
            yield from _find(kind, records, key, known.get(to, frozenset()), _of_kind(to, suggestions))
    yield from _find_outside(dossier, suggestions)


def _find_in_head(dossier: Dossier, known: Known, suggestions: Suggestions) -> Iterator[Fault]:
    head = dossier.head
    if head.organisation not in known.get("organisations", ()):
        message, remedy = _of_kind("organisations", suggestions)(head.organisation, known.get("organisations", ()))
        yield Fault(HEAD, "", ("organisation",), message, remedy)
    if head.priority is not None and head.priority not in load_policies():
        message = f"there is no position on priorities {head.priority[:80]!r}."
        yield Fault(HEAD, "", ("priority",), message, f"Use one of: {', '.join(load_policies())}.")


def _find_outside(dossier: Dossier, suggestions: Suggestions) -> Iterator[Fault]:
    """Themes and norms. The Library is read only where something names them."""
    if any(dossier.all(kind) for kind in THEMES):
        themes = load_library().themes
        for kind, key in THEMES.items():
            yield from _find(kind, dossier.all(kind), key, themes, _theme(suggestions))
    if any(dossier.all(kind) for kind in NORMS):
        norms = load_library().norms
        for kind, key in NORMS.items():
            yield from _find(kind, dossier.all(kind), key, norms, _outside("norm", suggestions))


Tell = Callable[[str, Collection[str]], tuple[str, str]]


def _of_kind(kind: str, suggestions: Suggestions) -> Tell:
    def tell(name: str, known: Collection[str]) -> tuple[str, str]:
        otherwise = f"Add it to the file of {kind}, or take the name away."
        near = suggestions.suggest(name, kind, known, "")
        return f"there is no {name[:80]!r} in {kind}.", f"{near} {otherwise}".strip()

    return tell


def _outside(what: str, suggestions: Suggestions) -> Tell:
    otherwise = f"See `scharnier norms list{' --kind theme' if what == 'theme' else ''}` for the names there are."

    def tell(name: str, known: Collection[str]) -> tuple[str, str]:
        return f"the Library has no {what} {name!r}.", suggestions.suggest(name, what, known, otherwise)

    return tell


def _theme(suggestions: Suggestions) -> Tell:
    """A theme may be named in words: `kinderarbeid` is `child_labour`."""
    tell = _outside("theme", suggestions)
    ids = {theme.name(lang).lower(): id for id, theme in load_library().themes.items() for lang in ("nl", "en")}

    def tell_theme(name: str, known: Collection[str]) -> tuple[str, str]:
        message, remedy = tell(name, known)
        meant = ids.get(name.replace("_", " ").lower())
        return message, f"Did you mean {meant!r}?" if meant else remedy

    return tell_theme


def _find(kind: str, records: Mapping[str, Record], key: str, known: Collection[str], tell: Tell) -> Iterator[Fault]:
    """Names under a key (parts with dots, lists followed) that are not known."""
    first, *rest = key.split(".")
    has = known.__contains__
    for record in records.values():
        value = getattr(record, first)
        if not value or (not rest and (value in known if isinstance(value, str) else all(map(has, value)))):
            continue  # nearly all, so nearly all the time goes here
        for path, name in _walk(value, (first,), rest):
            if name not in known:
                yield Fault(kind, record.id, path, *tell(name, known))


def _walk(value: Any, path: Path, rest: list[str]) -> Iterator[tuple[Path, str]]:
    if isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _walk(one, (*path, place), rest)
    elif rest and value is not None:
        yield from _walk(getattr(value, rest[0]), (*path, rest[0]), rest[1:])
    elif value is not None:
        yield path, value
