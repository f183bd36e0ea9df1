"""Rank intervals: how far each risk moves up and down when inputs vary."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scharnier.report.charts.palette import ACCENT, HAIR, INK, MUTED, PAPER, RISK
from scharnier.report.charts.svg import fit, label, picture, tag

TICKS = (1, 2, 3, 5, 10, 20, 40)
LONG_TICKS = (1, 3, 10, 30, 100, 300, 1000, 3000, 10000)


@dataclass(frozen=True)
class Interval:
    """A risk: its words in two lines, rank now, 5th, 50th and 95th percentile of rank, share of draws in the top 10."""

    name: str
    where: str
    rank: int
    low: int
    middle: int
    high: int
    share: str


def render_intervals(ident: str, rows: Sequence[Interval], words: tuple[str, str, str, str], *, narrow: bool) -> Markup:
    """`words` are title, description, the name of the axis and the head of the column with shares."""
    width = 360 if narrow else 960
    left, right = (0, 310) if narrow else (400, 890)
    step, size = (52, 12) if narrow else (38, 13.5)
    top, room = 44, width if narrow else left - 16
    end = max(max((max(row.high, row.rank) for row in rows), default=10), 12)
    bottom = top + len(rows) * step
    first = _x(1, end, left, right) - 6
    zone = _x(10.5, end, left, right)
    marks = [
        tag("rect", x=first, y=top - 4, width=zone - first, height=bottom - top + 6, fill="#fbeff0"),
        label(words[2], left, 14, size, fill=MUTED, font_weight=600),
        label(words[3], width, 14, size, fill=MUTED, font_weight=600, text_anchor="end"),
    ]  # fmt: skip
    for tick in TICKS if end <= 60 else LONG_TICKS:
        if tick <= end:
            x = _x(tick, end, left, right)
            marks.append(tag("path", d=f"M{x:.1f} {top - 4}V{bottom + 2}", stroke=HAIR))
            marks.append(label(str(tick), x, 33, 11 if narrow else 12, text_anchor="middle", fill=MUTED))
    for index, row in enumerate(rows):
        y = top + index * step
        line = y + (40 if narrow else 17)
        marks.append(label(fit(row.name, room, size * 1.06), 0, y + 14, size, font_weight=600))
        marks.append(label(fit(row.where, room, size - 1), 0, y + (28 if narrow else 30), size - 1, fill=MUTED))
        marks.extend(_interval(row, line, end, left, right))
        marks.append(label(row.share, width, line + 4, size, text_anchor="end", fill=INK))
    return picture(ident, (width, bottom + 6), words[0], words[1], *marks)


def _interval(row: Interval, y: float, end: float, left: float, right: float) -> list[Markup]:
    """A line from the 5th to the 95th percentile, a dot at the median, a stroke at the rank in this report."""
    color = RISK["top10"] if row.rank <= 10 else ACCENT
    low, high = _x(row.low, end, left, right), _x(row.high, end, left, right)
    return [
        tag("rect", x=low - 3, y=y - 3, width=high - low + 6, height=6, rx=3, fill=color, fill_opacity=0.45),
        tag("circle", cx=_x(row.middle, end, left, right), cy=y, r=5.5, fill=color, stroke=PAPER, stroke_width=1.5),
    ]


def _x(rank: float, end: float, left: float, right: float) -> float:
    """Ranks on a logarithmic axis: the difference between 1 and 2 matters more than between 41 and 42."""
    return left + 8 + (right - left - 16) * math.log(rank) / math.log(end)
