"""A folder of what was fetched: the files as they came, and beside them, in `_fetch`, an account of each.

A file comes into the folder whole or not at all, and only then into the account; so a run that is killed leaves at
most one file that is not in the account yet, and the next run asks for it again. Nothing is ever thrown away: what
changed at the publisher stands beside what was there, what was damaged or replaced is moved to `_fetch`.
"""

import contextlib
import csv
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.lines import drop_torn_line, list_rows, make_row

OWN = "_fetch"  # the folder of the account; a reader of notices passes it by
ISSUE_COLUMNS = ("at", "code", "id", "file", "what")
_PIECE = 1 << 20


@dataclass(frozen=True)
class Arrived:
    """One file: whose, what, from where, when (`retrieved_on` is a moment in UTC), and how to know it again."""

    source: str
    id: str
    file: str  # from the folder, with `/`
    address: str
    sha256: str
    size: int
    retrieved_on: str
    published_on: str = ""
    etag: str = ""
    last_modified: str = ""
    query: str = ""


@dataclass(frozen=True)
class Listed:
    """Days that were listed to the end for one question, and what the publisher said that there is."""

    source: str
    query: str
    since: str
    until: str
    listed: int
    total: int | None
    at: str


class Arrivals:
    """The account of one folder, open for one run at a time. `now` gives the moment as text, for the account."""

    def __init__(self, folder: Path, now: Callable[[], str]) -> None:
        self.folder, self.own, self._now = folder, folder / OWN, now
        self.versions: dict[tuple[str, str], list[Arrived]] = {}
        self.days: list[Listed] = []
        self._lock: IO[Any] | None = None
        for row in list_rows(self.own / "manifest.jsonl"):
            self._learn(make_row(Arrived, row, self.own))
        self.days = [make_row(Listed, row, self.own) for row in list_rows(self.own / "days.jsonl")]

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Keep others out while this run writes. Raises InputProblem where another run does."""
        (self.own / "parts").mkdir(parents=True, exist_ok=True)
        with (self.own / "lock").open("w") as lock:
            with contextlib.suppress(ImportError):  # where there are no such locks, the user minds it
                import fcntl

                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError as error:
                    problem = InputProblem("another fetch writes here now.", "Wait for it.", str(self.folder))
                    raise problem from error
            for name in ("manifest.jsonl", "days.jsonl"):
                drop_torn_line(self.own / name)
            yield

    def find(self, source: str, id: str) -> list[Arrived]:
        """The versions of a document, the newest last."""
        return self.versions.get((source, id), [])

    def keep(self, arrived: Arrived, content: bytes | Path) -> Arrived:
        """Take a document, or a complete file from `_fetch/parts`, into the folder and the account.

        A content that is known already changes nothing but the account; another content than before comes beside it,
        with `.2` in its name, and is an issue.
        """
        digest, size = _measure(content)
        before = self.find(arrived.source, arrived.id)
        same = next((old for old in before if old.sha256 == digest), None)
        file = same.file if same else _beside(arrived.file, len(before))
        kept = replace(arrived, file=file, sha256=digest, size=size, retrieved_on=self._now())
        if same is None or not (self.folder / file).is_file():
            self._place(self.folder / file, content)
        elif isinstance(content, Path):
            content.unlink()
        self._write("manifest.jsonl", kept)
        self._learn(kept)
        if before and same is None:
            self.note("changed", kept.id, file, f"the publisher now gives another content than {before[-1].file}")
        return kept

    def put_aside(self, old: Arrived, where: str, why: str) -> None:
        """Move a file out of what is read, to `_fetch/<where>`, and say so."""
        target = self._aside(old, where)
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            (self.folder / old.file).replace(target)
        moved = replace(old, file=target.relative_to(self.folder).as_posix())
        self._write("manifest.jsonl", moved)
        self._learn(moved)
        self.note(why, old.id, old.file, f"moved to {moved.file}")

    def _aside(self, old: Arrived, where: str) -> Path:
        return self.own / where / f"{old.sha256[:12]}-{Path(old.file).name}"

    def check(self, source: str) -> list[Arrived]:
        """Those whose file is gone or is not what arrived: they are put aside, and are to be fetched again."""
        wrong = []
        for versions in list(self.versions.values()):
            for old in versions:
                if old.source != source or old.file.startswith(f"{OWN}/"):
                    continue
                path = self.folder / old.file
                if self._is_sound(old):
                    continue
                if not path.is_file() and self._aside(old, "superseded").is_file():
                    self.put_aside(old, "superseded", "superseded")  # a run was killed while it moved the file
                    continue
                if not path.is_file():
                    self.note("missing", old.id, old.file, "the file is no longer there")
                else:
                    self.put_aside(replace(old, sha256=_measure(path)[0]), "damaged", "damaged")
                wrong.append(old)
        for old in wrong:
            self.versions[old.source, old.id] = [v for v in self.find(old.source, old.id) if v.sha256 != old.sha256]
        return wrong

    def days_missing(self, source: str, query: str, since: date, until: date, longest: int) -> list[tuple[date, date]]:
        """The days from `since` to `until` that were not listed to the end yet, in pieces of at most `longest` days."""
        done: set[date] = set()
        for row in self.days:
            if (row.source, row.query) == (source, query):
                done.update(_days(date.fromisoformat(row.since), date.fromisoformat(row.until)))
        pieces: list[tuple[date, date]] = []
        for day in _days(since, until):
            if day in done:
                continue
            first, last = pieces[-1] if pieces else (day, day)
            if pieces and last + timedelta(days=1) == day and (day - first).days < longest:
                pieces[-1] = (first, day)
            else:
                pieces.append((day, day))
        return pieces

    def close_days(self, source: str, query: str, since: date, until: date, listed: int, total: int | None) -> None:
        """Write down that these days are complete, so that no later run asks for them."""
        row = Listed(source, query, since.isoformat(), until.isoformat(), listed, total, self._now())
        self._write("days.jsonl", row)
        self.days.append(row)

    def count(self) -> dict[str, Any]:
        """What is in the folder: files and bytes by source, complete days, issues, and what is unsound."""
        rows = [row for versions in self.versions.values() for row in versions if not row.file.startswith(f"{OWN}/")]
        issues: Counter[str] = Counter()
        if (path := self.own / "issues.csv").is_file():
            with path.open(encoding="utf-8", newline="") as handle:
                issues.update(str(row["code"]) for row in csv.DictReader(handle))
        moments = sorted(row.retrieved_on[:10] for row in rows)
        return {
            "files": len(rows),
            "documents": len({(row.source, row.id) for row in rows}),
            "size": sum(row.size for row in rows),
            "first": moments[0] if moments else "",
            "last": moments[-1] if moments else "",
            "sources": [
                {
                    "source": source,
                    "files": sum(row.source == source for row in rows),
                    "size": sum(row.size for row in rows if row.source == source),
                }
                for source in sorted({row.source for row in rows})
            ],
            "days": [asdict(row) for row in self.days],
            "issues": dict(issues.most_common()),
            "unsound": [row.file for row in rows if not self._is_sound(row)],
        }

    def largest_document(self) -> int:
        """Bytes of the largest file that is no archive."""
        rows = (row for versions in self.versions.values() for row in versions)
        return max((row.size for row in rows if not row.file.endswith(".gz")), default=0)

    def _is_sound(self, row: Arrived) -> bool:
        path = self.folder / row.file
        return path.is_file() and path.stat().st_size == row.size and _measure(path)[0] == row.sha256

    def note(self, code: str, id: str, file: str, what: str) -> None:
        """Write an issue to `_fetch/issues.csv`."""
        path = self.own / "issues.csv"
        new = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            if new:
                writer.writerow(ISSUE_COLUMNS)
            writer.writerow(
                [
                    f"'{cell}" if cell[:1] in "=+-@" and cell else cell
                    for cell in (self._now(), code, id, file, " ".join(what.split()))
                ]
            )

    def _place(self, target: Path, content: bytes | Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = content if isinstance(content, Path) else self.own / "parts" / f"{target.name}.part"
        with part.open("r+b" if isinstance(content, Path) else "wb") as handle:
            if not isinstance(content, Path):
                handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(target)

    def _write(self, name: str, row: Arrived | Listed) -> None:
        with (self.own / name).open("ab") as handle:
            handle.write(json.dumps(asdict(row), ensure_ascii=False).encode() + b"\n")
            handle.flush()
            os.fsync(handle.fileno())

    def _learn(self, arrived: Arrived) -> None:
        if arrived.file.startswith(f"{OWN}/damaged/"):
            return
        versions = self.versions.setdefault((arrived.source, arrived.id), [])
        versions[:] = [old for old in versions if old.sha256 != arrived.sha256]
        versions.append(arrived)


def _beside(file: str, before: int) -> str:
    """The name of a further version: `x.xml`, `x.2.xml`, `x.tar.gz`, `x.2.tar.gz`."""
    if not before:
        return file
    folder, _, name = file.rpartition("/")
    stem, dot, ending = name.partition(".")
    return f"{folder}/{stem}.{before + 1}{dot}{ending}" if folder else f"{stem}.{before + 1}{dot}{ending}"


def _measure(content: bytes | Path) -> tuple[str, int]:
    """The sha256 and the size."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest(), len(content)
    digest, size = hashlib.sha256(), 0
    with content.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def _days(since: date, until: date) -> Iterator[date]:
    for count in range((until - since).days + 1):
        yield since + timedelta(days=count)
