"""The EUDR per product: the vectors of the fact base, borders of dates, lists and conditions, exactly what lacks."""

from dataclasses import replace
from datetime import date

import pytest

from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.law.answer import ProductAnswer
from scharnier.law.profile import Product, Profile
from scharnier.law.scope.eudr import judge_eudr, judge_product
from scharnier.norms import load_library

LIBRARY = load_library()
TODAY = date(2026, 11, 20)
GENERAL, SMALLER, LATER = date(2026, 12, 30), date(2027, 6, 30), date(2027, 12, 30)
LARGE = Profile(seat="NL", size_class="large")
MICRO_2023 = Profile(seat="NL", size_class="micro", founded_on=date(2023, 5, 1))
MICRO_2025 = Profile(seat="NL", size_class="micro", founded_on=date(2025, 3, 1))
FEBRUARY = date(2027, 2, 1)
MET, NOT_MET, UNKNOWN, NOT_YET = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE


def ask(
    profile: Profile, hs: str, placed_on: date | None = FEBRUARY, on: date = TODAY, **facts: object
) -> ProductAnswer:
    return judge_product(Product(hs, placed_on=placed_on, **facts), profile, on, LIBRARY)


# The vectors of the fact base


def test_large_importer_of_coffee_does_full_due_diligence_at_standard_risk() -> None:
    found = ask(LARGE, "0901", date(2027, 1, 10), origin="BR", role="operator")
    assert (found.answer.verdict, found.answer.since, found.country_class) == (MET, GENERAL, "standard")
    assert found.duties == tuple(f"eudr-2023:{part}" for part in ("3", "4.2", "8", "9", "10", "11", "12"))
    assert (found.entries, found.commodity, found.answer.missing) == (("0901",), "coffee", ())


def test_micro_roaster_keeps_the_reference_of_the_importer_and_files_nothing() -> None:
    found = ask(MICRO_2023, "0901", date(2027, 7, 10), origin="BR", role="downstream", supplier_role="operator")
    words = dict(zip(found.duties, found.duty_words, strict=True))
    assert found.answer.verdict is MET
    assert not set(words) & {"eudr-2023:4.2", "eudr-2023:4a", "eudr-2023:5.2", "eudr-2023:5.6"}
    assert "Keep the numbers of its statements too" in words["eudr-2023:5.3.a"]["en"]
    assert "five years" in words["eudr-2023:5.4"]["en"]


def test_shop_that_buys_from_the_roaster_keeps_contact_data_only() -> None:
    shop = ask(MICRO_2023, "0901", date(2027, 7, 10), origin="BR", role="trader", supplier_role="downstream")
    words = dict(zip(shop.duties, shop.duty_words, strict=True))
    assert "need not keep numbers" in words["eudr-2023:5.3.a"]["en"]
    assert "niet te bewaren" in words["eudr-2023:5.3.a"]["nl"]
    assert "eudr-2023:4.2" not in words
    unsaid = ask(MICRO_2023, "0901", date(2027, 7, 10), role="trader")
    assert "If it is the operator" in unsaid.duty_words[1]["en"]


@pytest.mark.parametrize(
    ("profile", "hs", "verdict", "since", "until"),
    [
        (LARGE, "21011100", NOT_MET, LATER, None),  # instant coffee
        (LARGE, "4107", NOT_MET, None, date(2026, 9, 17)),  # leather
        (LARGE, "4901", NOT_MET, None, date(2025, 12, 25)),  # a printed book
        (MICRO_2023, "4412", MET, GENERAL, None),  # plywood was covered by the old timber regulation
        (MICRO_2023, "180632", NOT_MET, SMALLER, None),  # chocolate was not
        (MICRO_2025, "180632", MET, GENERAL, None),  # established too late for the later date
    ],
)
def test_vectors_of_lists_and_dates(
    profile: Profile, hs: str, verdict: Verdict, since: date | None, until: date | None
) -> None:
    answer = ask(profile, hs, origin="CI", role="operator").answer
    assert (answer.verdict, answer.since, answer.until, answer.missing) == (verdict, since, until, ())


def test_buffalo_is_out_and_cattle_is_in_until_told_otherwise() -> None:
    assert ask(LARGE, "0202", genus="Bubalus").answer.verdict is NOT_MET
    assert ask(LARGE, "0202", genus="Bos taurus").answer.verdict is MET
    unsaid = ask(LARGE, "0202").answer
    assert unsaid.verdict is MET
    assert "unless it is of buffalo or bison" in unsaid.because["en"]


