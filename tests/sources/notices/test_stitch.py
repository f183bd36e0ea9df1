"""Files put together without reading their rows are the table of all their rows, to any reader."""

from io import BytesIO
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scharnier.sources.notices.compact import LIST_OF_STRUCTS, write_struct
from scharnier.sources.notices.stitch import Stitcher, read_account, stitch


def rows(first: int, count: int) -> pa.Table:
    """Rows with what a table of notices has: lists, structs, money, nothing."""
    numbers = range(first, first + count)
    return pa.table(
        {
            "id": [f"n{number}" for number in numbers],
            "form": ["result" if number % 3 else None for number in numbers],
            "list": [[{"a": str(number), "b": number / 4}] * (number % 4) for number in numbers],
            "money": pa.array(list(numbers), pa.decimal128(24, 4)),
        },
        metadata={"scharnier": "x"},
    )


def test_written_by_arrow(tmp_path: Path) -> None:
    """Rows, their order, groups and marks; with an index of pages and without rows too."""
    parts = [tmp_path / f"{number}.parquet" for number in range(20)]
    for number, part in enumerate(parts):
        size = 0 if number == 4 else 300
        pq.write_table(
            rows(number * 1000, 300)[:size], part, row_group_size=100, write_page_index=True, compression="zstd"
        )
    out = tmp_path / "out.parquet"
    assert stitch(parts, out) == 19 * 300
    whole = pa.concat_tables([pq.read_table(part) for part in parts])
    found = pq.read_table(out)
    assert found.equals(whole, check_metadata=True)
    assert pq.ParquetFile(out).metadata.num_row_groups == 58  # one of them without rows
    asked = "select sum(hash(t)), count(*) from read_parquet($f) t where form = 'result'"
    given = [str(part) for part in parts]
    assert duckdb.execute(asked, {"f": [str(out)]}).fetchall() == duckdb.execute(asked, {"f": given}).fetchall()
    query = "select money from read_parquet($f) where id = 'n19005'"
    assert duckdb.execute(query, {"f": str(out)}).fetchall()[0][0] == 19005


def test_written_by_duckdb(tmp_path: Path) -> None:
    """The same, with the filters that DuckDB puts between the groups and the end."""
    parts = [tmp_path / f"{number}.parquet" for number in range(3)]
    for number, part in enumerate(parts):
        given = rows(number * 9000, 9000)  # noqa: F841  # read by DuckDB
        duckdb.execute(f"copy given to '{part}' (format parquet, compression zstd, row_group_size 4096)")
    out = tmp_path / "out.parquet"
    assert stitch(parts, out) == 27_000
    assert pq.read_table(out).equals(pa.concat_tables([pq.read_table(part) for part in parts]))
    query = (
        "select count(*), min(id), max(id) from read_parquet($f) where form is null and id in ('n3', 'n9', 'n26997')"
    )
    assert duckdb.execute(query, {"f": str(out)}).fetchall() == [(3, "n26997", "n9")]


def test_what_is_told_is_written_as_it_was_read(tmp_path: Path) -> None:
    """Byte for byte: nothing in the account is lost."""
    path = tmp_path / "x.parquet"
    pq.write_table(rows(0, 500), path, row_group_size=50)
    with path.open("rb") as handle:
        account, begins = read_account(handle)
    assert write_struct(account) == path.read_bytes()[begins:-8]
    assert account[4][1][0] == LIST_OF_STRUCTS


def test_what_cannot_be_put_together(tmp_path: Path) -> None:
    """Another schema, no Parquet, nothing at all."""
    one, other = tmp_path / "1.parquet", tmp_path / "2.parquet"
    pq.write_table(rows(0, 10), one)
    pq.write_table(rows(0, 10).drop_columns(["money"]), other)
    with pytest.raises(ValueError, match="schema is another"):
        stitch([one, other], tmp_path / "out.parquet")
    other.write_bytes(b"not a table of any kind")
    with pytest.raises(ValueError, match="not a Parquet"):
        stitch([one, other], tmp_path / "out.parquet")
    with pytest.raises(ValueError, match="nothing to stitch"):
        Stitcher(BytesIO()).close()
