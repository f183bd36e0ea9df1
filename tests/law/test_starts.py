"""From which day a law binds, and who has a day of their own."""

from datetime import date

import pytest

from scharnier.kernel.provenance import Confidence
from scharnier.law.duties import list_duties
from scharnier.law.obligations import bind_laws, list_obligations
from scharnier.law.starts import binds_from, find_start, list_waves, own_start
from scharnier.norms import load_library

LIBRARY = load_library()
ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("law", "on", "start", "waves"),
    [
        # The text of 2024: three waves; in 2025 the first was put off by a year; in 2026 the waves went.
        ("csddd", date(2024, 12, 1), "2029-07-26", {"largest": "2027-07-26", "second_wave": "2028-07-26"}),
        ("csddd", date(2025, 9, 1), "2029-07-26", {"largest": "2028-07-26", "second_wave": "2028-07-26"}),
        ("csddd", date(2026, 3, 17), "2029-07-26", {"largest": "2028-07-26", "second_wave": "2028-07-26"}),
        ("csddd", date(2026, 3, 18), "2029-07-26", {}),
        ("csrd", date(2022, 12, 31), None, {}),
        ("csrd", date(2025, 9, 1), "2024-01-01", {}),
        ("csrd", ON, "2027-01-01", {"first_wave": "2024-01-01", "third_country": "2028-01-01"}),
        ("csrd", date(2026, 12, 31), "2027-01-01", {"first_wave": "2024-01-01", "third_country": "2028-01-01"}),
        ("csrd", date(2027, 1, 1), "2027-01-01", {"third_country": "2028-01-01"}),
        ("eudr", ON, "2026-12-30", {"micro_small": "2027-06-30"}),
        ("flr", ON, "2027-12-14", {}),
        ("procurement", ON, "2014-12-31", {}),
        ("wivo", ON, None, {}),
    ],
)
def test_the_day_of_a_law_and_of_those_with_a_day_of_their_own(
    law: str, on: date, start: str | None, waves: dict[str, str]
) -> None:
    found = LIBRARY.law(law)
    since = binds_from(found, on)
    assert (since.isoformat() if since else None) == start
    assert {one.group: one.since.isoformat() for one in list_waves(found, on)} == waves


def test_a_day_keeps_the_badge_of_its_own_fact() -> None:
    def confidence(law: str, on: date = ON) -> Confidence | None:
        start = find_start(LIBRARY.law(law), on)
        return start.confidence if start else None

    assert confidence("procurement") is Confidence.UNVERIFIED
    assert confidence("conflict_minerals") is Confidence.UNVERIFIED
    assert confidence("csddd") is Confidence.VERIFIED
    assert confidence("csddd", date(2025, 9, 1)) is Confidence.UNVERIFIED


def test_old_rules_hold_to_and_including_their_last_financial_year() -> None:
    old = next(one for one in list_waves(LIBRARY.law("csrd"), ON) if one.group == "first_wave")
    assert (old.since, old.until, old.above) == (date(2024, 1, 1), date(2026, 12, 31), 500)
    assert old.financial_years


def test_a_provision_with_a_day_of_its_own() -> None:
    passport = own_start(LIBRARY.law("batteries"), "batteries-2023:77", ON)
    report = own_start(LIBRARY.law("csddd"), "csddd-2024:16", ON)
    assert passport
    assert (passport.since, passport.financial_years) == (date(2027, 2, 18), False)
    assert report
    assert (report.since, report.financial_years) == (date(2030, 1, 1), True)
    assert own_start(LIBRARY.law("csddd"), "csddd-2024:15", ON) is None
    assert own_start(LIBRARY.law("csddd"), "csddd-2024:16", date(2025, 1, 1)) is None
    duties = {duty.id: duty.since for duty in list_duties(LIBRARY, ON, "batteries")}
    assert duties["batteries-2023:77"] == date(2027, 2, 18)
    assert duties["batteries-2023:48"] == date(2027, 8, 18)
    listed = list_obligations(LIBRARY, bind_laws(LIBRARY, ["batteries"], ON), ON)
    assert {duty.id: duty.since for duty in listed.no_step}["batteries-2023:77"] == date(2027, 2, 18)
