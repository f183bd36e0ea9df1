"""Put the texts for one tender together: the blocks that fit it, filled in, one document for each kind of reader."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scharnier.procurement.texts.blocks import Block, Effort, Level, Part, Reader, Term, Texts

READERS: tuple[Reader, ...] = ("tenderer", "buyer", "market", "supplier")
_PLACE = re.compile(r"\{([a-z_]+)\}")
_MOMENTS = {
    "award": ("de gunning", "the award"),
    "start": ("de ingang van de overeenkomst", "the start of the contract"),
    "end": ("het einde van de overeenkomst", "the end of the contract"),
    "report": ("het vorige verslag", "the previous report"),
    "signal": ("het signaal", "the signal"),
}


@dataclass(frozen=True)
class Purchase:
    """What is bought, as the texts speak of it; every text is in the language of the draft.

    Attributes:
        subject: what is delivered, as "de werkkleding"; subject_kind the same without article.
        value: the estimate in words, or that it is not known.
        decision: the outcome of the test whether ISV is mandatory, in one sentence.
        risks: ranked risks, each one line with its source; empty where no source speaks, which the text says.
        silent: what stands there when `risks` is empty.
    """

    subject: str
    subject_kind: str
    buyer: str
    value: str
    decision: str
    risks: tuple[str, ...]
    silent: str


@dataclass(frozen=True)
class Chosen:
    """What the buyer chose: how much effort, up to which level of award criterion, which parts (empty: all)."""

    effort: Effort
    level: Level
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filled:
    """A block filled in: paragraphs and lists as lines, where a line that begins with "- " is an item."""

    block: Block
    title: str
    lines: tuple[str, ...]
    note: str
    columns: tuple[str, ...]
    rows: int
    scores: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Section:
    """A part of a document."""

    part: Part
    title: str
    phase: str
    lead: str
    blocks: tuple[Filled, ...]


@dataclass(frozen=True)
class Draft:
    """The texts for one tender, by reader."""

    lang: str
    documents: Mapping[Reader, tuple[Section, ...]]
    left_out: tuple[str, ...]


def assemble(texts: Texts, purchase: Purchase, chosen: Chosen, lang: str) -> Draft:
    """The documents, each with its sections in the order of the work. `left_out` names the blocks that do not fit."""
    words = _places(texts, purchase, chosen, lang)
    documents: dict[Reader, list[Section]] = {reader: [] for reader in READERS}
    left_out: list[str] = []
    for part in texts.parts:
        if chosen.parts and part.id not in chosen.parts:
            left_out += [block.id for block in texts.blocks[part.id]]
            continue
        fitting = [block for block in texts.blocks[part.id] if fits(block, part, chosen)]
        left_out += [block.id for block in texts.blocks[part.id] if block not in fitting]
        if fitting:
            filled = tuple(_fill(block, words, purchase, lang) for block in fitting)
            phase = texts.phases[part.phase].of(lang)
            documents[part.reader].append(Section(part, part.title.of(lang), phase, part.lead.of(lang), filled))
    made = {reader: tuple(sections) for reader, sections in documents.items() if sections}
    return Draft(lang, made, tuple(left_out))


def fits(block: Block, part: Part, chosen: Chosen) -> bool:
    """Whether a block is used. Of award criteria only the level chosen; of other parts all levels up to it."""
    if chosen.effort not in block.effort:
        return False
    order: tuple[Level, ...] = ("basis", "significant", "ambitious")
    if block.level is None:
        return True
    if part.id == "award":
        return block.level == chosen.level
    return order.index(block.level) <= order.index(chosen.level)


def say_term(term: Term, lang: str) -> str:
    """A term in words: "uiterlijk 3 maanden na de ingang van de overeenkomst"."""
    own = term.nl if lang == "nl" else term.en
    if own:
        return own
    moment = _MOMENTS[term.moment][lang == "en"]
    count = term.months if term.months is not None else term.days or 0
    size = abs(count)
    if lang == "nl":
        unit = ("maand" if size == 1 else "maanden") if term.months is not None else ("dag" if size == 1 else "dagen")
        return f"uiterlijk {size} {unit} {'voor' if count < 0 else 'na'} {moment}"
    unit = ("month" if size == 1 else "months") if term.months is not None else ("day" if size == 1 else "days")
    return f"at the latest {size} {unit} {'before' if count < 0 else 'after'} {moment}"


def _places(texts: Texts, purchase: Purchase, chosen: Chosen, lang: str) -> dict[str, str]:
    terms = {f"term_{name}": say_term(term, lang) for name, term in texts.terms.items()}
    return terms | {
        "subject": purchase.subject,
        "subject_kind": purchase.subject_kind,
        "buyer": purchase.buyer,
        "value": purchase.value,
        "decision": purchase.decision,
        "effort_words": texts.efforts[chosen.effort].of(lang),
    }


def _fill(block: Block, words: Mapping[str, str], purchase: Purchase, lang: str) -> Filled:
    return Filled(
        block=block,
        title=block.title.of(lang),
        lines=tuple(_lines(block.text.of(lang), words, purchase)),
        note=block.for_buyer.of(lang),
        columns=tuple(column.of(lang) for column in block.table.columns) if block.table else (),
        rows=block.table.rows if block.table else 0,
        scores=tuple((score.points, score.of(lang)) for score in block.scores),
    )


def _lines(text: str, words: Mapping[str, str], purchase: Purchase) -> Sequence[str]:
    """The lines of a text filled in. What a user wrote goes in as it is: braces in it are not filled in again."""
    made: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if line == "{risks}":
            made += [f"- {risk}" for risk in purchase.risks] or [purchase.silent]
        elif line:
            made.append(_PLACE.sub(lambda place: words[place[1]], line))
    return made
