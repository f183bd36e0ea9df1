"""The due diligence directive beside figures, days and fates typed here again from the table of facts."""

from datetime import date

import pytest

from scharnier.kernel.provenance import Confidence
from scharnier.norms import lint_library, load_library
from scharnier.norms.law_records import Ask

LIBRARY = load_library()
LAW = LIBRARY.law("csddd")
OLD, LAST_OLD, NEW, TODAY = date(2025, 1, 1), date(2026, 3, 17), date(2026, 3, 18), date(2026, 11, 20)
STOPPED = date(2025, 4, 17)


def at(part: str, on: date) -> str | None:
    """The English gist of a provision on a day; None where it does not exist or is not recorded."""
    wording = LAW.provisions[f"csddd-2024:{part}"].wording(on)
    return wording.gist["en"] if wording else None


def figure(name: str, on: date) -> float | date | None:
    value = LAW.figure(name, on)
    return value.amount if value else None


def asks(part: str, on: date) -> dict[str, Ask]:
    found = LAW.provisions[f"csddd-2024:{part}"].asks
    return {ask.action.partition(":")[2]: ask for ask in found if ask.holds(on)}


FIGURES = [  # parameter, in the text of 2024, in that of 2026
    ("employees", 1_000, 5_000),
    ("turnover_worldwide_eur", 450e6, 1.5e9),
    ("turnover_eu_eur", 450e6, 1.5e9),
    ("royalties_eur", 22.5e6, 75e6),
    ("franchise_turnover_eur", 80e6, 275e6),
    ("royalties_eu_eur", 22.5e6, 75e6),
    ("franchise_turnover_eu_eur", 80e6, 275e6),
    ("consecutive_years", 2, 2),
    ("monitoring_interval_months", 12, 60),
    ("limitation_years", 5, 5),
    ("info_request_partner_employees", None, 5_000),
    ("penalty_max_share", None, 0.03),
    ("penalty_max_at_least_share", 0.05, None),
    ("document_years", None, 5),
    ("first_report_fy_from", None, date(2030, 1, 1)),
    ("review_by", None, date(2031, 7, 26)),
    ("wave1_employees", 5_000, None),
    ("wave1_turnover_worldwide_eur", 1.5e9, None),
    ("wave2_employees", 3_000, None),
    ("wave2_turnover_worldwide_eur", 900e6, None),
    ("transpose_by", date(2026, 7, 26), date(2028, 7, 26)),
    ("wave1_applies_from", date(2027, 7, 26), None),
    ("wave2_applies_from", date(2028, 7, 26), None),
    ("applies_from", date(2029, 7, 26), date(2029, 7, 26)),
]


@pytest.mark.parametrize(("name", "old", "new"), FIGURES)
def test_figures_of_both_texts(name: str, old: float | date | None, new: float | date | None) -> None:
    assert figure(name, date(2024, 7, 24)) is None
    assert (figure(name, date(2024, 7, 25)), figure(name, NEW), figure(name, TODAY)) == (old, new, new)


def test_no_figure_is_left_out_of_this_table() -> None:
    assert set(LAW.parameters) == {name for name, _, _ in FIGURES}


def test_figures_change_on_the_day_of_the_omnibus_not_before() -> None:
    for name, old, _ in FIGURES:
        if name not in ("transpose_by", "wave1_applies_from"):  # these moved with the stop-the-clock directive
            assert figure(name, LAST_OLD) == old, name
    assert [figure("transpose_by", day) for day in (date(2025, 4, 16), STOPPED, LAST_OLD)] == [
        date(2026, 7, 26),
        date(2027, 7, 26),
        date(2027, 7, 26),
    ]
    assert figure("wave1_applies_from", STOPPED) == figure("wave2_applies_from", STOPPED) == date(2028, 7, 26)


def test_days_that_nobody_saw_carry_the_badge() -> None:
    for name in ("transpose_by", "applies_from", "wave1_applies_from", "wave2_applies_from"):
        for value in LAW.parameters[name].values:
            seen = value.valid_from == NEW
            assert (value.confidence is Confidence.VERIFIED) == seen, (name, value)
    for name in ("employees", "turnover_worldwide_eur", "turnover_eu_eur", "royalties_eur", "consecutive_years"):
        assert {value.confidence for value in LAW.parameters[name].values} == {Confidence.VERIFIED}


TEXTS = [
    (date(2022, 12, 31), None),  # a proposal is no law
    (date(2024, 7, 24), None),
    (date(2024, 7, 25), "2024"),
    (date(2025, 2, 26), "2024"),
    (LAST_OLD, "2024"),
    (NEW, "2026"),
    (TODAY, "2026"),
]


@pytest.mark.parametrize(("on", "text"), TEXTS)
def test_the_text_in_force(on: date, text: str | None) -> None:
    version = LAW.version(on)
    assert (version.id if version else None) == text


