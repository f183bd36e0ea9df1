"""A screening of tables of notices to one Parquet file: part by part, only what is new, whole or not at all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scharnier.analytics.notices.columns import COLUMNS, FLAG_COLUMNS, SCREENING
from scharnier.analytics.notices.crew import KEYS, Job, screen_parts, write_empty
from scharnier.analytics.notices.engines import SAME_SCHEMA, copy_query, quote
from scharnier.analytics.notices.parts import PART_ROWS, Part, Workspace, list_files, list_parts
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import whole_file
from scharnier.kernel.memory import uncollected
from scharnier.sources.notices.stitch import stitch

SQL = {
    "string": "varchar",
    "list<string>": "varchar[]",
    "date": "date",
    "int32": "integer",
    "int64": "bigint",
    "double": "double",
    "bool": "boolean",
}
_COLUMNS = ", ".join(f'cast("{name}" as {SQL[kind]}) as "{name}"' for name, kind, _ in COLUMNS + FLAG_COLUMNS)
SMALL = 20_000  # rows of a piece, on average, from which pieces are not written anew
Marks = dict[str, str]


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
        with uncollected(), Workspace(folder, plan).opened() as space:
            todo = [part for part in parts if not space.place(part).exists()]
            account.resumed = account.done = account.rows - sum(part.rows for part in todo)
            job = Job(space, version, since, out if before and not anew else None)
            for part, signatures in screen_parts(todo, job, engine, workers):
                account.done += part.rows
                account.signatures += signatures
                tell(account)
            marks = {"scharnier": SCREENING, "content_version": version}
            _merge([space.place(part) for part in parts], out if before else None, out, account, space, marks)
    except OSError as error:
        raise InputProblem(f"It cannot be written: {error.strerror or error}.", "Check the folder.", str(out)) from None
    account.earlier = _count_earlier(parts, since)
    account.known = account.rows - account.screened - account.earlier
    return account


def _merge(parts: list[Path], old: Path | None, out: Path, account: Screened, space: Workspace, marks: Marks) -> None:
    """All parts, and of the earlier screening what no part has anew, as one file."""
    import duckdb

    pieces = {path: rows for path in parts if (rows := _count(path))}
    account.screened = sum(pieces.values())
    config: dict[str, Any] = {"memory_limit": "1200MB", "preserve_insertion_order": False}
    config |= {"temp_directory": str(space.spill), "disabled_optimizers": SAME_SCHEMA}
    with duckdb.connect(config=config) as con, whole_file(out) as path:
        if old is not None and not pieces:
            pieces[old] = _count(old)
        elif old is not None:
            same = " and ".join(f"coalesce(n.{key}, '') = coalesce(o.{key}, '')" for key in KEYS)
            gone = f"where not exists (select 1 from {_files(pieces)} n where {same})"  # noqa: S608
            kept = space.folder / "kept.parquet"
            con.execute(copy_query(f"select {_COLUMNS} from {_files([old])} o {gone}", kept, marks))  # noqa: S608
            pieces |= {kept: rows} if (rows := _count(kept)) else {}
        account.total = sum(pieces.values())
        if not pieces:
            write_empty(path)
        elif not _stitched(pieces, path):
            con.execute(copy_query(f"select {_COLUMNS} from {_files(pieces)}", path, marks))  # noqa: S608


def _stitched(pieces: dict[Path, int], out: Path) -> bool:
    """Put large pieces together as they are; small ones would make a table that is slow to read."""
    if len(pieces) > 1 and sum(pieces.values()) < len(pieces) * SMALL:
        return False
    try:
        stitch(list(pieces), out)
    except ValueError:  # written by another engine, or by an earlier edition
        return False
    return True


def _files(paths: Iterable[Path]) -> str:
    return f"read_parquet([{', '.join(quote(str(path)) for path in paths)}])"


def _count(path: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def _count_earlier(parts: list[Part], since: date | None) -> int:
    if since is None or not parts:
        return 0
    import duckdb

    query = f"select count(*) from {_files(sorted({part.file for part in parts}))}"  # noqa: S608
    with duckdb.connect(config={"temp_directory": ""}) as con:
        found = con.execute(f"{query} where coalesce(dispatch_date, published) < ?", [since]).fetchall()
    return int(found[0][0])


def _check_screening(out: Path) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(out) as table:
            names = set(table.schema_arrow.names)
    except (OSError, pa.ArrowInvalid):
        names = set()
    if not {name for name, _, _ in COLUMNS + FLAG_COLUMNS} <= names:
        raise InputProblem("What stands there is no screening of this edition.", "Give another name.", str(out))
    return True


def _stamp(file: Path) -> list[Any]:
    status = file.stat()
    return [str(file.resolve()), status.st_size, status.st_mtime_ns]
