"""What a second reading of the facts, written apart from these rules, answered otherwise."""

from dataclasses import replace
from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.law.bulk import judge_bulk
from scharnier.law.bulk.columns import build_columns
from scharnier.law.bulk.ruling import VERDICTS
from scharnier.law.profile import Product, Profile
from scharnier.law.scope.batteries import judge_batteries
from scharnier.law.scope.csddd import judge_csddd
from scharnier.law.scope.csrd import judge_csrd
from scharnier.law.scope.eudr import judge_product
from scharnier.norms import load_library

LIBRARY = load_library()
TODAY = date(2026, 11, 20)
LATER = date(2029, 8, 1)
LARGE = Profile(seat="NL", size_class="large")


def test_turnover_in_the_eu_alone_can_prove_that_batteries_are_not_exempt() -> None:
    seller = Profile(seat="NL", brings_batteries_to_eu_market=True, turnover_eu_eur={2027: 40e6})
    for profile in (seller, replace(seller, group_role="subsidiary")):
        answer = judge_batteries(profile, LATER, LIBRARY)
        assert (answer.verdict, answer.missing) == (Verdict.MET, ())
        assert "turnover in the EU" in answer.because["en"]
        twin = judge_bulk(build_columns([profile]), LATER, LIBRARY)["batteries"]
        assert VERDICTS[twin.verdict[0]] is Verdict.MET
    too_little = judge_batteries(replace(seller, turnover_eu_eur={2027: 39e6}), LATER, LIBRARY)
    assert (too_little.verdict, too_little.missing) == (Verdict.UNKNOWN, ("turnover_worldwide_eur",))
    unsaid = judge_batteries(replace(seller, brings_batteries_to_eu_market=None), LATER, LIBRARY)
    assert unsaid.missing == ("brings_batteries_to_eu_market",)


def test_staff_is_not_asked_where_royalties_bring_in_whoever_has_the_turnover() -> None:
    years = (2027, 2028)
    royalties = dict.fromkeys(years, 1e8)
    firm = Profile(seat="NL", royalties_eu_eur=royalties)
    assert judge_csddd(firm, LATER, LIBRARY).missing == ("turnover_worldwide_eur",)
    # Staff cannot change it: with the turnover that staff would need, the royalties suffice.
    few, many = dict.fromkeys(years, 1.0), dict.fromkeys(years, 9000.0)
    for turnover in (2e8, 3e8, 2e9):
        known = replace(firm, turnover_worldwide_eur=dict.fromkeys(years, turnover))
        found = {judge_csddd(replace(known, employees=staff), LATER, LIBRARY).verdict for staff in (few, many)}
        assert len(found) == 1
    # Where the royalties are too little, or known of one year only, it can.
    for enough in ({2027: 1e8, 2028: 7e7}, {2028: 1e8}):
        assert "employees" in judge_csddd(replace(firm, royalties_eu_eur=enough), LATER, LIBRARY).missing


def test_the_seat_is_not_asked_where_the_limits_are_what_is_not_recorded() -> None:
    small = Profile(employees={2024: 500}, turnover_worldwide_eur={2024: 3e8})
    answer = judge_csrd(small, date(2025, 6, 1), LIBRARY)
    assert (answer.verdict, answer.missing) == (Verdict.UNKNOWN, ())
    entity = replace(small, employees={2024: 501})
    assert judge_csrd(entity, date(2025, 6, 1), LIBRARY).missing == ("seat", "public_interest_entity")


def test_leather_is_told_of_no_day_since_it_left_the_list_before_the_duties_began() -> None:
    leather = Product("4107", placed_on=date(2026, 9, 17))
    answer = judge_product(leather, LARGE, TODAY, LIBRARY).answer
    assert (answer.verdict, answer.since, answer.until) == (Verdict.NOT_MET, None, date(2026, 9, 17))
    assert answer.would_change == ()
    assert "18 September 2026" in answer.because["en"]
    # On a day on which that change of the list was not yet there, the date of then holds.
    before = judge_product(replace(leather, placed_on=None), LARGE, date(2025, 6, 1), LIBRARY).answer
    assert (before.verdict, before.since) == (Verdict.NOT_APPLICABLE, date(2025, 12, 30))
    # Beef stayed, under another entry.
    beef = judge_product(Product("0201", placed_on=date(2026, 9, 17)), LARGE, TODAY, LIBRARY).answer
    assert (beef.verdict, beef.since) == (Verdict.NOT_MET, date(2026, 12, 30))


def test_a_placing_long_ago_by_a_young_firm_is_told_the_day_that_holds_for_young_firms() -> None:
    young = Profile(size_class="micro", founded_on=date(2026, 1, 1))
    answer = judge_product(Product("180632", placed_on=date(2023, 7, 1)), young, TODAY, LIBRARY).answer
    assert (answer.verdict, answer.since) == (Verdict.NOT_MET, date(2026, 12, 30))
    assert "founded after 31 December 2024" in answer.because["en"]


def test_soap_without_palm_oil_is_told_of_no_day_on_which_soap_comes_on_the_list() -> None:
    soap = Product("340111", placed_on=date(2027, 2, 1))
    assert judge_product(soap, LARGE, TODAY, LIBRARY).answer.since == date(2027, 12, 30)
    without = judge_product(replace(soap, genus="none"), LARGE, TODAY, LIBRARY).answer
    assert (without.verdict, without.since, without.would_change) == (Verdict.NOT_MET, None, ())
    palm = judge_product(replace(soap, genus="Elaeis"), LARGE, TODAY, LIBRARY).answer
    assert (palm.verdict, palm.since) == (Verdict.NOT_MET, date(2027, 12, 30))


def test_what_is_made_only_of_waste_is_out_whatever_it_is_made_of() -> None:
    """Seats count only if of wood; waste is outside either way, so what they are made of is not asked."""
    answer = judge_product(Product("9401", waste=True), Profile(), date(2024, 1, 1), LIBRARY).answer
    assert (answer.verdict, answer.missing) == (Verdict.NOT_MET, ())
