"""Read a YAML (or JSON) file of a user into a pydantic model; every fault becomes one line with file, line and key."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes
from scharnier.norms.marked_yaml import Marked, YamlFault, load_marked

LARGEST = 5_000_000  # bytes
Shape = TypeVar("Shape", bound=BaseModel)
_WORDS = {
    "missing": "is missing",
    "bool_type": "must be true or false",
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "date_type": "must be a day, as 2027-02-01",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be a mapping of keys and values",
    "model_type": "must be a mapping of keys and values",
}


def read_file(path: Path, largest: int = LARGEST) -> str:
    """The text of a UTF-8 file of at most `largest` bytes. Raises `InputProblem`."""
    try:
        return load_bytes(path, largest).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblem("is not UTF-8 text.", "Save it as UTF-8.", str(path)) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputProblem(f"cannot be read: {reason}.", "Check the name and the rights.", str(path)) from error


def read_shape(source: str, text: str, model: type[Shape]) -> tuple[Shape, Marked]:
    """The text as `model`, with the lines of every value. `source` is how messages name the file.

    Raises `InputProblem` for the first fault; it counts the others.
    """
    try:
        marked = load_marked(text)
    except YamlFault as fault:
        raise InputProblem(f"{fault.what}.", "Correct the YAML.", source, fault.line) from fault
    if not isinstance(marked.value, Mapping):
        raise InputProblem("holds no keys and values.", "Write `key: value`, one a line.", source, 1)
    try:
        return model.model_validate(marked.value), marked
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise _problem(source, marked, faults, model) from error


def name_path(path: Sequence[str | int]) -> str:
    """A path as people write it: `impacts[0].theme`."""
    named = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return named.removeprefix(".")


def _problem(source: str, marked: Marked, faults: Sequence[Any], model: type[BaseModel]) -> InputProblem:
    first = faults[0]
    path = tuple(part for part in first["loc"] if part in _real(marked.value, first["loc"]))
    if first["type"] == "extra_forbidden":
        known = _keys(model, first["loc"][:-1])
        near = process.extractOne(str(first["loc"][-1]), known, score_cutoff=60) if known else None
        what = f"the key {first['loc'][-1]!r} is not known."
        remedy = f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(known)}."
    else:
        what = _WORDS.get(first["type"], first["msg"].removeprefix("Value error, ")) + "."
        known = _keys(model, first["loc"][:-1]) if first["type"] == "missing" else []
        remedy = f"Keys here: {', '.join(known)}." if known else ""
    if len(faults) > 1:
        others = ", ".join(name_path(fault["loc"]) for fault in faults[1:4])
        remedy = f"{remedy} ({len(faults) - 1} more: {others}{' …' if len(faults) > 4 else ''})".strip()
    return InputProblem(what, remedy, source, marked.line(path or tuple(first["loc"])), name_path(first["loc"]))


def _real(value: Any, path: Sequence[str | int]) -> list[str | int]:
    """The parts of a path that lead somewhere; pydantic adds names of union members."""
    found: list[str | int] = []
    for part in path:
        is_key = isinstance(value, Mapping) and part in value
        if is_key or (isinstance(value, list) and isinstance(part, int) and part < len(value)):
            value = value[part]
            found.append(part)
    return found


def _keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that are known at a path: those of the model there."""
    here: Any = model
    for part in path:
        if isinstance(part, int) or here is None:
            continue
        field = here.model_fields.get(part)
        here = next((each for each in _models(field.annotation)), None) if field else None
    return [name.alias or key for key, name in here.model_fields.items()] if here else []


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models(part)]
