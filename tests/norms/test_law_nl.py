"""Dutch law files, against figures and dates typed again from the sources: what held when, and what never was law."""

from datetime import date, timedelta

import pytest

from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.norms import load_library

LIBRARY = load_library()
DUTCH = ("isv", "wzk", "vdio", "wivo", "target90")
BILLS = ("wzk", "vdio", "wivo")
TODAY = date(2026, 11, 20)
MONTHS = [date(year, month, 15) for year in range(2011, 2033) for month in range(1, 13)]


def events(law: str) -> dict[str, str]:
    id = LIBRARY.law(law).id
    return {event.id: str(event.on) for event in LIBRARY.events if event.law == id}


def gaps(law: str) -> set[str]:
    return {gap.id for gap in LIBRARY.law(law).gaps}


def figure(law: str, parameter: str, on: date) -> object:
    value = LIBRARY.law(law).figure(parameter, on)
    return None if value is None else value.amount


def words(law: str) -> str:
    found = LIBRARY.law(law)
    texts = [gap.what for gap in found.gaps] + [event.title for event in LIBRARY.events if event.law == found.id]
    for provision in found.provisions.values():
        texts += [provision.title, *(wording.gist for wording in provision.wordings)]
    return " ".join(text[lang] for text in texts for lang in ("nl", "en"))


# --- bills and the act that never was in force


@pytest.mark.parametrize("name", BILLS)
def test_what_was_never_law_has_no_text_on_any_day(name: str) -> None:
    law = LIBRARY.law(name)
    assert {version.status for version in law.versions} == {"proposal"}
    assert all(law.version(day) is None for day in MONTHS)
    for id in (law.id, *law.provisions):
        assert {LIBRARY.in_force(id, day).verdict for day in MONTHS} == {Verdict.NOT_APPLICABLE}
    assert all(not provision.asks for provision in law.provisions.values())


def test_the_child_labour_act_was_adopted_and_stopped_there() -> None:
    found = [(str(e.on), e.kind) for e in LIBRARY.events if e.law == "nl-wzk-2019"]
    assert ("2019-05-14", "adopted") in found
    assert "in_force" not in [kind for _, kind in found]
    assert {e.confidence for e in LIBRARY.events if e.id == "wzk-stb-2019"} == {Confidence.UNVERIFIED}
    assert "wzk-repealed" in gaps("wzk")


def test_steps_of_the_members_bill() -> None:
    steps = ["2021-03-11", "2021-07-08", "2022-11-02", "2023-01-27", "2023-09-15", "2023-12-05"]
    assert list(events("vdio").values()) == steps
    assert "vdio-status" in gaps("vdio")


def test_the_draft_that_transposes_the_csddd() -> None:
    found = events("wivo")
    assert found["wivo-2028-07-26"] == "2028-07-26"
    unsure = {e.id for e in LIBRARY.events if e.law == "nl-wivo-2024" and e.confidence is Confidence.UNVERIFIED}
    assert {"wivo-2024-11-18", "wivo-2024-12-29"} <= unsure
    assert {"wivo-bill", "wivo-supervisor", "wivo-atr"} <= gaps("wivo")


# --- the 90% target


def test_the_series_has_exactly_three_measured_years() -> None:
    measured = {year: figure("target90", "endorsing_pct", date(year, 7, 1)) for year in range(2010, 2031)}
    assert {year: share for year, share in measured.items() if share is not None} == {2017: 30, 2019: 35, 2023: 41}
    for year in (2017, 2019, 2023):
        assert figure("target90", "endorsing_pct", date(year - 1, 12, 31)) is None
        assert figure("target90", "endorsing_pct", date(year, 1, 1)) == measured[year]
        assert figure("target90", "endorsing_pct", date(year, 12, 31)) == measured[year]
        assert figure("target90", "endorsing_pct", date(year + 1, 1, 1)) is None


