"""Change one record in the text of a file and leave every other line as whoever keeps the dossier wrote it.

In YAML only the lines of the keys that change are written anew, so that remarks (`# …`) stay. Afterwards the text is
read again: unless it says exactly what was meant, nothing is changed and the user is told what to do by hand.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from scharnier.diligence.dossier.canonical import canonical, plain
from scharnier.diligence.dossier.raw import THE_HEAD, Raw, decode, load_json, load_yaml, read_kind
from scharnier.diligence.dossier.snapshot import HEAD
from scharnier.kernel.errors import InputProblem
from scharnier.norms.marked_yaml import Marked

_REMARK = re.compile(r"( *)(#.*)?\s*")
_DASH = re.compile(r" *- +(?=[^ ])")
Changes = Mapping[str, Raw | None]
"""Id -> what the record becomes; None: it goes away."""


def edit_file(source: str, content: bytes, changes: Changes) -> bytes:
    """The content of a file of records after the changes; new records come last.

    `source` is the name of the file, as messages name it. Raises InputProblem where the text cannot be changed safely.
    """
    if not content.strip() and (head := changes.get(THE_HEAD)) and Path(source).name == HEAD:
        return dump_record(head).encode()
    text = decode(source, content)
    end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n") if end == "\r\n" else text
    wanted = _apply(read_kind(source, content), changes)
    for whole in (False, True):
        edited = _edit(source, text, changes, whole)
        if edited is not None and _says(source, result := edited.replace("\n", end).encode(), wanted):
            return result
    raise InputProblem(
        f"the text cannot be changed safely at {', '.join(sorted(changes))[:120]}.",
        "Begin every record with `- id: …` on a line of its own and every key on a line of its own, or make the"
        " change by hand and run `scharnier dossier record`.",
        source,
    )


def _edit(source: str, text: str, changes: Changes, whole: bool) -> str | None:
    """One attempt; with `whole` a record is written anew, not only its keys that change. None where it fails."""
    try:
        if source.endswith(".jsonl"):
            return _edit_lines(source, text, changes)
        if Path(source).name == HEAD:
            lines = text.split("\n")
            _edit_block(lines, load_yaml(source, text), (), 1, len(lines), "", changes[THE_HEAD] or {}, whole)
            return "\n".join(lines)
        return _edit_list(source, text, changes, whole)
    except InputProblem:
        return None


def dump_record(record: Raw) -> str:
    """A record as YAML that people read: keys in their order, days without quotes, long text in lines."""
    return yaml.dump(
        dict(record), Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=110
    )


def dump_item(record: Raw) -> str:
    """A record as an item of a list."""
    return _as_item(dump_record(record), "")


def _apply(records: dict[str, Raw], changes: Changes) -> dict[str, Raw]:
    wanted = {name: record for name, record in records.items() if changes.get(name, record) is not None}
    return {**wanted, **{name: plain(record) for name, record in changes.items() if record is not None}}


def _says(source: str, content: bytes, wanted: dict[str, Raw]) -> bool:
    try:
        found = read_kind(source, content)
    except InputProblem:
        return False
    return list(found) == list(wanted) and canonical(found) == canonical(wanted)


def _edit_lines(source: str, text: str, changes: Changes) -> str:
    left: dict[Any, Raw | None] = dict(changes)
    out: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        name = load_json(source, number, line)["id"] if line.strip() else None
        if name not in changes:
            out.append(line)
        elif (record := left.pop(name)) is not None:
            out.append(_json_line(record))
    while out and not out[-1].strip():
        out.pop()
    out += [_json_line(record) for record in left.values() if record is not None]
    return "\n".join(out) + "\n" if out else ""


def _json_line(record: Raw) -> str:
    return json.dumps(plain(record), ensure_ascii=False, separators=(", ", ": "))


def _edit_list(source: str, text: str, changes: Changes, whole: bool) -> str:
    marked = load_yaml(source, text)
    items: list[Raw] = marked.value or []
    lines = text.split("\n")
    if not items:
        lines = [line for line in lines if line.strip() != "[]"]
    starts = [_dash(lines, marked.line((place,))) for place in range(len(items))]
    indent = lines[starts[0] - 1].partition("-")[0] if items else ""
    # From the last to the first, so that the numbers of the lines before stay true.
    stop = len(lines) + 1
    known = {item["id"] for item in items}
    added = [record for name, record in changes.items() if record is not None and name not in known]
    last = _end(lines, starts[-1], stop, indent) if items else len(lines)
    if added:
        while not items and last and not lines[last - 1].strip():
            last -= 1
        new = "".join(_as_item(dump_record(record), indent) for record in added)
        lines[last:last] = new.rstrip("\n").split("\n")
        if last + new.count("\n") >= len(lines):
            lines.append("")
    for place in range(len(items) - 1, -1, -1):
        start, name = starts[place], items[place]["id"]
        if name in changes:
            end = _end(lines, start, stop if place == len(items) - 1 else starts[place + 1], indent)
            end = min(end, last) if place == len(items) - 1 else end
            record = changes[name]
            if record is None:
                del lines[start - 1 : end]
            else:
                _edit_block(lines, marked, (place,), start, end, indent, record, whole)
    edited = "\n".join(lines)
    return edited if load_yaml(source, edited).value else f"{edited.rstrip()}\n[]\n".lstrip("\n")


def _dash(lines: list[str], line: int) -> int:
    """The line of the dash of an item: its own, or one before where the dash stands alone."""
    while line > 1 and not lines[line - 1].lstrip().startswith("- "):
        if lines[line - 1].strip() == "-":
            break
        line -= 1
    return line


def _end(lines: list[str], start: int, stop: int, indent: str) -> int:
    """The last line of what begins at `start`: without the empty lines and the remarks for what comes next."""
    end = min(stop - 1, len(lines))
    while end > start:
        found = _REMARK.fullmatch(lines[end - 1])
        if not found or (found[2] and len(found[1]) > len(indent)):
            break
        end -= 1
    return end


def _edit_block(
    lines: list[str], marked: Marked, path: tuple[int, ...], start: int, end: int, indent: str, record: Raw, whole: bool
) -> None:
    """Write the keys of one mapping anew where they differ; all of it where its first key goes away.

    `lines` are changed; up to `end` they are still those that `marked` was read from.
    """
    old = marked.value
    for part in path:
        old = old[part]
    keys = list(old)
    dash = _DASH.match(lines[start - 1])
    if whole or keys[0] not in record or (path and not dash):
        anew = dump_record(record)
        lines[start - 1 : end] = (_as_item(anew, indent) if path else anew).rstrip("\n").split("\n")
        return
    within = " " * dash.end() if path and dash else ""
    added = {key: value for key, value in record.items() if key not in old}
    end = _end(lines, start, end + 1, within)
    if added:
        lines[end:end] = _indented(dump_record(added), within)
    for place in range(len(keys) - 1, -1, -1):
        key = keys[place]
        begin = marked.line((*path, key))
        if key in record and canonical(record[key]) == canonical(old[key]):
            continue
        upto = marked.line((*path, keys[place + 1])) if place + 1 < len(keys) else end + 1
        new = _indented(dump_record({key: record[key]}), within) if key in record else []
        if place == 0 and path:
            new[0] = f"{lines[begin - 1][: len(within)]}{new[0].lstrip()}"
        lines[begin - 1 : _end(lines, begin, upto, within)] = new


def _indented(text: str, indent: str) -> list[str]:
    return [indent + line if line else line for line in text.rstrip("\n").split("\n")]


def _as_item(text: str, indent: str) -> str:
    first, *rest = _indented(text, f"{indent}  ")
    return "\n".join([f"{indent}- {first.lstrip()}", *rest]) + "\n"


class _Dumper(yaml.SafeDumper):
    """YAML as our reader reads it (`norms/marked_yaml.py`), which takes other words for numbers than YAML itself."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """No anchors: every value is written out."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Lists below a key are indented too."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = None
    if value and value[0] in "-+.0123456789":
        style = "'"
    if "\n" in value:
        body = value.removesuffix("\n")
        style = "|" if body and body == body.strip() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


def _day(dumper: yaml.SafeDumper, value: date) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


_Dumper.add_representer(str, _text)
_Dumper.add_representer(date, _day)
