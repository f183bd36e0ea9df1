"""Severity × likelihood: how many listed risks fall in each of the 25 squares, and the highest ranks in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scharnier.report.charts.palette import ACCENT, HAIR, INK, LINE, MUTED, PAPER, RISK, WASH
from scharnier.report.charts.svg import label, picture, tag

LEVELS = range(1, 6)
PRIORITY_FROM = 3  # the likelihood from which the assessment calls a risk a priority


@dataclass(frozen=True)
class MatrixWords:
    """Words of the picture; `levels` and `short` name 1 to 5, `short` for narrow screens."""

    title: str
    description: str
    likelihood: str
    severity: str
    levels: Sequence[str]
    priority: str
    number: str


def render_matrix(ident: str, ranks: dict[tuple[int, int], list[int]], words: MatrixWords, *, narrow: bool) -> Markup:
    """`ranks` maps (severity, likelihood) to the ranks of the risks in that square, lowest first."""
    side, height = (60, 54) if narrow else (122, 60)
    left, top = (54, 34) if narrow else (124, 34)
    width = left + 5 * side + 2
    size = 11 if narrow else 13
    marks = [
        tag("rect", x=left + 2 * side, y=top, width=3 * side, height=5 * height, fill="#fbeff0"),
        tag("rect", x=left, y=top, width=2 * side, height=5 * height, fill=WASH),
        label(
            words.priority, left + 3.5 * side, top - 10, size, text_anchor="middle", fill=RISK["top10"], font_weight=600
        ),
    ]
    for severity in LEVELS:
        y = top + (5 - severity) * height
        name = str(severity) if narrow else f"{severity} {words.levels[severity - 1]}"
        marks.append(label(name, left - 8, y + height / 2 + 5, size, text_anchor="end", fill=INK))
        for likelihood in LEVELS:
            x = left + (likelihood - 1) * side
            inside = ranks.get((severity, likelihood), [])
            marks.append(tag("rect", x=x, y=y, width=side, height=height, fill="none", stroke=HAIR))
            if inside:
                marks.extend(_square(inside, x, y, side, height, words.number, narrow))
    base = top + 5 * height
    for likelihood in LEVELS:
        name = str(likelihood) if narrow else f"{likelihood} {words.levels[likelihood - 1]}"
        marks.append(label(name, left + (likelihood - 0.5) * side, base + 18, size, text_anchor="middle"))
    marks.append(
        tag(
            "path",
            d=f"M{left + 2 * side} {top - 4}V{base}",
            stroke=RISK["top10"],
            stroke_width=2,
            stroke_dasharray="5 4",
        )
    )
    marks.append(
        label(
            f"{words.likelihood} →",
            left + 2.5 * side,
            base + 40,
            size,
            text_anchor="middle",
            fill=MUTED,
            font_weight=600,
        )
    )
    middle = top + 2.5 * height
    marks.append(
        label(
            f"{words.severity} →",
            14,
            middle,
            size,
            text_anchor="middle",
            fill=MUTED,
            font_weight=600,
            transform=f"rotate(-90 14 {middle})",
        )
    )
    return picture(ident, (width, base + 50), words.title, words.description, *marks)


def _square(
    inside: list[int], x: float, y: float, side: float, height: float, number: str, narrow: bool
) -> list[Markup]:
    """A filled square: how many, and the ranks that lead (a darker edge where one is in the top 10)."""
    leading = inside[0] <= 10
    shown = _ranks(inside, number, 9 if narrow else 16)
    return [
        tag(
            "rect", x=x + 3, y=y + 3, width=side - 6, height=height - 6, rx=4, fill=PAPER,
            stroke=RISK["top10"] if leading else LINE, stroke_width=2.5 if leading else 1.2,
        ),
        label(str(len(inside)), x + side / 2, y + height / 2 + 2, 19 if narrow else 22,
              text_anchor="middle", font_weight=700, fill=RISK["top10"] if leading else ACCENT),
        label(shown, x + side / 2, y + height - (11 if narrow else 12), 10 if narrow else 12,
              text_anchor="middle", fill=MUTED),
    ]  # fmt: skip


def _ranks(inside: list[int], number: str, letters: int) -> str:
    """As many of the leading ranks as fit in the square."""
    text = f"{number} {inside[0]}"
    for rank in inside[1:]:
        if len(text) + len(str(rank)) + 4 > letters:
            return text + " …"
        text += f", {rank}"
    return text
