"""Every document in a folder, an archive or a file, one after another: nothing is unpacked to disk, none is left out.

A document is XML or JSON, or a line of JSON lines. What is no document is named as such. A name is only a label here:
`..` or `/` in an archive leads nowhere. Links and devices are not followed.
"""

import gzip
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path, PurePosixPath
from typing import IO, Any, Literal

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes
from scharnier.sources._runtime.arrivals import OWN
from scharnier.sources._runtime.xml import LARGEST, XmlFault, too_large

DOCUMENTS = (".xml", ".json")
LINES = (".jsonl", ".ndjson")
TARS = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2")
ARCHIVES = (*TARS, ".zip")
_XZ_MEMORY = 256 << 20
_BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    lzma.LZMAError,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file, or a part of one: its bytes, or where to read them, or why it is skipped or cannot be read."""

    name: str
    data: bytes | None = None
    path: Path | None = None
    fault: XmlFault | None = None
    level: Literal["failed", "skipped"] = "failed"


def list_members(source: Path, largest: int = LARGEST, leave: frozenset[Path] = frozenset()) -> Iterator[Member]:
    """Every file of `source` in order of name; those in `leave` are our own and are passed by.

    Raises InputProblem where `source` itself is not there or is no folder or file.
    """
    try:
        if source.is_dir():
            yield from _list_folder(source, largest, leave)
            return
        if not source.is_file():
            raise InputProblem(
                "There is no such file or folder.", "Name a folder, an archive or a notice.", str(source)
            )
    except OSError as error:
        raise InputProblem(
            f"It cannot be opened: {error.strerror}.", "Check the name and your rights.", str(source)
        ) from None
    yield from _list_file(source, source.name, largest)


def load_member(member: Member, largest: int) -> Member:
    """The member with its bytes, read from its path where it has one."""
    if member.path is None:
        return member
    try:
        return Member(member.name, load_bytes(member.path, largest))
    except OSError as error:
        fault = too_large(largest) if error.errno == 27 else _unreadable(error)  # EFBIG
        return Member(member.name, fault=fault)


def _list_folder(folder: Path, largest: int, leave: frozenset[Path]) -> Iterator[Member]:
    own = {path.name for path in leave}
    parts = tuple(f".{name[:50]}." for name in own)  # what a run that is going or was killed leaves beside its result
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != OWN)  # the account of a fetch holds no notices
        for file in sorted(files):
            path = Path(here, file)
            if (file in own and path.resolve() in leave) or file.startswith(parts):
                continue
            name = _plain(path.relative_to(folder).as_posix())
            if path.is_symlink() or not path.is_file():
                yield _skipped(name, "It is a link or a device, not an ordinary file.")
            else:
                yield from _list_file(path, name, largest)


def _list_file(path: Path, name: str, largest: int) -> Iterator[Member]:
    lower = path.name.lower()
    try:
        if lower.endswith(".zip"):
            yield from _list_zip(path, name, largest)
        elif lower.endswith(ARCHIVES):
            yield from _list_tar(path, name, largest)
        elif lower.endswith(DOCUMENTS):
            yield Member(name, path=path)
        elif lower.endswith(LINES):
            with path.open("rb") as file:
                yield from _list_lines(file, name, largest)
        elif lower.endswith(".gz"):
            with gzip.open(path, "rb") as stream:
                yield from _list_stream(stream, name.removesuffix(".gz"), name, largest)
        else:
            yield _skipped(name)
    except _BROKEN as error:
        yield Member(f"{name}!", fault=_unreadable(error))


def _list_stream(stream: Any, inner: str, name: str, largest: int) -> Iterator[Member]:
    if inner.lower().endswith(LINES):
        yield from _list_lines(stream, name, largest)
    elif inner.lower().endswith(DOCUMENTS):
        data = stream.read(largest + 1)
        yield Member(name, data) if len(data) <= largest else Member(name, fault=too_large(largest))
    else:
        yield _skipped(name)


def _list_lines(stream: Any, name: str, largest: int) -> Iterator[Member]:
    number = 0
    while line := stream.readline(largest + 1):
        number += 1
        if len(line) > largest:
            yield Member(f"{name}:{number}", fault=too_large(largest))
            while line and not line.endswith(b"\n"):
                line = stream.readline(_PIECE)
        elif line.strip():
            yield Member(f"{name}:{number}", line)


def _list_tar(path: Path, name: str, largest: int) -> Iterator[Member]:
    with path.open("rb") as raw:
        yield from _list_stream_of_tar(raw, path.name, name, largest, inner=True)


def _list_stream_of_tar(raw: IO[bytes], file: str, name: str, largest: int, *, inner: bool) -> Iterator[Member]:
    """The files of a tar; of a tar in it too where `inner` says so: a month of TED holds its days that way."""
    xz = file.lower().endswith("xz")
    stream: Any = _Xz(raw) if xz else raw
    with tarfile.open(fileobj=stream, mode="r|" if xz else "r|*") as archive:
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # tarfile would remember every one of a million
            label = f"{name}!{_plain(member.name)}"
            if member.isdir():
                continue
            if not member.isfile():
                yield _skipped(label, "It is a link or a device, not an ordinary file.")
                continue
            content = archive.extractfile(member)
            if inner and content is not None and member.name.lower().endswith(TARS):
                try:
                    yield from _list_stream_of_tar(content, member.name, label, largest, inner=False)
                except _BROKEN as error:
                    yield Member(f"{label}!", fault=_unreadable(error))
                continue
            yield from _list_inner(content, member.name, label, member.size, largest)


def _list_zip(path: Path, name: str, largest: int) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            label = f"{name}!{_plain(member.filename)}"
            try:
                with archive.open(member) as file:
                    yield from _list_inner(file, member.filename, label, member.file_size, largest)
            except _BROKEN as error:
                yield Member(label, fault=_unreadable(error))


def _list_inner(file: IO[bytes] | None, inner: str, label: str, size: int, largest: int) -> Iterator[Member]:
    lower = inner.lower()
    if file is None or not lower.removesuffix(".gz").endswith((*DOCUMENTS, *LINES)):
        why = "It is an archive in an archive." if lower.endswith(ARCHIVES) else ""
        yield _skipped(label, why, "Unpack it first." if why else "")
    elif lower.endswith(".gz"):
        with gzip.open(file, "rb") as stream:
            yield from _list_stream(stream, lower.removesuffix(".gz"), label, largest)
    elif lower.endswith(LINES):
        yield from _list_lines(file, label, largest)
    elif size > largest:
        yield Member(label, fault=too_large(largest))
    else:
        yield from _list_stream(file, lower, label, largest)


def _skipped(name: str, what: str = "", remedy: str = "") -> Member:
    kind = PurePosixPath(name.rpartition("!")[2]).suffix or "no ending"
    what = what or f"It is not XML or JSON by its name ({_plain(kind)[:20]})."
    return Member(name, fault=XmlFault("skipped", what, remedy or "Nothing, if it is no notice."), level="skipped")


def _unreadable(error: BaseException) -> XmlFault:
    if isinstance(error, RuntimeError) and "password" in str(error):  # how zipfile says it
        return XmlFault("unreadable", "It is locked with a password.", "Unpack it first.")
    said = str(getattr(error, "strerror", None) or error or type(error).__name__)[:160]
    return XmlFault(
        "unreadable", f"It cannot be read: {said.rstrip('.')}.", "Fetch the file again; the rest was not read."
    )


def _plain(name: str) -> str:
    """A name without what a terminal or a table would act on."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)[:500]


class _Xz(RawIOBase):
    """A stream of an .xz file that cannot ask for more memory than a reader should give."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._left = raw, b""
        self._xz = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)

    def read(self, size: int = -1) -> bytes:
        pieces, got = [], 0
        while size < 0 or got < size:
            piece = self._next(size - got if size >= 0 else _PIECE)
            if not piece:
                break
            pieces.append(piece)
            got += len(piece)
        return b"".join(pieces)

    def _next(self, most: int) -> bytes:
        while True:
            if self._xz.eof:
                rest = (self._xz.unused_data or self._raw.read(_PIECE)).lstrip(b"\0")
                if not rest:
                    return b""
                self._xz, self._left = lzma.LZMADecompressor(memlimit=_XZ_MEMORY), rest
            data = self._left
            if not data and self._xz.needs_input:
                data = self._raw.read(_PIECE)
                if not data:
                    raise EOFError("the archive ends too early")
            self._left = b""
            if piece := self._xz.decompress(data, most):
                return piece
