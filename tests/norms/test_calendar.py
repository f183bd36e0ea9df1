"""The calendar: what must be seen again and when, on a law made for the test and on the shipped Library."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.norms import Library, load_library
from scharnier.norms.calendar import STEPS, add_months, list_due, next_day
from scharnier.norms.law_load import load_laws
from scharnier.norms.law_records import Check

SEEN = date(2026, 11, 20)
LAW = """\
law:
  id: noise-2020
  name: noise
  level: eu
  form: directive
  title: {nl: Lawaairichtlijn, en: Noise Directive}
  gist: {nl: Maak geen lawaai., en: Make no noise.}
  source: OWN
  confidence: unverified
  checked_on: 2026-11-20
versions:
  - {id: "2020", title: {nl: Eerste, en: First}, valid_from: 2020-01-01}
provisions:
  - id: "1"
    kind: duty
    title: {nl: Stilte, en: Silence}
    no_step: {nl: Een proef., en: A test.}
    versions:
      - {valid_from: 2020-01-01, checked_on: 2025-06-30, gist: {nl: Wees stil., en: Be silent.}}
events:
  - {id: noise-1, on: 2020-01-01, kind: in_force, title: {nl: In werking, en: In force}}
  - {id: noise-2, on: 2027-03, kind: applies, title: {nl: Van toepassing, en: Applies}}
  - {id: noise-3, on: 2027-05-01, kind: superseded, title: {nl: Oude datum, en: Old date}}
  - {id: noise-4, on: 2027-06-01, kind: review, title: {nl: Evaluatie, en: Review}}
gaps:
  - {id: noise-gap, last_looked_on: 2026-08-31, what: {nl: Hoe luid., en: How loud.}, settle: {nl: Wet., en: Act.}}
checks:
  - {id: noise-review, on: 2027-06-01, what: {nl: Is er een verslag?, en: Is there a report?}}
  - {id: noise-weekly, every: week, until: 2026-12-30, what: {nl: Is er uitstel?, en: Is there delay?}}
  - {id: noise-done, on: 2026-11-20, what: {nl: Gezien?, en: Seen?}}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "noise.yaml").write_text(LAW, encoding="utf-8")
    shelf = load_laws(tmp_path)
    assert shelf.findings == []
    norms = {norm.id: norm for norm in shelf.norms}
    return Library("test", norms, {}, {}, {}, (), {}, shelf.laws, tuple(shelf.events), tuple(shelf.checks))


def test_lists_what_is_due_and_when(library: Library) -> None:
    assert [(due.due_on.isoformat(), due.kind, due.id) for due in list_due(library)] == [
        ("2026-06-30", "stale", "stale-noise-2020"),  # a year after its oldest provision was seen
        ("2026-11-27", "check", "noise-weekly"),
        ("2027-02-28", "gap", "gaps-noise-2020"),  # half a year after the last look, on the last of the month
        ("2027-03-31", "event", "noise-2"),  # known to the month: verified when the month is over
        ("2027-06-01", "check", "noise-review"),  # the event of that day is not listed beside its check
    ]


def test_overdue_is_before_the_day_itself(library: Library) -> None:
    weekly = next(due for due in list_due(library) if due.id == "noise-weekly")
    assert not weekly.is_overdue(date(2026, 11, 27))
    assert weekly.is_overdue(date(2026, 11, 28))


def test_until_cuts_off_what_comes_later(library: Library) -> None:
    assert [due.id for due in list_due(library, date(2027, 2, 28))][-1] == "gaps-noise-2020"
    assert [due.id for due in list_due(library, date(2027, 2, 27))][-1] == "noise-weekly"


def test_says_it_in_both_languages(library: Library) -> None:
    found = {due.id: due for due in list_due(library)}
    assert found["noise-2"].what["en"] == "Did it go as planned: Applies (2027-03)?"
    assert "Lawaairichtlijn" in found["stale-noise-2020"].what["nl"]
    assert found["gaps-noise-2020"].records == ("noise-gap",)
    for due in found.values():
        assert due.what["nl"] != due.what["en"]
        assert "{" not in due.what["nl"] + due.what["en"]


