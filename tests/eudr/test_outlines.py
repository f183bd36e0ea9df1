"""The coarse outlines: made from the published file, whole, and right about places that everyone knows."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from scharnier.eudr.outlines import DISPUTED, are_outside, find_countries, known_countries, load_outline, names
from scharnier.eudr.properties import iso2_codes
from scharnier.kernel.content import content_path

PLACES = {
    "NL": (4.9, 52.37),
    "GH": (-1.62, 6.69),
    "CI": (-5.28, 7.69),
    "BR": (-47.9, -15.8),
    "ID": (110.4, -7.0),
    "VN": (108.05, 12.67),
    "CO": (-75.6, 4.8),
    "ET": (38.75, 9.0),
    "PG": (143.2, -6.1),
    "RU": (37.6, 55.75),
    "US": (-93.3, 44.98),
    "XK": (21.1, 42.6),
    "SO": (44.06, 9.56),
    "GF": (-52.6, 4.8),
}


@pytest.mark.parametrize("iso2", PLACES)
def test_known_places(iso2: str) -> None:
    at = np.array([PLACES[iso2]])
    expected = {"GF": "FR"}.get(iso2, iso2)  # drawn with its state
    assert find_countries(at) == [expected]
    assert not are_outside(iso2, at)[0]
    far = [other for other in PLACES if other not in (iso2, expected) and are_outside(other, at)[0]]
    # French Guiana has no outline of its own, so nothing is claimed against it.
    assert set(far) == set(PLACES) - {iso2, expected, "GF"}


def test_the_ocean_is_nobodys() -> None:
    assert find_countries(np.array([[-30.0, 0.0]])) == [None]


def test_every_outline_is_of_a_country_that_exists() -> None:
    assert known_countries() <= iso2_codes()
    assert len(known_countries()) > 220
    for code in known_countries():
        outline = load_outline(code)
        assert outline is not None
        assert shapely.is_valid(outline)
        assert not shapely.is_empty(outline), code


def test_disputed_pairs_exist() -> None:
    assert all(len(pair) == 2 and pair <= iso2_codes() for pair in DISPUTED)


def test_names_in_two_languages() -> None:
    assert names("CI")["nl"] == "Ivoorkust"
    assert names("??") == {"nl": "??", "en": "??"}


@pytest.mark.shared
def test_outlines_and_manifest_are_what_the_script_makes(shared_data: Path, tmp_path: Path) -> None:
    from scharnier.sources.natural_earth.outlines import build

    build(shared_data, tmp_path)
    for name in ("outlines.json", "outlines.manifest.yaml"):
        assert (tmp_path / name).read_bytes() == content_path(f"geo/{name}").read_bytes()


@pytest.mark.shared
def test_simplified_borders_stay_near(shared_data: Path) -> None:
    topology = json.loads(gzip.decompress((shared_data / "geo/world_atlas_countries-50m.json.gz").read_bytes()))
    scale, shift = (np.array(topology["transform"][part]) for part in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    document = json.loads(content_path("geo/outlines.json").read_text("utf-8"))
    ours = [np.cumsum(np.array(arc).reshape(-1, 2), axis=0) / document["per_degree"] for arc in document["arcs"]]
    assert len(arcs) == len(ours)
    worst = max(
        shapely.hausdorff_distance(shapely.linestrings(a), shapely.linestrings(b))
        for a, b in zip(arcs, ours, strict=True)
    )
    assert worst < 0.025  # degrees, a quarter of the margin
