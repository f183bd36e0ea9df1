"""The decision table, cell by cell, on tenders of our own making; thresholds typed here again."""

from typing import Any

import pytest

from .tenders import ask, lots, worth

CENTRAL = {2017: 135_000, 2018: 144_000, 2020: 139_000, 2022: 140_000, 2024: 143_000, 2026: 140_000}


@pytest.mark.parametrize(("year", "threshold"), CENTRAL.items())
def test_from_the_threshold_on_it_is_mandatory(year: int, threshold: int) -> None:
    for last in {year, year + (year % 2 == 0)}:
        at = ask(dispatch_date=f"{last}-11-30", values=worth(threshold))
        below = ask(dispatch_date=f"{last}-11-30", values=worth(threshold - 0.01))
        assert (at.mandatory, at.threshold_eur, at.advice) == ("yes", threshold, "apply")
        assert (below.mandatory, below.advice) == ("no", "advised")


def test_the_day_the_rule_began() -> None:
    before, first = ask(dispatch_date="2017-03-31"), ask(dispatch_date="2017-04-01")
    assert (before.mandatory, before.regime, before.category) == ("no", "before_category_rule", "bedrijfskleding")
    assert (first.mandatory, first.regime) == ("yes", "category_rule")
    assert "day_old" in [said.code for said in before.reasons]
    assert "day_april" in [said.code for said in first.reasons]
    assert "day_older" in [said.code for said in ask(dispatch_date="2012-12-31").reasons]


def test_dispatch_decides_and_not_publication() -> None:
    late = ask(dispatch_date="2023-12-29", publication_date="2024-01-03", values=worth(141_500))
    assert (late.mandatory, late.threshold_eur) == ("yes", 140_000)
    only = ask(dispatch_date=None, publication_date="2024-01-03", values=worth(141_500))
    assert (only.mandatory, only.open) == ("uncertain", ("date",))
    assert ask(dispatch_date=None, publication_date="2024-06-03").mandatory == "yes"


@pytest.mark.parametrize(
    ("date", "mandatory"),
    [("2021", "yes"), ("2016", "no"), ("2017", "uncertain"), ("2017-05", "yes"), (None, "uncertain")],
)
def test_a_rough_date_is_a_span(date: str | None, mandatory: str) -> None:
    found = ask(dispatch_date=date)
    assert found.mandatory == mandatory
    assert ("date" in found.open) == (mandatory == "uncertain")
    assert [said.code for said in found.missing] == (["check_date"] if mandatory == "uncertain" else [])


def test_what_no_day_can_change_is_said_without_a_day() -> None:
    assert ask(dispatch_date=None, buyer="Gemeente Voorbeeld").mandatory == "no"
    assert ask(dispatch_date=None, cpv_main="90910000").mandatory == "no"


@pytest.mark.parametrize("money", [0, 0.01, 1, 1.00, 999.99, -5, 10**13])
def test_what_is_no_real_value_is_missing(money: float) -> None:
    assert ask(values=worth(money)).value_relation == "presumed_above"
    assert ask(values=worth(money)).mandatory == "yes"
    planned = ask(values=worth(money), phase="planning")
    assert (planned.mandatory, planned.open, planned.advice) == ("uncertain", ("value",), "apply")


def test_a_small_value_of_a_voluntary_notice_is_real() -> None:
    assert ask(values=worth(900), notice_subtype="E3").mandatory == "no"
    assert ask(values=worth(1), notice_subtype="E3").mandatory == "uncertain"


def test_other_money_is_never_compared() -> None:
    for currency in ("DKK", "USD", "", "eur "):
        found = ask(values=worth(100_000, currency=currency))
        assert found.mandatory == ("no" if currency == "eur " else "yes")
    told = ask(values=worth(100_000, currency="DKK"), phase="planning")
    assert told.value_eur is None
    assert "niet in euro's" in " ".join(said.nl for said in told.reasons)
    told = ask(values=worth(100_000, currency=""), phase="planning")
    assert "100000 (BT-27) is not given in euros" in " ".join(said.en for said in told.reasons), "it may well be euros"


@pytest.mark.parametrize(
    ("changes", "mandatory"),
    [
        ({"phase": "competition"}, "yes"),
        ({"phase": "result"}, "yes"),
        ({"phase": "planning"}, "uncertain"),
        ({"phase": "direct_award"}, "uncertain"),
        ({"phase": "consultation"}, "uncertain"),
        ({"phase": "competition", "notice_subtype": "E3"}, "uncertain"),
        ({"phase": "result", "notice_subtype": "E4"}, "uncertain"),
        ({"phase": None}, "uncertain"),
    ],
)
def test_without_a_value_only_calls_and_results_are_presumed_above(changes: dict[str, Any], mandatory: str) -> None:
    assert ask(values=[], **changes).mandatory == mandatory


