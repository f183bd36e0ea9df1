"""From features as they are read to columns: sound ones by a short way, all others by a way that names each fault."""

from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scharnier.eudr.columns import Floats, Plots, Points, Polygons, Positions, Small, Whole
from scharnier.eudr.faults import Shape, examine_feature
from scharnier.eudr.issues import Findings
from scharnier.eudr.properties import Properties

CHUNK = 200_000  # numbers that are converted at a time
LONGEST = 400  # characters; nobody writes a coordinate that long
_TYPE, _PAIR, _LIST, _BYTES = type, {2}, {list}, {bytes}


class Numbers:
    """Numbers as written, turned into floats and counts of decimals chunk by chunk."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.xy: list[Floats] = []
        self.decimals: list[Small] = []
        self.count = 0

    def extend(self, numbers: list[bytes]) -> None:
        """Add x, y, x, y."""
        self.waiting += numbers
        self.count += len(numbers) // 2
        if len(self.waiting) > CHUNK:
            self.flush()

    def flush(self) -> None:
        """Convert what waits."""
        if self.waiting:
            values, decimals = convert_numbers(self.waiting)
            self.xy.append(values.reshape(-1, 2))
            self.decimals.append(decimals.reshape(-1, 2))
            self.waiting = []

    def positions(self) -> Positions:
        """All of them."""
        self.flush()
        return Positions(
            np.concatenate([np.empty((0, 2)), *self.xy]),
            np.concatenate([np.empty((0, 2), dtype=np.uint8), *self.decimals]),
        )


def convert_numbers(numbers: list[bytes]) -> tuple[Floats, Small]:
    """Floats, and how many decimals each number has as it stands (1.20 has two; 1e-3 has three)."""
    if max(map(len, numbers)) > LONGEST:
        numbers = [number if len(number) <= LONGEST else b"1e999" for number in numbers]
    texts = pa.array(numbers, pa.binary())
    values = np.array(texts.cast(pa.string()).cast(pa.float64()))
    lengths = pc.binary_length(texts).to_numpy(zero_copy_only=False).astype(np.int64)
    points = pc.find_substring(texts, b".").to_numpy(zero_copy_only=False).astype(np.int64)
    decimals = np.where(points < 0, 0, lengths - points - 1)
    powered = pc.match_substring_regex(texts, b"[eE]").to_numpy(zero_copy_only=False)
    for place in np.flatnonzero(powered):
        mantissa, _, power = numbers[place].lower().partition(b"e")
        decimals[place] = len(mantissa.partition(b".")[2]) - int(power[:9])
    return values, np.clip(decimals, 0, 255).astype(np.uint8)


class Collector:
    """Takes features one at a time; `plots()` gives the columns."""

    def __init__(self, found: Findings, stem: str) -> None:
        self.found = found
        self.stem = stem
        self.features = 0
        self.properties = Properties(found, stem)
        self.point_numbers, self.polygon_numbers = Numbers(), Numbers()
        self.point_rows: list[tuple[int, int, int]] = []
        self.part_rows: list[tuple[int, int, int]] = []
        self.ring_lengths: list[int] = []
        self.rings_of_part: list[int] = []
        self.faulty: set[int] = set()

    def add(self, feature: Any) -> None:
        """Take the next feature."""
        index = self.features
        self.features += 1
        is_object = isinstance(feature, dict)
        geometry = feature.get("geometry") if is_object else None
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        usual = _TYPE(feature) is _TYPE(geometry) is dict and feature.get("type") == "Feature"
        if usual and feature.keys() <= _USUAL and self._is_taken(index, geometry):
            self.properties.add(index, feature.get("properties"), "properties" in feature, kind)
            return
        before = self.found.total("error")
        for shape in examine_feature(feature, index, self.stem, self.found):
            self._place(index, shape)
        if self.found.total("error") > before:
            self.faulty.add(index)
        properties = feature.get("properties") if is_object else {}
        self.properties.add(index, properties, not is_object or "properties" in feature, kind)

    def _is_taken(self, index: int, geometry: Any) -> bool:
        """The short way: a geometry in which nothing is odd. False leaves no trace."""
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        if len(geometry) != 2 or _TYPE(coordinates) is not list:
            return False
        if kind == "Polygon":
            return self._is_polygon_taken(index, coordinates)
        if kind == "Point" and len(coordinates) == 2 and set(map(type, coordinates)) == _BYTES:
            self.point_numbers.extend(coordinates)
            self.point_rows.append((index, -1, -1))
            return True
        return False

    def _is_polygon_taken(self, index: int, rings: list[Any]) -> bool:
        flat: list[bytes] = []
        lengths: list[int] = []
        for ring in rings:
            if _TYPE(ring) is not list or set(map(type, ring)) != _LIST or set(map(len, ring)) != _PAIR:
                return False
            flat += chain.from_iterable(ring)
            lengths.append(len(ring))
        if not flat or set(map(type, flat)) != _BYTES:
            return False
        self.polygon_numbers.extend(flat)
        self.ring_lengths += lengths
        self.rings_of_part.append(len(lengths))
        self.part_rows.append((index, -1, -1))
        return True

    def _place(self, index: int, shape: Shape) -> None:
        row = (index, shape.number, shape.member)
        if shape.is_point:
            self.point_numbers.extend(shape.rings[0])
            self.point_rows.append(row)
            return
        for ring in shape.rings:
            self.polygon_numbers.extend(ring)
            self.ring_lengths.append(len(ring) // 2)
        self.rings_of_part.append(len(shape.rings))
        self.part_rows.append(row)

    def plots(self) -> Plots:
        """The columns of everything that was added."""
        point, part = _rows(self.point_rows), _rows(self.part_rows)
        return Plots(
            points=Points(self.point_numbers.positions(), *point),
            polygons=Polygons(
                self.polygon_numbers.positions(), _starts(self.ring_lengths), _starts(self.rings_of_part), *part
            ),
            features=self.features,
            stem=self.stem,
            faulty=frozenset(self.faulty),
            **self.properties.columns(self.features),
        )


_USUAL = {"type", "geometry", "properties"}


def _rows(rows: list[tuple[int, int, int]]) -> tuple[Whole, Whole, Whole]:
    table: NDArray[np.int64] = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _starts(lengths: list[int]) -> Whole:
    return np.concatenate([[0], np.cumsum(np.array(lengths, dtype=np.int64))]).astype(np.int64)
