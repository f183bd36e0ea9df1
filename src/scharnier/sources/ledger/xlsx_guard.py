"""Looks into an XLSX before it is parsed: how much it unpacks to, and how much its sheets make the parser reserve.

Declared sizes can lie, so every part is unpacked once in small pieces and counted. A sheet of two cells far apart makes
the parser reserve everything between them, so the outermost cells are found first, however they are written and in
whatever part they stand. A text that a million cells share is copied into each, so those copies are added up.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from scharnier.kernel.errors import InputProblem
from scharnier.sources.ledger.limits import (
    MAX_XLSX_CELLS,
    MAX_XLSX_PARTS,
    MAX_XLSX_TEXT_BYTES,
    MAX_XLSX_UNPACKED_BYTES,
    XLSX_CELL_BYTES,
)
from scharnier.sources.ledger.messages import build_problem

_PIECE, _PACKED_PIECE = 1 << 20, 1 << 16
_TAIL = 400  # bytes of a piece that are looked at again with the next one: longer than anything looked for
# The place of a cell (`r="B7"`) or row (`r="7"`), whatever the quotes, capitals and white space.
_PLACE = re.compile(rb"[\s\"']r\s*=\s*[\"'][A-Za-z]*[0-9]+")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])[^<>]*")
_WIDTH = 26  # least number of columns counted: what a row costs besides its cells
_CELL_STARTS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\r", b"<c\n")
_STRING_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_VALUE = re.compile(rb"<(?:\w+:)?v[^<>]*>\s*\+?0*([0-9]{1,9})\s*<")
_CODED_VALUE = re.compile(rb"<(?:\w+:)?v[^<>]*>\s*[+0-9]*&#")
_DIGITS_ONLY = bytes(code if chr(code) in "0123456789" else 32 for code in range(256))
_LETTERS_ONLY = bytes(code if chr(code).isascii() and chr(code).isalpha() else 32 for code in range(256))
_STRINGS = "sharedstrings.xml"


@dataclass
class _Findings:
    """What the parts of an archive hold: the outermost place per part, and how long the shared strings are."""

    cells: int = 0
    string_parts: int = 0
    ends: list[NDArray[np.int64]] = field(default_factory=list)  # where each shared string ends in its part
    values: int = 0  # cell values that could name a shared string
    marked_up: bool = False  # shared strings with comments or the like, in which an end may be no end


def check_xlsx(data: bytes, file: str, lang: str) -> None:
    """Raise an `InputProblem` for an archive that would unpack to more than the limits, or that is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
        if len(parts) > MAX_XLSX_PARTS:
            raise build_problem("xlsx_bomb", lang, file=file, what=f"{len(parts)} parts")
        if sum(part.file_size for part in parts) > MAX_XLSX_UNPACKED_BYTES:
            raise _build_size_problem(MAX_XLSX_UNPACKED_BYTES, file, lang)
        found, left = _Findings(), MAX_XLSX_UNPACKED_BYTES
        for part in parts:
            left -= _check_part(data, part, left, found, file, lang)
        _check_shared_strings(data, parts, found, file, lang)
    except InputProblem:
        raise
    except Exception as error:
        raise build_problem("xlsx_damaged", lang, file=file) from error


def _build_size_problem(limit: int, file: str, lang: str) -> InputProblem:
    return build_problem("xlsx_bomb", lang, file=file, what=f"{limit // 1024**2} MiB")


