"""XLSX and Parquet: typed cells, several sheets, merged headers, and agreement with the same ledger as CSV."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet

from scharnier.sources.ledger import PROBLEMS, Ledger

Read = Callable[..., Ledger]
DAYS = [dt.date(2024, 1, 5), dt.date(2024, 2, 29), dt.date(2024, 12, 31)]


def build_book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book)
    book.close()
    return out.getvalue()


def test_typed_cells_preamble_and_sheets(read: Read) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Toelichting").write(0, 0, "Dit bestand bevat de uitgaven")
        sheet = book.add_worksheet("Uitgaven")
        day, money = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"num_format": "#,##0.00"})
        sheet.write(0, 0, "Gemeente Fictie")
        sheet.write_row(2, 0, ["Factuurdatum", "Leverancier", "Omschrijving", "Bedrag", "CPV-code", "Betaald"])
        for at, (when, amount) in enumerate(zip(DAYS, [1234.56, -12.5, "1.000,25"], strict=True), start=3):
            sheet.write_datetime(at, 0, dt.datetime.combine(when, dt.time()), day)
            sheet.write_row(at, 1, ["A", "papier"])
            sheet.write(at, 3, amount, money)
            sheet.write(at, 4, 30192000)
            sheet.write(at, 5, True)
        sheet.write_row(7, 1, ["B", "steen", "veel"])
        hidden = book.add_worksheet("Oud")
        hidden.write_row(0, 0, ["Omschrijving", "Leverancier", "Categorie", "Bedrag", "Datum", "CPV"])
        hidden.write_row(1, 0, ["x", "y", "z", 1])
        hidden.hide()

    ledger = read(build_book(fill), "uitgaven.xlsx")
    assert ledger.read_as.startswith("XLSX, 'Uitgaven'")
    assert ledger.rows.tolist() == [4, 5, 6, 8]
    assert ledger.cents.tolist() == [123456, -1250, 100025, 0]
    assert PROBLEMS[ledger.problem[3]] == "amount_unreadable"
    assert ledger.text["code"].to_pylist()[0] == "30192000"
    assert (ledger.first_on, ledger.last_on) == (DAYS[0], DAYS[2])
    assert {"sheet_taken", "preamble", "rows_blank"} <= {notice.id for notice in ledger.notices}


def test_merged_header_over_two_rows(read: Read) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "Leverancier")
        sheet.merge_range(0, 1, 0, 2, "Bedrag")
        sheet.write_row(1, 1, ["excl. btw", "incl. btw"])
        for at in range(2, 6):
            sheet.write_row(at, 0, ["A papier", at, at * 1.21])

    ledger = read(build_book(fill), "uitgaven.xlsx")
    assert ledger.columns["amount"] == "Bedrag excl. btw"
    assert ledger.total_cents == 1400


def test_table_that_starts_in_the_middle_of_a_sheet(read: Read) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(9, 3, ["Omschrijving", "Bedrag"])
        sheet.write_row(10, 3, ["papier", 5])

    ledger = read(build_book(fill), "uitgaven.xlsx")
    assert ledger.rows.tolist() == [11]


def test_parquet_types(read: Read) -> None:
    out = io.BytesIO()
    table = pa.table(
        {
            "Omschrijving": pa.array(["papier", "steen", None]).dictionary_encode(),
            "Bedrag": pa.array([Decimal("1234.56"), Decimal("-0.10"), None], pa.decimal128(12, 2)),
            "Datum": pa.array(DAYS, pa.date32()),
            "Extra": pa.array([[1], [2], [3]]),
        }
    )
    parquet.write_table(table, out)
    ledger = read(out.getvalue(), "uitgaven.parquet")
    assert ledger.cents.tolist() == [123456, -10, 0]
    assert [PROBLEMS[code] for code in ledger.problem] == ["", "", "amount_missing"]
    assert ledger.rows.tolist() == [2, 3, 4]
    assert (ledger.first_on, ledger.last_on) == (DAYS[0], DAYS[1])
    assert "columns_nested" in {notice.id for notice in ledger.notices}


def test_three_formats_tell_the_same(read: Read) -> None:
    rows = [(f"papier {n % 7}", round(n * 13.37 - 50, 2), DAYS[n % 3]) for n in range(50)]
    text = "Omschrijving;Bedrag;Datum\n" + "".join(
        f"{what};{str(amount).replace('.', ',')};{when:%d-%m-%Y}\n" for what, amount, when in rows
    )

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Omschrijving", "Bedrag", "Datum"])
        for at, (what, amount, when) in enumerate(rows, start=1):
            sheet.write_row(at, 0, [what, amount])
            sheet.write_datetime(at, 2, dt.datetime.combine(when, dt.time()), day)

    out = io.BytesIO()
    what, amount, when = zip(*rows, strict=True)
    parquet.write_table(pa.table({"Omschrijving": what, "Bedrag": amount, "Datum": when}), out)
    ledgers = [read(text), read(build_book(fill), "a.xlsx"), read(out.getvalue(), "a.parquet")]
    assert len({tuple(ledger.cents.tolist()) for ledger in ledgers}) == 1
    assert len({tuple(ledger.text["description"].to_pylist()) for ledger in ledgers}) == 1
    assert len({(ledger.first_on, ledger.last_on) for ledger in ledgers}) == 1
    assert all(ledger.columns == ledgers[0].columns for ledger in ledgers)
