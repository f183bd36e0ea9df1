"""Find what is wrong with the Library before a user does: used by `scharnier norms lint` and by CI."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from scharnier.kernel.content import content_path
from scharnier.kernel.provenance import Confidence
from scharnier.norms.finding import Finding
from scharnier.norms.library import Library
from scharnier.norms.lint_alignment import lint_alignments
from scharnier.norms.lint_law import ALIKE_WORDS, GIST_WORDS, OWN, REASON_WORDS, lint_laws
from scharnier.norms.lint_stale import find_stale
from scharnier.norms.load import build_library
from scharnier.norms.published import FILE, find_vanished
from scharnier.norms.records import Norm
from scharnier.norms.references import find_broken_references, find_faults
from scharnier.norms.rough_date import RoughDate
from scharnier.norms.shapes import Placed
from scharnier.norms.shelf import Shelf, read_shelf

THEME_WORDS = 25
# The source table says that no SDG target exists for these: empty is right, a filled cell would be invented.
WITHOUT_PRIMARY_SDG = frozenset({"animal_welfare", "competition"})


def lint_library(root: Path | None = None, on: date | None = None) -> list[Finding]:
    """Everything wrong with the content under `root` (the shipped content by default), all at once.

    Broken shapes and references are reported first; while there are any, the rest cannot be judged and is left out.
    With `on`, what was checked too long before that day is wrong too.
    """
    shelf = read_shelf(root)
    broken = [*find_faults(shelf.faults), *find_broken_references(shelf), *_find_missing_sources(shelf)]
    if broken:
        return broken
    library = build_library(shelf)
    ids = (content_path("") if root is None else root) / "norms" / FILE
    return [
        *_find_long(shelf),
        *_find_wordless(shelf),
        *_find_false_confidence(shelf),
        *_find_date_faults(shelf, library),
        *_find_bare(shelf),
        *lint_laws(shelf.law),
        *lint_alignments(shelf.alignment.alignments.values()),
        *find_vanished(library, ids),
        *(find_stale(library, on) if on else ()),
    ]


def _find_missing_sources(shelf: Shelf) -> Iterator[Finding]:
    for placed in shelf.norms:
        if not placed.value.parent and not placed.value.source:
            remedy = "Name a key of norms/sources.csv."
            yield Finding(placed.file, placed.value.id, "Has no source and no parent to take it from.", remedy)


def _find_long(shelf: Shelf) -> Iterator[Finding]:
    for norm in shelf.norms:
        for lang, gist in (("nl", norm.value.gist_nl), ("en", norm.value.gist_en)):
            yield from _long(norm.file, norm.value.id, lang, gist, GIST_WORDS)
    for theme in shelf.themes:
        for lang, gist in (("nl", theme.value.meaning_nl), ("en", theme.value.meaning_en)):
            yield from _long(theme.file, theme.value.id, lang, gist, THEME_WORDS)


def _long(file: str, id: str, lang: str, text: str, limit: int) -> Iterator[Finding]:
    count = len(text.split())
    if count > limit:
        yield Finding(file, id, f"The {lang} text has {count} words, more than {limit}.", "Say it shorter.")


def _find_wordless(shelf: Shelf) -> Iterator[Finding]:
    """Empty texts, texts that were not translated, and links that do not say why."""
    placed: list[Placed[Any]] = [*shelf.norms, *shelf.themes, *shelf.links]
    for file, id, row in ((p.file, p.value.id, p.value) for p in placed):
        for column in ("title", "gist", "meaning", "reason"):
            nl, en = (getattr(row, f"{column}_{lang}", None) for lang in ("nl", "en"))
            if nl is None or en is None:
                continue
            if not nl.strip() or not en.strip():
                yield Finding(file, id, f"The {column} is empty in one language.", "Write it in both.")
            elif column != "title" and nl == en and len(nl.split()) >= ALIKE_WORDS:  # titles may be proper names
                yield Finding(file, id, f"The {column} is the same in Dutch and English.", "Translate it.")
            elif column == "reason" and min(len(nl.split()), len(en.split())) < REASON_WORDS:
                yield Finding(file, id, f"{nl!r} is no reason.", "Say why, in a sentence.")


def _find_false_confidence(shelf: Shelf) -> Iterator[Finding]:
    """Own knowledge that does not carry the badge `unverified`."""
    remedy = "Set the confidence to unverified or name the text that was seen."
    own = {placed.value.id: placed.value.source for placed in shelf.norms}
    parents = {placed.value.id: placed.value.parent for placed in shelf.norms}
    for norm in shelf.norms:
        id = norm.value.id
        while id and not own[id]:
            id = parents[id]
        if id and own[id] == OWN and norm.value.confidence is not Confidence.UNVERIFIED:
            yield Finding(norm.file, norm.value.id, "Own knowledge without the badge unverified.", remedy)
    for link in shelf.links:
        if link.value.source == OWN and link.value.confidence is not Confidence.UNVERIFIED:
            yield Finding(link.file, link.value.id, "Own proposal without the badge unverified.", remedy)


def _find_date_faults(shelf: Shelf, library: Library) -> Iterator[Finding]:
    files = {placed.value.id: placed.file for placed in shelf.norms}
    for law, (name, _) in shelf.law.origins.items():
        files |= dict.fromkeys((law, *shelf.law.laws[law].provisions), name)
    for norm in library.norms.values():
        for early, late in (("adopted", "valid_from"), ("valid_from", "valid_to"), ("valid_from", "applies_from")):
            if _is_reversed(norm, early, late):
                what = f"{late} {getattr(norm, late)} is before {early} {getattr(norm, early)}."
                yield Finding(files[norm.id], norm.id, what, "Correct one of the two dates.")
        if norm.checked_on > shelf.release.checked_on:
            yield Finding(files[norm.id], norm.id, "Was checked after the release was.", "Set the date of the release.")


def _is_reversed(norm: Norm, early: str, late: str) -> bool:
    first: RoughDate | None = getattr(norm, early)
    second: RoughDate | None = getattr(norm, late)
    return first is not None and second is not None and second.last < first.first


def _find_bare(shelf: Shelf) -> Iterator[Finding]:
    """Themes that lead nowhere."""
    targets: dict[str, set[str]] = {}
    for link in shelf.links:
        sort = "sdg" if link.value.target_id.startswith("sdg-") else "norm"
        if link.value.relation == "named_in":
            sort = "primary"
        targets.setdefault(link.value.source_id, set()).add(sort)
    for theme in shelf.themes:
        found = targets.get(theme.value.id, set())
        if "norm" not in found:
            yield Finding(theme.file, theme.value.id, "No norm is linked.", "Add a row to theme-norm.csv.")
        if "primary" not in found and theme.value.id not in WITHOUT_PRIMARY_SDG:
            yield Finding(theme.file, theme.value.id, "No primary SDG target is linked.", "Add a row to theme-sdg.csv.")
