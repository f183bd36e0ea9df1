"""Checks of the property Area: points of more than four hectares, points without, shapes that differ from it."""

import numpy as np

from scharnier.eudr.columns import Plots
from scharnier.eudr.issues import Findings
from scharnier.eudr.rings import Shapes

LEAST = 0.0001  # hectares; validation rules in the operators' API reference of 29 May 2026
LEAST_BEFORE = 0.1  # hectares; validation rules 1.3 of February 2025
DIFFERS = 0.1  # share by which Area and boundary may differ
DIFFERS_HA = 0.1  # hectares by which they may differ anyway


def check_sizes(plots: Plots, shapes: Shapes, commodity: str | None, polygon_above: float, found: Findings) -> None:
    """Report what is wrong with areas. `commodity` "cattle": points suffice at any size."""
    points = np.unique(plots.points.feature)
    area, has_area = plots.area, plots.has_area
    if commodity != "cattle":
        for feature in found.take("area_assumed", points[~has_area[points]]):
            found.add("area_assumed", feature, plots.property_path(feature, "Area"))
    stated = points[~np.isnan(area[points])]
    for feature in stated.tolist():
        hectares = float(area[feature])
        path = plots.property_path(feature, "Area")
        if hectares > polygon_above and commodity != "cattle":
            found.add("point_over_4_ha", feature, path, area=f"{hectares:g}", most=f"{polygon_above:g}")
        elif not hectares >= LEAST:
            _too_small(found, feature, path, hectares, LEAST, "error")
        elif hectares < LEAST_BEFORE:
            _too_small(found, feature, path, hectares, LEAST_BEFORE, "warning")
    _check_boundaries(plots, shapes, found)


def _too_small(found: Findings, feature: int, path: str, hectares: float, least: float, level: str) -> None:
    old = level == "warning"
    edition = (
        {
            "nl": " volgens de regels van 2025 (0,0001 volgens die van 2026)",
            "en": " by the rules of 2025 (0.0001 by those of 2026)",
        }
        if old
        else {"nl": "", "en": ""}
    )
    found.add(
        "area_too_small",
        feature,
        path,
        "warning" if old else "error",
        area=f"{hectares:g}",
        least=f"{least:g}",
        edition=edition,
    )


def _check_boundaries(plots: Plots, shapes: Shapes, found: Findings) -> None:
    """Area is read at points only; with a boundary it shows whether the boundary is that of the plot meant."""
    polygons = plots.polygons
    if not len(polygons):
        return
    whole = np.zeros(plots.features)
    np.add.at(whole, polygons.feature, np.where(shapes.valid, shapes.hectares, np.nan))
    has_points = np.zeros(plots.features, dtype=np.bool_)
    has_points[plots.points.feature] = True
    stated = ~np.isnan(plots.area) & ~np.isnan(whole) & ~has_points & (whole > 0)
    stated[list(plots.faulty)] = False
    off = np.abs(plots.area - whole)
    with np.errstate(invalid="ignore"):
        wrong = stated & (off > DIFFERS_HA) & (off > DIFFERS * whole)
    for feature in found.take("area_differs", np.flatnonzero(wrong)):
        path = plots.property_path(feature, "Area")
        found.add("area_differs", feature, path, stated=f"{plots.area[feature]:.6g}", computed=f"{whole[feature]:.2f}")
