"""Try the measured intervals on what they have not seen: later years, and purchases unlike the average one.

Run as `python -m scharnier.sources.wiod2013.age_check --from FOLDER`, where FOLDER holds the reference data.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from scharnier.chain.age import Level, Place
from scharnier.chain.leontief import Leontief, calc_origins
from scharnier.chain.model import ChainModel
from scharnier.kernel.errors import InputProblem
from scharnier.sources.wiod2013.age import (
    EDGES,
    LEVELS,
    PLACES,
    Array,
    Tally,
    YearOrigins,
    count_pairs,
    find_pairs,
    find_quantile,
    load_years,
)
from scharnier.sources.wiod2013.age_build import FEWEST
from scharnier.sources.wiod2013.parse import load_wiod_npz

# (until, since): intervals from pairs of years up to `until`, tried on pairs from `since` on that end after `until`.
SPLITS: Final = ((2004, 2000), (2002, 2004))
GOODS: Final = 16  # c1..c16: farming, mining and manufacturing
LAG: Final = 15
Years = Mapping[int, YearOrigins]


def calc_coverage(measured: Tally, tried: Tally, place: Place) -> Array:
    """Part (3, C) of the money tried, by class, that lies below, inside and above the measured p05 to p95.

    NaN where fewer than FEWEST origins were measured or no money is tried.
    """
    weights, origins = measured.of(place)
    found, _ = tried.of(place)
    parts = np.full((3, len(weights)), np.nan)
    for size in np.flatnonzero((origins >= FEWEST) & (found.sum(axis=1) > 0)):
        low, high = find_quantile(weights[size], 0.05), find_quantile(weights[size], 0.95)
        money = found[size]
        parts[:, size] = np.array([money[:low].sum(), money[low : high + 1].sum(), money[high + 1 :].sum()])
        parts[:, size] /= money.sum()
    return parts


def check_later(years: Years, level: Level, until: int, since: int) -> dict[int, tuple[int, int, dict[Place, Array]]]:
    """Lag -> number of pairs measured, of pairs tried, and coverage (3, C) by place, for one split of the years."""
    measured = find_pairs(year for year in years if year <= until)
    tried = find_pairs(year for year in years if year >= since)
    result = {}
    for lag, pairs in measured.items():
        later = [pair for pair in tried.get(lag, ()) if pair[1] > until]
        if later:
            counts, found = count_pairs(years, pairs, level), count_pairs(years, later, level)
            covered = {place: calc_coverage(counts, found, place) for place in PLACES}
            result[lag] = (len(pairs), len(later), covered)
    return result


def load_makers(folder: Path) -> dict[int, YearOrigins]:
    """Year -> origins of purchases of which the maker's country is known, weighed by what the cell sells to users."""
    return load_years(folder, _calc_makers)


def _calc_makers(model: ChainModel) -> YearOrigins:
    spend = np.where(model.output > 0, np.maximum(model.final.sum(axis=1), 0.0), 0.0)
    return YearOrigins(calc_origins(Leontief(model), np.eye(model.cells)), spend, len(model.regions))


def list_groups(years: Years, market: int) -> dict[str, Years]:
    """Purchases of one kind by name: goods, services, those on one market, and all with every market alike."""
    regions = next(iter(years.values())).regions
    cells = next(iter(years.values())).spend.size
    markets, products = np.divmod(np.arange(cells), cells // regions)

    def weigh(rule: Callable[[Array], Array]) -> Years:
        return {year: replace(origins, spend=rule(origins.spend)) for year, origins in years.items()}

    return {
        "goods": weigh(lambda spend: spend * (products < GOODS)),
        "services": weigh(lambda spend: spend * (products >= GOODS)),
        "one market": weigh(lambda spend: spend * (markets == market)),
        "goods, one market": weigh(lambda spend: spend * ((markets == market) & (products < GOODS))),
        "markets alike": weigh(lambda spend: spend / np.bincount(markets, weights=spend)[markets]),
    }


def render_checks(folder: Path, market: str) -> str:
    """All checks as plain text, for the tables of one folder; `market` is the region to look at apart."""
    years = load_years(folder)
    regions = load_wiod_npz(min(folder.glob("wiot2013_*.npz"))).regions
    if market not in regions:
        raise InputProblem(f"no market {market!r} in WIOD 2013.", f"Known: {', '.join(regions)}.")
    lines = ["Percent of the money inside the interval p05 to p95; for the mean: below/inside/above."]
    for until, since in SPLITS:
        for level in LEVELS:
            head = f"From pairs up to {until}, tried on pairs from {since} on that end after {until}, by {level}"
            lines += ["", head, *_list_later(level, check_later(years, level, until, since))]
    groups = {**list_groups(years, regions.index(market)), "maker known": load_makers(folder)}
    pairs = find_pairs(years)[LAG]
    for level in LEVELS:
        lines += ["", f"{LAG} years, purchases unlike the average (one market: {market}), by {level}"]
        lines.append(_line("", _name_classes(level)))
        measured = count_pairs(years, pairs, level)
        for name, group in groups.items():
            tried = count_pairs(group, pairs, level)
            lines += [
                _line(f"{name}, {place}", _percents(calc_coverage(measured, tried, place)[1])) for place in PLACES
            ]
    return "\n".join(lines) + "\n"


def _list_later(level: Level, found: Mapping[int, tuple[int, int, Mapping[Place, Array]]]) -> Iterator[str]:
    yield _line("", _name_classes(level))
    for lag, (measured, tried, covered) in found.items():
        yield _line(f"{lag} years ({measured} pairs, tried on {tried})", _percents(covered["all"][1]))
    for place in PLACES:
        # One lag that could not be measured makes the mean unknown: the lags would not be the same ones.
        mean = np.mean([covered[place] for _, _, covered in found.values()], axis=0)
        yield _line(f"mean, {place}", ["/".join(column) for column in zip(*map(_percents, mean), strict=True)])


def _name_classes(level: Level) -> list[str]:
    return [f">={100 * edge:g}%" for edge in EDGES[level][:-1]]


def _percents(parts: Iterable[float]) -> list[str]:
    return ["-" if np.isnan(part) else f"{100 * part:.0f}" for part in parts]


def _line(head: str, columns: Iterable[str]) -> str:
    return f"{head:<34}" + "".join(f"{column:>10}" for column in columns)


def main() -> None:
    """Say how often the intervals cover what they were not made from."""
    parser = argparse.ArgumentParser(description="Try the intervals for the age of a table on what they have not seen.")
    parser.add_argument("--from", dest="shared", type=Path, required=True, help="folder with the reference data")
    parser.add_argument("--market", default="NLD", help="the market to look at apart")
    options = parser.parse_args()
    sys.stdout.write(render_checks(options.shared / "mrio" / "wiod2013", options.market))


if __name__ == "__main__":
    main()
