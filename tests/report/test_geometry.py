"""The world map: the right countries in the right places, small, and made anew to the same bytes."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.report.geometry import load_world
from scharnier.sources.natural_earth.parse import INPUT, build, parse_natural_earth
from scharnier.sources.natural_earth.projection import calc_equal_earth

WIOD = (
    "AUS AUT BEL BGR BRA CAN CHN CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HUN IDN IND IRL ITA JPN KOR LTU LUX LVA MEX "
    "NLD POL PRT ROU RUS SVK SVN SWE TUR TWN USA"
)


def test_every_country_of_the_model_is_drawn_but_malta() -> None:
    world = load_world()
    assert set(WIOD.split()) <= world.countries.keys()
    assert "MLT" not in world.countries
    assert {"FRA", "NOR", "XKX", "SOM", "CYP"} <= world.countries.keys()
    assert not [code for code in world.countries if not re.fullmatch("[A-Z]{3}", code)]
    assert content_path("geo/world.json").stat().st_size <= 120_000


def test_manifest_speaks_of_this_map() -> None:
    manifest = yaml.safe_load(content_path("geo/world.manifest.yaml").read_text("utf-8"))
    packed = content_path("geo/world.json").read_bytes()
    assert manifest["output"]["sha256"] == hashlib.sha256(packed).hexdigest()
    assert manifest["output"]["rows"] == len(load_world().countries)
    assert manifest["source"]["licence"] == "public domain"


def points(code: str) -> list[tuple[float, float]]:
    """All corners of a country in map units, from its path."""
    found = []
    for part in load_world().countries[code].d.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", part.split("h")[0])]
        x, y = numbers[:2]
        found.append((x, y))
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def inside(point: tuple[float, float], code: str) -> bool:
    """Even-odd rule over the corners of all rings."""
    x, y = point
    crossings = 0
    for part in load_world().countries[code].d.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", part)]
        ring = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=False):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                crossings += 1
    return crossings % 2 == 1


def at(longitude: float, latitude: float) -> tuple[float, float]:
    """Map units, fixed by two known corners: the map is 2000 wide and its top is the north of Greenland or Canada."""
    world = load_world()
    half = calc_equal_earth(180, 0)[0]
    scale = world.width / (2 * half)
    x, y = calc_equal_earth(longitude, latitude)
    top = calc_equal_earth(0, 83.64513)[1]
    return (x + half) * scale, (top - y) * scale


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [("NLD", 5.5, 52.2), ("CHN", 104.1, 30.7), ("IND", 77.2, 28.6), ("BRA", -47.9, -15.8), ("FRA", 2.3, 46.5),
     ("NOR", 8.5, 61.0), ("UKR", 34.3, 45.3), ("CYP", 33.5, 35.3), ("SOM", 44.5, 9.8), ("ZAF", 25.0, -29.0)],
)  # fmt: skip
def test_known_places_lie_in_their_country(code: str, longitude: float, latitude: float) -> None:
    """Among them Crimea in Ukraine, the north of Cyprus in Cyprus, and Hargeisa in Somalia."""
    point = at(longitude, latitude)
    assert inside(point, code)
    assert [other for other in load_world().countries if inside(point, other)] == [code]


def test_projection_keeps_areas_and_agrees_with_the_paper() -> None:
    # Half width and half height of the published map: x of (180, 0) and y of (0, 90).
    assert calc_equal_earth(180, 0)[0] == pytest.approx(2.7066299836960748, abs=1e-12)
    assert calc_equal_earth(0, 90)[1] == pytest.approx(1.3173627591574133, abs=1e-12)
    assert calc_equal_earth(0, 0) == (0, 0)


@given(st.floats(-170, 169), st.floats(-80, 79))
def test_equal_area(longitude: float, latitude: float) -> None:
    """A small square on the globe has the same area on the map wherever it lies."""
    from math import cos, radians

    step = 1e-3
    (x0, y0), (x1, y1), (x2, y2) = (
        calc_equal_earth(longitude, latitude),
        calc_equal_earth(longitude + step, latitude),
        calc_equal_earth(longitude, latitude + step),
    )
    drawn = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    true = radians(step) ** 2 * cos(radians(latitude + step / 2))
    assert drawn == pytest.approx(true, rel=1e-3)


@pytest.mark.shared
def test_made_anew_to_the_same_bytes(shared_data: Path, tmp_path: Path) -> None:
    build(shared_data, tmp_path)
    for name in ("world.json", "world.manifest.yaml"):
        assert (tmp_path / name).read_bytes() == content_path(f"geo/{name}").read_bytes()
    world = json.loads(gzip.decompress((shared_data / INPUT).read_bytes()))
    assert len(load_world().countries) == len(world["features"]) - 2 - 2  # no Antarctica; two merged into others


def test_a_feature_nobody_knows_stops_the_build() -> None:
    square = [[[0, 0], [1, 0], [1, 1], [0, 0]]]
    feature = {
        "properties": {"iso_a3": "-99", "name": "Atlantis"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    with pytest.raises(ContentError, match="Atlantis"):
        parse_natural_earth(json.dumps({"features": [feature]}).encode())