def test_the_target_was_90_by_the_end_of_2023_and_none_is_set_after() -> None:
    assert figure("target90", "target_pct", date(2020, 7, 10)) == 90
    assert figure("target90", "target_by", date(2020, 7, 10)) == date(2023, 12, 31)
    assert figure("target90", "target_pct", date(2024, 1, 1)) is None
    assert LIBRARY.law("target90").version(date(2024, 1, 1)) is None
    assert LIBRARY.in_force("nl-target90-2018", date(2018, 7, 1)).verdict is Verdict.UNKNOWN
    assert LIBRARY.in_force("nl-target90-2018", TODAY).verdict is Verdict.NOT_MET


def test_large_is_three_tests() -> None:
    names = ("large_employees_above", "large_assets_above_eur", "large_turnover_above_eur")
    assert [figure("target90", name, date(2019, 1, 1)) for name in names] == [500, 20e6, 40e6]


def test_the_conflict_between_sources_is_recorded_and_side_values_are_not_figures() -> None:
    assert "target90-measured-or-not" in gaps("target90")
    assert events("target90")["target90-2022-09-15"] == "2022-09-15"
    text = words("target90")
    assert not any(word in text for word in ("1.6", "1,6", "VBDO"))


# --- the procurement conditions


def test_the_conditions_begin_in_april_2017_on_a_day_that_is_not_known() -> None:
    isv = LIBRARY.law("isv")
    assert isv.version(date(2017, 4, 29)) is None
    assert isv.version(date(2017, 4, 30)) is not None
    assert LIBRARY.in_force("isv-2017", date(2017, 4, 1)).verdict is Verdict.UNKNOWN
    assert events("isv")["isv-2017-04"] == str(isv.began) == "2017-04"


def test_ten_categories_then_unknown_then_eight() -> None:
    assert figure("isv", "categories_count", date(2017, 4, 30)) == 10
    assert figure("isv", "categories_count", date(2020, 7, 10)) == 10
    assert figure("isv", "categories_count", date(2020, 7, 11)) is None
    assert figure("isv", "categories_count", date(2022, 12, 30)) is None
    assert figure("isv", "categories_count", TODAY) == 8
    between = LIBRARY.provision("isv-2017:categories").wording(date(2022, 1, 1))
    assert between is not None
    assert "unknown" in between.gist["en"]
    assert "isv-regrouping-day" in gaps("isv")


def test_the_ten_of_2017_and_what_came_later() -> None:
    listed = {id.rpartition(".")[2] for id in LIBRARY.law("isv").provisions if ":category." in id}
    ten = {
        "bedrijfskleding", "catering", "papier_drukwerk", "energie", "grondstoffen_afval",
        "kantoorartikelen_computersupplies", "laboratorium", "ict_werkomgeving", "datacenters", "dataverbindingen",
    }  # fmt: skip
    on = date(2018, 1, 1)
    held = {id for id in listed if LIBRARY.provision(f"isv-2017:category.{id}").wording(on)}
    assert held == ten
    assert listed - ten == {"mobiele_data_4g5g"}  # furnishing is uncertain, so a gap
    assert "isv-furnishing" in gaps("isv")


def test_thresholds_are_not_typed_twice() -> None:
    law = LIBRARY.law("isv")
    assert "eu-procurement-2014" in LIBRARY.provision("isv-2017:threshold").wordings[-1].gist["nl"]
    assert "eu-procurement-2014" in LIBRARY.laws
    assert all(parameter.unit != "euro" for parameter in law.parameters.values())


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("chain_theme_pct", {2015: 14, 2016: 14, 2017: 23, 2018: 23, 2019: 14, 2020: 14, 2021: 9, 2022: 9}),
        ("any_theme_pct", {2015: 78, 2016: 78, 2017: 87, 2018: 87, 2019: 87, 2020: 87, 2021: 79, 2022: 79}),
        ("mvi_criteria_pct", {2021: 62, 2022: 57, 2023: 65.6}),
        ("tenders_with_isv", {2019: 19}),
    ],
)
def test_measured_effect_leaves_other_years_empty(parameter: str, expected: dict[int, float]) -> None:
    found = {year: figure("isv", parameter, date(year, 6, 30)) for year in range(2010, 2031)}
    assert {year: value for year, value in found.items() if value is not None} == expected


