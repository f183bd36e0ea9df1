"""Reading XLSX into a `Table`: the first sheet with a table, numbers and dates as the cells type them."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from scharnier.sources.ledger.header_rows import HeaderPlace, build_names, find_header, is_counter
from scharnier.sources.ledger.header_words import has_known_header
from scharnier.sources.ledger.limits import MAX_COLUMNS, SAMPLE_RECORDS
from scharnier.sources.ledger.messages import build_problem
from scharnier.sources.ledger.model import Column, Notice, Table
from scharnier.sources.ledger.xlsx_guard import check_xlsx

Rows = list[list[Any]]


def read_xlsx(data: bytes, file: str, lang: str, progress: Callable[[float], None]) -> Table:
    """Read XLSX bytes. Raises `InputProblem` for damaged or oversized files and where there is no table."""
    check_xlsx(data, file, lang)
    progress(0.2)
    sheets = _load_sheets(data, file, lang)
    progress(0.7)
    scored = [(_score(rows), -at, name, rows) for at, (name, rows) in enumerate(sheets) if rows]
    if not scored:
        raise build_problem("no_table", lang, file=file)
    _, _, name, rows = max(scored, key=lambda item: item[:2])
    others = [other for other, filled in sheets if other != name and filled]
    notices = [Notice("sheet_taken", {"sheet": name, "others": ", ".join(others)})] if others else []
    table = _build_table(rows, f"XLSX, {name!r}", notices, file, lang)
    progress(1.0)
    return table


def _load_sheets(data: bytes, file: str, lang: str) -> list[tuple[str, Rows]]:
    """Visible sheets as (name, rows). The parser is Rust: a panic is no `Exception`."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets: list[tuple[str, Rows]] = []
        for meta in book.sheets_metadata:
            if meta.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            # Rows are counted from the top of the sheet, whatever the first filled cell is.
            sheets.append((meta.name, [list(row) for row in sheet.iter_rows()] if sheet.start else []))
        return sheets
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise build_problem("xlsx_damaged", lang, file=file) from error


def _score(rows: Rows) -> int:
    """How much a sheet looks like a ledger: words of the header we know, then simply having lines."""
    texts = [[_write_cell(cell) or "" for cell in row] for row in rows[:100]]
    place = find_header(texts, _calc_width(texts))
    known = sum(has_known_header(name) for name in place.names)
    return known * 10 + (5 if len(rows) > place.last + 2 else 0) + (place.first >= 0)


def _calc_width(texts: list[list[str]]) -> int:
    widths = Counter(sum(1 for cell in row if cell) for row in texts)
    widths.pop(0, None)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else 0


def _write_cell(cell: Any) -> str | None:
    """A cell as text; whole numbers without a decimal point, so that codes stay codes."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool | str):
        return str(cell)
    if isinstance(cell, float):
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _build_table(rows: Rows, read_as: str, notices: list[Notice], file: str, lang: str) -> Table:
    sample = [[_write_cell(cell) or "" for cell in row] for row in rows[:SAMPLE_RECORDS]]
    place = find_header(sample, _calc_width(sample))
    body = rows[place.last + 1 :]
    width = max((len(row) for row in rows[:SAMPLE_RECORDS]), default=0)
    if width > MAX_COLUMNS:
        raise build_problem("too_many_columns", lang, file=file, count=width, limit=MAX_COLUMNS)
    counters = {at for at, name in enumerate(place.names) if is_counter(name)}
    filled = [
        at
        for at, row in enumerate(body)
        if any(cell not in (None, "") for turn, cell in enumerate(row) if turn not in counters)
    ]
    if not filled:
        raise build_problem("no_lines", lang, file=file)
    names, told = build_names(place.names, width)
    notices = [*notices, *_describe(place, sample, filled), *told]
    numbers = np.array(filled, dtype=np.int64) + place.last + 2
    return Table(
        columns=[_build_column(name, [body[at][turn] for at in filled]) for turn, name in enumerate(names)],
        rows=numbers,
        malformed=np.zeros(len(filled), dtype=np.bool_),
        header_row=place.last + 1,
        read_as=read_as,
        notices=notices,
    )


def _describe(place: HeaderPlace, sample: list[list[str]], filled: list[int]) -> list[Notice]:
    if place.first < 0:
        return [Notice("headers_none")]
    notices = [Notice("headers_two")] if place.last > place.first else []
    above = sum(1 for row in sample[: place.first] if any(row))
    if above:
        notices.append(Notice("preamble", {"count": above}))
    blank = filled[-1] + 1 - len(filled)
    return [*notices, Notice("rows_blank", {"count": blank})] if blank else notices


def _build_column(name: str, cells: list[Any]) -> Column:
    numbers = np.array(
        [float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else np.nan for cell in cells]
    )
    days = np.array(
        [np.datetime64(cell, "D") if isinstance(cell, date) else np.datetime64("NaT", "D") for cell in cells],
        dtype="datetime64[D]",
    )
    text = pa.array([_write_cell(cell) for cell in cells], pa.string())
    return Column(name, text, numbers, None if np.isnat(days).all() else days)
