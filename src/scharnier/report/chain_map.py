"""World map of one purchase: in which countries lies what part of what is followed."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from markupsafe import Markup

from scharnier.report.charts.palette import INK, LINE, PAPER, TIER
from scharnier.report.charts.svg import label, picture, tag, textures
from scharnier.report.geometry import load_world

# From this share of the total on, dark to light; what is there but less gets the lightest.
STEPS = ((0.25, TIER["supplier"]), (0.05, TIER["tier1"]), (0.01, TIER["tier2"]), (0.0, TIER["tier3plus"]))
RISKY = ((0.25, "#7a1538"), (0.05, "#c4502f"), (0.01, "#eba65a"), (0.0, "#f8e2bd"))
HEIGHT = 46  # of the box for the rest of the world


def render_share_map(
    ident: str,
    shares: Mapping[str, float],
    lumped: AbstractSet[str],
    silent: AbstractSet[str],
    words: tuple[str, str, str],
    *,
    risk: bool,
) -> Markup:
    """The map.

    `shares` of the total by country; `lumped` are countries that the model does not show apart, hatched; `silent` those
    of which no source speaks, dotted: unknown is not nothing. `words` are title, description, and what stands beside
    the hatched box: the rest of the world with its share.
    """
    world, steps = load_world(), RISKY if risk else STEPS
    shapes: dict[str, list[str]] = {}
    for code, shape in world.countries.items():
        share = shares.get(code, 0.0)
        if code in lumped:
            fill = f"url(#{ident}-hatch)"
        elif share > 0:
            fill = color_of(share, steps)
        else:
            fill = f"url(#{ident}-dots)" if code in silent else PAPER
        shapes.setdefault(fill, []).append(shape.d)
    fills = [
        tag("path", d="".join(parts), fill=fill, stroke=LINE, stroke_width=1, stroke_linejoin="round")
        for fill, parts in sorted(shapes.items())
    ]
    box = tag(
        "rect", x=90, y=700, width=HEIGHT, height=HEIGHT, fill=f"url(#{ident}-hatch)", stroke=LINE, stroke_width=2
    )
    beside = label(words[2], 150, 734, 28, fill=INK)
    size = (world.width, world.height)
    return picture(ident, size, words[0], words[1], textures(ident), *fills, *((box, beside) if words[2] else ()))


def color_of(share: float, steps: tuple[tuple[float, str], ...]) -> str:
    """The colour of a share above zero."""
    return next(color for least, color in steps if share >= least)
