"""Parquet files of one schema as one, byte for byte: their row groups are not read, only told where they stand now.

A Parquet file ends in an account of what stands where (Thrift, compact protocol; https://parquet.apache.org/docs/).
The accounts are read, their places moved, and written as one. Rows are neither unpacked nor packed again.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from scharnier.sources.notices.compact import LIST_OF_STRUCTS, Struct, read_struct, write_struct

_MARK = b"PAR1"
# Numbers of fields in the account: of the file, of a row group, of a column in it, of what is told of that column.
_SCHEMA, _ROWS, _GROUPS = 2, 3, 4
_COLUMNS, _GROUP_AT, _ORDINAL = 1, 5, 7
_CHUNK_PLACES, _TOLD = (2, 4, 6), 3
_TOLD_PLACES = (9, 10, 11, 14)


class Stitcher:
    """A Parquet file that grows by whole files; without `close` it is none."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._account: Struct | None = None
        self._groups: list[Struct] = []
        self.rows = 0
        out.write(_MARK)

    def add(self, part: BinaryIO) -> None:
        """Add the row groups of a file. Raises ValueError where its schema is another."""
        account, end = read_account(part)
        if self._account is None:
            self._account = account
        elif self._account[_SCHEMA] != account[_SCHEMA]:
            raise ValueError("The schema is another.")
        self.rows += account[_ROWS][1]
        by = self._out.tell() - len(_MARK)
        for group in account[_GROUPS][1][1]:
            _move(group, by)
            if _ORDINAL in group:
                group[_ORDINAL] = (group[_ORDINAL][0], len(self._groups))
            self._groups.append(group)
        part.seek(len(_MARK))
        _copy(part, self._out, end - len(_MARK))

    def close(self) -> None:
        """Write the account. Raises ValueError where nothing was added."""
        if self._account is None:
            raise ValueError("There is nothing to stitch.")
        self._account[_ROWS] = (self._account[_ROWS][0], self.rows)
        self._account[_GROUPS] = (self._account[_GROUPS][0], (LIST_OF_STRUCTS, self._groups))
        told = write_struct(self._account)
        self._out.write(told + len(told).to_bytes(4, "little") + _MARK)


def stitch(parts: Sequence[Path], out: Path) -> int:
    """Write the rows of all parts to `out`, in their order; how many. Raises ValueError as `Stitcher` does."""
    with out.open("wb") as handle:
        stitcher = Stitcher(handle)
        for path in parts:
            with path.open("rb") as part:
                stitcher.add(part)
        stitcher.close()
    return stitcher.rows


def read_account(part: BinaryIO) -> tuple[Struct, int]:
    """The account at the end of a Parquet file, and where it begins."""
    size = part.seek(0, 2)
    part.seek(size - 8)
    length = int.from_bytes(part.read(4), "little")
    if part.read(4) != _MARK:
        raise ValueError("It is not a Parquet file.")
    part.seek(size - 8 - length)
    return read_struct(part.read(length)), size - 8 - length


def _move(group: Struct, by: int) -> None:
    """Tell a row group that it stands so many bytes further on."""
    _add(group, (_GROUP_AT,), by)
    for column in group[_COLUMNS][1][1]:
        _add(column, _CHUNK_PLACES, by)
        _add(column[_TOLD][1], _TOLD_PLACES, by)


def _add(struct: Struct, fields: Iterable[int], by: int) -> None:
    for field in fields:
        kind, place = struct.get(field, (0, 0))
        if place:  # nought is no place: the mark stands there
            struct[field] = (kind, place + by)


def _copy(part: BinaryIO, out: BinaryIO, length: int) -> None:
    while length > 0:
        piece = part.read(min(length, 1 << 20))
        if not piece:
            raise ValueError("The file ends too early.")
        out.write(piece)
        length -= len(piece)
