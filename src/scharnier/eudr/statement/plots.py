"""The plots of a statement: files read and checked once, and one file divided over the producers it names."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scharnier.eudr.check import Checked, check_bytes
from scharnier.eudr.json_text import Reader, decode
from scharnier.eudr.read import MOST
from scharnier.eudr.rules import Rules
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes


@dataclass(frozen=True)
class PlotFile:
    """A GeoJSON text as it will be sent, and what the checks say of it."""

    name: str
    data: bytes
    checked: Checked

    @property
    def sha256(self) -> str:
        """The digest of what is sent."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass
class Shelf:
    """Reads each file once. `folder`: where the statement lies, from which names count."""

    folder: Path
    rules: Rules
    read: dict[tuple[str, str | None, str | None], PlotFile] = field(default_factory=dict)

    def get(self, name: str, country: str | None, commodity: str | None) -> PlotFile:
        """The file, checked against a stated country and commodity. Raises InputProblem where it is unreadable."""
        key = (name, country, commodity)
        if key not in self.read:
            data = _load(self.folder / name)
            self.read[key] = self.make(name, data, country, commodity)
        return self.read[key]

    def make(self, name: str, data: bytes, country: str | None, commodity: str | None) -> PlotFile:
        """A text that is at hand, checked."""
        sent = data.removeprefix(b"\xef\xbb\xbf")
        return PlotFile(name, sent, check_bytes(sent, self.rules, country, commodity, Path(name).name))


def _load(path: Path) -> bytes:
    try:
        return load_bytes(path, MOST)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputProblem(f"cannot be read: {reason}.", "Check the name of the plots file.", str(path)) from error


def divide(path: Path) -> list[tuple[str, str, bytes]]:
    """A file divided over its producers: name, country and the GeoJSON text of each, in order of appearance.

    Features keep their text to the letter. Raises InputProblem where the file is no FeatureCollection.
    """
    text, _ = decode(_load(path), path.name)
    reader = Reader(text, path.name)
    groups: dict[tuple[str, str], list[str]] = {}
    at = reader.blank(0)
    if text[at : at + 1] == "{":
        for key, place in reader.members(at):
            if key == "features" and text[place] == "[":
                groups = _groups(reader, place)
            else:
                _, reader.at = reader.value(place)
    if not groups:
        raise InputProblem(
            "no FeatureCollection with plots.", "Give one, as `scharnier eudr check` accepts.", path.name
        )
    return [
        (name, country, ('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}").encode())
        for (name, country), features in groups.items()
    ]


def _groups(reader: Reader, place: int) -> dict[tuple[str, str], list[str]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for value, begin, end in reader.places(place):
        properties = value.get("properties") if isinstance(value, dict) else None
        named = properties if isinstance(properties, dict) else {}
        key = (_word(named.get("ProducerName")), _word(named.get("ProducerCountry")))
        groups.setdefault(key, []).append(reader.text[begin:end])
    return groups


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
