"""Since when a law binds: the first day of the unbroken time, never a day on which the same facts answer no."""

from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from scharnier.kernel.outcome import Verdict
from scharnier.law.applies import RULES
from scharnier.law.profile import Profile
from scharnier.norms import load_library

LIBRARY = load_library()
_SPEC = spec_from_file_location("profiles", Path(__file__).resolve().parents[2] / "benchmarks" / "profiles.py")
assert _SPEC
assert _SPEC.loader
_DRAWN = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_DRAWN)

TURNOVER = dict.fromkeys((2024, 2027, 2028, 2029), 6e8)
GROWN = Profile(
    seat="NL",
    employees={2027: 500, 2028: 500, 2029: 1500},
    turnover_worldwide_eur=TURNOVER,
    public_interest_entity=False,
)
WAVES = Profile(seat="NL", employees={2024: 400, 2026: 600}, turnover_worldwide_eur={2024: 1}, listed=True)
ABROAD = Profile(
    seat="US", turnover_eu_eur={2027: 1e8, 2028: 1e8, 2030: 5e8, 2031: 6e8}, eu_branch_turnover_eur={2027: 3e8}
)
BATTERIES = Profile(
    seat="NL", brings_batteries_to_eu_market=True, turnover_worldwide_eur={2025: 1e7, 2026: 1e7, 2027: 9e7, 2028: 9e7}
)


@pytest.mark.parametrize(
    ("law", "profile", "on", "since"),
    [
        ("csrd", GROWN, date(2029, 6, 1), date(2029, 1, 1)),
        ("csrd", GROWN, date(2032, 6, 1), date(2029, 1, 1)),
        ("csrd", WAVES, date(2026, 11, 20), date(2026, 1, 1)),
        ("csrd", ABROAD, date(2031, 6, 1), date(2031, 1, 1)),
        ("batteries", BATTERIES, date(2030, 6, 1), date(2029, 1, 1)),
        # An expectation alone: as far as the facts go, it was above the limit all the time.
        ("batteries", Profile(brings_batteries_to_eu_market=True, turnover_worldwide_eur={2030: 9e7}), None, None),
    ],
)
def test_since_when_it_grew_above_the_limit(law: str, profile: Profile, on: date | None, since: date | None) -> None:
    answer = RULES[law](profile, on or date(2029, 1, 1), LIBRARY)
    assert (answer.verdict, answer.since) == (Verdict.MET, since or date(2027, 8, 18))


@pytest.mark.parametrize("law", ["csrd", "batteries"])
def test_on_every_day_since_it_was_met(law: str) -> None:
    on, seen = date(2033, 6, 1), 0
    for profile in _DRAWN.draw_profiles(600, seed=11):
        answer = RULES[law](profile, on, LIBRARY)
        if answer.verdict is not Verdict.MET or profile.seat is None:
            continue
        assert answer.since is not None
        seen += 1
        for year in range(max(2028, answer.since.year), on.year):
            assert RULES[law](profile, date(year, 2, 1), LIBRARY).verdict is Verdict.MET, (law, year, profile)
    assert seen > 5
