"""Write the result folder in one step: who looks sees the old result or the new one, never a mixture.

All files are written and synced into a hidden folder beside the target, then the two folders are exchanged with one
system call (`renameat2` with RENAME_EXCHANGE on Linux). Where that call does not exist the old folder is first moved
aside; a run killed between the two moves is mended by the next one. A folder holds a marker with the names that
Scharnier wrote; anything else inside is somebody else's and makes us refuse.
"""

import contextlib
import errno
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from scharnier.kernel.errors import InputProblem
from scharnier.report.exchange import exchange, literal, lock_folder, sync, unlock_folder
from scharnier.report.texts import Texts, load_texts

MARKER = ".scharnier-result.json"
# What desktops and office programs leave behind: no work of anybody is lost with it.
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini", ".directory")
FAULTS = {
    "full": {errno.ENOSPC, errno.EDQUOT, errno.EFBIG},
    "denied": {errno.EACCES, errno.EPERM, errno.EROFS},
    "mounted": {errno.EBUSY, errno.EXDEV},
    "unfit": {errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL, errno.EIO},
}

Content = bytes | Callable[[Path], None]


def write_outputs(out: Path, files: Mapping[str, Content], lang: str = "en") -> None:
    """Replace the folder `out` by one that holds exactly `files` (name → bytes, or a function that writes the path).

    Raises InputProblem when `out` is not a folder of ours, cannot be written, or the disk is full; the old result is
    then untouched and the message in `lang`. Faults of the functions themselves pass through; the old result stays.
    """
    for name in files:
        if name in ("", ".", "..", MARKER) or Path(name).name != name:
            raise ValueError(f"{name!r} is not a plain file name")
    t = load_texts(lang)
    with _problems(out, t):
        target = out.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        _mend(target)
        _check_ours(target, out, t)
        with _workspace(target) as work:
            for name, content in files.items():
                _write(work / name, content)
            _write(work / MARKER, json.dumps({"files": sorted(files)}).encode())
            sync(work)
            _put_in_place(work, target)
            sync(target.parent)


def _write(path: Path, content: Content) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)
    sync(path)


def _put_in_place(work: Path, target: Path) -> None:
    """Exchange with the old result, or move where there is none; another writer may come or go in between."""
    for _ in range(100):
        try:
            if target.exists():
                shutil.copymode(target, work)
                exchange(work, target)
            else:
                work.rename(target)
            return
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST):
                raise
    raise OSError(errno.EBUSY, "another run keeps writing here", str(target))


@contextlib.contextmanager
def _workspace(target: Path) -> Iterator[Path]:
    """A locked folder beside the target; whatever bears its name at the end (now the old result) is removed."""
    path, lock = _claim(target)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        unlock_folder(lock)


def _claim(target: Path) -> tuple[Path, int | None]:
    """Make the folder and lock it; the lock dies with the process, so leftovers differ from work going on.

    A name is never used twice: a run that cleans up may hold on to a name longer than the folder lives.
    """
    for _ in range(100):
        path = target.with_name(f".{target.name}.scharnier-new-{secrets.token_hex(8)}")
        try:
            path.mkdir()
            lock = lock_folder(path)
        except (FileExistsError, FileNotFoundError, BlockingIOError):
            continue  # another run took it for a leftover before we could lock it
        with contextlib.suppress(FileNotFoundError):
            if lock is None or path.stat().st_ino == os.fstat(lock).st_ino:
                return path, lock
        unlock_folder(lock)
    raise OSError(errno.EBUSY, "another run keeps cleaning here", str(target))


def _mend(target: Path) -> None:
    """Put back a result that a killed run had moved aside, and remove what killed runs left."""
    stem = f".{literal(target.name)}.scharnier"
    for path in (*sorted(target.parent.glob(f"{stem}-old-*")), *sorted(target.parent.glob(f"{stem}-new-*"))):
        try:
            lock = lock_folder(path)
        except OSError:
            continue  # a run that is still going holds it, or it is gone
        try:
            if ".scharnier-old-" in path.name and not target.exists():
                path.rename(target)
            else:
                shutil.rmtree(path, ignore_errors=True)
        finally:
            unlock_folder(lock)


def _check_ours(target: Path, out: Path, t: Texts) -> None:
    """Refuse a folder with anything in it that we did not write."""
    if not target.exists():
        return
    if not target.is_dir():
        raise _problem(out, t, "file")
    if target.samefile(Path.cwd()):
        raise _problem(out, t, "here")
    names = {entry.name for entry in target.iterdir() if not _is_litter(entry.name)}
    foreign = names - _own_names(target)
    if foreign:
        shown = ", ".join(repr(name) for name in sorted(foreign)[:3])
        more = t("fault_more", n=len(foreign) - 3) if len(foreign) > 3 else ""
        raise _problem(out, t, "foreign", names=shown + more)


def _problem(out: Path, t: Texts, key: str, **values: object) -> InputProblem:
    return InputProblem(t(f"fault_{key}", **values), t(f"fault_{key}_remedy"), str(out))


def _is_litter(name: str) -> bool:
    return name in LITTER or name.startswith((".~lock.", "~$"))


def _own_names(target: Path) -> set[str]:
    try:
        marker = json.loads((target / MARKER).read_text("utf-8"))
        return {str(name) for name in marker["files"]} | {MARKER}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


@contextlib.contextmanager
def _problems(out: Path, t: Texts) -> Iterator[None]:
    """Turn what the file system refuses into a message that says what to do."""
    try:
        yield
    except OSError as error:
        key = next((key for key, codes in FAULTS.items() if error.errno in codes), None)
        if key is None:
            raise
        raise _problem(out, t, key, why=error.strerror) from error
