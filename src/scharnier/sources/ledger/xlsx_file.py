"""Reading XLSX into a `Table`: the first sheet with a table, numbers and dates as the cells type them."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from scharnier.kernel.errors import InputProblem
from scharnier.sources.ledger.header_rows import HeaderPlace, build_names, find_header, is_counter
from scharnier.sources.ledger.header_words import has_known_header
from scharnier.sources.ledger.limits import MAX_COLUMNS, MAX_XLSX_CELLS, SAMPLE_RECORDS
from scharnier.sources.ledger.messages import build_problem
from scharnier.sources.ledger.model import Column, Notice, Table
from scharnier.sources.ledger.xlsx_guard import check_xlsx

Rows = list[list[Any]]
_BATCH = 20_000  # rows that are held as objects at a time


def read_xlsx(data: bytes, file: str, lang: str, progress: Callable[[float], None]) -> Table:
    """Read XLSX bytes. Raises `InputProblem` for damaged or oversized files and where there is no table."""
    check_xlsx(data, file, lang)
    progress(0.2)
    name, sheet, others = _find_sheet(data, file, lang)
    progress(0.4)
    notices = [Notice("sheet_taken", {"sheet": name, "others": ", ".join(others)})] if others else []
    table = _build_table(sheet, f"XLSX, {name!r}", notices, file, lang)
    progress(1.0)
    return table


def _find_sheet(data: bytes, file: str, lang: str) -> tuple[str, CalamineSheet, list[str]]:
    """The visible sheet that looks most like a ledger, its name, and the names of the others that hold something."""
    best: tuple[int, str, CalamineSheet] | None = None
    filled, left = [], MAX_XLSX_CELLS
    with _parsing(file, lang):
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if not sheet.start:
                continue
            filled.append(meta.name)
            # The guard counted each part once; a workbook may show one part as many sheets.
            left -= sheet.height * sheet.width
            if left < 0:
                what = f"{len(filled)} sheets"
                raise build_problem("xlsx_bomb", lang, file=file, what=what)
            score = _score([list(row) for row in islice(sheet.iter_rows(), SAMPLE_RECORDS)], sheet.total_height)
            if best is None or score > best[0]:
                best = (score, meta.name, sheet)
    if best is None:
        raise build_problem("no_table", lang, file=file)
    _, name, sheet = best
    return name, sheet, [other for other in filled if other != name]


@contextmanager
def _parsing(file: str, lang: str) -> Iterator[None]:
    """What the parser cannot read is a damaged file. The parser is Rust: a panic is no `Exception`."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError | InputProblem):
            raise
        raise build_problem("xlsx_damaged", lang, file=file) from error


def _score(rows: Rows, height: int) -> int:
    """How much a sheet of so many rows looks like a ledger: words of the header we know, then simply having lines."""
    texts = [[_write_cell(cell) or "" for cell in row] for row in rows[:100]]
    place = find_header(texts, _calc_width(texts))
    known = sum(has_known_header(name) for name in place.names)
    return known * 10 + (5 if height > place.last + 2 else 0) + (place.first >= 0)


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


def _build_table(sheet: CalamineSheet, read_as: str, notices: list[Notice], file: str, lang: str) -> Table:
    rows = sheet.iter_rows()  # counted from the top of the sheet, whatever the first filled cell is
    first = [list(row) for row in islice(rows, SAMPLE_RECORDS)]
    sample = [[_write_cell(cell) or "" for cell in row] for row in first]
    place = find_header(sample, _calc_width(sample))
    width = max((len(row) for row in first), default=0)
    if width > MAX_COLUMNS:
        raise build_problem("too_many_columns", lang, file=file, count=width, limit=MAX_COLUMNS)
    counters = {at for at, name in enumerate(place.names) if is_counter(name)}
    filled: list[int] = []
    parts: list[list[Column]] = [[] for _ in range(width)]
    batch, done = first[place.last + 1 :], place.last + 1
    # A batch at a time: all cells as objects at once would take several times the memory of the columns.
    while batch:
        kept = [
            at
            for at, row in enumerate(batch)
            if any(cell not in (None, "") for turn, cell in enumerate(row) if turn not in counters)
        ]
        filled += [done + at for at in kept]
        for turn, column in enumerate(parts):
            column.append(_build_column("", [batch[at][turn] for at in kept]))
        done += len(batch)
        batch = [list(row) for row in islice(rows, _BATCH)]
    if not filled:
        raise build_problem("no_lines", lang, file=file)
    names, told = build_names(place.names, width)
    notices = [*notices, *_describe(place, sample, filled), *told]
    return Table(
        columns=[_join(name, column) for name, column in zip(names, parts, strict=True)],
        rows=np.array(filled, dtype=np.int64) + 1,
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
    blank = filled[-1] - place.last - len(filled)
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


def _join(name: str, parts: list[Column]) -> Column:
    """The parts of a column, one below the other."""
    numbers = [part.numbers for part in parts if part.numbers is not None]
    days = None
    if any(part.days is not None for part in parts):
        blank = np.datetime64("NaT", "D")
        days = np.concatenate([np.full(len(part.text), blank) if part.days is None else part.days for part in parts])
    return Column(name, pa.chunked_array([part.text for part in parts], pa.string()), np.concatenate(numbers), days)
