"""The empty tender list: a workbook with choices to pick from and an explanation, or a CSV with its header."""

import datetime
import io

import xlsxwriter

from scharnier.procurement.annual.content import Column, load_annual_content
from scharnier.report.chain_text import Said
from scharnier.report.xlsx import OPTIONS

ROWS = 2000  # rows in which the choices can be picked
WIDE = 66  # characters in a line of the explanation


def render_template_csv(lang: str) -> bytes:
    """The header, with the byte order mark that spreadsheet programs need."""
    return ("\ufeff" + ";".join(_name(column, lang) for column in _columns()) + "\r\n").encode()


def render_template_xlsx(lang: str) -> bytes:
    """The workbook."""
    say = Said(lang)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    year, month = load_annual_content().version.rpartition("-")[2].split(".")[:2]
    book.set_properties({"created": datetime.datetime(int(year), int(month), 1, tzinfo=datetime.UTC)})
    head = book.add_format(
        {"bold": True, "bg_color": "#0b4a57", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}
    )
    text, wrap = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "valign": "top"})
    day, money = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
    page = book.add_worksheet(say("Aanbestedingen", "Tenders"))
    page.set_row(0, 45)
    for at, column in enumerate(_columns()):
        page.write_string(0, at, _name(column, lang), head)
        # A day or "no" is written as text, so that both fit; a code that begins with 0 must stay whole.
        style = {"day": day, "money": money}.get(column.kind, text)
        page.set_column(at, at, 34 if column.id in ("title", "note") else 20 if column.answers else 14, style)
        if column.kind == "choice":
            answers = [_said(column, id, lang) for id in column.answers]
            # The help shows beside the cell; a spreadsheet takes 255 characters of it.
            page.data_validation(
                1,
                at,
                ROWS,
                at,
                {
                    "validate": "list",
                    "source": answers,
                    "error_type": "warning",
                    "input_message": _help(column, lang)[:255],
                },
            )
        elif column.kind != "text":
            message = {"validate": "any", "input_message": _help(column, lang)[:255]}
            page.data_validation(1, at, ROWS, at, message)
    page.freeze_panes(1, 2)
    told = book.add_worksheet(say("Uitleg", "Explanation"))
    told.set_column(0, 0, 26)
    told.set_column(1, 2, WIDE + 4)
    for at, name in enumerate((say("Kolom", "Column"), say("Wat", "What"), say("Antwoorden", "Answers"))):
        told.write_string(0, at, name, head)
    for row, column in enumerate(_columns(), start=1):
        told.write_string(row, 0, _name(column, lang), wrap)
        told.write_string(row, 1, _help(column, lang), wrap)
        many = (
            say(" (meer mag, met ; ertussen)", " (more than one, with ; between them)")
            if column.kind == "choices"
            else ""
        )
        said = "; ".join(_said(column, id, lang) for id in column.answers) + many
        told.write_string(row, 2, said, wrap)
        # Office programs differ in whether they make a row as high as its text: so it is said.
        told.set_row(row, 15 * max(1, *(-(-len(text) // WIDE) for text in (_help(column, lang), said))))
    last = say(
        "Laat leeg wat u niet weet: leeg is niet bekend, nooit nee.",
        "Leave empty what you do not know: empty is not known, never no.",
    )
    told.write_string(len(_columns()) + 2, 1, last)
    for sheet in (page, told):
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()


def _columns() -> tuple[Column, ...]:
    return tuple(load_annual_content().columns.values())


def _name(column: Column, lang: str) -> str:
    return column.names.nl if lang == "nl" else column.names.en


def _said(column: Column, id: str, lang: str) -> str:
    words = column.answers[id]
    return words.nl if lang == "nl" else words.en


def _help(column: Column, lang: str) -> str:
    return column.help.nl if lang == "nl" else column.help.en
