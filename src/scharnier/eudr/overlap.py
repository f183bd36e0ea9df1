"""Plots that are there twice, and plots that overlap: both count the same land double."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from scharnier.eudr.area import HECTARE, calc_signed_areas
from scharnier.eudr.columns import Floats, Plots, Whole
from scharnier.eudr.issues import Findings
from scharnier.eudr.rings import STEP, Shapes

LEAST_HA = 0.01  # hectares (100 m²) that two plots must share, and
LEAST_SHARE = 0.01  # of the smaller one, for neighbours surveyed apart overlap by a strip; but
ENOUGH_HA = 0.1  # this much is always said,
HALF = 0.5  # and so is half of a plot, however small
LEAST_WIDTH = 3e-6  # degrees (0.3 m): boxes that share less cannot share that much land
FEW = 12  # vertices up to which a dividing line is sought before the exact intersection
ASKED = 32  # plots that are looked up at a time: each may lie near all others
BATCH = 200_000  # pairs at a time
PAIR = 50  # a pair costs as much as this many vertices
MOST_WORK = 100_000_000  # vertices of pairs that are intersected: about a minute
CACHED = 8_192  # pairs at a time where all of their vertices should stay in the processor's cache
TOLERANCE = 1e-13  # square degrees: a strip of some micrometres along a plot


def check_overlaps(plots: Plots, shapes: Shapes, found: Findings) -> None:
    """Report plots that are the same and plots that overlap. Only sound polygons and points are compared."""
    twice = _check_same_polygons(plots, shapes, found)
    _check_same_points(plots, found)
    use = np.flatnonzero(shapes.valid & ~twice)
    areas, kept = [], []
    for left, right in _near_pairs(shapes.geometry[use], found):
        a, b = use[left], use[right]
        shared = _shared_area(shapes.geometry, a, b)
        smaller = np.minimum(shapes.hectares[a], shapes.hectares[b])
        least = np.minimum(HALF * smaller, np.clip(LEAST_SHARE * smaller, LEAST_HA, ENOUGH_HA))
        is_one_plot = plots.polygons.feature[a] == plots.polygons.feature[b]
        enough = shared > np.where(is_one_plot, 1e-6, least)
        areas.append(shared[enough])
        kept.append(np.stack([a[enough], b[enough]], axis=1))
    if kept:
        _report(plots, shapes, np.concatenate(kept), np.concatenate(areas), found)


def _report(plots: Plots, shapes: Shapes, pairs: NDArray[np.int64], areas: Floats, found: Findings) -> None:
    polygons = plots.polygons
    worst: dict[int, tuple[float, int, int]] = {}
    number: dict[int, int] = defaultdict(int)
    for (a, b), area in zip(pairs.tolist(), areas.tolist(), strict=True):
        one, two = int(polygons.feature[a]), int(polygons.feature[b])
        if one == two:
            a_in, b_in = int(polygons.number[a]), int(polygons.number[b])
            found.add("parts_overlap", one, plots.part_path(b), a=a_in, b=b_in, area=_ha(area))
            continue
        late, early = (a, b) if one > two else (b, a)
        feature = max(one, two)
        number[feature] += 1
        if feature not in worst or area > worst[feature][0]:
            worst[feature] = (area, late, early)
    for feature in found.take("overlap", np.array(sorted(worst), dtype=np.int64)):
        area, late, early = worst[feature]
        more = number[feature] - 1
        count = {"nl": f"; en met nog {more}", "en": f"; and {more} more"} if more else {"nl": "", "en": ""}
        smaller = min(shapes.hectares[late], shapes.hectares[early])
        found.add(
            "overlap",
            feature,
            plots.part_path(late),
            other=int(polygons.feature[early]),
            area=_ha(area),
            share=f"{min(100.0, 100 * area / smaller):.0f}",
            count=count,
        )


def _ha(area: float) -> str:
    return f"{area:.4f}" if area < 0.1 else f"{area:.2f}"


def _near_pairs(geometry: NDArray[np.object_], found: Findings) -> Iterator[tuple[Whole, Whole]]:
    """Batches of pairs (i < j) whose boxes share more than a strip and that no edge of either divides.

    Stops, and says so, where more lies on top of each other than could be compared in minutes.
    """
    if len(geometry) < 2:
        return
    box, counts = shapely.bounds(geometry), shapely.get_num_coordinates(geometry)
    tree, waiting, number, work = shapely.STRtree(geometry), [], 0, 0
    for begin in range(0, len(geometry), ASKED):
        left, right = tree.query(geometry[begin : begin + ASKED])
        left += begin
        keep = left < right
        left, right = left[keep], right[keep]
        width = np.minimum(box[left, 2], box[right, 2]) - np.maximum(box[left, 0], box[right, 0])
        height = np.minimum(box[left, 3], box[right, 3]) - np.maximum(box[left, 1], box[right, 1])
        keep = (width > LEAST_WIDTH) & (height > LEAST_WIDTH)
        waiting.append((left[keep], right[keep]))
        number += int(keep.sum())
        if number > BATCH:
            for pairs in _undivided(geometry, waiting):
                work += PAIR * len(pairs[0]) + int(counts[pairs[0]].sum() + counts[pairs[1]].sum())
                yield pairs
            waiting, number = [], 0
        if work > MOST_WORK:
            found.add("overlap_unfinished", None, "$", done=begin + ASKED, all=len(geometry))
            return
    yield from _undivided(geometry, waiting)


def _undivided(geometry: NDArray[np.object_], pairs: list[tuple[Whole, Whole]]) -> Iterator[tuple[Whole, Whole]]:
    left, right = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    apart = _are_divided(geometry, left, right)
    left, right = left[~apart], right[~apart]
    for begin in range(0, len(left), BATCH):
        yield left[begin : begin + BATCH], right[begin : begin + BATCH]


def _are_divided(geometry: NDArray[np.object_], left: Whole, right: Whole) -> NDArray[np.bool_]:
    """Whether an edge of either plot has one plot wholly on its one side and the other on its other side.

    Then they share no land. Said only of plots of few vertices, for speed; of the others it is never said.
    """
    divided = np.zeros(len(left), dtype=np.bool_)
    counts = shapely.get_num_coordinates(geometry)
    small = np.flatnonzero((counts[left] <= FEW) & (counts[right] <= FEW))
    if not len(small):
        return divided
    few = np.unique(np.concatenate([left[small], right[small]]))
    rows = np.full(len(geometry), -1)
    rows[few] = np.arange(len(few))
    padded = _padded(geometry[few])
    for begin in range(0, len(small), CACHED):
        pair = small[begin : begin + CACHED]
        a, b = padded[:, :, rows[left[pair]]], padded[:, :, rows[right[pair]]]
        origin = a[:1]
        a, b = a - origin, b - origin  # small figures keep their digits
        divided[pair] = _has_dividing_edge(a, b) | _has_dividing_edge(b, a)
    return divided


def _padded(geometry: NDArray[np.object_]) -> Floats:
    """Vertices (k, 2, n) of n plots, the last one repeated."""
    xy, owner = shapely.get_coordinates(geometry, return_index=True)
    counts = np.bincount(owner, minlength=len(geometry))
    start = np.concatenate([[0], np.cumsum(counts)[:-1]])
    steps = np.minimum(np.arange(int(counts.max()))[:, None], counts - 1)
    return np.ascontiguousarray(xy[start + steps].transpose(0, 2, 1))


def _has_dividing_edge(a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Whether some edge of a (k, 2, n) has all of a on its one side and all of b (k, 2, n) on the other."""
    found = np.zeros(a.shape[2], dtype=np.bool_)
    for k in range(len(a) - 1):
        dx, dy = a[k + 1] - a[k]
        low, high = _sides(dx, dy, a[k], a)
        other_low, other_high = _sides(dx, dy, a[k], b)
        found |= (low >= -TOLERANCE) & (other_high <= TOLERANCE) & (high > TOLERANCE)
        found |= (high <= TOLERANCE) & (other_low >= -TOLERANCE) & (low < -TOLERANCE)
    return found


