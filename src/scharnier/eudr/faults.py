"""The careful way into a feature that is not as usual: every fault of structure with the path where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scharnier.eudr.issues import Findings, show
from scharnier.eudr.json_text import Doubled

# Brackets around a position: [x, y] of a Point lies in none, those of a MultiPolygon in three.
DEPTH = {"Point": 0, "MultiPoint": 1, "Polygon": 2, "MultiPolygon": 3}
_LINES = {"LineString", "MultiLineString"}
_WRONG = {"FeatureCollection": {"coordinates", "geometry", "properties"}, "Feature": {"features", "coordinates"}}
_IN_GEOMETRY = {"features", "geometry", "properties"}
MANY = 20  # faults of structure named in one feature
DEEPEST = 20  # collections in collections
_LOOKS = ("geometry", "geomerty", "geometrie", "geom", "geometries", "shape")


@dataclass
class Shape:
    """A point or a polygon (or part of one): rings as flat numbers; a point is one ring of one position."""

    is_point: bool
    rings: list[list[bytes]]
    number: int = -1
    member: int = -1


def examine_feature(feature: Any, index: int, stem: str, found: Findings) -> list[Shape]:
    """What can be read of a feature; what cannot is added to `found`."""
    top = stem.format(index).removesuffix("geometry.").removesuffix(".")
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        kind = show(feature.get("type")) if isinstance(feature, dict) else show(feature)
        found.add("not_a_feature", index, top or "$", found=kind)
        if not isinstance(feature, dict):
            return []
    examine_object(feature, "Feature", top, index, found)
    identity = feature.get("id", "")
    if not isinstance(identity, str | bytes):
        found.add("id_wrong", index, _below(top, "id"))
    geometry = feature.get("geometry")
    if geometry is None:
        near = next((key for key in feature if key not in ("type", "geometry") and key.lower() in _LOOKS), None)
        hint = {"nl": f" (wel {show(near)})", "en": f" (but there is {show(near)})"} if near else {"nl": "", "en": ""}
        found.add("geometry_missing", index, _below(top, "geometry"), hint=hint)
        return []
    return list(examine_geometry(geometry, index, stem.format(index).removesuffix("."), found))


def examine_object(value: dict[str, Any], owner: str, path: str, index: int | None, found: Findings) -> None:
    """What may be wrong with any object of GeoJSON: double keys, keys of another kind of object, the box."""
    for key in value.twice if isinstance(value, Doubled) else ():
        found.add("duplicate_key", index, path or "$", key=show(key))
    for key in sorted(_WRONG.get(owner, _IN_GEOMETRY) & value.keys()):
        found.add("misplaced_member", index, _below(path, key), owner=owner, key=key)
    box = value.get("bbox")
    if "bbox" in value and not (
        isinstance(box, list) and len(box) in (4, 6) and all(isinstance(number, bytes) for number in box)
    ):
        found.add("bbox_wrong", index, _below(path, "bbox"))


def examine_geometry(
    geometry: Any, index: int, path: str, found: Findings, member: int = -1, depth: int = 0
) -> Iterator[Shape]:
    """The shapes of a geometry at `path` ("" for one that is the whole file)."""
    given = geometry.get("type") if isinstance(geometry, dict) else None
    kind = given if isinstance(given, str) else ""
    if isinstance(geometry, dict):
        examine_object(geometry, kind if kind in DEPTH else "geometry", path, index, found)
    if kind == "GeometryCollection" and depth == 0:
        yield from _collection(geometry, index, path, found)
        return
    if not isinstance(geometry, dict) or kind not in DEPTH or depth > 1:
        said = show(given) if isinstance(geometry, dict) else show(geometry)
        found.add("geometry_type", index, _below(path, "type"), found=said)
        return
    where = _below(path, "coordinates")
    coordinates = geometry.get("coordinates")
    if coordinates is None or coordinates == []:
        found.add("coordinates_missing", index, where)
        return
    walk = _Walk(kind, index, found)
    if kind == "Point":
        position = walk.position(coordinates, where)
        if position:
            yield Shape(True, [position], member=member)
    elif kind == "Polygon":
        rings = walk.rings(coordinates, where)
        if rings:
            yield Shape(False, rings, member=member)
    else:
        for number, item in walk.enter(coordinates, where):
            inside = f"{where}[{number}]"
            if kind == "MultiPoint":
                position = walk.position(item, inside)
                if position:
                    yield Shape(True, [position], number, member)
            elif rings := walk.rings(item, inside):
                yield Shape(False, rings, number, member)
    if walk.heights:
        found.add("third_number", index, walk.first_height, count=walk.heights)


def _collection(geometry: dict[str, Any], index: int, path: str, found: Findings) -> Iterator[Shape]:
    where = _below(path, "geometries")
    members = geometry.get("geometries")
    if not isinstance(members, list) or not members:
        found.add("coordinates_missing", index, where)
        return
    found.add("geometry_collection", index, path or "$")
    for number, inner in enumerate(members):
        yield from examine_geometry(inner, index, f"{where}[{number}]", found, number, 1)


class _Walk:
    """Walks the brackets of one geometry and names what is wrong with them."""

    def __init__(self, kind: str, index: int, found: Findings) -> None:
        self.kind, self.index, self.found = kind, index, found
        self.heights, self.first_height, self.faults = 0, "", 0

    def enter(self, value: Any, path: str) -> list[tuple[int, Any]]:
        """The items of a list of lists; anything else is a fault."""
        if not isinstance(value, list):
            self._nesting(value, path)
            return []
        return list(enumerate(value))

    def rings(self, value: Any, path: str) -> list[list[bytes]]:
        """The rings of a polygon as flat numbers; empty when one of them cannot be read."""
        if isinstance(value, list) and not value:
            self._add("coordinates_missing", path)
        rings = []
        for number, item in self.enter(value, path):
            inside = f"{path}[{number}]"
            flat: list[bytes] = []
            sound = isinstance(item, list)
            for vertex, position in self.enter(item, inside):
                numbers = self.position(position, f"{inside}[{vertex}]")
                flat += numbers
                sound = sound and bool(numbers)
            if sound and not flat:
                self._add("coordinates_missing", inside)
            rings.append(flat if sound else [])
        return rings if all(rings) else []

    def position(self, value: Any, path: str) -> list[bytes]:
        """The two numbers of a position; empty when it is none."""
        if not isinstance(value, list):
            self._nesting(value, path)
            return []
        if any(isinstance(number, list | dict) for number in value):
            self._nesting(value, path, deep=True)
            return []
        wrong = [(place, number) for place, number in enumerate(value) if not isinstance(number, bytes)]
        for place, number in wrong:
            self._add("not_a_number", f"{path}[{place}]", found=show(number))
        if len(value) < 2:
            self._add("too_few_numbers", path, found=len(value))
        if wrong or len(value) < 2:
            return []
        if len(value) > 2:
            self.heights += 1
            self.first_height = self.first_height or path
        return [value[0], value[1]]

    def _nesting(self, value: Any, path: str, deep: bool = False) -> None:
        said = (
            {"nl": "een lijst van lijsten", "en": "a list of lists"} if deep else {"nl": show(value), "en": show(value)}
        )
        wanted = (
            {"nl": "een positie [lengte, breedte]", "en": "a position [longitude, latitude]"}
            if deep
            else {"nl": "een lijst", "en": "a list"}
        )
        self._add("wrong_nesting", path, found=said, wanted=wanted, kind=self.kind)

    def _add(self, code: str, path: str, **details: Any) -> None:
        self.faults += 1
        if self.faults <= MANY:
            self.found.add(code, self.index, path, **details)
        else:
            self.found.skip(code, 1)


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
