"""Every code: a file in which it is found, at the right place, and one in which it is not."""

from typing import Any

import pytest

from scharnier.eudr import load_codes

from .builders import SQUARE, codes, collection, feature, found, point, polygon, ring
from .conftest import Check

BOWTIE = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
HOLE = f"[{ring([*SQUARE, SQUARE[0]])},[[-2.159,6.711],[-2.1591,6.7111],[-2.159,6.7111],[-2.159,6.711]]]"
POINT = '{"type":"Point","coordinates":[-2.151234,6.704321]}'
COLLECTED = f'{{"type":"Feature","properties":{{}},"geometry":{{"type":"GeometryCollection","geometries":[{POINT}]}}}}'
MOVED = [(x + 0.001, y) for x, y in SQUARE]
FAR = [(x + 0.01, y) for x, y in SQUARE]


# code, severity, the file (a text, or features), feature, path
CASES: list[tuple[str, str, Any, int | None, str]] = [
    ("byte_order_mark", "warning", "\ufeff" + collection([point()]), None, "$"),
    (
        "duplicate_key",
        "error",
        collection([point().replace('"type": "Point"', '"type":"Point"').replace('"Area":', '"Area": 1, "Area":')]),
        0,
        "features[0].properties",
    ),
    ("duplicate_key", "error", '{"type":"Feature",' + collection([point()])[1:], None, "type"),
    ("type_unknown", "error", '{"type":"Topology","objects":{}}', None, "type"),
    ("type_unknown", "error", "{}", None, "type"),
    ("features_missing", "error", '{"type":"FeatureCollection","features":{}}', None, "features"),
    ("no_plots", "error", collection([]), None, "$"),
    (
        "crs_not_wgs84",
        "error",
        '{"crs":{"type":"name","properties":{"name":"EPSG:28992"}},' + collection([point()])[1:],
        None,
        "crs",
    ),
    ("misplaced_member", "warning", '{"coordinates":null,' + collection([point()])[1:], None, "coordinates"),
    ("bbox_wrong", "warning", ['{"bbox":[1,2,3],' + point()[1:]], 0, "features[0].bbox"),
    ("id_wrong", "warning", ['{"id":{},' + point()[1:]], 0, "features[0].id"),
    ("not_a_feature", "error", [point(), point().replace("Feature", "Featre")], 1, "features[1]"),
    ("not_a_feature", "error", ["7"], 0, "features[0]"),
    ("properties_wrong", "warning", ['{"type":"Feature","properties":3}'], 0, "features[0].properties"),
    ("property_name", "warning", [point(productionplace="X")], 0, "features[0].properties.productionplace"),
    ("property_name", "warning", [point(ProducerCountry=..., ProducerContry="GH")], 0,
     "features[0].properties.ProducerContry"),
    ("geometry_missing", "error", [point(), point().replace("geometry", "geomerty")], 1, "features[1].geometry"),
    ("geometry_type", "error", [feature("LineString", "[[0.1,0.2],[0.3,0.4]]")], 0, "features[0].geometry.type"),
    (
        "geometry_collection",
        "warning",
        [COLLECTED],
        0,
        "features[0].geometry",
    ),
    ("coordinates_missing", "error", [feature("Polygon", "[]")], 0, "features[0].geometry.coordinates"),
    ("coordinates_missing", "error", [feature("Polygon", "[[]]")], 0, "features[0].geometry.coordinates[0]"),
    ("wrong_nesting", "error", [feature("Point", "[[-2.151234,6.704321]]")], 0, "features[0].geometry.coordinates"),
    ("wrong_nesting", "error", [feature("Polygon", ring(SQUARE))], 0, "features[0].geometry.coordinates[0][0]"),
    ("not_a_number", "error", [point('["-2.151234",6.704321]')], 0, "features[0].geometry.coordinates[0]"),
    ("not_a_number", "error", [point("[-2.151234,NaN]")], 0, "features[0].geometry.coordinates[1]"),
    ("not_a_number", "error", [point("[-Infinity,6.704321]")], 0, "features[0].geometry.coordinates[0]"),
    ("not_a_number", "error", [point("[null,6.704321]")], 0, "features[0].geometry.coordinates[0]"),
    ("too_few_numbers", "error", [point("[-2.151234]")], 0, "features[0].geometry.coordinates"),
    ("third_number", "warning", [point("[-2.151234,6.704321,12.5]")], 0, "features[0].geometry.coordinates"),
    ("out_of_range", "error", [point("[-182.151234,6.704321]")], 0, "features[0].geometry.coordinates"),
    ("out_of_range", "error", [point("[1e999,6.704321]")], 0, "features[0].geometry.coordinates"),
    ("projected", "error", [point("[155000.123456,463000.123456]")], 0, "features[0].geometry.coordinates"),
    ("swapped", "error", [point("[6.704321,-2.151234]")], 0, "features[0].geometry.coordinates"),
    ("swapped", "error", [point("[20.821234,106.201234]")], 0, "features[0].geometry.coordinates"),
    ("too_few_decimals", "error", [point("[-2.151234,4.12345]")], 0, "features[0].geometry.coordinates[1]"),
    ("too_few_decimals", "error", [point("[-2,6.704321]")], 0, "features[0].geometry.coordinates[0]"),
    ("too_few_decimals", "error", [feature("Polygon", "[[[-2.1,6.7],[-2.0,6.7],[-2.0,6.8],[-2.1,6.7]]]")], 0,
     "features[0].geometry.coordinates[0][0][0]"),
    ("too_few_decimals", "warning", [polygon().replace("6.712021", "6.71202")], 0,
     "features[0].geometry.coordinates[0][2][1]"),
    ("extra_decimals", "warning", [point("[-2.1512341,6.704321]")], None, "$"),
    ("ring_too_short", "error", [feature("Polygon", f"[{ring([*SQUARE[:2], SQUARE[0]])}]")], 0,
     "features[0].geometry.coordinates[0]"),
    ("ring_open", "error", [point(), feature("Polygon", f"[{ring(SQUARE)}]")], 1,
     "features[1].geometry.coordinates[0][3]"),
    ("no_area", "error", [polygon([SQUARE[0], SQUARE[1], (-2.159001, 6.710006), SQUARE[1]])], 0,
     "features[0].geometry.coordinates[0]"),
    ("self_intersection", "error", [polygon(BOWTIE)], 0, "features[0].geometry.coordinates[0][0]"),
    ("hole", "error", [feature("Polygon", HOLE)], 0, "features[0].geometry.coordinates[1]"),
    ("winding", "warning", [polygon(SQUARE[::-1])], 0, "features[0].geometry.coordinates[0]"),
    ("vertices_coincide", "warning", [polygon([*SQUARE[:2], SQUARE[1], *SQUARE[2:]])], 0,
     "features[0].geometry.coordinates[0][2]"),
    ("invalid_after_rounding", "error", [feature(
        "Polygon", "[[[-2.1600001,6.7100001],[-2.1600004,6.7100001],[-2.1600004,6.7100004],[-2.1600001,6.7100001]]]"
    )], 0, "features[0].geometry.coordinates"),
    ("sliver", "warning", [polygon([(-2.16, 6.71), (-2.15, 6.71), (-2.15, 6.710001), (-2.16, 6.710001)])], 0,
     "features[0].geometry.coordinates"),
    ("very_large", "warning", [polygon([(-2.100001, 6.1), (-1.100001, 6.1), (-1.1, 7.100001), (-2.1, 7.100001)])], 0,
     "features[0].geometry.coordinates"),
    ("antimeridian", "warning", [polygon(
        [(179.900001, -17.000001), (-179.900001, -17.000001), (-179.900001, -16.9), (179.900001, -16.9)],
        ProducerCountry="FJ")], 0, "features[0].geometry.coordinates"),
    ("parts_overlap", "error", [feature(
        "MultiPolygon", f"[[{ring([*SQUARE, SQUARE[0]])}],[{ring([*MOVED, MOVED[0]])}]]"
    )], 0, "features[0].geometry.coordinates[1]"),
    ("duplicate_plot", "warning", [polygon(), polygon(FAR), polygon(SQUARE[2:] + SQUARE[:2])], 2,
     "features[2].geometry.coordinates"),
    ("duplicate_plot", "warning", [point(), point()], 1, "features[1].geometry.coordinates"),
    ("overlap", "warning", [polygon(), polygon(MOVED)], 1, "features[1].geometry.coordinates"),
    ("point_over_4_ha", "error", [point(Area=4.5)], 0, "features[0].properties.Area"),
    ("area_assumed", "warning", [point(Area=...)], 0, "features[0].properties.Area"),
    ("area_not_a_number", "error", [point(Area="3")], 0, "features[0].properties.Area"),
    ("area_too_small", "error", [point(Area=0.00001)], 0, "features[0].properties.Area"),
    ("area_too_small", "error", [point(Area=-2)], 0, "features[0].properties.Area"),
    ("area_too_small", "warning", [point(Area=0.05)], 0, "features[0].properties.Area"),
    ("area_differs", "warning", [polygon(Area=50000.0)], 0, "features[0].properties.Area"),
    ("country_missing", "warning", [point(), point("[-2.2,6.7]", ProducerCountry=...)], 1,
     "features[1].properties.ProducerCountry"),
    ("country_missing", "warning", [point(ProducerCountry=...)] * 2, None, "$"),
    ("country_unknown", "error", [point(ProducerCountry="Ghana")], 0, "features[0].properties.ProducerCountry"),
    ("outside_country", "error", [point("[-2.151234,6.704321]", ProducerCountry="BR")], 0,
     "features[0].geometry.coordinates"),
    ("outside_country", "warning", [point("[-12.151234,-2.704321]")], 0, "features[0].geometry.coordinates"),
    ("at_sea", "warning", [point("[-12.151234,-2.704321]", ProducerCountry=...)], 0,
     "features[0].geometry.coordinates"),
    ("at_sea", "warning", [polygon([(x - 20, y - 20) for x, y in SQUARE], ProducerCountry=...)], 0,
     "features[0].geometry.coordinates[0][0]"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "severity", "what", "feature_", "path"), CASES)
