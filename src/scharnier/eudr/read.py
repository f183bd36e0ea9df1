"""A file of plots to columns: what cannot be read at all is an InputProblem, all other faults are findings."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scharnier.eudr.collect import Collector
from scharnier.eudr.columns import Plots
from scharnier.eudr.faults import DEPTH, examine_object
from scharnier.eudr.issues import Findings, show
from scharnier.eudr.json_text import Reader, decode
from scharnier.eudr.properties import PRODUCERS_OF_COMMODITY
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

MOST = 400 << 20  # bytes of a file that is read; the EU system itself takes 25 MB
EU_LIMIT = 25_000_000
WGS84 = re.compile(r"(^|[:/])(crs84|epsg:([\d.]*:)?4326|epsg/[\d.]*/4326)$|^wgs ?84$")
_COLLECTION, _FEATURE, _BARE = "features[{}].geometry.", "geometry.", ""


@dataclass
class Reading:
    """What a file gave: the columns, and what was found wrong while reading."""

    plots: Plots
    found: Findings
    size: int  # bytes


def read_plots(path: Path) -> Reading:
    """Read a file. Raises InputProblem where it cannot be opened, is too large, or is no JSON object."""
    try:
        data = load_bytes(path, MOST)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputProblem(f"cannot be read: {reason}.", "Give the GeoJSON file with the plots.", str(path)) from error
    return parse_plots(data, path.name)


def parse_plots(data: bytes, name: str = "") -> Reading:
    """Read the bytes of a file. Raises InputProblem for what is no JSON object in UTF-8."""
    size = len(data)
    text, marked = decode(data, name)
    del data
    found = Findings()
    if size > EU_LIMIT:
        found.add("file_over_25_mb", None, "$", size=f"{size / 1e6:.0f}")
    if marked:
        found.add("byte_order_mark", None, "$")
    plots = _Document(Reader(text, name), found).plots()
    if plots.producers > PRODUCERS_OF_COMMODITY:
        found.add("too_many_producers", None, "$", limit=f"{PRODUCERS_OF_COMMODITY}")
    if not plots.features:
        found.add("no_plots", None, "$")
    return Reading(plots, found, size)


class _Document:
    """The outermost object: members are kept, features go to a collector as they come by."""

    def __init__(self, reader: Reader, found: Findings) -> None:
        self.reader, self.found = reader, found
        self.root: dict[str, Any] = {}
        self.twice: list[str] = []
        self.collected: Collector | None = None
        self.found_in_features = Findings()

    def plots(self) -> Plots:
        """Read to the end."""
        reader = self.reader
        at = reader.blank(0)
        if reader.text[at : at + 1] != "{":
            value, end = reader.value(at)
            self._end(end)
            raise InputProblem(
                f"this is JSON but not GeoJSON: it holds {show(value)}, not an object.",
                "Give a FeatureCollection with the plots.",
                reader.name,
            )
        for key, place in reader.members(at):
            if key in self.root:
                self.twice.append(key)
            if key == "features" and reader.text[place] == "[":
                self.root[key] = []
                self._features(place)
            else:
                self.root[key], reader.at = reader.value(place)
        self._end(reader.at)
        return self._as_root()

    def _end(self, at: int) -> None:
        at = self.reader.blank(at)
        if at < len(self.reader.text):
            raise self.reader.fault("nothing may follow the first value", at)

    def _features(self, place: int) -> None:
        self.found_in_features = Findings(kept=self.found.kept)
        self.collected = Collector(self.found_in_features, _COLLECTION)
        for feature in self.reader.items(place):
            self.collected.add(feature)

    def _as_root(self) -> Plots:
        given, found = self.root.get("type"), self.found
        kind = given if isinstance(given, str) else ""
        for key in dict.fromkeys(self.twice):
            found.add("duplicate_key", None, key, key=show(key))
        self._crs()
        if kind == "FeatureCollection":
            examine_object(self.root, "FeatureCollection", "", None, found)
            if self.collected is None:
                found.add("features_missing", None, "features")
                return self._nothing()
            found.absorb(self.found_in_features)
            return self.collected.plots()
        if kind == "Feature":
            return self._single(self.root, _FEATURE)
        if kind in DEPTH or kind in ("GeometryCollection", "LineString", "MultiLineString"):
            return self._single({"type": "Feature", "properties": {}, "geometry": self.root}, _BARE)
        found.add("type_unknown", None, "type", found=show(given))
        if self.collected is not None:  # say what else is wrong with it
            found.absorb(self.found_in_features)
            return self.collected.plots()
        return self._nothing()

    def _single(self, feature: dict[str, Any], stem: str) -> Plots:
        collector = Collector(self.found, stem)
        collector.add(feature)
        return collector.plots()

    def _nothing(self) -> Plots:
        return Collector(self.found, _COLLECTION).plots()

    def _crs(self) -> None:
        crs = self.root.get("crs")
        if crs is None:
            return
        properties = crs.get("properties") if isinstance(crs, dict) else crs
        name = properties.get("name") if isinstance(properties, dict) else properties
        if not isinstance(name, str) or not WGS84.search(name.strip().lower()):
            self.found.add("crs_not_wgs84", None, "crs", crs=show(name if name is not None else crs))
