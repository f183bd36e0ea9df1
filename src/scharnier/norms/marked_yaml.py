"""Read YAML that people write, and keep the line of every value, so that a fault can be shown where it stands.

Stricter than YAML itself: a key may stand only once, anchors, aliases and tags are refused, and nesting has an end.
And without the traps of YAML 1.1: NO is Norway and `on` is a word (only true and false are truth values), 1.6e9 is a
number, and 0201 keeps its zero, so a customs code may stand without quotes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import yaml

# Always libyaml: the parser in Python is ten times as slow and refuses what libyaml reads (`{en: Why?, nl: …}`).
DEEPEST = 40

_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")
_BROKEN = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9_]*)?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|(?:0|[1-9][0-9_]*)[eE][-+]?[0-9]+)"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMERIC = frozenset("-+.0123456789eE")

Path = tuple[str | int, ...]


class YamlFault(Exception):
    """What is wrong with the text, and the line (1-based) where it is."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


@dataclass(frozen=True)
class Marked:
    """The value as plain dicts, lists and scalars, and the text it came from."""

    value: Any
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> Mapping[Path, int]:
        """The 1-based line of every path in the value; worked out when first asked for, as only faults need it."""
        lines: dict[Path, int] = {}
        _Walk(self.text, lines).document()
        return lines

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing above it that exists (a missing key has no line)."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load_marked(text: str) -> Marked:
    """Parse one YAML document. Raises `YamlFault` for what is not YAML, a double key, an alias or endless nesting."""
    return Marked(_Walk(text, None).document(), text)


class _Walk:
    """One walk along the events of the parser; with `lines` it also notes where everything stands."""

    def __init__(self, text: str, lines: dict[Path, int] | None) -> None:
        self.text, self.lines = text, lines
        self.read: dict[str, Any] = {}  # plain scalars met before: most words come back
        try:
            self.parser = yaml.CSafeLoader(text)
        except yaml.YAMLError as error:  # characters that YAML forbids are met before the first token
            raise _fault(error, text) from error
        except UnicodeEncodeError as error:
            raise YamlFault("it holds a character that is no Unicode", 1) from error

    def document(self) -> Any:
        """The value of the only document; None where there is none."""
        value = None
        try:
            self._next()  # the start of the stream
            if type(self._next()) is yaml.DocumentStartEvent:
                value = self._build(self._next(), ())
                self._next()  # the end of the document
                event = self._next()
                if type(event) is not yaml.StreamEndEvent:
                    raise YamlFault("a second document begins here; keep one", _line(event))
        except yaml.YAMLError as error:
            raise _fault(error, self.text) from error
        finally:
            self.parser.dispose()
        return value

    def _next(self) -> Any:
        return self.parser.get_event()

    def _build(self, event: Any, path: Path) -> Any:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None:
            raise YamlFault("anchors and aliases (& and *) are not read here", _line(event))
        if self.lines is not None:
            self.lines.setdefault(path, _line(event))  # a value of a key stands where its key does
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if event.tag is not None:
            raise _tagged(event)
        if len(path) >= DEEPEST:
            raise YamlFault("it is nested too deeply", _line(event))
        return self._mapping(path) if kind is yaml.MappingStartEvent else self._sequence(path)

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self._build(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[Any, Any]:
        out: dict[Any, Any] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent or event.anchor is not None:
                raise YamlFault("a key must be a word or a number", _line(event))
            key = self._scalar(event)
            if key in out:
                raise YamlFault(f"the key {key!r} stands there twice", _line(event))
            below = (*path, key if isinstance(key, int) and not isinstance(key, bool) else str(key))
            if self.lines is not None:
                self.lines[below] = _line(event)
            out[key] = self._build(self._next(), below)
        return out

    def _scalar(self, event: Any) -> Any:
        plain, _ = event.implicit
        text: str = event.value
        if event.tag not in (None, "!"):
            raise _tagged(event)
        if event.tag or not plain:
            return text  # quoted
        if text in self.read:
            return self.read[text]
        try:
            value = self.read[text] = _read_plain(text)
        except ValueError as error:
            raise YamlFault(f"{text[:80]!r} cannot be read: {error}", _line(event)) from error
        return value


def _read_plain(text: str) -> Any:
    """What a word without quotes stands for. Raises ValueError for a date that does not exist."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMERIC:
        if _WHOLE.fullmatch(text):
            return int(text.replace("_", ""))
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _BROKEN.fullmatch(text):
            return float(text.replace("_", ""))
    return text


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _tagged(event: Any) -> YamlFault:
    return YamlFault(f"tags such as {event.tag!r} are not read here", _line(event))


def _fault(error: yaml.YAMLError, text: str) -> YamlFault:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    last = max(1, len(text.splitlines()))  # what is never closed is missed after the last line
    return YamlFault(str(what), min(mark.line + 1, last) if mark else 1)
