"""Bars of counts in parts: what is there, what is not, and what cannot be known, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scharnier.report.charts.palette import FONT, HAIR, INK, LINE, MUTED, PAPER, TIER
from scharnier.report.charts.svg import fit, label, picture, tag, textures

WIDE, NARROW = 960.0, 360.0
NAMES, ENDS = 270.0, 190.0  # room for names and for the words at the end, in the wide picture
LETTER = 0.53  # of the size of the letters: their mean width
FILLS = {
    "must": TIER["tier1"], "yes": TIER["supplier"],
    "elsewhere": TIER["tier2"], "no": "#f3e3c3", "missing": "dots", "doubt": "hatch",
}  # fmt: skip
INKS = {"must": PAPER, "yes": PAPER, "elsewhere": INK, "no": INK, "missing": "", "doubt": ""}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, (part, count) from left to right, and the words at its end. Parts are the keys of FILLS."""

    name: str
    parts: tuple[tuple[str, int], ...]
    shown: str

    @property
    def total(self) -> int:
        """All that the bar counts."""
        return sum(count for _, count in self.parts)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a picture that stands alone says itself: message and subject above, the source below."""

    title: str
    subject: str
    source: str


def render_bars(
    ident: str,
    bars: Sequence[Bar],
    legend: Sequence[tuple[str, str]],
    words: tuple[str, str],
    *,
    narrow: bool,
    frame: Frame | None = None,
) -> Markup:
    """`legend` names the parts that are drawn; `words` are title and description for assistive technology."""
    width, size, step = (NARROW, 12.0, 56.0) if narrow else (WIDE, 14.0, 40.0)
    left, room = (0.0, width - 1) if narrow else (NAMES, width - NAMES - ENDS)
    marks: list[Markup] = [textures(ident)]
    y = 0.0
    if frame:
        marks.append(tag("rect", width=width, height="100%", fill=PAPER))
        y = _lines(marks, frame.title, y + 22, width, 20.0, weight=700, ink=INK)
        y = _lines(marks, frame.subject, y + 16, width, 14.0, weight=400, ink=MUTED) + 8
    y = _legend(marks, ident, legend, y, width, size)
    most = max((bar.total for bar in bars), default=0) or 1
    for bar in bars:
        top = y + (20 if narrow else 6)
        names = width - len(bar.shown) * size * LETTER - 8 if narrow else NAMES - 16
        marks.extend(_name(bar.name, names, y, size, narrow=narrow))
        marks.append(label(bar.shown, width, y + (14 if narrow else 23), size, text_anchor="end", fill=MUTED))
        marks.append(tag("path", d=f"M{left + 0.5:.1f} {top - 3}v30", stroke=HAIR))
        x = left + 1
        for part, count in bar.parts:
            if not count:
                continue
            long = max(room * count / most, 2.0)
            fill = f"url(#{ident}-{FILLS[part]})" if FILLS[part].isalpha() else FILLS[part]
            marks.append(tag("rect", x=x, y=top, width=max(long - 1.5, 1.0), height=24, fill=fill, stroke=LINE))
            if INKS[part] and long > len(str(count)) * 8 + 8:
                marks.append(
                    label(
                        str(count), x + long / 2, top + 17, 13, text_anchor="middle", fill=INKS[part], font_weight=600
                    )
                )
            x += long
        y += step
    if frame:
        y = _lines(marks, frame.source, y + 18, width, 11.5, weight=400, ink=MUTED)
    drawn = picture(ident, (width, y + 4), words[0], words[1], *marks)
    return Markup(drawn)  # noqa: S704 - built of escaped parts


def _name(name: str, room: float, y: float, size: float, *, narrow: bool) -> list[Markup]:
    """The name of a bar: on one line, or in the wide picture on two where it is long."""
    if narrow or fit(name, room, size) == name:
        return [label(fit(name, room, size), 0, y + (14 if narrow else 23), size, font_weight=600)]
    most, first = int(room / (size * LETTER)), ""
    rest = name.split()
    while rest and len(first) + len(rest[0]) + 1 <= most:
        first = f"{first} {rest.pop(0)}".strip()
    second = fit(" ".join(rest), room, size)
    return [label(first, 0, y + 14, size, font_weight=600), label(second, 0, y + 31, size, font_weight=600)]


def _legend(
    marks: list[Markup], ident: str, legend: Sequence[tuple[str, str]], y: float, width: float, size: float
) -> float:
    x = 0.0
    for part, name in legend:
        long = 24 + len(name) * size * LETTER + 18
        if x and x + long - 18 > width:
            x, y = 0.0, y + 22
        fill = f"url(#{ident}-{FILLS[part]})" if FILLS[part].isalpha() else FILLS[part]
        marks.append(tag("rect", x=x + 0.5, y=y + 3, width=16, height=13, fill=fill, stroke=LINE))
        marks.append(label(fit(name, width - 24, size), x + 23, y + 14.5, size))
        x += long
    return y + 30


def _lines(marks: list[Markup], text: str, y: float, width: float, size: float, *, weight: int, ink: str) -> float:
    """Words over as many lines as they need; returns where the next may begin."""
    most = int(width / (size * LETTER))
    line = ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > most:
            marks.append(label(line, 0, y, size, font_weight=weight, fill=ink, font_family=FONT))
            line, y = word, y + size * 1.35
        else:
            line = f"{line} {word}".strip()
    marks.append(label(line, 0, y, size, font_weight=weight, fill=ink, font_family=FONT))
    return y + size * 0.6
