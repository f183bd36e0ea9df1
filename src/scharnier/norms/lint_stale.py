"""What was checked too long ago on a date. Whether that is an error or a warning is for who asks."""

from collections.abc import Iterator
from datetime import date

from scharnier.norms.calendar import MONTHS_GAP, MONTHS_LAW, MONTHS_OTHER, add_months, root_of
from scharnier.norms.finding import Finding
from scharnier.norms.library import Library

REMEDY = "Look at the source again and set `checked_on`."


def find_stale(library: Library, on: date) -> Iterator[Finding]:
    """One finding for each law, instrument, comparison and gap that should have been seen again before `on`."""
    oldest: dict[str, date] = {}
    for norm in library.norms.values():
        root = root_of(library.norms, norm)
        oldest[root] = min(oldest.get(root, norm.checked_on), norm.checked_on)
    for law in library.laws.values():
        days = [w.checked_on for p in law.provisions.values() for w in p.wordings]
        days += [v.checked_on for p in law.parameters.values() for v in p.values]
        oldest[law.id] = min([oldest[law.id], *days])
    for id, checked in oldest.items():
        months = MONTHS_LAW if id in library.laws else MONTHS_OTHER
        yield from _late("norms", id, checked, months, on)
    for id, alignment in library.alignments.items():
        yield from _late("norms/alignment", id, alignment.checked_on, MONTHS_LAW, on)
    for gap in (*(gap for law in library.laws.values() for gap in law.gaps), *library.gaps):
        yield from _late("norms", gap.id, gap.last_looked_on, MONTHS_GAP, on)


def _late(file: str, record: str, checked: date, months: int, on: date) -> Iterator[Finding]:
    due = add_months(checked, months)
    if due < on:
        yield Finding(file, record, f"Last checked on {checked}, due again on {due}.", REMEDY)
