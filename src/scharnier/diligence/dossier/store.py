"""Writing in a dossier: several records and files at once, whole or not at all, with a line in the log.

    with open_store(folder) as store:
        store.put("impacts", impact)
        store.add_file("evidence/visit.pdf", path)
        line = store.commit(who="head of purchasing", why="first scan", at=now)

What was not committed is forgotten. A hand edit that is not in the log yet is never written over: `commit` refuses
until `record` took it in.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.by_hand import hash_content, refuse_unrecorded
from scharnier.diligence.dossier.canonical import canonical, plain
from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.edit_text import edit_file
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.lock import PATIENCE, locked
from scharnier.diligence.dossier.log import (
    Act,
    Change,
    LogLine,
    change_of,
    extend_log,
    make_line,
    name_log,
    read_log,
    replay,
)
from scharnier.diligence.dossier.pending import finish, hash_file, prepare
from scharnier.diligence.dossier.proof import explain_unsafe
from scharnier.diligence.dossier.raw import PERSONAL, THE_HEAD, Raw, read_kind
from scharnier.diligence.dossier.snapshot import EVIDENCE, SALT, read_folder
from scharnier.kernel.errors import InputProblem

MANY = 500
"""So many new records of a kind that has no file yet go in JSONL; fewer in YAML."""
Content = bytes | Path


@contextmanager
def open_store(folder: Path, patience: float = PATIENCE, make: bool = False) -> Iterator["Store"]:
    """The dossier in a folder, for writing, alone; `make` makes the folder where there is none.

    A change that was cut short is finished first. Raises InputProblem where somebody else writes, the log was tampered
    with or cut off, or the folder cannot be written.
    """
    with ExitStack() as stack:
        with _writing(folder):
            if make:
                folder.mkdir(parents=True, exist_ok=True)
            if not folder.is_dir():
                raise InputProblem("there is no such folder.", "Check the name, or make one.", str(folder))
            stack.enter_context(locked(folder, patience))
            store = Store(folder, finish(folder))
        yield store


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """What the system refuses, in words."""
    try:
        yield
    except OSError as error:
        raise InputProblem(
            f"the folder cannot be written: {error.strerror or error}.",
            "Nothing is half: the next command finishes what was made. Check the rights and the room on the disk.",
            str(folder),
        ) from error


class Store:
    """A dossier that is open for writing. `kept`: files that somebody changed while a change waited, and their copy."""

    def __init__(self, folder: Path, kept: list[str]) -> None:
        self.folder, self.kept = folder, kept
        self.snapshot = read_folder(folder)
        self.log = read_log(name_log(folder), self.snapshot.log)
        self.state = replay(self.log.lines)
        self._records: dict[str, dict[str, Raw | None]] = {}
        self._files: dict[str, Content | None] = {}

    def records(self, kind: str) -> Mapping[str, Raw]:
        """The records of a kind as they would stand after a commit, in plain JSON values."""
        found: dict[str, Raw | None] = {**self._read(kind), **self._records.get(kind, {})}
        return {name: record for name, record in found.items() if record is not None}

    def put(self, kind: str, record: Record | Head | Mapping[str, Any]) -> None:
        """Add a record, or let it take the place of the one with its id. Raises InputProblem where it does not fit."""
        model: Any = Head if kind == THE_HEAD else KINDS[kind]
        try:
            checked = record if isinstance(record, model) else model.model_validate(record)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise InputProblem(f"{kind}: {where}: {first['msg']}.", "Correct the record.", str(self.folder)) from error
        self.put_raw(kind, THE_HEAD if kind == THE_HEAD else checked.id, checked.model_dump(exclude_defaults=True))

    def put_raw(self, kind: str, name: str, record: Raw) -> None:
        """The same for a record of any version, without judging it: for merging and migration."""
        self._records.setdefault(kind, {})[name] = _typed(kind, record)

    def remove(self, kind: str, name: str) -> None:
        """Take a record away (it stays in the log). Raises KeyError where there is none."""
        if name not in self.records(kind):
            raise KeyError(f"{kind}/{name}")
        self._records.setdefault(kind, {})[name] = None

    def add_file(self, name: str, content: Content) -> str:
        """Add a file of evidence, as `evidence/visit.pdf`; gives its SHA-256. What is there is never written over.

        Raises InputProblem where another file bears the name, or the name leads out of the folder.
        """
        inside = name.removeprefix(f"{EVIDENCE}/")
        if why := "is no file of evidence" if inside == name else explain_unsafe(inside):
            raise InputProblem(f"{name[:80]!r} {why}.", "Name it as evidence/visit.pdf.")
        try:
            found = sha256(content).hexdigest() if isinstance(content, bytes) else hash_file(content)
        except OSError as error:
            raise InputProblem(f"cannot be read: {error.strerror}.", "Check the rights.", str(content)) from error
        if found is None:
            raise InputProblem("there is no such file.", "Check the name.", str(content))
        with _writing(self.folder):
            for parent in list(PurePosixPath(name).parents)[:-1]:
                if (self.folder / parent).is_symlink():
                    raise InputProblem("is a link.", "Evidence stands in the folder itself.", str(self.folder / parent))
            place = self.folder / name
            if hash_file(place) not in (None, found) or place.is_symlink():
                raise InputProblem("another file bears this name.", "Give it a name of its own.", str(place))
        self._files[name] = content
        return found

    def remove_file(self, name: str) -> None:
        """Take a file of evidence away; only its name and hash stay in the log."""
        if not name.startswith(f"{EVIDENCE}/") or name not in self.state.files:
            raise KeyError(name)
        self._files[name] = None

    def commit(
        self, who: str, why: str, at: datetime, act: Act = "change", merged: Iterable[Mapping[str, Any]] = ()
    ) -> LogLine | None:
        """Make all changes since the last commit, whole or not at all; gives the line of the log, None where nothing
        changes. `who` is a function, `why` one line of words, `at` a moment with a zone.

        Raises InputProblem, after which nothing was changed and what was put is still there to commit again; where the
        system failed after the change was made, the next command finishes it.
        """
        with _writing(self.folder):
            self.kept += finish(self.folder)  # of a commit that failed after it was made
        self.refresh()
        refuse_unrecorded(self.snapshot, self.log, self.state)
        contents: dict[str, Content | None] = dict(self._files)
        changes: list[Change] = []
        salt = self.make_salt(contents, self._records)
        for kind, records in self._records.items():
            now = self._read(kind)
            found = {
                name: change
                for name, record in records.items()
                if (change := change_of(kind, name, _known(kind, now.get(name), salt), _plain(record), salt))
            }
            changes += found.values()
            if found:
                name = self.file_of(kind, len(found))
                if len(found) > MANY and not now and name.endswith(".yaml"):  # it holds nothing but remarks
                    contents[name], name = None, f"{kind}.jsonl"
                edits = {key: records[key] for key in found}
                contents[name] = self._edit(name, edits)
        if not contents and not changes and act == "change":
            return None
        return self.write(act, who, why, at, changes, contents, merged)

    def write(
        self, act: Act, who: str, why: str, at: datetime, changes: Iterable[Change],
        contents: Mapping[str, Content | None], merged: Iterable[Mapping[str, Any]] = (),
        seen: Mapping[str, str | None] | None = None,
    ) -> LogLine:  # fmt: skip
        """Write these files and one line on them; `seen` are files that changed already, by hand, with their hash."""
        salt, files = self._salt_in(contents), dict(seen or {})
        with _writing(self.folder):
            for name, content in contents.items():
                if name != SALT:
                    files[name] = None if content is None else hash_content(name, content, salt)
            had = {name: self._had(name) for name in contents}
            line, text = make_line(self.log, at, who, why, act, changes, files, merged)
            before = self.snapshot.log
            text = text if not before or before.endswith(b"\n") else f"\n{text}"
            prepare(self.folder, contents, had, len(before), text)
            self._records, self._files = {}, {}
            self.kept += finish(self.folder)
        self.refresh()
        return line

    def file_of(self, kind: str, new: int = 0) -> str:
        """The file in which the records of a kind stand, or would."""
        for name in (f"{kind}.yaml", f"{kind}.jsonl"):
            if name in self.snapshot.files:
                return name
        return f"{kind}.jsonl" if new > MANY else f"{kind}.yaml"

    def _edit(self, name: str, edits: Mapping[str, Raw | None]) -> bytes:
        return edit_file(str(self.folder / name), self.snapshot.files.get(name, b""), edits)

    def _read(self, kind: str) -> dict[str, Raw]:
        name = self.file_of(kind)
        content = self.snapshot.files.get(name)
        return {} if content is None else read_kind(str(self.folder / name), content)

    def _had(self, name: str) -> str | None:
        content = self.snapshot.files.get(name)
        return hash_file(self.folder / name) if content is None else sha256(content).hexdigest()

    def make_salt(self, contents: dict[str, Content | None], kinds: Iterable[str]) -> bytes | None:
        """The salt for personal data; made with the first record that needs it."""
        if self.snapshot.salt is None and PERSONAL & set(kinds):
            contents.setdefault(SALT, secrets.token_hex(32).encode())
        return self._salt_in(contents)

    def _salt_in(self, contents: Mapping[str, Content | None]) -> bytes | None:
        made = contents.get(SALT)
        return made if isinstance(made, bytes) else self.snapshot.salt

    def refresh(self) -> None:
        """See the folder as it is now."""
        before, self.snapshot = self.snapshot, read_folder(self.folder)
        if before.log != self.snapshot.log:
            known = self.log.lines
            self.log = extend_log(name_log(self.folder), self.log, before.log, self.snapshot.log)
            follows = self.log.lines[: len(known)] == known
            self.state = replay(self.log.lines[len(known) :], self.state) if follows else replay(self.log.lines)


def _typed(kind: str, record: Raw) -> Raw:
    """The record with days as days where its model knows them, so that YAML has them without quotes."""
    model = KINDS.get(kind)
    try:
        dumped: Raw = model.model_validate(record).model_dump(exclude_unset=True) if model else record
    except ValidationError:
        return record
    return dumped if canonical(dumped) == canonical(record) else record


def _known(kind: str, record: Raw | None, salt: bytes | None) -> Any:
    change = change_of(kind, "", None, record, salt)
    return change.after if change else None


def _plain(record: Raw | None) -> Raw | None:
    found: Raw | None = plain(record)
    return found
