"""CSV: delimiters, encodings, preambles, ragged and empty rows, totals, row numbers."""

from collections.abc import Callable

import numpy as np
import pytest

from scharnier.sources.ledger import PROBLEMS, Ledger

Read = Callable[..., Ledger]
ROWS = [("Omschrijving", "Bedrag"), ("Café één", "1.234,56"), ("Naïef, “gek”", "-12,00")]


def _ids(ledger: Ledger) -> set[str]:
    return {notice.id for notice in ledger.notices}


def _problems(ledger: Ledger) -> list[str]:
    return [PROBLEMS[code] for code in ledger.problem]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(read: Read, delimiter: str, newline: str) -> None:
    text = newline.join(delimiter.join(f'"{cell}"' for cell in row) for row in ROWS)
    ledger = read(text)
    assert ledger.cents.tolist() == [123456, -1200]
    assert ledger.rows.tolist() == [2, 3]
    assert ledger.text["description"].to_pylist() == ["Café één", "Naïef, “gek”"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(read: Read, encoding: str) -> None:
    text = "".join(";".join(row) + "\r\n" for row in ROWS)
    ledger = read(text.encode(encoding))
    assert ledger.text["description"].to_pylist() == ["Café één", "Naïef, “gek”"]
    assert ledger.columns["description"] == "Omschrijving"
    assert {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "CP1252"}[
        encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    ] in ledger.read_as


def test_damaged_utf8_stays_utf8(read: Read) -> None:
    ledger = read(b"Omschrijving;Bedrag\n" + "café één ".encode() * 10 + b"\xff;1,00\n")
    assert ledger.text["description"].to_pylist()[0].startswith("café één café")
    assert "bytes_damaged" in _ids(ledger)


def test_header_mark_recoded_once_is_removed(read: Read) -> None:
    assert read("ï»¿Omschrijving;Bedrag\npapier;1,00\n").columns["description"] == "Omschrijving"


def test_row_numbers_are_those_of_a_spreadsheet(read: Read) -> None:
    ledger = read(
        "Gemeente Fictie;;\nUitgaven 2024, bedragen in euro;;\n\nLeverancier;Omschrijving;Bedrag\n"
        'A;"over\ntwee regels";1,00\n\nB;steen;2,00\n;;\nC;hout;drie\n'
    )
    assert ledger.rows.tolist() == [5, 7, 9]
    assert _problems(ledger) == ["", "", "amount_unreadable"]
    assert {"preamble", "rows_blank"} <= _ids(ledger)
    assert ledger.text["description"].to_pylist()[0] == "over twee regels"


def test_ragged_rows_are_listed_in_their_place(read: Read) -> None:
    ledger = read("Leverancier;Omschrijving;Bedrag\nA;papier;1,00\nB;2,00\nC;x;y;3,00\nD;steen;4,00;;\nE;hout;5,00\n")
    assert ledger.rows.tolist() == [2, 3, 4, 5, 6]
    assert _problems(ledger) == ["", "row_malformed", "row_malformed", "", ""]
    assert ledger.cents.tolist() == [100, 0, 0, 400, 500]


def test_files_that_drop_empty_fields_at_the_end(read: Read) -> None:
    ledger = read(
        "Bedrag;Omschrijving;Project;Opmerking\n" + "1,00;papier\n" * 5 + "2,00;steen;P1;ja\n" + "3,00;hout;P2\n"
    )
    assert not ledger.problem.any()
    assert ledger.total_cents == 1000


def test_header_wider_or_narrower_than_the_lines(read: Read) -> None:
    assert read("Omschrijving;Bedrag;;\npapier;1,00\nsteen;2,00\n").total_cents == 300
    assert read("Omschrijving;Bedrag\npapier;1,00;\nsteen;2,00;\n").total_cents == 300


def test_trailing_total_is_listed_and_not_counted(read: Read) -> None:
    ledger = read("Leverancier;Omschrijving;Bedrag\nA;papier;1,00\nB;steen;2,00\nC;hout;4,00\nTotaal;;7,00\n")
    assert _problems(ledger) == ["", "", "", "total_row"]
    assert ledger.total_cents == 700
    bare = read("Leverancier;Omschrijving;Bedrag\nA;papier;1,00\nB;steen;2,00\nC;hout;4,00\n;;7,00\n")
    assert _problems(bare)[-1] == "total_row"


def test_subtotals_and_grand_total(read: Read) -> None:
    ledger = read(
        "Categorie;Bedrag\npapier;1,00\npapier;2,00\nSubtotaal;3,00\nsteen;5,00\nsteen;6,00\nSubtotaal;11,00\n"
        "a;1,00\nb;1,00\nc;1,00\nd;1,00\ne;1,00\nf;1,00\nEindtotaal;20,00\n"
    )
    assert ledger.total_cents == 2000
    assert np.count_nonzero(ledger.problem) == 3


def test_a_supplier_called_total_is_a_supplier(read: Read) -> None:
    text = "Leverancier;Omschrijving;Datum;Bedrag\n" + "Total;Diesel;2024-01-02;50,00\n" + "B;x;2024-01-02;1,00\n" * 20
    assert not read(text).problem.any()
    assert not read("Leverancier;Bedrag\nA;10,00\nB;20,00\nC;30,00\nTotal;5,00\n").problem.any()


def test_total_at_the_end_that_does_not_add_up(read: Read) -> None:
    ledger = read("Leverancier;Bedrag\nA;10,00\nB;20,00\nC;30,00\nTotaal;61,00\n")
    assert _problems(ledger)[-1] == "total_row"


def test_sep_hint_and_quotes_inside_fields(read: Read) -> None:
    ledger = read('sep=;\nOmschrijving;Bedrag\nbuis 5" staal;1,00\n"een ""gek"" ding";2,00\n')
    assert ledger.text["description"].to_pylist() == ['buis 5" staal', 'een "gek" ding']


def test_quote_that_is_never_closed_does_not_swallow_the_file(read: Read) -> None:
    lines = "".join(f"steen {n};2,00\n" for n in range(1000))
    ledger = read('Omschrijving;Bedrag\n"papier;1,00\n' + lines)
    assert len(ledger) == 1001
    assert "quotes_open" in _ids(ledger)
    late = read("Omschrijving;Bedrag\n" + lines + '"papier;1,00\n' + lines)
    assert len(late) == 2001


def test_duplicate_and_empty_headers_get_names(read: Read) -> None:
    ledger = read("Omschrijving;Bedrag;Bedrag;\npapier;1,00;9,00;x\n")
    assert [column.header for column in ledger.account] == ["Omschrijving", "Bedrag", "Bedrag (2)", "column 4"]
    assert ledger.total_cents == 100
    assert "headers_duplicate" in _ids(ledger)


def test_header_over_two_rows(read: Read) -> None:
    ledger = read("Leverancier;Bedrag;\n;excl. btw;incl. btw\nA papier;1,00;1,21\nB steen;2,00;2,42\n")
    assert ledger.columns["amount"] == "Bedrag excl. btw"
    assert ledger.rows.tolist() == [3, 4]


def test_empty_rows_that_only_carry_a_number(read: Read) -> None:
    ledger = read("#,Expense Type,Amount\n1,paper,1.00\n2,,\n3,stone,2.00\n")
    assert ledger.rows.tolist() == [2, 4]


def test_impossible_dates_keep_their_amount_in_the_total(read: Read) -> None:
    ledger = read("Datum;Omschrijving;Bedrag\n31-02-2024;papier;1,00\n01-03-2024;steen;2,00\nweet niet;hout;4,00\n")
    assert _problems(ledger) == ["date_impossible", "", ""]
    assert ledger.total_cents == 700
    assert ledger.calc_problems() == {"date_impossible": {"lines": 1, "cents": 100, "first_row": 2}}
    assert str(ledger.first_on) == "2024-03-01"
    assert "dates_unreadable" in _ids(ledger)
