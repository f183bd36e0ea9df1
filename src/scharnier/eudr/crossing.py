"""Where a ring crosses itself: the first line, from the start, that meets another line it should not meet."""

import numpy as np
import shapely

from scharnier.eudr.columns import Floats


def find_crossing(ring: Floats) -> tuple[int, int, float, float]:
    """The numbers of two lines of a closed ring (n, 2) that cross or touch, and where.

    Line i leads from position i to i + 1. Lines that follow each other meet in one vertex, which is right; they are
    found only where they run back over each other. The ring must be invalid; where no pair is found (which rounding
    could bring about) the line nearest to the place that GEOS names is returned twice.
    """
    pairs = np.stack([ring[:-1], ring[1:]], axis=1)
    real = np.flatnonzero((pairs[:, 0] != pairs[:, 1]).any(axis=1))
    lines = shapely.linestrings(pairs[real])
    left, right = shapely.STRtree(lines).query(lines, predicate="intersects")
    keep = left < right
    left, right = left[keep], right[keep]
    neighbours = (right - left == 1) | ((left == 0) & (right == len(lines) - 1))
    meeting = shapely.intersection(lines[left], lines[right])
    wrong = ~neighbours | (shapely.get_type_id(meeting) != shapely.GeometryType.POINT)
    if wrong.any():
        order = np.lexsort((right[wrong], left[wrong]))[0]
        i, j = left[wrong][order], right[wrong][order]
        at = shapely.get_coordinates(meeting[wrong][order])[0]
        return int(real[i]), int(real[j]), float(at[0]), float(at[1])
    place = shapely.get_coordinates(shapely.boundary(shapely.polygons(ring)))[0]
    nearest = int(real[int(np.argmin(shapely.distance(lines, shapely.Point(place))))])
    return nearest, nearest, float(place[0]), float(place[1])
