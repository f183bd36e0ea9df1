"""Share bars: yes, no and not known as parts of one bar, so that what is missing can be seen and is not read as no."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scharnier.report.charts.palette import INK, LINE, MUTED, PAPER, TIER
from scharnier.report.charts.svg import fit, label, picture, tag, textures

WIDTH, NARROW = 960.0, 360.0
NAMES = 400.0  # room for names in the wide picture
STEP, NARROW_STEP = 36.0, 52.0
HEAD = 34.0  # room for the legend
BAR = 22.0


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A bar: its name, how many yes, no and not known, and the words at its end. All zero is an empty frame."""

    name: str
    yes: int
    no: int
    unknown: int
    shown: str
    bold: bool = False


def render_shares(
    ident: str, bars: Sequence[ShareBar], parts: tuple[str, str, str], words: tuple[str, str], *, narrow: bool
) -> Markup:
    """`parts` names yes, no and not known for the legend; `words` are title and description."""
    width, step, size = (NARROW, NARROW_STEP, 12.0) if narrow else (WIDTH, STEP, 14.0)
    left = 0.0 if narrow else NAMES
    room = width - left - 1.0 if narrow else width - left - 110
    marks = [textures(ident), *_legend(ident, parts, left, size)]
    for number, bar in enumerate(bars):
        y = HEAD + number * step
        top = y + (20 if narrow else 4)
        weight = 700 if bar.bold else 600
        names = width - len(bar.shown) * size * 0.55 - 10 if narrow else NAMES - 16
        marks.append(label(fit(bar.name, names, size), 0, y + (14 if narrow else 20), size, font_weight=weight))
        marks.append(label(bar.shown, width, y + (14 if narrow else 20), size, text_anchor="end", fill=MUTED))
        total = bar.yes + bar.no + bar.unknown
        x = left
        for count, fill, ink in ((bar.yes, TIER["supplier"], PAPER), (bar.no, PAPER, INK), (bar.unknown, "", INK)):
            long = room * count / total if total else 0.0
            if count:
                fill = fill or f"url(#{ident}-dots)"
                marks.append(
                    tag("rect", x=x + 0.5, y=top, width=max(long - 1.5, 1.0), height=BAR, fill=fill, stroke=LINE)
                )
                # A figure on dots is not read; the words at the end say how many are not known.
                if long > 18 and ink and not fill.startswith("url"):
                    marks.append(
                        label(str(count), x + long / 2, top + 16, 12, text_anchor="middle", fill=ink, font_weight=600)
                    )
            x += long
        if not total:
            marks.append(
                tag(
                    "rect",
                    x=left + 0.5,
                    y=top,
                    width=room - 1,
                    height=BAR,
                    fill="none",
                    stroke=LINE,
                    stroke_dasharray="4 4",
                )
            )
    return picture(ident, (width, HEAD + len(bars) * step + 4), words[0], words[1], *marks)


def _legend(ident: str, parts: tuple[str, str, str], left: float, size: float) -> list[Markup]:
    marks, x = [], left
    for name, fill in zip(parts, (TIER["supplier"], PAPER, f"url(#{ident}-dots)"), strict=True):
        marks.append(tag("rect", x=x + 0.5, y=4, width=18, height=13, fill=fill, stroke=LINE))
        marks.append(label(name, x + 25, 15, size - 1, fill=MUTED))
        x += 25 + len(name) * size * 0.52 + 20
    return marks
