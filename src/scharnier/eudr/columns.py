"""Plots of land as columns: positions, rings and parts in arrays, so that a million plots are checked at once."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Small = NDArray[np.uint8]
Flags = NDArray[np.bool_]


@dataclass
class Positions:
    """`xy` (n, 2) longitude and latitude in degrees; `decimals` (n, 2) how many were written, at most 255."""

    xy: Floats
    decimals: Small

    def __len__(self) -> int:
        return len(self.xy)


@dataclass
class Points:
    """Points, also those of MultiPoints. `feature` (n) index; `number` (n) place in the MultiPoint, -1 for a Point;
    `member` (n) place in a GeometryCollection, else -1."""

    at: Positions
    feature: Whole
    number: Whole
    member: Whole


@dataclass
class Polygons:
    """Polygons, also the parts of MultiPolygons. The positions of ring r are `at[ring_start[r]:ring_start[r + 1]]`,
    the rings of part p are `part_start[p]` up to `part_start[p + 1]`. `feature`, `number`, `member` as in `Points`."""

    at: Positions
    ring_start: Whole
    part_start: Whole
    feature: Whole
    number: Whole
    member: Whole

    def __len__(self) -> int:
        return len(self.feature)

    @property
    def ring_part(self) -> Whole:
        """The part of each ring."""
        return np.repeat(np.arange(len(self)), np.diff(self.part_start))

    @property
    def position_ring(self) -> Whole:
        """The ring of each position."""
        return np.repeat(np.arange(len(self.ring_start) - 1), np.diff(self.ring_start))


@dataclass
class Plots:
    """A file of plots. `stem` is how paths start: "features[{}].geometry.", "geometry." or "" by the kind of root.

    By feature: `country` (n) index in `countries`, -1 where absent or unusable; `area` (n) hectares, NaN where absent
    or unusable; `has_area` (n) whether the property is there at all.
    """

    points: Points
    polygons: Polygons
    features: int
    country: Whole
    countries: list[str]
    area: Floats
    has_area: Flags
    stem: str
    faulty: frozenset[int] = field(default_factory=frozenset)  # features of which some coordinates could not be read
    producers: int = 0  # different producers by name and country, counted up to one above the limit

    def path(self, feature: int, member: int = -1, *steps: int) -> str:
        """The JSON path of (something in) the coordinates of a feature; steps of -1 are left out."""
        stem = self.stem.format(feature)
        inside = f"geometries[{member}]." if member >= 0 else ""
        return f"{stem}{inside}coordinates" + "".join(f"[{step}]" for step in steps if step >= 0)

    def point_path(self, row: int) -> str:
        """The JSON path of a point."""
        points = self.points
        return self.path(int(points.feature[row]), int(points.member[row]), int(points.number[row]))

    def part_path(self, part: int, ring: int = -1, vertex: int = -1) -> str:
        """The JSON path of a part of a polygon, of a ring in it, or of a vertex; counted within part and ring."""
        polygons = self.polygons
        return self.path(
            int(polygons.feature[part]), int(polygons.member[part]), int(polygons.number[part]), ring, vertex
        )

    def vertex_path(self, position: int) -> str:
        """The JSON path of a position of a polygon, by its place in `polygons.at`."""
        polygons = self.polygons
        ring = int(np.searchsorted(polygons.ring_start, position, side="right")) - 1
        part = int(np.searchsorted(polygons.part_start, ring, side="right")) - 1
        return self.part_path(part, ring - int(polygons.part_start[part]), position - int(polygons.ring_start[ring]))

    def property_path(self, feature: int, name: str) -> str:
        """The JSON path of a property."""
        stem = self.stem.format(feature).removesuffix("geometry.")
        return f"{stem}properties.{name}"

    def feature_path(self, feature: int) -> str:
        """The JSON path of a feature."""
        return self.stem.format(feature).removesuffix(".geometry.") if "features" in self.stem else "$"
