"""Chain flow: from what was bought to the countries where the money is finally earned."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scharnier.report.charts.palette import ACCENT, FLOW, FLOW_TOP, INK, MUTED, PAPER
from scharnier.report.charts.svg import fit, label, picture, tag


@dataclass(frozen=True)
class Node:
    """A bar on one side: its words, a second line (amount and share) and whether it is to stand out."""

    name: str
    detail: str
    amount: float
    strong: bool = False


@dataclass(frozen=True)
class _Slot:
    top: float
    height: float


def render_flow(
    ident: str,
    sides: tuple[Sequence[Node], Sequence[Node]],
    links: Sequence[tuple[int, int, float]],
    words: tuple[str, str, str, str],
    *,
    narrow: bool,
) -> str:
    """`links` are (index left, index right, amount > 0); `words` title, description and the heads of both sides."""
    width, height, gap = (360, 620, 14) if narrow else (960, 560, 12)
    bar = 10 if narrow else 16
    start, end = (0, width - bar) if narrow else (250, width - 250 - bar)
    top = 30
    total = sum(amount for _, _, amount in links) or 1.0
    slots = [_slots([node.amount for node in nodes], total, top, height - top, gap) for nodes in sides]
    marks = _ribbons(links, slots, sides[1], (start + bar, end), total, height - top, gap)
    for nodes, places, x, left in ((sides[0], slots[0], start, True), (sides[1], slots[1], end, False)):
        for node, slot in zip(nodes, places, strict=True):
            color = FLOW_TOP if node.strong else ACCENT
            marks.append(tag("rect", x=x, y=slot.top, width=bar, height=max(slot.height, 1.5), fill=color, rx=1))
            marks.extend(_words(node, slot, x, bar, left, narrow))
    head = {"font_size": 12 if narrow else 13, "font_weight": 700, "fill": MUTED}
    marks.append(
        tag(
            "text", words[2], x=start if narrow else start + bar, y=14, text_anchor="start" if narrow else "end", **head
        )
    )
    marks.append(
        tag("text", words[3], x=end + bar if narrow else end, y=14, text_anchor="end" if narrow else "start", **head)
    )
    return picture(ident, (width, height + 6), words[0], words[1], *marks)


def _slots(amounts: Sequence[float], total: float, top: float, height: float, gap: float) -> list[_Slot]:
    """Heights in proportion to money, with room for two lines of words under each other."""
    scale = _scale(total, len(amounts), height, gap)
    slots, y = [], top
    for amount in amounts:
        slots.append(_Slot(y, amount * scale))
        y += amount * scale + gap
    least = 30.0
    # Push small neighbours apart so that their words do not overlap, then pull back from the bottom edge.
    placed: list[_Slot] = []
    for slot in slots:
        floor = placed[-1].top + max(placed[-1].height + gap, least) if placed else top
        placed.append(_Slot(max(slot.top, floor), slot.height))
    ceiling = top + height
    for index in range(len(placed) - 1, -1, -1):
        slot = placed[index]
        placed[index] = _Slot(min(slot.top, ceiling - max(slot.height, least - gap)), slot.height)
        ceiling = placed[index].top - gap
    return placed


def _scale(total: float, count: int, height: float, gap: float) -> float:
    """Units of height per unit of money; the same on both sides, so it allows for the fuller one."""
    return max(height - 30.0 * 10, height * 0.3) / total if count else 0.0


def _ribbons(
    links: Sequence[tuple[int, int, float]],
    slots: Sequence[Sequence[_Slot]],
    right: Sequence[Node],
    span: tuple[float, float],
    total: float,
    height: float,
    gap: float,
) -> list[Markup]:
    scale = _scale(total, 1, height, gap)
    used_left, used_right = [0.0] * len(slots[0]), [0.0] * len(slots[1])
    x0, x1 = span
    bend = (x1 - x0) * 0.5
    ribbons = []
    for i, j, amount in sorted(links):
        thick = amount * scale
        a, b = slots[0][i].top + used_left[i], slots[1][j].top + used_right[j]
        used_left[i] += thick
        used_right[j] += thick
        strong = right[j].strong
        path = (
            f"M{x0} {a:.1f}C{x0 + bend} {a:.1f} {x1 - bend} {b:.1f} {x1} {b:.1f}V{b + thick:.1f}"
            f"C{x1 - bend} {b + thick:.1f} {x0 + bend} {a + thick:.1f} {x0} {a + thick:.1f}Z"
        )
        ribbons.append(tag("path", d=path, fill=FLOW_TOP if strong else FLOW, fill_opacity=0.5 if strong else 0.28))
    return ribbons


def _words(node: Node, slot: _Slot, x: float, bar: float, left: bool, narrow: bool) -> list[Markup]:
    size = 11.5 if narrow else 14
    inside = narrow == left  # on a narrow picture the words lie on the ribbons, with a white edge around them
    anchor = "start" if inside else "end"
    place = x + bar + 5 if inside else x - (5 if narrow else 9)
    if not narrow:
        place = x - 9 if left else x + bar + 9
        anchor = "end" if left else "start"
    middle = slot.top + slot.height / 2
    halo = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"} if narrow else {}
    weight = 700 if node.strong else 600
    return [
        label(fit(node.name, 165 if narrow else 232, size), place, middle - 1, size, text_anchor=anchor,
              font_weight=weight, fill=FLOW_TOP if node.strong else INK, **halo),
        label(node.detail, place, middle + size, size - 1.5, text_anchor=anchor, fill=MUTED, **halo),
    ]  # fmt: skip
