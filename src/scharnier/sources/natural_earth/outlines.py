"""Natural Earth 1:50m countries to coarse outlines for asking in which country a plot of land lies.

`python -m scharnier.sources.natural_earth.outlines --from <shared data dir>` writes `data/geo/outlines.json` and its
manifest; the same input gives the same bytes. Borders are simplified once and shared by both neighbours, so that no
gap opens between two countries.
"""

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml
from numpy.typing import NDArray

from scharnier.codes.countries import load_countries
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

INPUT = Path("geo") / "world_atlas_countries-50m.json.gz"
UNITS = 500  # whole units in a degree: steps of 0.002 degrees, about 220 m
TOLERANCE = 0.02  # degrees that simplifying may shift a border, about 2 km

# Features without an ISO number, known by name. None: nobody's by this table; no claim is made about it.
NAMED: dict[str, str | None] = {
    "Kosovo": "XK",
    "Somaliland": "SO",
    "N. Cyprus": "CY",
    "Siachen Glacier": None,
    "Indian Ocean Ter.": "AU",
}

Arc = NDArray[np.int64]


def parse_outlines(text: bytes) -> dict[str, Any]:
    """The outlines as a document.

    `arcs`: lines as whole units (`per_degree` in a degree), first point absolute, the rest as steps from the point
    before, flat x, y, x, y. `countries`: ISO alpha-2 to polygons, each a list of rings, each a list of arcs, where
    ~n is arc n backwards. Raises ContentError for a feature whose country we do not know.
    """
    topology = json.loads(text)
    scale, shift = (np.array(topology["transform"][part]) for part in ("scale", "translate"))
    arcs = [_simplify(np.cumsum(np.array(arc), axis=0) * scale + shift) for arc in topology["arcs"]]
    iso2_by_number = {country.num: country.iso2 for country in load_countries().values() if country.num}
    countries: dict[str, list[Any]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name, number = geometry["properties"]["name"], geometry.get("id")
        if number is None and name not in NAMED:
            raise ContentError(f"Natural Earth feature {name!r} has no number and is not in NAMED")
        iso2 = NAMED[name] if number is None else iso2_by_number.get(number)
        if iso2 is None:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        countries.setdefault(iso2, []).extend(polygons)
    return {
        "schema": "scharnier-outlines-1",
        "per_degree": UNITS,
        "countries": dict(sorted(countries.items())),
        "arcs": [_steps(arc) for arc in arcs],
    }


def _simplify(points: NDArray[np.float64]) -> Arc:
    """A line in whole units with the same ends; a ring keeps at least four different points."""
    line = shapely.get_coordinates(shapely.simplify(shapely.linestrings(points), TOLERANCE))
    is_ring = bool((points[0] == points[-1]).all())
    kept = points if is_ring and len(line) < 5 else line
    units = np.rint(kept * UNITS).astype(np.int64)
    moved = np.ones(len(units), dtype=bool)
    moved[1:] = (np.diff(units, axis=0) != 0).any(axis=1)
    return units[moved] if moved.sum() > 1 else units[[0, -1]]


def _steps(arc: Arc) -> list[int]:
    steps = np.concatenate([arc[:1], np.diff(arc, axis=0)])
    return [int(value) for value in steps.ravel()]


def _manifest(packed: bytes, text: str, countries: Iterable[str]) -> dict[str, Any]:
    source = yaml.safe_load((Path(__file__).parent / "source.yaml").read_text("utf-8"))
    return {
        "source": {
            **{key: source[key] for key in ("id", "publisher", "url", "licence", "attribution")},
            "title": "Natural Earth, Admin 0 countries, 1:50m (as TopoJSON by world-atlas)",
        },
        "retrieved_on": source["retrieved_on"],
        "input": {"file": INPUT.name, "sha256": hashlib.sha256(packed).hexdigest()},
        "output": {
            "file": "outlines.json",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "rows": len(list(countries)),
        },
        "method": f"Borders simplified by Douglas-Peucker with {TOLERANCE} degrees and rounded to 1/{UNITS} degree, "
        "once for both neighbours (scharnier.sources.natural_earth.outlines).",
        "changed": [
            "Features without an ISO number got a code by name: "
            + ", ".join(f"{name} {iso2}" for name, iso2 in NAMED.items() if iso2)
            + ".",
            "A map draws who holds an area, not whose it is: where states dispute land, no claim is made from it.",
        ],
        "left_out": ["Siachen Glacier: nobody's by this table"],
    }


def build(shared: Path, folder: Path) -> None:
    """Write `outlines.json` and `outlines.manifest.yaml` in `folder` from the reference data in `shared`."""
    packed = (shared / INPUT).read_bytes()
    outlines = parse_outlines(gzip.decompress(packed))
    text = json.dumps(outlines, separators=(",", ":")).replace('],"', '],\n"') + "\n"
    manifest = _manifest(packed, text, outlines["countries"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "outlines.json").write_text(text, "utf-8")
    (folder / "outlines.manifest.yaml").write_text(
        yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=110), "utf-8"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="shared", type=Path, required=True, help="the reference data folder")
    build(parser.parse_args().shared, content_path("geo"))
