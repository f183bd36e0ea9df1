"""The CSRD, ESRS, the voluntary standard and the value-chain cap as data beside their facts, typed here once more."""

from datetime import date, timedelta

import pytest

from scharnier.norms import load_library

LIBRARY = load_library()
LAW = LIBRARY.law("csrd")
TODAY = date(2026, 11, 20)
OMNIBUS = date(2026, 3, 18)
DELAY = date(2025, 4, 17)
STANDARD = date(2026, 9, 24)

FIGURES = {
    "fy_from": (date(2027, 1, 1), "date", "19a", "verified"),
    "employees": (1_000, "persons", "19a", "verified"),
    "turnover_eur": (450_000_000, "euro", "19a", "verified"),
    "wave1_employees": (500, "persons", "wave1", "secondary"),
    "wave1_option_fy_from": (date(2025, 1, 1), "date", "wave1.option", "secondary"),
    "wave1_option_fy_to": (date(2026, 12, 31), "date", "wave1.option", "secondary"),
    "third_country_fy_from": (date(2028, 1, 1), "date", "40a", "verified"),
    "third_country_turnover_eu_eur": (450_000_000, "euro", "40a", "verified"),
    "third_country_years": (2, "years", "40a", "verified"),
    "third_country_branch_turnover_eur": (200_000_000, "euro", "40a", "verified"),
    "transpose_by": (date(2027, 3, 19), "date", "transposition", "verified"),
    "cap_partner_employees": (1_000, "persons", "cap.who", "secondary"),
    "cap_micro_employees": (10, "persons", "cap.micro", "secondary"),
    "cap_fy_from": (date(2027, 1, 1), "date", "cap.limit", "secondary"),
    "esrs_fy_from": (date(2027, 1, 1), "date", "esrs.from", "secondary"),
}
EVENTS = {
    "csrd-1": ("2027-03-19", "transpose", "verified"),
    "csrd-2": ("2027-01-01", "applies", "verified"),
    "csrd-3": ("2028-01-01", "applies", "verified"),
    "csrd-4": ("2026-07-03", "adopted", "secondary"),
    "csrd-5": ("2026-09-21", "published", "secondary"),
    "csrd-6": ("2026-11-10", "in_force", "secondary"),
    "csrd-7": ("2027-01-01", "applies", "secondary"),
    "csrd-8": ("2026-09-24", "in_force", "secondary"),
    "csrd-9": ("2027-07-01", "soft_deadline", "secondary"),
    "csrd-delay": ("2025-04-17", "in_force", "secondary"),
    "csrd-omnibus": ("2026-03-18", "in_force", "verified"),
    "csrd-vsme": ("2025-07-30", "adopted", "secondary"),
    "csrd-vs-published": ("2026-09-21", "published", "secondary"),
    "csrd-efrag-list": ("2026-08-28", "proposed", "secondary"),
    "csrd-ceaob": ("2026-09-25", "status", "secondary"),
    "csrd-40a-draft": ("2026-07", "proposed", "secondary"),
    "csrd-40a-comments": ("2026-10-31", "soft_deadline", "secondary"),
    "csrd-infringement-nl": ("2024-09-26", "status", "secondary"),
    "csrd-nl-letter": ("2025-12-03", "status", "secondary"),
    "csrd-nl-contested": ("2025-12-05", "status", "secondary"),
    "csrd-nl-nota": ("2026-04-10", "status", "secondary"),
    "csrd-nl-repair": ("2026-10-01", "status", "secondary"),
}
STEPS = {
    "19a.materiality": {"5.1", "2.1"},
    "19a.2": {"1.1", "4.1"},
    "19a.2.f": {"5.1"},
    "assurance": set(),
    "tagging": set(),
    "cap.tell": set(),
}
DISCLOSURES = {  # a word that the title of each must have, in English
    "b1": "basis",
    "b2": "policies",
    "b3": "greenhouse",
    "b4": "pollution",
    "b5": "biodiversity",
    "b6": "water",
    "b7": "waste",
    "b8": "general",
    "b9": "safety",
    "b10": "bargaining",
    "b11": "corruption",
    "c1": "business model",
    "c2": "detail",
    "c3": "transition",
    "c4": "climate risks",
    "c5": "additional",
    "c6": "policies and processes",
    "c7": "incidents",
    "c8": "revenues",
    "c9": "governance",
}


def gist(part: str, on: date) -> str:
    """What a provision says in English on a day; empty where it says nothing."""
    wording = LAW.provisions[f"csrd-2022:{part}"].wording(on)
    return wording.gist["en"] if wording else ""


def test_the_figures_of_today() -> None:
    assert set(LAW.parameters) == {*FIGURES, "wave1_fy_from", "wave2_employees"}
    for name, (amount, unit, part, confidence) in FIGURES.items():
        parameter, value = LAW.parameters[name], LAW.figure(name, TODAY)
        assert value is not None
        assert (value.amount, value.confidence) == (amount, confidence)
        assert (parameter.unit, parameter.provision) == (unit, f"csrd-2022:{part}")


@pytest.mark.parametrize("name", ["fy_from", "employees", "turnover_eur", "third_country_turnover_eu_eur"])
def test_the_new_limits_are_not_law_before_the_omnibus(name: str) -> None:
    assert LAW.figure(name, OMNIBUS - timedelta(days=1)) is None  # the old figures are a gap, not a guess
    assert LAW.figure(name, OMNIBUS) is not None


def test_the_first_wave_counts_for_three_financial_years() -> None:
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    values = [LAW.figure("wave1_employees", day) for day in days]
    assert [value and value.amount for value in values] == [None, 500, 500, None]
    begins = LAW.figure("wave1_fy_from", OMNIBUS - timedelta(days=1))
    assert begins is not None
    assert begins.amount == date(2024, 1, 1)


