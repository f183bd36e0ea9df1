"""Load the Library in two phases: shape first, then references. A fault stops the start, never the user."""

from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TypeVar

from scharnier.kernel.errors import ContentError
from scharnier.norms.library import Library
from scharnier.norms.records import Group, Link, Norm, Reference, Relation, Text, Theme
from scharnier.norms.references import find_broken_references, find_faults
from scharnier.norms.rough_date import RoughDate
from scharnier.norms.shapes import LinkRow, NormRow, WordRow
from scharnier.norms.shelf import Shelf, read_shelf

T = TypeVar("T")


@cache
def load_library() -> Library:
    """The shipped Library; read once. Raises `ContentError` where shipped content is wrong."""
    return load_library_from(None)


def load_themes() -> Mapping[str, Theme]:
    """The themes of responsible business conduct by id, in the order of the vocabulary."""
    return load_library().themes


def load_library_from(root: Path | None) -> Library:
    """A Library from content under `root` (norms/ with norms/law/, crosswalks/, vocabulary/). Raises `ContentError`."""
    return build_library(read_shelf(root))


def build_library(shelf: Shelf) -> Library:
    """The Library of a shelf that was read. Raises `ContentError` where its shapes or references are broken."""
    for finding in chain(find_faults(shelf.faults), find_broken_references(shelf)):
        raise ContentError(str(finding))
    return Library(
        release=shelf.release.release,
        norms=_resolve_norms(shelf) | {norm.id: norm for norm in shelf.law.norms},
        themes={p.value.id: _theme(p.value, p.value.group) for p in shelf.themes},
        groups={p.value.id: Group(p.value.id, _title(p.value), _meaning(p.value)) for p in shelf.groups},
        relations={p.value.id: Relation(p.value.id, _title(p.value), _meaning(p.value)) for p in shelf.relations},
        links=(*(_link(p.value) for p in shelf.links), *shelf.law.links),
        references={p.value.id: Reference(**p.value.model_dump()) for p in shelf.references},
        laws=shelf.law.laws,
        events=tuple(sorted(shelf.law.events, key=lambda event: (event.on.first, event.id))),
        checks=(*shelf.law.checks, *shelf.general.checks),
        gaps=tuple(shelf.general.gaps),
        checked_on=shelf.release.checked_on,
        licence=shelf.release.licence,
        attribution=shelf.release.attribution,
        alignments=shelf.alignment.alignments,
        names={p.value.id: p.value.names for p in shelf.names},
    )


def _resolve_norms(shelf: Shelf) -> dict[str, Norm]:
    rows = {placed.value.id: placed.value for placed in shelf.norms}
    done: dict[str, Norm] = {}

    def resolve(id: str) -> Norm:
        if id not in done:
            row = rows[id]
            done[id] = _norm(row, resolve(row.parent) if row.parent else None, shelf)
        return done[id]

    return {id: resolve(id) for id in rows}


def _norm(row: NormRow, parent: Norm | None, shelf: Shelf) -> Norm:
    """A row with what it leaves empty taken from its parent."""
    source = row.source or (parent.source if parent else "")
    if not source:
        raise ContentError(f"{row.id}: no source, and no parent that has one")
    own_dates = any((row.adopted, row.valid_from, row.valid_to, row.applies_from))
    inherited = parent.dates_confidence if parent and not own_dates else row.confidence
    return Norm(
        id=row.id,
        kind=row.kind,
        parent=row.parent or None,
        title={"nl": row.title_nl, "en": row.title_en},
        gist={"nl": row.gist_nl, "en": row.gist_en},
        confidence=row.confidence,
        source=source,
        adopted=_date(row.adopted, parent.adopted if parent else None),
        valid_from=_date(row.valid_from, parent.valid_from if parent else None),
        valid_to=_date(row.valid_to, parent.valid_to if parent else None),
        applies_from=_date(row.applies_from, parent.applies_from if parent else None),
        dates_confidence=row.dates_confidence or inherited,
        text_version=row.text_version or (parent.text_version if parent else ""),
        checked_on=row.checked_on or (parent.checked_on if parent else shelf.release.checked_on),
    )


def _date(own: RoughDate | str | None, inherited: RoughDate | None) -> RoughDate | None:
    if own is None:
        return inherited
    return own if isinstance(own, RoughDate) else None  # written as "unknown"


def _link(row: LinkRow) -> Link:
    return Link(
        source=row.source_id,
        target=row.target_id,
        relation=row.relation,
        reason={"nl": row.reason_nl, "en": row.reason_en},
        confidence=row.confidence,
        basis=row.source,
        anchors=tuple(filter(None, row.anchor.split(";"))),
        valid_from=_date(row.valid_from, None),
    )


def _theme(row: WordRow, group: str) -> Theme:
    return Theme(row.id, group, _title(row), _meaning(row))


def _title(row: WordRow) -> Text:
    return {"nl": row.nl, "en": row.en}


def _meaning(row: WordRow) -> Text:
    return {"nl": row.meaning_nl, "en": row.meaning_en}
