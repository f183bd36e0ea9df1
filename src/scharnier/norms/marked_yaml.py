"""Read YAML that people write, and keep the line of every value, so that a fault can be shown where it stands.

Stricter than YAML itself: a key may stand only once, anchors and aliases are refused, and nesting has an end.
And without the traps of YAML 1.1: NO is Norway and `on` is a word (only true and false are truth values), 1.6e9 is a
number, and 0201 keeps its zero, so a customs code may stand without quotes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import yaml

# libyaml where it is there (several times as fast), the same parser in Python where it is not.
_SAFE: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 40


class _Loader(_SAFE):  # type: ignore[misc]
    """The safe loader with plain words read as people mean them."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?(?:0|[1-9][0-9_]*)$", list("-+0123456789")),
    ("float", r"^[-+]?(?:0|[1-9][0-9_]*)?(?:\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)$", list("-+.0123456789")),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", list("0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)

Path = tuple[str | int, ...]


class YamlFault(Exception):
    """What is wrong with the text, and the line (1-based) where it is."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


@dataclass(frozen=True)
class Marked:
    """The value as plain dicts, lists and scalars; `lines` gives the 1-based line of every path in it."""

    value: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing above it that exists (a missing key has no line)."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load_marked(text: str) -> Marked:
    """Parse one YAML document. Raises `YamlFault` for what is not YAML, a double key, an alias or endless nesting."""
    try:
        loader = _Loader(text)
    except yaml.YAMLError as error:  # characters that YAML forbids are met before the first token
        raise _fault(error) from error
    lines: dict[Path, int] = {}
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
            raise YamlFault("anchors and aliases (& and *) are not read here", 1)
        node = loader.get_single_node()
        value = None if node is None else _build(loader, node, (), lines)
    except yaml.YAMLError as error:
        raise _fault(error) from error
    except RecursionError as error:
        raise YamlFault("it is nested too deeply", 1) from error
    except ValueError as error:  # a date such as 2026-02-30
        raise YamlFault(f"a value cannot be read: {error}", max(lines.values(), default=1)) from error
    finally:
        loader.dispose()
    return Marked(value, lines)


def _build(loader: Any, node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    line = node.start_mark.line + 1
    lines[path] = line
    if len(path) > DEEPEST:
        raise YamlFault("it is nested too deeply", line)
    if isinstance(node, yaml.MappingNode):
        out: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlFault("a key must be a word or a number", key_line)
            key = _scalar(loader, key_node)
            if key in out:
                raise YamlFault(f"the key {key!r} stands there twice", key_line)
            below = (*path, key if isinstance(key, int) and not isinstance(key, bool) else str(key))
            out[key] = _build(loader, value_node, below, lines)
            lines[below] = key_line
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, item, (*path, number), lines) for number, item in enumerate(node.value)]
    return _scalar(loader, node)


def _scalar(loader: Any, node: yaml.Node) -> Any:
    try:
        return loader.construct_object(node)
    except ValueError as error:
        raise YamlFault(f"{node.value!r} cannot be read: {error}", node.start_mark.line + 1) from error


def _fault(error: yaml.YAMLError) -> YamlFault:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return YamlFault(str(what), mark.line + 1 if mark else 1)
