"""The same rows of an eForms notice, read as most scripts do: with XPath strings in lxml, and out of xmltodict.

Both follow `data/procurement/fields/eforms.yaml` field by field, so that what is compared is the reading and not what
is read. They are also the second method that the tests hold the trie against.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from lxml import etree

from scharnier.sources._runtime.fields import Field, Group, load_fields, spell_path, split_path

Row = dict[str, list[Any]]


@cache
def _plan(name: str) -> tuple[dict[str, str], dict[str, list[tuple[Field, str]]], dict[str, list[tuple[Group, str]]]]:
    schema = load_fields(name)
    fields: dict[str, list[tuple[Field, str]]] = {}
    for field in schema.fields:
        fields.setdefault(field.group, []).extend((field, spell_path(schema, path)) for _, path in field.paths)
    groups: dict[str, list[tuple[Group, str]]] = {}
    for group in schema.groups.values():
        groups.setdefault(group.within, []).append((group, spell_path(schema, group.path)))
    return dict(schema.namespaces), fields, groups


def _text(element: Any) -> str:
    return (element.text or "").strip()


def _value(found: Any, field: Field) -> Any:
    if isinstance(found, str):
        return found.strip()
    text = _text(found)
    if field.type == "text":
        return (found.get("languageID") or "", text) if text else None
    if field.type == "amount":
        return (text, (found.get("currencyID") or "").strip()) if text else None
    return True if field.type == "flag" else text


def read_by_xpath(data: bytes, parser: Any = None, name: str = "eforms") -> Row:
    """The rows by one XPath string per field and group."""
    namespaces, fields, groups = _plan(name)

    def fill(element: Any, group: str) -> Row:
        row: Row = {}
        for field, path in fields.get(group, ()):
            for found in element.xpath(path, namespaces=namespaces):
                value = _value(found, field)
                if value:
                    row.setdefault(field.key, []).append(value)
        for below, path in groups.get(group, ()):
            for found in element.xpath(path, namespaces=namespaces):
                if below.where:
                    where, _, wanted = (part.strip() for part in below.where.partition(" = "))
                    values = [
                        item if isinstance(item, str) else _text(item)
                        for item in found.xpath(where, namespaces=namespaces)
                    ]
                    if wanted.strip("'") not in values:
                        continue
                row.setdefault(below.name, []).append(fill(found, below.name))
        return row

    root = etree.fromstring(data, parser)
    return {"notice": [fill(root, "notice")]}


@cache
def _dict_steps(path: str) -> tuple[tuple[tuple[str, str, str], ...], str]:
    _, steps, attribute = split_path(path)
    return tuple((step.name, f"@{step.attr}" if step.attr else "", step.value) for step in steps), attribute


def _follow(value: Any, steps: tuple[tuple[str, str, str], ...]) -> list[Any]:
    found = [value]
    for name, attr, wanted in steps:
        below: list[Any] = []
        for item in found:
            if isinstance(item, dict) and name in item:
                child = item[name]
                below += child if isinstance(child, list) else (child,)
        if attr:
            below = [item for item in below if isinstance(item, dict) and item.get(attr) == wanted]
        found = below
    return found


def read_by_xmltodict(data: bytes, parse: Callable[[bytes], Any], name: str = "eforms") -> Row:
    """The rows out of the dictionaries of `xmltodict.parse`; the prefixes must be those of the SDK."""
    _, fields, groups = _plan(name)

    def fill(element: Any, group: str) -> Row:
        row: Row = {}
        for field, path in fields.get(group, ()):
            steps, attribute = _dict_steps(path)
            for found in _follow(element, steps):
                if attribute:
                    value: Any = (found.get(f"@{attribute}") or "").strip() if isinstance(found, dict) else ""
                else:
                    text = (found.get("#text") if isinstance(found, dict) else found) or ""
                    value = text.strip()
                    if field.type == "text" and value:
                        value = ((found.get("@languageID") or "") if isinstance(found, dict) else "", value)
                    elif field.type == "amount" and value:
                        value = (value, (found.get("@currencyID") or "") if isinstance(found, dict) else "")
                if value:
                    row.setdefault(field.key, []).append(value)
        for below, path in groups.get(group, ()):
            for found in _follow(element, _dict_steps(path)[0]):
                if below.where:
                    where, _, wanted = (part.strip() for part in below.where.partition(" = "))
                    steps, attribute = _dict_steps(where)
                    values = [x.get(f"@{attribute}") for x in _follow(found, steps) if isinstance(x, dict)]
                    if wanted.strip("'") not in values:
                        continue
                row.setdefault(below.name, []).append(fill(found, below.name))
        return row

    return {"notice": [fill(next(iter(parse(data).values())), "notice")]}


def without_hidden(row: Row) -> Row:
    """A row of the trie without what it keeps only to test a `where`."""
    return {
        key: [without_hidden(item) if isinstance(item, dict) else item for item in values]
        for key, values in row.items()
        if not key.startswith("?")
    }
