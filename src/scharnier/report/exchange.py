"""What `write` asks of the file system: exchange two folders in one step, lock a folder, force it to disk."""

import ctypes
import errno
import os
import sys
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
