"""What stands in the folder of a dossier at one moment, also while another program writes it; it writes nothing."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scharnier.diligence.dossier.pending import EVIDENCE, LOG, PENDING, Plan, read_plan
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

__all__ = ["EVIDENCE", "HEAD", "LARGEST", "LOG", "SALT", "Snapshot", "read_folder"]
LARGEST = 500_000_000  # bytes
HEAD, SALT = "dossier.yaml", "persons.salt"
_TIMES = 500


@dataclass(frozen=True)
class Snapshot:
    """The files of records by name (`impacts.yaml`, `relationships.jsonl`), the log, and the names of everything else
    that lies there but hidden files and the folder of evidence."""

    folder: Path
    files: Mapping[str, bytes]
    log: bytes
    others: tuple[str, ...]
    salt: bytes | None


def read_folder(folder: Path) -> Snapshot:
    """All files of records as they were at one moment. Raises InputProblem where one cannot be read."""
    for _ in range(_TIMES):
        try:
            before = _stamp(folder)
            found = _read(folder, before[0])
            if _stamp(folder) == before:
                return found
        except FileNotFoundError:
            continue  # it was moved between looking and reading
        except OSError as error:
            where = str(error.filename or folder)
            raise InputProblem(f"cannot be read: {error.strerror}.", "Check the name and the rights.", where) from error
    raise InputProblem("it is being written all the time.", "Try again later.", str(folder))


def _stamp(folder: Path) -> tuple[bytes | None, int]:
    """Changes with every change: a change that waits, or the length of the log."""
    plan = read_plan(folder)
    log = folder / LOG
    return plan[0] if plan else None, log.stat().st_size if log.exists() else 0


def _read(folder: Path, content: bytes | None) -> Snapshot:
    found = read_plan(folder) if content is not None else None
    plan = found[1] if found else None
    files: dict[str, bytes] = {}
    others: list[str] = []
    if not folder.is_dir():
        raise InputProblem("there is no such folder.", "Check the name, or make one.", str(folder))
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    if plan:
        names |= {name for name in plan.files if "/" not in name}
    for name in sorted(names - {EVIDENCE, LOG, SALT}):
        if not name.endswith((".yaml", ".jsonl")):
            others.append(name)
        elif (read := _load(folder, name, plan)) is not None:
            files[name] = read
    return Snapshot(folder, files, _log(folder, plan), tuple(others), _load(folder, SALT, plan))


def _load(folder: Path, name: str, plan: Plan | None) -> bytes | None:
    if plan and name in plan.files:
        number = plan.files[name]
        if number is None:
            return None
        try:
            return load_bytes(folder / PENDING / str(number), LARGEST)
        except FileNotFoundError:
            pass  # in place already
    path = folder / name
    try:
        status = path.lstat()
    except FileNotFoundError:
        if name == SALT:
            return None
        raise
    if stat.S_ISLNK(status.st_mode):
        raise InputProblem("is a link to another file.", "Put the file itself here.", str(path))
    return load_bytes(path, LARGEST)


def _log(folder: Path, plan: Plan | None) -> bytes:
    path = folder / LOG
    if path.is_symlink():
        raise InputProblem("is a link to another file.", "Put the file itself here.", str(path))
    text = load_bytes(path, LARGEST) if path.exists() else b""
    return text[: plan.log_size] + plan.line.encode() if plan else text
