"""Read the fields of a schema out of a document in one pass: tags are matched along a trie of the paths.

What no path leads to is skipped whole, whatever it holds. A row is a dictionary: the key of a field to the list of its
values in the order of the document, the name of a group to the list of its rows. A value is a text (`code`, `id`,
`date`, `number`, `url`), a pair of language and text (`text`), a pair of number and currency (`amount`), or True
(`flag`); blank values are left out.
"""

from functools import cache
from typing import Any

from scharnier.sources._runtime.fields import Schema, load_fields, spell_path, split_path

Row = dict[str, list[Any]]
VALUE, ATTRIBUTE, TEXT, AMOUNT, FLAG = range(5)
_KINDS = {"text": TEXT, "amount": AMOUNT, "flag": FLAG}
_MOST_NAMES = 4000  # tags that no path knows are remembered to skip them quickly, but not for ever


class _LocalNames(dict[Any, Any]):
    """Nodes by tag, whatever its namespace: the namespaces of TED differ by year."""

    def __missing__(self, tag: Any) -> Any:
        local = tag.rpartition("}")[2] if isinstance(tag, str) and "}" in tag else None
        found = dict.get(self, local) if local else None
        if len(self) < _MOST_NAMES:
            self[tag] = found
        return found


class Node:
    """A place in the trie: what to take of the element, and where its children lead."""

    __slots__ = ("anywhere", "children", "group", "leaves", "rest", "where")

    def __init__(self, local: bool) -> None:
        self.children: dict[Any, Node] = _LocalNames() if local else {}
        self.anywhere: dict[Any, Node] = _LocalNames() if local else {}
        self.rest: Node | None = None  # `*`
        self.leaves: list[tuple[int, str, str, str, str]] = []  # kind, key, attribute, and the predicate
        self.group = ""
        self.where: tuple[str, str] | None = None


@cache
def compile_trie(name: str) -> Node:
    """The trie of the schema `name`; its root stands for the document."""
    schema = load_fields(name)
    local = not schema.namespaces
    roots = {"": Node(local)}
    for group in schema.groups.values():
        node = _reach(roots[group.within], schema, group.path, local)[0]
        node.group = group.name
        roots[group.name] = node
        if group.where:
            path, _, value = (part.strip() for part in group.where.rpartition("="))
            hidden = f"?{path}"
            node.where = (hidden, value.strip("'"))
            _plant(node, schema, path, VALUE, hidden, local)
    for field in schema.fields:
        for _, path in field.paths:
            _plant(roots[field.group], schema, path, _KINDS.get(field.type, VALUE), field.key, local)
    return roots[""]


def _plant(root: Node, schema: Schema, path: str, kind: int, key: str, local: bool) -> None:
    node, attribute, attr, value = _reach(root, schema, path, local)
    node.leaves.append((ATTRIBUTE if attribute else kind, key, attribute, attr, value))


def _reach(root: Node, schema: Schema, path: str, local: bool) -> tuple[Node, str, str, str]:
    anywhere, steps, attribute = split_path(spell_path(schema, path))
    node, attr, value = root, "", ""
    for number, step in enumerate(steps):
        if step.name == "*":
            node.rest = node.rest or Node(local)
            node = node.rest
            continue
        prefix, _, name = step.name.rpartition(":")
        tag = f"{{{schema.namespaces[prefix]}}}{name}" if prefix else name
        below = node.anywhere if anywhere and number == 0 else node.children
        node = below.setdefault(tag, Node(local))
        attr, value = step.attr, step.value
    return node, attribute, attr, value


def read_rows(root: Any, trie: Node) -> Row:
    """The row of a document."""
    row: Row = {}
    node = (trie.children[root.tag] if type(trie.children) is _LocalNames else trie.children.get(root.tag)) or trie.rest
    if node is not None:
        _enter(root, node, row)
    return row


def _enter(element: Any, node: Node, row: Row) -> None:
    """Take an element that the trie knows, in a row of its own where it is a group."""
    if not node.group:
        if node.leaves:
            _take(element, node.leaves, row)
        if node.children or node.rest:
            _walk(element, node, row)
        return
    own: Row = {}
    if node.leaves:
        _take(element, node.leaves, own)
    if node.children or node.rest:
        _walk(element, node, own)
    if node.anywhere:
        _search(element, node.anywhere, own)
    if node.where is None or node.where[1] in own.get(node.where[0], ()):
        row.setdefault(node.group, []).append(own)


def _walk(element: Any, node: Node, row: Row) -> None:
    children, rest = node.children, node.rest
    for child in element:
        below = children[child.tag] if type(children) is _LocalNames else children.get(child.tag)
        if below is None:
            below = rest
            if below is None:
                continue
        if below.group or below.children or below.rest:
            _enter(child, below, row)
        else:
            _take(child, below.leaves, row)


def _search(element: Any, anywhere: dict[Any, Node], row: Row) -> None:
    for child in element:
        below = anywhere[child.tag]
        if below is not None:
            _enter(child, below, row)
            if below.group:
                continue
        if len(child):
            _search(child, anywhere, row)


def _take(element: Any, leaves: list[tuple[int, str, str, str, str]], row: Row) -> None:
    for kind, key, attribute, attr, wanted in leaves:
        if attr and element.get(attr) != wanted:
            continue
        value: Any
        if kind == VALUE:
            text = element.text
            value = text.strip() if text else None
            if not value and not len(element):
                value = (element.get("FMTVAL") or "").strip()
            elif not value:
                value = _paragraphs(element)
        elif kind == ATTRIBUTE:
            value = (element.get(attribute) or "").strip()
        elif kind == TEXT:
            text = _paragraphs(element) if len(element) else (element.text or "").strip()
            value = (element.get("languageID") or "", text) if text else None
        elif kind == AMOUNT:
            text = (element.get("FMTVAL") or element.text or "").strip()
            value = (text, (element.get("currencyID") or element.get("CURRENCY") or "").strip()) if text else None
        else:
            value = True
        if value:
            found = row.get(key)
            if found is None:
                row[key] = [value]
            else:
                found.append(value)


def _paragraphs(element: Any) -> str:
    """The text of an element with paragraphs in it, one line each."""
    if not len(element):
        return (element.text or "").strip()
    lines = [(element.text or "").strip()]
    for child in element:
        lines.append(" ".join("".join(child.itertext()).split()))
        lines.append((child.tail or "").strip())
    return "\n".join(line for line in lines if line)
