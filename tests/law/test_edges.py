"""The ends of the calendar, the first day of the list of countries, and figures that are none."""

import math
from datetime import date

import pytest

from scharnier.law.applies import RULES, judge_all
from scharnier.law.bulk import judge_bulk
from scharnier.law.bulk.columns import build_columns
from scharnier.law.bulk.ruling import VERDICTS
from scharnier.law.profile import Product, Profile
from scharnier.law.scope.eudr import judge_product
from scharnier.norms import load_library

LIBRARY = load_library()


@pytest.mark.parametrize("on", [date.min, date.max])
def test_the_first_and_the_last_day_there_are(on: date) -> None:
    profile = Profile(
        seat="NL", employees={2028: 6000}, turnover_worldwide_eur={2028: 2e9}, products=(Product("0901"), Product("44"))
    )
    found = judge_bulk(build_columns([profile]), on, LIBRARY)
    answers = judge_all(profile, on, LIBRARY)
    assert {law: VERDICTS[found[law].verdict[0]] for law in RULES} == {one.law: one.verdict for one in answers}


def test_a_country_has_a_class_from_the_first_day_of_the_list() -> None:
    firm = Profile(size_class="large")
    classes = [
        judge_product(Product("0901", origin="RU", placed_on=day), firm, date(2026, 11, 20), LIBRARY).country_class
        for day in (date(2025, 5, 25), date(2025, 5, 26))
    ]
    assert classes == [None, "high"]


@pytest.mark.parametrize("figure", [math.nan, math.inf, -1.0])
def test_what_is_no_figure_never_reads_as_a_small_one(figure: float) -> None:
    for name in ("employees", "turnover_worldwide_eur", "royalties_eu_eur", "eu_branch_turnover_eur"):
        with pytest.raises(ValueError, match=rf"{name}\[2028\] is"):
            Profile(**{name: {2028: figure}})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="imports_kg"):
        Profile(imports_kg={"gold": figure})
