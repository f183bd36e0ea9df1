"""The shapes of countries, derived from Natural Earth (`scharnier.sources.natural_earth`)."""

import json
from dataclasses import dataclass
from functools import cache

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError


@dataclass(frozen=True)
class Shape:
    """A country: the SVG path `d` in map units and the point `at` where its label goes."""

    d: str
    at: tuple[int, int]


@dataclass(frozen=True)
class World:
    """Equal Earth map of `width` by `height` units; `countries` by ISO alpha-3, without those too small to draw."""

    width: int
    height: int
    countries: dict[str, Shape]


@cache
def load_world() -> World:
    """The map that ships. Raises ContentError when it is of another shape."""
    content = json.loads(content_path("geo/world.json").read_text("utf-8"))
    if content.get("schema") != "scharnier-world-1":
        raise ContentError("data/geo/world.json is not a scharnier-world-1 map")
    countries = {
        code: Shape(country["d"], (country["at"][0], country["at"][1]))
        for code, country in content["countries"].items()
    }
    return World(content["width"], content["height"], countries)
