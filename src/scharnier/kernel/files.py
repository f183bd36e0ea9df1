"""Reading a file that a user named: never more than was allowed, and never from what has no end (a device, a pipe).

And writing one: whole, or not at all.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

_PIECE = 1 << 20


def load_bytes(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file of at most `most` bytes.

    Raises OSError, with a reason in its `strerror`, where the file cannot be opened, is a folder (EISDIR), is no
    ordinary file (ENOTSUP) or is larger (EFBIG); ValueError where the path cannot be a path.
    """
    # Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.ENOTSUP, "it is a device or a pipe, not an ordinary file", str(path))
        pieces, size, ask = [], status.st_size, max(status.st_size, _PIECE)
        # Files that a system makes up as they are read (/proc) say they are empty: what was read counts too.
        with open(handle, "rb", buffering=0, closefd=False) as file:
            while size <= most and (piece := file.read(ask)):
                pieces.append(piece)
                size = max(size, sum(map(len, pieces)))
                ask = _PIECE
        if size > most:
            raise OSError(errno.EFBIG, f"it is larger than {_words(most)}", str(path))
    finally:
        os.close(handle)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two names lead to one file, by links of either kind too; what cannot be looked at is another."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, that takes its place at the end; what stood there stays where anything fails.

    A pipe or a device cannot be replaced: that is written itself, and a folder is refused. Raises OSError.
    """
    if path.is_dir():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        yield path
        return
    target = Path(os.path.realpath(path))  # what a link points to is replaced, not the link
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    handle, name = mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_mask())
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _words(size: int) -> str:
    for unit, name in ((1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return f"{size} bytes"
