"""Forced labour, conflict minerals and batteries for many companies: the twins of their scalar rules."""

from datetime import date

import numpy as np

from scharnier.law.bulk.columns import Columns
from scharnier.law.bulk.ruling import Rulings, find_since, no_law, same_day, settle
from scharnier.law.bulk.truth import Bools, Truths, constant, exceeds, fill_from_part, from_flags
from scharnier.law.scope.batteries import GROUP, LIMIT, YEARS_BACK
from scharnier.law.scope.conflict_minerals import find_threshold
from scharnier.law.scope.ruling import amount, day_of
from scharnier.norms.law_records import Law


def judge_flr(columns: Columns, on: date, law: Law) -> Rulings:
    """Verdict and since of the forced labour regulation."""
    if law.version(on) is None:
        return no_law(columns.size)
    shown = np.array([bool(products) for products in columns.products], dtype=bool)
    shown |= columns.flags["brings_batteries_to_eu_market"] == 1
    for kilograms in columns.imports.values():
        shown |= columns.imports_known & (kilograms > 0)
    says = from_flags(columns.flags["places_products_on_eu_market"])
    truth = constant(columns.size, True).where(shown, says)
    return settle(truth, on, same_day(columns.size, day_of(law, "applies_from", on)))


def judge_conflict_minerals(columns: Columns, on: date, law: Law) -> Rulings:
    """Verdict and since of the conflict minerals regulation."""
    if law.version(on) is None:
        return no_law(columns.size)
    truth = constant(columns.size, False)
    for name, kilograms in columns.imports.items():
        above = exceeds(kilograms, find_threshold(name, on, law))
        truth |= above.where(~np.isnan(kilograms), constant(columns.size, False))
    truth = truth.where(columns.imports_known, constant(columns.size, None))
    return settle(truth, on, same_day(columns.size, day_of(law, "applies_from", on)))


def judge_batteries(columns: Columns, on: date, law: Law) -> Rulings:
    """Verdict and since of the due diligence of the battery regulation."""
    if law.version(on) is None:
        return no_law(columns.size)
    brings = from_flags(columns.flags["brings_batteries_to_eu_market"])
    facts = [columns.figures[name] for name in ("turnover_worldwide_eur", "turnover_eu_eur", GROUP)]
    years = {year + YEARS_BACK for figures in facts for year in figures.values}

    def enough(in_year: int) -> Truths:
        return _enough(columns, in_year, on, law)

    since = find_since(day_of(law, "applies_from", on), on.year, enough, years)
    return settle(brings & enough(on.year), on, since)


def _enough(columns: Columns, in_year: int, on: date, law: Law) -> Truths:
    limit = amount(law, LIMIT, on)
    turnover = columns.figures["turnover_worldwide_eur"]
    if limit is not None:
        turnover = fill_from_part(turnover, columns.figures["turnover_eu_eur"], limit, or_equal=True)
    own = exceeds(turnover.pick(in_year - YEARS_BACK)[0], limit, or_equal=True)
    of_group = columns.figures[GROUP]
    group = exceeds(of_group.pick(in_year - YEARS_BACK)[0], limit, or_equal=True)
    grouped: Bools = (columns.words["group_role"] == "subsidiary") | of_group.any_given
    return own.where(own.low, group.where(grouped, own))
