"""lines.csv: every input line with what became of it, up to millions of rows."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

# What a spreadsheet takes for a formula, after OWASP; the full-width forms count for some of them too.
FORMULA = "^[=+\\-@\\t\\r\\n＝＋－＠]"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write_lines_csv(path: Path, table: pa.Table) -> None:
    """Write `table` as CSV (RFC 4180, comma, UTF-8 with byte order mark, decimal point).

    The mark makes spreadsheets read accents well; other readers skip it. In text columns a cell that a spreadsheet
    would run as a formula gets an apostrophe in front; numbers stay numbers. Work is done once a distinct text.
    Raises OSError when the file cannot be written.
    """
    columns = [_neutralise(column) if _is_text(column.type) else column for column in table.columns]
    names = _neutralise(pa.chunked_array([pa.array(table.column_names, pa.string())])).to_pylist()
    with path.open("wb") as file:
        file.write(BYTE_ORDER_MARK)
        csv.write_csv(pa.table(columns, names=names), file, csv.WriteOptions(batch_size=65536))


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _neutralise(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same texts with an apostrophe before what looks like a formula; rows keep their order, nulls stay null."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    chunks = []
    for chunk in encoded.unify_dictionaries().chunks:
        words = chunk.dictionary.cast(pa.string())
        risky = pc.match_substring_regex(words, FORMULA)
        safe = pc.if_else(risky, pc.binary_join_element_wise("'", words, ""), words)
        chunks.append(safe.take(chunk.indices))
    return pa.chunked_array(chunks, pa.string())
