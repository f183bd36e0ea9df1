"""The Conflict Minerals Regulation as data beside its facts, typed here once more."""

from datetime import date, timedelta

import pytest

from scharnier.norms import load_library

LIBRARY = load_library()
LAW = LIBRARY.law("conflict_minerals")
TODAY = date(2026, 11, 20)

KILOGRAMS = {  # a year, by customs code
    "kg_tin_ore": (5_000, "2609 00 00"),
    "kg_tungsten_ore": (250_000, "2611 00 00"),
    "kg_tantalum_niobium_ore": (100_000, "ex 2615 90 00"),
    "kg_gold_ore": (4_000_000, "ex 2616 90 00"),
    "kg_gold": (100, "ex 7108"),
    "kg_tin_metal": (100_000, "8001"),
    "kg_tungsten_powder": (2_500, "8101 10 00"),
    "kg_tantalum_metal": (2_500, "8103 20 00"),
}
STEPS = {
    "4": {"1.1", "1.2", "1.3", "6.2"},
    "5": {"2.1", "2.2", "3.1", "3.2"},
    "6": {"4.1"},
    "7": {"5.1"},
}
KINDS = {
    "1": "scope",
    "oecd_five_steps": "definition",
    "4": "duty",
    "5": "duty",
    "6": "duty",
    "7": "duty",
    "8": "support",
    "14.2": "support",
    "review": "supervision",
    "supervisor_nl": "supervision",
    "annex.1": "annex",
}
EVENTS = {
    "cm-1": ("2021-01-01", "applies", "unverified"),
    "cm-review": ("2024-09-24", "review", "secondary"),
    "cm-rmap": ("2025", "status", "secondary"),
}


@pytest.mark.parametrize("name", KILOGRAMS)
def test_the_thresholds(name: str) -> None:
    kilograms, code = KILOGRAMS[name]
    parameter, value = LAW.parameters[name], LAW.figure(name, TODAY)
    assert value is not None
    assert value.amount == kilograms
    assert (parameter.unit, parameter.provision) == ("kg_per_year", "eu-minerals-2017:annex.1")
    assert parameter.title["nl"].endswith(f"({code})")
    assert parameter.title["en"].endswith(f"({code})")


def test_there_are_no_other_thresholds() -> None:
    assert {name for name in LAW.parameters if name.startswith("kg_")} == set(KILOGRAMS)


def test_every_figure_and_every_duty_is_unverified() -> None:
    values = [value for parameter in LAW.parameters.values() for value in parameter.values]
    assert {(value.confidence, value.source) for value in values} == {("unverified", "OWN")}
    duties = [p for p in LAW.provisions.values() if p.kind == "duty"]
    assert {wording.confidence for duty in duties for wording in duty.wordings} == {"unverified"}


def test_it_applies_since_2021() -> None:
    applies = date(2021, 1, 1)
    value = LAW.figure("applies_from", TODAY)
    assert value is not None
    assert value.amount == applies
    assert LAW.figure("kg_gold", applies) is not None
    assert LAW.figure("kg_gold", applies - timedelta(days=1)) is None  # what stood before 2020/1588 is a gap
    review = LAW.figure("review_years", TODAY)
    assert review is not None
    assert review.amount == 3


def test_every_provision_is_there_with_its_kind() -> None:
    assert {id.partition(":")[2]: p.kind for id, p in LAW.provisions.items()} == KINDS


@pytest.mark.parametrize("part", STEPS)
def test_a_duty_serves_the_steps_it_should(part: str) -> None:
    duty = LAW.provisions[f"eu-minerals-2017:{part}"]
    assert {ask.action.partition(":")[2] for ask in duty.asks} == STEPS[part]
    assert all(ask.relation == "narrower" and ask.leaves_out for ask in duty.asks)


def test_no_duty_asks_for_remedy() -> None:
    asked = {ask.action for provision in LAW.provisions.values() for ask in provision.asks}
    assert "oecd-ddg-2018:6.1" not in asked
    assert "cm-remedy" in {gap.id for gap in LAW.gaps}


def test_the_events_have_their_days() -> None:
    found = {e.id: (str(e.on), e.kind, e.confidence) for e in LIBRARY.events if e.law == LAW.id}
    assert found == EVENTS


def test_the_first_scheme_shows_only_after_the_year_it_was_recognised_in() -> None:
    schemes = LAW.provisions["eu-minerals-2017:8"]
    early, late = schemes.wording(date(2025, 6, 1)), schemes.wording(TODAY)
    assert early is not None
    assert "RMAP" not in early.gist["en"]
    assert late is not None
    assert "RMAP" in late.gist["en"]


def test_what_could_not_be_placed_is_a_gap() -> None:
    gaps = {gap.id: gap.about for gap in LAW.gaps}
    assert gaps["cm-annex-others"] == gaps["cm-exact-threshold"] == "eu-minerals-2017:annex.1"
    assert "cm-amendment-2026" in gaps


def test_the_theme_of_conflict_minerals_still_leads_to_it() -> None:
    assert "eu-minerals-2017" in {link.target for link in LIBRARY.norms_for_theme("conflict_minerals")}
