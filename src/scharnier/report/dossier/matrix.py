"""Severity × likelihood of impacts. What is unknown has a row and a column of its own, apart and never low."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scharnier.report.charts.palette import ACCENT, HAIR, INK, LINE, MUTED, PAPER, RISK, WASH
from scharnier.report.charts.svg import label, picture, tag
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.page import TEXT, WHOLE, Cell, Figure, Grid

ROWS: tuple[int | None, ...] = (None, 5, 4, 3, 2, 1)
COLUMNS: tuple[int | str | None, ...] = (1, 2, 3, 4, 5, "actual", None)
GAP = 10  # between what is known and what is not


@dataclass(frozen=True)
class Point:
    """An impact in the order: its number, levels (None: unknown), and whether it happens or happened."""

    number: int
    severity: int | None
    likelihood: int | None
    actual: bool

    @property
    def column(self) -> int | str | None:
        """How likely; what happens already is not a matter of chance."""
        return "actual" if self.actual else self.likelihood


def draw_matrix(points: Sequence[Point], names: Names) -> Figure:
    """The picture and its table."""
    squares: dict[tuple[int | None, int | str | None], list[int]] = {}
    for point in sorted(points, key=lambda point: point.number):
        squares.setdefault((point.severity, point.column), []).append(point.number)
    grave = sum(point.severity in (4, 5) for point in points)
    dark = sum(point.severity is None for point in points)
    title = names.t("severity_and_likelihood_of_impacts_of", count=len(points), grave=grave, dark=dark)
    told = names.t("the_higher_the_graver_the_further")
    drawings = (
        _draw("matrix", squares, (title, told), names, narrow=False),
        _draw("matrix-narrow", squares, (title, told), names, narrow=True),
    )
    return Figure(
        "figure-matrix",
        names.t("severity_and_likelihood"),
        drawings,
        _table(squares, names),
        names.t("numbers_are_those_of_the_list"),
    )


def _table(squares: Mapping[tuple[int | None, int | str | None], Sequence[int]], names: Names) -> Grid:
    heads = [(f"{names.t('severity_3')} ↓ {names.t('likelihood_2')} →", TEXT)]
    heads += [(_column_name(column, names, short=False), WHOLE) for column in COLUMNS]
    heads += names.heads("together:whole")
    rows: list[tuple[Cell, ...]] = []
    for row in ROWS:
        counts = [len(squares.get((row, column), ())) for column in COLUMNS]
        rows.append((names.level(row), *counts, sum(counts)))
    caption = names.t("impacts_by_severity_and_likelihood")
    return Grid(names.t("severity_and_likelihood"), caption, heads, rows)


def _column_name(column: int | str | None, names: Names, *, short: bool) -> str:
    if column == "actual":
        return names.t("now") if short else names.t("happens_already")
    if column is None:
        return "?" if short else names.word("unknown")
    return str(column)


def _draw(
    ident: str,
    squares: Mapping[tuple[int | None, int | str | None], Sequence[int]],
    words: tuple[str, str],
    names: Names,
    *,
    narrow: bool,
) -> Markup:
    side, height = (42, 44) if narrow else (112, 54)
    left, top, size = (44, 10, 11) if narrow else (130, 10, 13)
    right = left + len(COLUMNS) * side + 2 * GAP
    base = top + len(ROWS) * height + GAP
    marks: list[Markup] = [
        tag("rect", x=left, y=top + height + GAP, width=5 * side, height=2 * height, fill="#fbeff0"),
        tag("rect", x=left + 5 * side + GAP, y=top + height + GAP, width=side, height=2 * height, fill="#fbeff0"),
    ]
    for number, row in enumerate(ROWS):
        y = top + number * height + (GAP if row is not None else 0)
        name = names.word("unknown") if row is None else names.level(row)
        shown = ("?" if row is None else str(row)) if narrow else name
        marks.append(label(shown, left - 8, y + height / 2 + 5, size, text_anchor="end", fill=INK))
        for at, column in enumerate(COLUMNS):
            x = left + at * side + GAP * ((column == "actual") + 2 * (column is None))
            dark = row is None or column is None
            marks.append(
                tag(
                    "rect",
                    x=x,
                    y=y,
                    width=side,
                    height=height,
                    fill=WASH if dark else "none",
                    stroke=LINE if dark else HAIR,
                    stroke_dasharray="4 3" if dark else None,
                )
            )
            if inside := squares.get((row, column)):
                marks.extend(_square(inside, (x, y, side, height), names, grave=row is None or row >= 4, narrow=narrow))
    for at, column in enumerate(COLUMNS):
        middle_x = left + (at + 0.5) * side + GAP * ((column == "actual") + 2 * (column is None))
        marks.append(label(_column_name(column, names, short=narrow), middle_x, base + 18, size, text_anchor="middle"))
    style: dict[str, str | int] = {"text_anchor": "middle", "fill": MUTED, "font_weight": 600}
    likelihood, severity = names.t("likelihood"), names.t("severity_2")
    marks.append(label(likelihood, left + 2.5 * side, base + 38, size, **style))
    middle = top + GAP + 3.5 * height
    marks.append(label(severity, 13, middle, size, transform=f"rotate(-90 13 {middle})", **style))
    return picture(ident, (right + 2, base + 46), words[0], words[1], *marks)


def _square(
    inside: Sequence[int], box: tuple[float, float, float, float], names: Names, *, grave: bool, narrow: bool
) -> Iterable[Markup]:
    x, y, side, height = box
    color = RISK["top10"] if grave else ACCENT
    yield tag(
        "rect",
        x=x + 3,
        y=y + 3,
        width=side - 6,
        height=height - 6,
        rx=4,
        fill=PAPER,
        stroke=color,
        stroke_width=2.5 if grave else 1.2,
    )
    count = label(
        str(len(inside)),
        x + side / 2,
        y + height / 2 + (6 if narrow else 1),
        16 if narrow else 20,
        text_anchor="middle",
        font_weight=700,
        fill=color,
    )
    yield count
    if not narrow:
        shown = _numbers(inside, names.t("no_2"), 15)
        yield label(shown, x + side / 2, y + height - 11, 12, text_anchor="middle", fill=MUTED)


def _numbers(inside: Sequence[int], word: str, letters: int) -> str:
    """As many of the first numbers as fit in the square."""
    text = f"{word} {inside[0]}"
    for number in inside[1:]:
        if len(text) + len(str(number)) + 4 > letters:
            return text + " …"
        text += f", {number}"
    return text