def test_the_estimate_beats_the_award() -> None:
    high, low = worth(150_000), worth(120_000)
    award_high, award_low = worth(150_000, "VAL_TOTAL"), worth(120_000, "VAL_TOTAL")
    assert ask(phase="result", values=high + award_low).mandatory == "yes"
    assert ask(phase="result", values=low + award_high).mandatory == "no"
    assert ask(phase="result", values=award_high).mandatory == "yes"
    alone = ask(phase="result", values=award_low)
    assert (alone.mandatory, [said.code for said in alone.missing]) == ("uncertain", ["check_value"])


def test_the_maximum_of_a_framework_counts() -> None:
    assert ask(framework=True, values=worth(100_000) + worth(900_000, "BT-271")).mandatory == "yes"


def test_lots_add_up() -> None:
    assert ask(n_lots=3, values=lots(60_000, 60_000, 60_000)).mandatory == "yes"
    assert ask(n_lots=2, values=lots(60_000, 60_000)).mandatory == "no"
    assert ask(n_lots=3, values=lots(60_000, 60_000)).value_relation == "presumed_above", "one lot has no value"
    assert ask(n_lots=3, values=lots(60_000, 60_000), phase="planning").mandatory == "uncertain"


def test_totals_that_contradict_each_other_are_for_a_person() -> None:
    found = ask(n_lots=2, values=worth(100_000) + lots(100_000, 100_000))
    assert (found.mandatory, [said.code for said in found.missing]) == ("uncertain", ["check_total"])


def test_the_light_regime_has_its_own_threshold() -> None:
    catering = {"cpv_main": "55510000", "contract_nature": "services", "title": "Kantine"}
    assert ask(**catering, values=worth(749_999)).mandatory == "no"
    assert ask(**catering, values=worth(750_000)).threshold_eur == 750_000
    assert ask(**catering, values=worth(750_000)).mandatory == "yes"
    by_form = ask(cpv_main="72318000", contract_nature="services", format="TED_EXPORT F21_2014", values=worth(300_000))
    assert (by_form.mandatory, by_form.threshold_eur) == ("no", 750_000)
    extra = ask(cpv_main="90511000", cpv_additional=["55510000"], contract_nature="services", values=worth(300_000))
    assert (extra.mandatory, extra.threshold_eur) == ("yes", 143_000), "only the main code brings the light regime"


def test_an_unknown_nature_leaves_both_thresholds_open() -> None:
    found = ask(cpv_main="55510000", contract_nature=None, values=worth(300_000))
    assert (found.mandatory, [said.code for said in found.missing]) == ("uncertain", ["check_nature"])
    goods = ask(cpv_main="18110000", format="TED_EXPORT F21_2014", values=worth(300_000))
    assert (goods.mandatory, [said.code for said in goods.missing]) == ("uncertain", ["check_nature"])
    assert ask(cpv_main="45314300", contract_nature=None, values=worth(143_000 - 1)).mandatory == "no"


def test_works_and_concessions() -> None:
    works = {"cpv_main": "45314300", "contract_nature": "works"}
    assert ask(**works, values=worth(5_537_999)).mandatory == "no"
    assert ask(**works, values=worth(5_538_000)).mandatory == "uncertain"
    concession = ask(cpv_main="55510000", contract_nature="services", legal_basis="32014L0023", values=worth(900_000))
    assert (concession.mandatory, concession.threshold_eur) == ("no", 5_538_000)
    special = ask(legal_basis="32014L0025", values=worth(442_999))
    assert (special.mandatory, special.threshold_eur) == ("no", 443_000)


def test_defence() -> None:
    army = {"buyer": "Ministerie van Defensie"}
    for amount, mandatory in ((142_999, "no"), (143_000, "uncertain"), (220_999, "uncertain"), (221_000, "yes")):
        assert ask(**army, values=worth(amount)).mandatory == mandatory
    asked = ask(**army, values=worth(150_000))
    assert ([said.code for said in asked.missing], asked.advice) == (["check_annex_iii"], "apply")
    directive = ask(**army, legal_basis="32009L0081")
    assert (directive.mandatory, directive.open, directive.threshold_eur) == ("uncertain", ("directive",), 443_000)
    assert ask(**army, cpv_main="90511000", contract_nature="services", values=worth(143_000)).mandatory == "yes"


def test_lists_by_date() -> None:
    mobile = {"cpv_main": "64212000", "contract_nature": "services"}
    assert ask(**mobile, dispatch_date="2022-06-12").category is None
    assert ask(**mobile, dispatch_date="2022-06-13").category == "mobiele_data_4g5g"
    assert ask(**mobile, dispatch_date="2022").mandatory == "uncertain"
    desk = {"cpv_main": "39130000"}
    assert (ask(**desk, dispatch_date="2021-05-05").mandatory, ask(**desk).mandatory) == ("no", "uncertain")


def test_a_boundary_says_what_a_person_must_decide() -> None:
    found = ask(cpv_main="09331200", title="Zonnepanelen")
    assert (found.mandatory, found.category_status, found.advice) == ("uncertain", "boundary", "advised")
    assert [said.code for said in found.missing] == ["check_category"]
    assert ask(cpv_main="09331200", values=worth(100_000)).mandatory == "no"


