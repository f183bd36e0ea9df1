"""How likely a reading is right."""

from collections.abc import Sequence

from scharnier.codes.classify.resolve import Reading

_BY_LEVEL = {3: 0.9, 2: 0.9, 1: 0.55}


def calc_confidence(reading: Reading, ranked: Sequence[tuple[str, float]]) -> float:
    """Chance between 0 and 1 that the first of `ranked` is right."""
    if not ranked:
        return 0.0
    base = _BY_LEVEL.get(reading.level, 0.0)
    margin = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)
    return round(base * (0.55 + 0.45 * reading.coverage) * (0.85 + 0.15 * margin), 3)
