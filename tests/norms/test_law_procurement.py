"""Procurement thresholds by period, typed here again, and what may and may not rest on them."""

from datetime import date

import pytest

from scharnier.kernel.provenance import Confidence
from scharnier.norms import load_library

LIBRARY = load_library()
LAW = LIBRARY.law("procurement")
COLUMNS = (
    "central_supplies_services_eur",
    "subcentral_supplies_services_eur",
    "works_concessions_eur",
    "special_sectors_eur",
    "light_regime_eur",
    "light_regime_special_sectors_eur",
)
PERIODS = {
    2016: (135_000, 209_000, 5_225_000, 418_000, 750_000, 1_000_000),
    2018: (144_000, 221_000, 5_548_000, 443_000, 750_000, 1_000_000),
    2020: (139_000, 214_000, 5_350_000, 428_000, 750_000, 1_000_000),
    2022: (140_000, 215_000, 5_382_000, 431_000, 750_000, 1_000_000),
    2024: (143_000, 221_000, 5_538_000, 443_000, 750_000, 1_000_000),
    2026: (140_000, 216_000, 5_404_000, 432_000, 750_000, 1_000_000),
}


def row(on: date) -> tuple[float | date | None, ...]:
    values = [LAW.figure(column, on) for column in COLUMNS]
    return tuple(value.amount if value else None for value in values)


@pytest.mark.parametrize("year", PERIODS)
def test_a_period_runs_from_new_year_to_the_end_of_the_next_year(year: int) -> None:
    assert row(date(year, 1, 1)) == row(date(year + 1, 12, 31)) == PERIODS[year]


def test_outside_the_periods_nothing_is_known() -> None:
    assert row(date(2015, 12, 31)) == row(date(2028, 1, 1)) == (None,) * 6
    about = {gap.id for gap in LAW.gaps}
    assert {"procurement-thresholds-before-2016", "procurement-thresholds-2028", "procurement-revision"} <= about


def test_amounts_are_secondary_and_name_their_source() -> None:
    for column in COLUMNS:
        for value in LAW.parameters[column].values:
            assert value.confidence is Confidence.SECONDARY
            assert value.source in LIBRARY.sources()
    newest = LAW.figure(COLUMNS[0], date(2026, 11, 20))
    assert newest
    assert "2025/2150" in LIBRARY.sources()[newest.source].title


def test_articles_for_social_conditions_are_unverified_and_ask_nothing() -> None:
    for part in ("18.2", "57", "67", "69", "70", "annex.10"):
        provision = LAW.provisions[f"eu-procurement-2014:{part}"]
        assert {wording.confidence for wording in provision.wordings} == {Confidence.UNVERIFIED}
        assert provision.asks == ()
    assert not [one for one in LAW.provisions.values() if one.kind == "duty"]


def test_the_threshold_itself_is_covered() -> None:
    wording = LAW.provisions["eu-procurement-2014:4"].wording(date(2026, 11, 20))
    assert wording
    assert "equal to or above" in wording.gist["en"]
    assert "gelijk aan of boven" in wording.gist["nl"]


def test_each_period_begins_with_an_event_and_there_is_a_day_to_look_again() -> None:
    begun = [str(event.on) for event in LIBRARY.events if event.law == LAW.id]
    assert begun == [f"{year}-01-01" for year in PERIODS]
    assert date(2027, 12, 31) in {check.on for check in LIBRARY.checks if check.about.startswith(LAW.id)}


ACTS = {
    "eu-consumers-2024": "2024/825",
    "eu-timber-2010": "995/2010",
    "eu-cbam-2023": "2023/956",
    "eu-ecodesign-2024": "2024/1781",
    "eu-product-safety-2023": "2023/988",
    "eu-sfdr-2019": "2019/2088",
    "eu-taxonomy-2020": "2020/852",
    "eu-raw-materials-2024": "2024/1252",
    "eu-whistleblower-2019": "2019/1937",
}


@pytest.mark.parametrize(("id", "number"), ACTS.items())
def test_acts_that_interact_are_heads_with_a_badge(id: str, number: str) -> None:
    act = LIBRARY.norm(id)
    assert number in act.text_version
    assert act.confidence is Confidence.UNVERIFIED
    assert act.badge("en") == "unverified"
    assert act.valid_from is None, "the day of entry into force was not looked up"


def test_the_one_day_we_have_of_them() -> None:
    assert str(LIBRARY.norm("eu-consumers-2024").applies_from) == "2026-09-27"
    safeguards = LIBRARY.norm("eu-taxonomy-2020:18")
    assert safeguards.parent == "eu-taxonomy-2020"
    assert "OECD Guidelines" in safeguards.gist["en"]
