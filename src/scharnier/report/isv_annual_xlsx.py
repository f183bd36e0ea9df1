"""report.xlsx of the annual report: every table as numbers, and every figure with the tenders behind it."""

import datetime
import io

import xlsxwriter

from scharnier.norms.library import Library
from scharnier.procurement.annual.annual import Annual
from scharnier.report.chain_text import Said
from scharnier.report.isv_annual_asks import all_asks
from scharnier.report.isv_annual_lists import account_table, disagreements_table, issues_table, tenders_table
from scharnier.report.isv_annual_page import headline, warnings_of
from scharnier.report.isv_annual_tables import (
    Table,
    categories_table,
    changes_table,
    phases_tables,
    should_says_shows,
    title_of,
)
from scharnier.report.isv_annual_words import ASKS, word
from scharnier.report.sheets import Cell, Sheet
from scharnier.report.texts import load_texts
from scharnier.report.xlsx import OPTIONS, sheet_writer

LONGEST_NAME = 31  # characters of the name of a sheet
KINDS = {"text": "text", "day": "text", "whole": "whole", "share": "share", "points": "share"}


def render_annual_xlsx(annual: Annual, lang: str, library: Library) -> bytes:
    """The workbook; the same report gives the same bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    on = annual.on
    book.set_properties(
        {
            "title": f"{annual.body}: ISV {annual.year}",
            "author": "Scharnier",
            "created": datetime.datetime(on.year, on.month, on.day, tzinfo=datetime.UTC),
        }
    )
    write = sheet_writer(book, load_texts(lang), "EUR")
    for sheet in build_annual_sheets(annual, lang, library):
        write(sheet)
    book.close()
    return buffer.getvalue()


def build_annual_sheets(annual: Annual, lang: str, library: Library) -> list[Sheet]:
    """All sheets in the order in which they are read."""
    sheets = [_summary(annual, lang)]
    sheets += [
        _sheet(table)
        for table in (should_says_shows(annual, lang), *phases_tables(annual, lang), categories_table(annual, lang))
    ]
    for number, tables in all_asks(annual, lang, library).items():
        sheets += [_sheet(table, f"{number} ") for table in tables if not table.id.startswith("goals") or number == 6]
    sheets += [_sheet(changes_table(annual, lang)), _behind(annual, lang)]
    sheets += [_sheet(make(annual, lang)) for make in (tenders_table, disagreements_table, account_table, issues_table)]
    return sheets


def _summary(annual: Annual, lang: str) -> Sheet:
    say = Said(lang)
    rows: list[tuple[str, Cell]] = [
        (say("Organisatie", "Body"), annual.body),
        (say("Jaar", "Year"), annual.year),
        (say("Stand op", "As of"), annual.on),
        (say("Antwoord", "Answer"), headline(annual, lang)),
        *((say("Lees erbij", "Read with it"), line) for line in warnings_of(annual, lang)),
        (say("Bron", "Source"), f"{annual.source.file} (sha256 {annual.source.sha256})"),
        (say("Regel", "Rule"), annual.rule_version),
        (say("Lijst en cijfers", "List and figures"), annual.content_version),
        *((say(f"Verzoek {number}", f"Ask {number}"), names[lang == "en"]) for number, names in ASKS.items()),
    ]
    return Sheet(say("Overzicht", "Overview"), [(say("Wat", "What"), "text"), (say("Inhoud", "Content"), "text")], rows)


def _sheet(table: Table, before: str = "") -> Sheet:
    heads = [(name, KINDS[kind]) for name, kind in table.heads]
    name = f"{before}{table.title}".translate(str.maketrans("", "", "[]:*?/\\"))  # what a name of a sheet cannot hold
    name = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
    return Sheet(name, heads, [line.cells for line in table.lines])


def _behind(annual: Annual, lang: str) -> Sheet:
    """One row for each figure and tender: filter on a figure to see who is behind it."""
    say = Said(lang)
    heads = [
        (say("Cijfer", "Figure"), "text"),
        (say("Naam", "Name"), "text"),
        (say("Kenmerk", "Reference"), "text"),
        (say("Antwoord", "Answer"), "text"),
    ]
    rows = [
        (figure.id, title_of(figure.id, lang), id, answer)
        for figure in annual.figures.values()
        for answer, ids in (
            (word("yes", lang), figure.yes),
            (word("no", lang), figure.no),
            (word("unknown", lang), figure.unknown),
            (say("telt hier niet mee", "does not count here"), figure.outside),
        )
        for id in ids
    ]
    return Sheet(say("Achter de cijfers", "Behind the figures"), heads, rows)
