"""In which country does a place lie? Coarse outlines, and a margin within which nothing is claimed."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import numpy as np
import shapely

from scharnier.codes.countries import load_countries
from scharnier.eudr.columns import Flags, Floats
from scharnier.kernel.content import content_path

MARGIN = 0.1  # degrees, about 11 km: what the outlines may be off, and more

# States that dispute land between them, or did lately: of a place in the one nothing is claimed against the other.
# Our own list, made to be silent rather than to take sides.
_PAIRS = (
    "UA-RU MA-EH MA-ES RS-XK IN-PK IN-CN PK-CN BT-CN CN-TW HK-CN MO-CN IL-PS IL-SY CY-TR SD-SS SD-EG ET-SD ET-ER KE-SS "
    "GY-VE GY-SR SR-GF SR-FR BZ-GT AR-FK AR-GB AR-CL GE-RU AM-AZ JP-RU MY-PH TD-LY"
)
DISPUTED = frozenset(frozenset(pair.split("-")) for pair in _PAIRS.split())


@cache
def _arcs() -> tuple[dict[str, Any], list[Floats]]:
    document = json.loads(content_path("geo/outlines.json").read_text(encoding="utf-8"))
    unit = document["per_degree"]
    arcs = [np.cumsum(np.array(arc, dtype=np.int64).reshape(-1, 2), axis=0) / unit for arc in document["arcs"]]
    return document["countries"], arcs


def known_countries() -> frozenset[str]:
    """The ISO alpha-2 codes of countries that have an outline."""
    return frozenset(_arcs()[0])


@lru_cache(maxsize=512)
def load_outline(iso2: str) -> shapely.Geometry | None:
    """The outline of a country; None for one that has none (small territories that are drawn with their state)."""
    countries, arcs = _arcs()
    if iso2 not in countries:
        return None
    polygons = []
    for rings in countries[iso2]:
        lines = [np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]) for ring in rings]
        sound = [line for line in lines if len(np.unique(line, axis=0)) > 2]
        if sound:
            polygons.append(shapely.polygons(shapely.linearrings(sound[0])))
    return shapely.union_all(shapely.make_valid(np.array(polygons)))


@lru_cache(maxsize=512)
def load_wide_outline(iso2: str) -> shapely.Geometry | None:
    """The outline with the margin around it, prepared for many questions."""
    outline = load_outline(iso2)
    if outline is None:
        return None
    wide = shapely.buffer(outline, MARGIN, quad_segs=4)
    shapely.prepare(wide)
    return wide


def are_outside(iso2: str, xy: Floats) -> Flags:
    """Whether places (n, 2) lie outside a country by more than the margin. Nowhere, where we have no outline."""
    wide = load_wide_outline(iso2)
    if wide is None:
        return np.zeros(len(xy), dtype=np.bool_)
    outside = np.ones(len(xy), dtype=np.bool_)
    west, south, east, north = shapely.bounds(wide)
    near = np.flatnonzero((xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north))
    outside[near] = ~shapely.contains_xy(wide, xy[near, 0], xy[near, 1])
    # The margin of an outline that touches the date line reaches over it.
    over = np.flatnonzero(outside & (np.abs(xy[:, 0]) > 180 - MARGIN))
    if len(over):
        outside[over] = ~shapely.contains_xy(wide, xy[over, 0] - 360 * np.sign(xy[over, 0]), xy[over, 1])
    return outside


@cache
def _tree() -> tuple[shapely.STRtree, list[str]]:
    codes = sorted(known_countries())
    return shapely.STRtree([load_outline(code) for code in codes]), codes


def find_countries(xy: Floats) -> list[str | None]:
    """The country whose outline holds each place (n, 2); None at sea, or where the outlines leave it open."""
    tree, codes = _tree()
    found: list[str | None] = [None] * len(xy)
    places, hits = tree.query(shapely.points(xy), predicate="within")
    for place, hit in zip(places[::-1].tolist(), hits[::-1].tolist(), strict=True):
        found[place] = codes[hit]
    return found


def are_at_sea(xy: Floats) -> Flags:
    """Whether places (n, 2) lie outside every outline by more than the margin."""
    at_sea = np.ones(len(xy), dtype=np.bool_)
    for code in sorted(known_countries()):
        left = np.flatnonzero(at_sea)
        west, south, east, north = _bounds(code)
        x, y = xy[left, 0], xy[left, 1]
        near = left[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
        if len(near):
            at_sea[near] = are_outside(code, xy[near])
    return at_sea


@cache
def _bounds(iso2: str) -> tuple[float, float, float, float]:
    west, south, east, north = (float(side) for side in shapely.bounds(load_outline(iso2)))
    # A country at the date line may be asked from its other side.
    wide = west < -180 + 2 * MARGIN or east > 180 - 2 * MARGIN
    return (-180.0 if wide else west - MARGIN), south - MARGIN, (180.0 if wide else east + MARGIN), north + MARGIN


def are_in_dispute(one: str, other: str) -> bool:
    """Whether two states dispute land, so that a place in one is no evidence against the other."""
    return frozenset((one, other)) in DISPUTED


@cache
def names(iso2: str) -> Mapping[str, str]:
    """The name of a country in Dutch and English; the code itself where there is no such country."""
    found = next((country for country in load_countries().values() if country.iso2 == iso2), None)
    return {"nl": found.nl, "en": found.en} if found else {"nl": iso2, "en": iso2}
