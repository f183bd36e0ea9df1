"""A published id is for ever: the list of ids that were published, and what is missing from the Library."""

from collections.abc import Iterator
from pathlib import Path

from scharnier.norms.export_records import list_records
from scharnier.norms.finding import Finding
from scharnier.norms.library import Library

FILE = "published_ids.txt"
# What others may point at. Gaps and checks go when they are settled; wordings and figures are named by their dates.
LASTING = ("norm", "theme", "group", "relation", "text", "parameter", "event", "source")


def list_ids(library: Library) -> tuple[str, ...]:
    """Every lasting id with its sort, as `norm csddd-2024:15`, in alphabetical order."""
    return tuple(sorted(f"{r.sort} {r.id}" for r in list_records(library) if r.sort in LASTING))


def find_vanished(library: Library, path: Path) -> Iterator[Finding]:
    """Published ids that are no longer there; nothing where there is no list."""
    if not path.is_file():
        return
    there = set(list_ids(library))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#") and line not in there:
            remedy = "Put it back; what is over gets an end date or `deleted`, never another id."
            yield Finding(FILE, f"line {number}, {line}", "This published id is gone.", remedy)