@pytest.mark.parametrize("hs", ["4409", "4418"])
def test_bamboo_flooring_is_out(hs: str) -> None:
    assert ask(LARGE, hs, genus="Phyllostachys edulis").answer.verdict is NOT_MET
    assert ask(LARGE, hs, genus="bamboe").answer.verdict is NOT_MET
    assert ask(LARGE, hs, genus="Quercus").answer.verdict is MET


@pytest.mark.parametrize("hs", ["440921", "441873", "441210", "01023100", "470710", "440210"])
def test_a_code_that_says_bamboo_buffalo_or_recovered_paper_is_out_by_itself(hs: str) -> None:
    assert ask(LARGE, hs).answer.verdict is NOT_MET


def test_a_panel_with_a_top_layer_of_bamboo_may_hold_wood_so_it_carries_a_badge() -> None:
    assert ask(LARGE, "441873").answer.confidence is Confidence.UNVERIFIED
    assert ask(LARGE, "441891").answer.confidence is Confidence.VERIFIED


# Dates


@pytest.mark.parametrize(
    ("placed", "verdict"), [(date(2026, 12, 29), NOT_MET), (GENERAL, MET), (date(2026, 11, 20), NOT_MET)]
)
def test_a_placing_before_the_day_is_never_covered(placed: date, verdict: Verdict) -> None:
    answer = ask(LARGE, "180632", placed).answer
    assert (answer.verdict, answer.scope, answer.since, answer.outlook) == (verdict, MET, GENERAL, ())


@pytest.mark.parametrize(("placed", "verdict"), [(date(2027, 6, 29), NOT_MET), (SMALLER, MET)])
def test_smaller_firms_start_half_a_year_later(placed: date, verdict: Verdict) -> None:
    assert ask(MICRO_2023, "180632", placed).answer.verdict is verdict


@pytest.mark.parametrize(("founded", "verdict"), [(date(2024, 12, 31), NOT_MET), (date(2025, 1, 1), MET)])
def test_founded_on_the_last_day_counts_as_by_that_day(founded: date, verdict: Verdict) -> None:
    profile = Profile(size_class="small", founded_on=founded)
    assert ask(profile, "180632").answer.verdict is verdict


def test_without_a_day_of_placing_it_binds_nobody_yet_and_says_when_that_changes() -> None:
    answer = ask(LARGE, "180632", None).answer
    assert (answer.verdict, answer.scope, answer.since) == (NOT_YET, MET, GENERAL)
    assert answer.outlook == ((GENERAL, MET),)
    coming = ask(LARGE, "21011100", None).answer
    assert (coming.verdict, coming.outlook) == (NOT_MET, ((LATER, MET),))
    unsure = ask(Profile(), "180632", None).answer
    assert unsure.outlook == ((GENERAL, UNKNOWN), (SMALLER, MET))


def test_since_is_the_later_of_the_list_and_the_firm() -> None:
    assert ask(LARGE, "21011100", date(2028, 3, 1)).answer.since == LATER
    assert ask(MICRO_2023, "21011100", date(2028, 3, 1)).answer.since == LATER
    assert ask(MICRO_2023, "1801", date(2028, 3, 1)).answer.since == SMALLER
    # Not even knowing the firm: the code comes after both dates of application.
    assert ask(Profile(), "21011100").answer.since == LATER


def test_the_text_of_the_day_counts() -> None:
    assert ask(LARGE, "180632", None, date(2024, 6, 1)).answer.since == date(2024, 12, 30)
    assert ask(LARGE, "180632", None, date(2025, 6, 1)).answer.since == date(2025, 12, 30)
    assert ask(LARGE, "180632", None, date(2025, 6, 1)).answer.confidence is Confidence.SECONDARY
    # A placing in the past is told the date that holds now, not the one that was moved.
    past = ask(LARGE, "180632", date(2024, 6, 1)).answer
    assert (past.verdict, past.since) == (NOT_MET, GENERAL)


def test_no_such_law_before_june_2023() -> None:
    for products in (None, (), (Product("1806"),)):
        answer = judge_eudr(Profile(products=products), date(2023, 6, 28), LIBRARY)
        assert (answer.verdict, answer.missing) == (NOT_YET, ())
    assert judge_eudr(Profile(products=(Product("1806"),)), date(2023, 6, 29), LIBRARY).verdict is NOT_YET
    assert judge_eudr(Profile(products=()), date(2023, 6, 29), LIBRARY).verdict is NOT_MET


