"""Reading Parquet into a `Table`: numbers, decimals and dates as the file types them, all else as text."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from scharnier.kernel.errors import InputProblem
from scharnier.sources.ledger.header_rows import build_names
from scharnier.sources.ledger.limits import (
    MAX_COLUMNS,
    MAX_PARQUET_CELLS,
    MAX_PARQUET_ROWS,
    MAX_PARQUET_UNPACKED_BYTES,
)
from scharnier.sources.ledger.messages import build_problem
from scharnier.sources.ledger.model import Column, Notice, Table


def read_parquet(data: bytes, file: str, lang: str) -> Table:
    """Read Parquet bytes. Raises `InputProblem` for damaged or oversized files and where there is no line."""
    try:
        schema = parquet.read_schema(pa.BufferReader(data))
        # Texts stay dictionaries until their size is known: one long text repeated a million times is small on disk.
        texts = [field.name for field in schema if _is_text(field.type)]
        # What has values inside values is not read at all: a list can hold more of them than the file has rows.
        nested = [field.name for field in schema if _is_nested(field.type)]
        flat = [field for field in schema if not _is_nested(field.type)]
        source = parquet.ParquetFile(pa.BufferReader(data), read_dictionary=texts)
        meta = source.metadata
        if meta.num_rows > MAX_PARQUET_ROWS:
            raise build_problem("too_many_rows", lang, file=file, count=meta.num_rows, limit=MAX_PARQUET_ROWS)
        if meta.num_columns > MAX_COLUMNS:
            count = meta.num_columns
            raise build_problem("too_many_columns", lang, file=file, count=count, limit=MAX_COLUMNS)
        # The same number a billion times takes a few bytes on disk, so the size in the file says nothing of this.
        if meta.num_rows * len(flat) > MAX_PARQUET_CELLS:
            most = MAX_PARQUET_CELLS // len(flat)
            raise build_problem("too_many_rows", lang, file=file, count=meta.num_rows, limit=most)
        size = sum(meta.row_group(at).total_byte_size for at in range(meta.num_row_groups))
        size += sum(field.type.byte_width * meta.num_rows for field in flat if _is_fixed(field.type))
        if size > MAX_PARQUET_UNPACKED_BYTES:
            limit = f"{MAX_PARQUET_UNPACKED_BYTES // 1024**2} MiB"
            raise build_problem("parquet_bomb", lang, file=file, limit=limit)
        table = source.read(columns=[field.name for field in flat] if nested else None, use_threads=False)
        table.validate(full=True)
        if sum(_calc_text_bytes(column) for column in table.columns) > MAX_PARQUET_UNPACKED_BYTES:
            raise build_problem("parquet_bomb", lang, file=file, limit=f"{MAX_PARQUET_UNPACKED_BYTES // 1024**2} MiB")
        pairs = zip(table.column_names, table.columns, strict=True)
        columns = [_build_column(header, _join(column)) for header, column in pairs]
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


def _is_text(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(
        types.is_string(kind) or types.is_large_string(kind) or types.is_binary(kind) or types.is_large_binary(kind)
    )


def _is_fixed(kind: pa.DataType) -> bool:
    return bool(pa.types.is_fixed_size_binary(kind))


def _is_nested(kind: pa.DataType) -> bool:
    return bool(pa.types.is_nested(kind) or pa.types.is_duration(kind))


def _calc_text_bytes(column: pa.ChunkedArray) -> int:
    """How many bytes the texts of a dictionary column take when written out."""
    if not pa.types.is_dictionary(column.type) or not _is_text(column.type.value_type):
        return 0
    sizes = (pc.sum(pc.take(pc.binary_length(part.dictionary), part.indices)).as_py() for part in column.chunks)
    return sum(size or 0 for size in sizes)


def _join(chunked: pa.ChunkedArray) -> pa.Array:
    """The chunks of a column as one array, dictionaries written out."""
    array = (chunked.unify_dictionaries() if pa.types.is_dictionary(chunked.type) else chunked).combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.array([], array.type)
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


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
    if pa.types.is_null(kind):
        array = pa.nulls(len(array), pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or _is_fixed(kind):
        encoded = pc.dictionary_encode(array)
        words = [value.decode("utf-8", "replace") for value in encoded.dictionary.to_pylist()]
        array = pc.take(pa.array(words, pa.string()), encoded.indices)
    return Column(header, pc.cast(array, pa.string()))
