"""A complaint route is judged by what happens in it; silence and missing days never count in its favour."""

import pytest

from scharnier.diligence.rules.channel import CRITERIA, judge
from scharnier.kernel.outcome import Verdict

from .made import make_case

CHANNEL = """
channels:
  - {id: LINE, name: Line, kind: joint, open_to: [Workers], languages: [bn], languages_needed: [bn], ways_in: [phone],
     free_of_charge: "yes", no_retaliation_rule: "yes", users_know_it: 0.6, users_trust_it: 0.6,
     surveyed_on: 2026-03-01, independent: "yes", steps_published_on: 2025-01-01,
     first_answer_days: 14, decision_days: 90, advice_offered: "yes", parties_informed: "yes",
     results_published_on: 2026-02-01, outcomes_checked_against_rights: "yes",
     lessons_on: 2026-02-01, lessons: Overtime, users_shaped_it: [T1], bars_other_routes: "no"}
engagements:
  - {id: T1, on: 2024-11-01, who: union, whom: Union, safe: "yes", said: A phone}
"""
IN_TIME = "first_answer_on: 2026-01-15, decided_on: 2026-04-01"  # 14 and 90 days


def complaints(*rows: str) -> str:
    """Complaints of 1 January 2026 at the channel, each with what the row says."""
    made = (
        f'  - {{id: C{number}, channel: LINE, received_on: 2026-01-01, retaliation: "no", {row}}}'
        for number, row in enumerate(rows)
    )
    return CHANNEL + "complaints:\n" + "\n".join(made) + "\n"


GOOD = complaints(f'{IN_TIME}, accepted: "yes"')


def criterion(text: str, name: str) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on one criterion of the channel, and what lacks."""
    found = {one.rule: one.outcome for one in judge(make_case(text))}
    return found[f"DD.channel/{name}"].verdict, found[f"DD.channel/{name}"].lacked


def test_a_channel_in_which_all_is_measured_and_good_meets_all_eight() -> None:
    rulings = list(judge(make_case(GOOD)))
    assert len(CRITERIA) == 8
    assert {one.outcome.verdict for one in rulings} == {Verdict.MET}
    assert "Answered in time: 1 of 1. Decided in time: 1 of 1. Outcome accepted: 1 of 1." in rulings[-1].outcome.reason


def test_silence_is_no_proof() -> None:
    for name in ("predictable", "equitable"):
        assert criterion(CHANNEL, name) == (Verdict.UNKNOWN, ("complaints",))
    *_, whole = judge(make_case(CHANNEL))
    assert whole.outcome.verdict is Verdict.UNKNOWN
    assert "No complaint came in" in whole.outcome.reason


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("legitimate", 'independent: "yes"', 'independent: "no"'),
        ("legitimate", "users_trust_it: 0.6", "users_trust_it: 0.49"),
        ("accessible", "languages: [bn]", "languages: [en]"),
        ("accessible", "users_know_it: 0.6", "users_know_it: 0.2"),
        ("accessible", 'retaliation: "no"', 'retaliation: "yes"'),
        ("accessible", 'free_of_charge: "yes"', 'free_of_charge: "no"'),
        ("predictable", "first_answer_on: 2026-01-15", "first_answer_on: 2026-01-16"),  # a day late, and the only one
        ("predictable", ", decided_on: 2026-04-01", ""),  # never decided, and the 90 days passed
        ("equitable", 'accepted: "yes"', 'accepted: "no"'),
        ("transparent", 'parties_informed: "yes"', 'parties_informed: "no"'),
        ("rights_compatible", 'bars_other_routes: "no"', 'bars_other_routes: "yes"'),
    ],
)
def test_a_measure_that_falls_short_is_not_met(name: str, old: str, new: str) -> None:
    assert old in GOOD
    assert criterion(GOOD.replace(old, new, 1), name) == (Verdict.NOT_MET, ())


@pytest.mark.parametrize(
    ("name", "old", "lacks"),
    [
        ("legitimate", "surveyed_on: 2026-03-01,", "channels/LINE.surveyed_on"),
        ("accessible", "languages_needed: [bn], ", "channels/LINE.languages_needed"),
        ("accessible", 'retaliation: "no", ', "complaints/C0.retaliation"),
        ("predictable", "first_answer_days: 14, ", "channels/LINE.first_answer_days"),
        ("predictable", "channel: LINE, ", "complaints"),
        ("equitable", ', accepted: "yes"', "complaints/C0.accepted"),
        ("rights_compatible", 'bars_other_routes: "no"', "channels/LINE.bars_other_routes"),
        ("learning", "lessons: Overtime, ", "channels/LINE.lessons"),
        ("dialogue", "users_shaped_it: [T1],", "channels/LINE.users_shaped_it"),
        ("dialogue", 'safe: "yes", ', "engagements/T1.safe"),
    ],
)
def test_a_measure_that_lacks_is_not_known(name: str, old: str, lacks: str) -> None:
    assert old in GOOD
    verdict, lacked = criterion(GOOD.replace(old, "", 1), name)
    assert verdict is Verdict.UNKNOWN
    assert lacks in lacked


def test_nine_in_ten_in_time_is_enough_and_a_line_of_our_own_fails_nobody_alone() -> None:
    late = "first_answer_on: 2026-02-15, decided_on: 2026-04-02"
    assert criterion(complaints(*[IN_TIME] * 9, late), "predictable")[0] is Verdict.MET
    assert criterion(complaints(*[IN_TIME] * 8, late), "predictable")[0] is Verdict.UNKNOWN
    assert criterion(complaints(IN_TIME, late), "predictable")[0] is Verdict.UNKNOWN
    assert criterion(complaints(IN_TIME, late, late), "predictable")[0] is Verdict.NOT_MET  # most came late
    trusted = GOOD.replace("users_trust_it: 0.6", "users_trust_it: 0.58")
    assert criterion(trusted, "legitimate") == (Verdict.UNKNOWN, ("channels/LINE.users_trust_it",))


def test_what_may_still_come_in_time_counts_for_neither() -> None:
    fresh = GOOD + '  - {id: NEW, channel: LINE, received_on: 2026-11-10, retaliation: "no"}\n'
    assert criterion(fresh, "predictable")[0] is Verdict.MET
    (*_, whole) = judge(make_case(fresh))
    assert "Decided in time: 1 of 1. Outcome accepted: 1 of 2." in whole.outcome.reason


def test_acceptance_lies_between_what_was_said_and_what_may_still_be_said() -> None:
    yes, no, unsaid = (f'{IN_TIME}, accepted: "yes"', f'{IN_TIME}, accepted: "no"', IN_TIME)
    assert criterion(complaints(yes, no), "equitable")[0] is Verdict.MET
    assert criterion(complaints(yes, no, unsaid), "equitable")[0] is Verdict.UNKNOWN
    assert criterion(complaints(no, no, unsaid), "equitable")[0] is Verdict.NOT_MET


def test_a_complaint_without_its_channel_may_tell_against_any() -> None:
    loose = GOOD + "  - {id: LOOSE, received_on: 2026-01-01}\n"
    verdict, lacked = criterion(loose, "predictable")
    assert (verdict, lacked) == (Verdict.UNKNOWN, ("complaints/LOOSE.channel",))


def test_routes_of_the_state_are_not_ours_to_judge() -> None:
    (only,) = judge(make_case("channels: [{id: NCP, name: National Contact Point, kind: ncp}]"))
    assert only.outcome.verdict is Verdict.NOT_APPLICABLE
