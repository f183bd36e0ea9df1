"""Our list, as people fill it in: words in two languages, many ways of writing, faults by place, no row lost."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.procurement.annual.content import load_annual_content
from scharnier.procurement.annual.shapes import TenderList
from scharnier.report.isv_template import render_template_csv, render_template_xlsx
from scharnier.sources.tender_list import read_tender_list
from scharnier.sources.tender_list.words import column_of

HEAD = "Kenmerk;Titel;Verzonden op;CPV-codes;Geraamde waarde (EUR);2 Specificeren;3 Selecteren"


def read(tmp_path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8", lang: str = "en") -> TenderList:
    path = tmp_path / "list.csv"
    path.write_bytes("\n".join((head, *rows)).encode(encoding))
    return read_tender_list(path, lang)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_template_reads_back_in_both_languages(tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_template_xlsx(lang)))
    sheet = book.worksheets[0]
    content = load_annual_content().columns
    heads = [cell.value for cell in sheet[1]]
    assert [column_of(head) for head in heads] == list(content)
    for at, column in enumerate(content.values(), start=1):
        said = next(iter(column.answers.values()), None)
        value: object = said and getattr(said, lang)
        value = value or {"money": 420000.5, "day": date(2026, 3, 1), "day_or_no": "no", "cpv": "18110000-8"}.get(
            column.kind, "X"
        )
        sheet.cell(2, at, value)
    path = tmp_path / "list.xlsx"
    book.save(path)
    found = read_tender_list(path, lang)
    (record,) = found.records
    assert (found.issues, found.ignored, found.absent) == ((), (), ())
    assert record.empty == ()
    assert (record.cpv, record.value_eur, record.stage) == (("18110000",), Decimal("420000.5"), "preparation")
    assert record.deliverables[0].due_on == date(2026, 3, 1)
    assert record.deliverables[0].received == "no"
    assert render_template_csv(lang).decode("utf-8-sig").strip().split(";") == heads
    assert render_template_xlsx(lang) == render_template_xlsx(lang)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_amounts_and_days(tmp_path: Path, encoding: str) -> None:
    found = read(
        tmp_path,
        "A;Café;31-03-2026;18110000-8, 18830000;€ 1.250.000,50;uitvoeringsvoorwaarde;niets",
        "B;Thee;2026-04-01;15860000;420.000;Performance condition; criterium Significant ",
        "C;Jaar;2026;15860000;;?;",
        encoding=encoding,
    )
    assert found.issues == ()
    a, b, c = found.records
    assert (a.title, a.cpv, a.value_eur) == ("Café", ("18110000", "18830000"), Decimal("1250000.5"))
    assert a.dispatched is not None
    assert a.dispatched.first == date(2026, 3, 31)
    assert (b.value_eur, b.uses["specify"], b.uses["select"]) == (Decimal(420000), ("clause",), ("significant",))
    assert c.dispatched is not None
    assert (c.dispatched.first, c.dispatched.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert c.uses["specify"] == ()
    assert {"specify", "select", "value_eur"} <= set(c.empty)


def test_what_cannot_be_read_is_not_known_and_said_by_row_and_column(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ";Zonder nummer;30-02-2026;abc;veel;misschien;niets",
        "B;Bel jan@voorbeeld.nl;morgen;15860000;-5;niets;niets",
        "C;Bel 06-12345678;1-1-2026;15860000;USD 5000;niets;niets",
    )
    assert len(found.records) == 3
    assert [(issue.row, issue.column) for issue in found.issues] == [
        (2, "CPV codes"),
        (2, "Reference"),
        (2, "Sent on"),
        (2, "Estimated value (EUR)"),
        (2, "2 Specify"),
        (3, "Title"),
        (3, "Sent on"),
        (3, "Estimated value (EUR)"),
        (4, "Title"),
        (4, "Estimated value (EUR)"),
    ]
    assert found.records[0].id == "row 2"
    assert found.records[1].title == ""
    assert not any("jan@" in issue.said or "1234" in issue.said for issue in found.issues)
    assert all(issue.what and issue.remedy for issue in found.issues)


def test_answers_that_contradict_each_other(tmp_path: Path) -> None:
    found = read(tmp_path, 'A;T;1-1-2026;15860000;1;"niets; uitvoeringsvoorwaarde";"criterium basis; geschiktheidseis"')
    assert found.records[0].uses["specify"] == ()
    assert found.records[0].uses["select"] == ("requirement", "basis")
    assert [issue.what for issue in found.issues] == ["contradicts itself"]


def test_columns_that_are_not_ours_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, "A;T;1-1-2026;15860000;1;niets;niets;Jansen", head=f"{HEAD};Inkoper")
    assert found.ignored == ("Inkoper",)
    assert "award" in found.absent


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a;b;c\n1;2;3\n",
        b'{"a": 1}',
        b"%PDF-1.7",
        HEAD.encode(),
        b"\0" * 500,
        b"PK\x03\x04garbage",
        b"<html><table>",
    ],
)
def test_a_file_that_is_no_list_is_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    for lang in ("nl", "en"):
        with pytest.raises(InputProblem) as problem:
            read_tender_list(path, lang)
        assert "\n" not in str(problem.value)
        assert "list.csv" in str(problem.value)
        assert "uitgaven" not in str(problem.value)


def test_a_column_twice_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="stands twice"):
        read(tmp_path, "A;T;1-1-2026;15860000;1;niets;niets;x", head=f"{HEAD};Title")


def test_a_preamble_and_empty_rows_keep_the_numbers_of_the_rows(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, ";;;;;;", "A;T;1-1-2026;15860000;1;niets;niets", head="Lijst 2026;;;;;;")
    assert [record.row for record in found.records] == [4]


def test_a_quote_that_swallows_rows_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="quote is not closed") as problem:
        read(
            tmp_path,
            "A;T;1-1-2026;15860000;1;niets;niets",
            'B;"T;1-1-2026;15860000;1;niets;niets',
            "C;T;1-1-2026;15860000;1;;",
        )
    assert problem.value.row == 3
    found = read(
        tmp_path, 'A;"Twee\nregels";1-1-2026;15860000;1;niets;niets', 'B;Scherm 14" breed;1-1-2026;15860000;1;;'
    )
    assert [record.id for record in found.records] == ["A", "B"]
    assert found.issues == ()


def test_a_shifted_row_is_not_known_and_a_short_one_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, "A;Stoelen; tafels;1-1-2026;15860000;1;niets;niets", "B;T;1-1-2026")
    shifted, short = found.records
    assert (shifted.id, shifted.title, shifted.cpv, shifted.uses["specify"]) == ("A", "", (), ())
    assert [(issue.row, issue.said) for issue in found.issues] == [(2, "A")]
    assert (short.title, short.dispatched is not None, short.uses["specify"]) == ("T", True, ())
