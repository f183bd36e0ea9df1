"""The intervals of `scharnier chain explain` for programs: JSON, and the origins as CSV."""

from typing import Any, TextIO

import numpy as np

from scharnier.analytics.chains.noise import Doubt
from scharnier.analytics.chains.trace import Explained
from scharnier.cli.chain_json import TIER_KEYS
from scharnier.cli.terminal import CsvTable
from scharnier.report.chain_doubt_text import age_lines, doubt_lines

QUANTILES = ("p05", "p50", "p95")
COLUMNS = ("rank", "region", "sector", "name", "value", "share", *TIER_KEYS, *QUANTILES, "age_low", "age_high")


def doubt_json(explained: Explained, doubt: Doubt, year: int, lang: str) -> dict[str, Any]:
    """Intervals per unit bought; null where there is none, which is not the same as none needed."""
    spread = doubt.spread
    method = "draws" if spread.draws else "formula"
    return {
        "stated": doubt.stated,
        "method": method if doubt.stated else None,
        "draws": spread.draws,
        "seed": spread.seed if spread.draws else None,
        "refused": spread.refused,
        "total": _interval(doubt, 0),
        "origins": [
            {
                "region": explained.traced.table.regions[origin.cell],
                "sector": explained.traced.table.sectors[origin.cell],
                "interval": _interval(doubt, 1 + place),
                "age": _aged(doubt, place),
            }
            for place, origin in enumerate(explained.origins)
        ],
        "unstated": {part: float(share[0]) for part, share in spread.unstated.items()},
        "years_apart": doubt.years,
        "sentences": [*doubt_lines(explained, doubt, year, lang), *age_lines(doubt, lang)],
    }


def write_origins(explained: Explained, doubt: Doubt, lang: str, to: TextIO) -> None:
    """The largest origins as a table; an empty field is an interval that is not there."""
    table, total = explained.traced.table, explained.traced.total
    writer = CsvTable(to)
    writer.writerow(COLUMNS)
    for place, origin in enumerate(explained.origins):
        cell, interval, aged = origin.cell, _interval(doubt, 1 + place), _aged(doubt, place)
        ends = [f"{interval[name]:.9g}" if interval else "" for name in QUANTILES]
        ends += [f"{aged[name]:.9g}" if aged else "" for name in ("low", "high")]
        figures = (origin.value, origin.value / total, *origin.tiers.tolist())
        names = (table.regions[cell], table.sectors[cell], table.name(cell, lang))
        writer.writerow((place + 1, *names, *(f"{value:.9g}" for value in figures), *ends))


def _interval(doubt: Doubt, row: int) -> dict[str, float] | None:
    spread = doubt.spread
    if np.isnan(spread.p05[row]):
        return None
    found = {name: float(getattr(spread, name)[row]) for name in (*QUANTILES, "sd")}
    if spread.sd_most is not None:
        found["sd_most"] = float(spread.sd_most[row])
    return found


def _aged(doubt: Doubt, place: int) -> dict[str, float] | None:
    aged = doubt.aged[place]
    if aged is None:
        return None
    return {"low": aged.low, "middle": aged.middle, "high": aged.high, "pairs": aged.pairs}
