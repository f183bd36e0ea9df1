"""`check_file`: all checks of a file of plots, and the answer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scharnier.eudr.issues import Findings, Issue
from scharnier.eudr.overlap import check_overlaps
from scharnier.eudr.place import check_countries, check_places
from scharnier.eudr.positions import check_decimals, check_positions
from scharnier.eudr.read import Reading, parse_plots, read_plots
from scharnier.eudr.rings import Shapes, check_rings
from scharnier.eudr.rules import Rules
from scharnier.eudr.sizes import check_sizes

COMMODITIES = ("cattle", "cocoa", "coffee", "oil_palm", "rubber", "soya", "wood")


@dataclass
class Checked:
    """The outcome. `issues` in the order of the file, errors before warnings within a feature; of a code at most
    10,000 are in it, `counts` counts all. `hectares`: of all boundaries together."""

    reading: Reading
    shapes: Shapes
    issues: list[Issue]
    found: Findings

    @property
    def valid(self) -> bool:
        """Whether there is no error."""
        return self.found.valid

    @property
    def features(self) -> int:
        """How many features the file has."""
        return self.reading.plots.features

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many errors and warnings of each code."""
        out: dict[str, dict[str, int]] = {}
        for (code, level), number in sorted(self.found.counts.items()):
            out.setdefault(code, {"error": 0, "warning": 0})[level] += number
        return out

    @property
    def hectares(self) -> float:
        """Hectares within the boundaries that are sound."""
        return float(np.nansum(np.where(self.shapes.valid, self.shapes.hectares, 0.0)))

    def as_json(self, lang: str) -> dict[str, Any]:
        """The answer as the command prints it."""
        return {
            "valid": self.valid,
            "features": self.features,
            "issues": [issue.as_json(lang) for issue in self.issues],
            "counts": self.counts,
            "errors": self.found.total("error"),
            "warnings": self.found.total("warning"),
            "complete": self.found.total("error") + self.found.total("warning") == len(self.issues),
            "plots": {
                "points": len(self.reading.plots.points.feature),
                "polygons": len(self.reading.plots.polygons),
                "hectares_in_polygons": round(self.hectares, 2),
            },
        }


def check_file(path: Path, rules: Rules, country: str | None = None, commodity: str | None = None) -> Checked:
    """Check a GeoJSON file. `country`: ISO alpha-2 stated for all plots; `commodity`: one of COMMODITIES.

    Raises InputProblem for what is unreadable.
    """
    return check_reading(read_plots(path), rules, country, commodity)


def check_bytes(
    data: bytes, rules: Rules, country: str | None = None, commodity: str | None = None, name: str = ""
) -> Checked:
    """Check the bytes of a GeoJSON file; `name` is how problems call it."""
    return check_reading(parse_plots(data, name), rules, country, commodity)


def check_reading(reading: Reading, rules: Rules, country: str | None = None, commodity: str | None = None) -> Checked:
    """Check what was read; adds to `reading.found`."""
    plots, found = reading.plots, reading.found
    points_exist, parts_exist = check_positions(plots, found)
    check_decimals(plots, found, rules.decimals)
    shapes = check_rings(plots, parts_exist, found)
    countries = check_countries(plots, country, found)
    check_places(plots, countries, points_exist, parts_exist, found)
    check_sizes(plots, shapes, commodity, rules.polygon_above_ha, found)
    check_overlaps(plots, shapes, found)
    order = {"error": 0, "warning": 1}
    issues = sorted(
        found.issues, key=lambda issue: (-1 if issue.feature is None else issue.feature, order[issue.severity])
    )
    return Checked(reading, shapes, issues, found)
