"""The twins answer what the scalar rules answer, for every law, on random profiles and dates."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.law.applies import RULES
from scharnier.law.bulk import judge_bulk
from scharnier.law.bulk.columns import build_columns
from scharnier.law.bulk.ruling import VERDICTS
from scharnier.law.profile import Product, Profile
from scharnier.norms import load_library

LIBRARY = load_library()
_SPEC = spec_from_file_location("profiles", Path(__file__).resolve().parents[2] / "benchmarks" / "profiles.py")
assert _SPEC
assert _SPEC.loader
_DRAWN = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_DRAWN)
draw_profile, draw_profiles = _DRAWN.draw_profile, _DRAWN.draw_profiles
DAYS = [date(2019, 5, 1), date(2024, 8, 1), date(2025, 6, 1), date(2026, 3, 17), date(2026, 3, 18), date(2026, 11, 20)]
DAYS += [date(2026, 12, 31), date(2027, 1, 1), date(2027, 6, 30), date(2028, 1, 1), date(2029, 7, 26), date(2031, 1, 1)]


def check(profiles: Sequence[Profile], on: date) -> None:
    found = judge_bulk(build_columns(profiles), on, LIBRARY)
    assert set(found) == set(RULES)
    for law, judge in RULES.items():
        for at, profile in enumerate(profiles):
            answer = judge(profile, on, LIBRARY)
            since = found[law].since[at].tolist()
            assert (VERDICTS[found[law].verdict[at]], since) == (answer.verdict, answer.since), (law, on, profile)


@pytest.mark.parametrize("on", DAYS)
def test_the_same_on_random_profiles(on: date) -> None:
    check(draw_profiles(400, seed=on.toordinal()), on)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.dates(date(2016, 1, 1), date(2034, 12, 31)))
def test_the_same_on_any_day(chance: random.Random, on: date) -> None:
    check([draw_profile(chance) for _ in range(5)], on)


def test_the_same_on_the_days_around_each_change() -> None:
    days = {
        day
        for law in LIBRARY.laws.values()
        if law.name in RULES
        for p in law.parameters.values()
        for v in p.values
        for day in (v.valid_from, v.amount)
        if isinstance(day, date)
    }
    profiles = draw_profiles(25, seed=7)
    for day in sorted(days):
        for on in (day - timedelta(days=1), day):
            check(profiles, on)


def test_products_that_differ_in_what_cannot_matter_are_judged_alike() -> None:
    products = [
        Product(hs, origin, role, placed)
        for hs in ("0901", "210111", "4412", "1806")
        for origin in ("BR", None)
        for role in ("operator", None)
        for placed in (None, date(2026, 12, 30), date(2027, 2, 1))
    ]
    profiles = [
        Profile(products=(one,), size_class=size, founded_on=founded)
        for one in products
        for size in ("micro", "large", None)
        for founded in (date(2023, 1, 1), date(2025, 3, 1), None)
    ]
    check(profiles, date(2026, 11, 20))


def test_nothing_is_answered_for_nobody() -> None:
    found = judge_bulk(build_columns([]), date(2026, 11, 20), LIBRARY)
    assert all(ruling.verdict.size == 0 for ruling in found.values())


def test_verdicts_are_what_they_say() -> None:
    found = judge_bulk(build_columns([Profile()]), date(2026, 11, 20), LIBRARY)
    assert {VERDICTS[ruling.verdict[0]] for ruling in found.values()} == {"unknown"}
    assert all(np.isnat(ruling.since[0]) for ruling in found.values())
