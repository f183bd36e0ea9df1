"""The Batteries Regulation as data beside its facts, typed here once more."""

from datetime import date, timedelta

import pytest

from scharnier.norms import load_library

LIBRARY = load_library()
LAW = LIBRARY.law("batteries")
TODAY = date(2026, 11, 20)
DELAYED = date(2025, 7, 31)  # the day the postponement entered into force

STEPS = {
    "48": {"1.1", "4.1"},
    "49": {"1.2", "1.3", "6.2"},
    "50": {"2.1", "2.2", "3.1", "3.2"},
    "51": {"4.1"},
    "52": {"5.1"},
    "77": set(),
}
KINDS = {
    "47": "scope",
    "48": "duty",
    "48.1": "date",
    "48.5": "support",
    "49": "duty",
    "50": "duty",
    "51": "duty",
    "52": "duty",
    "52.3": "parameter",
    "53": "support",
    "77": "duty",
    "annex.x": "annex",
}
FIGURES = {
    "applies_from": (date(2027, 8, 18), "date", "secondary"),
    "exempt_turnover_below_eur": (40_000_000, "euro", "unverified"),
    "report_years": (3, "years", "unverified"),
    "record_years": (10, "years", "unverified"),
    "passport_from": (date(2027, 2, 18), "date", "secondary"),
}
EVENTS = {
    "batt-adopted": ("2025-07-18", "adopted"),
    "batt-1": ("2025-07-31", "in_force"),
    "batt-original": ("2025-08-18", "superseded"),
    "batt-omnibus4": ("2026-06-09", "status"),
    "batt-3": ("2026-07-26", "soft_deadline"),
    "batt-4": ("2027-02-18", "applies"),
    "batt-2": ("2027-08-18", "applies"),
}


def test_the_figures_of_today() -> None:
    assert set(LAW.parameters) == set(FIGURES)
    for name, (amount, unit, confidence) in FIGURES.items():
        value = LAW.figure(name, TODAY)
        assert value is not None
        assert (value.amount, value.confidence) == (amount, confidence)
        assert LAW.parameters[name].unit == unit


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("applies_from", date(2025, 8, 18), date(2027, 8, 18)), ("report_years", 1, 3)],
)
def test_the_postponement_changes_figures_on_its_day(name: str, before: object, after: object) -> None:
    old, new = LAW.figure(name, DELAYED - timedelta(days=1)), LAW.figure(name, DELAYED)
    assert old is not None
    assert old.amount == before
    assert new is not None
    assert new.amount == after


def test_the_texts_follow_each_other_on_that_day() -> None:
    old, new = LAW.version(DELAYED - timedelta(days=1)), LAW.version(DELAYED)
    assert old is not None
    assert old.id == "2023"
    assert new is not None
    assert new.id == "2025"


def test_every_provision_is_there_with_its_kind() -> None:
    assert {id.partition(":")[2]: p.kind for id, p in LAW.provisions.items()} == KINDS


@pytest.mark.parametrize("part", STEPS)
def test_a_duty_serves_steps_or_says_why_not(part: str) -> None:
    duty = LAW.provisions[f"batteries-2023:{part}"]
    assert {ask.action.partition(":")[2] for ask in duty.asks} == STEPS[part]
    assert bool(duty.asks) != (duty.no_step is not None)
    assert all(ask.relation == "narrower" and ask.leaves_out for ask in duty.asks)


def test_the_passport_starts_before_and_apart_from_due_diligence() -> None:
    passport, policy = LIBRARY.norm("batteries-2023:77"), LIBRARY.norm("batteries-2023:48")
    assert passport.applies_from is not None
    assert passport.applies_from.first == date(2027, 2, 18)
    assert policy.applies_from is not None
    assert policy.applies_from.first == date(2027, 8, 18)


def test_annex_x_names_four_raw_materials() -> None:
    wording = LAW.provisions["batteries-2023:annex.x"].wording(TODAY)
    assert wording is not None
    assert wording.confidence == "secondary"
    for material in ("cobalt", "natural graphite", "lithium", "nickel"):
        assert material in wording.gist["en"].lower()


def test_the_events_have_their_days() -> None:
    found = {event.id: (str(event.on), event.kind) for event in LIBRARY.events if event.law == LAW.id}
    assert found == EVENTS


def test_the_proposal_is_a_gap_and_never_a_figure() -> None:
    assert all(version.status == "law" for version in LAW.versions)
    amounts = {value.amount for parameter in LAW.parameters.values() for value in parameter.values}
    assert not amounts & {150_000_000, 172_000_000, 200_000_000, 1_000}
    gap = next(gap for gap in LAW.gaps if gap.id == "batt-omnibus4")
    for figure in ("150", "1,000", "200", "172"):
        assert figure in gap.what["en"]


def test_the_doubt_about_the_report_is_told_where_it_is_read() -> None:
    early, late = (LAW.provisions["batteries-2023:52.3"].wording(day) for day in (date(2025, 1, 1), TODAY))
    assert early is not None
    assert early.confidence == "secondary"
    assert late is not None
    assert late.confidence == "unverified"
    assert "Sources differ" in late.gist["en"]
    assert "batt-report-frequency" in {gap.id for gap in LAW.gaps}


def test_it_is_looked_at_again_on_the_day_it_applies() -> None:
    assert date(2027, 8, 18) in {check.on for check in LIBRARY.checks if check.about.startswith("batteries-2023")}
