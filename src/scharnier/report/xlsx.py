"""report.xlsx: everything in the assessment as tables to sort and filter; numbers are numbers, text is only text."""

import datetime
import io
from collections.abc import Callable

import xlsxwriter

from scharnier.analytics.assessment import Assessment
from scharnier.report.sheets import Cell, Sheet, build_sheets
from scharnier.report.texts import Texts
from scharnier.report.words import load_wording

LONGEST = 32_767  # characters a cell can hold
WIDEST = 60
# Nothing that stands in a ledger or a source may become a formula or a link.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
NUMBER_FORMATS = {"money": "#,##0.00", "share": "0.0%", "whole": "0", "year": "0", "exact": "0.000000"}


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
    write = _writer(book, words.t)
    for sheet in build_sheets(words):
        write(sheet)
    book.close()
    return buffer.getvalue()


def _writer(book: xlsxwriter.Workbook, t: Texts) -> Callable[[Sheet], None]:
    head = book.add_format(
        {"bold": True, "bg_color": "#0b4a57", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}
    )
    text = book.add_format({"text_wrap": True, "valign": "top"})
    formats = {
        kind: book.add_format({"num_format": pattern, "valign": "top"}) for kind, pattern in NUMBER_FORMATS.items()
    }
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})

    def put(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Cell, kind: str) -> None:
        if value is None:
            return
        if isinstance(value, datetime.date):
            page.write_datetime(row, column, datetime.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        elif isinstance(value, (int, float)):
            page.write_number(row, column, value, formats.get(kind, formats["whole"]))
        else:
            cut = t("cut")
            page.write_string(row, column, value if len(value) <= LONGEST else value[: LONGEST - len(cut)] + cut, text)

    def write(sheet: Sheet) -> None:
        page = book.add_worksheet(sheet.name)
        for column, (name, kind) in enumerate(sheet.heads):
            page.write_string(0, column, name, head)
            page.set_column(column, column, _width(sheet, column, name, kind))
        for row, cells in enumerate(sheet.rows, 1):
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


def _width(sheet: Sheet, column: int, name: str, kind: str) -> float:
    """Wide enough for the head and most cells, in characters."""
    if kind != "text":
        return max(12.0, min(len(name) * 0.7 + 2, 20.0))
    longest = max((len(str(row[column])) for row in sheet.rows[:200] if row[column] is not None), default=0)
    return float(max(10, min(max(longest, len(name)) + 2, WIDEST)))
