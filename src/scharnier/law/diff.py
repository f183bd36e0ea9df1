"""What changed in a law between two dates, sorted by what it means for a company."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.errors import InputProblem
from scharnier.law.alignment import JudgementChange, list_judgement_changes
from scharnier.law.annex_diff import EntryChange, diff_annex
from scharnier.law.timeline import in_order
from scharnier.norms import Library
from scharnier.norms.law_records import Event, Law, Parameter, Provision, TextVersion, Value, Wording
from scharnier.norms.records import Text

# What it means for a company, in the order in which people ask; kinds of provisions that say so.
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "who": ("scope", "definition", "annex"),
    "what": ("duty",),
    "when": ("date",),
    "else": ("supervision", "sanction", "liability"),
    "help": ("support",),
    "rest": ("parameter",),
}


@dataclass(frozen=True)
class FigureChange:
    """A figure that changed; None on a side where there was none. `meaning` is a key of `MEANINGS`."""

    parameter: Parameter
    provision: Provision
    old: Value | None
    new: Value | None
    meaning: str


@dataclass(frozen=True)
class ProvisionChange:
    """A provision whose wording changed. `sort` is new, changed, deleted or unrecorded (its old words are not known).

    `changes` are the notes on each change between the two dates, oldest first; `ending` is the gist of a deletion.
    """

    provision: Provision
    sort: str
    old: Wording | None
    new: Wording | None
    changes: tuple[Text, ...]
    ending: Text | None
    meaning: str


@dataclass(frozen=True)
class LawDiff:
    """Everything that differs in a law between two dates. A text is None on a date without one in force; of a bill it
    is the text proposed then."""

    law: Law
    old_on: date
    new_on: date
    old_text: TextVersion | None
    new_text: TextVersion | None
    figures: tuple[FigureChange, ...]
    provisions: tuple[ProvisionChange, ...]
    events: tuple[Event, ...]
    judgements: tuple[JudgementChange, ...]
    annex: tuple[EntryChange, ...] = ()

    @property
    def unrecorded(self) -> tuple[ProvisionChange, ...]:
        """Provisions of which it is not known what they said before."""
        return tuple(one for one in self.provisions if one.sort == "unrecorded")

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the law itself changed."""
        return not (self.figures or self.provisions or self.annex)


def diff_law(library: Library, law: str, old_on: date, new_on: date) -> LawDiff:
    """What changed between two dates in a law (id or name).

    Raises `InputProblem` for an unknown law, dates in the wrong order, or where there was neither a text nor an event.
    """
    found = library.law(law)
    if new_on <= old_on:
        raise InputProblem(f"--to {new_on} is not after --from {old_on}.", "Give the earlier date first.")
    old, new = _text(found, old_on), _text(found, new_on)
    events = _events(library, found, old_on, new_on)
    if old is None and new is None and not events:
        first = f"Its first text is of {found.versions[0].valid_from}."
        raise InputProblem(f"there was no text of {found.name} on {old_on} or {new_on}, and nothing happened.", first)
    alignment = library.alignments.get(found.id)
    judged = list_judgement_changes(alignment, old.id, new.id) if alignment and old and new and old != new else ()
    return LawDiff(
        law=found,
        old_on=old_on,
        new_on=new_on,
        old_text=old,
        new_text=new,
        figures=tuple(_figures(found, old_on, new_on)),
        provisions=tuple(_provisions(found, old_on, new_on)),
        events=events,
        judgements=judged,
        annex=diff_annex(found.id, old_on, new_on),
    )


def _text(law: Law, on: date) -> TextVersion | None:
    """The text that was law on a day; of what never was law (a bill) the text that was proposed."""
    if any(version.status == "law" for version in law.versions):
        return law.version(on)
    known = (v for v in law.versions if v.valid_from <= on and (v.valid_to is None or on <= v.valid_to))
    return next(known, None)


def _figures(law: Law, old_on: date, new_on: date) -> Iterable[FigureChange]:
    had_text = _text(law, old_on) is not None
    for parameter in law.parameters.values():
        old, new = parameter.value(old_on), parameter.value(new_on)
        if old is None and had_text and parameter.values[0].older_unrecorded:
            continue
        if (old.amount if old else None) != (new.amount if new else None):
            provision = law.provisions[parameter.provision]
            meaning = "when" if parameter.unit == "date" else _meaning(provision)
            yield FigureChange(parameter, provision, old, new, meaning)


def _provisions(law: Law, old_on: date, new_on: date) -> Iterable[ProvisionChange]:
    had_text = _text(law, old_on) is not None
    for provision in law.provisions.values():
        old, new = provision.wording(old_on), provision.wording(new_on)
        if old == new:
            continue
        between = [w for w in provision.wordings if old_on < w.valid_from <= new_on]
        sort = "new" if old is None else "deleted" if new is None else "changed"
        if old is None and had_text and provision.wordings[0].older_unrecorded:
            sort = "unrecorded"
        notes = tuple(w.change for w in between if w.change)
        ending = next((w.gist for w in reversed(between) if w.deleted), None) if new is None else None
        yield ProvisionChange(provision, sort, old, new, notes, ending, _meaning(provision))


def _events(library: Library, law: Law, old_on: date, new_on: date) -> tuple[Event, ...]:
    kept = (e for e in library.events if e.law == law.id and e.on.last > old_on and e.on.first <= new_on)
    return in_order(kept)


def _meaning(provision: Provision) -> str:
    return next(meaning for meaning, kinds in MEANINGS.items() if provision.kind in kinds)