# Exactly the missing facts


@pytest.mark.parametrize(
    ("profile", "missing"),
    [
        (Profile(), ("size_class", "founded_on")),
        (Profile(size_class="small"), ("founded_on",)),
        (Profile(founded_on=date(2020, 1, 1)), ("size_class",)),
        (Profile(size_class="medium"), ()),
        (Profile(founded_on=date(2025, 1, 1)), ()),
    ],
)
def test_size_and_founding_lack_only_where_they_decide(profile: Profile, missing: tuple[str, ...]) -> None:
    answer = ask(profile, "180632").answer
    assert answer.missing == missing
    assert (answer.verdict is UNKNOWN) == bool(missing)
    assert ask(profile, "180632", SMALLER).answer.verdict is MET
    assert ask(profile, "180632", date(2026, 12, 29)).answer.verdict is NOT_MET
    assert ask(profile, "8471").answer.verdict is NOT_MET
    assert ask(profile, "4412").answer.verdict is MET


@pytest.mark.parametrize(
    ("hs", "digits"), [("0102", 0), ("1201", 6), ("4012", 8), ("9403", 6), ("940191", 8), ("94", 8), ("44", 4)]
)
def test_a_code_too_short_to_tell(hs: str, digits: int) -> None:
    answer = ask(LARGE, hs).answer
    if digits:
        assert (answer.verdict, answer.missing) == (UNKNOWN, ("products[0].hs",))
        assert f"Give the code with {digits} digits" in answer.because["en"]
    else:
        assert answer.verdict is MET


def test_zeros_do_not_make_a_code_too_short() -> None:
    assert ask(LARGE, "120190").answer.verdict is MET
    assert ask(LARGE, "210111", LATER).answer.verdict is MET


def test_where_the_material_is_open_it_is_asked_for() -> None:
    for hs, genus in (("401512", "Hevea brasiliensis"), ("291570", "Elaeis guineensis"), ("940180", "Fagus")):
        open_ = ask(LARGE, hs).answer
        assert (open_.verdict, open_.missing) == (UNKNOWN, ("products[0].genus",))
        assert ask(LARGE, hs, genus=genus).answer.verdict is MET
        assert ask(LARGE, hs, genus="none").answer.verdict is NOT_MET


def test_a_genus_we_do_not_know_never_takes_a_product_out() -> None:
    for hs in ("0202", "401512", "151110", "4412"):
        assert ask(LARGE, hs, genus="Elais").answer.verdict in (UNKNOWN, MET)


def test_short_code_of_pulp_matters_for_the_date_of_a_small_firm_only() -> None:
    assert ask(MICRO_2023, "47").answer.missing == ("products[0].hs",)
    assert ask(MICRO_2023, "4703").answer.verdict is MET
    assert ask(LARGE, "47").answer.verdict is MET


def test_wood_of_which_the_old_regulation_is_not_known_stays_unknown_for_a_small_firm() -> None:
    answer = ask(MICRO_2023, "9403 91").answer
    assert (answer.verdict, answer.missing) == (UNKNOWN, ())
    assert "old Timber Regulation" in answer.because["en"]
    assert ask(MICRO_2025, "9403 91").answer.verdict is MET


def test_wood_that_the_old_regulation_did_not_name_waits_for_a_small_firm_and_says_how_sure_that_is() -> None:
    answer = ask(MICRO_2023, "4421").answer
    assert (answer.verdict, answer.since) == (NOT_MET, date(2027, 6, 30))
    assert answer.confidence is Confidence.UNVERIFIED
    assert "did not name" in answer.because["en"]


# Conditions


def test_facts_that_take_a_good_out() -> None:
    assert ask(LARGE, "4015", used=True, genus="Hevea").answer.verdict is NOT_MET
    assert ask(LARGE, "4415", packing=True).answer.verdict is NOT_MET
    assert ask(LARGE, "4412", packing=True).answer.verdict is MET
    assert ask(LARGE, "1802", waste=True).answer.verdict is NOT_MET
    assert ask(LARGE, "1802", waste=True).answer.confidence is Confidence.VERIFIED
    assert ask(LARGE, "0901", waste=True).answer.verdict is NOT_MET


