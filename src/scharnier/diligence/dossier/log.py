"""The log of a dossier: one line a change, each with the hash of the line before, so that nothing disappears unseen.

A line holds every record that changed as it became. So the log alone gives the state after each line (`replay`): the
base of a merge, and the history that a supervisor asks for. Of persons it holds no more than a hash with a salt.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from scharnier.diligence.dossier.base import Line as Words
from scharnier.diligence.dossier.canonical import canonical, digest, digest_bytes, seal
from scharnier.diligence.dossier.deeds import Sha256
from scharnier.diligence.dossier.pending import LOG
from scharnier.diligence.dossier.raw import PERSONAL, Raw, Records, load_json
from scharnier.kernel.errors import InputProblem

START = "0" * 64
"""What the first line names as the line before."""
Act = Literal["change", "record", "merge", "settle", "migrate"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Change(_Shape):
    """What became of one record. `before` is a hash; `after` the whole record, or a hash where it is personal data."""

    kind: str
    id: str
    change: Literal["added", "changed", "removed"]
    before: str | None
    after: Any


class LogLine(_Shape):
    """One line. `files` are the files that changed, with their new hash (none: it is gone); `merged` the lines of the
    other dossier that a merge took in.

    `hash` is the SHA-256 of the line without it, in UTF-8, as JSON with its keys in order and no room in between;
    `prev` is the hash of the line before, 64 zeros in the first.
    """

    n: Annotated[int, Field(ge=1)]
    at: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
    who: Words
    why: Words
    act: Act
    changes: Annotated[tuple[Change, ...], Field(strict=False)]
    files: Mapping[str, str | None]
    merged: Annotated[tuple[Mapping[str, Any], ...], Field(strict=False)] = ()
    prev: Sha256
    hash: Sha256


@dataclass
class State:
    """What a dossier held after a line: records (a hash for one with personal data) and the hashes of files."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Log:
    """The lines, the hash of the last one, and what stands after the last whole line where it was cut off."""

    lines: tuple[LogLine, ...] = ()
    cut: bytes = b""

    @property
    def head(self) -> str:
        """The hash of the last line: who keeps it elsewhere can see later that nothing was taken away."""
        return self.lines[-1].hash if self.lines else START


def instant(at: datetime) -> str:
    """A moment as the log has it: 2026-11-20T18:00:00Z. A moment without a zone is a mistake of ours."""
    assert at.tzinfo is not None
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def make_line(
    last: Log,
    at: datetime,
    who: str,
    why: str,
    act: Act,
    changes: Iterable[Change],
    files: Mapping[str, str | None],
    merged: Iterable[Mapping[str, Any]] = (),
) -> tuple[LogLine, str]:
    """The next line, and its text. Raises InputProblem where who or why are not one line of words."""
    body: dict[str, Any] = {
        "n": len(last.lines) + 1,
        "at": instant(at),
        "who": who.strip(),
        "why": why.strip(),
        "act": act,
        "changes": [change.model_dump() for change in changes],
        "files": dict(sorted(files.items())),
        "prev": last.head,
    }
    if taken := list(merged):
        body["merged"] = taken
    body["hash"] = digest(body)
    try:
        line = LogLine.model_validate(body)
    except ValidationError as error:
        which = str(error.errors()[0]["loc"][0])
        raise InputProblem(
            f"`{which}` must be one line of 1 to 300 characters.",
            "Name a function, not a person: `head of purchasing`." if which == "who" else "Say why in a few words.",
        ) from error
    return line, canonical(body) + "\n"


def read_log(source: str, content: bytes) -> Log:
    """The lines of a log, with its chain checked.

    Raises InputProblem for the first line that was changed, taken away or moved. A last line that was cut off is no
    fault of the chain: it is given apart.
    """
    faults, log = check_log(source, content)
    if faults:
        raise faults[0]
    return log


def extend_log(source: str, log: Log, before: bytes, content: bytes) -> Log:
    """The log after lines were added; only those are read where they follow on `before`, the content of `log`."""
    follows = content.startswith(before) and before.endswith(b"\n")
    faults, more = check_log(source, content[len(before) :], log.lines) if follows else check_log(source, content)
    if faults:
        raise faults[0]
    return more


