"""CSRD for many companies: the twin of `scope.csrd_rule`."""

from dataclasses import replace
from datetime import date

import numpy as np

from scharnier.law.bulk.columns import Columns
from scharnier.law.bulk.ruling import Rulings, choose, find_since, latest, no_law, seats, settle, unknown
from scharnier.law.bulk.truth import (
    NONE,
    Figures,
    Truths,
    constant,
    exceeds,
    fill_from_part,
    fill_from_whole,
    from_flags,
)
from scharnier.law.scope.csrd_rule import FIRST
from scharnier.law.scope.ruling import amount, day_of
from scharnier.norms.law_records import Law


def judge_csrd(columns: Columns, on: date, law: Law) -> Rulings:
    """Verdict and since of the CSRD."""
    size = columns.size
    if law.version(on) is None:
        return no_law(size)
    inside, outside = _inside(columns, on, law), _outside(columns, on, law)
    in_union, known = seats(columns, on)
    agree = (inside.verdict == outside.verdict) & inside.truth.known
    either = settle(inside.truth, on, latest([inside.since, outside.since]))
    open_seat = choose(agree, either, unknown(size))
    return choose(known, choose(in_union, inside, outside), open_seat)


def _inside(columns: Columns, on: date, law: Law) -> Rulings:
    size, staff = columns.size, columns.figures["employees"]
    since, most = day_of(law, "fy_from", on), amount(law, "turnover_eur", on)
    turnover = columns.figures["turnover_worldwide_eur"]
    if most is not None:
        turnover = fill_from_part(turnover, columns.figures["turnover_eu_eur"], most)
    year = max(on.year, since.year) if since else on.year
    least = amount(law, "employees", on)

    def above(in_year: int) -> Truths:
        return exceeds(staff.pick(in_year)[0], least) & exceeds(turnover.pick(in_year)[0], most)

    ruling = settle(above(year), on, find_since(since, year, above, [*staff.values, *turnover.values]))
    values = law.parameters[FIRST].values if FIRST in law.parameters else ()
    value = next((value for value in values if value.valid_to is None or value.valid_to >= on), None)
    if value is None or isinstance(value.amount, date):
        return ruling
    entity = constant(size, True).where(
        columns.flags["listed"] == 1, from_flags(columns.flags["public_interest_entity"])
    )
    begins, most_staff = value.valid_from, float(value.amount)

    def many(in_year: int) -> Truths:
        return exceeds(staff.pick(in_year)[0], most_staff)

    year = max(on, begins).year
    first = entity & many(year)
    early = settle(constant(size, True), on, find_since(begins, year, many, staff.values))
    open_first = replace(unknown(size), since=ruling.since)  # from then on it binds in any case
    return choose(first.known, choose(first.low, early, ruling), open_first)


def _outside(columns: Columns, on: date, law: Law) -> Rulings:
    since, most = day_of(law, "third_country_fy_from", on), amount(law, "third_country_turnover_eu_eur", on)
    turnover = columns.figures["turnover_eu_eur"]
    if most is not None:
        turnover = fill_from_whole(turnover, columns.figures["turnover_worldwide_eur"], most)
    run = int(amount(law, "third_country_years", on) or 1)
    year = max(on.year, since.year) if since else on.year
    branch, least = columns.figures["eu_branch_turnover_eur"], amount(law, "third_country_branch_turnover_eur", on)

    def above(in_year: int) -> Truths:
        return _each_of_last(turnover, most, in_year, run) & exceeds(branch.pick(in_year)[0], least)

    return settle(above(year), on, find_since(since, year, above, [*turnover.values, *branch.values]))


def _each_of_last(figures: Figures, limit: float | None, year: int, run: int) -> Truths:
    """Whether each of the last `run` years up to the one picked is above the limit."""
    _, picked = figures.pick(year)
    none = picked == NONE
    last = np.where(picked <= year, picked, picked + run - 1)
    truth = constant(figures.size, True)
    years = [*figures.values, year]
    for each in range(min(years) - run, max(years) + run + 1):
        looked_at = ~none & (last - run < each) & (each <= last)
        truth = (truth & exceeds(figures.year(each), limit)).where(looked_at, truth)
    return constant(figures.size, None).where(none, truth)
