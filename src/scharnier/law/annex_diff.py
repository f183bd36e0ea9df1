"""What came on the list of products of the deforestation regulation, and what went, between two dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scharnier.law.eudr_annex import AnnexEntry, list_annex

EUDR = "eudr-2023"


@dataclass(frozen=True)
class EntryChange:
    """An entry that is on one list only, or on both with another reach. `old` and `new` are None where absent.

    `related`: entries of the other list that cover the same goods in whole or in part, so that a code that was only
    divided anew does not look as if its goods left the list.
    """

    old: AnnexEntry | None
    new: AnnexEntry | None
    related: tuple[AnnexEntry, ...] = ()

    @property
    def sort(self) -> str:
        """`new`, `deleted` or `changed`."""
        return "new" if self.old is None else "deleted" if self.new is None else "changed"

    @property
    def entry(self) -> AnnexEntry:
        """The entry as it is, or was."""
        entry = self.new or self.old
        if entry is None:
            raise ValueError("a change without an entry")
        return entry


def diff_annex(law: str, old_on: date, new_on: date) -> tuple[EntryChange, ...]:
    """The entries that differ between two dates, by commodity and code; none for any other law (id)."""
    if law != EUDR:
        return ()
    old = {(entry.commodity, entry.stem): entry for entry in list_annex(old_on)}
    new = {(entry.commodity, entry.stem): entry for entry in list_annex(new_on)}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before and after:
            if _reach(before) != _reach(after):
                changes.append(EntryChange(before, after))
        elif after:
            changes.append(EntryChange(None, after, _related(after, old.values())))
        elif before:
            changes.append(EntryChange(before, None, _related(before, new.values())))
    return tuple(changes)


def _reach(entry: AnnexEntry) -> object:
    """What of the code counts; how sure we are of it does not matter here."""
    return entry.part, frozenset((condition.kind, condition.values) for condition in entry.conditions)


def _related(entry: AnnexEntry, others: Iterable[AnnexEntry]) -> tuple[AnnexEntry, ...]:
    return tuple(
        other
        for other in others
        if other.commodity == entry.commodity and (other.covers(entry.stem) or entry.covers(other.stem))
    )
