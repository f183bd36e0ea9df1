"""Thrift's compact protocol, read and written without knowing what it says: a struct is its fields by number.

https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md. What is written from what was read is
the same bytes where the writer numbered fields ascending, as all do.
"""

from typing import Any

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
LIST_OF_STRUCTS = STRUCT
Struct = dict[int, tuple[int, Any]]
"""Fields by number, each with its type and value; a list is (type of its items, items)."""


def read_struct(data: bytes) -> Struct:
    """The struct that `data` begins with."""
    return _Reader(data).struct()


def write_struct(struct: Struct) -> bytes:
    """The bytes of a struct."""
    out = bytearray()
    _write_struct(out, struct)
    return bytes(out)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """Seven bits a byte, the lowest first."""
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7

    def signed(self) -> int:
        found = self.number()
        return (found >> 1) ^ -(found & 1)

    def raw(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]

    def struct(self) -> Struct:
        found: Struct = {}
        field = 0
        while head := self.byte():
            field = field + (head >> 4) if head >> 4 else self.signed()
            kind = head & 15
            found[field] = (kind, self.value(kind) if kind > FALSE else None)
        return found

    def value(self, kind: int) -> Any:
        if kind in (I16, I32, I64):
            return self.signed()
        if kind == BINARY:
            return self.raw(self.number())
        if kind == STRUCT:
            return self.struct()
        if kind in (LIST, SET):
            head = self.byte()
            length = head >> 4 if head >> 4 < 15 else self.number()
            return head & 15, [self.value(head & 15) for _ in range(length)]
        if kind == DOUBLE:
            return self.raw(8)
        if kind in (TRUE, FALSE, BYTE):  # as items of a list
            return self.byte()
        raise ValueError(f"type {kind} is not known here")


def _write_struct(out: bytearray, struct: Struct) -> None:
    before = 0
    for field, (kind, value) in sorted(struct.items()):
        if 0 < field - before < 16:
            out.append((field - before) << 4 | kind)
        else:
            out.append(kind)
            _write_signed(out, field)
        if kind > FALSE:
            _write_value(out, kind, value)
        before = field
    out.append(0)


def _write_value(out: bytearray, kind: int, value: Any) -> None:
    if kind in (I16, I32, I64):
        _write_signed(out, value)
    elif kind == BINARY:
        _write_number(out, len(value))
        out += value
    elif kind == STRUCT:
        _write_struct(out, value)
    elif kind in (LIST, SET):
        of, items = value
        if len(items) < 15:
            out.append(len(items) << 4 | of)
        else:
            out.append(15 << 4 | of)
            _write_number(out, len(items))
        for item in items:
            _write_value(out, of, item)
    elif kind == DOUBLE:
        out += value
    else:
        out.append(value)


def _write_number(out: bytearray, value: int) -> None:
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def _write_signed(out: bytearray, value: int) -> None:
    _write_number(out, (value << 1) ^ (value >> 63))
