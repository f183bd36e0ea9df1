"""Checks of positions one by one: do they exist, are they degrees, in the right order, precise enough?"""

from collections.abc import Callable

import numpy as np

from scharnier.eudr.columns import Flags, Floats, Plots, Small, Whole
from scharnier.eudr.issues import Findings

LATITUDE, LONGITUDE = 90.0, 180.0
STORED = 6  # decimals that the EU system keeps
METRES = 1_000.0  # no mistake in degrees is that large


def check_positions(plots: Plots, found: Findings) -> tuple[Flags, Flags]:
    """Report what is wrong with positions. Returns which points and which parts have positions that exist."""
    points, polygons = plots.points, plots.polygons
    bad_points = _out_of_range(points.at.xy)
    rows = np.flatnonzero(bad_points)
    _range(found, points.at.xy[rows], points.feature[rows], rows, plots.point_path)
    bad = np.flatnonzero(_out_of_range(polygons.at.xy))
    bad_parts = np.zeros(len(polygons), dtype=np.bool_)
    if len(bad):
        part = polygons.ring_part[polygons.position_ring[bad]]
        bad_parts[part] = True
        _, first = np.unique(part, return_index=True)
        rows = bad[first]
        _range(found, polygons.at.xy[rows], polygons.feature[part[first]], rows, plots.vertex_path)
    return ~bad_points, ~bad_parts


def _out_of_range(xy: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        far: Flags = ~((np.abs(xy[:, 0]) <= LONGITUDE) & (np.abs(xy[:, 1]) <= LATITUDE))
    return far


def _range(found: Findings, xy: Floats, feature: Whole, rows: Whole, path: Callable[[int], str]) -> None:
    """Report positions `xy` (n, 2) that do not exist; `path` gives the JSON path of a row."""
    x, y = np.abs(xy[:, 0]), np.abs(xy[:, 1])
    metres = np.isfinite(xy).all(axis=1) & ((x > METRES) | (y > METRES))
    turned = ~metres & (x <= LATITUDE) & (y > LATITUDE) & (y <= LONGITUDE)
    for place in found.take("swapped", np.flatnonzero(turned)):
        value = f"{xy[place, 1]:g}"
        why = {"nl": f"een breedtegraad {value} bestaat niet", "en": f"there is no latitude {value}"}
        found.add("swapped", int(feature[place]), path(int(rows[place])), why=why)
    for code, chosen in (("projected", metres), ("out_of_range", ~metres & ~turned)):
        for place in found.take(code, np.flatnonzero(chosen)):
            x_, y_ = (f"{value:.10g}" for value in xy[place].tolist())
            found.add(code, int(feature[place]), path(int(rows[place])), x=x_, y=y_)


def check_decimals(plots: Plots, found: Findings, least: int) -> None:
    """Fewer decimals than the `least` that the law asks.

    A point is an error when either number has fewer. Of a polygon, one vertex in ten ends on a zero that programs
    drop, in each direction; so it is an error where in a direction no vertex at all has six, and a warning else.
    """
    points, polygons = plots.points, plots.polygons
    short = points.at.decimals < least
    for row in found.take("too_few_decimals", np.flatnonzero(short.any(axis=1)), "error"):
        axis = int(np.argmax(short[row]))
        _few(
            found,
            "error",
            int(points.feature[row]),
            plots.point_path(row) + f"[{axis}]",
            float(points.at.xy[row, axis]),
            int(points.at.decimals[row, axis]),
            0,
            least,
        )
    _check_polygon_decimals(plots, found, least)
    many = set(np.unique(points.feature[(points.at.decimals > STORED).any(axis=1)]).tolist())
    long = np.flatnonzero((polygons.at.decimals > STORED).any(axis=1))
    if len(long):
        many.update(np.unique(polygons.feature[polygons.ring_part[polygons.position_ring[long]]]).tolist())
    if many:
        found.add("extra_decimals", None, "$", count=len(many))


def _check_polygon_decimals(plots: Plots, found: Findings, least: int) -> None:
    polygons = plots.polygons
    short = polygons.at.decimals < least
    if not short.any():
        return
    position_part = polygons.ring_part[polygons.position_ring]
    starts = polygons.ring_start[polygons.part_start[:-1]]
    best: Small = np.maximum.reduceat(polygons.at.decimals, starts, axis=0)
    coarse = np.minimum(best[:, 0], best[:, 1]) < least
    where = np.flatnonzero(short.any(axis=1))
    parts, first, counts = np.unique(position_part[where], return_index=True, return_counts=True)
    for level, chosen in (("error", coarse[parts]), ("warning", ~coarse[parts])):
        places = np.flatnonzero(chosen)
        room = found.room("too_few_decimals", level)  # type: ignore[arg-type]
        for place in places[:room]:
            part, at = int(parts[place]), int(where[first[place]])
            axis = int(np.argmax(best[part] < least)) if level == "error" else int(np.argmax(short[at]))
            if not short[at, axis]:
                axis = 1 - axis
            _few(
                found,
                level,
                int(polygons.feature[part]),
                plots.vertex_path(at) + f"[{axis}]",
                float(polygons.at.xy[at, axis]),
                int(polygons.at.decimals[at, axis]),
                int(counts[place]),
                least,
            )
        found.skip("too_few_decimals", len(places) - len(places[:room]), level)  # type: ignore[arg-type]


def _few(
    found: Findings, level: str, feature: int, path: str, value: float, decimals: int, vertices: int, least: int
) -> None:
    count = (
        {"nl": f" (bij {vertices} punten van dit perceel)", "en": f" (at {vertices} vertices of this plot)"}
        if vertices > 1
        else {"nl": "", "en": ""}
    )
    found.add(
        "too_few_decimals",
        feature,
        path,
        "error" if level == "error" else "warning",
        found=f"{value:.{min(decimals, 17)}f}",
        decimals=decimals,
        least=least,
        count=count,
    )
