"""Where a ring crosses itself: the first line, from the start, that meets another line it should not meet."""

import numpy as np
import shapely

from scharnier.eudr.columns import Floats

BATCH = 1_024  # lines at a time at most, after a start with one: of a scribble the first crossing is enough


def find_crossing(ring: Floats) -> tuple[int, int, float, float]:
    """The numbers of two lines of a closed ring (n, 2) that cross or touch, and where.

    Line i leads from position i to i + 1. Lines that follow each other meet in one vertex, which is right; they are
    found only where they run back over each other. The ring must be invalid; should no pair be found, the first line
    is returned twice.
    """
    pairs = np.stack([ring[:-1], ring[1:]], axis=1)
    real = np.flatnonzero((pairs[:, 0] != pairs[:, 1]).any(axis=1))
    lines = shapely.linestrings(pairs[real])
    tree = shapely.STRtree(lines)
    begin, batch = 0, 1
    while begin < len(lines):
        left, right = tree.query(lines[begin : begin + batch], predicate="intersects")
        left += begin
        begin, batch = begin + batch, min(2 * batch, BATCH)
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
    nearest = int(real[0]) if len(real) else 0
    return nearest, nearest, float(ring[nearest, 0]), float(ring[nearest, 1])
