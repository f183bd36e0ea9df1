"""Read GeoJSON text piece by piece: features one at a time, numbers as they are written, faults with line and column.

The scanner is the C one of the standard library. Numbers come back as `bytes` (b"4.12345"), because a number as it
stands says how many decimals somebody wrote and a float does not; NaN and Infinity come back as floats; an object in
which a key stands twice comes back as `Doubled`.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from scharnier.kernel.errors import InputProblem

_BLANK = re.compile(r"[ \t\n\r]*")
_NEXT = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
_OTHER = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


class Doubled(dict[str, Any]):
    """An object in which the keys `twice` stand more than once; the last value counts."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.twice = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


def decode(data: bytes, name: str) -> tuple[str, bool]:
    """The text, and whether a byte order mark stood before it. Raises InputProblem for what is not UTF-8."""
    if not data.strip():
        raise InputProblem("the file is empty.", "Give a GeoJSON file with plots.", name)
    other = next((word for mark, word in _OTHER.items() if data.startswith(mark)), "")
    if not other and b"\x00" in data[:4]:
        other = "UTF-16"
    if other:
        raise InputProblem(f"this is {other}; GeoJSON is UTF-8.", "Save the file as UTF-8.", name)
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8-sig"), marked
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputProblem(
            f"byte {error.start + 1} is not UTF-8, so this is no GeoJSON text.", "Save the file as UTF-8.", name, line
        ) from None


class Reader:
    """Reads one JSON text from front to back. Every fault is an InputProblem with line and column."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        decoder = json.JSONDecoder(
            parse_float=str.encode,
            parse_int=str.encode,
            object_pairs_hook=self._object,
        )
        self._scan: Callable[[str, int], tuple[Any, int]] = decoder.scan_once  # type: ignore[attr-defined]

    @staticmethod
    def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        return plain if len(plain) == len(pairs) else Doubled(pairs)

    def blank(self, at: int) -> int:
        """The place of the next character that is not blank."""
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int) -> tuple[Any, int]:
        """The value that starts at `at`, and the place after it."""
        try:
            return self._scan(self.text, at)
        except StopIteration as stop:
            raise self.fault("a value is expected here", stop.value) from None
        except json.JSONDecodeError as error:
            raise self.fault(error.msg[:1].lower() + error.msg[1:], error.pos) from None
        except RecursionError:
            raise self.fault("the brackets here are nested too deeply", at) from None

    def members(self, at: int) -> Iterator[tuple[str, int]]:
        """Key after key of the object that starts at `at`, with the place of its value.

        The caller reads the value and puts the place after it in `self.at`.
        """
        at = self.blank(at + 1)
        if self.text[at : at + 1] == "}":
            self.at = at + 1
            return
        while True:
            if self.text[at : at + 1] != '"':
                raise self.fault("expecting property name enclosed in double quotes", at)
            key, at = self.value(at)
            at = self.blank(at)
            if self.text[at : at + 1] != ":":
                raise self.fault("expecting ':' delimiter", at)
            self.at = at = self.blank(at + 1)
            yield key, at
            at = self.blank(self.at)
            if self.text[at : at + 1] == "}":
                self.at = at + 1
                return
            at = self._comma(at)

    def items(self, at: int) -> Iterator[Any]:
        """Item after item of the list that starts at `at`; the place after the list is left in `self.at`."""
        for item, _, _ in self.places(at):
            yield item

    def places(self, at: int) -> Iterator[tuple[Any, int, int]]:
        """As `items`, with the place of the item and the place after it."""
        at = self.blank(at + 1)
        text, following = self.text, _NEXT.match
        if text[at : at + 1] == "]":
            self.at = at + 1
            return
        while True:
            item, end = self.value(at)
            yield item, at, end
            comma = following(text, end)
            if comma:
                at = comma.end()
                continue
            at = self.blank(end)
            if text[at : at + 1] == "]":
                self.at = at + 1
                return
            raise self.fault("expecting ',' delimiter", at)

    def _comma(self, at: int) -> int:
        found = _NEXT.match(self.text, at)
        if not found:
            raise self.fault("expecting ',' delimiter", at)
        return found.end()

    def fault(self, what: str, at: int) -> InputProblem:
        """A fault in the JSON at a place, with line and column (both from 1)."""
        at = min(at, len(self.text))
        line = self.text.count("\n", 0, at) + 1
        column = at - (self.text.rfind("\n", 0, at) + 1) + 1
        if at >= len(self.text):
            what = f"the file ends too early ({what})"
        return InputProblem(f"not JSON: {what} (line {line}, column {column}).", "Correct it.", self.name)
