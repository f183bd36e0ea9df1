"""Import notices: a folder or archive to one Parquet file and a table of issues, both whole or not at all."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import whole_file
from scharnier.procurement.notice import Issue
from scharnier.sources._runtime.members import list_members
from scharnier.sources._runtime.xml import LARGEST
from scharnier.sources.notices.pour import Poured, open_workers, pour, unpack
from scharnier.sources.notices.rows import SCHEMA
from scharnier.sources.notices.twins import list_twins

ISSUE_COLUMNS = ("file", "level", "code", "field", "what", "remedy")
GROUP_ROWS = 8000
GROUP_BYTES = 48 << 20
Tell = Callable[["Imported"], None]


@dataclass(slots=True)
class Imported:
    """The account of an import: files = read + skipped + failed; rows are notices."""

    files: int = 0
    read: int = 0
    skipped: int = 0
    failed: int = 0
    rows: int = 0
    issues: Counter[str] = field(default_factory=Counter)


def issues_path(out: Path) -> Path:
    """Where the issues of an import to `out` stand: X.parquet has X.issues.csv."""
    return out.with_name(f"{out.name.removesuffix('.parquet')}.issues.csv")


def import_notices(
    source: Path, out: Path, *, workers: int = 1, largest: int = LARGEST, tell: Tell = lambda _: None
) -> Imported:
    """Read every notice in `source` into `out` (Parquet), and write its issues beside it.

    Memory does not grow with the number of files. Where it fails or is stopped, what stood at `out` stays. Raises
    InputProblem where `source` or `out` cannot be used.
    """
    if out.suffix != ".parquet":
        raise InputProblem("The output is a Parquet file.", "Give it a name that ends in .parquet.", str(out))
    done, beside = Imported(), issues_path(out)
    leave = frozenset((out.resolve(), beside.resolve()))
    members = list_members(source, largest, leave)
    try:
        with (
            open_workers(workers) as pool,
            whole_file(beside) as issues_file,
            whole_file(out) as table_file,
            _writer(issues_file) as write_issues,
        ):
            import duckdb  # noqa: F401  # asked at the end for twins; loaded while the others read

            with _Table(table_file) as table:
                for poured in pour(members, pool, largest):
                    _count(done, poured)
                    write_issues(poured.issues)
                    if poured.batch:
                        table.add(unpack(poured.batch))
                    tell(done)
            twins = list(list_twins(table_file))
            write_issues(twins)
            done.issues.update(issue.code for issue in twins)
    except OSError as error:
        raise InputProblem(f"It cannot be written: {error.strerror or error}.", "Check the folder.", str(out)) from None
    return done


class _Table:
    """A Parquet file written in groups of rows that are large enough to be scanned fast."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")
        self._waiting: list[Any] = []

    def __enter__(self) -> "_Table":
        return self

    def __exit__(self, *failed: object) -> None:
        if failed[0] is None:
            self._flush()
        self._writer.close()

    def add(self, rows: Any) -> None:
        """Add rows; they are written when there are enough of them."""
        self._waiting.append(rows)
        if sum(t.num_rows for t in self._waiting) >= GROUP_ROWS or sum(t.nbytes for t in self._waiting) >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
            self._waiting = []


def _count(done: Imported, poured: Poured) -> None:
    done.read += poured.read
    done.skipped += poured.skipped
    done.failed += poured.failed
    done.files += poured.read + poured.skipped + poured.failed
    done.rows += poured.rows
    done.issues.update(issue.code for issue in poured.issues)


@contextmanager
def _writer(path: Path) -> Iterator[Callable[[list[Issue]], None]]:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer: Any = csv.writer(handle, lineterminator="\n")
        writer.writerow(ISSUE_COLUMNS)

        def write(issues: list[Issue]) -> None:
            for i in issues:
                row = (i.file, i.level, i.code, i.field, i.what, i.remedy)
                writer.writerow([_safe(cell) for cell in row])

        yield write


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that is one line."""
    line = " ".join(cell.encode("utf-8", "replace").decode("utf-8").split())
    return f"'{line}" if line[:1] in "=+-@" and line else line
