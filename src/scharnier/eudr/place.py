"""Checks against the country of production: is it named, does it exist, do the plots lie in it?"""

from collections.abc import Callable

import numpy as np

from scharnier.eudr.columns import Flags, Floats, Plots, Whole
from scharnier.eudr.issues import Findings, Severity
from scharnier.eudr.outlines import are_at_sea, are_in_dispute, are_outside, find_countries, names


def check_countries(plots: Plots, stated: str | None, found: Findings) -> Whole:
    """Report missing and differing countries. Returns for each feature the place of its country in `plots.countries`
    (to which the stated one may be added), negative where unknown."""
    named = plots.country
    if stated is None:
        missing = np.flatnonzero(named == -1)
        if len(missing) == len(named) > 1:  # nobody's oversight, so said once
            found.add("country_missing", None, "$")
            return named
        for feature in found.take("country_missing", missing):
            found.add("country_missing", feature, plots.property_path(feature, "ProducerCountry"))
        return named
    if stated not in plots.countries:
        plots.countries.append(stated)
    place = plots.countries.index(stated)
    for feature in found.take("country_differs", np.flatnonzero((named >= 0) & (named != place))):
        path = plots.property_path(feature, "ProducerCountry")
        found.add("country_differs", feature, path, found=plots.countries[int(named[feature])], stated=stated)
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
    _check_sea(plots, country, points_exist, parts_exist, found)


def _check_sea(plots: Plots, country: Whole, points_exist: Flags, parts_exist: Flags, found: Findings) -> None:
    """Without a country there is still land and sea: of each plot that names none, the first position."""
    points, polygons = plots.points, plots.polygons
    rows = np.flatnonzero(points_exist & (country[points.feature] < 0))
    _report_sea(points.at.xy[rows], points.feature[rows], rows, plots.point_path, found)
    parts = np.flatnonzero(parts_exist & (country[polygons.feature] < 0))
    rows = polygons.ring_start[polygons.part_start[parts]]
    _report_sea(polygons.at.xy[rows], polygons.feature[parts], rows, plots.vertex_path, found)


def _report_sea(xy: Floats, feature: Whole, rows: Whole, path: Callable[[int], str], found: Findings) -> None:
    if not len(xy):
        return
    sea = np.flatnonzero(are_at_sea(xy))
    for place in found.take("at_sea", sea):
        x, y = xy[place].tolist()
        other = find_countries(np.array([[y, x]]))[0] if abs(x) <= 90 else None
        hint = {"nl": "", "en": ""}
        if other:
            name = names(other)
            hint = {
                "nl": f"; omgedraaid ligt het in {name['nl']}: zijn lengte en breedte verwisseld?",
                "en": f"; the other way round it lies in {name['en']}: are longitude and latitude swapped?",
            }
        where = path(int(rows[place]))
        found.add("at_sea", int(feature[place]), where, x=f"{x:.6f}", y=f"{y:.6f}", hint=hint)


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
        path = plots.point_path if is_point else plots.vertex_path
        _report(iso2, xy[out[first]], owner[first], rows[out[first]], path, found)


def _report(iso2: str, xy: Floats, feature: Whole, rows: Whole, path: Callable[[int], str], found: Findings) -> None:
    """Report positions `xy` (n, 2) outside a country, one a feature; `path` gives the JSON path of a row."""
    name = names(iso2)
    could_turn = np.flatnonzero(np.abs(xy[:, 0]) <= 90)
    turned = np.zeros(len(xy), dtype=np.bool_)
    turned[could_turn] = ~are_outside(iso2, xy[could_turn][:, ::-1])
    for place in found.take("swapped", np.flatnonzero(turned)):
        at = f"{xy[place, 0]:.6f}, {xy[place, 1]:.6f}"
        why = {
            "nl": f"{at} ligt buiten {name['nl']}, omgedraaid ligt het erin",
            "en": f"{at} lies outside {name['en']}, the other way round it lies in it",
        }
        found.add("swapped", int(feature[place]), path(int(rows[place])), why=why)
    others = find_countries(xy)
    claimed = ~turned & ~np.array([other is not None and are_in_dispute(iso2, other) for other in others])
    on_land = np.array([other is not None for other in others])
    # Islands too small for the outlines lie at sea: there the map is no proof.
    levels: tuple[tuple[Severity, Flags], ...] = (("error", on_land), ("warning", ~on_land))
    for level, chosen in levels:
        for place in found.take("outside_country", np.flatnonzero(claimed & chosen), level):
            other = others[place]
            where = {"nl": ", in zee volgens onze grove kaart", "en": ", at sea by our coarse map"}
            if other:
                where = {"nl": f", in {names(other)['nl']}", "en": f", in {names(other)['en']}"}
            x, y = f"{xy[place, 0]:.6f}", f"{xy[place, 1]:.6f}"
            found.add(
                "outside_country",
                int(feature[place]),
                path(int(rows[place])),
                level,
                x=x,
                y=y,
                country=name,
                where=where,
            )