def _sides(dx: Floats, dy: Floats, start: Floats, points: Floats) -> tuple[Floats, Floats]:
    """How far the points (k, 2, n) lie to the left of a line at the least and at the most."""
    low = high = dx * (points[0, 1] - start[1]) - dy * (points[0, 0] - start[0])
    for x, y in points[1:]:
        side = dx * (y - start[1]) - dy * (x - start[0])
        low, high = np.minimum(low, side), np.maximum(high, side)
    return low, high


def _shared_area(geometry: NDArray[np.object_], left: Whole, right: Whole) -> Floats:
    """Hectares that two polygons share."""
    shared = shapely.intersection(geometry[left], geometry[right])
    hectares = np.zeros(len(left))
    parts, owner = shapely.get_parts(shared, return_index=True)
    is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, owner = parts[is_area], owner[is_area]
    full = ~shapely.is_empty(parts)
    parts, owner = parts[full], owner[full]
    if len(parts):
        rings, of_part = shapely.get_rings(parts, return_index=True)
        xy, of_ring = shapely.get_coordinates(rings, return_index=True)
        start = np.concatenate([[0], np.cumsum(np.bincount(of_ring, minlength=len(rings)))])
        area = np.abs(calc_signed_areas(xy, start)) / HECTARE
        is_outer = np.concatenate([[True], of_part[1:] != of_part[:-1]])
        np.add.at(hectares, owner[of_part], np.where(is_outer, area, -area))
    return hectares