def test_proposals_are_named_and_are_no_law() -> None:
    proposals = {version.id for version in LAW.versions if version.status == "proposal"}
    assert proposals == {"proposal-2022", "proposal-2025"}


@pytest.mark.parametrize("part", ["22", "29.1", "29.3.d", "29.7"])
def test_what_the_omnibus_deleted_was_law_until_the_day_before(part: str) -> None:
    assert at(part, OLD)
    assert at(part, LAST_OLD)
    assert at(part, NEW) is None
    assert at(part, TODAY) is None
    last = LAW.provisions[f"csddd-2024:{part}"].wordings[-1]
    assert last.deleted
    assert last.change
    assert str(LIBRARY.norm(f"csddd-2024:{part}").valid_to) == "2026-03-17"


@pytest.mark.parametrize("part", ["2.5", "3.1.b", "3.1.c", "10.2.b", "10.2.d", "10.2.e", "12", "14", "29.2", "29.3"])
def test_what_the_omnibus_kept_has_one_wording(part: str) -> None:
    assert at(part, OLD) == at(part, TODAY) is not None
    assert len(LAW.provisions[f"csddd-2024:{part}"].wordings) == 1


SAYS = [  # provision, words of 2024, words of 2026, words that 2026 must not have
    ("1", "climate plan", "align existing national laws", "climate"),
    ("2.1.a", "1,000 employees", "5,000 employees", "450"),
    ("2.1.a", "450 million", "1.5 billion", "1,000"),
    ("2.1.b", "450 million", "1.5 billion", "450"),
    ("2.1.c", "80 million", "275 million", "22.5"),
    ("2.2.a", "450 million", "number of employees does not count", "450"),
    ("2.2.b", "450 million", "1.5 billion", "450"),
    ("2.2.c", "22.5 million", "75 million", "22.5"),
    ("3.1.n", "consumers", "directly affected", "consumers"),
    ("7", "24 months", "code of conduct", "24"),
    ("8", "Map", "in depth", "Map"),
    ("10.6", "ending the relation", "Ending is not required", "last resort end"),
    ("11.7", "ending the relation", "Ending is not required", "last resort end"),
    ("13", "indicators for monitoring", "three moments", "indicators"),
    ("15", "twelve months", "five years", "twelve"),
    ("27", "at least 5%", "The maximum is 3%", "at least"),
    ("36", "financial sector", "2031", "financial"),
    ("37", "three waves", "single day", "waves"),
]


@pytest.mark.parametrize(("part", "old", "new", "gone"), SAYS)
def test_what_was_said_and_is_said(part: str, old: str, new: str, gone: str) -> None:
    before, after = at(part, OLD), at(part, TODAY)
    assert before
    assert after
    assert old in before
    assert new in after
    assert gone not in after
    assert LAW.provisions[f"csddd-2024:{part}"].wordings[-1].change


def test_limits_on_questions_to_partners_are_new() -> None:
    asking = LAW.provisions["csddd-2024:8.3"]
    assert at("8.3", LAST_OLD) is None
    assert "fewer than 5,000 employees" in (at("8.3", NEW) or "")
    assert not asking.wordings[0].older_unrecorded
    assert not asks("8.3", LAST_OLD)


def test_older_words_that_nobody_saw_are_gaps_not_guesses() -> None:
    late = {id for id, one in LAW.provisions.items() if one.wordings[0].valid_from == NEW} - {"csddd-2024:8.3"}
    assert {id for id, one in LAW.provisions.items() if one.wordings[0].older_unrecorded} == late
    assert {gap.about for gap in LAW.gaps if gap.id.startswith("csddd-text-2024-")} == late
    assert len(late) == 29


def test_states_may_not_deviate_from_these_articles() -> None:
    assert "6, 8, 9, 10(1) to (5), 11(1) to (6), 14, 15 and 16" in (at("4", TODAY) or "")


def test_every_article_of_the_table_is_there() -> None:
    articles = {part.partition(":")[2].split(".")[0] for part in LAW.provisions} - {"annex"}
    assert articles == {str(n) for n in range(1, 38)} - {"32", "33", "34", "35"}
    paragraphs = "3.1.b 3.1.c 3.1.g 3.1.n 3.1.o 3.1.t 8.3 9.4 10.2.a 10.2.b 10.2.c 10.2.d 10.2.e 10.2.f 10.3 10.6 11.7"
    liability = "29.1 29.2 29.3 29.3.d 29.4 29.5 29.7"
    for part in f"{paragraphs} {liability} annex.1.1 annex.1.2 annex.2".split():
        assert f"csddd-2024:{part}" in LAW.provisions


