"""The building blocks: content in `data/procurement/texts`, one file a part of the work, checked when loaded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError, InputProblem
from scharnier.norms import Library, load_library
from scharnier.norms.shaped_yaml import read_shape

Level = Literal["basis", "significant", "ambitious"]
Effort = Literal["full", "light"]
Reader = Literal["market", "tenderer", "supplier", "buyer"]
LEVELS: tuple[Level, ...] = ("basis", "significant", "ambitious")
# What a text may hold between braces; `assemble` fills them.
PLACES = frozenset({"subject", "subject_kind", "buyer", "value", "decision", "risks", "effort_words"})
Read = TypeVar("Read", bound=BaseModel)
_PLACE = re.compile(r"\{([a-z_]+)\}")


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Shape):
    """A text in both languages; either both are empty or neither."""

    nl: str
    en: str

    def of(self, lang: str) -> str:
        """The text in `nl` or `en`."""
        return self.nl if lang == "nl" else self.en


class Score(Words):
    """What earns a number of points."""

    points: Annotated[int, Field(ge=0, le=10)]


class Table(_Shape):
    """An empty table to fill in."""

    columns: Annotated[tuple[Words, ...], Field(min_length=2, max_length=6)]
    rows: Annotated[int, Field(ge=1, le=20)]


class Block(_Shape):
    """A building block. `level` is None where it does not depend on ambition; `weight_pct` is a proposal, from-to."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)+$")]
    level: Level | None
    effort: Annotated[tuple[Effort, ...], Field(min_length=1)]
    provisions: Annotated[tuple[str, ...], Field(min_length=1)]
    title: Words
    text: Words
    for_buyer: Words
    weight_pct: tuple[int, int] | None = None
    scores: tuple[Score, ...] = ()
    table: Table | None = None


class Part(_Shape):
    """A part of the texts: the phase of the work in which it is used, and who reads it."""

    id: str
    phase: str
    reader: Reader
    title: Words
    lead: Words


class Term(_Shape):
    """When something is due: months or days after (negative: before) a moment; in words where it is neither."""

    months: int | None = None
    days: int | None = None
    moment: Literal["award", "start", "end", "report", "signal"] = Field(alias="from")
    nl: str = ""
    en: str = ""


class _PartsFile(_Shape):
    version: str
    checked_on: date
    terms: dict[str, Term]
    parts: tuple[Part, ...]
    phases: dict[str, Words]
    efforts: dict[Effort, Words]


class _BlocksFile(_Shape):
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Texts:
    """All that ships: parts in the order of the work, and the blocks of each."""

    version: str
    checked_on: date
    parts: tuple[Part, ...]
    phases: Mapping[str, Words]
    terms: Mapping[str, Term]
    efforts: Mapping[Effort, Words]
    blocks: Mapping[str, tuple[Block, ...]]


@cache
def load_texts() -> Texts:
    """The texts that ship. Raises `ContentError` where a file is wrong or names what is not there."""
    return load_texts_from(content_path("procurement/texts"), load_library())


def load_texts_from(folder: Path, library: Library) -> Texts:
    """The texts of a folder. Raises `ContentError`."""
    head = _read(folder / "parts.yaml", _PartsFile)
    blocks = {part.id: _read(folder / f"{part.id}.yaml", _BlocksFile).blocks for part in head.parts}
    strange = {path.stem for path in folder.glob("*.yaml")} - {*blocks, "parts"}
    if strange:
        raise ContentError(f"{min(strange)}.yaml: parts.yaml has no part of that name")
    if lost := [part.id for part in head.parts if part.phase not in head.phases]:
        raise ContentError(f"parts.yaml: the phase of {lost[0]} is not among the phases")
    places = PLACES | {f"term_{name}" for name in head.terms}
    seen: set[str] = set()
    for block in (block for part in blocks.values() for block in part):
        if block.id in seen:
            raise ContentError(f"two blocks are called {block.id}")
        seen.add(block.id)
        _check(block, places, library)
    return Texts(head.version, head.checked_on, head.parts, head.phases, head.terms, head.efforts, blocks)


def _check(block: Block, places: frozenset[str], library: Library) -> None:
    for id in block.provisions:
        if id not in library.norms:
            raise ContentError(f"block {block.id}: {id!r} does not exist in the Library")
    for words in (block.title, block.text, block.for_buyer):
        if bool(words.nl.strip()) != bool(words.en.strip()):
            raise ContentError(f"block {block.id}: a text stands in one language only")
        used = [set(_PLACE.findall(text)) for text in (words.nl, words.en)]
        if used[0] != used[1]:
            raise ContentError(f"block {block.id}: the languages do not fill in the same places")
        if unknown := used[0] - places:
            raise ContentError(f"block {block.id}: nothing fills in {{{min(unknown)}}}")
    points = [score.points for score in block.scores]
    if points != sorted(set(points)):
        raise ContentError(f"block {block.id}: the points of the scoring guide do not rise")


def _read(path: Path, model: type[Read]) -> Read:
    try:
        return read_shape(path.name, path.read_text(encoding="utf-8"), model)[0]
    except (InputProblem, OSError) as problem:
        raise ContentError(str(problem)) from problem
