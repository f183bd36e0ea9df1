"""Whatever bytes come in: a ledger whose lines add up, or an `InputProblem` in one line, and soon."""

import datetime as dt
import io
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from scharnier.kernel.errors import InputProblem
from scharnier.sources.ledger import read_ledger

CALM = settings(
    max_examples=60,
    deadline=dt.timedelta(seconds=3),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CSV = (
    b"Factuurdatum;Leverancier;Omschrijving;Netto bedrag;Valuta\r\n"
    b'05-01-2024;"A; B";papier;1.234,56;EUR\r\n31-02-2024;C;"over\ntwee";-12,00;EUR\r\n;D;steen;3,50;\r\n'
)
CELLS = st.sampled_from(
    [
        "",
        "papier",
        "1.234,56",
        "12.50",
        "-3",
        "31-02-2024",
        "2024-01-05",
        '"',
        '"a;b"',
        "totaal",
        "EUR",
        "\0",
        "é",
        "1e300",
    ]
)


def build_samples() -> list[bytes]:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate([["Omschrijving", "Bedrag"], *([f"papier {n}", n / 4] for n in range(20))]):
        sheet.write_row(at, 0, row)
    book.close()
    columns = io.BytesIO()
    parquet.write_table(pa.table({"Omschrijving": ["papier"] * 20, "Bedrag": [0.25] * 20}), columns)
    return [CSV, CSV.decode().encode("utf-16"), out.getvalue(), columns.getvalue()]


SAMPLES = build_samples()


def check(data: bytes, folder: Path) -> None:
    path = folder / "fuzz"
    path.write_bytes(data)
    try:
        ledger = read_ledger(path, lang="en")
    except InputProblem as problem:
        if "\n" in str(problem):
            raise AssertionError("a problem must fit on one line") from problem
        return
    usable = int((ledger.problem == 0).sum())
    listed = sum(entry["lines"] for entry in ledger.calc_problems().values())
    assert usable + listed == len(ledger) == len(ledger.cents)
    assert (ledger.rows[1:] > ledger.rows[:-1]).all()
    assert all(len(array) == len(ledger) for array in ledger.text.values())


@pytest.mark.parametrize("sample", range(len(SAMPLES)))
@CALM
@given(
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
    cut=st.floats(0, 1),
    keep=st.booleans(),
)
def test_changed_bytes(sample: int, changes: list[tuple[float, int]], cut: float, keep: bool, tmp_path: Path) -> None:
    data = bytearray(SAMPLES[sample])
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    check(bytes(data if keep else data[: int(cut * len(data))]), tmp_path)


@CALM
@given(data=st.binary(max_size=400))
def test_any_bytes(data: bytes, tmp_path: Path) -> None:
    check(data, tmp_path)


@CALM
@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=12), delimiter=st.sampled_from(";,\t|"))
def test_any_cells_below_a_header(rows: list[list[str]], delimiter: str, tmp_path: Path) -> None:
    lines = [delimiter.join(["Datum", "Leverancier", "Omschrijving", "Bedrag"]), *(delimiter.join(row) for row in rows)]
    check("\n".join(lines).encode(), tmp_path)


@CALM
@given(text=st.text(alphabet='a1;,"\n\r\t|é€-. ', max_size=300))
def test_any_text(text: str, tmp_path: Path) -> None:
    check(text.encode(), tmp_path)
