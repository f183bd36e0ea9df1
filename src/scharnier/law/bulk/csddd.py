"""CSDDD for many companies: the twin of `scope.csddd_routes`."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from scharnier.law.bulk.columns import Columns
from scharnier.law.bulk.ruling import (
    Days,
    Rulings,
    earliest,
    latest,
    no_law,
    same_day,
    seats,
    settle,
    year_after,
)
from scharnier.law.bulk.truth import (
    Bools,
    Figures,
    Truths,
    choose_years,
    constant,
    fill_from_part,
    fill_from_whole,
    judge_spells,
    overlay,
)
from scharnier.law.scope.csddd_routes import WAVES
from scharnier.law.scope.ruling import amount, day_of
from scharnier.norms.law_records import Law

GIVEN = ("employees", "turnover_worldwide_eur", "turnover_eu_eur", "royalties_eu_eur", "royalties_worldwide_eur")


@dataclass(frozen=True)
class _Route:
    figures: list[Figures]
    parameters: list[str]
    counts: Bools  # for whom it is judged


def judge_csddd(columns: Columns, on: date, law: Law) -> Rulings:
    """Verdict and since of the CSDDD."""
    if law.version(on) is None:
        return no_law(columns.size)
    inside = _side(columns, _routes_inside(columns, on, law), on, law, waves=True)
    outside = _side(columns, _routes_outside(columns, on, law), on, law, waves=False)
    in_union, known = seats(columns, on)
    agree = inside[0].known & outside[0].known & (inside[0].low == outside[0].low)
    open_seat = inside[0].where(agree, constant(columns.size, None))
    truth = inside[0].where(in_union, outside[0]).where(known, open_seat)
    since = np.where(known, np.where(in_union, inside[1], outside[1]), latest([inside[1], outside[1]]))
    return settle(truth, on, since)


def _side(columns: Columns, routes: list[_Route], on: date, law: Law, *, waves: bool) -> tuple[Truths, Days]:
    """The truth of any route, and the earliest day by which one binds."""
    run = int(amount(law, "consecutive_years", on) or 1)
    size = len(routes[0].counts)
    truth, starts = constant(size, False), []
    window = choose_years([columns.figures[name] for name in GIVEN], run, on.year)
    for route in routes:
        spells = judge_spells(route.figures, [amount(law, name, on) for name in route.parameters], run, window)
        truth |= spells.truth.where(route.counts, constant(size, False))
        entered = spells.truth.low & spells.truth.known & route.counts
        starts.append(_start(entered, spells.entered, day_of(law, "applies_from", on)))
    for wave in WAVES if waves else ():
        limits = [amount(law, f"{wave}_{name}", on) for name in routes[0].parameters]
        day = day_of(law, f"{wave}_applies_from", on)
        if day is not None and None not in limits:
            spells = judge_spells(routes[0].figures, limits, run, window)
            starts.append(_start(spells.truth.low & spells.truth.known, spells.entered, day))
    return truth, earliest(starts)


def _start(counts: Bools, entered: "np.ndarray[tuple[int], np.dtype[np.int64]]", applies: date | None) -> Days:
    since = np.maximum(year_after(entered), same_day(len(counts), applies))  # NaT stays NaT
    return np.where(counts, since, np.datetime64("NaT"))


def _routes_inside(columns: Columns, on: date, law: Law) -> list[_Route]:
    figures = columns.figures
    royalties = overlay(figures["royalties_worldwide_eur"], figures["royalties_eu_eur"])
    return [
        _Route(
            [figures["employees"], _turnover(columns, "turnover_worldwide_eur", on, law)],
            ["employees", "turnover_worldwide_eur"],
            np.ones(columns.size, dtype=bool),
        ),
        _Route(
            [royalties, _turnover(columns, "franchise_turnover_eur", on, law)],
            ["royalties_eur", "franchise_turnover_eur"],
            _is_franchise(columns),
        ),
    ]


def _routes_outside(columns: Columns, on: date, law: Law) -> list[_Route]:
    figures = columns.figures
    most = amount(law, "royalties_eu_eur", on)
    royalties = figures["royalties_eu_eur"]
    if most is not None:
        royalties = fill_from_whole(royalties, figures["royalties_worldwide_eur"], most)
    return [
        _Route(
            [_turnover_eu(columns, "turnover_eu_eur", on, law)],
            ["turnover_eu_eur"],
            np.ones(columns.size, dtype=bool),
        ),
        _Route(
            [royalties, _turnover_eu(columns, "franchise_turnover_eu_eur", on, law)],
            ["royalties_eu_eur", "franchise_turnover_eu_eur"],
            _is_franchise(columns),
        ),
    ]


def _turnover(columns: Columns, parameter: str, on: date, law: Law) -> Figures:
    most, worldwide = amount(law, parameter, on), columns.figures["turnover_worldwide_eur"]
    return worldwide if most is None else fill_from_part(worldwide, columns.figures["turnover_eu_eur"], most)


def _turnover_eu(columns: Columns, parameter: str, on: date, law: Law) -> Figures:
    most, part = amount(law, parameter, on), columns.figures["turnover_eu_eur"]
    return part if most is None else fill_from_whole(part, columns.figures["turnover_worldwide_eur"], most)


def _is_franchise(columns: Columns) -> Bools:
    royalties = columns.figures["royalties_eu_eur"].any_given | columns.figures["royalties_worldwide_eur"].any_given
    stated: Bools = np.equal(columns.flags["franchise"], 1)
    return stated | royalties
