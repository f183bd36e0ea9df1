"""A report on a dossier as HTML, PDF, XLSX and JSON: four files that say the same."""

import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import xlsxwriter
from markupsafe import Markup

from scharnier.kernel.outcome import Verdict
from scharnier.report.documents.shape import ILLEGAL, Heading, Items, Note, Paragraph
from scharnier.report.dossier.names import SYMBOLS, Names
from scharnier.report.dossier.page import TEXT, WHOLE, Cell, Deeds, Figure, Grid, Page, Tiles
from scharnier.report.pdf import PdfUnavailable, render_pdf
from scharnier.report.sheets import Cell as SheetCell
from scharnier.report.sheets import Sheet
from scharnier.report.templating import load_templates
from scharnier.report.texts import load_texts
from scharnier.report.xlsx import OPTIONS, sheet_writer

KINDS = {
    Heading: "heading",
    Paragraph: "paragraph",
    Items: "items",
    Note: "note",
    Grid: "grid",
    Figure: "figure",
    Deeds: "deeds",
    Tiles: "tiles",
}
LONGEST_CELL = 1200  # letters of a cell on a page; the workbook has all
LONGEST_WORD = 26  # letters that a column has room for
LONGEST_NAME = 31  # characters of the name of a sheet


def output_files(page: Page, data: Mapping[str, Any], names: Names, *, pdf: bool) -> tuple[dict[str, bytes], list[str]]:
    """The files of a report by name, and warnings (a PDF that this computer cannot make)."""
    html = render_html(page, names)
    made = {
        f"{page.kind}.html": html.encode(),
        f"{page.kind}.json": render_json(data),
        f"{page.kind}.xlsx": render_xlsx(page, names),
    }
    if not pdf:
        return made, []
    try:
        return made | {f"{page.kind}.pdf": render_pdf(html)}, []
    except PdfUnavailable as problem:
        return made, [str(problem)]


def render_html(page: Page, names: Names) -> str:
    """The page: one file without scripts that asks nothing of the network."""
    sections = [
        (section, [(KINDS[type(piece)], piece) for piece in section.pieces if not getattr(piece, "aside", False)])
        for section in page.sections
    ]
    template = load_templates().get_template("dossier.html.j2")
    day = names.day(page.on)
    made = template.render(page=page, sections=sections, css=_css(), say=names, day=day, cells=_cells(names))
    return ILLEGAL.sub("", made)


def render_xlsx(page: Page, names: Names) -> bytes:
    """The workbook: an overview, then each table as a sheet with all its rows; equal in, equal out."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    created = datetime(page.on.year, page.on.month, page.on.day, tzinfo=UTC)
    book.set_properties({"title": ILLEGAL.sub("", page.title), "author": "Scharnier", "created": created})
    write = sheet_writer(book, load_texts(names.lang), "EUR")
    write(_overview(page, names))
    used = {names.t("overview").casefold()}
    for grid in page.grids():
        rows = [[_plain(cell, names) for cell in row] for row in grid.rows]
        heads = [(name, WHOLE if kind == WHOLE else TEXT) for name, kind in grid.heads]
        write(Sheet(_sheet_name(grid.name, used), heads, rows))
    book.close()
    return buffer.getvalue()


def render_json(data: Mapping[str, Any]) -> bytes:
    """Data for programs: UTF-8, days as 2026-11-20, stable to the byte."""
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False, default=str) + "\n").encode(
        "utf-8", "replace"
    )


def mark_verdict(verdict: Verdict, names: Names) -> Markup:
    """A verdict as symbol, word and colour, none of which stands alone."""
    return Markup('<span class="verdict {}"><span class="sign" aria-hidden="true">{}</span> {}</span>').format(
        verdict.value, SYMBOLS[verdict], names.verdict(verdict)
    )


def _cells(names: Names) -> Callable[[Grid], tuple[list[tuple[str, str]], list[list[str]]]]:
    """Heads and rows of a table as the macro of the house writes them."""

    def shown(cell: Cell) -> str:
        if isinstance(cell, Verdict):
            return mark_verdict(cell, names)
        if cell is None:
            return "–"
        if isinstance(cell, date):
            return names.f.day(cell)
        return _breakable(cell) if isinstance(cell, str) else _number(cell, names)

    def of(grid: Grid) -> tuple[list[tuple[str, str]], list[list[str]]]:
        heads = [(name, "number" if kind == WHOLE else kind) for name, kind in grid.heads]
        return heads, [[shown(cell) for cell in row] for row in grid.rows[: grid.shown]]

    return of


def _breakable(text: str) -> str:
    """A cell of no more than a page holds, in which a word that would push the table off it (an address, a hash) may
    be broken anywhere."""
    if len(text) > LONGEST_CELL:
        text = f"{text[:LONGEST_CELL].rstrip()}…"
    if all(len(word) <= LONGEST_WORD for word in text.split()):
        return text
    return Markup('<span class="long">{}</span>').format(text)


def _number(value: float, names: Names) -> str:
    return names.f.number(value, 0 if float(value).is_integer() else 1)


def _plain(cell: Cell, names: Names) -> SheetCell:
    if isinstance(cell, Verdict):
        return names.verdict(cell)
    return ILLEGAL.sub("", cell) if isinstance(cell, str) else cell


def _overview(page: Page, names: Names) -> Sheet:
    rows: list[tuple[str, SheetCell]] = [(names.t("title"), page.title), (names.t("day"), page.on)]
    rows += list(page.facts)
    rows += [(names.t("answer"), page.lead)]
    rows += [(names.t("read_with_it"), page.callout)] if page.callout else []
    for section in page.sections:
        for piece in section.pieces:
            rows += [(section.title, text) for text in _texts(piece)]
    rows += [(names.t("made_with"), text) for text in page.foot]
    rows = [(name, _plain(value, names)) for name, value in rows]
    return Sheet(names.t("overview"), [(names.t("what"), TEXT), (names.t("content"), TEXT)], rows)


def _texts(piece: object) -> list[str]:
    if isinstance(piece, Paragraph | Note):
        return [piece.text]
    if isinstance(piece, Items):
        return list(piece.texts)
    if isinstance(piece, Deeds):
        return [f"{number}. {deed.what} {deed.why}" for number, deed in enumerate(piece.deeds, 1)]
    if isinstance(piece, Tiles):
        return [f"{value} {name}. {more}" for value, name, more in piece.tiles]
    return []


def _sheet_name(name: str, used: set[str]) -> str:
    """A name that a workbook takes: not too long, without marks that it refuses, once."""
    plain = name.translate(str.maketrans("", "", "[]:*?/\\'"))[:LONGEST_NAME].strip() or "-"
    found, number = plain, 2
    while found.casefold() in used:
        found, number = f"{plain[: LONGEST_NAME - 4]} {number}", number + 1
    used.add(found.casefold())
    return found


@cache
def _css() -> Markup:
    return Markup((files("scharnier.report") / "report.css").read_text("utf-8"))  # noqa: S704 - our own file
