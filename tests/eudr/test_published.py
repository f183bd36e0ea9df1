"""Against the files of others: the Commission's example, geojsonhint's good and bad files, real parcels."""

import json
import math
import shutil
import subprocess
import tarfile
from pathlib import Path

import numpy as np
import pytest

from scharnier.eudr import Rules, check_bytes, check_file
from scharnier.kernel.errors import InputProblem

from .builders import codes

pytestmark = pytest.mark.shared

# What geojsonhint calls bad, and the codes by which we say so (or that the file cannot be read).
BAD = {
    "bad-duplicate-properties": {"duplicate_key", "misplaced_member", "properties_wrong", "geometry_missing"},
    "bad-featurelist": {"wrong_nesting"},
    "bad-json": None,
    "bad-polygon-interiorring-rhr": {"hole"},
    "bad-polygonloop": {"wrong_nesting"},
    "badcoord": {"not_a_number"},
    "badcoordtype": {"wrong_nesting"},
    "badfeatureid": {"id_wrong"},
    "bbox-4or6elements": {"bbox_wrong"},
    "bbox-contains-string": {"bbox_wrong"},
    "bbox-string": {"bbox_wrong"},
    "different-first-last": {"ring_open"},
    "excessive_precision_truncated": {"geometry_type"},
    "expected_object": {"properties_wrong"},
    "false": {"geometry_type", "geometry_collection"},
    "feature_changed_semantics": {"misplaced_member"},
    "featurecollection": {"features_missing"},
    "featurecollection-obj": {"features_missing"},
    "featurecollection-type-case": {"type_unknown", "not_a_feature"},
    "featurecollection_changed_semantics": {"misplaced_member"},
    "geometry_changed_semantics": {"misplaced_member"},
    "geometrycollection_single": {"geometry_collection"},
    "multiple_problems": {"id_wrong", "not_a_number", "not_a_feature"},
    "multipoint-multidimension": {"wrong_nesting"},
    "multipoint-nondimension": {"wrong_nesting"},
    "nofeaturetype": {"not_a_feature"},
    "notype": {"type_unknown"},
    "point": {"coordinates_missing"},
    "point-toofew": {"too_few_numbers"},
    "polygon_winding_order": {"winding"},
    "short-line": {"geometry_type"},
    "short-multilinestring": {"geometry_type"},
    "stringcoord": {"not_a_number"},
    "unknowntype": {"type_unknown"},
}

# What geojsonhint calls good may still be no plot of land by the regulation or its system: these errors, no others.
GOOD = {
    "good-feature": {"too_few_decimals"},
    "good-feature-with-id": {"too_few_decimals"},
    "good-feature-with-string-id": {"too_few_decimals"},
    "good-featurecollection": {"too_few_decimals", "geometry_type"},
    "good-featurecollection-bbox": {"too_few_decimals"},
    "good-featurecollection-extensions": {"too_few_decimals", "geometry_type"},
    "good-multilinestring": {"geometry_type"},
    "good-multipoint": {"too_few_decimals"},
    "good-point-3d": {"too_few_decimals"},
    "good-polygon": {"too_few_decimals"},
    "issue82": {"out_of_range", "hole"},
    "nullgeometry": {"geometry_missing"},
    "nullproperties": {"too_few_decimals"},
}


@pytest.fixture(scope="module")
def hint(shared_data: Path) -> dict[str, bytes]:
    """The files of geojsonhint's own tests, by folder and name."""
    with tarfile.open(shared_data / "geo" / "geojsonhint_good_bad_dev.tar.xz") as archive:
        return {
            member.name.removeprefix("./"): archive.extractfile(member).read()  # type: ignore[union-attr]
            for member in archive.getmembers()
            if member.isfile()
        }


def test_the_tables_name_every_file(hint: dict[str, bytes]) -> None:
    names = {(Path(name).parts[-2], Path(name).stem) for name in hint if name.endswith(".geojson")}
    assert names == {("bad", name) for name in BAD} | {("good", name) for name in GOOD}


@pytest.mark.parametrize("name", BAD)
def test_every_bad_file_is_named_by_what_is_wrong(hint: dict[str, bytes], rules: Rules, name: str) -> None:
    expected = BAD[name]
    if expected is None:
        with pytest.raises(InputProblem, match=r"line 3, column 5"):
            check_bytes(hint[f"bad/{name}.geojson"], rules)
    else:
        assert expected <= codes(check_bytes(hint[f"bad/{name}.geojson"], rules))


@pytest.mark.parametrize("name", GOOD)
def test_good_files_have_only_errors_of_the_regulation(hint: dict[str, bytes], rules: Rules, name: str) -> None:
    checked = check_bytes(hint[f"good/{name}.geojson"], rules)
    assert {code for code, number in checked.counts.items() if number["error"]} == GOOD[name]