def test_the_second_and_third_wave_and_their_fate() -> None:
    assert "250" in gist("wave2", DELAY - timedelta(days=1))
    assert "2027" in gist("wave2", DELAY)
    assert "Listed" in gist("wave3", OMNIBUS - timedelta(days=1))
    assert gist("wave2", OMNIBUS) == gist("wave3", OMNIBUS) == ""
    was = LAW.figure("wave2_employees", OMNIBUS - timedelta(days=1))
    assert was is not None
    assert (was.amount, was.confidence) == (250, "unverified")
    assert LAW.figure("wave2_employees", OMNIBUS) is None


def test_three_texts_follow_each_other() -> None:
    days = [date(2023, 1, 4), date(2023, 1, 5), DELAY - timedelta(days=1), DELAY, OMNIBUS - timedelta(days=1), OMNIBUS]
    found = [LAW.version(day) for day in days]
    assert [version and version.id for version in found] == [None, "2022", "2022", "2025", "2025", "2026"]


def test_the_date_known_by_heart_is_shown_as_such() -> None:
    norm = LIBRARY.norm("csrd-2022")
    assert norm.dates_confidence == "unverified"
    assert "unverified" in LIBRARY.in_force("csrd-2022", TODAY).reason


def test_the_standards_before_and_after() -> None:
    assert "2023/2772" in gist("esrs", date(2026, 11, 9))
    new = gist("esrs", date(2026, 11, 10))
    assert "2026/1563" in new
    assert "61%" in new
    assert "320" in new
    assert "choose" in gist("esrs.from", TODAY)
    assert gist("sector_standards", OMNIBUS - timedelta(days=1)) != ""
    assert gist("sector_standards", OMNIBUS) == ""
    assert "Limited assurance only." in str(LAW.provisions["csrd-2022:assurance"].wording(OMNIBUS))


@pytest.mark.parametrize("part", ["esrs.s2", "esrs.s3", "esrs.s4", "esrs.g1", "esrs.2"])
def test_hints_to_data_points_are_unverified(part: str) -> None:
    assert {w.confidence for w in LAW.provisions[f"csrd-2022:{part}"].wordings} == {"unverified"}


def test_the_voluntary_standard_has_eleven_and_nine_disclosures() -> None:
    found = {id.removeprefix("csrd-2022:vs.") for id in LAW.provisions if id.startswith("csrd-2022:vs.")}
    assert found == set(DISCLOSURES) | {"annex2"}


@pytest.mark.parametrize("part", DISCLOSURES)
def test_a_disclosure_says_what_it_asks(part: str) -> None:
    provision = LAW.provisions[f"csrd-2022:vs.{part}"]
    assert provision.kind == "annex"
    assert provision.title["en"].startswith(f"{part.upper()} ")
    assert DISCLOSURES[part] in provision.title["en"].lower()
    assert gist(f"vs.{part}", STANDARD - timedelta(days=1)) == ""
    assert gist(f"vs.{part}", STANDARD).startswith("Asks ")
    assert provision.wordings[0].gist["nl"].startswith("Vraagt ")
    assert provision.wordings[0].confidence == "unverified"  # only the name is known


def test_the_cap_limits_reporting_only() -> None:
    assert "at most 1,000" in gist("cap.who", TODAY)
    limit = gist("cap.limit", TODAY)
    assert "only for questions for the sustainability report" in limit
    assert "Not for questions for due diligence" in limit
    assert "refuse" in gist("cap.refuse", TODAY)
    assert "at most 10" in gist("cap.micro", TODAY)
    assert LAW.figure("cap_partner_employees", STANDARD - timedelta(days=1)) is None


def test_what_the_recommendation_became() -> None:
    assert "2025/1710" in gist("vsme", date(2025, 7, 30))
    assert "2026/1560" in gist("vsme", STANDARD)


@pytest.mark.parametrize("part", STEPS)
def test_a_duty_serves_steps_or_says_why_not(part: str) -> None:
    duty = LAW.provisions[f"csrd-2022:{part}"]
    assert {ask.action.partition(":")[2] for ask in duty.asks} == STEPS[part]
    assert bool(duty.asks) != (duty.no_step is not None)
    assert all(ask.relation == "narrower" and ask.leaves_out for ask in duty.asks)


def test_there_are_no_other_duties() -> None:
    assert {id for id, p in LAW.provisions.items() if p.kind == "duty"} == {f"csrd-2022:{part}" for part in STEPS}


def test_the_events_have_their_days() -> None:
    found = {e.id: (str(e.on), e.kind, e.confidence) for e in LIBRARY.events if e.law == LAW.id}
    assert found == EVENTS


def test_the_dutch_bill_is_no_law_here() -> None:
    assert all(version.status == "law" for version in LAW.versions)
    assert not any("works council" in str(p) for p in LAW.provisions.values())
    assert {gap.id for gap in LAW.gaps} >= {"csrd-nl-law", "csrd-nl-option", "csrd-nl-repair", "csrd-works-council"}


def test_what_lies_under_the_cap_is_a_gap() -> None:
    gap = next(gap for gap in LAW.gaps if gap.id == "csrd-cap-list")
    assert gap.about == "csrd-2022:vs.annex2"


def test_it_is_looked_at_again() -> None:
    days = {check.on for check in LIBRARY.checks if check.about.startswith("csrd-2022")}
    assert days >= {date(2027, 1, 1), date(2027, 3, 19)}


def test_the_theme_of_disclosure_still_leads_to_it() -> None:
    assert "csrd-2022" in {link.target for link in LIBRARY.norms_for_theme("disclosure")}
