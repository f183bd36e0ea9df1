"""Two years as pictures: a staircase from the one total to the other, and bars of both years by country."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scharnier.report.charts.palette import ACCENT, FLOW, INK, LINE, MUTED, PAPER, TIER
from scharnier.report.charts.svg import fit, label, picture, tag

WIDTH, NARROW = 960.0, 360.0
NAMES = 250.0  # room for names in the wide picture
STEP, NARROW_STEP = 44.0, 56.0
PAIR, NARROW_PAIR = 38.0, 54.0
HEAD = 34.0  # room for the legend
LONGEST = 3.0  # times the next longest: a longer bar is broken, so that the others can be seen
BREAK = 26.0
BREAK_MARK = "l6 -16h5l-6 16z"
UP, DOWN, BEFORE, AFTER = FLOW, TIER["tier2"], TIER["tier2"], ACCENT


@dataclass(frozen=True)
class Stair:
    """A step: its name, where it starts and ends, the range in which it can end, its figure; `whole` for a total."""

    name: str
    start: float
    end: float
    low: float
    high: float
    shown: str
    whole: bool = False


@dataclass(frozen=True)
class Pair:
    """A country: its name, earlier and later, and the figures as text."""

    name: str
    before: float
    after: float
    shown: str


def render_stairs(ident: str, stairs: Sequence[Stair], words: tuple[str, str], *, narrow: bool) -> Markup:
    """From the earlier total by each part to the later; a thin line is the range of a part over all orders."""
    width, step, size = (NARROW, NARROW_STEP, 12) if narrow else (WIDTH, STEP, 14)
    ends = [value for stair in stairs for value in (stair.start, stair.end, stair.low, stair.high)]
    at = _scale(ends, 0.0 if narrow else NAMES, width - 4)
    marks = []
    for number, stair in enumerate(stairs):
        y = number * step
        top = y + (22 if narrow else 8)
        weight = 700 if stair.whole else 600
        room = width - len(stair.shown) * size * 0.58 - 10 if narrow else NAMES - 92
        marks.append(label(fit(stair.name, room, size), 0, y + (15 if narrow else 26), size, font_weight=weight))
        x = width if narrow else NAMES - 14
        marks.append(label(stair.shown, x, y + (15 if narrow else 26), size, text_anchor="end", fill=MUTED))
        left, right = sorted((at(stair.start), at(stair.end)))
        fill = ACCENT if stair.whole else UP if stair.end >= stair.start else DOWN
        marks.append(_rect(left, top, right - left, 22, fill))
        if stair.high - stair.low > 0 and at(stair.high) - at(stair.low) > 3:
            marks.append(_range(at(stair.low), at(stair.high), top + 11))
        if number + 1 < len(stairs):
            x = at(stair.end)
            marks.append(tag("path", d=f"M{x:.1f} {top + 22:.1f}V{top + step:.1f}", stroke=LINE, stroke_width=1))
    zero = at(0.0)
    if zero > 1.0:  # at the edge it would run through the names
        marks.insert(0, tag("path", d=f"M{zero:.1f} 0V{len(stairs) * step:.1f}", stroke=LINE, stroke_width=1))
    size_ = (width, len(stairs) * step + 4)
    return picture(ident, size_, *words, tag("rect", width=size_[0], height=size_[1], fill=PAPER), *marks)


def render_pairs(
    ident: str, pairs: Sequence[Pair], legend: tuple[str, str, str], words: tuple[str, str], *, narrow: bool
) -> Markup:
    """Two bars for each country: light is earlier, dark later. A bar that dwarfs all others is broken off.

    `legend` is what light and dark are, and in what the figures are.
    """
    width, step, size = (NARROW, NARROW_PAIR, 12) if narrow else (WIDTH, PAIR, 14)
    longest = sorted((max(abs(pair.before), abs(pair.after)) for pair in pairs), reverse=True)
    most = longest[0] if len(longest) < 2 or longest[0] <= LONGEST * longest[1] else longest[1]
    end = width - (0.0 if narrow else 190.0) - 4
    ends = [value for pair in pairs for value in (pair.before, pair.after) if abs(value) <= most]
    at = _scale(ends, 0.0 if narrow else NAMES, end - (BREAK if most < longest[0] else 0.0))
    zero, marks = at(0.0), _legend(legend, width, size)
    for number, pair in enumerate(pairs):
        y = HEAD + number * step
        top = y + (20 if narrow else 5)
        base = y + (14 if narrow else 23)
        room = width - len(pair.shown) * size * 0.58 - 10 if narrow else NAMES - 14
        marks.append(label(fit(pair.name, room, size), 0, base, size, font_weight=600, fill=INK))
        marks.append(label(pair.shown, width, base, size, text_anchor="end", fill=MUTED))
        for value, fill, offset in ((pair.before, BEFORE, 0), (pair.after, AFTER, 13)):
            broken = value > most
            left, right = sorted((zero, end if broken else at(value)))
            marks.append(_rect(left, top + offset, right - left, 12, fill))
            if broken:
                marks.append(tag("path", d=f"M{end - BREAK:.1f} {top + offset + 14:.1f}{BREAK_MARK}", fill=PAPER))
    size_ = (width, HEAD + len(pairs) * step + 4)
    return picture(ident, size_, *words, tag("rect", width=size_[0], height=size_[1], fill=PAPER), *marks)


def _scale(ends: Sequence[float], left: float, right: float) -> Callable[[float], float]:
    """Where a value lies between left and right; zero is always in the picture."""
    low, high = min(0.0, *ends), max(0.0, *ends)
    unit = (right - left) / ((high - low) or 1.0)
    return lambda value: left + (value - low) * unit


def _rect(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    return tag("rect", x=x, y=y, width=max(width, 0.8), height=height, fill=fill, stroke=LINE, stroke_width=0.8)


def _legend(legend: tuple[str, str, str], width: float, size: float) -> list[Markup]:
    """What light and dark are on the left, in what the figures are on the right."""
    marks, x = [], 0.0
    for text, fill in zip(legend[:2], (BEFORE, AFTER), strict=True):
        marks += [_rect(x + 0.5, 4, 14, 12, fill), label(text, x + 20, 15, size, fill=INK)]
        x += 34 + len(text) * size * 0.58
    room = width - x - 8
    marks.append(label(fit(legend[2], room, size), width, 15, size, text_anchor="end", fill=MUTED))
    return marks


def _range(left: float, right: float, y: float) -> Markup:
    """A thin line with ends, dark on light and light around it, so that it shows on any bar."""
    d = f"M{left:.1f} {y:.1f}H{right:.1f}M{left:.1f} {y - 5:.1f}V{y + 5:.1f}M{right:.1f} {y - 5:.1f}V{y + 5:.1f}"
    return Markup("").join(
        tag("path", d=d, stroke=color, stroke_width=wide, fill="none") for color, wide in ((PAPER, 3.5), (INK, 1.5))
    )
