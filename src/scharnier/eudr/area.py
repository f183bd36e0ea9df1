"""Areas on the globe: the authalic sphere of WGS 84, on which every area is that of the ellipsoid.

Latitude becomes authalic latitude (Snyder, Map Projections: A Working Manual, 1987, equations 3-11 and 3-12); the
Lambert cylindrical equal-area projection of that sphere then keeps areas, so that the shoelace formula applies. Edges
are straight on that map, which for plots of land differs from the shortest line by far less than the survey.
"""

import math

import numpy as np

from scharnier.eudr.columns import Floats, Whole

A = 6_378_137.0  # metres, semi-major axis of WGS 84
E2 = 0.0066943799901413165  # its first eccentricity squared
_E = math.sqrt(E2)
HECTARE = 10_000.0  # square metres


def _q(sine: Floats) -> Floats:
    turn = _E * sine
    return (1 - E2) * (sine / (1 - turn * turn) + np.arctanh(turn) / _E)


_QP = float(_q(np.array(1.0)))


def project(xy: Floats) -> Floats:
    """Degrees (n, 2) to metres (n, 2) on an equal-area map; the scale is true at the equator only."""
    out = np.empty_like(xy)
    np.multiply(xy[:, 0], math.radians(1) * A, out=out[:, 0])
    out[:, 1] = _q(np.sin(np.radians(xy[:, 1]))) * (A / 2)
    return out


def calc_signed_areas(xy: Floats, start: Whole) -> Floats:
    """Signed area in m² of each ring: positive counter-clockwise. Ring r is `xy[start[r]:start[r + 1]]`, closed."""
    if len(start) < 2:
        return np.empty(0)
    first = np.repeat(start[:-1], np.diff(start))
    metres = project(xy)
    metres -= metres[first]  # small figures keep their digits
    cross = np.zeros(len(xy))
    cross[:-1] = metres[:-1, 0] * metres[1:, 1] - metres[1:, 0] * metres[:-1, 1]
    cross[start[1:] - 1] = 0.0  # from the last position of a ring leads no line
    return np.add.reduceat(cross, start[:-1]) / 2


def calc_lengths(xy: Floats, start: Whole) -> Floats:
    """Length of each ring in metres, on a sphere that is flat around each line; within 1% for plots of land."""
    if len(start) < 2:
        return np.empty(0)
    step = np.zeros(len(xy))
    middle = np.radians((xy[1:, 1] + xy[:-1, 1]) / 2)
    dx = (xy[1:, 0] - xy[:-1, 0]) * np.cos(middle)
    step[:-1] = np.hypot(dx, xy[1:, 1] - xy[:-1, 1]) * math.radians(1) * A
    step[start[1:] - 1] = 0.0
    return np.add.reduceat(step, start[:-1])