def check_log(source: str, content: bytes, known: tuple[LogLine, ...] = ()) -> tuple[list[InputProblem], Log]:
    """Everything that is wrong with the chain, in order, and the lines up to the first fault; `known` come before."""
    *whole, cut = content.split(b"\n")
    lines: list[LogLine] = list(known)
    faults: list[InputProblem] = []
    if cut.strip() and _read_line(cut) is not None:
        whole, cut = [*whole, cut], b""  # only the end of the line is missing
    for number, text in enumerate(whole, len(known) + 1):
        last = lines[-1] if lines else None
        read = _read_line(text)
        fault = _TOLD if read is None else _judge(read, last, whole[number - len(known) :])
        if fault is not None:
            what, remedy = fault
            faults.append(InputProblem(what, f"{remedy} {_RESTORE}", source, number))
            break
        if read is not None:
            lines.append(read[0])
    after = len(whole) + len(known) - len(lines) - 1
    if faults and after > 0:
        faults[0].message += f" What comes after it ({after} lines) cannot be relied on."
    return faults, Log(tuple(lines), cut if not faults and cut.strip() else b"")


_RESTORE = "Put back the log from a copy or from version control."
_TOLD = ("the line cannot be read.", "Somebody or some program changed it.")


def _read_line(text: bytes) -> tuple[LogLine, str] | None:
    """The line and the hash that its content has."""
    try:
        body = json.loads(text)
        line = LogLine.model_validate(body)
        # As we wrote it, the text without the hash is what was hashed; a program may have written it in another way.
        if digest_bytes(text.strip().replace(f'"hash":"{line.hash}",'.encode(), b"", 1)) == line.hash:
            return line, line.hash
        once = load_json("", 1, text.decode())  # of a key that stands twice another reader may take the other value
        return line, digest({key: value for key, value in once.items() if key != "hash"})
    except (ValueError, InputProblem, RecursionError):  # a validation error is a ValueError
        return None


def _judge(read: tuple[LogLine, str], last: LogLine | None, later: Sequence[bytes]) -> tuple[str, str] | None:
    line, found = read
    if line.hash != found:
        return f"line {line.n} of the log was changed after it was written.", "Its hash does not fit its content."
    if line.prev != (last.hash if last else START):
        n = last.n + 1 if last else 1
        moved = any(other[0].n == n for other in map(_read_line, later) if other)
        gone = f"lines {n} to {line.n - 1} were" if line.n - 1 > n else f"line {n} was"
        what = (
            f"{gone} taken away before line {line.n}."
            if line.n > n and not moved
            else f"line {line.n} stands in the wrong place."
        )
        return what, "The chain is broken here."
    return None


def replay(lines: Iterable[LogLine], state: State | None = None) -> State:
    """The state after these lines; `state`, where one is given, is carried on."""
    state = state or State()
    for line in lines:
        for change in line.changes:
            records = state.records.setdefault(change.kind, {})
            if change.change == "removed":
                records.pop(change.id, None)
            else:
                records[change.id] = change.after
        for name, found in line.files.items():
            if found is None:
                state.files.pop(name, None)
            else:
                state.files[name] = found
    return state


def list_changes(before: Mapping[str, Mapping[str, Any]], after: Records, salt: bytes | None) -> list[Change]:
    """What differs between a state of the log and records, kind by kind. Without the salt a person differs always."""
    found = []
    for kind in dict.fromkeys([*before, *after]):
        old, new = before.get(kind, {}), after.get(kind, {})
        for name in dict.fromkeys([*old, *new]):
            change = change_of(kind, name, old.get(name), new.get(name), salt)
            if change is not None:
                found.append(change)
    return found


def change_of(kind: str, name: str, old: Any, new: Raw | None, salt: bytes | None) -> Change | None:
    """The change from what the log has (`old`) to a record; None where nothing changed."""
    after = _kept(kind, new, salt)
    if after == old:
        return None
    word: Literal["added", "changed", "removed"] = "added" if old is None else "removed" if new is None else "changed"
    before = old if old is None or isinstance(old, str) else digest(old)
    return Change(kind=kind, id=name, change=word, before=before, after=after)


def _kept(kind: str, record: Raw | None, salt: bytes | None) -> Any:
    if record is None or kind not in PERSONAL:
        return record
    return seal(record, salt) if salt else "sealed:unknown"


def name_log(folder: Any) -> str:
    """How messages name the log of a folder."""
    return str(folder / LOG)
