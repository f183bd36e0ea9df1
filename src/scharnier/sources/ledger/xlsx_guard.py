"""Looks into an XLSX before it is parsed: how much it unpacks to, and how large its sheets claim to be.

Declared sizes can lie, so every part is unpacked once in small pieces and counted; and a sheet of two cells far apart
makes the parser reserve everything between them, so the outermost cells are found first.
"""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from scharnier.kernel.errors import InputProblem
from scharnier.sources.ledger.limits import MAX_XLSX_CELLS, MAX_XLSX_PARTS, MAX_XLSX_UNPACKED_BYTES
from scharnier.sources.ledger.messages import build_problem

_PIECE = 1 << 20
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,7})"')
_WIDE = re.compile(rb' r="([A-Z]{2,3})[0-9]')


def check_xlsx(data: bytes, file: str, lang: str) -> None:
    """Raise an `InputProblem` for an archive that would unpack to more than the limits, or that is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
        if len(parts) > MAX_XLSX_PARTS:
            raise build_problem("xlsx_bomb", lang, file=file, what=f"{len(parts)} parts")
        if sum(part.file_size for part in parts) > MAX_XLSX_UNPACKED_BYTES:
            raise _build_size_problem(file, lang)
        left = MAX_XLSX_UNPACKED_BYTES
        for part in parts:
            left -= _check_part(data, part, left, file, lang)
    except InputProblem:
        raise
    except Exception as error:
        raise build_problem("xlsx_damaged", lang, file=file) from error


def _build_size_problem(file: str, lang: str) -> InputProblem:
    return build_problem("xlsx_bomb", lang, file=file, what=f"{MAX_XLSX_UNPACKED_BYTES // 1024**2} MiB")


def _check_part(data: bytes, part: zipfile.ZipInfo, limit: int, file: str, lang: str) -> int:
    """Unpack one part piece by piece; the bytes it really has."""
    name_size, extra_size = struct.unpack("<HH", data[part.header_offset + 26 : part.header_offset + 30])
    start = part.header_offset + 30 + name_size + extra_size
    if part.compress_type == zipfile.ZIP_STORED:
        if part.compress_size > limit:
            raise _build_size_problem(file, lang)
        _check_sheet(part, data[start : start + part.compress_size], _Extent(), file, lang)
        return part.compress_size
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise build_problem("xlsx_damaged", lang, file=file)
    unpack = zlib.decompressobj(-15)
    # To the end of the data, not of the declared size: the parser may not believe the declaration either.
    packed = memoryview(data)[start:]
    size, extent, tail = 0, _Extent(), b""
    piece = unpack.decompress(packed[: part.compress_size], _PIECE)
    while piece:
        size += len(piece)
        if size > limit:
            raise _build_size_problem(file, lang)
        _check_sheet(part, tail + piece, extent, file, lang)
        tail = piece[-200:]
        piece = unpack.decompress(unpack.unconsumed_tail, _PIECE)
    return size


class _Extent:
    """The outermost cells seen so far in a sheet."""

    def __init__(self) -> None:
        self.first_row, self.last_row, self.columns = 0, 0, 26

    def calc_cells(self) -> int:
        return (self.last_row - self.first_row + 1) * self.columns


def _check_sheet(part: zipfile.ZipInfo, xml: bytes, extent: _Extent, file: str, lang: str) -> None:
    if "worksheets/" not in part.filename.lower():
        return
    rows = [int(row) for row in _ROW.findall(xml)]
    rows += [int(row) for _, row in (_CELL.findall(xml[-3000:]) + _CELL.findall(xml[:3000]))]
    if rows:
        extent.first_row = min(rows) if not extent.first_row else min(extent.first_row, *rows)
        extent.last_row = max(extent.last_row, *rows)
    for letters in set(_WIDE.findall(xml)):
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        extent.columns = max(extent.columns, number)
    if extent.calc_cells() > MAX_XLSX_CELLS:
        what = f"{extent.last_row:,} × {extent.columns:,} cells"
        raise build_problem("xlsx_bomb", lang, file=file, what=what)
