"""A CSV or XLSX file as rows of cells, numbered as a spreadsheet shows them; no row is left out but empty ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes
from scharnier.sources.ledger.encoding import parse_encoding
from scharnier.sources.ledger.kinds import find_kind
from scharnier.sources.ledger.messages import build_problem
from scharnier.sources.ledger.records import DELIMITERS, parse_records
from scharnier.sources.ledger.xlsx_guard import check_xlsx

Cell = str | float | date | None
LARGEST = 50_000_000  # bytes
MOST_ROWS = 100_000
MOST_CELL = 5_000  # characters
HEADER_WITHIN = 20  # rows
Score = Callable[[list[Cell]], int]
Told = tuple[str, str]  # what is wrong, and what to do


@dataclass(frozen=True, slots=True)
class Wording:
    """What a kind of list says, in one language, of a file that is no such list; `least`: columns that a header of it
    has at least."""

    no_list: Told
    no_header: Told
    no_rows: Told
    least: int = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """The header and the rows below it; `rows` are (row number, cells)."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_bytes(path: Path, lang: str) -> bytes:
    """The bytes of the file. Raises `InputProblem` where it is missing, a folder or too large."""
    try:
        return load_bytes(path, LARGEST)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        what, remedy = (
            (f"kan niet worden gelezen: {reason}.", "Controleer naam, rechten en grootte.")
            if lang == "nl"
            else (f"cannot be read: {reason}.", "Check the name, the rights and the size.")
        )
        raise InputProblem(what, remedy, str(path)) from error


def read_grid(data: bytes, name: str, score: Score, wording: Wording, lang: str) -> Grid:
    """The table whose header has the most columns that `score` knows. Raises `InputProblem` where there is none."""
    kind = _kind(data, name, wording, lang)
    if kind == "xlsx":
        tables = _sheets(data, name, lang)
    elif kind == "csv":
        tables = _delimited(data, name, lang)
    else:
        raise InputProblem(*wording.no_list, name)
    best: tuple[int, int, list[list[Cell]]] | None = None
    for table in tables:
        for at, row in enumerate(table[:HEADER_WITHIN]):
            if (known := score(row)) and (best is None or known > best[0]):
                best = (known, at, table)
    if best is None or best[0] < wording.least:
        raise InputProblem(*wording.no_header, name)
    _, at, table = best
    for number, row in enumerate(table[at + 1 :], start=at + 2):
        _check_quotes(row, name, number, wording.least, lang)
    rows = tuple(
        (number, tuple(row))
        for number, row in enumerate(table[at + 1 :], start=at + 2)
        if any(cell not in (None, "") for cell in row)
    )
    if len(rows) > MOST_ROWS:
        raise build_problem("too_many_rows", lang, file=name, count=len(rows), limit=MOST_ROWS)
    if not rows:
        raise InputProblem(*wording.no_rows, name)
    return Grid(tuple("" if cell is None else str(cell).strip() for cell in table[at]), rows)


def place_columns(
    grid: Grid, column_of: Callable[[object], str | None], name: str, lang: str
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column stands, and the headers that mean none. Raises `InputProblem` where a column stands twice."""
    places: dict[str, int] = {}
    ignored = []
    for at, header in enumerate(grid.header):
        column = column_of(header)
        if column is None:
            ignored += [header] if header else []
        elif column in places:
            what, remedy = (
                (f"de kolom {header!r} staat er twee keer.", "Laat er één staan.")
                if lang == "nl"
                else (f"the column {header!r} stands twice.", "Keep one of them.")
            )
            raise InputProblem(what, remedy, name, column=header)
        else:
            places[column] = at
    return places, tuple(ignored)


def _check_quotes(row: list[Cell], name: str, number: int, least: int, lang: str) -> None:
    """Raise `InputProblem` for a cell that holds whole rows: a quote was opened and not closed, and swallowed them."""
    for cell in row:
        if isinstance(cell, str) and "\n" in cell:
            most = max(max(line.count(each) for each in DELIMITERS) for line in cell.split("\n"))
            if most >= least:
                what, remedy = (
                    ("een aanhalingsteken is niet gesloten, en daarna vallen rijen weg.", "Sluit het, of haal het weg.")
                    if lang == "nl"
                    else ("a quote is not closed, and rows after it are lost.", "Close it, or take it out.")
                )
                raise InputProblem(what, remedy, name, number)


def _kind(data: bytes, name: str, wording: Wording, lang: str) -> str:
    """`csv` or `xlsx`. Raises `InputProblem` that says what the file is instead, or just that it is no list."""
    try:
        return find_kind(data, name, lang)
    except InputProblem as problem:
        # The reader of ledgers tells what a file is; where it speaks of spending, its words do not fit here.
        if any(word in f"{problem.message} {problem.remedy}" for word in ("uitgaven", "ledger", "spending", "Parquet")):
            raise InputProblem(*wording.no_list, name) from problem
        raise


def _delimited(data: bytes, name: str, lang: str) -> list[list[list[Cell]]]:
    """The text under each delimiter that it may have; the header tells which one is right."""
    text = parse_encoding(data, name, lang).data.decode("utf-8", "replace")
    if text.lower().startswith("sep=") and "\n" in text:
        text = "\n" + text.partition("\n")[2]
    tables: list[list[list[Cell]]] = []
    for delimiter in DELIMITERS:
        if delimiter in text[:5000]:
            records = parse_records(text, delimiter, limit=MOST_ROWS + HEADER_WITHIN + 2)
            tables.append([[field.strip()[:MOST_CELL] for field in record.fields] for record in records])
    return tables


def _sheets(data: bytes, name: str, lang: str) -> list[list[list[Cell]]]:
    check_xlsx(data, name, lang)
    tables = []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.start:
                tables.append([[_cell(cell) for cell in row] for row in sheet.iter_rows()])
    except BaseException as error:  # the parser is Rust: a panic is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError | InputProblem):
            raise
        raise build_problem("xlsx_damaged", lang, file=name) from error
    return tables


def _cell(value: object) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | float):
        return value
    if isinstance(value, int):
        return float(value)
    return str(value).strip()[:MOST_CELL] or None