def test_a_fault_is_found_at_its_place(
    check: Check, code: str, severity: str, what: Any, feature_: int | None, path: str
) -> None:
    checked = check(what)
    assert (code, severity, feature_, path) in found(checked)
    assert checked.valid == (not any(level == "error" for _, level, _, _ in found(checked)))


def test_every_code_has_a_case(check: Check) -> None:
    elsewhere = {"file_over_25_mb", "too_many_producers", "country_differs", "overlap_unfinished"}
    assert {case[0] for case in CASES} | elsewhere == set(load_codes())


SOUND: list[Any] = [
    [point()],
    [polygon()],
    [point(), polygon(FAR, Area=4.9, ProducerName="A", ProductionPlace="B")],
    [polygon(), polygon([(x + 0.002, y) for x, y in SQUARE])],  # neighbours, a strip of some metres between
    [point("[-2.100000,6.700000]")],
    ['{"id":"a",' + point()[1:], '{"id":7,"bbox":[-3,6,-2,7],' + polygon()[1:]],
    [feature("MultiPoint", "[[-2.151234,6.704321],[-2.161234,6.704321]]", {"Area": 2})],
    [feature("MultiPolygon", f"[[{ring([*SQUARE, SQUARE[0]])}],[{ring([*FAR, FAR[0]])}]]")],
    '{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},' + collection([point()])[1:],
    '{"crs":null,' + collection([point()])[1:],
    point(),
    [point(Area=0.1)],
    [point(Area=4)],
    [point(owner="x", area=3, Country="Ghana", place="y")],
]


