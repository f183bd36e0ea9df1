"""What answers say: why, what is missing, what would change them, and that they keep their word."""

from dataclasses import replace
from datetime import date

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer
from scharnier.law.applies import RULES, judge_all
from scharnier.law.profile import Profile
from scharnier.law.scope.batteries import judge_batteries
from scharnier.law.scope.conflict_minerals import judge_conflict_minerals
from scharnier.law.scope.csddd import judge_csddd
from scharnier.law.scope.csrd import judge_csrd
from scharnier.law.scope.flr import judge_flr
from scharnier.norms import Library, load_library

LATER = date(2029, 8, 1)
IN = Profile(seat="NL", employees={2027: 520, 2028: 530}, turnover_worldwide_eur={2027: 5.2e6, 2028: 6e6})


def test_the_law_is_answered_in_two_languages(synthetic: Library) -> None:
    answer = judge_csddd(IN, LATER, synthetic)
    assert answer.because["nl"].startswith(
        "Gevestigd in de EU (NL). De grens: meer dan 500 werknemers en meer dan € 5 miljoen"
    )
    assert "In 2027 and 2028 above both limits." in answer.because["en"]
    assert answer.provisions == ("csddd-2024:2.1.a", "csddd-2024:2.5", "csddd-2024:37")


def test_what_would_change_it_does_change_it(synthetic: Library) -> None:
    below = replace(IN, employees={2027: 520, 2028: 499})
    answer = judge_csddd(below, LATER, synthetic)
    assert answer.verdict is Verdict.NOT_MET
    assert answer.would_change[0]["nl"] == "2 werknemers meer in 2028"
    enough = replace(IN, employees={2027: 520, 2028: 501})
    assert judge_csddd(enough, LATER, synthetic).verdict is Verdict.MET
    not_enough = replace(IN, employees={2027: 520, 2028: 500})
    assert judge_csddd(not_enough, LATER, synthetic).verdict is Verdict.NOT_MET


def test_a_subsidiary_is_told_of_its_parent(synthetic: Library) -> None:
    small = Profile(seat="NL", employees={2027: 5, 2028: 5}, group_role="subsidiary")
    answer = judge_csddd(small, LATER, synthetic)
    assert answer.verdict is Verdict.NOT_MET
    assert "moederbedrijf" in answer.because["nl"]


def test_franchising_not_spoken_of_is_named_but_asked_of_nobody(synthetic: Library) -> None:
    small = Profile(seat="NL", employees={2027: 5, 2028: 5})
    answer = judge_csddd(small, LATER, synthetic)
    assert answer.verdict is Verdict.NOT_MET
    assert "Franchise en licenties zijn niet beoordeeld" in answer.because["nl"]
    assert any("royalty's" in change["nl"] for change in answer.would_change)
    refused = judge_csddd(replace(small, franchise=False), LATER, synthetic)
    assert "Franchise" not in refused.because["nl"]


def test_an_expectation_is_called_one(synthetic: Library) -> None:
    answer = judge_csddd(IN, date(2026, 11, 20), synthetic)
    assert "De cijfers van 2027 en 2028 zijn verwachtingen" in answer.because["nl"]
    assert answer.outlook == ((date(2029, 7, 1), Verdict.MET),)


def test_the_outlook_is_what_later_answers_say(synthetic: Library) -> None:
    for judge in (judge_csddd, judge_csrd, judge_batteries, judge_conflict_minerals, judge_flr):
        profile = replace(
            IN, public_interest_entity=True, brings_batteries_to_eu_market=True, imports_kg={"tin_ore": 51}, products=()
        )
        for on in (date(2018, 1, 1), date(2024, 8, 1), date(2026, 11, 20)):
            for later, verdict in judge(profile, on, synthetic).outlook:
                assert judge(profile, later, synthetic).verdict is verdict


@pytest.mark.parametrize("name", ["seat", "employees", "turnover_worldwide_eur"])
def test_a_fact_less_never_decides_more(name: str, synthetic: Library) -> None:
    without = replace(IN, **{name: None if name == "seat" else {}})
    answer = judge_csddd(without, LATER, synthetic)
    assert answer.verdict is Verdict.UNKNOWN
    assert name in answer.missing


def test_the_weakest_fact_gives_the_badge(synthetic: Library) -> None:
    assert judge_csddd(IN, LATER, synthetic).confidence == "verified"
    assert judge_flr(IN, LATER, synthetic).confidence == "secondary"
    assert judge_conflict_minerals(IN, LATER, synthetic).confidence == "unverified"


def test_an_importer_outside_the_union_is_told_why(synthetic: Library) -> None:
    answer = judge_conflict_minerals(Profile(seat="CH", imports_kg={"tin_ore": 60}), LATER, synthetic)
    assert answer.verdict is Verdict.MET
    assert "hoofdkantoor" in answer.because["nl"]


def test_part_of_the_turnover_can_prove_the_whole_but_not_disprove_it(synthetic: Library) -> None:
    staff = {2027: 520, 2028: 520}
    much = Profile(seat="NL", employees=staff, turnover_eu_eur={2027: 6e6, 2028: 6e6})
    assert judge_csddd(much, LATER, synthetic).verdict is Verdict.MET
    little = Profile(seat="NL", employees=staff, turnover_eu_eur={2027: 1e6, 2028: 1e6})
    assert judge_csddd(little, LATER, synthetic).missing == ("turnover_worldwide_eur",)
    abroad = Profile(seat="US", turnover_worldwide_eur={2027: 1e6, 2028: 1e6})
    assert judge_csddd(abroad, LATER, synthetic).verdict is Verdict.NOT_MET


def test_a_law_that_is_not_there_says_so(synthetic: Library) -> None:
    with pytest.raises(InputProblem, match="eudr"):
        judge_all(IN, LATER, synthetic)


def every_answer() -> list[Answer]:
    library = load_library()
    profiles = [Profile(), IN, Profile(seat="US", turnover_eu_eur={2027: 2e9, 2028: 2e9}), Profile(products=())]
    days = [date(2016, 1, 1), date(2024, 8, 1), date(2026, 11, 20), LATER]
    return [answer for profile in profiles for on in days for answer in judge_all(profile, on, library)]


def test_every_answer_on_real_law_holds_together() -> None:
    library = load_library()
    for answer in every_answer():
        assert answer.law in RULES
        assert answer.because["nl"]
        assert answer.because["en"]
        assert (answer.verdict is Verdict.UNKNOWN) or not answer.missing
        law = library.law(answer.law)
        assert set(answer.provisions) <= set(law.provisions)
        assert all(test.provision in law.provisions for test in answer.tests)
        assert answer.since is None or answer.scope is Verdict.MET or answer.law == "eudr"
