"""The timeline: for each impact when it was found, what ran from when to when, what was measured, who was heard, when
remedy was given and when it was closed. Each kind has a shape of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from scharnier.report.charts.palette import ACCENT, HAIR, INK, MUTED, PAPER, RISK, TIER
from scharnier.report.charts.svg import fit, label, picture, tag
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.page import Figure, Grid

MOST_LANES = 12  # impacts in the picture; the table has all
SHAPES = ("found", "measured", "heard", "remedy", "closed", "reopened")


@dataclass(frozen=True)
class Bar:
    """A measure: from its start to its end. `done`: it is finished; else it runs on to the day it is due, if known."""

    start: date
    end: date | None
    done: bool


@dataclass(frozen=True)
class Lane:
    """An impact: its name, measures, and what happened when (day, one of SHAPES)."""

    name: str
    bars: tuple[Bar, ...]
    marks: tuple[tuple[date, str], ...]


def kind_words(kind: str, names: Names) -> str:
    """What an event is called."""
    words = {
        "found": ("gevonden", "found"),
        "begun": ("maatregel begonnen", "measure begun"),
        "done": ("maatregel klaar", "measure done"),
        "due": ("maatregel moet klaar zijn", "measure due"),
        "measured": ("gemeten", "measured"),
        "heard": ("gesproken", "heard"),
        "told": ("teruggemeld", "told back"),
        "complaint": ("klacht ontvangen", "complaint received"),
        "remedy": ("herstel gegeven", "remedy given"),
        "closed": ("afgesloten", "closed"),
        "reopened": ("heropend", "reopened"),
        "looked": ("onderzocht", "looked into"),
        "policy": ("beleid vastgesteld", "policy adopted"),
        "published": ("gepubliceerd", "published"),
        "decided": ("besloten", "decided"),
    }
    return words[kind][names.lang == "en"]


def draw_timeline(
    lanes: Sequence[Lane], rows: Sequence[tuple[date, str, str, str]], on: date, names: Names
) -> Figure | None:
    """The picture of the first lanes and the table of all events; None where there is no impact to draw."""
    if not lanes:
        return None
    shown = lanes[:MOST_LANES]
    days = [day for lane in shown for day in _days(lane)] + [on]
    title = names.t(
        "timeline_of_of_impacts_from_to", count=len(shown), count2=len(lanes), year=min(days).year, year2=max(days).year
    )
    told = names.t("each_row_is_an_impact_a")
    frame = (min(days), max(days), on)
    drawings = (
        _draw("timeline", shown, frame, (title, told), names, narrow=False),
        _draw("timeline-narrow", shown, frame, (title, told), names, narrow=True),
    )
    heads = names.heads("day:day", "what", "impact", "details")
    caption = names.t("what_happened_when")
    grid = Grid(names.t("timeline"), caption, heads, rows, shown=100, printed=0)
    rest = len(lanes) - len(shown)
    more = names.t("the_other_are_in_the_table", rest=rest) if rest else ""
    return Figure("figure-timeline", names.t("timeline"), drawings, grid, more)


def _days(lane: Lane) -> list[date]:
    days = [day for day, _ in lane.marks] + [bar.start for bar in lane.bars]
    return days + [bar.end for bar in lane.bars if bar.end]


def _draw(
    ident: str,
    lanes: Sequence[Lane],
    frame: tuple[date, date, date],
    words: tuple[str, str],
    names: Names,
    *,
    narrow: bool,
) -> Markup:
    first, last, on = frame
    width, left, step, size = (360, 4, 46, 11) if narrow else (960, 270, 40, 13)
    span = max((last - first).days, 30)
    room = width - left - 16

    def x(day: date) -> float:
        return left + 8 + (day - first).days / span * (room - 8)

    top, base = 24, 24 + len(lanes) * step
    marks: list[Markup] = []
    ticks = _ticks(first, first + timedelta(days=span), narrow=narrow)
    today: dict[str, str | float] = {"stroke": INK, "stroke_width": 1.5, "stroke_dasharray": "2 3"}
    for day, name in ticks:
        marks.append(tag("path", d=f"M{x(day):.1f} {top - 4}V{base}", stroke=HAIR))
        marks.append(label(name, x(day), 14, size - 1, text_anchor="middle", fill=MUTED))
    marks.append(tag("path", d=f"M{x(on):.1f} {top - 4}V{base}", **today))
    for number, lane in enumerate(lanes):
        y = top + number * step
        marks.append(tag("path", d=f"M0 {y + step}H{width}", stroke=HAIR))
        at = y + (31 if narrow else step / 2)
        marks.append(label(fit(lane.name, width if narrow else left - 12, size), 0, y + 15 if narrow else at + 5, size))
        if not narrow:  # a name of wide letters must not run under the drawing
            marks.append(tag("rect", x=left - 4, y=y + 3, width=width - left + 4, height=step - 6, fill=PAPER))
            marks += [tag("path", d=f"M{x(day):.1f} {y}v{step}", stroke=HAIR) for day, _ in ticks]
            marks.append(tag("path", d=f"M{x(on):.1f} {y}v{step}", **today))
        for place, bar in enumerate(lane.bars[:3]):
            marks.append(_bar(bar, at - 6 + place * 5, x, last))
        # Talks stand a little lower, so that they do not hide what was found or measured on the same day.
        shown = sorted(((day, kind) for day, kind in lane.marks if kind in SHAPES), key=lambda mark: mark[1] == "found")
        marks.extend(_mark(kind, x(day), at + (9 if kind == "heard" else 0)) for day, kind in shown)
    marks.extend(_legend(names, base + 22, width, size))
    lines = 4 if narrow else 1
    return picture(ident, (width, base + 22 + lines * 20), words[0], words[1], *marks)


def _bar(bar: Bar, y: float, x: Callable[[date], float], last: date) -> Markup:
    start, end = x(bar.start), x(bar.end or last)
    fill = TIER["tier2"] if bar.done else PAPER
    dashes = None if bar.done else "4 3"
    return tag(
        "rect",
        x=start,
        y=y,
        width=max(end - start, 3),
        height=9,
        rx=2,
        fill=fill,
        stroke=ACCENT,
        stroke_dasharray=dashes,
    )


def _mark(kind: str, x: float, y: float) -> Markup:
    edge: dict[str, str | float] = {"stroke": PAPER, "stroke_width": 1.2}
    if kind == "found":
        return tag("circle", cx=x, cy=y, r=6, fill=RISK["top10"], **edge)
    if kind == "measured":
        return tag("path", d=f"M{x:.1f} {y - 7:.1f}l6 7l-6 7l-6-7Z", fill=INK, **edge)
    if kind == "heard":
        return tag("path", d=f"M{x:.1f} {y - 7:.1f}l7 12h-14Z", fill=RISK["top25"], **edge)
    if kind == "remedy":
        return tag("rect", x=x - 6, y=y - 6, width=12, height=12, fill=ACCENT, **edge)
    if kind == "closed":
        return tag("path", d=f"M{x - 7:.1f} {y:.1f}l5 6l9-12", fill="none", stroke="#0b4a2b", stroke_width=4)
    return tag("circle", cx=x, cy=y, r=5, fill=PAPER, stroke=RISK["top10"], stroke_width=2.5)


def _ticks(first: date, last: date, *, narrow: bool) -> list[tuple[date, str]]:
    """Beginnings of months or years, so many that they do not run into one another."""
    most = 4 if narrow else 8
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    every = next((step for step in (1, 3, 6, 12, 24, 60, 120) if months / step <= most), 240)
    ticks = []
    for index in range(first.year * 12, (last.year + 1) * 12, every):
        day = date(index // 12, index % 12 + 1, 1)
        if first <= day <= last:
            ticks.append((day, str(day.year) if every >= 12 else f"{day.month}-{day.year}"))
    return ticks


def _legend(names: Names, y: float, width: int, size: int) -> list[Markup]:
    """What each shape is; on a narrow drawing two in a row."""
    narrow = width < 500
    said: list[tuple[str, str]] = [
        (kind, kind_words(kind, names)) for kind in ("found", "measured", "heard", "remedy", "closed", "reopened")
    ]
    said.insert(1, ("bar", names.t("measure_2")))
    step = width / 2 if narrow else width / len(said)
    marks = []
    for number, (kind, word) in enumerate(said):
        x = 12 + (number % 2 if narrow else number) * step
        at = y + (number // 2 if narrow else 0) * 20
        if kind == "bar":
            marks.append(tag("rect", x=x - 8, y=at - 4, width=16, height=9, rx=2, fill=TIER["tier2"], stroke=ACCENT))
        else:
            marks.append(_mark(kind, x, at))
        marks.append(label(word, x + 14, at + 5, size - 1, fill=MUTED))
    return marks
