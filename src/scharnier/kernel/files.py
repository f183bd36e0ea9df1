"""Reading a file that a user named: never more than was allowed, and never from what has no end (a device, a pipe)."""

import errno
import os
import stat
from pathlib import Path

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
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.ENOTSUP, "it is a device or a pipe, not an ordinary file")
        pieces, size, ask = [], status.st_size, max(status.st_size, _PIECE)
        # Files that a system makes up as they are read (/proc) say they are empty: what was read counts too.
        with open(handle, "rb", buffering=0, closefd=False) as file:
            while size <= most and (piece := file.read(ask)):
                pieces.append(piece)
                size = max(size, sum(map(len, pieces)))
                ask = _PIECE
        if size > most:
            raise OSError(errno.EFBIG, f"it is larger than {_words(most)}")
    finally:
        os.close(handle)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _words(size: int) -> str:
    for unit, name in ((1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return f"{size} bytes"
