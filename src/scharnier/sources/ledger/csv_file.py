"""Reading delimited text into a `Table`: any delimiter, quoted line ends, preambles, ragged rows."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from scharnier.sources.ledger.encoding import parse_encoding
from scharnier.sources.ledger.header_rows import HeaderPlace, build_names, find_header, is_counter
from scharnier.sources.ledger.limits import MAX_COLUMNS, MAX_CSV_CELLS, MAX_QUOTED_NEWLINES, SAMPLE_BYTES
from scharnier.sources.ledger.messages import build_problem
from scharnier.sources.ledger.model import Column, Notice, Table
from scharnier.sources.ledger.records import Record, find_delimiter, parse_records

_BLOCK = 1 << 24
_DELIMITER_NAMES = {"\t": "tab"}
Ragged = list[tuple[int, str]]


def read_csv(data: bytes, file: str, lang: str, progress: Callable[[float], None]) -> Table:
    """Read CSV bytes. Raises `InputProblem` where there is no table or no line."""
    decoded = parse_encoding(data, file, lang)
    text, notices = decoded.data, list(decoded.notices)
    sample = text[:SAMPLE_BYTES].decode("utf-8", errors="ignore")
    delimiter = find_delimiter(sample)
    quoted = b'"' in text
    records = parse_records(sample, delimiter, quoted=quoted)
    if quoted and max((field.count("\n") for r in records for field in r.fields), default=0) > MAX_QUOTED_NEWLINES:
        quoted, records = False, parse_records(sample, delimiter, quoted=False)
        notices.append(Notice("quotes_open"))
    if not any(any(field.strip() for field in record.fields) for record in records):
        raise build_problem("no_table", lang, file=file)
    usual = _calc_width(records)
    place = find_header([record.fields for record in records], usual)
    width = _calc_table_width(place, usual, records)
    if width > MAX_COLUMNS:
        raise build_problem("too_many_columns", lang, file=file, count=width, limit=MAX_COLUMNS)
    names, header_notices = build_names(place.names, width)
    notices += _describe_header(place, records) + header_notices
    start = len(sample[: records[place.last].end].encode()) if place.last >= 0 else 0
    pad = usual < width
    if not text[start:].strip():
        raise build_problem("no_lines", lang, file=file)
    lines = text.count(b"\n", start) + text.count(b"\r", start)
    if lines * width > MAX_CSV_CELLS:
        raise build_problem("too_many_rows", lang, file=file, count=lines, limit=MAX_CSV_CELLS // width)
    table, ragged = _read_body(text, start, usual if pad else width, delimiter, quoted, file, lang, progress)
    if quoted and _has_open_quote(table, ragged):
        quoted = False
        notices.append(Notice("quotes_open"))
        table, ragged = _read_body(text, start, usual if pad else width, delimiter, quoted, file, lang, progress)
    read_as = f"CSV, {decoded.encoding}, {_DELIMITER_NAMES.get(delimiter, delimiter)!r}"
    return _build_table(table, ragged, names, place.last + 1, delimiter, quoted, pad, read_as, notices, file, lang)


def _calc_width(records: list[Record]) -> int:
    widths = Counter(len(record.fields) for record in records if any(record.fields))
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


def _calc_table_width(place: HeaderPlace, usual: int, records: list[Record]) -> int:
    """As many columns as the header names; a header that ends in empty fields is as wide as the lines are."""
    names = list(place.names)
    while len(names) > usual and not names[-1]:
        names.pop()
    only_header = sum(1 for record in records[place.last + 1 :] if any(record.fields)) == 0
    return max(len(names), 0 if only_header else usual)


def _describe_header(place: HeaderPlace, records: list[Record]) -> list[Notice]:
    if place.first < 0:
        return [Notice("headers_none")]
    notices = [Notice("headers_two")] if place.last > place.first else []
    above = sum(1 for record in records[: place.first] if any(field.strip() for field in record.fields))
    return notices + ([Notice("preamble", {"count": above})] if above else [])


def _read_body(
    text: bytes,
    start: int,
    width: int,
    delimiter: str,
    quoted: bool,
    file: str,
    lang: str,
    progress: Callable[[float], None],
) -> tuple[pa.Table, Ragged]:
    """All records of `width` fields as a table of strings, and the others as (record number from 1, raw text)."""
    block = _BLOCK
    size = len(text) - start
    while True:
        ragged: Ragged = []

        def keep(row: csv.InvalidRow, into: Ragged = ragged) -> str:
            into.append((row.number, row.text))
            return "skip"

        names = [f"f{at}" for at in range(width)]
        try:
            reader = csv.open_csv(
                pa.BufferReader(pa.py_buffer(text)[start:]),
                read_options=csv.ReadOptions(use_threads=False, column_names=names, block_size=min(block, size + 16)),
                parse_options=csv.ParseOptions(
                    delimiter=delimiter,
                    quote_char='"' if quoted else False,
                    newlines_in_values=quoted,
                    ignore_empty_lines=False,
                    invalid_row_handler=keep,
                ),
                convert_options=csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
                ),
            )
            batches = []
            done = 0
            for batch in reader:
                batches.append(batch)
                done += batch.nbytes
                progress(min(done / size, 1.0))
            return pa.Table.from_batches(batches, schema=reader.schema), ragged
        except (pa.ArrowInvalid, pa.ArrowCapacityError) as error:
            if block < size:  # a record larger than a block, such as one very long cell: take larger blocks
                block *= 16
                continue
            if "Empty CSV" in str(error):
                return pa.table({name: pa.array([], pa.string()) for name in names}), ragged
            why = str(error).splitlines()[0][:200]
            raise build_problem("csv_unreadable", lang, file=file, why=why) from error


def _has_open_quote(table: pa.Table, ragged: Ragged) -> bool:
    """Whether a cell swallowed so many lines that its quote must have been opened by accident."""
    if any(raw.count("\n") > MAX_QUOTED_NEWLINES for _, raw in ragged):
        return True
    for column in table.columns:
        if len(column) and (pc.max(pc.binary_length(column)).as_py() or 0) > 10 * MAX_QUOTED_NEWLINES:
            long = pc.filter(column, pc.greater(pc.binary_length(column), 10 * MAX_QUOTED_NEWLINES))
            if (pc.max(pc.count_substring(long, "\n")).as_py() or 0) > MAX_QUOTED_NEWLINES:
                return True
    return False


def _build_table(
    table: pa.Table,
    ragged: Ragged,
    names: list[str],
    header_rows: int,
    delimiter: str,
    quoted: bool,
    pad: bool,
    read_as: str,
    notices: list[Notice],
    file: str,
    lang: str,
) -> Table:
    """Put ragged rows back in their place, drop empty rows, number the rows as a spreadsheet does."""
    width = len(names)
    arrays = list(table.columns)
    arrays += [pa.nulls(table.num_rows, pa.string()) for _ in range(width - len(arrays))]
    total = table.num_rows + len(ragged)
    numbers = np.arange(1, total + 1, dtype=np.int64)
    malformed = np.zeros(total, dtype=np.bool_)
    if ragged:
        repaired = [_repair(text, width, delimiter, quoted, pad) for _, text in ragged]
        odd = np.array([number for number, _ in ragged], dtype=np.int64)
        order = np.argsort(np.concatenate([np.setdiff1d(numbers, odd), odd]), kind="stable")
        bad = np.array([fields is None for fields in repaired], dtype=np.bool_)
        malformed = np.concatenate([np.zeros(table.num_rows, np.bool_), bad])[order]
        padded = sum(fields is not None for fields in repaired) if not pad else 0
        if padded:
            notices = [*notices, Notice("rows_padded", {"count": padded})]
        extra = [[(fields[at] if fields else None) for fields in repaired] for at in range(width)]
        arrays = [
            pc.take(pa.chunked_array([*_chunks(array), pa.array(cells, pa.string())], pa.string()), pa.array(order))
            for array, cells in zip(arrays, extra, strict=True)
        ]
    blank = ~malformed
    for name, array in zip(names, arrays, strict=True):
        if is_counter(name):
            continue
        if not blank.any():
            break
        filled = pc.fill_null(pc.greater(pc.binary_length(array), 0), False)
        blank &= ~np.asarray(filled).astype(np.bool_)
    if blank.any():
        # Empty rows at the very end are how files end, not something to tell.
        inner = int(blank[: int(np.flatnonzero(~blank)[-1])].sum()) if not blank.all() else 0
        if inner:
            notices = [*notices, Notice("rows_blank", {"count": inner})]
        keep = pa.array(~blank)
        arrays = [pc.filter(array, keep) for array in arrays]
        numbers, malformed = numbers[~blank], malformed[~blank]
    if not len(numbers):
        raise build_problem("no_lines", lang, file=file)
    return Table(
        columns=[Column(name, array) for name, array in zip(names, arrays, strict=True)],
        rows=numbers + header_rows,
        malformed=malformed,
        header_row=header_rows,
        read_as=read_as,
        notices=notices,
        decimal_hint="," if delimiter == ";" else "",
    )


def _chunks(array: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    return array.chunks if isinstance(array, pa.ChunkedArray) else [array]


def _repair(text: str, width: int, delimiter: str, quoted: bool, pad: bool) -> list[str] | None:
    """The fields of a ragged row where nothing is in doubt: only empty fields too many, or a file that drops them."""
    records = parse_records(text, delimiter, quoted=quoted, limit=2)
    if len(records) != 1:
        return None
    fields = records[0].fields
    while len(fields) > width and not fields[-1].strip():
        fields = fields[:-1]
    if len(fields) == width:
        return fields
    return fields + [""] * (width - len(fields)) if pad and len(fields) < width else None