@pytest.mark.parametrize("what", SOUND)
def test_a_sound_file_gives_no_issue(check: Check, what: Any) -> None:
    given = collection(what) if isinstance(what, list) else what
    assert found(check(given)) in ([], [("property_name", "warning", 0, "features[0].properties.area")])


def test_a_name_of_ones_own_is_no_slip_for_a_polygon(check: Check) -> None:
    assert codes(check([polygon(area=3, Producer_Name="x")])) == {"property_name"}
    assert codes(check([polygon(area=3)])) == set()


def test_messages_exist_in_both_languages_and_end_with_what_to_do(check: Check) -> None:
    for _, _, what, _, _ in CASES:
        for issue in check(what).issues:
            for lang in ("nl", "en"):
                message = issue.message(lang)
                assert message.endswith(".") or "scharnier" in message
                assert message.count(".") + message.count(";") >= 2 or issue.code == "too_few_numbers", message
                assert "{" not in message.replace("{}", "")


def test_self_intersection_names_both_lines_and_the_place(check: Check) -> None:
    [issue] = [i for i in check([polygon(BOWTIE)]).issues if i.code == "self_intersection"]
    assert "line 0 to 1 and line 2 to 3" in issue.message("en")
    assert (float(issue.details["x"]), float(issue.details["y"])) == pytest.approx((-2.15901, 6.71101), abs=5e-6)


