"""Checks of boundaries: closed, enough vertices, an area, not crossing itself, no holes, the right way round."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from scharnier.eudr.area import HECTARE, calc_lengths, calc_signed_areas
from scharnier.eudr.columns import Flags, Floats, Plots, Polygons, Whole
from scharnier.eudr.crossing import find_crossing
from scharnier.eudr.issues import Findings

STEP = 1e-6  # degrees: what six decimals can tell apart
THINNEST = 0.25  # metres of mean width; below it six decimals (0.11 m) no longer draw a shape
LARGEST = 100_000.0  # hectares
NARROW = 1e-9  # mean width in metres below which a ring is a line


@dataclass
class Shapes:
    """What is known of the parts of polygons after the checks.

    `sound` (p): the outer boundary is closed, has four positions and exists on the globe, so that `geometry` (p)
    holds it with its holes (None elsewhere); `valid` (p): it does not cross itself; `hectares` (p), NaN
    where not sound.
    """

    sound: Flags
    valid: Flags
    geometry: NDArray[np.object_]
    hectares: Floats


def check_rings(plots: Plots, exists: Flags, found: Findings) -> Shapes:
    """Report what is wrong with boundaries; `exists` (p): all positions of the part are on the globe."""
    polygons = plots.polygons
    count = len(polygons)
    if not count:
        return Shapes(np.zeros(0, bool), np.zeros(0, bool), np.empty(0, object), np.empty(0))
    lengths = np.diff(polygons.ring_start)
    closed = _closed(polygons)
    _check_forms(plots, lengths, closed, found)
    ring_part = polygons.ring_part
    outer = polygons.part_start[:-1]
    sound = exists & closed[outer] & (lengths[outer] >= 4)
    with np.errstate(invalid="ignore", over="ignore"):
        area = calc_signed_areas(polygons.at.xy, polygons.ring_start)
        length = calc_lengths(polygons.at.xy, polygons.ring_start)
    geometry = _build(polygons, sound)
    flat = np.abs(area[outer]) <= NARROW * np.maximum(length[outer], 1e-3)
    # A figure eight may add up to nothing: only what lies on one line is flat.
    doubt = np.flatnonzero(sound & flat)
    hull = shapely.convex_hull(geometry[doubt])
    flat[doubt] = shapely.area(hull) <= 1e-10 * shapely.length(hull) ** 2
    for part in found.take("no_area", np.flatnonzero(sound & flat)):
        found.add("no_area", int(polygons.feature[part]), plots.part_path(part, 0))
    valid = np.zeros(count, dtype=np.bool_)
    valid[sound] = shapely.is_valid(geometry[sound]) & ~flat[sound]
    for part in found.take("self_intersection", np.flatnonzero(sound & ~flat & ~valid)):
        _crossing(plots, part, found)
    for part in found.take("hole", np.flatnonzero(np.diff(polygons.part_start) > 1)):
        found.add("hole", int(polygons.feature[part]), plots.part_path(part, 1))
    _check_winding(plots, area, ring_part, sound & valid, found)
    hectares = np.where(sound, np.abs(area[outer]) / HECTARE, np.nan)
    _cut_holes(polygons, closed & (lengths >= 4), valid, geometry, area, hectares)
    _check_sizes(plots, valid, np.abs(area[outer]), length[outer], found)
    _check_rounding(plots, sound, valid, found)
    return Shapes(sound, valid, geometry, hectares)


def _cut_holes(
    polygons: Polygons, usable: Flags, valid: Flags, geometry: NDArray[np.object_], area: Floats, hectares: Floats
) -> None:
    """Cut holes out of `geometry` and `hectares` where that gives a sound polygon: the land is what the drawer meant,
    although the EU system would fill it up."""
    for part in np.flatnonzero((np.diff(polygons.part_start) > 1) & valid):
        rings = range(int(polygons.part_start[part]), int(polygons.part_start[part + 1]))
        if not usable[list(rings)].all():
            continue
        lines = [polygons.at.xy[polygons.ring_start[ring] : polygons.ring_start[ring + 1]] for ring in rings]
        whole = shapely.Polygon(lines[0], lines[1:])
        if whole.is_valid:
            geometry[part] = whole
            hectares[part] -= sum(abs(float(area[ring])) for ring in rings[1:]) / HECTARE


def _closed(polygons: Polygons) -> Flags:
    xy, start = polygons.at.xy, polygons.ring_start
    closed: Flags = (xy[start[:-1]] == xy[start[1:] - 1]).all(axis=1)
    return closed


def _check_forms(plots: Plots, lengths: Whole, closed: Flags, found: Findings) -> None:
    polygons = plots.polygons
    ring_part = polygons.ring_part
    short = lengths < 4
    for ring in found.take("ring_too_short", np.flatnonzero(short)):
        part = int(ring_part[ring])
        path = plots.part_path(part, ring - int(polygons.part_start[part]))
        found.add("ring_too_short", int(polygons.feature[part]), path, found=int(lengths[ring]))
    for ring in found.take("ring_open", np.flatnonzero(~closed & ~short)):
        part = int(ring_part[ring])
        path = plots.part_path(part, ring - int(polygons.part_start[part]), int(lengths[ring]) - 1)
        found.add("ring_open", int(polygons.feature[part]), path)


def _build(polygons: Polygons, sound: Flags) -> NDArray[np.object_]:
    """Polygons of the outer boundaries that are sound; None elsewhere."""
    geometry = np.full(len(polygons), None, dtype=object)
    outer = polygons.part_start[:-1][sound]
    lengths = (polygons.ring_start[outer + 1] - polygons.ring_start[outer]).astype(np.int64)
    if len(lengths) == 0:
        return geometry
    starts = polygons.ring_start[outer]
    ends = np.cumsum(lengths)
    take = np.arange(ends[-1]) + np.repeat(starts - (ends - lengths), lengths)
    offsets = np.concatenate([[0], ends])
    geometry[sound] = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, polygons.at.xy[take], (offsets, np.arange(len(offsets)))
    )
    return geometry


def _crossing(plots: Plots, part: int, found: Findings) -> None:
    polygons = plots.polygons
    ring = int(polygons.part_start[part])
    first, last = int(polygons.ring_start[ring]), int(polygons.ring_start[ring + 1])
    a, b, x, y = find_crossing(polygons.at.xy[first:last])
    found.add(
        "self_intersection",
        int(polygons.feature[part]),
        plots.part_path(part, 0, a),
        a=a,
        a1=a + 1,
        b=b,
        b1=b + 1,
        x=f"{x:.6f}",
        y=f"{y:.6f}",
    )


def _check_winding(plots: Plots, area: Floats, ring_part: Whole, usable: Flags, found: Findings) -> None:
    polygons = plots.polygons
    rings = np.arange(len(area))
    is_outer = rings == polygons.part_start[ring_part]
    wrong = usable[ring_part] & np.where(is_outer, area < 0, False)
    for part in found.take("winding", ring_part[np.flatnonzero(wrong)]):
        found.add("winding", int(polygons.feature[part]), plots.part_path(part, 0))


def _check_sizes(plots: Plots, valid: Flags, area: Floats, length: Floats, found: Findings) -> None:
    polygons = plots.polygons
    with np.errstate(invalid="ignore", divide="ignore"):
        width = 2 * area / length
    for part in found.take("sliver", np.flatnonzero(valid & (width < THINNEST))):
        found.add(
            "sliver",
            int(polygons.feature[part]),
            plots.part_path(part),
            area=f"{area[part]:.2f}",
            width=f"{width[part]:.2f}",
        )
    x = polygons.at.xy[:, 0]
    starts = polygons.ring_start[polygons.part_start[:-1]]
    span = np.maximum.reduceat(x, starts) - np.minimum.reduceat(x, starts)
    for part in found.take("antimeridian", np.flatnonzero(valid & (span > 180))):
        found.add("antimeridian", int(polygons.feature[part]), plots.part_path(part))
    large = valid & (area / HECTARE > LARGEST) & ~(span > 180)
    for part in found.take("very_large", np.flatnonzero(large)):
        hectares = f"{area[part] / HECTARE:,.0f}".replace(",", " ")
        found.add("very_large", int(polygons.feature[part]), plots.part_path(part), area=hectares)


def _check_rounding(plots: Plots, sound: Flags, valid: Flags, found: Findings) -> None:
    """What six decimals leave of a boundary. The system's papers say both that it rounds and that it cuts off."""
    polygons = plots.polygons
    xy = polygons.at.xy
    with np.errstate(invalid="ignore", over="ignore"):
        rounded = np.rint(xy / STEP)
        cut = np.where(polygons.at.decimals > 6, np.trunc(xy / STEP), rounded)
    _check_coinciding(plots, rounded, found)
    long = (polygons.at.decimals > 6).any(axis=1)
    if not long.any():
        return
    concerned = np.zeros(len(polygons), dtype=np.bool_)
    concerned[np.unique(polygons.ring_part[polygons.position_ring[np.flatnonzero(long)]])] = True
    concerned &= sound & valid
    lost = np.zeros(len(polygons), dtype=np.bool_)
    for grid in (rounded, cut):
        moved = Polygons(
            type(polygons.at)(grid * STEP, polygons.at.decimals),
            polygons.ring_start,
            polygons.part_start,
            polygons.feature,
            polygons.number,
            polygons.member,
        )
        shapes = _build(moved, concerned)[concerned]
        lost[concerned] |= ~shapely.is_valid(shapes) | (shapely.area(shapes) <= 0)
    for part in found.take("invalid_after_rounding", np.flatnonzero(lost)):
        found.add("invalid_after_rounding", int(polygons.feature[part]), plots.part_path(part))


def _check_coinciding(plots: Plots, grid: Floats, found: Findings) -> None:
    polygons = plots.polygons
    same = np.zeros(len(grid), dtype=np.bool_)
    same[1:] = (grid[1:] == grid[:-1]).all(axis=1)
    same[polygons.ring_start[:-1]] = False
    where = np.flatnonzero(same)
    if not len(where):
        return
    part = polygons.ring_part[polygons.position_ring[where]]
    parts, first, counts = np.unique(part, return_index=True, return_counts=True)
    for place in found.take("vertices_coincide", np.arange(len(parts))):
        number, index = int(counts[place]), int(parts[place])
        more = (
            {"nl": f" (en nog {number - 1} keer in dit perceel)", "en": f" (and {number - 1} more times in this plot)"}
            if number > 1
            else {"nl": "", "en": ""}
        )
        path = plots.vertex_path(int(where[first[place]]))
        found.add("vertices_coincide", int(polygons.feature[index]), path, count=more)
