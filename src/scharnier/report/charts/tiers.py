"""Tier bars: how deep in the chain the money lies, for all purchases and for the highest risks."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scharnier.analytics.assessment import TIERS
from scharnier.report.charts.palette import INK, LINE, MUTED, TIER, TIER_TEXT
from scharnier.report.charts.svg import fit, label, picture, tag

ROW, NARROW_ROW = 50, 66


@dataclass(frozen=True)
class TierBar:
    """A bar: its words and place, what stands at the end of the line, amounts by tier (same order as TIERS)."""

    name: str
    where: str
    detail: str
    amounts: Sequence[float]


def render_tiers(
    ident: str, bars: Sequence[TierBar], shown: Sequence[Sequence[str]], words: tuple[str, str], *, narrow: bool
) -> Markup:
    """`shown` holds the shares as text for each bar and tier; `words` the title and description."""
    width = 360 if narrow else 960
    size, step = (12, NARROW_ROW) if narrow else (14, ROW)
    marks = []
    for index, (bar, texts) in enumerate(zip(bars, shown, strict=True)):
        y = index * step + (8 if index else 0)
        below = y + (16 if narrow and bar.where else 0)  # a narrow drawing has a line of its own for the place
        name = bar.name if narrow or not bar.where else f"{bar.name}: {bar.where}"
        room = width - len(bar.detail) * size * 0.56 - 12
        weight = 700 if index == 0 else 600
        marks.append(label(fit(name, room, size), 0, y + 14, size, font_weight=weight, fill=INK))
        marks.append(label(bar.detail, width, y + 14, size, text_anchor="end", fill=MUTED))
        if narrow and bar.where:
            marks.append(label(fit(bar.where, width, size), 0, y + 29, size, fill=INK))
        amounts = [max(amount, 0.0) for amount in bar.amounts]
        total = sum(amounts) or 1.0
        x = 0.0
        for tier, amount, text in zip(TIERS, amounts, texts, strict=True):
            long = amount / total * width
            if long > 0.5:
                marks.append(
                    tag(
                        "rect",
                        x=x + 0.5,
                        y=below + 20.5,
                        width=max(long - 2, 0.6),
                        height=20,
                        fill=TIER[tier],
                        stroke=LINE,
                        stroke_width=0.8,
                    )
                )
            if long > len(text) * 8 + 6:
                marks.append(
                    label(
                        text,
                        x + long / 2 - 1,
                        below + 35,
                        12,
                        text_anchor="middle",
                        fill=TIER_TEXT[tier],
                        font_weight=600,
                    )
                )
            x += long
    return picture(ident, (width, len(bars) * step + 12), words[0], words[1], *marks)
