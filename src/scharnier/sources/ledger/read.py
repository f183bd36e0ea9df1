"""`read_ledger`: from a file to a `Ledger`."""

import errno
import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scharnier.kernel import files
from scharnier.sources.ledger import model
from scharnier.sources.ledger.amounts import OK, UNREADABLE
from scharnier.sources.ledger.columns import TEXT_ROLES, Choice, find_columns
from scharnier.sources.ledger.csv_file import read_csv
from scharnier.sources.ledger.currencies import find_currency
from scharnier.sources.ledger.dates import Dates, parse_dates
from scharnier.sources.ledger.describe import build_description
from scharnier.sources.ledger.header_words import is_year
from scharnier.sources.ledger.kinds import find_kind
from scharnier.sources.ledger.limits import MAX_CELL_TEXT, MAX_FILE_BYTES, MAX_TOTAL_CENTS
from scharnier.sources.ledger.line_amounts import LineAmounts, calc_line_amounts
from scharnier.sources.ledger.messages import build_problem, render_message, render_problem
from scharnier.sources.ledger.model import ColumnTaken, Ledger, Notice, Table
from scharnier.sources.ledger.parquet_file import read_parquet
from scharnier.sources.ledger.profile import Profile, calc_profiles
from scharnier.sources.ledger.texts import LABEL_SEPARATOR, parse_texts
from scharnier.sources.ledger.totals import find_totals
from scharnier.sources.ledger.wide import build_indicated_labels
from scharnier.sources.ledger.xlsx_file import read_xlsx

Progress = Callable[[str, float], None]
_FAULTS = {
    errno.ENOENT: "file_missing",
    errno.ENOTDIR: "file_missing",
    errno.EISDIR: "file_folder",
    errno.EFBIG: "file_too_large",
    errno.ENOTSUP: "file_special",
}


def _ignore(_stage: str, _share: float) -> None:
    return


def read_ledger(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    currency: str | None = None,
    lang: str = "nl",
    progress: Progress | None = None,
) -> Ledger:
    """Read a purchase ledger from CSV, XLSX or Parquet.

    `columns` maps roles to headers and wins over recognition; `currency` is needed only where a file mixes currencies
    or to say what it does not. `progress` is called with a stage in words and the share done (0 to 1). Raises
    `InputProblem` (in `lang`) where the file as a whole cannot be used; a line that cannot be used stays in the ledger
    with its problem.
    """
    tell = progress or _ignore
    name = name_of(Path(path))
    tell(render_message("stage_open", lang), 0.0)
    data = load_bytes(Path(path), lang)
    digest = hashlib.sha256(data).hexdigest()
    stage = render_message("stage_table", lang)
    table = read_table(data, name, lang, lambda share: tell(stage, 0.05 + 0.4 * share))
    del data
    tell(render_message("stage_columns", lang), 0.45)
    profiles = calc_profiles(table)
    choice = find_columns(profiles, columns, name, lang)
    return build_ledger(table, profiles, choice, digest, name, currency, lang, tell)


def describe_columns(
    path: str | Path, *, columns: Mapping[str, str] | None = None, lang: str = "nl"
) -> list[ColumnTaken]:
    """Every column of the file in its order, with the role it would be given. Raises as `read_ledger` does."""
    name = name_of(Path(path))
    table = read_table(load_bytes(Path(path), lang), name, lang, lambda _share: None)
    profiles = calc_profiles(table)
    return build_description(profiles, find_columns(profiles, columns, name, lang), lang)


def load_bytes(path: Path, lang: str) -> bytes:
    """The bytes of a file; an `InputProblem` where it is missing, a folder, closed to us or too large."""
    try:
        return files.load_bytes(path, MAX_FILE_BYTES)
    except (OSError, ValueError) as error:
        kind = _FAULTS.get(getattr(error, "errno", None) or 0, "file_unreadable")
        why = getattr(error, "strerror", None) or str(error)
        limit = f"{MAX_FILE_BYTES // 1024**3} GiB"
        named = str(path) if kind == "file_missing" else name_of(path)
        raise build_problem(kind, lang, file=named, why=why, limit=limit) from error


def name_of(path: Path) -> str:
    """The name of a file as text that can be written anywhere: what is no UTF-8 or no printing character is replaced.

    File names are bytes that anybody can choose; a report, a terminal and a JSON file cannot hold all of them.
    """
    name = path.name.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in name)


def read_table(data: bytes, file: str, lang: str, progress: Callable[[float], None]) -> Table:
    """The table in a file, whatever of the three kinds it is."""
    kind = find_kind(data, file, lang)
    if kind == "xlsx":
        return read_xlsx(data, file, lang, progress)
    if kind == "parquet":
        return read_parquet(data, file, lang)
    return read_csv(data, file, lang, progress)


