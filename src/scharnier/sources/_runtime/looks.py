"""A short look at what came, before it is taken for a document: the readers look closer."""

import gzip
import re
import shutil
import zlib
from collections.abc import Mapping
from pathlib import Path

_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html)", re.I)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)[\s/>]")
_PIECE = 1 << 20
_END = 1 << 10


def find_fault(content: bytes, headers: Mapping[str, str], kind: str = "xml") -> str:
    """What is wrong with a document, by a short look; empty when nothing is: the readers look closer."""
    if _HTML.match(content) or (not content and "html" in headers.get("content-type", "")):
        return "a web page came in place of the document"
    if not content.strip():
        return "it is empty"
    if kind == "gzip" and content[:2] != b"\x1f\x8b":
        return "it is no archive"
    if kind == "json" and content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return "it is no JSON"
    if kind != "xml":
        return ""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16: the readers tell
        return ""
    root = _ROOT.search(content)
    if not root:
        return "it is no XML"
    end = content.rstrip()[-len(root[1]) - 200 :]
    closed = re.search(rb"</" + re.escape(root[1]) + rb"\s*>\s*(?:<!--.*-->\s*)*$", end, re.S)
    return "" if closed or end.endswith(b"/>") else "it ends too early"


def find_file_fault(path: Path, kind: str) -> str:
    """What is wrong with a large file (`gzip`, `json`): also at its end; empty when nothing is."""
    with path.open("rb") as file:
        if why := find_fault(file.read(1 << 16), {}, kind):
            return why
        file.seek(-min(_END, path.stat().st_size), 2)
        if kind == "json" and file.read().rstrip()[-1:] not in (b"}", b"]"):
            return "it ends too early"
    if kind == "gzip":
        try:
            with gzip.open(path) as packed:  # the archive bears a checksum at its end
                while packed.read(_PIECE):
                    pass
        except (EOFError, OSError, zlib.error) as error:
            return f"the archive is damaged ({str(error).rstrip('.')})"
    return ""


def unpack_file(path: Path) -> None:
    """Take off a packing (gzip) that the transport added; what cannot be unpacked stays as it is."""
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            return
    plain = path.with_name(f"{path.name}.plain")
    try:
        with gzip.open(path) as packed, plain.open("wb") as target:
            shutil.copyfileobj(packed, target, _PIECE)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        plain.unlink(missing_ok=True)
        return
    plain.replace(path)
