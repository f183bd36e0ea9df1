"""Likelihood: the rule for one cell, by hand; the vectorised twin equal to it; groups of countries; no data."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.kernel.errors import ContentError
from scharnier.risk.evidence import Record
from scharnier.risk.likelihood import Likelihoods, calc_likelihoods
from scharnier.risk.reading import BASES, Level

from .builders import GOODS, ON, SECTORS, chain_model, evidence_base, record

ALONE = {"IND": [("IND", 1.0)], "NLD": [("NLD", 1.0)]}
WITH_GROUP = {**ALONE, "ROW": [("PAK", 0.5), ("GHA", 0.3), ("KEN", 0.15), ("FJI", 0.05)]}


def found(records: list[Record], bought: tuple[str, ...] = (), on: date = ON, grouped: bool = False) -> Likelihoods:
    return calc_likelihoods(evidence_base(records), chain_model(WITH_GROUP if grouped else ALONE), bought, on)


def level(answer: Likelihoods, theme: str, region: str, sector: str) -> Level | None:
    cell = (answer.themes.index(theme), answer.regions.index(region), answer.sectors.index(sector))
    if answer.level[cell] == 0:
        return None
    low, high = int(answer.low[cell]), int(answer.high[cell])
    return Level(int(answer.level[cell]), low, high, int(answer.basis[cell]), float(answer.unknown_share[cell]))


def test_a_listed_good_that_is_bought_counts_in_full_and_one_that_is_not_at_most_four() -> None:
    records = [record("child_labour", "IND", 5, good="cotton")]
    assert level(found(records, ("cotton",)), "child_labour", "IND", "c1") == Level(5, 4, 5, BASES.index("product"))
    assert level(found(records), "child_labour", "IND", "c1") == Level(4, 3, 5, BASES.index("sector"))


def test_harm_lies_in_the_industry_the_record_names_not_in_that_of_its_good() -> None:
    answer = found([record("child_labour", "IND", 4, good="garments", sector="c1")], ("garments",))
    assert level(answer, "child_labour", "IND", "c1") == Level(4, 3, 5, BASES.index("product"))
    assert level(answer, "child_labour", "IND", "c4") is None


def test_no_record_is_no_data_and_never_low() -> None:
    answer = found([record("child_labour", "IND", 5, good="cotton")], ("cotton",))
    assert level(answer, "child_labour", "IND", "c4") is None
    assert level(answer, "child_labour", "NLD", "c1") is None
    assert answer.unknown_share[answer.themes.index("child_labour"), 1, 0] == 1.0
    assert answer.records("child_labour", "NLD", "c1") == ()
    assert "not low" in answer.because("child_labour", "NLD", "c1", "en")
    assert "niet laag" in answer.because("child_labour", "NLD", "c1", "nl")


def test_country_wide_values_reach_less_far_where_a_theme_is_bound_to_industries() -> None:
    listings = [record("child_labour", p, 5, good="cotton") for p in ("PAK", "GHA", "KEN")]
    listings += [record("child_labour", p, 5, good="gold") for p in ("PAK", "GHA")]
    answer = found([*listings, record("child_labour", "IND", 5), record("foa_cb", "IND", 5)])
    country = BASES.index("country")
    assert level(answer, "child_labour", "IND", "c1") == Level(3, 2, 5, country)  # three listings worldwide
    assert level(answer, "child_labour", "IND", "c2") == Level(2, 1, 5, country)  # two
    assert level(answer, "child_labour", "IND", "c30") == Level(2, 1, 5, country)  # none
    assert level(answer, "foa_cb", "IND", "c30") == Level(5, 4, 5, country)  # bound to places
    assert "3 times worldwide" in answer.because("child_labour", "IND", "c1", "en")
    assert "fewer than three" in answer.because("child_labour", "IND", "c2", "en")


def test_old_evidence_and_disagreement_widen_the_span() -> None:
    old = found([record("foa_cb", "IND", 3, year=2019)])
    assert level(old, "foa_cb", "IND", "c1") == Level(3, 1, 5, BASES.index("country"))
    assert "older than five years" in old.because("foa_cb", "IND", "c1", "en")
    apart = found([record("foa_cb", "IND", 4), record("foa_cb", "IND", 1, dataset="index")])
    assert level(apart, "foa_cb", "IND", "c1") == Level(4, 1, 5, BASES.index("country"))


def test_what_was_published_later_does_not_count() -> None:
    records = [record("foa_cb", "IND", 5, year=2024), record("foa_cb", "IND", 2, year=2018, number=1)]
    assert level(found(records, on=date(2020, 1, 1)), "foa_cb", "IND", "c1") == Level(2, 1, 3, 3)


def test_a_source_about_conditions_goes_no_further_than_four_and_says_so() -> None:
    answer = found([record("foa_cb", "NLD", 1, dataset="treaty"), record("foa_cb", "IND", 5, dataset="treaty")])
    country = BASES.index("country")
    assert level(answer, "foa_cb", "NLD", "c1") == Level(1, 1, 2, country)
    assert level(answer, "foa_cb", "IND", "c1") == Level(4, 3, 5, country)
    assert "conditions" in answer.because("foa_cb", "IND", "c1", "en")


def test_a_country_the_model_lumps_can_stand_apart() -> None:
    base = evidence_base([record("foa_cb", "PAK", 4)])
    answer = calc_likelihoods(base, chain_model(WITH_GROUP), (), ON, ("PAK", "VNM"))
    assert answer.regions == ("IND", "NLD", "ROW", "PAK", "VNM")
    assert level(answer, "foa_cb", "PAK", "c1") == Level(4, 3, 5, BASES.index("country"))
    assert level(answer, "foa_cb", "VNM", "c1") is None


def test_a_group_is_judged_by_the_median_of_its_workforce_and_says_what_is_unknown() -> None:
    records = [record("foa_cb", "PAK", 4), record("foa_cb", "GHA", 2), record("foa_cb", "KEN", 2)]
    got = level(found(records, grouped=True), "foa_cb", "ROW", "c1")
    assert got is not None
    assert (got.level, got.low, got.high, BASES[got.basis]) == (4, 2, 5, "group")  # 0.50 against 0.45
    assert got.unknown_share == pytest.approx(0.05)


def test_a_minority_cannot_vouch_for_a_group_but_can_warn_about_it() -> None:
    assert level(found([record("foa_cb", "GHA", 2)], grouped=True), "foa_cb", "ROW", "c1") is None
    nearly_half = [record("foa_cb", "GHA", 2), record("foa_cb", "KEN", 2)]  # 0.45 of the workforce
    assert level(found(nearly_half, grouped=True), "foa_cb", "ROW", "c1") is None
    assert level(found([*nearly_half, record("foa_cb", "FJI", 2)], grouped=True), "foa_cb", "ROW", "c1") is not None
    warned = level(found([record("foa_cb", "GHA", 5)], grouped=True), "foa_cb", "ROW", "c1")
    assert warned is not None
    # The three tenths with data say 5; of the seven tenths without nobody knows, so not more than 4 and from 2 on.
    assert (warned.level, warned.low, warned.high, warned.unknown_share) == (4, 2, 5, pytest.approx(0.7))
    assert level(found([record("foa_cb", "FJI", 5)], grouped=True), "foa_cb", "ROW", "c1") is None


def test_a_listed_good_that_is_bought_lifts_the_group_and_names_the_country() -> None:
    answer = found([record("child_labour", "FJI", 5, good="cocoa")], ("cocoa",), grouped=True)
    got = level(answer, "child_labour", "ROW", "c1")
    assert got is not None
    assert (got.level, got.high, BASES[got.basis]) == (4, 5, "product")
    assert got.unknown_share == pytest.approx(0.95)
    assert "Fiji" in answer.because("child_labour", "ROW", "c1", "en")
    mild = found([record("deforestation", "FJI", 2, good="cocoa")], ("cocoa",), grouped=True)
    lifted = level(mild, "deforestation", "ROW", "c1")
    assert lifted is not None
    assert lifted.level == 2  # a listing that itself says "low" lifts no further


def test_most_telling_record_comes_first() -> None:
    bought = record("child_labour", "IND", 4, good="cotton")
    listed = record("child_labour", "IND", 5, good="cocoa")
    country = record("child_labour", "IND", 5)
    answer = found([country, listed, bought], ("cotton",))
    assert answer.records("child_labour", "IND", "c1") == (bought, listed, country)
    assert answer.records("child_labour", "IND", "c1", limit=1) == (bought,)
    industry = record("child_labour", "IND", 5, sector="c1")
    assert found([industry, bought], ("cotton",)).records("child_labour", "IND", "c1") == (bought, industry)


def test_a_theme_without_severity_stops_the_start() -> None:
    with pytest.raises(ContentError, match="measurement"):
        found([record("measurement", "IND", 3)])


def test_carbon_intensity_becomes_evidence_and_unknown_emissions_do_not() -> None:
    nan = float("nan")
    # World average: 30 kt over 30 million USD = 1 kg/USD. c1 and c2 hold other gases: a low value there says nothing.
    model = chain_model(ALONE, co2=[0.2, 4.0, 0.2, nan, 9.6, 0, 8, 8], output=[10, 1, 4, 1, 1, 4, 4, 6])
    answer = calc_likelihoods(evidence_base([]), model, (), ON)
    known = [level(answer, "climate", region, sector) for region in ALONE for sector in SECTORS]
    assert [one and one.level for one in known] == [None, 4, 1, None, 5, None, 4, 3]
    assert answer.records("climate", "IND", "c30") == ()
    (first,) = answer.records("climate", "NLD", "c4")
    assert (first.dataset, first.value, first.year) == ("jrc-co2", "2", 2011)
    assert "2 times the world average" in answer.because("climate", "NLD", "c4", "en")
    assert answer.evidence.datasets["jrc-co2"].publisher == "Test press"


def test_emissions_of_a_group_itself_go_before_what_its_members_say() -> None:
    co2 = [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 10, 0]
    model = chain_model(WITH_GROUP, co2=co2, output=[1] * 12)
    answer = calc_likelihoods(evidence_base([record("climate", "PAK", 2, sector="c4")]), model, (), ON)
    got = level(answer, "climate", "ROW", "c4")
    assert got is not None
    assert (got.level, BASES[got.basis], got.unknown_share) == (5, "sector", 0.0)
    assert "the rest of the world" in answer.because("climate", "ROW", "c4", "en")


RECORDS = st.lists(
    st.builds(
        record,
        st.sampled_from(["child_labour", "foa_cb", "deforestation"]),
        st.sampled_from(["IND", "NLD", "PAK", "GHA", "KEN", "FJI"]),
        st.integers(1, 5),
        sector=st.sampled_from([None, None, *SECTORS]),
        good=st.sampled_from([None, None, *GOODS]),
        year=st.sampled_from([2018, 2022, 2024, 2030]),
        dataset=st.sampled_from(["listing", "index", "treaty"]),
    ),
    max_size=25,
)


@settings(max_examples=120, deadline=None)
@given(RECORDS, st.sets(st.sampled_from(sorted(GOODS))), st.sampled_from([ON, date(2019, 5, 1)]))
def test_all_cells_at_once_equal_the_definition_for_one_cell(records: list[Record], bought: set[str], on: date) -> None:
    answer = found(records, tuple(bought), on, grouped=True)
    for theme in ("child_labour", "foa_cb", "deforestation"):
        for region in answer.regions:
            for sector in SECTORS:
                one, all_at_once = answer.judge(theme, region, sector), level(answer, theme, region, sector)
                if one is None or all_at_once is None:
                    assert one is all_at_once, (theme, region, sector)
                    continue
                assert (one.level, one.low, one.high, one.basis) == (
                    all_at_once.level,
                    all_at_once.low,
                    all_at_once.high,
                    all_at_once.basis,
                ), (theme, region, sector)
                assert one.unknown_share == pytest.approx(all_at_once.unknown_share)
                assert 1 <= one.low <= one.level <= one.high <= 5
                assert answer.records(theme, region, sector)
                assert answer.because(theme, region, sector, "nl")