def _unpack(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part in pieces of at most a megabyte. Raises ValueError for a way of packing we do not know."""
    name_size, extra_size = struct.unpack("<HH", data[part.header_offset + 26 : part.header_offset + 30])
    start = part.header_offset + 30 + name_size + extra_size
    packed = memoryview(data)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise ValueError(f"compression {part.compress_type}")
    unpack = zlib.decompressobj(-15)
    for at in range(0, len(packed), _PACKED_PIECE):
        waiting = bytes(packed[at : at + _PACKED_PIECE])
        while waiting and not unpack.eof:
            if piece := unpack.decompress(waiting, _PIECE):
                yield piece
            waiting = unpack.unconsumed_tail


def _check_part(data: bytes, part: zipfile.ZipInfo, limit: int, found: _Findings, file: str, lang: str) -> int:
    """Unpack one part piece by piece and note what is in it; the bytes it really has."""
    size, count, extent, tail = 0, 0, _Extent(), b""
    strings = part.filename.lower().endswith(_STRINGS)
    found.string_parts += strings
    for piece in _unpack(data, part):
        if not size and piece.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise ValueError("a part that is not UTF-8")
        size += len(piece)
        if size > limit:
            raise _build_size_problem(MAX_XLSX_UNPACKED_BYTES, file, lang)
        seen = tail + piece
        places = _PLACE.findall(seen)
        extent.widen(places)
        extent.count_placeless(seen)
        count += len(places)
        if size - XLSX_CELL_BYTES * count > MAX_XLSX_TEXT_BYTES:
            raise _build_size_problem(MAX_XLSX_TEXT_BYTES, file, lang)
        if found.cells + extent.calc_cells() > MAX_XLSX_CELLS:
            raise build_problem("xlsx_bomb", lang, file=file, what=extent.describe())
        if strings:
            ends = [match.end() for match in _STRING_END.finditer(seen)]
            found.ends.append(np.array([end for end in ends if end > len(tail)], dtype=np.int64) + size - len(seen))
            found.marked_up |= b"<!" in seen
        else:
            found.values += seen.count(b"<v") + seen.count(b":v")
        # White space may stand between `r`, `=` and the place, so a run of it is kept whole.
        kept = seen.rstrip().removesuffix(b"=").rstrip()
        tail = seen[max(len(kept) - _TAIL, 0) :]
        if len(tail) > _PIECE:
            raise ValueError("a megabyte of white space")
    found.cells += extent.calc_cells() if extent.last_row or extent.more_rows else 0
    return size


class _Extent:
    """The outermost cells seen so far in a part."""

    def __init__(self) -> None:
        self.first_row, self.last_row, self.columns = 0, 0, 0
        self.more_rows, self.more_columns, self.in_row = 0, 0, 0

    def widen(self, places: list[bytes]) -> None:
        """Take in the places of cells and rows as they are written."""
        if not places:
            return
        joined = b" ".join(places)
        rows = np.fromstring(joined.translate(_DIGITS_ONLY).decode("ascii"), sep=" ", dtype=np.float64)
        self.first_row = int(min(rows.min(), self.first_row or rows.min()))
        self.last_row = int(max(rows.max(), self.last_row))
        # The `r` of the attribute is among the letters too, in small print.
        for letters in {word.upper() for word in joined.translate(_LETTERS_ONLY).split() if word != b"r"}:
            number = 0
            for letter in letters:
                number = number * 26 + letter - 64
            self.columns = max(self.columns, number)

    def count_placeless(self, seen: bytes) -> None:
        """Count rows and cells that do not say where they are: they follow the one before."""
        rows = _ROW.findall(seen)
        self.more_rows += sum(b' r="' not in row and not _PLACE.search(row) for row in rows)
        # In most files every cell has its place; then there is nothing to look for.
        if sum(map(seen.count, _CELL_STARTS)) == seen.count(b'<c r="') and b":c" not in seen:
            return
        # A comment could hold a row that is none; then all cells are counted as if they stood in one.
        for turn, segment in enumerate([seen] if b"<!" in seen else _ROW.split(seen)):
            bare = sum(b' r="' not in cell and not _PLACE.search(cell) for cell in _CELL.findall(segment))
            self.in_row = bare + (0 if turn else self.in_row)
            self.more_columns = max(self.more_columns, self.in_row)

    def calc_cells(self) -> int:
        """How many cells lie between the outermost ones, at most."""
        return (self.last_row - self.first_row + 1 + self.more_rows) * max(self.columns + self.more_columns, _WIDTH)

    def describe(self) -> str:
        """Height and width in words."""
        return f"{self.last_row + self.more_rows:,} × {self.columns + self.more_columns:,} cells"


def _check_shared_strings(data: bytes, parts: list[zipfile.ZipInfo], found: _Findings, file: str, lang: str) -> None:
    """Add up the texts that cells share as often as they are named, if that could be too much at all."""
    ends = np.concatenate([np.zeros(1, np.int64), *found.ends])
    lengths = np.diff(ends)
    if not len(lengths) or int(lengths.max()) * found.values <= MAX_XLSX_TEXT_BYTES:
        return
    if found.marked_up or found.string_parts > 1:
        raise ValueError("shared strings that nobody can count")
    total = 0
    for part in parts:
        if part.filename.lower().endswith(_STRINGS):
            continue
        tail = b""
        for piece in _unpack(data, part):
            seen = tail + piece
            # A value ends at a `<`, so what follows the last one is looked at again with the next piece.
            cut = max(seen.rfind(b"<"), 0)
            if b"<!" in seen or _CODED_VALUE.search(seen) or len(seen) - cut > _PIECE:
                raise ValueError("cell values that nobody can count")
            named = np.array(_VALUE.findall(seen[: cut + 1]), dtype="S9").astype(np.int64)
            total += int(lengths[named[named < len(lengths)]].sum())
            if total > MAX_XLSX_TEXT_BYTES:
                raise _build_size_problem(MAX_XLSX_TEXT_BYTES, file, lang)
            tail = seen[cut:]
