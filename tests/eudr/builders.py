"""Features written by hand: a sound point and a sound polygon in Ghana, and what to change about them."""

import json
from typing import Any

from scharnier.eudr import Checked


def collection(features: Any) -> str:
    """A FeatureCollection with features that are texts already."""
    return '{"type":"FeatureCollection","features":[' + ",".join(features) + "]}"


def feature(kind: str, coordinates: str, properties: dict[str, Any] | None = None) -> str:
    """One feature; the coordinates as they shall stand."""
    given = {"ProducerCountry": "GH", **(properties or {})}
    kept = {key: value for key, value in given.items() if value is not ...}
    geometry = f'{{"type":"{kind}","coordinates":{coordinates}}}'
    return f'{{"type":"Feature","properties":{json.dumps(kept)},"geometry":{geometry}}}'


def point(coordinates: str = "[-2.151234,6.704321]", **properties: Any) -> str:
    """A sound point in Ghana of 2 ha."""
    return feature("Point", coordinates, {"Area": 2.0, **properties})


def ring(positions: list[tuple[float, float]]) -> str:
    """A ring with six decimals."""
    return "[" + ",".join(f"[{x:.6f},{y:.6f}]" for x, y in positions) + "]"


SQUARE = [(-2.160001, 6.710001), (-2.158001, 6.710011), (-2.158011, 6.712021), (-2.160021, 6.712011)]


def polygon(positions: list[tuple[float, float]] | None = None, **properties: Any) -> str:
    """A sound polygon in Ghana of about 5 ha; the ring is closed here."""
    chosen = SQUARE if positions is None else positions
    return feature("Polygon", f"[{ring([*chosen, chosen[0]])}]", properties)


def found(checked: Checked) -> list[tuple[str, str, int | None, str]]:
    """Code, severity, feature and path of every issue."""
    return [(issue.code, issue.severity, issue.feature, issue.path) for issue in checked.issues]


def codes(checked: Checked) -> set[str]:
    """The codes."""
    return set(checked.counts)
