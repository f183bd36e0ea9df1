"""lines.csv: numbers stay numbers, formulas lose their power, a million rows are quick."""

import csv
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import csv as arrow_csv

from scharnier.report.lines import write_lines_csv


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_table_of_all_kinds(tmp_path: Path) -> None:
    texts = [
        '=HYPERLINK("http://x","y")',
        "+31 6",
        "-5",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "＝1+1",
        'say "hi", twice\nnow',
        "één",
        None,
    ]
    table = pa.table(
        {
            "row": pa.array(range(2, 12)),
            "text": texts,
            "coded": pa.array(texts).dictionary_encode(),
            "amount": pa.array([-1234.56] * 10),
            "on": pa.array([date(2026, 1, 31)] * 10),
            "=head": pa.array([True] * 10),
        }
    )
    path = tmp_path / "lines.csv"
    write_lines_csv(path, table)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = read(path)
    assert rows[0] == ["row", "text", "coded", "amount", "on", "'=head"]
    assert [row[1] for row in rows[1:]] == [*("'" + text for text in texts[:7] if text), texts[7], "één", ""]
    assert [row[1] for row in rows][1:] == [row[2] for row in rows][1:]
    assert rows[1][0] == "2"
    assert rows[1][3] == "-1234.56"
    assert rows[1][4] == "2026-01-31"
    again = arrow_csv.read_csv(path)
    assert again.column_names[0] == "row"  # the mark is not part of the first name
    assert again["amount"].to_pylist() == [-1234.56] * 10


@given(
    st.lists(
        st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))), min_size=1
    )
)
def test_every_text_comes_back_but_for_one_apostrophe(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str | None]
) -> None:
    path = tmp_path_factory.mktemp("lines") / "lines.csv"
    halves = [texts[: len(texts) // 2], texts[len(texts) // 2 :]]
    column = pa.chunked_array([pa.array(half, pa.string()) for half in halves])
    write_lines_csv(path, pa.table({"n": pa.array(range(len(texts))), "text": column}))
    cells = [row[1] for row in read(path)[1:]]
    assert len(cells) == len(texts)
    for text, cell in zip(texts, cells, strict=True):
        assert cell in (text or "", f"'{text}")
        assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_no_lines_still_say_the_columns(tmp_path: Path) -> None:
    write_lines_csv(
        tmp_path / "lines.csv", pa.table({"row": pa.array([], pa.int64()), "text": pa.array([], pa.string())})
    )
    assert read(tmp_path / "lines.csv") == [["row", "text"]]
