"""Fields of a schema as data: groups (what repeats) and paths, read from YAML and compiled to a trie.

A group is an element that may repeat; its rows hang under the row of the group it is in. A field is a path, in XPath,
from the element of its group. The paths use a small part of XPath: names, `*`, a last `@attribute`, a predicate on an
attribute of the last element (`cbc:ID[@schemeName='Lot']`), and `.//Name` at the start, which here does not enter
another group. One `where` per group keeps only elements for which a path has a value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

FieldType = Literal["text", "amount", "code", "id", "date", "number", "flag", "url"]
_STEP = re.compile(r"(?P<name>\*|[\w:.-]+)(?:\[@(?P<attr>\w+)\s*=\s*'(?P<value>[^']*)'\])?")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `key` names it in a row; `id` is what the publisher calls it (BT-27, III.2.2)."""

    key: str
    group: str
    id: str
    type: FieldType
    paths: tuple[tuple[str, str], ...]
    """Pairs of the versions of the schema in which the path holds ("" for all) and the path."""
    fills: str
    en: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """What repeats: `path` counts from the element of the group `within` ("" for the document)."""

    name: str
    within: str
    path: str
    where: str
    en: str


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of one schema. `codes` are the tables from its codes to ours."""

    name: str
    title: str
    source: str
    licence: str
    namespaces: Mapping[str, str]
    short: Mapping[str, str]
    groups: Mapping[str, Group]
    fields: tuple[Field, ...]
    codes: Mapping[str, Mapping[str, str]]


@cache
def load_fields(name: str) -> Schema:
    """The fields of `eforms`, `ted_legacy` or `ocds`. Raises ContentError where the file is wrong."""
    where = f"procurement/fields/{name}.yaml"
    content: dict[str, Any] = yaml.load(content_path(where).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe loader
    groups = {
        key: Group(key, str(g.get("in", "")), str(g["path"]), str(g.get("where", "")), str(g["en"]))
        for key, g in content["groups"].items()
    }
    fields, seen = [], set()
    for group, listed in content["fields"].items():
        if group not in groups:
            raise ContentError(f"{where}: fields of the group {group!r}, which is not there")
        for key, f in listed.items():
            if (group, key) in seen:
                raise ContentError(f"{where}: {group}.{key} occurs twice")
            if key in groups and groups[key].within == group:
                raise ContentError(f"{where}: {group}.{key} is a field and a group")
            seen.add((group, key))
            given = f["path"]
            paths = (
                tuple((str(v), str(p)) for v, p in given.items()) if isinstance(given, dict) else (("", str(given)),)
            )
            fields.append(
                Field(key, group, str(f["id"]), f["type"], paths, str(f["fills"]), str(f["en"]), str(f.get("note", "")))
            )
    return Schema(
        name,
        str(content["title"]),
        str(content["source"]),
        str(content["licence"]),
        content.get("namespaces") or {},
        content.get("short") or {},
        groups,
        tuple(fields),
        {table: {str(a): str(b) for a, b in rows.items()} for table, rows in (content.get("codes") or {}).items()},
    )


def spell_path(schema: Schema, path: str) -> str:
    """A path with its abbreviations written out."""
    for short, long in schema.short.items():
        path = re.sub(rf"(?<![\w:]){short}(?![\w:])", long, path)
    return path


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a name as the schema writes it and a predicate on an attribute."""

    name: str
    attr: str
    value: str


def split_path(path: str) -> tuple[bool, list[Step], str]:
    """Whether the path begins anywhere below (`.//`), its steps, and the attribute at its end ("" for the text).

    Raises ContentError where the path says more than can be compiled.
    """
    anywhere = path.startswith(".//")
    rest = path[3:] if anywhere else path
    attribute = ""
    steps = []
    for number, part in enumerate(parts := rest.split("/")):
        if part.startswith("@") and number == len(parts) - 1:
            attribute = part[1:]
            continue
        match = _STEP.fullmatch(part)
        if not match:
            raise ContentError(f"the path {path!r} has a step that is not understood: {part!r}")
        steps.append(Step(match["name"], match["attr"] or "", match["value"] or ""))
    return anywhere, steps, attribute
