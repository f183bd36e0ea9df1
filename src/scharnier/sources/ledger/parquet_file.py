"""Reading Parquet into a `Table`: numbers, decimals and dates as the file types them, all else as text."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from scharnier.kernel.errors import InputProblem
from scharnier.sources.ledger.header_rows import build_names
from scharnier.sources.ledger.limits import MAX_COLUMNS, MAX_PARQUET_ROWS, MAX_PARQUET_UNPACKED_BYTES
from scharnier.sources.ledger.messages import build_problem
from scharnier.sources.ledger.model import Column, Notice, Table


def read_parquet(data: bytes, file: str, lang: str) -> Table:
    """Read Parquet bytes. Raises `InputProblem` for damaged or oversized files and where there is no line."""
    try:
        schema = parquet.read_schema(pa.BufferReader(data))
        # Texts stay dictionaries until their size is known: one long text repeated a million times is small on disk.
        texts = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_binary(field.type)]
        source = parquet.ParquetFile(pa.BufferReader(data), read_dictionary=texts)
        meta = source.metadata
        if meta.num_rows > MAX_PARQUET_ROWS:
            raise build_problem("too_many_rows", lang, file=file, count=meta.num_rows, limit=MAX_PARQUET_ROWS)
        if meta.num_columns > MAX_COLUMNS:
            count = meta.num_columns
            raise build_problem("too_many_columns", lang, file=file, count=count, limit=MAX_COLUMNS)
        size = sum(meta.row_group(at).total_byte_size for at in range(meta.num_row_groups))
        if size > MAX_PARQUET_UNPACKED_BYTES:
            limit = f"{MAX_PARQUET_UNPACKED_BYTES // 1024**3} GiB"
            raise build_problem("parquet_bomb", lang, file=file, limit=limit)
        table = source.read(use_threads=False)
        table.validate(full=True)
        if sum(_calc_text_bytes(column) for column in table.columns) > MAX_PARQUET_UNPACKED_BYTES:
            raise build_problem("parquet_bomb", lang, file=file, limit=f"{MAX_PARQUET_UNPACKED_BYTES // 1024**3} GiB")
        columns, nested = _build_columns(table)
    except InputProblem:
        raise
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError, MemoryError, OverflowError) as error:
        raise build_problem("parquet_damaged", lang, file=file) from error
    if not columns:
        raise build_problem("no_table", lang, file=file)
    if not table.num_rows:
        raise build_problem("no_lines", lang, file=file)
    names, notices = build_names([column.header for column in columns], len(columns))
    if nested:
        notices.append(Notice("columns_nested", {"headers": ", ".join(nested)}))
    return Table(
        columns=[Column(name, c.text, c.numbers, c.days) for name, c in zip(names, columns, strict=True)],
        rows=np.arange(table.num_rows, dtype=np.int64) + 2,
        malformed=np.zeros(table.num_rows, dtype=np.bool_),
        header_row=1,
        read_as="Parquet",
        notices=notices,
    )


def _calc_text_bytes(column: pa.ChunkedArray) -> int:
    """How many bytes the texts of a dictionary column take when written out."""
    if not pa.types.is_dictionary(column.type) or not pa.types.is_string(column.type.value_type):
        return 0
    sizes = (pc.sum(pc.take(pc.binary_length(part.dictionary), part.indices)).as_py() for part in column.chunks)
    return sum(size or 0 for size in sizes)


def _build_columns(table: pa.Table) -> tuple[list[Column], list[str]]:
    columns, nested = [], []
    for header, chunked in zip(table.column_names, table.columns, strict=True):
        array = (chunked.unify_dictionaries() if pa.types.is_dictionary(chunked.type) else chunked).combine_chunks()
        if isinstance(array, pa.ChunkedArray):
            array = pa.array([], array.type)
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        kind = array.type
        if pa.types.is_nested(kind) or pa.types.is_null(kind) or pa.types.is_duration(kind):
            nested.append(header)
            continue
        columns.append(_build_column(header, array))
    return columns, nested


def _build_column(header: str, array: pa.Array) -> Column:
    kind = array.type
    if pa.types.is_decimal(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind):
        numbers = np.asarray(pc.cast(array, pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)
        # Not a number is no empty cell: it stays as text and becomes an unreadable amount.
        text = pc.cast(array, pa.string())
        return Column(header, text, numbers)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        day = pc.cast(array, pa.date32(), safe=False)
        days = np.asarray(day.to_numpy(zero_copy_only=False)).astype("datetime64[D]")
        return Column(header, pc.cast(day, pa.string()), None, days)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        array = pa.array([None if v is None else v.decode("utf-8", "replace") for v in array.to_pylist()], pa.string())
    return Column(header, pc.cast(array, pa.string()))
