"""The Forced Labour Regulation as data beside its facts, typed here once more."""

from datetime import date, timedelta

import pytest

from scharnier.norms import load_library

LIBRARY = load_library()
LAW = LIBRARY.law("flr")
TODAY = date(2026, 11, 20)

FIGURES = {
    "applies_from": (date(2027, 12, 14), "date", "39"),
    "preliminary_reply_days": (30, "working_days", "17"),
    "formal_reply_days_least": (30, "working_days", "18"),
    "formal_reply_days_most": (60, "working_days", "18"),
}
EVENTS = {
    "flr-1": ("2024-12-12", "published"),
    "flr-2": ("2024-12-13", "in_force"),
    "flr-3": ("2025-12-14", "notify"),
    "flr-4": ("2026-06-14", "soft_deadline"),
    "flr-5": ("2026-06", "published"),  # 26 or 30 June: two sources
    "flr-6": ("2027-12-14", "applies"),
}
KINDS = {
    "who": "scope",
    "3": "duty",
    "4": "scope",
    "8": "support",
    "9": "support",
    "11": "support",
    "12": "support",
    "network": "support",
    "15": "supervision",
    "17": "duty",
    "18": "duty",
    "19": "duty",
    "20": "duty",
    "39": "date",
}
STEPS = {
    "3": set(),
    "17": {"2.1", "2.2", "3.1", "3.2", "6.1"},
    "18": set(),
    "19": set(),
    "20": {"3.1", "6.1"},
}


def test_the_figures_are_those_of_the_law() -> None:
    assert set(LAW.parameters) == set(FIGURES)
    for name, (amount, unit, part) in FIGURES.items():
        parameter, value = LAW.parameters[name], LAW.figure(name, TODAY)
        assert value is not None
        assert value.amount == amount
        assert (parameter.unit, parameter.provision) == (unit, f"flr-2024:{part}")
        assert (value.confidence, value.source) == ("secondary", "FULLO")


def test_every_provision_is_there_with_its_kind() -> None:
    assert {id.partition(":")[2]: p.kind for id, p in LAW.provisions.items()} == KINDS


def test_what_is_only_known_by_heart_says_so() -> None:
    unverified = {id for id, p in LAW.provisions.items() if p.wordings[-1].confidence == "unverified"}
    assert unverified == {"flr-2024:4", "flr-2024:19"}


def test_the_events_have_their_days() -> None:
    found = {event.id: (str(event.on), event.kind) for event in LIBRARY.events if event.law == LAW.id}
    assert found == EVENTS


@pytest.mark.parametrize("part", STEPS)
def test_a_duty_serves_steps_or_says_why_not(part: str) -> None:
    duty = LAW.provisions[f"flr-2024:{part}"]
    assert {ask.action.partition(":")[2] for ask in duty.asks} == STEPS[part]
    assert bool(duty.asks) != (duty.no_step is not None)
    assert all(ask.confidence == "unverified" and ask.relation == "narrower" for ask in duty.asks)


def test_there_is_no_duty_of_due_diligence_in_it() -> None:
    asked = {ask.action for provision in LAW.provisions.values() for ask in provision.asks}
    assert not asked & {f"oecd-ddg-2018:{action}" for action in ("1.1", "1.2", "1.3", "4.1", "5.1")}
    wording = LAW.provisions["flr-2024:17"].wording(TODAY)
    assert wording is not None
    assert "no separate due diligence duty" in wording.gist["en"]


def test_it_is_law_from_the_day_it_entered_into_force() -> None:
    begun = date(2024, 12, 13)
    assert LAW.version(begun - timedelta(days=1)) is None
    assert LAW.version(begun) is not None
    assert LAW.figure("applies_from", begun - timedelta(days=1)) is None


def test_the_notice_is_not_known_before_it_was_there() -> None:
    guidelines = LAW.provisions["flr-2024:11"]
    early, late = guidelines.wording(date(2026, 6, 29)), guidelines.wording(date(2026, 6, 30))
    assert early is not None
    assert "4637" not in early.gist["en"]
    assert late is not None
    assert "C/2026/4637" in late.gist["en"]
    assert late.change is not None


def test_what_nobody_found_is_a_gap() -> None:
    assert {gap.id for gap in LAW.gaps} >= {"flr-authority-nl", "flr-portal-day", "flr-steps-4-5"}
    assert not any("ILT" in norm.gist["nl"] for norm in LIBRARY.norms.values() if norm.id.startswith("flr-"))


def test_it_is_looked_at_again_on_the_day_it_applies() -> None:
    assert {check.on for check in LIBRARY.checks if check.about.startswith("flr-2024")} == {date(2027, 12, 14)}
