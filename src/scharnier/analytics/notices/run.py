"""A screening of tables of notices to one Parquet file: part by part, only what is new, whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scharnier.analytics.notices.columns import COLUMNS, FLAG_COLUMNS, SCREENING
from scharnier.analytics.notices.crew import KEYS, Job, screen_parts, write_empty
from scharnier.analytics.notices.parts import PART_ROWS, Part, Workspace, list_files, list_parts
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import whole_file

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

    `total` is what stands in the output in the end, `resumed` the rows of parts that an earlier, killed run had done;
    `signatures` is how many were judged: where several processes judge, each judges those that it meets.
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
        with Workspace(folder, plan).opened() as space:
            todo = [part for part in parts if not space.place(part).exists()]
            account.resumed = account.done = account.rows - sum(part.rows for part in todo)
            job = Job(space, version, since, out if before and not anew else None)
            for part, signatures in screen_parts(todo, job, engine, workers):
                account.done += part.rows
                account.signatures += signatures
                tell(account)
            _merge([space.place(part) for part in parts], out if before else None, out, version, account, space.spill)
    except OSError as error:
        raise InputProblem(f"It cannot be written: {error.strerror or error}.", "Check the folder.", str(out)) from None
    account.earlier = _count_earlier(parts, since)
    account.known = account.rows - account.screened - account.earlier
    return account


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
                write_empty(path)
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
