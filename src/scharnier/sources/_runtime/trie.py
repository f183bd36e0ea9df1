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
VALUE, ATTRIBUTE, TEXT, FLAT_TEXT, AMOUNT, FLAG = range(6)
_KINDS = {"text": FLAT_TEXT, "amount": AMOUNT, "flag": FLAG}
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

    __slots__ = (
        "anywhere",
        "branch",
        "children",
        "group",
        "language",
        "leaves",
        "look",
        "plain",
        "rest",
        "switch",
        "where",
    )

    def __init__(self, local: bool) -> None:
        self.children: dict[Any, Node] = _LocalNames() if local else {}
        self.anywhere: dict[Any, Node] = _LocalNames() if local else {}
        self.rest: Node | None = None  # `*`
        self.leaves: list[tuple[int, str, str, str, str]] = []  # kind, key, attribute, and the predicate
        self.group = ""
        self.where: tuple[str, str] | None = None
        self.look: Any = self.children.__getitem__ if local else self.children.get
        self.plain = ""  # the key, where all there is to take is one text
        self.language = False  # whether that text has a language
        self.switch: tuple[str, dict[str | None, str]] | None = None  # an attribute and the key for each value of it
        self.branch = False  # nothing to take here, only below

    def settle(self) -> None:
        """Work out, once the trie is whole, what is asked of every element."""
        inner = bool(self.group or self.children or self.rest or self.anywhere)
        self.branch = not self.leaves and not self.group and not self.rest and bool(self.children)
        if not inner and len(self.leaves) == 1 and self.leaves[0][0] in (VALUE, FLAT_TEXT) and not self.leaves[0][3]:
            self.plain, self.language = self.leaves[0][1], self.leaves[0][0] == FLAT_TEXT
        elif (
            not inner and len({leaf[3] for leaf in self.leaves}) == 1 and all(leaf[0] == VALUE for leaf in self.leaves)
        ):
            keys: dict[str | None, str] = {wanted: key for _, key, _, _, wanted in self.leaves}
            if self.leaves[0][3] and len(keys) == len(self.leaves):
                self.switch = (self.leaves[0][3], keys)
        for below in (*self.children.values(), *self.anywhere.values(), self.rest):
            if below is not None:
                below.settle()


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
    roots[""].settle()
    return roots[""]


def _plant(root: Node, schema: Schema, path: str, kind: int, key: str, local: bool) -> None:
    node, attribute, attr, value = _reach(root, schema, path, local)
    kind = TEXT if kind == FLAT_TEXT and local else kind  # in TED a text has paragraphs, in eForms never
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
    """Take the children of an element. Nearly all time of a reader is spent here."""
    look, rest = node.look, node.rest
    following = element[0] if len(element) else None
    while following is not None:  # sibling by sibling: in lxml twice as fast as a loop over the element
        child = following
        following = child.getnext()
        below = look(child.tag)
        if below is None:
            if rest is None:
                continue
            below = rest
        if key := below.plain:
            text = child.text
            if text and (text := text.strip()):
                value = (child.get("languageID") or "", text) if below.language else text
                if key in row:
                    row[key].append(value)
                else:
                    row[key] = [value]
                continue
        if below.branch:
            _walk(child, below, row)
        elif below.switch:
            attribute, keys = below.switch
            if found := keys.get(child.get(attribute)):
                text = (child.text or "").strip()
                if text:
                    row.setdefault(found, []).append(text)
        else:
            _enter(child, below, row)


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
        elif kind == FLAT_TEXT:
            text = (element.text or "").strip()
            value = (element.get("languageID") or "", text) if text else None
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
