"""Write a whole folder in one step: make it aside, force it to disk, lock it, exchange it with the old one."""

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def exchange(new: Path, target: Path) -> None:
    """After this `target` is what `new` was and the other way round; atomic where the system can, else two moves.

    Raises OSError when neither is allowed.
    """
    try:
        exchange_in_one_step(new, target)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
        exchange_in_two_moves(new, target)


def exchange_in_one_step(new: Path, target: Path) -> None:
    """Linux `renameat2(..., RENAME_EXCHANGE)`; raises OSError (ENOSYS where the C library has no such call)."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError) as error:
        raise OSError(errno.ENOSYS, "this system cannot exchange two folders") from error
    if call(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(target), RENAME_EXCHANGE) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(target))


def exchange_in_two_moves(new: Path, target: Path) -> None:
    """Move the old aside, the new in place; killed in between, the old lies aside until the next run puts it back."""
    aside = new.with_name(new.name.replace(".scharnier-new-", ".scharnier-old-"))
    target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        aside.rename(target)
        raise
    aside.rename(new)


def lock_folder(path: Path) -> int | None:
    """Lock a folder until `unlock_folder` or the end of the process; None where the system has no such lock.

    Raises BlockingIOError when another process holds it.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def unlock_folder(lock: int | None) -> None:
    """Give back what `lock_folder` gave."""
    if lock is not None:
        os.close(lock)


def sync(path: Path) -> None:
    """Force a file or folder to disk (a system that cannot open folders does so by itself)."""
    if sys.platform == "win32" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if path.is_file() and sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def literal(name: str) -> str:
    """A name in which a glob pattern matches no more than itself."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def put_in_place(work: Path, target: Path, exchange: Callable[[Path, Path], None] = exchange) -> None:
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
def workspace_beside(target: Path) -> Iterator[Path]:
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


def mend_beside(target: Path) -> None:
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
