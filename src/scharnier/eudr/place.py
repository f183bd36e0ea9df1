"""Checks against the country of production: is it named, does it exist, do the plots lie in it?"""

import numpy as np

from scharnier.eudr.columns import Flags, Floats, Plots, Whole
from scharnier.eudr.issues import Findings
from scharnier.eudr.outlines import are_in_dispute, are_outside, find_country, names


def check_countries(plots: Plots, stated: str | None, found: Findings) -> Whole:
    """Report missing and differing countries. Returns for each feature the place of its country in `plots.countries`
    (to which the stated one may be added), negative where unknown."""
    named = plots.country
    if stated is None:
        missing = np.flatnonzero(named == -1)
        if len(missing) == len(named) > 1:  # nobody's oversight, so said once
            found.add("country_missing", None, "$")
            return named
        room = found.room("country_missing")
        for feature in missing[:room].tolist():
            found.add("country_missing", feature, plots.property_path(feature, "ProducerCountry"))
        found.skip("country_missing", len(missing) - len(missing[:room]))
        return named
    if stated not in plots.countries:
        plots.countries.append(stated)
    place = plots.countries.index(stated)
    differs = np.flatnonzero((named >= 0) & (named != place))
    room = found.room("country_differs")
    for feature in differs[:room].tolist():
        path = plots.property_path(feature, "ProducerCountry")
        found.add("country_differs", feature, path, found=plots.countries[int(named[feature])], stated=stated)
    found.skip("country_differs", len(differs) - len(differs[:room]))
    return np.where(named == -1, place, named)


def check_places(plots: Plots, country: Whole, points_exist: Flags, parts_exist: Flags, found: Findings) -> None:
    """Report plots outside their country. `country` by feature, as `check_countries` gives it."""
    points, polygons = plots.points, plots.polygons
    rows = np.flatnonzero(points_exist)
    _check(plots, points.at.xy[rows], rows, country[points.feature[rows]], True, found)
    if len(polygons):
        part = polygons.ring_part[polygons.position_ring]
        at = np.flatnonzero(parts_exist[part])
        _check(plots, polygons.at.xy[at], at, country[polygons.feature[part[at]]], False, found)


def _check(plots: Plots, xy: Floats, rows: Whole, country: Whole, is_point: bool, found: Findings) -> None:
    """`rows`: the places of the positions `xy` among all points or among all positions of polygons."""
    polygons = plots.polygons
    for place in np.unique(country[country >= 0]).tolist():
        iso2 = plots.countries[place]
        chosen = np.flatnonzero(country == place)
        out = chosen[are_outside(iso2, xy[chosen])]
        if not len(out):
            continue
        if is_point:
            owner = plots.points.feature[rows[out]]
        else:
            owner = polygons.feature[polygons.ring_part[polygons.position_ring[rows[out]]]]
        _, first = np.unique(owner, return_index=True)
        for index in first.tolist():
            row = int(rows[out[index]])
            path = plots.point_path(row) if is_point else plots.vertex_path(row)
            x, y = (float(value) for value in xy[out[index]])
            _report(int(owner[index]), path, iso2, x, y, found)


def _report(feature: int, path: str, iso2: str, x: float, y: float, found: Findings) -> None:
    name = names(iso2)
    if abs(x) <= 90 and not are_outside(iso2, np.array([[y, x]]))[0]:
        why = {
            "nl": f"{x:.6f}, {y:.6f} ligt buiten {name['nl']}, omgedraaid ligt het erin",
            "en": f"{x:.6f}, {y:.6f} lies outside {name['en']}, the other way round it lies in it",
        }
        found.add("swapped", feature, path, why=why)
        return
    other = find_country(x, y)
    if other and are_in_dispute(iso2, other):
        return
    if other:
        where = {"nl": f", in {names(other)['nl']}", "en": f", in {names(other)['en']}"}
    else:
        where = {"nl": ", in zee volgens onze grove kaart", "en": ", at sea by our coarse map"}
    # Islands too small for the outlines lie at sea: there the map is no proof.
    level = "error" if other else "warning"
    found.add(
        "outside_country",
        feature,
        path,
        "error" if level == "error" else "warning",
        x=f"{x:.6f}",
        y=f"{y:.6f}",
        country=name,
        where=where,
    )
