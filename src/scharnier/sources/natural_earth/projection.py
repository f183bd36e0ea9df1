"""The Equal Earth projection: areas on the map are in proportion to areas on the globe.

Source: Šavrič, Patterson and Jenny (2018), "The Equal Earth map projection", International Journal of Geographical
Information Science 33(3). An equal-area projection is the honest one for a map that fills countries with colour.
"""

import math

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2


def calc_equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to plane coordinates in units of the radius of the globe; x grows eastward, y northward."""
    theta = math.asin(M * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = math.radians(longitude) * math.cos(theta) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)))
    y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    return x, y
