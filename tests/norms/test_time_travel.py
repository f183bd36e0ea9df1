"""In force or not, on a date: the verdicts at the borders, and what was fundamental when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.kernel.outcome import Verdict
from scharnier.norms import load_library, parse_rough_date
from scharnier.norms.time_travel import judge_in_force

LIBRARY = load_library()
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def fundamental(on: date) -> set[str]:
    return {norm.id.split("-")[1] for norm in LIBRARY.fundamental_conventions(on)}


def test_ten_conventions_and_a_protocol_today() -> None:
    today = fundamental(date(2026, 11, 20))
    assert today == {"c029", "p029", "c087", "c098", "c100", "c105", "c111", "c138", "c155", "c182", "c187"}
    kinds = [norm.kind for norm in LIBRARY.fundamental_conventions(date(2026, 11, 20))]
    assert (kinds.count("convention"), kinds.count("protocol")) == (10, 1)


def test_safe_work_became_fundamental_on_the_tenth_of_june_2022() -> None:
    assert {"c155", "c187"}.isdisjoint(fundamental(date(2022, 6, 9)))
    assert {"c155", "c187"} <= fundamental(date(2022, 6, 10))
    osh = "ilo-fprw-1998:osh"
    assert LIBRARY.in_force(osh, date(2022, 6, 9)).verdict is Verdict.NOT_MET
    assert LIBRARY.in_force(osh, date(2022, 6, 10)).verdict is Verdict.MET


def test_convention_in_force_long_before_it_was_fundamental() -> None:
    assert LIBRARY.in_force("ilo-c155-1981", date(2000, 1, 1)).verdict is Verdict.MET
    assert "c155" not in fundamental(date(2000, 1, 1))


def test_protocol_counts_from_2014_and_is_in_force_from_2016() -> None:
    assert "p029" not in fundamental(date(2013, 12, 31))
    assert "p029" in fundamental(date(2015, 1, 1))
    assert LIBRARY.in_force("ilo-p029-2014", date(2015, 1, 1)).verdict is Verdict.NOT_MET
    assert LIBRARY.in_force("ilo-p029-2014", date(2016, 11, 9)).verdict is Verdict.MET


def test_no_fundamental_convention_before_the_declaration() -> None:
    assert fundamental(date(1997, 12, 31)) == set()


def test_the_2023_guidelines_take_over_from_those_of_2011_without_a_gap() -> None:
    last, first = date(2023, 6, 7), date(2023, 6, 8)
    assert LIBRARY.in_force("oecd-gl-2011", last).verdict is Verdict.MET
    assert LIBRARY.in_force("oecd-gl-2023:II.A.10", last).verdict is Verdict.NOT_MET
    assert LIBRARY.in_force("oecd-gl-2011", first).verdict is Verdict.NOT_MET
    assert LIBRARY.in_force("oecd-gl-2023:II.A.10", first).verdict is Verdict.MET


def test_a_year_is_not_a_day() -> None:
    outcome = LIBRARY.in_force("oecd-gl-2011", date(2011, 6, 1))
    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.lacked == ("valid_from",)
    assert LIBRARY.in_force("isv-2017", date(2017, 4, 15)).verdict is Verdict.UNKNOWN
    assert LIBRARY.in_force("isv-2017", date(2017, 4, 30)).verdict is Verdict.MET


def test_unknown_entry_into_force_stays_unknown() -> None:
    assert LIBRARY.in_force("ilo-c192-2025", date(2026, 11, 20)).verdict is Verdict.UNKNOWN
    assert LIBRARY.in_force("ilo-c192-2025", date(2024, 12, 31)).verdict is Verdict.NOT_MET


def test_terms_and_roles_have_no_date() -> None:
    assert LIBRARY.in_force("term:leverage", date(1900, 1, 1)).verdict is Verdict.NOT_APPLICABLE


def test_in_force_is_not_yet_applicable_and_says_so() -> None:
    outcome = LIBRARY.in_force("eudr-2023", date(2026, 11, 20), "en")
    assert outcome.verdict is Verdict.MET
    assert "Applies from 2026-12-30" in outcome.reason
    assert "Applies" not in LIBRARY.in_force("eudr-2023", date(2026, 12, 30), "en").reason


def test_an_unverified_date_says_so() -> None:
    assert "unverified" in LIBRARY.in_force("ilo-c087-1948", date(2026, 1, 1), "en").reason
    assert "unverified" not in LIBRARY.in_force("ilo-c182-1999", date(2026, 1, 1), "en").reason


@given(st.sampled_from(LIBRARY.all()), DAYS)
def test_a_norm_never_comes_back_after_it_ended(norm, on) -> None:
    """Over time: not met, unknown, met, unknown, not met; unknown only with a named lack."""
    here, later = judge_in_force(norm, on), judge_in_force(norm, on + timedelta(days=400))
    assert (here.verdict is Verdict.UNKNOWN) == bool(here.lacked)
    if here.verdict is Verdict.MET and norm.valid_to is None:
        assert later.verdict is Verdict.MET
    if norm.valid_to is not None and on > norm.valid_to.last:
        assert later.verdict is Verdict.NOT_MET


@given(DAYS)
def test_rough_dates_hold_the_day_they_were_cut_from(day) -> None:
    for text in (f"{day:%Y}", f"{day:%Y-%m}", day.isoformat()):
        rough = parse_rough_date(text.zfill(4))
        assert rough.first <= day <= rough.last


@pytest.mark.parametrize(
    "text", ["", "20", "2022-6", "2022-13", "2022-02-30", "juni 2022", "2022-06-10T00", "２０２２"]
)
def test_what_is_not_a_date_is_refused(text) -> None:
    with pytest.raises(ValueError):
        parse_rough_date(text)
