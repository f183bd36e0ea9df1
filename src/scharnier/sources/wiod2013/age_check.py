"""Try the measured intervals on what they have not seen: later years, and purchases unlike the average one.

Run as `python -m scharnier.sources.wiod2013.age_check --from FOLDER`, where FOLDER holds the reference data.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    Pair,
    Tally,
    YearOrigins,
    calc_weights,
    count_pairs,
    find_bins,
    find_pairs,
    find_quantile,
    load_years,
    read_quantile,
)
from scharnier.sources.wiod2013.age_build import FEWEST
from scharnier.sources.wiod2013.parse import load_wiod_npz

# (until, since): intervals from pairs of years up to `until`, tried on pairs from `since` on that end after `until`.
SPLITS: Final = ((2004, 2000), (2002, 2004))
GOODS: Final = 16  # c1..c16: farming, mining and manufacturing
LAG: Final = 15
BASKET_LAGS: Final = (1, 5, 9, 15)
GROWING: Final = ("BRA", "CHN", "IDN", "IND", "MEX", "ROW", "RUS", "TUR")  # own choice
LARGE, WORST = 1e-3, 3  # origins to name: from which part of all money, how many
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


def calc_factors(measured: Tally, level: Level) -> Array:
    """p05 and p95 (2 places, 2, C) at home and abroad, as an assessment reads them.

    A size that too few origins have takes the figures of the nearest smaller one, or of the smallest there is.
    """
    classes = len(EDGES[level]) - 1
    factors = np.full((2, 2, classes), np.nan)
    for at, place in enumerate(PLACES[1:]):
        weights, origins = measured.of(place)
        known = np.flatnonzero(origins >= FEWEST)
        for size in range(classes):
            taken = max(known[known <= size], default=known[0])
            factors[at, :, size] = [read_quantile(weights[taken], part) for part in (0.05, 0.95)]
    return factors


def check_baskets(years: Years, measured: Tally, pairs: Iterable[Pair], level: Level) -> Array:
    """Part (3, C) of the origins of whole baskets that moved to below, inside and above the sum of the intervals.

    The basket of a market is all its final use in the earlier year, bought again in the later year in the same
    proportions. The intervals of its purchases are added up as if all moved the same way. Every origin with a share
    of the basket counts once, in the class of that share.
    """
    factors, edges = calc_factors(measured, level), np.array(EDGES[level])
    classes, counts = len(edges) - 1, np.zeros((3, len(edges) - 1))
    for earlier, later in pairs:
        first, regions = years[earlier], years[earlier].regions
        spend = calc_weights(first, years[later])
        whole = spend.reshape(regions, -1).sum(axis=1)
        whole[whole == 0] = 1.0  # a market that buys nothing has no share in anything
        old, new = first.at(level), years[later].at(level)
        size = np.clip(np.searchsorted(edges, old, side="right") - 1, 0, classes - 1)
        place = np.where(first.is_home(level), 0, 1)
        ends = (old * factors[place, 0, size], new, np.minimum(old * factors[place, 1, size], 1.0))
        share, low, moved, high = (
            (part * spend).reshape(len(part), regions, -1).sum(axis=2) / whole for part in (old, *ends)
        )
        of_basket = np.minimum(np.searchsorted(edges, share, side="right") - 1, classes - 1)
        side = np.where(moved < low, 0, np.where(moved > high, 2, 1))
        followed = of_basket >= 0
        np.add.at(counts, (side[followed], of_basket[followed]), 1.0)
    total = counts.sum(axis=0)
    parts: Array = np.divide(counts, total, out=np.full_like(counts, np.nan), where=total > 0)
    return parts


def check_origins(years: Years, measured: Tally, pairs: Iterable[Pair]) -> Array:
    """Money (3, R) earned abroad in each country that moved to below, inside and above the interval, summed."""
    bins, edges = find_bins(calc_factors(measured, "country")[1]), np.array(EDGES["country"])
    found = np.zeros((3, next(iter(years.values())).regions))
    for earlier, later in pairs:
        first, weights = years[earlier], calc_weights(years[earlier], years[later])
        old, new = first.at("country"), years[later].at("country")
        followed = (old >= edges[0]) & ~first.is_home("country")
        size = np.clip(np.searchsorted(edges, old, side="right") - 1, 0, len(edges) - 2)
        ratio = find_bins(np.divide(new, old, out=np.ones_like(old), where=followed))
        side = np.where(ratio < bins[0, size], 0, np.where(ratio > bins[1, size], 2, 1))
        for at in range(3):
            found[at] += np.where(followed & (side == at), old, 0.0) @ weights
    return found


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
    lines += ["", *_list_baskets(years)]
    lines += ["", *_list_origins(years, regions)]
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


def _list_baskets(years: Years) -> Iterator[str]:
    until, since = SPLITS[0]
    before, after = (find_pairs(y for y in years if y <= until), find_pairs(y for y in years if y >= since))
    every = find_pairs(years)
    for level in LEVELS:
        yield f"Whole baskets of markets, percent of the origins below/inside/above the added-up interval, by {level}"
        yield _line("", _name_classes(level))
        for lag in BASKET_LAGS:
            later = [pair for pair in after.get(lag, ()) if pair[1] > until]
            tries = [(f"{lag} years, all pairs", every[lag], list(every[lag]))]
            if later:
                tries.append((f"{lag} years, up to {until}, tried later", before[lag], later))
            for head, measured, tried in tries:
                parts = check_baskets(years, count_pairs(years, measured, level), tried, level)
                yield _line(head, ["/".join(column) for column in zip(*map(_percents, parts), strict=True)])


def _list_origins(years: Years, regions: Sequence[str]) -> Iterator[str]:
    yield "Origins abroad with the least money inside the interval, of those with a thousandth of all money or more"
    for lag in BASKET_LAGS[1:]:
        pairs = find_pairs(years)[lag]
        found = check_origins(years, count_pairs(years, pairs, "country"), pairs)
        money = found.sum(axis=0)
        parts, above = found / money, found[2] / found[2].sum()
        large = [at for at in np.argsort(parts[1]) if money[at] >= LARGE * len(pairs)]
        for at in large[:WORST]:
            share = f"{100 * above[at]:.0f}% of all money above"
            yield _line(f"{lag} years, {regions[at]}", ["/".join(_percents(parts[:, at])), f"  {share}"])
        grown = np.isin(regions, GROWING)
        for name, chosen in ((", ".join(GROWING), grown), ("all other origins", ~grown)):
            together = found[:, chosen].sum(axis=1)
            yield _line(f"{lag} years, {name}", ["/".join(_percents(together / together.sum()))])


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
