"""The records of a folder as they stand there, before any model looks at them: for the log, merging and migration.

The head is a record too (kind `dossier`), and so are torn records (kind `torn`, see `torn.py`).
"""

import json
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any

from scharnier.diligence.dossier.canonical import plain
from scharnier.diligence.dossier.faults import explain_yaml
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.rows import LARGEST_LINES, LARGEST_YAML
from scharnier.diligence.dossier.snapshot import HEAD, Snapshot
from scharnier.kernel.errors import InputProblem
from scharnier.norms.marked_yaml import Marked, YamlFault, load_marked

Raw = dict[str, Any]
Records = dict[str, dict[str, Raw]]
"""Kind -> id -> record, in plain JSON values."""
THE_HEAD = "dossier"
"""The kind and the id of the head."""
PERSONAL = frozenset({"persons", "torn-persons"})
"""The kinds with personal data: the log keeps no more of them than a hash with a salt."""


KNOWN = frozenset({THE_HEAD, *KINDS, "torn", "torn-persons"})
"""The kinds whose files are ours; every other file is left alone."""


def read_records(snapshot: Snapshot, kinds: Container[str] = KNOWN) -> Records:
    """All records of a folder. Raises InputProblem where a file cannot be taken apart in records with an id."""
    found: Records = {}
    for name, content in snapshot.files.items():
        kind = kind_of(name)
        if not is_ours(name, kinds):
            continue
        if kind in found:
            raise InputProblem(f"{kind} stand in two files.", "Put them together in one.", str(snapshot.folder / name))
        found[kind] = read_kind(str(snapshot.folder / name), content)
    return found


def is_ours(name: str, kinds: Container[str] = KNOWN) -> bool:
    """Whether a file is one of records (or the head)."""
    return name == HEAD or (kind_of(name) != THE_HEAD and kind_of(name) in kinds)


def kind_of(name: str) -> str:
    """The kind whose records stand in a file."""
    return name.rpartition(".")[0]


def read_kind(source: str, content: bytes) -> dict[str, Raw]:
    """The records of one file by id. Raises InputProblem."""
    text = decode(source, content)
    if Path(source).name == HEAD:
        value = load_yaml(source, text).value
        if not isinstance(value, Mapping):
            raise InputProblem("holds no keys and values.", "Write `key: value`, one a line.", source, 1)
        return {THE_HEAD: plain(value)}
    if source.endswith(".jsonl"):
        return _by_id(source, ((line, load_json(source, line, part)) for line, part in list_parts(text)))
    marked = load_yaml(source, text)
    items = [] if marked.value is None else marked.value
    if not isinstance(items, list):
        raise InputProblem("holds no list.", "Begin every record with `- id: …`.", source, 1)
    return _by_id(source, ((None, item) for item in items), marked)


def decode(source: str, content: bytes) -> str:
    """The text of a file. Raises InputProblem where it is not UTF-8, or so large that it would take minutes."""
    largest = LARGEST_YAML if source.endswith(".yaml") else LARGEST_LINES
    if len(content) > largest:
        raise InputProblem(f"is larger than {largest // 1_000_000} MB.", "Use a .jsonl file, or split it.", source)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblem("is not UTF-8 text.", "Save it as UTF-8.", source) from error


def load_yaml(source: str, text: str) -> Marked:
    """YAML with its lines. Raises InputProblem."""
    try:
        return load_marked(text)
    except YamlFault as fault:
        raise InputProblem(*explain_yaml(fault.what), source, fault.line) from fault


def load_json(source: str, line: int, text: str) -> Any:
    """One line of JSON. Raises InputProblem, also for a key that stands there twice."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise InputProblem(f"is not a record in JSON: {what}.", "Correct the line.", source, line) from error


def list_parts(text: str) -> Iterable[tuple[int, str]]:
    """The lines that hold something. Not `splitlines`: a text in JSON may hold other ends of lines as they are."""
    return ((number, part) for number, part in enumerate(text.split("\n"), 1) if part.strip())


def _by_id(source: str, items: Iterable[tuple[int | None, Any]], marked: Marked | None = None) -> dict[str, Raw]:
    found: dict[str, Raw] = {}
    for place, (number, item) in enumerate(items):
        line = marked.line((place,)) if number is None and marked and not _has_id(item, found) else number
        if not isinstance(item, Mapping):
            raise InputProblem("is not a record.", "Write keys and values, with an `id`.", source, line)
        name = item.get("id")
        if not isinstance(name, str) or not name:
            raise InputProblem("a record has no id, or one that is no text.", "Give it an `id`.", source, line, "id")
        if name in found:
            raise InputProblem(f"the id {name!r} stands there twice.", "Give one another id.", source, line, "id")
        found[name] = plain(item) if marked else dict(item)  # what was JSON has no days
    return found


def _has_id(item: Any, found: Mapping[str, Raw]) -> bool:
    name = item.get("id") if isinstance(item, Mapping) else None
    return isinstance(name, str) and bool(name) and name not in found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no number")
