"""JSON from outside: numbers as published, no depth or length that stalls the reader; and paths into it."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from scharnier.sources._runtime.fields import load_fields
from scharnier.sources._runtime.xml import LARGEST, XmlFault, too_large

_DEEPEST = 100
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_STEP = re.compile(r"([^.\[\]]+)(\[\])?")


def parse_json(data: bytes, largest: int = LARGEST) -> Any:
    """The value in a document. Raises XmlFault, and nothing else, for what is in `data`."""
    if len(data) > largest:
        raise too_large(largest)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"It is JSON but not in UTF-8 (byte {error.start})."
        raise XmlFault("encoding", what, "Save it again as UTF-8.") from None
    depth = most = 0
    for bracket in re.findall(r"[\[{\]}]", text):  # brackets in texts count too: far from the limit either way
        depth += 1 if bracket in "[{" else -1
        most = max(most, depth)
    try:
        if most > _DEEPEST * 10:
            raise RecursionError
        value = json.loads(text, parse_float=Decimal, parse_int=_whole, parse_constant=_refuse)
        return _mend(value) if _HALF.search(text) else value
    except RecursionError:
        raise XmlFault("not-json", "It is nested too deeply to be a release.", "Fetch the file again.") from None
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()):
            what = f"It ends too early (line {error.lineno}): part of the file is missing."
            raise XmlFault("truncated", what, "Fetch the file again.") from None
        what = f"It is not JSON at line {error.lineno}, column {error.colno}: {error.msg}."
        raise XmlFault("not-json", what, "Fetch the file again.") from None
    except ValueError as error:
        raise XmlFault(
            "not-json", f"It holds {str(error)[:80]}, which JSON has not.", "Fetch the file again."
        ) from None


def pick(value: Any, group: str, key: str) -> list[Any]:
    """The values of a field of `data/procurement/fields/ocds.yaml`, from the object of its group; none is blank."""
    for path in _paths()[group, key]:
        if found := [item for item in _follow(value, path) if item not in (None, "", [], {})]:
            return found
    return []


def pick_text(value: Any, group: str, key: str) -> str:
    """The first value of a field as a text; "" where there is none or it is no text or number."""
    for found in pick(value, group, key):
        if isinstance(found, str | int | Decimal) and not isinstance(found, bool):
            return str(found).strip()
    return ""


def objects(value: Any, group: str) -> list[dict[str, Any]]:
    """The objects of a group."""
    found = _follow(value, tuple(_STEP.findall(load_fields("ocds").groups[group].path)))
    return [item for item in found if isinstance(item, dict)]


_CACHE: dict[tuple[str, str], tuple[tuple[tuple[str, str], ...], ...]] = {}


def _paths() -> dict[tuple[str, str], tuple[tuple[tuple[str, str], ...], ...]]:
    if not _CACHE:
        for field in load_fields("ocds").fields:
            _CACHE[field.group, field.key] = tuple(tuple(_STEP.findall(path)) for _, path in field.paths)
    return _CACHE


def _follow(value: Any, steps: tuple[tuple[str, str], ...]) -> Iterator[Any]:
    if not steps:
        yield value
        return
    (name, every), rest = steps[0], steps[1:]
    below = value.get(name) if isinstance(value, dict) else None
    for item in below if every and isinstance(below, list) else () if every else (below,):
        yield from _follow(item, rest)


def _whole(text: str) -> Any:
    return int(text) if len(text) < 40 else Decimal(text)


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _mend(value: Any) -> Any:
    """The value with a replacement character for every half of a character, which no table can hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mend(item) for item in value]
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in value.items()}
    return value
