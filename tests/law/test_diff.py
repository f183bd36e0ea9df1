"""What changed between two dates, and the timeline: figures and articles typed a second time from the facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.provenance import Confidence
from scharnier.law.diff import MEANINGS, LawDiff, diff_law
from scharnier.law.timeline import judge_standing, list_moments, list_standings
from scharnier.norms import load_library
from scharnier.norms.law_records import EVENT_KINDS, KINDS, Event
from scharnier.norms.rough_date import parse_rough_date

from .ask_library import load_two

LIBRARY = load_library()
FIRST, LAST = date(2024, 7, 25), date(2026, 3, 18)
ON = date(2026, 11, 20)


@pytest.fixture(scope="module")
def omnibus() -> LawDiff:
    return diff_law(LIBRARY, "CSDDD", FIRST, LAST)


def test_the_figures_of_the_omnibus(omnibus: LawDiff) -> None:
    found = {
        one.parameter.id: (one.old.amount if one.old else None, one.new.amount if one.new else None, one.meaning)
        for one in omnibus.figures
    }
    assert found["employees"] == (1000, 5000, "who")
    assert found["turnover_worldwide_eur"] == (450_000_000, 1_500_000_000, "who")
    assert found["turnover_eu_eur"] == (450_000_000, 1_500_000_000, "who")
    assert found["royalties_eur"] == (22_500_000, 75_000_000, "who")
    assert found["franchise_turnover_eur"] == (80_000_000, 275_000_000, "who")
    assert found["monitoring_interval_months"] == (12, 60, "what")
    assert found["penalty_max_share"] == (None, 0.03, "else")  # a ceiling where there was a floor
    assert found["penalty_max_at_least_share"] == (0.05, None, "else")
    assert found["transpose_by"][1:] == (date(2028, 7, 26), "when")
    assert "consecutive_years" not in found
    assert "document_years" not in found  # its older figure is not recorded: that is no change


def test_the_articles_of_the_omnibus(omnibus: LawDiff) -> None:
    sorts = {one.provision.id.partition(":")[2]: one.sort for one in omnibus.provisions}
    assert {id for id, sort in sorts.items() if sort == "deleted"} == {"22", "29.1", "29.3.d", "29.7"}
    assert {id for id, sort in sorts.items() if sort == "new"} == {"8.3"}
    for changed in ("2.1.a", "3.1.n", "8", "10.6", "11.7", "13", "15", "27", "36", "37"):
        assert sorts[changed] == "changed", changed
    for same in ("12", "14", "29.2", "29.3", "3.1.c"):
        assert same not in sorts, same
    climate = next(one for one in omnibus.provisions if one.provision.id == "csddd-2024:22")
    assert climate.new is None
    assert climate.ending is not None
    assert climate.old is not None


def test_what_we_do_not_know_is_not_called_new(omnibus: LawDiff) -> None:
    unknown = {one.provision.id.partition(":")[2] for one in omnibus.unrecorded}
    assert {"9", "10", "11", "16", "24", "25", "26"} <= unknown
    # Before there was any text at all, all of it is new.
    born = diff_law(LIBRARY, "csddd", FIRST - timedelta(days=1), LAST)
    assert born.old_text is None
    assert {one.sort for one in born.provisions} == {"new"}


def test_each_change_in_between_is_told(omnibus: LawDiff) -> None:
    dates = next(one for one in omnibus.provisions if one.provision.id == "csddd-2024:37")
    assert len(dates.changes) == 2  # stop-the-clock, then the omnibus
    assert [event.id for event in omnibus.events if event.kind == "in_force"] == ["csddd-3", "csddd-6"]


def test_judgements_beside_the_norm_that_changed(omnibus: LawDiff) -> None:
    changed = {one.element.id for one in omnibus.judgements}
    assert {"monitoring", "climate", "disengagement", "stakeholder_definition"} <= changed
    assert "grievance" not in changed
    assert diff_law(LIBRARY, "csddd", LAST, ON).judgements == ()


def test_every_kind_of_provision_has_one_meaning() -> None:
    kinds = [kind for kinds in MEANINGS.values() for kind in kinds]
    assert sorted(kinds) == sorted(KINDS)


def test_the_product_list_of_the_deforestation_regulation() -> None:
    found = diff_law(LIBRARY, "eudr", date(2026, 9, 17), date(2026, 9, 18)).annex
    gone = {(one.entry.commodity, one.entry.stem): one for one in found if one.sort == "deleted"}
    came = {(one.entry.commodity, one.entry.stem): one for one in found if one.sort == "new"}
    assert ("cattle", "4107") in gone  # leather
    assert gone["cattle", "4107"].related == ()
    assert gone["cattle", "010221"].related[0].stem == "0102"  # divided anew, not gone
    assert came["cattle", "0102"].related
    extra = diff_law(LIBRARY, "eudr", ON, date(2027, 12, 30)).annex
    assert len([one for one in extra if one.sort == "new"]) == 17
    assert any(one.entry.stem.startswith("2101") for one in extra)  # instant coffee
    assert not diff_law(LIBRARY, "eudr", date(2026, 9, 18), ON).annex
    assert not diff_law(LIBRARY, "csddd", FIRST, LAST).annex


def test_dates_must_be_in_order_and_within_the_life_of_the_law() -> None:
    with pytest.raises(InputProblem, match="is not after"):
        diff_law(LIBRARY, "csddd", LAST, LAST)
    with pytest.raises(InputProblem, match=r"first text is of 2022-"):
        diff_law(LIBRARY, "csddd", date(2000, 1, 1), date(2001, 1, 1))


def test_a_bill_is_compared_as_the_proposal_it_is() -> None:
    bill = diff_law(LIBRARY, "vdio", date(2021, 4, 1), date(2022, 12, 1))
    assert bill.old_text is not None
    assert bill.old_text.status == "proposal"
    assert any(event.on.text == "2022-11-02" for event in bill.events)
    # A proposal for what did become law is no text of that law.
    assert diff_law(LIBRARY, "csddd", date(2023, 1, 1), FIRST).old_text is None


DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([law.name for law in LIBRARY.laws.values()]), DAYS, DAYS)
def test_a_diff_holds_what_differs_and_nothing_else(name: str, one: date, other: date) -> None:
    law, (old_on, new_on) = LIBRARY.law(name), sorted((one, other))
    if old_on == new_on:
        return
    try:
        found = diff_law(LIBRARY, name, old_on, new_on)
    except InputProblem:
        assert law.version(old_on) is None
        assert law.version(new_on) is None
        return
    told = {change.provision.id for change in found.provisions}
    for id, provision in law.provisions.items():
        assert (provision.wording(old_on) != provision.wording(new_on)) == (id in told), id
    for change in found.figures:
        assert change.old is None or change.new is None or change.old.amount != change.new.amount
        assert change.meaning in MEANINGS
    assert all(event.on.last > old_on and event.on.first <= new_on for event in found.events)


# ---- timeline and standing ------------------------------------------------------------------------------------------


def test_the_timeline_holds_the_days_of_the_fact_base_in_order() -> None:
    moments = list_moments(LIBRARY, ON)
    order = [(m.to_come, m.event.on.last, m.event.on.last - m.event.on.first) for m in moments]
    assert order == sorted(order)
    assert {m.event.kind for m in moments} <= set(EVENT_KINDS)
    days = {(m.law.name, m.event.kind, m.event.on.text) for m in moments}
    assert {
        ("csddd", "transpose", "2028-07-26"),
        ("csddd", "applies", "2029-07-26"),
        ("csddd", "reports", "2030-01-01"),
        ("csddd", "review", "2031-07-26"),
        ("eudr", "applies", "2026-12-30"),
        ("eudr", "applies", "2027-06-30"),
        ("flr", "applies", "2027-12-14"),
        ("batteries", "applies", "2027-08-18"),
        ("csrd", "transpose", "2027-03-19"),
    } <= days
    for moment in moments:
        if moment.event.on.first == moment.event.on.last:
            assert moment.to_come == (moment.event.on.first > ON)


def test_days_stand_before_the_month_and_months_before_the_year_they_lie_in() -> None:
    def texts(law: str, on: date = ON) -> list[str]:
        return [moment.event.on.text for moment in list_moments(LIBRARY, on, [law])]

    flr, wzk, csddd = texts("flr"), texts("wzk"), texts("csddd")
    assert flr.index("2026-06-14") < flr.index("2026-06")
    assert wzk.index("2019-05-14") < wzk.index("2019")
    assert csddd.index("2022-09-15") < csddd.index("2022")
    # What is known to the year and has been stands before today, also where that year still runs.
    eudr = list_moments(LIBRARY, ON, ["eudr"])
    assert {m.to_come for m in eudr if m.event.on.text == "2026"} == {False}
    assert eudr[-1].to_come


def test_what_is_planned_for_a_month_is_to_come_until_its_last_day() -> None:
    def event(kind: str) -> Event:
        title = {"nl": "x", "en": "x"}
        return Event(f"e-{kind}", "flr-2024", "", parse_rough_date("2026-11"), kind, title, Confidence.VERIFIED, "OWN")

    library = replace(LIBRARY, events=(event("applies"), event("adopted")))
    assert [(m.event.kind, m.to_come) for m in list_moments(library, ON)] == [("adopted", False), ("applies", True)]
    # Asked what comes from today on, what has been this month does not stand in the way.
    assert [m.event.kind for m in list_moments(library, ON, first=ON)] == ["applies"]
    assert [m.event.kind for m in list_moments(library, ON, first=date(2026, 11, 19))] == ["adopted", "applies"]
    assert [m.to_come for m in list_moments(library, date(2026, 11, 30))] == [False, False]
    assert list_moments(library, ON, last=date(2026, 10, 31)) == ()
    assert len(list_moments(library, ON, ["flr", "eudr"])) == 2


def test_the_timeline_can_be_cut_and_kept_to_one_law() -> None:
    cut = list_moments(LIBRARY, ON, ["flr"], date(2026, 6, 20), date(2027, 12, 14))
    # An event known to the month counts where any of its days falls within.
    assert [m.event.on.text for m in cut] == ["2026-06", "2027-12-14"]
    assert list_moments(LIBRARY, ON, ["flr"], date(2030, 1, 1)) == ()
    with pytest.raises(InputProblem, match="no law"):
        list_moments(LIBRARY, ON, ["dsa"])


def test_in_force_and_binding_are_different_things() -> None:
    standings = {one.law.name: one for one in list_standings(LIBRARY, ON)}
    assert (standings["csddd"].binds, standings["csddd"].binds_from) == ("later", date(2029, 7, 26))
    assert standings["eudr"].binds == "later"
    assert (standings["conflict_minerals"].binds, standings["isv"].binds) == ("now", "now")
    assert {standings[name].binds for name in ("vdio", "wivo", "wzk")} == {"no_text"}
    assert judge_standing(LIBRARY.law("csddd"), date(2029, 7, 26)).binds == "now"
    assert judge_standing(LIBRARY.law("csddd"), date(2024, 7, 24)).binds == "no_text"


def test_a_law_that_does_not_exist_is_compared_as_well() -> None:
    found = diff_law(load_two(), "test_a", date(2027, 12, 31), date(2028, 1, 1))
    assert [(one.provision.id, one.sort, one.meaning) for one in found.provisions] == [
        ("test-a-2020:3", "deleted", "what")
    ]
    assert (found.figures, found.events, found.judgements, found.annex) == ((), (), (), ())