def test_a_figure_eight_of_equal_halves_is_a_crossing_and_no_line(check: Check) -> None:
    eight = [(-2.0, 6.0), (-1.999001, 6.001001), (-1.999001, 6.0), (-2.0, 6.001001)]
    assert "self_intersection" in codes(check([polygon(eight)]))
    assert "no_area" not in codes(check([polygon(eight)]))


def test_overlap_says_how_much_of_which(check: Check) -> None:
    [issue] = [i for i in check([polygon(), polygon(MOVED)]).issues if i.code == "overlap"]
    assert issue.details["other"] == 0
    assert 48 <= float(issue.details["share"]) <= 52
    assert 2.3 < float(issue.details["area"]) < 2.6


def test_a_plot_in_the_hole_of_another_does_not_overlap_it(check: Check) -> None:
    inside = [(-2.15909, 6.711081), (-2.159021, 6.711081), (-2.159021, 6.711091)]
    assert "overlap" not in codes(check([feature("Polygon", HOLE), polygon(inside[::-1])]))


def test_stated_country(check: Check) -> None:
    assert codes(check([point(ProducerCountry=...)], country="GH")) == set()
    assert codes(check([point()], country="CI")) == {"country_differs"}
    assert "outside_country" in codes(check([point(ProducerCountry=...)], country="VN"))


def test_near_a_border_nothing_is_claimed(check: Check) -> None:
    # Elubo lies in Ghana, some 5 km from Côte d'Ivoire.
    assert codes(check([point("[-2.766123,5.280123]", ProducerCountry="CI")])) == set()


def test_disputed_land_is_no_evidence(check: Check) -> None:
    crimea = point("[34.101234,45.201234]", ProducerCountry="UA")
    assert "outside_country" not in codes(check([crimea]))


def test_limits_of_the_system(check: Check) -> None:
    many = [point(f"[-2.15{n:04d},6.704321]", ProducerName=f"P{n}") for n in range(1001)]
    assert "too_many_producers" in codes(check(many))
    assert "too_many_producers" not in codes(check(many[:1000]))
    large = collection([point(note="x" * 25_000_000)])
    assert "file_over_25_mb" in codes(check(large))


def test_of_one_code_ten_thousand_are_kept_and_all_are_counted(check: Check) -> None:
    checked = check([point("[-2.1,6.7]") for _ in range(10_050)])
    assert checked.counts["too_few_decimals"]["error"] == 10_050
    assert sum(issue.code == "too_few_decimals" for issue in checked.issues) == 10_000
    assert checked.as_json("en")["complete"] is False


def test_a_pile_of_plots_ends_and_says_so(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scharnier.eudr.overlap.MOST_WORK", 2_000)
    monkeypatch.setattr("scharnier.eudr.overlap.BATCH", 200)
    checked = check([polygon([(x, y + n * 1e-6) for x, y in SQUARE]) for n in range(100)])
    assert {"overlap", "overlap_unfinished"} <= codes(checked)
    assert codes(check([polygon(), polygon(MOVED)])) == {"overlap"}


def test_a_plot_at_sea_that_would_lie_on_land_the_other_way_round(check: Check) -> None:
    [issue] = [i for i in check([point("[6.704321,-2.151234]", ProducerCountry=...)]).issues if i.code == "at_sea"]
    assert "lies in Ghana: are longitude and latitude swapped?" in issue.message("en")
    assert "at_sea" not in codes(check([point(ProducerCountry=...)]))
    fiji = point("[-179.961234,-16.751234]", ProducerCountry=...)
    assert "at_sea" not in codes(check([fiji]))


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", True),
        ("EPSG:4326", True),
        ("urn:ogc:def:crs:EPSG::4326", True),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", True),
        ("EPSG:3857", False),
        ("urn:ogc:def:crs:EPSG::28992", False),
        ("EPSG:14326", False),
    ],
)
def test_names_of_the_coordinate_system(check: Check, name: str, right: bool) -> None:
    crs = f'{{"crs":{{"type":"name","properties":{{"name":"{name}"}}}},'
    assert ("crs_not_wgs84" not in codes(check(crs + collection([point()])[1:]))) == right