# Errors in real parcels, each of them real: the EU system takes no holes, and stores six decimals.
PARCELS = {
    "brazil_lem": ("BR", {"hole": 1}),
    "germany_bb": ("DE", {"hole": 11}),
    "india_10k": ("IN", {}),
    "jecam_africa": (None, {}),
    "nl_brp_2023": ("NL", {"hole": 4, "invalid_after_rounding": 2}),
    "vietnam_ai4smallfarms": ("VN", {}),
}


@pytest.mark.parametrize("name", PARCELS)
def test_real_parcels_raise_no_false_alarm(shared_data: Path, rules: Rules, name: str) -> None:
    country, expected = PARCELS[name]
    path = shared_data / "geo" / "parcels" / f"{name}.geojson"
    checked = check_file(path, rules, country)
    assert {code: number["error"] for code, number in checked.counts.items() if number["error"]} == expected
    with_holes = {
        index
        for index, feature in enumerate(json.loads(path.read_text("utf-8"))["features"])
        if any(
            len(part) > 1
            for part in (
                feature["geometry"]["coordinates"]
                if feature["geometry"]["type"] == "MultiPolygon"
                else [feature["geometry"]["coordinates"]]
            )
        )
    }
    assert {issue.feature for issue in checked.issues if issue.code == "hole"} == with_holes


@pytest.mark.parametrize("name", PARCELS)
def test_areas_are_those_of_an_equal_area_projection(shared_data: Path, rules: Rules, name: str) -> None:
    path = shared_data / "geo" / "parcels" / f"{name}.geojson"
    checked = check_file(path, rules)
    stated = np.array([f["properties"]["area_ha_calc"] for f in json.loads(path.read_text("utf-8"))["features"]])
    ours = np.zeros(len(stated))
    np.add.at(ours, checked.reading.plots.polygons.feature, checked.shapes.hectares)
    # They are written with four decimals: half of the last one is allowed besides 0.1%.
    assert (np.abs(ours - stated) <= 0.00005001 + 0.001 * stated).all()


def test_parcels_in_the_wrong_country_are_found(shared_data: Path, rules: Rules) -> None:
    path = shared_data / "geo" / "parcels" / "nl_brp_2023.geojson"
    checked = check_file(path, rules, "BR")
    assert checked.counts["outside_country"] == {"error": 99, "warning": 1}  # one lies in water on a coarse map
    assert "outside_country" not in codes(check_file(path, rules, "NL"))


def test_swapped_parcels_are_called_swapped(shared_data: Path, rules: Rules) -> None:
    path = shared_data / "geo" / "parcels" / "vietnam_ai4smallfarms.geojson"
    document = json.loads(path.read_text("utf-8"))
    for feature in document["features"]:
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in ring] for ring in feature["geometry"]["coordinates"]]
    checked = check_bytes(json.dumps(document).encode(), rules, "VN")
    assert checked.counts["swapped"]["error"] == 100


def test_the_example_of_the_commission(shared_data: Path, rules: Rules) -> None:
    checked = check_file(shared_data / "geo" / "ec_eudr_poligon.geojson", rules, "HR")
    assert checked.valid
    assert codes(checked) <= {"extra_decimals", "winding", "vertices_coincide"}


def test_examples_in_the_description_of_the_commission(shared_data: Path, rules: Rules) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed")
    pdf = shared_data / "geo" / "ec_eudr_geojson_file_description_1.3.pdf"
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    flat = "".join(line for line in text.split("5 Examples")[-1].splitlines() if not line.strip().isdigit())
    decoder, at, seen = json.JSONDecoder(), 0, []
    while (at := flat.find('{"type":"FeatureCollection"', at)) >= 0:
        piece = flat[at:]
        piece = piece[: piece.index("]]]}}]}") + 7]
        seen.append(piece)
        at += len(piece)
    assert len(seen) == 2
    for piece in seen:
        decoder.decode(piece)
        checked = check_bytes(piece.encode(), rules)
        assert checked.valid, [issue.message("en") for issue in checked.issues]
    one = check_bytes(seen[0].encode(), rules)
    # Dropped zeros, such as -22.88015, are a remark and no error.
    assert one.counts["too_few_decimals"] == {"error": 0, "warning": 2}
    assert one.hectares == pytest.approx(23.72 + 2.39, rel=0.01)


@pytest.mark.parametrize("country", ["GH", "VN", "CO"])
def test_areas_of_interest_lie_where_they_say(shared_data: Path, rules: Rules, country: str) -> None:
    names = {"GH": "cocoa_west_africa_ghana", "VN": "coffee_se_asia_vietnam", "CO": "mixed_crop_latin_america_colombia"}
    path = shared_data / "geo" / "aoi" / f"{names[country]}.geojson"
    checked = check_file(path, rules, country)
    assert "outside_country" not in codes(checked)
    stated = json.loads(path.read_text("utf-8"))["features"][0]["properties"]["approx_area_ha"]
    assert math.isclose(checked.hectares, stated, rel_tol=0.01)
