"""The parts of a run: what is screened at once, and what is kept on disk so that a killed run goes on where it was."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scharnier.kernel.errors import InputProblem

PART_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """Rows `first` up to, not with, `last` of one file; the whole file where `whole`."""

    number: int
    file: Path
    first: int
    last: int
    whole: bool

    @property
    def rows(self) -> int:
        """How many rows there are in it."""
        return self.last - self.first


def list_parts(sources: Sequence[Path], slices: bool, most: int = PART_ROWS) -> list[Part]:
    """The parts of these tables, in order. Raises InputProblem where one is no table of notices."""
    parts: list[Part] = []
    for file in list_files(sources):
        rows = count_rows(file)
        step = most if slices else max(rows, 1)
        for first in range(0, rows, step):
            parts.append(Part(len(parts), file, first, min(first + step, rows), not slices))
    return parts


def list_files(sources: Sequence[Path]) -> list[Path]:
    """The Parquet files: those given, and those in the folders given, by name."""
    found: list[Path] = []
    for source in sources:
        files = sorted(source.glob("*.parquet")) if source.is_dir() else [source]
        if not files or not files[0].is_file():
            raise InputProblem("There is no such table.", "Make one with `scharnier notices import`.", str(source))
        found += [file for file in files if file not in found]
    return found


def count_rows(file: Path) -> int:
    """Rows of a table of notices. Raises InputProblem where it is no such table, or one of an older edition."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as table:
            names, rows = set(table.schema_arrow.names), int(table.metadata.num_rows)
    except (OSError, pa.ArrowInvalid):
        names, rows = set(), 0
    if not {"notice_id", "buyers", "amounts", "texts"} <= names:
        raise InputProblem("It is not a table of notices.", "Make one with `scharnier notices import`.", str(file))
    if "n_cpv_procedure" not in names:
        raise InputProblem("The table is of an older edition.", "Import the notices again.", str(file))
    return rows


class Workspace:
    """The folder beside the output that holds the parts that are done, until all are."""

    def __init__(self, folder: Path, plan: dict[str, object]) -> None:
        self.folder, self.plan = folder, plan

    @contextmanager
    def opened(self) -> Iterator["Workspace"]:
        """Ready for parts: those of the same plan are kept, those of another are thrown away.

        Raises InputProblem where another run is at work on the same output.
        """
        self.folder.mkdir(exist_ok=True)
        with _locked(self.folder):
            told = self.folder / "plan.json"
            plan = json.dumps(self.plan, sort_keys=True)
            if not told.is_file() or told.read_text(encoding="utf-8") != plan:
                for old in self.folder.glob("part-*"):
                    old.unlink()
                _write_whole(told, plan)
            for half in self.folder.glob("*.half"):
                half.unlink()
            shutil.rmtree(self.spill, ignore_errors=True)  # of a run that was killed
            yield self
        # Only a run that came to its end gets here.
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def spill(self) -> Path:
        """Where an engine puts what does not fit in memory; gone at the end of a run and at the start of the next."""
        return self.folder / "spill"

    def place(self, part: Part) -> Path:
        """Where a part that is done stands."""
        return self.folder / f"part-{part.number:06d}.parquet"

    @contextmanager
    def half(self, part: Part) -> Iterator[Path]:
        """A file to write, that becomes the part when it is whole."""
        path = self.folder / f"part-{part.number:06d}.parquet.half"
        yield path
        path.replace(self.place(part))


def _write_whole(path: Path, text: str) -> None:
    half = path.with_name(f"{path.name}.half")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """A lock that the system takes away when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # not a system that has it: then nobody watches
        yield
        return
    with (folder / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputProblem(
                "Another run is writing this screening.", "Wait until it is done.", str(folder)
            ) from None
        yield
