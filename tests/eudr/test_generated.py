"""Random plots: sound ones pass, and one fault put into them is found and named at the right vertex."""

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.eudr import Rules, check_bytes
from scharnier.eudr.area import HECTARE, calc_signed_areas
from scharnier.eudr.collect import convert_numbers
from scharnier.eudr.crossing import find_crossing

from .builders import codes, collection, feature, found, point, polygon, ring

Positions = list[tuple[float, float]]


@st.composite
def stars(draw: st.DrawFn, least: int = 4) -> Positions:
    """A plot in Ghana around a centre: never crossing itself, with room between its vertices, counter-clockwise."""
    number = draw(st.integers(least, 12))
    x, y = draw(st.floats(-2.0, -1.0)), draw(st.floats(6.0, 8.0))
    steps = [draw(st.floats(0.4, 1.0)) for _ in range(number)]
    turns = np.cumsum(steps) / sum(steps) * 2 * math.pi
    radius = [draw(st.floats(0.001, 0.004)) for _ in range(number)]
    positions = [(x + r * math.cos(t), y + r * math.sin(t)) for r, t in zip(radius, turns, strict=True)]
    return [(round(a, 6) + 0.0, round(b, 6) + 0.0) for a, b in positions]


def is_sound(positions: Positions) -> bool:
    """A star whose centre lies outside can be thin: leave those to the other tests."""
    shape = shapely.Polygon(positions)
    return bool(shape.is_valid and shape.exterior.is_ccw and 2 * shape.area / shape.length > 1e-5)


def run(rules: Rules, *features: str) -> set[tuple[str, str, int | None, str]]:
    return set(found(check_bytes(collection(features).encode(), rules)))


@settings(max_examples=150, deadline=None)
@given(stars())
def test_sound_plots_pass(rules: Rules, positions: Positions) -> None:
    if is_sound(positions):
        assert run(rules, polygon(positions)) == set()


@settings(max_examples=80, deadline=None)
@given(stars(), st.data())
def test_a_repeated_vertex_is_named(rules: Rules, positions: Positions, data: st.DataObject) -> None:
    if not is_sound(positions):
        return
    k = data.draw(st.integers(0, len(positions) - 1))
    doubled = [*positions[: k + 1], *positions[k:]]
    path = f"features[1].geometry.coordinates[0][{k + 1}]"
    assert run(rules, point(), polygon(doubled)) == {("vertices_coincide", "warning", 1, path)}


@settings(max_examples=80, deadline=None)
@given(stars())
def test_an_open_ring_is_named(rules: Rules, positions: Positions) -> None:
    path = f"features[0].geometry.coordinates[0][{len(positions) - 1}]"
    assert run(rules, feature("Polygon", f"[{ring(positions)}]")) == {("ring_open", "error", 0, path)}


@settings(max_examples=80, deadline=None)
@given(stars(5), st.data())
def test_swapped_neighbours_cross_where_we_say(rules: Rules, positions: Positions, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, len(positions) - 2))
    wrong = list(positions)
    wrong[k], wrong[k + 1] = wrong[k + 1], wrong[k]
    if shapely.Polygon(wrong).is_valid:
        return
    closed = np.array([*wrong, wrong[0]])
    i, j, x, y = find_crossing(closed)
    here = shapely.Point(x, y)
    assert i != j
    for line in (i, j):
        assert shapely.LineString(closed[line : line + 2]).distance(here) < 1e-9
    expected = ("self_intersection", "error", 0, f"features[0].geometry.coordinates[0][{i}]")
    assert expected in run(rules, polygon(wrong))
    # The lines at fault are among those that the swap moved: from the vertex before it to the vertex after it.
    moved = {(k - 1) % len(wrong), k, (k + 1) % len(wrong)}
    assert {i, j} & moved or not shapely.Polygon(positions).is_valid


@settings(max_examples=80, deadline=None)
@given(stars(), st.data(), st.sampled_from(["null", '"6.7"', "NaN", "true"]))
def test_a_number_that_is_none_is_named(rules: Rules, positions: Positions, data: st.DataObject, bad: str) -> None:
    k, axis = data.draw(st.integers(0, len(positions) - 1)), data.draw(st.integers(0, 1))
    texts = [[f"{x:.6f}", f"{y:.6f}"] for x, y in [*positions, positions[0]]]
    texts[k][axis] = bad
    coordinates = "[[" + ",".join(f"[{x},{y}]" for x, y in texts) + "]]"
    path = f"features[0].geometry.coordinates[0][{k}][{axis}]"
    assert run(rules, feature("Polygon", coordinates)) == {("not_a_number", "error", 0, path)}