def test_used_goods_are_out_where_the_entry_says_so_and_only_there() -> None:
    for hs in ("4412", "4403", "470321", "4819", "94016100", "940360"):
        assert ask(LARGE, hs, used=True).answer.verdict is NOT_MET
    for hs in ("4401", "4402", "4405", "4408", "4011", "1806"):
        assert ask(LARGE, hs, used=True, genus="Hevea" if hs == "4011" else None).answer.verdict is MET


def test_babassu_and_synthetic_rubber_are_out() -> None:
    assert ask(LARGE, "151321", genus="Attalea speciosa").answer.verdict is NOT_MET
    assert ask(LARGE, "1511").answer.verdict is MET
    assert ask(LARGE, "401519", genus="synthetic").answer.verdict is NOT_MET
    assert ask(LARGE, "400130").answer.verdict is NOT_MET


def test_crude_glycerol_carries_its_warning() -> None:
    answer = ask(LARGE, "1520 00", genus="Elaeis").answer
    assert (answer.verdict, answer.confidence) == (MET, Confidence.UNVERIFIED)
    assert "30 December 2027 is unclear" in answer.because["en"]


def test_old_timber_is_own_knowledge_and_says_so() -> None:
    assert ask(MICRO_2023, "4412").answer.confidence is Confidence.UNVERIFIED
    assert ask(LARGE, "4412").answer.confidence is Confidence.VERIFIED


# Roles, size and country


def test_low_risk_is_lighter_and_a_small_grower_may_declare_once() -> None:
    grower = Profile(seat="GH", size_class="micro", founded_on=date(2025, 3, 1))
    found = ask(grower, "1801", origin="GH", role="operator")
    words = dict(zip(found.duties, found.duty_words, strict=True))
    assert found.country_class == "low"
    assert words["eudr-2023:4a"]["en"].startswith("If you grew")
    assert "eudr-2023:13" in words
    assert "eudr-2023:10" not in words
    for other in (replace(grower, seat="NL"), replace(grower, size_class="medium")):
        assert "eudr-2023:4a" not in ask(other, "1801", origin="GH", role="operator").duties


def test_large_downstream_firm_registers_and_verifies() -> None:
    found = ask(LARGE, "0901", role="downstream")
    assert {"eudr-2023:5.2", "eudr-2023:5.6"} <= set(found.duties)
    unsure = ask(Profile(founded_on=date(2025, 2, 2)), "0901", role="downstream")
    assert unsure.duty_words[unsure.duties.index("eudr-2023:5.2")]["en"].startswith("If you are not an SME: ")


def test_unknown_origin_and_role_leave_the_verdict_and_are_said() -> None:
    found = ask(LARGE, "0901")
    assert (found.answer.verdict, found.country_class, found.duties) == (MET, None, ())
    assert "origin is not known" in found.answer.because["en"]
    assert "Uw rol is niet bekend" in found.answer.because["nl"]


def test_high_risk_and_territories() -> None:
    assert ask(LARGE, "4407", origin="RU").country_class == "high"
    assert ask(LARGE, "4407", origin="GF").country_class == "standard"
    assert ask(LARGE, "4407", date(2025, 5, 25), origin="RU").country_class is None


# The company as a whole


def test_whole_is_the_strongest_of_its_products() -> None:
    met, not_met = Product("0901", placed_on=FEBRUARY), Product("8471")
    unknown, not_yet = Product("9403", placed_on=FEBRUARY), Product("1806")
    for products, verdict in (
        ((not_met, not_yet, unknown, met), MET),
        ((not_met, not_yet, unknown), UNKNOWN),
        ((not_met, not_yet), NOT_YET),
        ((not_met,), NOT_MET),
        ((), NOT_MET),
    ):
        answer = judge_eudr(replace(LARGE, products=products), TODAY, LIBRARY)
        assert answer.verdict is verdict
        assert len(answer.products) == len(products)
    both = judge_eudr(replace(LARGE, products=(not_met, unknown)), TODAY, LIBRARY)
    assert both.missing == ("products[1].hs",)


def test_without_the_key_products_it_is_unknown_and_names_it() -> None:
    answer = judge_eudr(LARGE, TODAY, LIBRARY)
    assert (answer.verdict, answer.missing, answer.law) == (UNKNOWN, ("products",), "eudr")


def test_every_provision_that_is_named_exists() -> None:
    for role in ("operator", "downstream", "trader"):
        for profile in (LARGE, MICRO_2023, Profile()):
            found = ask(profile, "4412", origin="CN", role=role)
            for id in (*found.answer.provisions, *found.duties, *(test.provision for test in found.answer.tests)):
                assert LIBRARY.provision(id)
