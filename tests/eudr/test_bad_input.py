"""Files that are no plots at all: one line that says what is wrong, never a traceback, never endless memory."""

import os
import tracemalloc
from pathlib import Path

import pytest

from scharnier.eudr import Rules, check_bytes, check_file
from scharnier.kernel.errors import InputProblem

from .builders import codes, collection, feature, point, polygon

UNREADABLE = [
    (b"", "empty"),
    (b"  \n ", "empty"),
    (b"\xff\xfe" + '{"type":"FeatureCollection"}'.encode("utf-16-le"), "UTF-16"),
    ('{"type":"FeatureCollection"}'.encode("utf-16-le"), "UTF-16"),
    ('{"type":"FeatureCollection"}'.encode("utf-32"), "UTF-32"),
    (b'{"type":"FeatureCollection",\n"features":["\xe9"]}', "byte 43 is not UTF-8"),
    (b"%PDF-1.7\n", r"not JSON: a value is expected here \(line 1, column 1\)"),
    (b"[1,2,3]", "not GeoJSON"),
    (b'"plots"', "not GeoJSON"),
    (b"7", "not GeoJSON"),
    (b"null", "not GeoJSON: it holds null"),
    (b'{"type":"FeatureCollection"', "ends too early"),
    (b'{"type":"FeatureCollection","features":[', "ends too early"),
    (b'{"type":"FeatureCollection","features":[\n{"type":"Feature"}\n{"type":"Feature"}]}', "line 3, column 1"),
    (b'{"type":"FeatureCollection","features":[{"a":1,}]}', r"line 1, column 4[78]"),
    (b'{"type":"FeatureCollection","features":[]} x', "nothing may follow"),
    (b'{"type":"FeatureCollection","features":[]}{}', "nothing may follow"),
    (b'{"type" "FeatureCollection"}', "expecting ':' delimiter"),
    (b"{'type':1}", "double quotes"),
    (b'{"type":"Feature","geometry":' + b"[" * 100_000, "nested too deeply"),
    (b'{"type":"FeatureCollection","features":[' + b'{"a":' * 100_000, "nested too deeply"),
    (b'{"type":"FeatureCollection","features":[01]}', "delimiter"),
    (b'{"a":"\x01"}', "control character"),
]


@pytest.mark.parametrize(("data", "message"), UNREADABLE)
def test_unreadable_files_are_one_problem(rules: Rules, data: bytes, message: str) -> None:
    with pytest.raises(InputProblem, match=message) as caught:
        check_bytes(data, rules, name="plots.geojson")
    assert "\n" not in str(caught.value)


def test_what_cannot_be_opened(rules: Rules, tmp_path: Path) -> None:
    for path in (tmp_path / "none.geojson", tmp_path, Path("/dev/zero"), Path("a\x00b")):
        with pytest.raises(InputProblem, match="cannot be read"):
            check_file(path, rules)


def test_a_file_above_the_limit_is_not_read(rules: Rules, tmp_path: Path) -> None:
    path = tmp_path / "large.geojson"
    with path.open("wb") as handle:
        os.truncate(handle.fileno(), 500 << 20)
    tracemalloc.start()
    with pytest.raises(InputProblem, match="larger than 400 MiB"):
        check_file(path, rules)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


ODD = [
    '{"type":"FeatureCollection","features":[null,true,"x",[],{},[[]],{"type":"Feature"},7]}',
    '{"type":"FeatureCollection","features":null}',
    '{"type":["FeatureCollection"],"features":[]}',
    '{"type":"Feature","properties":{"Area":{},"ProducerCountry":[],"ProducerName":7},"geometry":{}}',
    '{"type":"Feature","id":null,"bbox":{},"properties":{},"geometry":[]}',
    '{"type":"FeatureCollection","crs":7,"features":[]}',
    '{"type":"FeatureCollection","crs":{"properties":[]},"features":[]}',
    '{"type":"FeatureCollection","features":[],"features":[]}',
    '{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[]}]}',
    '{"type":"GeometryCollection","geometries":7}',
    '{"type":"Polygon","coordinates":[[[]]]}',
    '{"type":"Polygon","coordinates":[[],[]]}',
    '{"type":"MultiPolygon","coordinates":[[],[[]],[[[]]],[[[[]]]]]}',
    '{"type":"MultiPoint","coordinates":[[],[1],[1,2],"a",{}]}',
    '{"type":"Point","coordinates":{"x":1}}',
    '{"type":"Point","coordinates":[1e400,-1e400]}',
    '{"type":"Polygon","coordinates":[[[0,0],[1e308,0],[1e308,1e308],[0,0]]]}',
    '{"type":"Polygon","coordinates":[[[0.1,0.1],[0.1,0.1],[0.1,0.1],[0.1,0.1]]]}',
    '{"type":"Point","coordinates":[' + "1" * 5000 + "," + "0." + "1" * 5000 + "]}",
    '{"type":"Point","coordinates":[1e-99999999999999999999,1E+99999999999]}',
    collection([point(ProducerCountry="\ud800")]),
    collection([point(**{"\u202e": "\x1b[31m"})]),
    collection([feature("Polygon", "[" + ",".join(["[[0.1,0.2],[0.2,0.2],[0.2,0.3],[0.1,0.2]]"] * 50) + "]")]),
]


@pytest.mark.parametrize("text", ODD)
def test_odd_files_are_answered(rules: Rules, text: str) -> None:
    checked = check_bytes(text.encode("utf-8", "surrogatepass") if "\ud800" not in text else text.encode(), rules)
    assert not checked.valid or checked.counts == {} or "ProducerCountry" not in text
    for issue in checked.issues:
        assert issue.message("nl")
        assert issue.message("en")
        assert issue.path


def test_many_faults_in_one_feature_are_cut_short(rules: Rules) -> None:
    checked = check_bytes(collection([feature("MultiPoint", str([["a"]] * 50).replace("'", '"'))]).encode(), rules)
    assert checked.counts["not_a_number"]["error"] + checked.counts["too_few_numbers"]["error"] == 100
    assert len(checked.issues) == 20


def test_blank_and_line_ends_do_not_matter(rules: Rules) -> None:
    text = collection([point(), polygon()])
    spaced = text.replace("{", "\r\n\t{ ").replace(",", " ,\n ").replace("]", " \r\n]") + "\n\n "
    assert codes(check_bytes(spaced.encode(), rules)) == codes(check_bytes(text.encode(), rules)) == set()
