"""The properties of a plot that the EU system reads: ProducerCountry, ProducerName, ProductionPlace, Area."""

from typing import Any

import numpy as np

from scharnier.codes.countries import load_countries
from scharnier.eudr.issues import Findings, show
from scharnier.eudr.json_text import Doubled

READ = ("ProducerName", "ProducerCountry", "ProductionPlace", "Area")
PRODUCERS_OF_COMMODITY = 1_000
_LETTERS = {name.lower(): name for name in READ}
_KNOWN_SETS = 1_000  # sets of names that are remembered
_POINTS = ("Point", "MultiPoint")  # no set: what a file calls its kind may be a list


def iso2_codes() -> frozenset[str]:
    """All two-letter country codes, Kosovo's XK among them."""
    return frozenset(country.iso2 for country in load_countries().values() if country.iso2)


class Properties:
    """Takes the properties of one feature after the other."""

    def __init__(self, found: Findings, stem: str) -> None:
        self.found, self.stem = found, stem
        self.codes = iso2_codes()
        self.countries: list[str] = []
        self.place: dict[str, int] = {}
        self.country: list[int] = []
        self.area: list[float] = []
        self.has_area: list[bool] = []
        self.producers: set[tuple[str, int]] = set()
        self.sets: dict[tuple[str, ...], dict[str, str]] = {}

    def add(self, index: int, properties: Any, is_there: bool, kind: Any) -> None:
        """Take the properties of feature `index`, whose geometry is of a kind."""
        if type(properties) is not dict:
            if isinstance(properties, Doubled):
                for key in properties.twice:
                    self.found.add("duplicate_key", index, self._path(index), key=show(key))
            else:
                if not is_there or properties is not None:
                    self.found.add("properties_wrong", index, self._path(index))
                properties = {}
        self._names(index, properties, kind)
        country = self._country(index, properties.get("ProducerCountry"))
        self.country.append(country)
        if "Area" in properties:
            self._area(index, properties["Area"])
        else:
            self.area.append(np.nan)
            self.has_area.append(False)
        name = properties.get("ProducerName")
        if type(name) is str and len(self.producers) <= PRODUCERS_OF_COMMODITY:
            self.producers.add((name, country))

    def columns(self, features: int) -> dict[str, Any]:
        """The columns that `Plots` asks."""
        assert len(self.country) == len(self.area) == features
        return {
            "country": np.array(self.country, dtype=np.int64),
            "countries": self.countries,
            "area": np.array(self.area, dtype=np.float64),
            "has_area": np.array(self.has_area, dtype=np.bool_),
            "producers": len(self.producers),
        }

    def _country(self, index: int, value: Any) -> int:
        known = self.place.get(value) if type(value) is str else None
        if known is not None:
            return known
        if value is None:
            return -1  # asked about by feature once it is known whether any has one
        if isinstance(value, str) and value in self.codes:
            self.place[value] = len(self.countries)
            self.countries.append(value)
            return self.place[value]
        near = value.strip().upper() if isinstance(value, str) else ""
        is_near = near in self.codes
        hint = {"nl": f" (bedoeld is {near}?)", "en": f" (is {near} meant?)"} if is_near else {"nl": "", "en": ""}
        self.found.add("country_unknown", index, self._path(index, "ProducerCountry"), found=show(value), hint=hint)
        return -2

    def _area(self, index: int, value: Any) -> None:
        self.has_area.append(True)
        if type(value) is bytes:
            self.area.append(float(value) if len(value) < 400 else np.inf)
            return
        self.area.append(np.nan)
        self.found.add("area_not_a_number", index, self._path(index, "Area"), found=show(value))

    def _names(self, index: int, properties: dict[str, Any], kind: Any) -> None:
        names = tuple(properties)
        wrong = self.sets.get(names)
        if wrong is None:
            wrong = {name: meant for name in names if (meant := _meant(name)) and meant not in properties}
            if len(self.sets) < _KNOWN_SETS:
                self.sets[names] = wrong
        for name, meant in wrong.items():
            # "area" is a common name of one's own; it only harms where the system reads Area: at points.
            if meant != "Area" or kind in _POINTS:
                self.found.add("property_name", index, self._path(index, name), found=show(name), meant=meant)

    def _path(self, index: int, name: str = "") -> str:
        stem = self.stem.format(index).removesuffix("geometry.")
        return f"{stem}properties.{name}" if name else f"{stem}properties"


def _meant(name: str) -> str | None:
    """The property that a name must be a slip of; None where it is right or something else."""
    if name in READ:
        return None
    letters = "".join(c for c in name.lower() if c.isalpha())
    exact = _LETTERS.get(letters)
    if exact:
        return exact
    close = [meant for low, meant in _LETTERS.items() if len(low) > 6 and _is_slip(letters, low)]
    return close[0] if len(close) == 1 else None


def _is_slip(a: str, b: str) -> bool:
    """Whether two words are one letter apart: one more, one less, another, or two neighbours swapped."""
    from rapidfuzz.distance import OSA

    return abs(len(a) - len(b)) <= 1 and OSA.distance(a, b, score_cutoff=1) <= 1