def _check_same_polygons(plots: Plots, shapes: Shapes, found: Findings) -> NDArray[np.bool_]:
    """Report boundaries that are the same at six decimals, wherever they start and whichever way they turn."""
    polygons = plots.polygons
    twice = np.zeros(len(polygons), dtype=np.bool_)
    use = np.flatnonzero(shapes.valid)
    if len(use) < 2:
        return twice
    box = np.rint(shapely.bounds(shapes.geometry[use]) / STEP).astype(np.int64)
    order = np.lexsort(box.T)
    alike = (box[order[1:]] == box[order[:-1]]).all(axis=1)
    candidates = np.unique(np.concatenate([order[1:][alike], order[:-1][alike]]))
    first: dict[bytes, int] = {}
    for part in use[candidates].tolist():
        key = _key(shapes.geometry[part])
        other = first.setdefault(key, part)
        if other == part:
            continue
        one, two = int(polygons.feature[other]), int(polygons.feature[part])
        twice[part] = one != two
        if one != two:
            found.add("duplicate_plot", two, plots.part_path(part), other=one)
    return twice


def _key(geometry: shapely.Geometry) -> bytes:
    cells = np.rint(shapely.get_coordinates(geometry)[:-1] / STEP).astype(np.int64)
    cells = cells[(cells != np.roll(cells, 1, axis=0)).any(axis=1)] if len(cells) > 1 else cells
    at = int(np.lexsort(cells.T)[0]) if len(cells) else 0
    forward, backward = np.roll(cells, -at, axis=0), np.roll(cells[::-1], at + 1, axis=0)
    one, other = bytes(forward.tobytes()), bytes(backward.tobytes())
    return one if one < other else other


def _check_same_points(plots: Plots, found: Findings) -> None:
    points = plots.points
    if len(points.feature) < 2:
        return
    with np.errstate(invalid="ignore", over="ignore"):
        cells = np.rint(points.at.xy / STEP)
    order = np.lexsort((np.arange(len(cells)), cells[:, 0], cells[:, 1]))
    same = (cells[order[1:]] == cells[order[:-1]]).all(axis=1)
    group = np.concatenate([[0], np.cumsum(~same)])
    leader = order[np.concatenate([[0], np.flatnonzero(~same) + 1])][group]
    for row, other in zip(order.tolist(), leader.tolist(), strict=True):
        one, two = int(points.feature[other]), int(points.feature[row])
        if row != other and one != two:
            found.add("duplicate_plot", two, plots.point_path(row), other=one)
