"""Phase two of loading: everything that is referred to exists, once."""

from collections import Counter
from collections.abc import Iterable, Iterator

from scharnier.norms.alignment_load import find_dangling
from scharnier.norms.finding import Finding
from scharnier.norms.references_law import find_dangling_law
from scharnier.norms.shapes import Fault, NormRow, Placed
from scharnier.norms.shelf import Shelf


def find_faults(faults: Iterable[Fault]) -> Iterator[Finding]:
    """Rows of the wrong shape as findings."""
    for fault in faults:
        record = fault.record or f"row {fault.row}"
        yield Finding(fault.file, record, f"Row {fault.row}, {fault.what}.", "Fill or correct this column.")


def find_broken_references(shelf: Shelf) -> Iterator[Finding]:
    """Duplicate ids, references to what is not there, and parents that lead back to themselves."""
    yield from shelf.law.findings
    yield from shelf.general.findings
    norms = {placed.value.id for placed in shelf.norms} | {norm.id for norm in shelf.law.norms}
    themes = {placed.value.id for placed in shelf.themes}
    groups = {placed.value.id for placed in shelf.groups}
    relations = {placed.value.id for placed in shelf.relations}
    sources = {placed.value.id for placed in shelf.references}
    yield from _find_duplicates(shelf)
    for norm in shelf.norms:
        if norm.value.parent and norm.value.parent not in norms:
            yield _dangling(norm.file, norm.value.id, "parent", norm.value.parent)
        if norm.value.source and norm.value.source not in sources:
            yield _dangling(norm.file, norm.value.id, "source", norm.value.source)
    yield from _find_cycles(shelf.norms)
    for theme in shelf.themes:
        if theme.value.group not in groups:
            yield _dangling(theme.file, theme.value.id, "group", theme.value.group)
    for names in shelf.names:
        if names.value.id not in norms and names.value.id not in themes:
            yield _dangling(names.file, names.value.id, "id", names.value.id)
    yield from find_dangling_law(shelf.law, norms, sources)
    yield from _find_dangling_general(shelf, norms)
    yield from find_dangling(shelf.alignment, shelf.law.laws, norms, sources)
    for link in shelf.links:
        row = link.value
        for column, id in (("from", row.source_id), ("to", row.target_id)):
            if id not in norms and id not in themes:
                yield _dangling(link.file, row.id, column, id)
        if row.relation not in relations:
            yield _dangling(link.file, row.id, "relation", row.relation)
        for key in (row.source, *filter(None, row.anchor.split(";"))):
            if key not in sources:
                yield _dangling(link.file, row.id, "source", key)


def _dangling(file: str, record: str, column: str, id: str) -> Finding:
    return Finding(file, record, f"{column} {id!r} does not exist.", "Correct the id or add what it refers to.")


def _find_dangling_general(shelf: Shelf, norms: set[str]) -> Iterator[Finding]:
    general = shelf.general
    for id, about in [*((c.id, c.about) for c in general.checks), *((g.id, g.about) for g in general.gaps)]:
        if about and about not in norms:
            yield _dangling("checks.yaml", id, "about", about)


def _find_duplicates(shelf: Shelf) -> Iterator[Finding]:
    named = {
        "norm or theme": [
            *((p.file, p.value.id) for p in shelf.norms),
            *((p.file, p.value.id) for p in shelf.themes),
            *(("norms/law", norm.id) for norm in shelf.law.norms),
        ],
        "event": [("norms/law", event.id) for event in shelf.law.events],
        "check": [
            *(("norms/law", check.id) for check in shelf.law.checks),
            *(("checks.yaml", check.id) for check in shelf.general.checks),
        ],
        "gap": [
            *(("norms/law", gap.id) for law in shelf.law.laws.values() for gap in law.gaps),
            *(("checks.yaml", gap.id) for gap in shelf.general.gaps),
        ],
        "list of names": [(p.file, p.value.id) for p in shelf.names],
        "link": [(p.file, p.value.id) for p in shelf.links],
        "source": [(p.file, p.value.id) for p in shelf.references],
        "relation": [(p.file, p.value.id) for p in shelf.relations],
        "group": [(p.file, p.value.id) for p in shelf.groups],
    }
    for what, places in named.items():
        counts = Counter(id for _, id in places)
        for file, id in dict.fromkeys(places):
            if counts[id] > 1:
                yield Finding(file, id, f"This {what} is there {counts[id]} times.", "Keep one.")


def _find_cycles(norms: list[Placed[NormRow]]) -> Iterator[Finding]:
    parents = {placed.value.id: placed.value.parent for placed in norms}
    for placed in norms:
        seen = {placed.value.id}
        above = parents[placed.value.id]
        while above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == placed.value.id:
            yield Finding(placed.file, above, "Its parents lead back to itself.", "Point it to the record above it.")
