"""What cannot be read: a one-line error with a remedy, or a line listed with its reason. Never a traceback."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from scharnier.kernel.errors import InputProblem
from scharnier.sources.ledger import PROBLEMS, Ledger, limits, read_ledger

Read = Callable[..., Ledger]


def _problems(ledger: Ledger) -> list[str]:
    return [PROBLEMS[code] for code in ledger.problem]


def build_xlsx(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def build_parquet(columns: dict[str, object]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\r\n \n\n", "empty"),
        (b"\xef\xbb\xbf", "no table"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "packed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><body><table><tr><td>Bedrag</td></tr></table></body></html>", "web page"),
        (b"\r\n<!DOCTYPE html>\n<html></html>", "web page"),
        (b'<?xml version="1.0"?><Workbook></Workbook>', "XML"),
        (b'{"rows": [1, 2]}', "JSON"),
        (bytes(range(256)) * 40, "not text"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"PAR1 and then nothing", "damaged"),
        (b"Omschrijving;Bedrag\n", "only a header"),
        (b"Omschrijving;Leverancier\npapier;A\nsteen;B\n", "no column with amounts"),
        (b"Omschrijving;Bedrag\npapier;veel\nsteen;weinig\n", "not one readable amount"),
        (b"geen tabel", "only a header"),
    ],
)
def test_files_that_are_no_ledger(read: Read, content: bytes, said: str) -> None:
    with pytest.raises(InputProblem, match=said) as caught:
        read(content)
    assert caught.value.file == "uitgaven.csv"
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_errors_speak_dutch(read: Read) -> None:
    with pytest.raises(InputProblem, match=r"het bestand is leeg\. Exporteer"):
        read(b"", lang="nl")


def test_missing_folder_and_closed(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="does not exist"):
        read_ledger(tmp_path / "geen.csv", lang="en")
    with pytest.raises(InputProblem, match="folder"):
        read_ledger(tmp_path, lang="en")
    with pytest.raises(InputProblem, match=r"does not exist|cannot be opened"):
        read_ledger("a\0b.csv", lang="en")
    closed = tmp_path / "dicht.csv"
    closed.write_text("Bedrag\n1\n")
    closed.chmod(0)
    if os.access(closed, os.R_OK):  # root reads everything
        return
    with pytest.raises(InputProblem, match="cannot be opened"):
        read_ledger(closed, lang="en")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_or_device_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.csv")
    for path in (tmp_path / "pijp.csv", Path("/dev/zero")):
        with pytest.raises(InputProblem, match="device or a pipe") as caught:
            read_ledger(path, lang="en")
        assert caught.value.remedy


def test_a_name_that_no_report_can_hold(read: Read) -> None:
    content = "Omschrijving;Bedrag\nKoffie;1,00\n"
    assert read(content, "caf\udcff\n\x1b[31m\u202e.csv").file == "caf? \ufffd[31m\ufffd.csv"
    assert read(content, "één bestand.csv").file == "één bestand.csv"


def test_a_cell_that_would_take_a_regular_expression_hours(read: Read) -> None:
    ledger = read("Omschrijving;Bedrag;1" + " " * 400_000 + "x\nKoffie;5,00;a\n")
    assert ledger.total_cents == 500


def test_a_sum_that_does_not_fit_is_refused_and_never_wraps(read: Read) -> None:
    """A hundred thousand lines of a trillion: in whole numbers of 64 bits the sum would be negative."""
    with pytest.raises(InputProblem, match="add up to more than") as caught:
        read("Omschrijving;Bedrag\n" + "Koffie;999999999999,99\n" * 100_000)
    assert caught.value.column == "Bedrag"
    with pytest.raises(InputProblem, match="add up to more than"):  # also where they cancel out
        read("Omschrijving;Bedrag\n" + "Koffie;999999999999,99\nKoffie;-999999999999,99\n" * 50)
    largest = read("Omschrijving;Bedrag\n" + "Koffie;999999999999,99\n" * 69)
    assert round(largest.total_cents / 100 * 100) == largest.total_cents == 69 * 99_999_999_999_999


def test_days_that_a_file_types_but_no_calendar_of_ours_has(read: Read) -> None:
    """Parquet can hold any of four billion days; only 1900 to 2100 are dates of purchases."""
    days = pa.array([2**31 - 1, -(2**31), 19_000, None], pa.date32())
    ledger = read(build_parquet({"Omschrijving": list("abcd"), "Bedrag": [1.5] * 4, "Datum": days}), "a.parquet")
    assert _problems(ledger) == ["date_impossible", "date_impossible", "", ""]
    assert str(ledger.first_on) == str(ledger.last_on) == "2022-01-08"
    moments = pa.array([2**50, 0, None], pa.timestamp("ms"))
    ledger = read(build_parquet({"Omschrijving": list("abc"), "Bedrag": [1.5] * 3, "Datum": moments}), "a.parquet")
    assert _problems(ledger) == ["date_impossible", "", ""]


def test_a_column_named_by_the_user_in_which_nothing_is_an_amount(read: Read) -> None:
    with pytest.raises(InputProblem, match="not one readable amount") as caught:
        read("Omschrijving;Bedrag\nKoffie;1,00\nThee;2,00\n", columns={"amount": "Omschrijving"})
    assert caught.value.column == "Omschrijving"


def test_zips_that_are_no_xlsx(read: Read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("uitgaven.csv", "Bedrag\n1\n")
    with pytest.raises(InputProblem, match=r"packed file \(zip\)"):
        read(out.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(InputProblem, match="OpenDocument"):
        read(out.getvalue(), "uitgaven.ods")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_cut_off_files(read: Read, share: float) -> None:
    rows = [["Omschrijving", "Bedrag"], *([f"papier {n}", n + 0.5] for n in range(200))]
    xlsx = build_xlsx(rows)
    with pytest.raises(InputProblem, match="damaged"):
        read(xlsx[: int(len(xlsx) * share)], "uitgaven.xlsx")
    columns = build_parquet({"Omschrijving": ["papier"] * 200, "Bedrag": [1.5] * 200})
    with pytest.raises(InputProblem, match="damaged"):
        read(columns[: int(len(columns) * share)], "uitgaven.parquet")


def _replace_sheet(sheet: bytes, declared: int | None = None, strings: bytes | None = None) -> bytes:
    """A workbook with another sheet in it, whose declared size may be a lie, and with other shared strings."""
    source = zipfile.ZipFile(io.BytesIO(build_xlsx([["Omschrijving", "Bedrag"], ["papier", 1]])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.infolist():
            content = sheet if "sheet1" in part.filename else source.read(part)
            content = strings if strings and "sharedStrings" in part.filename else content
            archive.writestr(part.filename, content)
    data = out.getvalue()
    return data if declared is None else data.replace(len(sheet).to_bytes(4, "little"), declared.to_bytes(4, "little"))


def test_zip_bomb_by_size(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = b"<worksheet><sheetData>" + b" " * 5_000_000 + b"</sheetData></worksheet>"
    monkeypatch.setattr("scharnier.sources.ledger.xlsx_guard.MAX_XLSX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(InputProblem, match="unpacks to more"):
        read(_replace_sheet(bomb), "uitgaven.xlsx")
    with pytest.raises(InputProblem, match="unpacks to more"):  # declares 100 bytes, holds five million
        read(_replace_sheet(bomb, declared=100), "uitgaven.xlsx")
    assert limits.MAX_XLSX_UNPACKED_BYTES > 1_000_000


_HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_FOOT = b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row><c r="xfd1048576"><v>1</v></c></row>',
        b'<row><c r\n=\t"XFD1048576"><v>1</v></c></row>',
        b'<row><c s="1"r="XFD1048576"><v>1</v></c></row>',
        b'<row><c s=">" r="XFD1048576"><v>1</v></c></row>',
        b"<row><c r" + b" " * 900_000 + b"=" + b"\n" * 500_000 + b'"XFD1048576"><v>1</v></c></row>',
        b'<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>',
        b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>" + b"<row><c><v>1</v></c></row>" * 20_000,
        b"<row>" + b"<c/><!--<row>-->" * 16_384 + b"</row>" + b"<row><c/></row>" * 20_000,
    ],
)
def test_zip_bomb_by_distance(read: Read, far: bytes) -> None:
    """However the place of a cell is written: the parser reserves everything between the outermost cells."""
    near = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    with pytest.raises(InputProblem, match="unpacks to more") as caught:
        read(_replace_sheet(_HEAD + near + far + _FOOT), "uitgaven.xlsx")
    assert " cells" in str(caught.value)


def test_cells_without_a_place_follow_the_one_before(read: Read) -> None:
    words = b'<row><c t="str"><v>Omschrijving</v></c><c t="str"><v>Bedrag</v></c></row>'
    lines = b'<row><c t="str"><v>papier</v></c><c><v>1.5</v></c></row>' * 1000
    ledger = read(_replace_sheet(_HEAD + words + lines + _FOOT), "uitgaven.xlsx")
    assert (len(ledger), ledger.total_cents, int(ledger.rows[-1])) == (1000, 150_000, 1001)


@pytest.mark.parametrize(
    ("strings", "value", "said"),
    [
        (b"<si><t>" + b"x" * 1_000_000 + b"</t></si>", b"0", "512 MiB"),
        (b"<si/><si><t>" + b"x" * 1_000_000 + b"</t></si>", b"+0001", "512 MiB"),
        (b"<!--</si></si>--><si><t>" + b"x" * 1_000_000 + b"</t></si>", b"0", "damaged"),
        (b"<si><t>" + b"x" * 1_000_000 + b"</t></si>", b"&#48;", "damaged"),
    ],
)
def test_one_text_in_every_cell(read: Read, strings: bytes, value: bytes, said: str) -> None:
    """A text of a megabyte that a thousand cells share is a gigabyte once it is read."""
    cells = b'<c t="s"><v>' + value + b"</v></c>"
    rows = b"<row>" + cells * 10 + b"</row>"
    data = _replace_sheet(_HEAD + rows * 100 + _FOOT, strings=b"<sst>" + strings + b"</sst>")
    with pytest.raises(InputProblem, match=said):
        read(data, "uitgaven.xlsx")


def test_much_text_inside_a_sheet(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scharnier.sources.ledger.xlsx_guard.MAX_XLSX_TEXT_BYTES", 1_000_000)
    text = b'<row r="2"><c r="A2" t="inlineStr"><is><t>' + b"y" * 2_000_000 + b"</t></is></c></row>"
    with pytest.raises(InputProblem, match="unpacks to more"):
        read(_replace_sheet(_HEAD + text + _FOOT), "uitgaven.xlsx")


def test_a_sheet_longer_than_one_batch_keeps_its_rows(read: Read) -> None:
    rows: list[list[object]] = [["Omschrijving", "Bedrag", "Datum"], *([f"papier {n}", n, None] for n in range(45_000))]
    rows[30_000] = []
    ledger = read(build_xlsx(rows), "uitgaven.xlsx")
    assert len(ledger) == 44_999
    assert ledger.total_cents == (sum(range(45_000)) - 29_999) * 100
    assert int(ledger.rows[-1]) == 45_001
    assert [n.params for n in ledger.notices if n.id == "rows_blank"] == [{"count": 1}]


def test_cell_of_ten_megabytes(read: Read) -> None:
    ledger = read("Omschrijving;Bedrag\npapier;1,00\n" + "x" * 10_000_000 + ";2,00\nsteen;4,00\n")
    assert ledger.cents.tolist() == [100, 200, 400]
    assert max(len(text) for text in ledger.text["description"].to_pylist()) == limits.MAX_CELL_TEXT
    assert "text_cut" in {notice.id for notice in ledger.notices}
    amount = read("Omschrijving;Bedrag\npapier;1,00\nsteen;" + "9" * 10_000_000 + "\n")
    assert _problems(amount) == ["", "amount_unreadable"]


def test_nul_bytes(read: Read) -> None:
    ledger = read(b"Omschrijving;Bedrag\npap\0ier;1,00\nsteen;2\0,00\n")
    assert ledger.cents.tolist() == [100, 200]
    assert ledger.text["description"].to_pylist() == ["papier", "steen"]
    assert [n.params for n in ledger.notices if n.id == "nul_bytes"] == [{"count": 2, "line": 2}]


def test_endless_and_no_numbers(read: Read) -> None:
    ledger = read("Omschrijving;Bedrag\na;1e300\nb;NaN\nc;Infinity\nd;-inf\ne;\nf;5,00\n")
    assert _problems(ledger) == ["amount_unreadable"] * 4 + ["amount_missing", ""]
    assert ledger.total_cents == 500
    floats = build_parquet({"Omschrijving": list("abcd"), "Bedrag": [float("nan"), float("inf"), 1e300, 2.5]})
    assert _problems(read(floats, "a.parquet")) == ["amount_unreadable"] * 3 + [""]


def test_too_many_columns(read: Read) -> None:
    with pytest.raises(InputProblem, match="5001 columns"):
        read(";".join(["Bedrag", *(f"k{n}" for n in range(5000))]) + "\n" + ";".join(["1"] * 5001) + "\n")
    with pytest.raises(InputProblem, match="columns"):
        read(build_parquet({f"k{n}": [1.5] for n in range(1500)}), "a.parquet")


def test_currencies(read: Read) -> None:
    text = "Omschrijving;Valuta;Bedrag\n" + "papier;EUR;1,00\n" * 3 + "steen;USD;2,00\n" + "hout;;4,00\n"
    ledger = read(text)
    assert ledger.currency == "EUR"
    assert _problems(ledger) == ["", "", "", "currency_other", ""]
    assert ledger.total_cents == 700
    assert read(text, currency="usd").total_cents == 600
    with pytest.raises(InputProblem, match=r"not one line is in GBP; the file has EUR 3, USD 1"):
        read(text, currency="GBP")
    with pytest.raises(InputProblem, match="none has the majority"):
        read("Omschrijving;Valuta;Bedrag\npapier;EUR;1,00\nsteen;USD;2,00\n")
    with pytest.raises(InputProblem, match="not a currency code"):
        read(text, currency="euro's")
    for nonsense in ("XYZ", "EURO", "", "€"):
        with pytest.raises(InputProblem, match="not a currency code"):
            read("Omschrijving;Bedrag\npapier;1,00\n", currency=nonsense)
    assert read("Omschrijving;Bedrag\npapier;1,00\n", currency=" sek ").currency == "SEK"


def test_currency_from_signs_and_headers(read: Read) -> None:
    signs = read("Item,Amount\npaper,£1.00\nstone,£2.00\nwood,$4.00\n")
    assert (signs.currency, signs.total_cents) == ("GBP", 300)
    assert read("Item,Amount (£)\npaper,1.00\n").currency == "GBP"
    silent = read("Item,Amount\npaper,1.00\n")
    assert silent.currency == "EUR"
    assert "currency_assumed" in {notice.id for notice in silent.notices}


def test_formula_like_cells_are_plain_text(read: Read) -> None:
    ledger = read('Omschrijving;Bedrag\n"=HYPERLINK(""http://x"")";1,00\n@SUM(A1);2,00\n')
    assert ledger.text["description"].to_pylist() == ['=HYPERLINK("http://x")', "@SUM(A1)"]


def test_parquet_bomb(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """One text of a megabyte, ten thousand times: a few kilobytes on disk, ten gigabytes written out."""
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * 10_000, pa.int32()), ["x" * 1_000_000])
    data = build_parquet({"Omschrijving": repeated, "Bedrag": pa.array([1.5] * 10_000)})
    assert len(data) < 1_000_000
    with pytest.raises(InputProblem, match="unpacks to more than"):
        read(data, "a.parquet")
    monkeypatch.setattr("scharnier.sources.ledger.parquet_file.MAX_PARQUET_ROWS", 100)
    with pytest.raises(InputProblem, match="10000 lines"):
        read(data, "a.parquet")


def test_parquet_bomb_of_numbers(read: Read) -> None:
    """Zeros take nothing on disk and eight bytes each in memory, and more as text."""
    zeros = pa.array([0] * 1_000_000)
    data = build_parquet({f"k{n}": zeros for n in range(70)} | {"Bedrag": pa.array([1.5] * 1_000_000)})
    assert len(data) < 1_000_000
    with pytest.raises(InputProblem, match="1000000 lines"):
        read(data, "a.parquet")


def test_parquet_bomb_of_a_fixed_width(read: Read) -> None:
    wide = pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int32()), pa.array([b"x" * 10**6], pa.binary(10**6)))
    with pytest.raises(InputProblem, match="unpacks to more than"):
        read(build_parquet({"Omschrijving": wide, "Bedrag": [1.5] * 2000}), "a.parquet")


def test_parquet_columns_of_other_kinds(read: Read) -> None:
    """A list of ten million values in one of two rows is passed over; bytes of a fixed width are text."""
    long = pa.ListArray.from_arrays(pa.array([0, 10_000_000, 10_000_000], pa.int32()), pa.nulls(10_000_000, pa.int8()))
    ledger = read(
        build_parquet(
            {
                "Omschrijving": pa.array(["a", "b"]),
                "Soort": pa.array([b"koffie", b"thee\xff "], pa.binary(6)),
                "Leverancier": pa.array(["Anna", "Bert"], pa.large_string()),
                "Leeg": pa.nulls(2),
                "Lijst": long,
                "Bedrag": [1.5, 2.5],
            }
        ),
        "a.parquet",
    )
    assert ledger.total_cents == 400
    assert ledger.text["category"].to_pylist() == ["koffie", "thee\ufffd"]
    assert ledger.text["supplier"].to_pylist() == ["Anna", "Bert"]
    assert [n.params for n in ledger.notices if n.id == "columns_nested"] == [{"headers": "Lijst"}]


def test_many_empty_lines_under_many_columns(read: Read) -> None:
    header = ";".join(["Bedrag", *(f"k{n}" for n in range(900))])
    with pytest.raises(InputProblem, match="lines; "):
        read(header + "\n" + ";".join(["1"] * 901) + "\n" * 600_000)


def test_strange_headers(read: Read) -> None:
    assert read("²;Omschrijving;Leverancier;Bedrag;" + "9" * 5000 + "\n1;papier;A;1,00;2,00\n").total_cents == 100