@settings(max_examples=80, deadline=None)
@given(stars(), st.data())
def test_a_vertex_far_away_is_named(rules: Rules, positions: Positions, data: st.DataObject) -> None:
    k = data.draw(st.integers(1, len(positions) - 1))
    wrong = list(positions)
    wrong[k] = (wrong[k][0], round(wrong[k][1] + 40, 6))
    path = f"features[0].geometry.coordinates[0][{k}]"
    assert ("outside_country", path) in {(code, where) for code, _, _, where in run(rules, polygon(wrong))}


@settings(max_examples=100, deadline=None)
@given(stars(), st.floats(-170, 170), st.floats(-80, 80))
def test_area_is_that_of_a_fine_mesh(positions: Positions, x: float, y: float) -> None:
    """Against the ellipsoid's own area element, summed over the plot's triangles at their middles."""
    flat = np.array(positions) - np.array(positions).mean(axis=0) + (x, y)
    closed = np.vstack([flat, flat[:1]])
    ours = abs(calc_signed_areas(closed, np.array([0, len(closed)]))[0]) / HECTARE
    a, e2 = 6_378_137.0, 0.0066943799901413165
    total = 0.0
    for one, two in pairwise(closed):
        middle = math.radians((flat[0][1] + one[1] + two[1]) / 3)
        w = 1 - e2 * math.sin(middle) ** 2
        element = a * a * (1 - e2) * math.cos(middle) / (w * w)
        u, v = one - flat[0], two - flat[0]
        total += (u[0] * v[1] - u[1] * v[0]) / 2 * math.radians(1) ** 2 * element
    assert ours == pytest.approx(abs(total) / HECTARE, rel=1e-4)


@given(st.lists(st.decimals(-180, 180, places=7, allow_nan=False), min_size=1, max_size=30))
def test_numbers_keep_value_and_decimals(numbers: list[object]) -> None:
    texts = [f"{number:f}".encode() for number in numbers]
    values, decimals = convert_numbers(texts)
    assert values.tolist() == [float(text) for text in texts]
    assert set(decimals.tolist()) == {7}


def test_decimals_with_an_exponent() -> None:
    values, decimals = convert_numbers([b"1.5e-6", b"1E3", b"12.345e1", b"-0.0", b"7"])
    assert values.tolist() == [1.5e-6, 1000.0, 123.45, -0.0, 7.0]
    assert decimals.tolist() == [7, 0, 2, 1, 0]


@settings(max_examples=40, deadline=None)
@given(st.lists(stars(), min_size=2, max_size=8))
def test_overlaps_are_those_of_a_plain_loop(rules: Rules, plots: list[Positions]) -> None:
    near = [[(-2.0 + (x - p[0][0]) * 0.9, 6.5 + y - p[0][1]) for x, y in p] for p in plots]
    sound = [p for p in near if is_sound(p)]
    shapes = [shapely.Polygon([(round(x, 6), round(y, 6)) for x, y in p]) for p in sound]
    expected = set()
    for later, shape in enumerate(shapes):
        for earlier in range(later):
            shared = shape.intersection(shapes[earlier]).area
            if shared > 0.3 * min(shape.area, shapes[earlier].area):
                expected.add(later)
    checked = check_bytes(collection([polygon(p) for p in sound]).encode(), rules)
    named = {issue.feature for issue in checked.issues if issue.code in ("overlap", "duplicate_plot")}
    assert expected <= named
    touching = {
        later
        for later, shape in enumerate(shapes)
        if any(shape.intersection(shapes[earlier]).area > 0 for earlier in range(later))
    }
    assert named <= touching


def test_neighbours_that_share_an_edge_do_not_overlap(rules: Rules) -> None:
    rng = np.random.default_rng(7)
    turn = 0.4
    grid = np.stack(np.meshgrid(np.arange(9.0), np.arange(9.0)), axis=-1) + rng.uniform(-0.25, 0.25, (9, 9, 2))
    moved = grid @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    at = np.round(moved * 0.0015 + (-1.5, 7.0), 6)
    plots = [
        [tuple(at[r, c]), tuple(at[r, c + 1]), tuple(at[r + 1, c + 1]), tuple(at[r + 1, c])]
        for r in range(8)
        for c in range(8)
    ]
    assert codes(check_bytes(collection([polygon(p) for p in plots]).encode(), rules)) == set()  # type: ignore[arg-type]
