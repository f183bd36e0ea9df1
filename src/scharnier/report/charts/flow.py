"""Chain flow: from what was bought to the countries where the money is finally earned."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scharnier.report.charts.palette import ACCENT, FLOW, FLOW_TOP, INK, MUTED, PAPER
from scharnier.report.charts.svg import fit, label, picture, tag

TOP = 28.0  # where the bars begin, below the heads
LEAST = 36.0  # room for two lines of words beside even the thinnest bar


@dataclass(frozen=True)
class Node:
    """A bar on one side: its words, a second line (amount and share) and whether it is to stand out."""

    name: str
    detail: str
    amount: float
    strong: bool = False


@dataclass(frozen=True)
class Frame:
    """Measures of the drawing: whole size, thickness of a bar, x of the left and right bars."""

    width: float
    height: float
    bar: float
    left: float
    right: float
    narrow: bool


def render_flow(
    ident: str,
    sides: tuple[Sequence[Node], Sequence[Node]],
    links: Sequence[tuple[int, int, float]],
    words: tuple[str, str, str, str],
    *,
    narrow: bool,
) -> Markup:
    """`links` are (index left, index right, amount > 0); `words` title, description and the heads of both sides."""
    frame = Frame(360, 600, 10, 0, 350, True) if narrow else Frame(960, 540, 16, 256, 688, False)
    room = frame.height - TOP
    scale = min(calc_scale([node.amount for node in nodes], room) for nodes in sides)
    tops = [calc_tops([node.amount for node in nodes], scale, room) for nodes in sides]
    marks = _ribbons(links, tops, sides[1], frame, scale)
    for nodes, starts, left in ((sides[0], tops[0], True), (sides[1], tops[1], False)):
        x = frame.left if left else frame.right
        for node, start in zip(nodes, starts, strict=True):
            color = FLOW_TOP if node.strong else ACCENT
            thick = max(node.amount * scale, 1.5)
            marks.append(tag("rect", x=x, y=start, width=frame.bar, height=thick, fill=color, rx=1))
            marks.extend(_words(node, start + thick / 2, left, frame))
        # On a wide drawing words stand outside the bars, on a narrow one inside.
        at = x if left == narrow else x + frame.bar
        anchor = "start" if left == narrow else "end"
        marks.append(
            label(
                words[2 if left else 3], at, 14, 12 if narrow else 13, font_weight=700, fill=MUTED, text_anchor=anchor
            )
        )
    return picture(ident, (frame.width, frame.height + 6), words[0], words[1], *marks)


def calc_scale(amounts: Sequence[float], room: float) -> float:
    """Height per unit of money such that all bars fit in `room`, each in a cell of at least LEAST; by bisection."""
    low, high = 0.0, room / (max(amounts, default=0.0) or 1.0)
    for _ in range(40):
        middle = (low + high) / 2
        if sum(_cell(amount * middle) for amount in amounts) <= room:
            low = middle
        else:
            high = middle
    return low


def calc_tops(amounts: Sequence[float], scale: float, room: float) -> list[float]:
    """The top of each bar, in the middle of its cell; cells are spread over the room."""
    cells = [_cell(amount * scale) for amount in amounts]
    spare = max(room - sum(cells), 0.0) / max(len(cells), 1)
    tops, y = [], TOP
    for amount, cell in zip(amounts, cells, strict=True):
        tops.append(y + (cell + spare - amount * scale) / 2)
        y += cell + spare
    return tops


def _cell(thick: float) -> float:
    return max(thick + 8.0, LEAST)


def _ribbons(
    links: Sequence[tuple[int, int, float]],
    tops: Sequence[Sequence[float]],
    right: Sequence[Node],
    frame: Frame,
    scale: float,
) -> list[Markup]:
    """Bands as thick as the money; those to places that stand out are drawn last."""
    next_left, next_right = list(tops[0]), list(tops[1])
    x0, x1 = frame.left + frame.bar, frame.right
    middle = (x0 + x1) / 2
    ribbons: list[tuple[bool, Markup]] = []
    for i, j, amount in sorted(links):
        thick = amount * scale
        a, b = next_left[i], next_right[j]
        next_left[i] += thick
        next_right[j] += thick
        path = (
            f"M{x0:.0f} {a:.1f}C{middle:.0f} {a:.1f} {middle:.0f} {b:.1f} {x1:.0f} {b:.1f}V{b + thick:.1f}"
            f"C{middle:.0f} {b + thick:.1f} {middle:.0f} {a + thick:.1f} {x0:.0f} {a + thick:.1f}Z"
        )
        strong = right[j].strong
        color = FLOW_TOP if strong else FLOW
        ribbons.append((strong, tag("path", d=path, fill=color, fill_opacity=0.45 if strong else 0.28)))
    return [ribbon for _, ribbon in sorted(ribbons, key=lambda pair: pair[0])]


def _words(node: Node, middle: float, left: bool, frame: Frame) -> list[Markup]:
    size = 11.5 if frame.narrow else 14
    x = frame.left if left else frame.right
    inside = frame.narrow == left
    place = x + frame.bar + (5 if frame.narrow else 9) if inside else x - (5 if frame.narrow else 9)
    anchor = "start" if inside else "end"
    room = 166 if frame.narrow else 240
    color = FLOW_TOP if node.strong else INK
    lines = [
        (fit(node.name, room, size), middle - 2, size, color, 700 if node.strong else 600),
        (node.detail, middle + size, size - 1.5, MUTED, 400),
    ]
    marks = []
    for text, y, height, fill, weight in lines:
        style: dict[str, float | str] = {"text_anchor": anchor, "font_weight": weight}
        if frame.narrow:  # words lie on the ribbons: a white edge keeps them readable
            marks.append(label(text, place, y, height, fill=PAPER, stroke=PAPER, stroke_width=3, **style))
        marks.append(label(text, place, y, height, fill=fill, **style))
    return marks
