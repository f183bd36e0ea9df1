"""A law on a date beside the OECD norms and the UN Guiding Principles: element by element, never one score."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.errors import InputProblem
from scharnier.law.duties import list_actions, list_duties
from scharnier.norms import Library
from scharnier.norms.alignment_records import Alignment, Deviation, Element, Judgement
from scharnier.norms.law_records import Law, TextVersion


@dataclass(frozen=True)
class ElementRow:
    """An element and how the text stands to it; None where nobody judged that text on that element."""

    element: Element
    judgement: Judgement | None


@dataclass(frozen=True)
class AlignmentView:
    """One text of a law beside the norm."""

    law: Law
    text: TextVersion
    alignment: Alignment
    rows: tuple[ElementRow, ...]


@dataclass(frozen=True)
class JudgementChange:
    """An element on which two texts of a law were judged differently."""

    element: Element
    old: Judgement
    new: Judgement


def align(library: Library, law: str, on: date, text: str | None = None) -> AlignmentView:
    """The law (id or name) as it read on a date, or a text by id (`proposal-2022`), beside the norm.

    Raises `InputProblem` for an unknown law or text, a date without a text in force, or a law nobody compared.
    """
    found = library.law(law)
    alignment = _alignment(library, found)
    version = find_text(found, on, text)
    rows = tuple(ElementRow(e, e.judgements.get(version.id)) for e in alignment.elements.values())
    return AlignmentView(found, version, alignment, rows)


def named_deviations(library: Library, law: str) -> tuple[Deviation, ...]:
    """The deviations from the norm that others named in a law, with what became of each.

    Raises `InputProblem` where there are none.
    """
    found = library.law(law)
    deviations = _alignment(library, found).deviations
    if not deviations:
        names = ", ".join(library.laws[id].name for id, one in library.alignments.items() if one.deviations)
        raise InputProblem(f"nobody named deviations of {found.name} that we know of.", f"There are some for: {names}.")
    return deviations


def find_text(law: Law, on: date, text: str | None = None) -> TextVersion:
    """The text of a law with an id, or the one that was law on a date. Raises `InputProblem` where there is none."""
    known = ", ".join(f"{version.id} (from {version.valid_from})" for version in law.versions)
    if text is not None:
        for version in law.versions:
            if version.id == text.strip().casefold():
                return version
        raise InputProblem(f"{law.name} has no text {text!r}.", f"Texts we know: {known}.")
    in_force = law.version(on)
    if in_force is None:
        raise InputProblem(f"no text of {law.name} was law on {on}.", f"Use --on or --text. Texts we know: {known}.")
    return in_force


def list_judgement_changes(alignment: Alignment, old: str, new: str) -> tuple[JudgementChange, ...]:
    """The elements on which two texts were judged differently: another relation, another size, or, where a size is
    not known, another content. An element that one of the two was not judged on is left out: nothing can be said.
    """
    out = []
    for element in alignment.elements.values():
        before, after = element.judgements.get(old), element.judgements.get(new)
        if before and after and _differ(before, after):
            out.append(JudgementChange(element, before, after))
    return tuple(out)


def _differ(before: Judgement, after: Judgement) -> bool:
    if before.relation != after.relation:
        return True
    if before.size is None or after.size is None:
        return before.says["en"] != after.says["en"]
    return (before.size, before.size_from) != (after.size, after.size_from)


def _alignment(library: Library, law: Law) -> Alignment:
    if law.id not in library.alignments:
        names = ", ".join(library.laws[id].name for id in library.alignments)
        raise InputProblem(f"{law.name} has not been put beside the norm yet.", f"Use one of: {names}.")
    return library.alignments[law.id]


@dataclass(frozen=True)
class Coverage:
    """How much of the six steps a law asks on a date: per step the asked actions and how close the closest one is."""

    law: Law
    steps: Mapping[str, "StepCoverage"]  # "1".."6"


@dataclass(frozen=True)
class StepCoverage:
    """`asked`: the numbers of the actions a duty asks; `whole`: those of them that a duty asks in full or more."""

    actions: tuple[str, ...]
    asked: tuple[str, ...]
    whole: tuple[str, ...]

    @property
    def mark(self) -> str:
        """`X`: a duty on every action of the step; `p`: on some; `-`: on none."""
        if not self.asked:
            return "-"
        return "X" if self.asked == self.actions else "p"


def calc_coverage(library: Library, on: date, laws: Sequence[str] | None = None) -> tuple[Coverage, ...]:
    """Per law with duties on a date the OECD actions that these ask. Counts what is asked, not how well."""
    names = [law.id for law in library.laws.values()] if laws is None else [library.law(name).id for name in laws]
    return tuple(_coverage(library, library.laws[id], on) for id in names if list_duties(library, on, id))


def _coverage(library: Library, law: Law, on: date) -> Coverage:
    asks = [ask for duty in list_duties(library, on, law.id) for ask in duty.asks]
    asked = {ask.action for ask in asks}
    whole = {ask.action for ask in asks if ask.relation in ("equal", "wider") and ask.leaves_out is None}
    steps: dict[str, list[str]] = {}
    for number, id in _numbers(library):
        steps.setdefault(number.partition(".")[0], []).append(id)

    def numbers(ids: list[str], among: set[str]) -> tuple[str, ...]:
        return tuple(id.partition(":")[2] for id in ids if id in among)

    return Coverage(
        law,
        {s: StepCoverage(numbers(ids, set(ids)), numbers(ids, asked), numbers(ids, whole)) for s, ids in steps.items()},
    )


def _numbers(library: Library) -> Iterator[tuple[str, str]]:
    for action in list_actions(library):
        yield action.id.partition(":")[2], action.id
