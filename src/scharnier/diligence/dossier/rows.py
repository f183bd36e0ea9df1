"""Read one file of a dossier: records in YAML for people, or one JSON record a line for many. Every fault is kept.

Both go through JSON to the model, so that the same is refused in either: YAML first becomes JSON in memory.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.faults import Path, explain_errors, explain_yaml
from scharnier.kernel.errors import InputProblem
from scharnier.norms.marked_yaml import Marked, YamlFault, load_marked
from scharnier.norms.shaped_yaml import name_path

LARGEST_YAML, LARGEST_LINES = 20_000_000, 200_000_000  # bytes
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
M = TypeVar("M", bound=BaseModel)


@dataclass
class Rows:
    """The records of a file, and where each stands. `places` has the faulty ones too: id -> line, or place in the list
    of a YAML file, whose lines are worked out when a fault asks for them."""

    file: str
    records: dict[str, Record] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    problems: list[InputProblem] = field(default_factory=list)
    marked: Marked | None = field(default=None, repr=False)

    def line(self, id: str, path: Path = ()) -> int | None:
        """The line on which a key of a record stands, or the record where the key stands nowhere."""
        place = self.places.get(id)
        return place if self.marked is None or place is None else self.marked.line((place, *path))

    def add_problem(self, message: str, remedy: str, line: int | None = None, key: str = "") -> None:
        """Keep a fault of this file."""
        self.problems.append(InputProblem(message, remedy, self.file, line, key))


@dataclass
class One(Generic[M]):
    """What a file that holds one thing was read as: None where it cannot be."""

    value: M | None
    problems: list[InputProblem]
    marked: Marked | None = None


def read_rows(file: str, content: bytes, model: type[Record]) -> Rows:
    """The records in the bytes of a file; `file` is its name as shown, and says which of the two it is."""
    rows = Rows(file)
    is_yaml = file.endswith(".yaml")
    try:
        text = decode(file, content, LARGEST_YAML if is_yaml else LARGEST_LINES)
        if not text.strip():
            raise InputProblem("is empty.", "Take the file away where there are no records, or write [] in it.", file)
        _read_list(rows, text, model) if is_yaml else _read_lines(rows, text, model)
    except InputProblem as problem:
        rows.problems.append(problem)
    return rows


def decode(file: str, content: bytes, largest: int) -> str:
    """The text of a file. Raises InputProblem where it is too large, not UTF-8, or holds control characters."""
    if len(content) > largest:
        remedy = "Use a .jsonl file, one record a line." if file.endswith(".yaml") else "Split the dossier."
        raise InputProblem(f"is larger than {largest // 1_000_000} MB.", remedy, file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputProblem("is not UTF-8 text.", "Save it as UTF-8.", file, line) from error
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = f"holds the control character U+{ord(found[0]):04X}."
        raise InputProblem(message, "Take it out; the file may be damaged.", file, line)
    return text


def load_yaml(file: str, text: str) -> Marked:
    """The text as YAML. Raises InputProblem."""
    try:
        return load_marked(text)
    except YamlFault as fault:
        raise InputProblem(*explain_yaml(fault.what), file, fault.line) from fault


def read_one(file: str, marked: Marked, model: type[M]) -> One[M]:
    """YAML with keys and values as a model, with every fault in it."""
    value, errors = _validate(marked.value, model)
    problems = [
        InputProblem(message, remedy, file, marked.line(path), name_path(path))
        for path, message, remedy in explain_errors(errors, model)
    ]
    return One(value, problems, marked)


def _read_list(rows: Rows, text: str, model: type[Record]) -> None:
    marked = rows.marked = load_yaml(rows.file, text)
    if marked.value is None:  # nothing but comments
        return
    if not isinstance(marked.value, list):
        raise InputProblem("is not a list of records.", "Begin each record with `- id: …`.", rows.file, 1)
    for place, value in enumerate(marked.value):
        record, errors = _validate(value, model)
        id = value.get("id") if isinstance(value, Mapping) else None
        name = id if isinstance(id, str) else f"[{place}]"
        if name in rows.places:
            _add_twice(rows, name, marked.line((place,)))
        else:
            rows.places[name] = place
            if record is not None:
                rows.records[record.id] = record
        for path, message, remedy in explain_errors(errors, model):
            rows.add_problem(message, remedy, marked.line((place, *path)), name_path((name, *path)))


def _read_lines(rows: Rows, text: str, model: type[Record]) -> None:
    validate = model.__pydantic_validator__.validate_json
    records, places = rows.records, rows.places
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            continue
        try:
            record = validate(line)
        except ValidationError as error:
            _explain_line(rows, number, line, error, model)
            lines[number - 1] = ""
            continue
        if record.id in places:
            _add_twice(rows, record.id, number)
        else:
            places[record.id] = number
            records[record.id] = record
    # Of a key that stands twice pydantic takes the last, so look for those: in all at once, since that is faster.
    if find_twice(f"[{','.join(line for line in lines if line and not line.isspace())}]"):
        for number, line in enumerate(lines, 1):
            if key := find_twice(line or "null"):
                rows.add_problem(f"the key {key!r} stands there twice.", "Keep one of the two.", number, key)


def _explain_line(rows: Rows, line: int, text: str, error: ValidationError, model: type[Record]) -> None:
    try:
        id = json.loads(text).get("id")
    except (ValueError, AttributeError, RecursionError):
        id = None
    if isinstance(id, str):
        rows.places.setdefault(id, line)
    for path, message, remedy in explain_errors(error.errors(include_url=False), model):
        rows.add_problem(message, remedy, line, name_path((id, *path) if isinstance(id, str) else path))


def _add_twice(rows: Rows, id: str, line: int) -> None:
    message = f"the id {id!r} stands there twice, first on line {rows.line(id)}."
    rows.add_problem(message, "Give one of them another id.", line, f"{id}.id")


class _TwiceError(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return found


def find_twice(text: str) -> str | None:
    """The first key that stands twice in one object of a JSON text; None where all stand once."""
    try:
        json.loads(text, object_pairs_hook=_pairs)
    except _TwiceError as twice:
        return twice.key
    return None


def _validate(value: Any, model: type[M]) -> tuple[M | None, list[Any]]:
    try:
        return model.model_validate_json(json.dumps(_named(value), default=date.isoformat)), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _named(value: Any) -> Any:
    """The value with text for keys: YAML reads `2026-11-20: x` as a day, which no key of ours is."""
    if isinstance(value, Mapping):
        return {str(key): _named(part) for key, part in value.items()}
    return [_named(part) for part in value] if isinstance(value, list) else value
