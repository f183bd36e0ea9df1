"""Natural Earth countries to the world map that ships: projected, rounded, one path a country.

`python -m scharnier.sources.natural_earth.parse --from <shared data dir>` writes `data/geo/world.json` and its
manifest; the same input gives the same bytes.
"""

import argparse
import gzip
import hashlib
import itertools
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.sources.natural_earth.projection import calc_equal_earth

INPUT = Path("geo") / "natural_earth_110m_countries.geojson.gz"
WIDTH = 2000  # integer units across; half a pixel at the width the report draws
LEFT_OUT = {"ATA": "no economy", "ATF": "no economy"}

# Editions differ in which features bear no ISO code; these are known by name.
CODES = {"France": "FRA", "Norway": "NOR", "Kosovo": "XKX"}
# Two features are no member states: they are drawn with the state that the United Nations count them to.
MERGED = {"N. Cyprus": "CYP", "Somaliland": "SOM"}

Ring = list[tuple[float, float]]


def parse_natural_earth(text: bytes) -> dict[str, Any]:
    """The world map as a document: `countries` maps ISO alpha-3 to `d` (SVG path) and `at` (x, y of its label).

    Raises ContentError when a feature has no ISO code that we know of.
    """
    rings: dict[str, list[Ring]] = defaultdict(list)
    for feature in json.loads(text)["features"]:
        code = feature["properties"]["iso_a3"]
        name = feature["properties"]["name"]
        if name in MERGED:
            code = MERGED[name]
        elif code == "-99":
            if name not in CODES:
                raise ContentError(f"Natural Earth feature {name!r} has no ISO code and is not in CODES")
            code = CODES[name]
        if code in LEFT_OUT:
            continue
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for polygon in polygons:
            rings[code].extend([calc_equal_earth(x, y) for x, y in ring] for ring in polygon)
    return _place(rings)


def _place(rings: dict[str, list[Ring]]) -> dict[str, Any]:
    """Scale to WIDTH and turn upside down, for in SVG y grows downward."""
    half = calc_equal_earth(180.0, 0.0)[0]
    scale = WIDTH / (2 * half)
    ys = [y for shapes in rings.values() for ring in shapes for _, y in ring]
    top, bottom = max(ys), min(ys)
    countries = {}
    for code in sorted(rings):
        placed = [[((x + half) * scale, (top - y) * scale) for x, y in ring] for ring in rings[code]]
        x, y = _centre(max(placed, key=lambda ring: abs(_area(ring))))
        countries[code] = {"at": [round(x), round(y)], "d": "".join(_path(ring) for ring in placed)}
    return {
        "schema": "scharnier-world-1",
        "projection": "Equal Earth",
        "width": WIDTH,
        "height": round((top - bottom) * scale),
        "countries": countries,
    }


def _path(ring: Ring) -> str:
    """A closed ring in relative whole steps; points that fall together after rounding are dropped."""
    points: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round(x), round(y))
        if not points or point != points[-1]:
            points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    steps = "".join(f"{x - px} {y - py}," for (px, py), (x, y) in itertools.pairwise(points)).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{steps[:-1]}z" if steps else f"M{points[0][0]} {points[0][1]}h1v1z"


def _area(ring: Ring) -> float:
    """Signed area by the shoelace formula; the ring is closed."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in itertools.pairwise(ring)) / 2


def _centre(ring: Ring) -> tuple[float, float]:
    """Centre of area of a closed ring."""
    area = _area(ring)
    pairs = list(itertools.pairwise(ring))
    x = sum((x0 + x1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs) / (6 * area)
    y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs) / (6 * area)
    return x, y


def build(shared: Path, folder: Path) -> None:
    """Write `world.json` and `world.manifest.yaml` in `folder` from the reference data in `shared`."""
    packed = (shared / INPUT).read_bytes()
    world = parse_natural_earth(gzip.decompress(packed))
    text = json.dumps(world, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n"
    source = yaml.safe_load((Path(__file__).parent / "source.yaml").read_text("utf-8"))
    manifest = {
        "source": {k: source[k] for k in ("id", "title", "publisher", "url", "licence", "attribution")},
        "edition": source["year"],
        "retrieved_on": source["retrieved_on"],
        "input": {"file": INPUT.name, "sha256": hashlib.sha256(packed).hexdigest()},
        "output": {
            "file": "world.json",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "rows": len(world["countries"]),
        },
        "method": "Equal Earth projection, 2000 whole units wide, one SVG path a country, label at the centre of area "
        "of its largest part (scharnier.sources.natural_earth.parse).",
        "changed": [
            "Features without an ISO code got one by name: " + ", ".join(f"{n} {c}" for n, c in CODES.items()) + ".",
            "N. Cyprus is drawn with Cyprus and Somaliland with Somalia, as the United Nations count them.",
        ],
        "left_out": [f"{code}: {why}" for code, why in LEFT_OUT.items()]
        + ["Countries too small for 1:110m (Malta, Singapore and others): the report names them below the map."],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "world.json").write_text(text, "utf-8")
    (folder / "world.manifest.yaml").write_text(
        yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=110), "utf-8"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="shared", type=Path, required=True, help="the reference data folder")
    build(parser.parse_args().shared, content_path("geo"))