@pytest.mark.parametrize(
    ("on", "every", "until", "expected"),
    [
        ("2027-01-01", "", None, "2027-01-01"),
        ("2026-11-20", "", None, None),  # seen on that day
        ("2026-01-01", "", None, None),
        (None, "", None, None),
        (None, "week", None, "2026-11-27"),
        (None, "month", None, "2026-12-20"),
        (None, "quarter", None, "2027-02-20"),
        (None, "year", None, "2027-11-20"),
        ("2027-07-01", "year", None, "2027-07-01"),
        ("2024-07-01", "year", None, "2027-07-01"),  # keeps to its day of the year
        ("2026-11-20", "year", None, "2027-11-20"),
        (None, "quarter", "2027-01-31", "2027-01-31"),  # a last time at the end
        (None, "week", "2026-11-20", None),
    ],
)
def test_the_next_day_of_a_check(on: str | None, every: str, until: str | None, expected: str | None) -> None:
    days = [date.fromisoformat(day) if day else None for day in (on, until, expected)]
    assert next_day(Check("x", "", days[0], every, days[1], {}), SEEN) == days[2]


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.sampled_from(["", *STEPS]),
    st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)),
)
def test_a_check_is_never_due_before_it_was_seen_nor_after_its_end(
    seen: date, on: date | None, every: str, until: date | None
) -> None:
    day = next_day(Check("x", "", on, every, until, {}), seen)
    if day is None:
        assert not every or (until is not None and until <= seen)
        return
    assert day > seen
    assert not every or until is None or day <= until


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-08-31", 6, "2027-02-28"), ("2027-08-31", 6, "2028-02-29"), ("2026-12-20", 1, "2027-01-20")],
)
def test_months_end_where_they_end(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_the_shipped_library_is_seen_again_in_time() -> None:
    library = load_library()
    found = list_due(library)
    assert len({due.id for due in found}) == len(found)
    assert [due.due_on for due in found] == sorted(due.due_on for due in found)
    stale = {due.about for due in found if due.kind == "stale"}
    assert set(library.laws) <= stale
    covered = {id for due in found for id in due.records}
    assert set(library.norms) <= covered
    assert all(due.about in library.norms for due in found if due.about)
    assert {gap.id for law in library.laws.values() for gap in law.gaps} <= covered


# The dates the fact base names as those on which something must be looked at (its section 12.1).
WATCHED = {
    "2026-11-27": "eudr-2023",  # weekly
    "2027-01-01": "csrd-2022",
    "2027-03-19": "csrd-2022",
    "2027-06-30": "eudr-2023",
    "2027-07-26": "csddd-2024",
    "2027-08-18": "batteries-2023",
    "2027-12-14": "flr-2024",
    "2027-12-30": "eudr-2023",
    "2028-07-26": "csddd-2024",
    "2029-07-26": "csddd-2024",
}


@pytest.mark.parametrize(("day", "law"), WATCHED.items())
def test_the_calendar_watches_the_days_of_the_fact_base(day: str, law: str) -> None:
    on_the_day = [due for due in list_due(load_library()) if due.due_on.isoformat() == day]
    assert law in {due.about.partition(":")[0] for due in on_the_day if due.kind in ("check", "event")}


def test_the_yearly_looks_are_there() -> None:
    yearly = {due.id: due for due in list_due(load_library()) if due.every == "year"}
    for id, month in (
        ("target90-yearly", 6),
        ("combination-countries-yearly", 7),
        ("instruments-yearly", 7),
        ("isv-categories-yearly", 7),
        ("isv-rivm-yearly", 7),
    ):
        assert yearly[id].due_on == date(2027, month, 1)