EVENTS = """
csddd-1 2024-07-25 in_force unverified
csddd-2 2025-04-14 adopted secondary
csddd-3 2025-04-17 in_force secondary
csddd-4 2026-02-24 adopted verified
csddd-5 2026-02-26 published verified
csddd-6 2026-03-18 in_force verified
csddd-7 2027-07-26 soft_deadline secondary
csddd-8 2028-07-26 soft_deadline secondary
csddd-9 2028-07-26 transpose verified
csddd-10 2028-07-26 notify secondary
csddd-11 2029-07-26 applies verified
csddd-12 2030-01-01 reports verified
csddd-13 2031-07-26 review secondary
csddd-deviations-2022 2022-09-15 status verified
csddd-fiche-2025 2025-03-24 status secondary
csddd-groups-2026 2026-05 status secondary
csddd-proposal-2022 2022 proposed unverified
csddd-proposal-2025 2025-02 proposed unverified
"""


def test_the_timeline() -> None:
    found = {f"{e.id} {e.on} {e.kind} {e.confidence.value}" for e in LIBRARY.events if e.law == LAW.id}
    assert found == set(EVENTS.strip().splitlines())


PLACED = {  # as the table of duties places them; not a duty: 6, 10(3), 18
    "5": "1.2",
    "7": "1.1 1.2 1.3",
    "8": "2.1 2.2",
    "8.3": "2.2",
    "9": "2.4",
    "10": "3.1 3.2",
    "10.2.a": "3.1",
    "10.2.b": "1.3 3.2",
    "10.2.c": "3.1",
    "10.2.d": "1.3 3.1",
    "10.2.e": "1.3 3.2",
    "10.2.f": "3.2",
    "10.6": "3.2",
    "11": "3.1 3.2 6.1",
    "11.7": "3.2",
    "12": "6.1",
    "13": "2.2 2.4 3.1 3.2 6.1",
    "14": "6.2",
    "15": "4.1",
    "16": "5.1",
    "17": "5.1",
    "22": "",
    "23": "",
}


def test_every_duty_is_placed_beside_the_steps() -> None:
    duties = {id.partition(":")[2]: one for id, one in LAW.provisions.items() if one.kind == "duty"}
    assert {part: " ".join(sorted(asks(part, TODAY))) for part in duties} == PLACED
    for part, duty in duties.items():
        assert bool(duty.asks) != bool(duty.no_step), part
        for ask in duty.asks:
            assert ask.confidence is Confidence.UNVERIFIED  # placing it is our own judgement
            assert (ask.relation == "narrower") == (ask.leaves_out is not None), (part, ask.action)


def test_no_day_has_two_judgements_of_one_duty_beside_one_action() -> None:
    for on in (OLD, STOPPED, LAST_OLD, NEW, TODAY):
        for duty in LAW.provisions.values():
            actions = [ask.action for ask in duty.asks if ask.holds(on)]
            assert len(actions) == len(set(actions)), (duty.id, on)


def test_the_text_of_2026_asks_less_beside_the_norm() -> None:
    assert (asks("15", LAST_OLD)["4.1"].relation, asks("15", NEW)["4.1"].relation) == ("equal", "narrower")
    assert {"3.2", "4.1"} <= set(asks("13", LAST_OLD)), "stakeholders had a say in suspension and indicators"
    assert "4.1" not in asks("13", NEW)
    kept = asks("13", NEW)["3.2"]  # enhanced plans are still a moment, suspension is not
    assert kept.leaves_out
    assert "suspend" in kept.leaves_out["en"]
    for part in ("10.6", "11.7"):
        left_out = asks(part, NEW)["3.2"].leaves_out
        assert left_out
        assert "Exit" in left_out["en"]


def test_whole_actions_without_a_duty_are_known() -> None:
    """No duty of the directive asks to establish the company's involvement (2.3)."""
    served = {action for part in PLACED for action in asks(part, TODAY)}
    actions = {norm.id.partition(":")[2] for norm in LIBRARY.all("action")}
    assert actions - served == {"2.3"}


def test_gists_are_short_and_the_shelf_is_clean() -> None:
    for provision in LAW.provisions.values():
        for wording in provision.wordings:
            for lang in ("nl", "en"):
                assert len(wording.gist[lang].split()) <= 60, (provision.id, lang)
    assert lint_library() == []


def test_open_questions_and_days_to_look_again() -> None:
    about = {gap.id for gap in LAW.gaps}
    assert about >= {"csddd-groups-nl", "csddd-annex-list", "csddd-31-isv", "csddd-stop-the-clock", "csddd-ombudsman"}
    days = {check.on for check in LIBRARY.checks if check.about.partition(":")[0] == LAW.id}
    assert days == {date(2027, 7, 26), date(2028, 7, 26), date(2029, 7, 26), date(2031, 7, 26)}
