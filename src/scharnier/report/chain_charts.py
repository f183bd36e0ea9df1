"""Paths through the chain as a picture: a flow from the purchase to where it ends, or a tree for narrow screens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup

from scharnier.report.charts.flow import TOP, calc_scale, calc_tops
from scharnier.report.charts.palette import ACCENT, FLOW, FLOW_TOP, HAIR, INK, LINE, MUTED, PAPER
from scharnier.report.charts.svg import fit, label, picture, tag, textures

WIDTH, NARROW = 960.0, 360.0
BAR = 12.0
COLUMNS = 5  # deeper steps go together in the last column
ROW = 38.0  # of the tree
INDENT, DEEPEST = 13.0, 6
FOOT = 58.0  # room for the bar that says how much of the whole is drawn

Place = tuple[int, str]  # column and cell


@dataclass(frozen=True)
class DrawnPath:
    """A path: what share of the whole it is, and the names of its cells, from the purchase on."""

    share: float
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PathWords:
    """The words of the picture.

    Attributes:
        title, description: for who cannot see it.
        heads: of the columns: the supplier, tier 1, .. and a last one for all that lies deeper.
        names: country and industry of a cell by its name in the paths.
        share: a share as text.
        drawn, rest: under the picture, what is drawn and what is not.
        risk: draw the ends in the colour of risk.
    """

    title: str
    description: str
    heads: Sequence[str]
    names: Mapping[str, tuple[str, str]]
    share: Callable[[float], str]
    drawn: str
    rest: str
    risk: bool


@dataclass
class _Node:
    """A cell in a column: how much passes, how much of it ends here, and where its bar and ribbons begin."""

    through: float = 0.0
    ends: float = 0.0
    top: float = 0.0
    into: list[float] = field(default_factory=lambda: [0.0, 0.0])  # for what passes on, for what ends here
    out: float = 0.0
    links: dict[Place, list[float]] = field(default_factory=dict)  # to -> [passes on, ends there]


def render_paths(ident: str, paths: Sequence[DrawnPath], words: PathWords) -> Markup:
    """The paths as a flow from left to right, a column per step; `ident` must be unique in the page."""
    nodes = _collect(paths)
    columns = [[place for place in nodes if place[0] == number] for number in range(_depth(paths))]
    most = max((len(column) for column in columns), default=1)
    room = max(300.0, 44.0 * most)
    scale = min((calc_scale([nodes[p].through for p in column], room) for column in columns if column), default=0.0)
    step = WIDTH / max(len(columns), 2)
    for number, column in enumerate(columns):
        column.sort(key=lambda place, number=number: _pull(nodes, place, number, scale))  # type: ignore[misc]
        tops = calc_tops([nodes[place].through for place in column], scale, room)
        for place, top in zip(column, tops, strict=True):
            node = nodes[place]
            node.top = node.out = top
            node.into = [top, top + (node.through - node.ends) * scale]
    ending = FLOW_TOP if words.risk else ACCENT
    marks = _ribbons(nodes, columns, scale, step, ending)
    for number, column in enumerate(columns):
        x = number * step
        marks.append(label(words.heads[number], x, 14, 13, font_weight=700, fill=MUTED))
        for place in column:
            marks.extend(_bar(nodes[place], x, scale, ending))
            shown = words.share(nodes[place].through)
            marks.extend(_name(nodes[place], words.names[place[1]], shown, x, step, scale))
    covered = sum(path.share for path in paths)
    marks.extend(_coverage(covered, TOP + room + 16, WIDTH, words, ending, ident))
    size = (WIDTH, TOP + room + FOOT)
    return picture(ident, size, words.title, words.description, textures(ident), _ground(size), *marks)


def render_tree(ident: str, paths: Sequence[DrawnPath], words: PathWords) -> Markup:
    """The paths as a tree, a row per step, for narrow screens: what is under a row is bought by it."""
    rows: dict[tuple[str, ...], list[float]] = {}
    for path in paths:
        for length in range(1, len(path.cells) + 1):
            row = rows.setdefault(path.cells[:length], [0.0, 0.0])
            row[0] += path.share
        rows[path.cells][1] += path.share
    order = _walk(rows)
    ending = FLOW_TOP if words.risk else ACCENT
    longest = max((row[0] for row in rows.values()), default=1.0) or 1.0
    marks: list[Markup] = []
    for number, key in enumerate(order):
        y, depth = number * ROW, min(len(key) - 1, DEEPEST)
        x = depth * INDENT
        passes, ends = rows[key]
        country, industry = words.names[key[-1]]
        shown = words.share(passes)
        wide = NARROW - x - 44
        if len(key) > 1:
            marks.append(tag("path", d=f"M{x - 8:.0f} {y - 8:.0f}V{y + 11:.0f}H{x - 2:.0f}", stroke=LINE, fill="none"))
        marks.append(label(fit(f"{country}: {industry}", wide, 12), x, y + 15, 12, font_weight=600, fill=INK))
        marks.append(label(shown, NARROW, y + 15, 12, text_anchor="end", fill=MUTED))
        full = (NARROW - DEEPEST * INDENT) / longest
        marks.append(tag("rect", x=x, y=y + 20, width=max(passes * full, 1.0), height=8, fill=FLOW, fill_opacity=0.45))
        if ends > 0:
            marks.append(tag("rect", x=x, y=y + 20, width=max(ends * full, 1.0), height=8, fill=ending))
    bottom = len(order) * ROW
    marks.extend(_coverage(sum(path.share for path in paths), bottom + 8, NARROW, words, ending, ident))
    size = (NARROW, bottom + FOOT)
    return picture(ident, size, words.title, words.description, textures(ident), _ground(size), *marks)


def _depth(paths: Sequence[DrawnPath]) -> int:
    return min(max((len(path.cells) for path in paths), default=1), COLUMNS)


def _collect(paths: Sequence[DrawnPath]) -> dict[Place, _Node]:
    nodes: dict[Place, _Node] = {}
    for path in paths:
        places = [(number, cell) for number, cell in enumerate(path.cells[: COLUMNS - 1])]
        if len(path.cells) >= COLUMNS:
            places.append((COLUMNS - 1, path.cells[-1]))
        for place in places:
            nodes.setdefault(place, _Node()).through += path.share
        nodes[places[-1]].ends += path.share
        for one, other in pairwise(places):
            nodes[one].links.setdefault(other, [0.0, 0.0])[other == places[-1]] += path.share
    return nodes


def _pull(nodes: Mapping[Place, _Node], place: Place, number: int, scale: float) -> tuple[float, float, str]:
    """Where a cell wants to stand: at the middle of those that buy from it; the largest first among equals."""
    if number == 0:
        return (0.0, -nodes[place].through, place[1])
    buyers = [(node, sum(node.links[place])) for node in nodes.values() if place in node.links]
    weight = sum(amount for _, amount in buyers) or 1.0
    middle = sum((node.top + node.through * scale / 2) * amount for node, amount in buyers) / weight
    return (middle, -nodes[place].through, place[1])


def _ribbons(
    nodes: Mapping[Place, _Node], columns: Sequence[Sequence[Place]], scale: float, step: float, ending: str
) -> list[Markup]:
    """Bands from buyer to seller; the part that ends with the seller lies below and has the colour of ends."""
    passing: list[Markup] = []
    last: list[Markup] = []
    for column in columns:
        for place in column:
            node = nodes[place]
            rank = {other: number for number, other in enumerate(columns[place[0] + 1])} if node.links else {}
            for other in sorted(node.links, key=lambda one: rank[one]):
                for part, (amount, color, marks) in enumerate(
                    zip(node.links[other], (FLOW, ending), (passing, last), strict=True)
                ):
                    if amount <= 0:
                        continue
                    seller, thick = nodes[other], amount * scale
                    a, b = node.out, seller.into[part]
                    node.out, seller.into[part] = a + thick, b + thick
                    x0, x1 = place[0] * step + BAR, other[0] * step
                    middle = (x0 + x1) / 2
                    curve = (
                        f"M{x0:.1f} {a:.1f}C{middle:.1f} {a:.1f} {middle:.1f} {b:.1f} {x1:.1f} {b:.1f}V{b + thick:.1f}"
                        f"C{middle:.1f} {b + thick:.1f} {middle:.1f} {a + thick:.1f} {x0:.1f} {a + thick:.1f}Z"
                    )
                    marks.append(tag("path", d=curve, fill=color, fill_opacity=0.42 if part else 0.26))
    return [*passing, *last]


def _bar(node: _Node, x: float, scale: float, ending: str) -> list[Markup]:
    """The bar of a cell: what passes on above, what ends here below."""
    thick, end = max(node.through * scale, 1.5), node.ends * scale
    marks = [tag("rect", x=x, y=node.top, width=BAR, height=thick, fill=FLOW, rx=1)]
    if node.ends > 0:
        height = max(end, 1.5)
        marks.append(tag("rect", x=x, y=node.top + thick - height, width=BAR, height=height, fill=ending, rx=1))
    return marks


def _name(node: _Node, names: tuple[str, str], share: str, x: float, step: float, scale: float) -> list[Markup]:
    """Country with share, and industry, beside the bar; on the ribbons, so with a white edge."""
    middle, place, room = node.top + node.through * scale / 2, x + BAR + 6, step - BAR - 12
    lines = [
        (f"{fit(names[0], room - 34, 13)} {share}", middle - 2, 13, INK, 700),
        (fit(names[1], room, 12), middle + 12, 12, INK, 400),
    ]
    marks = []
    for text, y, size, fill, weight in lines:
        marks.append(label(text, place, y, size, fill=PAPER, stroke=PAPER, stroke_width=3.5, font_weight=weight))
        marks.append(label(text, place, y, size, fill=fill, font_weight=weight))
    return marks


def _coverage(covered: float, y: float, width: float, words: PathWords, ending: str, ident: str) -> list[Markup]:
    """A bar for the whole: what is drawn, and hatched what is not."""
    drawn = min(max(covered, 0.0), 1.0) * width
    size = 12 if width == NARROW else 13
    marks = [tag("rect", x=0.5, y=y, width=max(drawn - 1, 0.5), height=12, fill=ending)]
    if width - drawn > 1:
        marks.append(
            tag(
                "rect", x=drawn + 0.5, y=y, width=width - drawn - 1, height=12, fill=f"url(#{ident}-hatch)", stroke=HAIR
            )
        )
    marks.append(label(words.drawn, 0, y + 29, size, font_weight=600, fill=INK))
    marks.append(label(words.rest, width, y + 29, size, text_anchor="end", fill=MUTED))
    return marks


def _ground(size: tuple[float, float]) -> Markup:
    return tag("rect", width=size[0], height=size[1], fill=PAPER)


def _walk(rows: Mapping[tuple[str, ...], Sequence[float]]) -> list[tuple[str, ...]]:
    """Rows with what is bought by them below them, the largest first."""
    below: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for key in rows:
        below.setdefault(key[:-1], []).append(key)
    order: list[tuple[str, ...]] = []

    def add(key: tuple[str, ...]) -> None:
        for child in sorted(below.get(key, ()), key=lambda one: (-rows[one][0], one)):
            order.append(child)
            add(child)

    add(())
    return order