def build_ledger(
    table: Table,
    profiles: list[Profile],
    choice: Choice,
    digest: str,
    file: str,
    currency: str | None,
    lang: str,
    tell: Progress,
) -> Ledger:
    """Parse the chosen columns and decide for each line whether it can be used."""
    notices = [*table.notices, *choice.notices]
    tell(render_message("stage_amounts", lang), 0.5)
    amounts = calc_line_amounts(table, choice, profiles, lang)
    notices += amounts.notices
    _check_amounts(amounts, file, lang)
    stated = table.columns[choice.columns["currency"]].text if "currency" in choice.columns else None
    if isinstance(stated, pa.ChunkedArray):
        stated = stated.combine_chunks()
    good = (amounts.status == 0) & ~table.malformed
    money = find_currency(stated, amounts.beside, amounts.header, currency, good, file, lang)
    notices += money.notices
    tell(render_message("stage_texts", lang), 0.65)
    text, cut = _parse_text_columns(table, choice, lambda share: tell(render_message("stage_texts", lang), share))
    notices += cut
    dates, date_notices = _parse_date_column(table, choice)
    notices += date_notices
    problem, cents = _judge_lines(table, choice, amounts, money.other, dates)
    notices += _describe_lines(problem, table.rows, lang)
    first_on, last_on = _calc_period(choice, table, dates, problem)
    taken = {role: table.columns[at].header for role, at in choice.columns.items()}
    taken |= amounts.extra_columns
    style = {",": "style_comma", ".": "style_point"}.get(amounts.style)
    tell(render_message("stage_texts", lang), 1.0)
    return Ledger(
        file=file,
        sha256=digest,
        read_as=table.read_as + (f", {render_message(style, lang)}" if style else ""),
        currency=money.code,
        rows=table.rows,
        cents=cents,
        problem=problem,
        text=text,
        code_scheme=choice.scheme if "code" in choice.columns else None,
        columns=taken,
        first_on=first_on,
        last_on=last_on,
        notices=notices,
        account=build_description(profiles, choice, lang),
    )


def _check_amounts(amounts: LineAmounts, file: str, lang: str) -> None:
    """Raise an `InputProblem` where no line has an amount, or where all of them together cannot be amounts."""
    if not (amounts.status == OK).any() and (amounts.status == UNREADABLE).any():
        raise build_problem("amount_empty", lang, file=file, column=amounts.header)
    # In floating point, because whole numbers that overflow turn into other numbers without a word.
    if float(np.abs(amounts.cents.astype(np.float64)).sum()) > MAX_TOTAL_CENTS:
        limit = f"{MAX_TOTAL_CENTS // 100:,}"
        raise build_problem("total_too_large", lang, file=file, column=amounts.header, limit=limit)


def _parse_text_columns(
    table: Table, choice: Choice, tell: Callable[[float], None]
) -> tuple[dict[str, pa.DictionaryArray], list[Notice]]:
    text: dict[str, pa.DictionaryArray] = {}
    notices: list[Notice] = []
    wanted = [(role, choice.columns[role]) for role in (*TEXT_ROLES, "date") if role in choice.columns]
    for turn, (role, at) in enumerate(wanted):
        tell(0.65 + 0.3 * turn / len(wanted))
        parsed = parse_texts(table.columns[at].text)
        text["date_text" if role == "date" else role] = parsed.array
        if parsed.cut:
            header = table.columns[at].header
            notices.append(Notice("text_cut", {"count": parsed.cut, "header": header, "limit": MAX_CELL_TEXT}))
    if choice.indicators:
        text["category"] = build_indicated_labels(table, choice.indicators, LABEL_SEPARATOR)
        notices.append(Notice("categories_indicated", {"count": len(choice.indicators)}))
    return text, notices


def _parse_date_column(table: Table, choice: Choice) -> tuple[Dates | None, list[Notice]]:
    if "date" not in choice.columns:
        return None, []
    column = table.columns[choice.columns["date"]]
    dates = parse_dates(column.text, column.days)
    notices = []
    if dates.order == "unclear":
        notices.append(Notice("dates_order", {"header": column.header}))
    odd = np.flatnonzero(dates.unreadable)
    if len(odd):
        example = str(column.text[int(odd[0])].as_py())[:60]
        notices.append(
            Notice(
                "dates_unreadable",
                {"count": len(odd), "header": column.header, "example": example, "row": int(table.rows[odd[0]])},
            )
        )
    return dates, notices


def _judge_lines(
    table: Table, choice: Choice, amounts: LineAmounts, other: NDArray[np.bool_], dates: Dates | None
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The problem of each line and the cents that count; the gravest problem wins."""
    problem = np.zeros(len(table.rows), dtype=np.uint8)
    if dates is not None:
        problem[dates.impossible] = model.DATE_IMPOSSIBLE
    problem[other] = model.CURRENCY_OTHER
    problem[amounts.status == 1] = model.AMOUNT_MISSING
    problem[amounts.status == 2] = model.AMOUNT_UNREADABLE
    problem[table.malformed] = model.ROW_MALFORMED
    counted = (problem == 0) | (problem == model.DATE_IMPOSSIBLE)
    at = choice.columns.get("amount", choice.columns.get("debit", -1))
    problem[find_totals(table.columns, at, amounts.cents, counted)] = model.TOTAL_ROW
    counted = (problem == 0) | (problem == model.DATE_IMPOSSIBLE)
    return problem, np.where(counted, amounts.cents, 0)


def _describe_lines(problem: NDArray[np.uint8], rows: NDArray[np.int64], lang: str) -> list[Notice]:
    notices = []
    for index, code in enumerate(model.PROBLEMS):
        hit = np.flatnonzero(problem == index)
        if not index or not len(hit):
            continue
        params: dict[str, str | int] = {"count": len(hit), "row": int(rows[hit[0]])}
        if index == model.TOTAL_ROW:
            notices.append(Notice("totals_found", params))
        else:
            notices.append(Notice("lines_problem", params | {"label": render_problem(code, lang)}))
    return notices


def _calc_period(
    choice: Choice, table: Table, dates: Dates | None, problem: NDArray[np.uint8]
) -> tuple[date | None, date | None]:
    if dates is not None:
        first, last = dates.first[problem == 0], dates.last[problem == 0]
        if not np.isnat(first).all():
            return np.nanmin(first).astype(date), np.nanmax(last).astype(date)
    years = [int(column.header) for column in table.columns if is_year(column.header)]
    if len(years) > 1 and not choice.indicators:
        return date(min(years), 1, 1), date(max(years), 12, 31)
    return None, None