def test_award_notices_and_modifications_look_back_for_their_call() -> None:
    assert ask(phase="result", dispatch_date="2017-06-01").mandatory == "uncertain"
    assert ask(phase="result", dispatch_date="2017-06-01", call_date="2017-02-01").mandatory == "no"
    assert ask(phase="result", dispatch_date="2018-02-01", values=worth(140_000)).open == ("date",)
    change = {"phase": "modification"}
    assert ask(**change).open == ("date",)
    assert ask(**change, contract_date="2016-10-01").mandatory == "no"
    assert ask(**change, contract_date="2017-10-01").mandatory == "uncertain"
    assert ask(**change, contract_date="2020-10-01").mandatory == "yes"


def test_after_the_last_known_threshold_nothing_is_made_up() -> None:
    found = ask(dispatch_date="2028-02-01")
    assert (found.mandatory, found.threshold_eur) == ("uncertain", None)
    assert [said.code for said in found.missing] == ["check_threshold"]
    assert ask(dispatch_date="2028-02-01", values=[]).mandatory == "yes", "the presumption needs no amount"


def test_by_lot() -> None:
    both = [{"id": "1", "cpv": ["18110000"]}, {"id": "2", "cpv": ["90910000"]}, {"id": "3", "cpv": ["09331200"]}]
    found = ask(cpv_main="75130000", n_lots=3, lots=both)
    assert found.mandatory == "yes"
    assert [(lot.id, lot.mandatory) for lot in found.lots] == [("1", "yes"), ("2", "no"), ("3", "uncertain")]


def test_a_small_lot_may_be_out() -> None:
    parts = [{"id": "1", "cpv": ["18110000"]}, {"id": "2", "cpv": ["90910000"]}]
    values = [{**one, "lot": id} for id, one in zip("12", lots(50_000, 400_000), strict=True)]
    found = ask(cpv_main="90910000", n_lots=2, lots=parts, values=values)
    assert (found.mandatory, found.open) == ("uncertain", ("small_lots",))
    assert [lot.mandatory for lot in found.lots] == ["uncertain", "no"]
    values = [{**one, "lot": id} for id, one in zip("12", lots(80_000, 400_000), strict=True)]
    assert ask(cpv_main="90910000", n_lots=2, lots=parts, values=values).mandatory == "yes"


def test_without_a_code_nobody_can_say_no() -> None:
    for codes in ({"cpv_main": None}, {"cpv_main": "99999999"}, {"cpv_main": "werkkleding"}):
        found = ask(**codes)
        assert (found.mandatory, found.open) == ("uncertain", ("category",))
        assert [said.code for said in found.missing] == ["check_cpv"]
    assert ask(cpv_main="18110000-8").mandatory == ask(cpv_main=18110000).mandatory == "yes"


def test_provisions_exist_and_are_those_of_the_answer() -> None:
    found = ask()
    assert found.provisions[:2] == ("isv-2017:bound", "isv-2017:category.bedrijfskleding")
    assert {"isv-2017:threshold", "eu-procurement-2014:4", "isv-2017:clause"} <= set(found.provisions)
    from scharnier.norms import load_library

    library = load_library()
    for one in (found, ask(buyer="Gemeente X"), ask(cpv_main="55510000", contract_nature="services")):
        for id in one.provisions:
            assert library.provision(id)


@pytest.mark.parametrize(
    ("subtype", "legal_basis", "relation"),
    [
        ("F02", "", "presumed_above"),  # notices of TED before 2019 name no legal basis
        ("16", "32014L0024", "presumed_above"),
        ("16", "other", "unknown"),  # a national call that is published all the same
        ("tender", "", "unknown"),  # OCDS holds national tenders too
        ("award,contract", "", "unknown"),
        ("tender", "32014L0024", "presumed_above"),
        ("E3", "32014L0024", "unknown"),
    ],
)
def test_a_missing_value_is_presumed_above_only_under_a_directive(subtype, legal_basis, relation) -> None:
    known = {"values": [], "notice_subtype": subtype, "legal_basis": legal_basis, "phase": "competition"}
    found = ask(**known)
    assert found.value_relation == relation
    assert found.mandatory == ("yes" if relation == "presumed_above" else "uncertain")
    assert ("value" in found.open) == (relation == "unknown")


def test_the_day_of_an_award_is_not_told_as_the_day_of_the_call() -> None:
    said = {one.code: one.in_lang("en") for one in ask(phase="result", dispatch_date="2025-03-10").reasons}
    assert "day_ok" not in said
    assert said["day_between"].startswith("The call was sent between 8 September 2024 and 10 March 2025;")
    assert (
        "There was no call" in {one.code: one.in_lang("en") for one in ask(phase="direct_award").reasons}["day_direct"]
    )
    assert "still to come" in {one.code: one.in_lang("en") for one in ask(phase="planning").reasons}["day_planned"]


def test_a_sentence_with_several_terms_is_told_once() -> None:
    found = ask(text="[BT-70] Opdrachtnemer past gepaste zorgvuldigheid toe volgens de OESO-richtlijnen.")
    assert len(found.evidence.hits) > 1
    assert len(found.as_json("nl")["evidence_all"]) == 1