def test_dates_in_the_story_of_the_conditions() -> None:
    expected = {
        "isv-2013-01-01": "2013-01-01", "isv-2015-02": "2015-02", "isv-2017-05": "2017-05", "isv-2017-06": "2017-06",
        "isv-2017-09": "2017-09", "isv-2019-07-04": "2019-07-04", "isv-2019-09": "2019-09", "isv-2019-10": "2019-10",
        "isv-2020-06-22": "2020-06-22", "isv-2020-07-10": "2020-07-10", "isv-2021-01-22": "2021-01-22",
        "isv-2021-11": "2021-11", "isv-2022-06-13": "2022-06-13", "isv-2022-09-02": "2022-09-02",
        "isv-2022-11-24": "2022-11-24", "isv-2023-03-20": "2023-03-20", "isv-2023-10-25": "2023-10-25",
        "isv-2025-08-13": "2025-08-13", "isv-2026-01-12": "2026-01-12",
    }  # fmt: skip
    assert expected.items() <= events("isv").items()
    sure = {e.id for e in LIBRARY.events if e.law == "isv-2017" and e.confidence is Confidence.VERIFIED}
    seeds = {"isv-2017-04", "isv-2019-10", "isv-2020-07-10", "isv-2022-09-02", "isv-2026-01-12"}
    assert sure == seeds


def test_duties_of_the_supplier_reach_five_steps_and_the_sixth_is_a_gap() -> None:
    asks = [ask for provision in LIBRARY.law("isv").provisions.values() for ask in provision.asks]
    assert {ask.action.partition(":")[2][0] for ask in asks} == {"1", "2", "3", "4", "5"}
    assert {ask.relation for ask in asks} == {"narrower"}  # one contract is never the whole enterprise
    assert all(ask.leaves_out for ask in asks)
    assert {"isv-complaints", "isv-remedy"} <= gaps("isv")


def test_the_environment_comes_in_with_texts_of_2022() -> None:
    duty = LIBRARY.provision("isv-2017:due_diligence")
    before, after = duty.wording(date(2022, 12, 30)), duty.wording(date(2022, 12, 31))
    assert before is not None
    assert after is not None
    assert "environment" not in before.gist["en"]
    assert before.confidence is Confidence.VERIFIED
    assert "environment" in after.gist["en"]
    assert after.confidence is Confidence.SECONDARY
    assert "isv-environment-day" in gaps("isv")


@pytest.mark.parametrize("name", DUTCH)
def test_every_duty_has_a_step_or_says_why_not(name: str) -> None:
    for provision in LIBRARY.law(name).provisions.values():
        if provision.kind == "duty":
            assert bool(provision.asks) != bool(provision.no_step), provision.id


@pytest.mark.parametrize("name", DUTCH)
def test_what_nobody_checked_is_never_verified(name: str) -> None:
    law = LIBRARY.law(name)
    for provision in law.provisions.values():
        for wording in provision.wordings:
            if wording.confidence is Confidence.VERIFIED:
                assert wording.source.startswith("SEED-"), provision.id
            assert wording.source != "OWN" or wording.confidence is Confidence.UNVERIFIED
    for event in LIBRARY.events:
        if event.law == law.id and event.confidence is Confidence.VERIFIED:
            assert event.source.startswith("SEED-"), event.id


def test_wordings_of_the_conditions_follow_on_without_a_hole() -> None:
    for provision in LIBRARY.law("isv").provisions.values():
        for before, after in zip(provision.wordings, provision.wordings[1:], strict=False):
            assert before.valid_to == after.valid_from - timedelta(days=1)
