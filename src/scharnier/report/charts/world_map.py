"""World map: how high the highest risk of a country ranks, and where the money is earned."""

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from markupsafe import Markup

from scharnier.report.charts.palette import INK, LINE, PAPER, RISK
from scharnier.report.charts.svg import fit, label, picture, tag, textures
from scharnier.report.geometry import load_world
from scharnier.report.standing import Place, state_of_rank

LARGEST_CIRCLE = 62.0  # radius in map units (the map is 2000 wide)
SMALLEST_CIRCLE = 3.5
TOP_PADDING = 16


def render_world_map(
    ident: str, places: Mapping[str, Place], lumped: AbstractSet[str], named: Mapping[str, int], words: tuple[str, str]
) -> Markup:
    """The map; `words` are its title and description.

    Countries of the set `lumped` are hatched in grey: the model does not tell them apart. Those in `named` (with the
    rank of a risk) are striped in the colour of risk: a source names them, the money is not known.
    """
    world = load_world()
    shapes: dict[str, list[str]] = {}
    for code, shape in world.countries.items():
        if code in places:
            state = places[code].state
        elif code in named:
            state = f"named-{state_of_rank(named[code])}"
        else:
            state = "lumped" if code in lumped else "outside"
        shapes.setdefault(state, []).append(shape.d)
    # One path a state instead of one a country: the same picture in a tenth of the marks.
    fills = [
        tag("path", d="".join(parts), fill=_fill(ident, state), stroke=LINE, stroke_width=1, stroke_linejoin="round")
        for state, parts in sorted(shapes.items())
    ]
    drawn = [place for code, place in places.items() if code in world.countries]
    moved = f"translate(0 {TOP_PADDING})"
    return picture(
        ident,
        (world.width, world.height + TOP_PADDING),
        *words,
        textures(ident),
        tag("g", *fills, transform=moved),
        tag("g", *_circles(drawn), transform=moved, class_="circles"),
        tag("g", *_badges(drawn), transform=moved, class_="badges"),
        tag("g", *_groups(ident, [place for place in places.values() if place.group]), class_="groups"),
    )


def _fill(ident: str, state: str) -> str:
    texture = {"lumped": "hatch", "nodata": "dots"}.get(state, state if state.startswith("named-") else None)
    return f"url(#{ident}-{texture})" if texture else RISK[state]


def _circles(places: list[Place]) -> list[Markup]:
    """Circles whose area is in proportion to the money earned; the largest first, so that small ones stay visible."""
    world = load_world()
    most = max((place.amount for place in places), default=0.0)
    circles = []
    for place in sorted(places, key=lambda place: -place.amount):
        radius = LARGEST_CIRCLE * math.sqrt(place.amount / most) if place.amount > 0 else 0.0
        if radius >= SMALLEST_CIRCLE:
            x, y = world.countries[place.code].at
            circles.append(
                tag("circle", cx=x, cy=y, r=radius, fill=INK, fill_opacity=0.1, stroke=PAPER, stroke_width=6)
            )
            circles.append(tag("circle", cx=x, cy=y, r=radius, fill="none", stroke=INK, stroke_width=2.5))
    return circles


def _badges(places: list[Place]) -> list[Markup]:
    """The rank of the highest risk, in the countries that have one in the top 10."""
    world = load_world()
    badges = []
    for place in sorted(places, key=lambda place: -(place.rank or 0)):
        if place.state == "top10" and place.rank is not None:
            x, y = world.countries[place.code].at
            badges.extend(_badge(x, y, place.rank))
    return badges


def _badge(x: float, y: float, rank: int) -> list[Markup]:
    return [
        tag("circle", cx=x, cy=y, r=19, fill=RISK["top10"], stroke=PAPER, stroke_width=3),
        label(str(rank), x, y + 9, 26, fill=PAPER, text_anchor="middle", font_weight=700),
    ]


def _groups(ident: str, places: list[Place]) -> list[Markup]:
    """Groups of countries have no place on a map: they get a hatched box in the empty ocean, with their rank."""
    marks = []
    for index, place in enumerate(places[:4]):
        y = 640 + 60 * index
        marks.append(
            tag("rect", x=90, y=y, width=46, height=46, fill=f"url(#{ident}-hatch)", stroke=LINE, stroke_width=2)
        )
        if place.rank is not None and place.state == "top10":
            marks.extend(_badge(113, y + 23, place.rank))
        marks.append(label(fit(place.name, 360, 28), 150, y + 33, 28, fill=INK))
    return marks
