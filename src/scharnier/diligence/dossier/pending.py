"""A change of several files that happens whole or not at all, also where the machine stops halfway.

The new files are written in the hidden folder `.pending-new` and forced to disk. Renaming it to `.pending` is the
moment at which the change is made: from then on it is only put in place, by this run or by the next, and readers see
it already (`snapshot.py`). What lies in `.pending-new` was never promised to anybody and is thrown away.

Nothing here needs room on the disk after that moment, but for one line of the log.
"""

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.folders import sync

LOG, EVIDENCE = "log.jsonl", "evidence"
MAKING, PENDING, PLAN = ".pending-new", ".pending", "plan.json"
_PIECE = 1 << 20


@dataclass(frozen=True)
class Plan:
    """What is to be put in place: for each file its number in `.pending` (None: it goes away) and the SHA-256 it had
    and gets; the length of the log before, and the line that is added to it."""

    files: Mapping[str, int | None]
    had: Mapping[str, str | None]
    gets: Mapping[str, str | None]
    log_size: int
    line: str
    folders: tuple[str, ...] = field(default=())


def read_plan(folder: Path) -> tuple[bytes, Plan] | None:
    """The change that was made and is not in place yet; None where there is none."""
    try:
        content = (folder / PENDING / PLAN).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        plan = Plan(**json.loads(content))
        safe = not (folder / PENDING).is_symlink() and _is_ours(folder, plan)
    except (ValueError, TypeError, AttributeError):
        safe = False
    if not safe:  # a folder that came from somewhere else could name any file of this machine
        what = "is not the change that waits for this dossier."
        raise InputProblem(what, "Look where it came from, and take it away.", str(folder / PENDING))
    return content, plan


def _is_ours(folder: Path, plan: Plan) -> bool:
    """Whether everything stays inside the folder, without links on the way."""
    names = [*plan.files, *plan.folders]
    numbers = [number for number in plan.files.values() if number is not None]
    return (
        all(type(number) is int for number in [*numbers, plan.log_size])
        and set(plan.files) == set(plan.had) == set(plan.gets)
        and isinstance(plan.line, str)
        and all(_stays(name) for name in names)
        and not (folder / LOG).is_symlink()
        and not any((folder / part).is_symlink() for name in names for part in list(Path(name).parents)[:-1])
    )


def _stays(name: str) -> bool:
    first, *rest = name.split("/")
    inside = not rest or (first == EVIDENCE and not set(rest) & {"", ".", ".."})
    return inside and name != LOG and not first.startswith(".") and first != "" and not set(name) & set("\\:\0")


def prepare(
    folder: Path, files: Mapping[str, bytes | Path | None], had: Mapping[str, str | None], log_size: int, line: str
) -> None:
    """Write the new files aside and make the change. Raises OSError; then nothing was changed.

    `had` are the SHA-256 of the files that the new ones were made from.
    """
    making = folder / MAKING
    shutil.rmtree(making, ignore_errors=True)
    try:
        making.mkdir()
        gets: dict[str, str | None] = {}
        numbers: dict[str, int | None] = {}
        for number, (name, content) in enumerate(files.items()):
            numbers[name] = None if content is None else number
            gets[name] = None if content is None else _write(making / str(number), content)
        parents = {parent.as_posix() for name in files for parent in Path(name).parents} - {"."}
        plan = Plan(numbers, dict(had), gets, log_size, line, tuple(sorted(parents)))
        _write(making / PLAN, json.dumps(asdict(plan)).encode())
        sync(making)
        making.rename(folder / PENDING)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    sync(folder)


def finish(folder: Path) -> list[str]:
    """Put a change that was made in place; may be done again after it was cut short.

    Gives the names of files that somebody changed in between: theirs is kept beside, under a name of its own.
    Raises OSError (the next run goes on where this one stopped), InputProblem where the log was changed in between.
    """
    shutil.rmtree(folder / MAKING, ignore_errors=True)
    found = read_plan(folder)
    if found is None:
        shutil.rmtree(folder / PENDING, ignore_errors=True)  # in place already; only the removal was cut short
        return []
    _, plan = found
    _check_log(folder, plan)
    for parent in plan.folders:
        (folder / parent).mkdir(parents=True, exist_ok=True)
    kept = []
    for name, number in plan.files.items():
        target, new = folder / name, folder / PENDING / str(number)
        now = hash_file(target)
        if now == plan.gets[name] and (number is None or not new.exists()):
            continue  # done before it was cut short
        if now not in (plan.had[name], plan.gets[name], None):
            kept.append(_keep(target))
        if number is None:
            target.unlink(missing_ok=True)
        elif new.exists():
            if target.exists():
                shutil.copymode(target, new)
            new.replace(target)
    for parent in (*plan.folders, "."):
        sync(folder / parent)
    _add_line(folder / LOG, plan)
    sync(folder)
    (folder / PENDING / PLAN).unlink()
    shutil.rmtree(folder / PENDING, ignore_errors=True)
    return kept


def hash_file(path: Path) -> str | None:
    """The SHA-256 of an ordinary file; None where there is none. Raises OSError, also for a pipe or a device."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe would wait for ever
    try:
        with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.ENOTSUP, "it is no ordinary file", str(path))
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(path: Path, content: bytes | Path) -> str:
    """Write and force to disk; gives the SHA-256."""
    found = hashlib.sha256()
    with path.open("wb") as file:
        if isinstance(content, Path):
            with content.open("rb") as source:
                while piece := source.read(_PIECE):
                    found.update(piece)
                    file.write(piece)
        else:
            found.update(content)
            file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return found.hexdigest()


def _check_log(folder: Path, plan: Plan) -> None:
    """The log may hold what it held before the change, and any part of the new line."""
    path = folder / LOG
    size = path.stat().st_size if path.exists() else 0
    tail = b""
    if size > plan.log_size:
        with path.open("rb") as file:
            file.seek(plan.log_size)
            tail = file.read()
    if size < plan.log_size or not plan.line.encode().startswith(tail):
        raise InputProblem(
            "the log was changed while a change waited to be put in place.",
            f"Put back the log as it was ({plan.log_size} bytes), or take away the folder {PENDING} if you do not want"
            " that change.",
            str(path),
        )


def _add_line(path: Path, plan: Plan) -> None:
    with path.open("ab") as file:
        file.truncate(plan.log_size)
        file.write(plan.line.encode())
        file.flush()
        os.fsync(file.fileno())


def _keep(path: Path) -> str:
    """Give a file that somebody changed by hand a name of its own."""
    for number in range(1, 1000):
        aside = path.with_name(f"{path.stem}.by-hand-{number}{path.suffix}.kept")
        if not aside.exists():
            path.rename(aside)
            return aside.name
    raise InputProblem("there is no free name beside it to keep it.", "Clean up the folder.", str(path))
