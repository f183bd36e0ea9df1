"""What a document holds, whatever the file it becomes."""

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Heading:
    """A heading below the title; `level` 1 is a chapter, 2 a section."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list without order."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A word to whoever edits the document, set apart: to be deleted before it goes out. `label` begins it."""

    label: str
    text: str


PAGE_CM = 16.5  # what a table may take of the width of a page


@dataclass(frozen=True)
class Table:
    """A table: `head` names the columns, the rows have as many cells; empty cells are there to be filled in."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """The width of each column in cm: wider where there is more to read, equal where all is to be filled in."""
        longest = [max(len(row[at]) for row in (self.head, *self.rows)) for at in range(len(self.head))]
        shares = [length**0.5 for length in longest] if any(any(row) for row in self.rows) else [1.0] * len(longest)
        return tuple(round(PAGE_CM * share / sum(shares), 2) for share in shares)


Piece = Heading | Paragraph | Items | Note | Table


@dataclass(frozen=True)
class Document:
    """A document: `facts` are named values below the title, `foot` stands small at the end; `made_on` is its date."""

    title: str
    lang: str
    made_on: date
    facts: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    foot: tuple[str, ...]


def drop_illegal(part: Any) -> Any:
    """The document, or a part of it, without characters that XML cannot hold, such as the null character."""
    if isinstance(part, str):
        return ILLEGAL.sub("", part)
    if isinstance(part, tuple):
        return tuple(drop_illegal(each) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: drop_illegal(getattr(part, field.name)) for field in fields(part)})
    return part
