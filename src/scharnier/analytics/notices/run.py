"""A screening of tables of notices to one Parquet file: part by part, only what is new, whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scharnier.analytics.notices.columns import COLUMNS, FLAG_COLUMNS, SCREENING, build_schema
from scharnier.analytics.notices.parts import PART_ROWS, Part, Workspace, list_files, list_parts
from scharnier.analytics.notices.screen import Screener
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import whole_file
from scharnier.procurement.isv.content import load_isv_content

KEYS = ("schema", "notice_id", "version", "content_sha256", "source_file")  # what makes two rows the same notice
SQL = {
    "string": "varchar",
    "list<string>": "varchar[]",
    "date": "date",
    "int32": "integer",
    "int64": "bigint",
    "double": "double",
    "bool": "boolean",
}


@dataclass(slots=True)
class Screened:
    """The account of a run: rows = screened + known (screened before, under this version) + earlier (before `since`).

    `total` is what stands in the output in the end, `resumed` the rows of parts that an earlier, killed run had done.
    """

    rows: int = 0
    screened: int = 0
    known: int = 0
    earlier: int = 0
    resumed: int = 0
    total: int = 0
    signatures: int = 0
    done: int = 0


Tell = Callable[[Screened], None]


def screen_files(
    sources: Sequence[Path],
    out: Path,
    engine: Any,
    version: str,
    *,
    since: date | None = None,
    anew: bool = False,
    workers: int = 1,
    part_rows: int = PART_ROWS,
    tell: Tell = lambda _: None,
) -> Screened:
    """Screen the notices in `sources` that `out` does not have under this version; the others in `out` stay.

    A run that is killed leaves the parts that are done beside `out`, and `out` as it was; the same call goes on from
    there. Raises InputProblem where a source or `out` cannot be used.
    """
    if out.suffix != ".parquet" or out.resolve() in {file.resolve() for file in list_files(sources)}:
        raise InputProblem("The output is a Parquet file of its own.", "Give it another name.", str(out))
    parts = list_parts(sources, engine.slices, part_rows)
    before = _check_screening(out) if out.exists() else False
    plan = {
        "version": version,
        "since": str(since),
        "anew": anew,
        "parts": [[str(part.file.resolve()), part.first, part.last] for part in parts],
        "files": [_stamp(file) for file in list_files(sources)],
        "out": _stamp(out) if before else None,
    }
    account = Screened(rows=sum(part.rows for part in parts))
    folder = out.with_name(f".{out.name}.parts")
    try:
        with Workspace(folder, plan).opened() as space, Screener(load_isv_content(), version, workers) as screener:
            engine.spill_to(space.spill)
            for part in parts:
                place = space.place(part)
                if place.exists():
                    account.resumed += part.rows
                else:
                    with space.half(part) as half:
                        _screen_part(
                            part, half, engine, screener, _done(engine, out, version, before and not anew), since
                        )
                account.done += part.rows
                tell(account)
            account.signatures = len(screener.answers)
            _merge([space.place(part) for part in parts], out if before else None, out, version, account, space.spill)
    except OSError as error:
        raise InputProblem(f"It cannot be written: {error.strerror or error}.", "Check the folder.", str(out)) from None
    account.earlier = _count_earlier(parts, since)
    account.known = account.rows - account.screened - account.earlier
    return account


def _screen_part(part: Part, half: Path, engine: Any, screener: Screener, done: Any, since: date | None) -> None:
    t = engine.read(part.file)
    if not part.whole:
        t = t.filter((t.file_row_number >= part.first) & (t.file_row_number < part.last))
    if since is not None:
        t = t.filter((t.dispatch_date.coalesce(t.published) >= since).fill_null(True))
    if done is not None:
        keys = [t[key].fill_null("") == done[key] for key in KEYS]
        t = t.anti_join(done, keys)
    if (since is not None or done is not None) and not t.count().to_pyarrow().as_py():
        _write_empty(half)
        return
    with screener.screen(engine, t) as found:
        engine.write(found, half)


def _write_empty(path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(build_schema().empty_table(), path)


def _done(engine: Any, out: Path, version: str, look: bool) -> Any:
    """The keys of the rows that were screened under this version; None where there are none."""
    if not look:
        return None
    t = engine.read(out)
    return t.filter(t.content_version == version).select(**{key: t[key].fill_null("") for key in KEYS}).distinct()


def _merge(parts: list[Path], old: Path | None, out: Path, version: str, account: Screened, spill: Path) -> None:
    """All parts, and of the earlier screening what no part has anew, as one file."""
    import duckdb

    columns = ", ".join(f'cast("{name}" as {SQL[kind]}) as "{name}"' for name, kind, _ in COLUMNS + FLAG_COLUMNS)
    config: dict[str, Any] = {"memory_limit": "1200MB", "preserve_insertion_order": False, "temp_directory": str(spill)}
    with duckdb.connect(config=config) as con:
        names = [str(path) for path in parts]
        new = f"select {columns} from read_parquet($new)" if names else None  # noqa: S608  # only names of ours
        given: dict[str, Any] = {"new": names} if names else {}
        account.screened = con.execute("select count(*) from read_parquet($new)", given).fetchall()[0][0] if new else 0
        queries = [new] if new else []
        if old is not None:
            same = " and ".join(f"coalesce(n.{key}, '') = coalesce(o.{key}, '')" for key in KEYS)
            gone = f" where not exists (select 1 from read_parquet($new) n where {same})" if new else ""  # noqa: S608
            queries.append(f"select {columns} from read_parquet($old) o{gone}")  # noqa: S608
            given["old"] = str(old)
        with whole_file(out) as path:
            if queries:
                # DuckDB takes no parameters in COPY: the names stand in the statement, quoted.
                body = " union all by name ".join(queries)
                for name, value in given.items():
                    listed = f"[{', '.join(map(_quote, value))}]" if isinstance(value, list) else _quote(value)
                    body = body.replace(f"${name}", listed)
                marks = f"kv_metadata {{scharnier: {_quote(SCREENING)}, content_version: {_quote(version)}}}"
                con.execute(f"copy ({body}) to {_quote(str(path))} (format parquet, compression zstd, {marks})")
            else:
                _write_empty(path)
            account.total = con.execute("select count(*) from read_parquet(?)", [str(path)]).fetchall()[0][0]


def _count_earlier(parts: list[Part], since: date | None) -> int:
    if since is None or not parts:
        return 0
    import duckdb

    files = sorted({str(part.file) for part in parts})
    query = "select count(*) from read_parquet(?) where coalesce(dispatch_date, published) < ?"
    with duckdb.connect() as con:
        return int(con.execute(query, [files, since]).fetchall()[0][0])


def _check_screening(out: Path) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(out) as table:
            names = set(table.schema_arrow.names)
    except (OSError, pa.ArrowInvalid):
        names = set()
    if not {name for name, _, _ in COLUMNS} <= names:
        raise InputProblem("What stands there is no screening of this edition.", "Give another name.", str(out))
    return True


def _stamp(file: Path) -> list[Any]:
    status = file.stat()
    return [str(file.resolve()), status.st_size, status.st_mtime_ns]


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
