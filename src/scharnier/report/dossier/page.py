"""What a report on a dossier holds, whatever the file it becomes: sections of text, tables, pictures and actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from scharnier.kernel.outcome import Verdict
from scharnier.report.documents.shape import Heading, Items, Note, Paragraph

Cell = str | int | float | date | Verdict | None
TEXT, WHOLE, DAY = "text", "whole", "day"


@dataclass(frozen=True)
class Grid:
    """A table and a sheet of the workbook: `heads` are (name, kind), the first cell of a row names the row.

    `look` names a style of the template.

    The page shows `shown` rows and paper `printed`; the workbook has all. `name` is that of the sheet. A grid that is
    `aside` stands in the workbook alone. Without rows `empty` is said.
    """

    name: str
    caption: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""
    shown: int = 500
    printed: int = 60
    aside: bool = False
    look: str = ""


@dataclass(frozen=True)
class Figure:
    """A picture, wide and narrow, with the table that says the same."""

    ident: str
    caption: str
    drawings: tuple[Markup, Markup]
    grid: Grid
    note: str = ""


@dataclass(frozen=True)
class Deed:
    """Something to do: what, why, and facts about it (name, value)."""

    what: str
    why: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Deeds:
    """What is to be done, the most important first."""

    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Tiles:
    """Figures that sum up: value, what it is, what to know with it."""

    tiles: tuple[tuple[str, str, str], ...]


Piece = Heading | Paragraph | Items | Note | Grid | Figure | Deeds | Tiles


@dataclass(frozen=True)
class Section:
    """A chapter of the page; `ident` is unique in it."""

    ident: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Page:
    """A report: `kind` (glance, statement, board, supervisor), `facts` stand below the title, `lead` is the answer,
    `callout` what must be read with it, `foot` stands at the end."""

    kind: str
    lang: str
    title: str
    eyebrow: str
    on: date
    facts: tuple[tuple[str, str], ...]
    lead: str
    callout: str
    sections: tuple[Section, ...]
    foot: tuple[str, ...]

    def grids(self) -> Iterator[Grid]:
        """All tables in the order in which they are read."""
        for section in self.sections:
            for piece in section.pieces:
                if isinstance(piece, Grid):
                    yield piece
                elif isinstance(piece, Figure):
                    yield piece.grid
