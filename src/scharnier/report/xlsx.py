"""report.xlsx: everything in the assessment as tables to sort and filter; numbers are numbers, text is only text."""

import datetime
import io
import math
from collections.abc import Callable, Sequence

import xlsxwriter

from scharnier.analytics.assessment import Assessment
from scharnier.report.sheets import Cell, Sheet, build_sheets
from scharnier.report.texts import Texts
from scharnier.report.words import load_wording

LONGEST = 32_767  # characters a cell can hold
WIDEST, WIDEST_OF_TWO = 60, 100  # characters; a sheet of two columns has room
LINE = 15.0  # points
MOST_LINES, MOST_LINES_OF_TWO = 3, 20  # of a row; the cell holds the whole text
# Nothing that stands in a ledger or a source may become a formula or a link.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
NUMBER_FORMATS = {"money": "#,##0.00", "share": "0.00%", "whole": "0", "year": "0", "exact": "0.000000"}


def render_xlsx(assessment: Assessment) -> bytes:
    """The workbook; the same assessment gives the same bytes (its date is that of the assessment)."""
    words = load_wording(assessment)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    on = assessment.settings.assessed_on
    book.set_properties(
        {
            "title": assessment.title,
            "author": f"Scharnier {assessment.releases.scharnier}",
            "created": datetime.datetime(on.year, on.month, on.day, tzinfo=datetime.UTC),
        }
    )
    write = sheet_writer(book, words.t, assessment.input.currency)
    for sheet in build_sheets(words):
        write(sheet)
    book.close()
    return buffer.getvalue()


def sheet_writer(book: xlsxwriter.Workbook, t: Texts, currency: str) -> Callable[[Sheet], None]:
    """A function that adds a sheet to a workbook in our style; heads of money name `currency`."""
    head = book.add_format(
        {"bold": True, "bg_color": "#0b4a57", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}
    )
    text = book.add_format({"text_wrap": True, "valign": "top"})
    formats = {
        kind: book.add_format({"num_format": pattern, "valign": "top"}) for kind, pattern in NUMBER_FORMATS.items()
    }
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})

    cut = t("cut")

    def put(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Cell, kind: str) -> None:
        if value is None or value == "":
            return
        if isinstance(value, datetime.date):
            page.write_datetime(row, column, datetime.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        elif isinstance(value, (int, float)):
            page.write_number(row, column, value, formats.get(kind, formats["whole"]))
        else:
            page.write_string(row, column, value if len(value) <= LONGEST else value[: LONGEST - len(cut)] + cut, text)

    def write(sheet: Sheet) -> None:
        page = book.add_worksheet(sheet.name)
        heads = [f"{name} ({currency})" if kind == "money" else name for name, kind in sheet.heads]
        widths = [_width(sheet, column, name) for column, name in enumerate(heads)]
        page.set_row(0, LINE * _lines(heads, widths, MOST_LINES))
        for column, name in enumerate(heads):
            page.write_string(0, column, name, head)
            page.set_column(column, column, widths[column])
        most = MOST_LINES_OF_TWO if len(heads) == 2 else MOST_LINES
        for row, cells in enumerate(sheet.rows, 1):
            # Office programs differ in whether they make a row as high as its text: so it is said.
            page.set_row(row, LINE * _lines(cells, widths, most))
            for column, value in enumerate(cells):
                kind = sheet.heads[column][1]
                put(page, row, column, value, sheet.kinds.get(row - 1, kind))
        page.freeze_panes(1, 0)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)

    return write


def _width(sheet: Sheet, column: int, name: str) -> float:
    """Wide enough for the head and most cells, in characters."""
    if sheet.heads[column][1] != "text":
        return max(12.0, min(len(name) * 0.7 + 2, 20.0))
    longest = max((len(str(row[column])) for row in sheet.rows[:200] if row[column] is not None), default=0)
    widest = WIDEST_OF_TWO if len(sheet.heads) == 2 else WIDEST
    return float(max(10, min(max(longest, len(name)) + 2, widest)))


def _lines(cells: Sequence[Cell], widths: Sequence[float], most: int) -> int:
    """How many lines the longest text of a row takes."""
    needed = [math.ceil(len(cell) / width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)]
    return min(max(needed, default=1) or 1, most)
