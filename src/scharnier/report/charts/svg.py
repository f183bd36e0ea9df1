"""Building SVG as text: elements with escaped attributes and words, and the frame every picture has."""

from markupsafe import Markup, escape

from scharnier.report.charts.palette import FONT, INK, LINE, PAPER, RISK

Number = int | float
# Lines across a square of 12, rising and falling, that meet those of the next square.
RISING = "M-3 3L3-3M0 12L12 0M9 15L15 9"
FALLING = "M-3 9L3 15M0 0L12 12M9-3L15 3"


def tag(name: str, *children: str, **attributes: Number | str | None) -> Markup:
    """An element. `fill_opacity` becomes `fill-opacity`, `class_` `class`; None is left out; plain text is escaped."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = Markup("").join(children)
    return Markup(f"<{name}{shown}>{inner}</{name}>") if inner else Markup(f"<{name}{shown}/>")  # noqa: S704


def _value(value: Number | str) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def picture(ident: str, size: tuple[Number, Number], title: str, description: str, *children: str) -> Markup:
    """The frame: a picture to assistive technology, with a title that is the message and a description.

    `ident` must be unique in the page.
    """
    width, height = size
    return tag(
        "svg",
        tag("title", title, id=f"{ident}-title"),
        tag("desc", description, id=f"{ident}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        role="img",
        aria_labelledby=f"{ident}-title {ident}-desc",
        font_family=FONT,
        fill=INK,
    )


def label(text: str, x: Number, y: Number, size: Number = 13, **attributes: Number | str | None) -> Markup:
    """A word or figure with its baseline at y."""
    return tag("text", text, x=float(x), y=float(y), font_size=size, **attributes)


def fit(text: str, width: Number, size: Number = 13) -> str:
    """The text cut to about `width` units, with an ellipsis; 0.54 em is the mean width of a letter in our fonts."""
    letters = max(1, int(width / (size * 0.54)))
    return text if len(text) <= letters else text[: letters - 1].rstrip(" ,;:-") + "…"


def textures(ident: str) -> Markup:
    """Patterns: grey hatching for places that the model lumps together, dots for places without a source, and stripes
    the other way in each colour of risk for places that a source names without a known amount.
    """
    return tag(
        "defs",
        _pattern(f"{ident}-hatch", 12, PAPER, tag("path", d=RISING, stroke="#9fabb4", stroke_width=1.8)),
        _pattern(f"{ident}-dots", 10, PAPER, tag("circle", cx=5, cy=5, r=2.2, fill=LINE)),
        *(
            _pattern(f"{ident}-named-{state}", 12, PAPER, tag("path", d=FALLING, stroke=RISK[state], stroke_width=5))
            for state in ("top10", "top25", "priority")
        ),
    )


def _pattern(ident: str, side: int, ground: str, mark: Markup) -> Markup:
    return tag(
        "pattern",
        tag("rect", width=side, height=side, fill=ground),
        mark,
        id=ident,
        width=side,
        height=side,
        patternUnits="userSpaceOnUse",
    )
