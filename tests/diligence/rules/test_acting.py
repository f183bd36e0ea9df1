"""What is done fits the own part in the harm; what is promised is followed, told and put right."""

from importlib import import_module

import pytest

from scharnier.diligence.rules.response import expected_of, judge
from scharnier.kernel.outcome import Verdict

from .made import make_case, verdicts

IMPACT = """
impacts:
  - {id: IMP, title: Overtime, theme: working_hours, found_on: 2026-01-10, FACTS}
"""
CONTRIBUTE = IMPACT.replace("FACTS", 'actual: "yes", involvement: contribute, involvement_because: Late orders')


def act(module: str, text: str) -> dict[str, Verdict]:
    """The verdicts of a rule by name and subject."""
    return verdicts(list(import_module(f"scharnier.diligence.rules.{module}").judge(make_case(text))))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ('actual: "yes", involvement: cause, involvement_because: Ours', ("cease", "remedy")),
        ('actual: "no", involvement: cause, involvement_because: Ours', ("prevent",)),
        ('actual: "yes", involvement: contribute, involvement_because: Ours', ("cease", "leverage", "remedy")),
        ('actual: "no", involvement: contribute, involvement_because: Ours', ("prevent", "leverage")),
        ('actual: "yes", involvement: directly_linked, involvement_because: Theirs', ("leverage",)),
        ("involvement: cause, involvement_because: Ours", ("cease", "prevent", "remedy")),  # all, until it is known
        ('actual: "yes", involvement: cause', ()),  # a word without a reason
        ('actual: "yes"', ()),
    ],
)
def test_what_each_part_in_harm_asks(facts: str, expected: tuple[str, ...]) -> None:
    (impact,) = make_case(IMPACT.replace("FACTS", facts)).dossier.impacts.values()
    assert expected_of(impact) == expected


MEASURES = """
measures:
  - {id: M1, impacts: [IMP], kind: cease, what: Freeze orders, owner: buyer, due_on: 2026-11-20}
  - {id: M2, impacts: [IMP], kind: leverage, what: Plan, owner: buyer, done_on: 2026-05-01}
remedies:
  - {id: R1, impacts: [IMP], decision: provide, because: Our share, decided_on: 2026-05-21}
"""


def respond(text: str) -> Verdict:
    """The verdict on the only impact."""
    (ruling,) = judge(make_case(text))
    return ruling.outcome.verdict


def test_a_measure_is_late_on_the_day_after_its_day() -> None:
    assert respond(CONTRIBUTE + MEASURES) is Verdict.MET  # due today
    assert respond(CONTRIBUTE + MEASURES.replace("due_on: 2026-11-20", "due_on: 2026-11-19")) is Verdict.NOT_MET


@pytest.mark.parametrize("gone", ["owner: buyer, due", ", due_on: 2026-11-20", "decision: provide, "])
def test_a_plan_without_owner_day_or_decision_is_not_known(gone: str) -> None:
    text = MEASURES.replace(gone, "due" if gone.endswith("due") else "", 1)
    assert respond(CONTRIBUTE + text) is Verdict.UNKNOWN


def test_pressing_the_supplier_does_not_make_up_for_own_conduct() -> None:
    assert respond(CONTRIBUTE + MEASURES.replace("kind: cease", "kind: mitigate")) is Verdict.UNKNOWN
    assert respond(CONTRIBUTE + MEASURES.replace("kind: leverage", "kind: cease")) is Verdict.UNKNOWN


def test_another_good_measure_of_the_kind_makes_up_for_one_that_is_late() -> None:
    late = CONTRIBUTE + MEASURES.replace("due_on: 2026-11-20", "due_on: 2026-06-30")
    assert respond(late) is Verdict.NOT_MET
    again = "  - {id: M3, impacts: [IMP], kind: cease, what: Again, owner: buyer, due_on: 2026-12-01}\nremedies:"
    assert respond(late.replace("remedies:", again)) is Verdict.MET


def test_a_promise_of_remedy_counts_for_six_months_and_then_only_with_its_delivery() -> None:
    old = CONTRIBUTE + MEASURES.replace("decided_on: 2026-05-21", "decided_on: 2026-05-20")
    assert respond(old) is Verdict.UNKNOWN
    assert respond(old.replace(", decided_on: 2026-05-20", "")) is Verdict.UNKNOWN  # nor without its day
    assert respond(old.replace("decided_on: 2026-05-20", "delivered_on: 2026-11-01")) is Verdict.MET


STATED = """
statements:
  - {id: S1, check: "oecd-ddg-2018:3.1/b", answer: "yes", on: 2026-10-01, evidence: [E1]}
evidence:
  - {id: E1, title: Letter, on: 2026-10-01, by: us}
"""


def test_what_the_organisation_says_does_not_replace_what_records_may_contradict() -> None:
    late = CONTRIBUTE + MEASURES.replace("due_on: 2026-11-20", "due_on: 2026-06-30") + STATED
    assert act("dd3_1", late)["DD.3.1/b"] is Verdict.NOT_MET
    # Leaving out the day that passed makes it unknown; a yes of one's own does not fill that in.
    assert act("dd3_1", late.replace(", due_on: 2026-06-30", ""))["DD.3.1/b"] is Verdict.UNKNOWN


def test_only_harm_through_relations_asks_no_stopping_of_own_conduct() -> None:
    linked = IMPACT.replace("FACTS", 'actual: "yes", involvement: directly_linked, involvement_because: Theirs')
    assert act("dd3_1", linked)["DD.3.1"] is Verdict.NOT_APPLICABLE
    assert act("dd6_1", linked)["DD.6.1"] is Verdict.NOT_APPLICABLE
    assert act("dd3_1", linked.replace(", involvement_because: Theirs", ""))["DD.3.1"] is Verdict.UNKNOWN


TRACKED = """
measures:
  - {id: M1, impacts: [IMP], kind: cease, what: Freeze orders, owner: buyer, start_on: 2026-03-01}
indicators:
  - {id: I1, measures: [M1], what: Hours, unit: hours, better: down, effect: "yes",
     baseline: {on: 2026-02-01, value: 70}, readings: [{on: 2026-03-01, value: 71, from_affected: "yes"}]}
"""


def test_who_measures_honestly_and_finds_no_improvement_tracks() -> None:
    place = "DD.4.1 impacts/IMP"
    assert act("dd4_1", CONTRIBUTE + TRACKED)[place] is Verdict.MET
    for old, new in [
        ('effect: "yes"', 'effect: "no"'),  # trainings held
        ("on: 2026-03-01, value", "on: 2026-02-28, value"),  # before it began
        (', from_affected: "yes"', ""),  # measured at a desk
        ("baseline: {on: 2026-02-01, value: 70}, ", ""),
    ]:
        assert old in TRACKED
        assert act("dd4_1", CONTRIBUTE + TRACKED.replace(old, new))[place] is Verdict.UNKNOWN


REPORT = """
publications:
  - {id: P1, kind: public, title: Statement, on: DAY, url: "https://example.org", accessible: "yes", languages: [nl],
     covers: [policy, embedding, risk_areas, priorities, criteria, actions, tracking, remedy]}
"""


@pytest.mark.parametrize(
    ("day", "verdict"), [("2025-11-21", Verdict.MET), ("2025-11-20", Verdict.NOT_MET), ("2026-11-20", Verdict.MET)]
)
def test_a_yearly_report_is_old_after_a_year(day: str, verdict: Verdict) -> None:
    assert act("dd5_1", CONTRIBUTE + REPORT.replace("DAY", day))["DD.5.1/a"] is verdict


def test_a_report_that_leaves_out_remedy_is_not_whole() -> None:
    text = CONTRIBUTE + REPORT.replace("DAY", "2026-05-01").replace(", remedy]", "]")
    assert act("dd5_1", text)["DD.5.1/a"] is Verdict.UNKNOWN
    more = "  - {id: P2, kind: public, title: Remedy, on: 2026-06-01, covers: [remedy]}\n"
    assert act("dd5_1", text + more)["DD.5.1/a"] is Verdict.MET


def test_a_notice_that_is_not_safe_is_worse_than_none() -> None:
    told = """
publications:
  - {id: P1, kind: direct, title: Notice, on: 2026-06-01, impacts: [IMP], to: Workers, safe: "no"}
"""
    assert act("dd5_1", CONTRIBUTE + told)["DD.5.1/c"] is Verdict.NOT_MET
    assert act("dd5_1", CONTRIBUTE)["DD.5.1/c"] is Verdict.UNKNOWN


REMEDY = """
remedies:
  - {id: R1, impacts: [IMP], decision: provide, because: Ours, delivered_on: 2026-05-01, accepted: "yes", heard: [T1]}
engagements:
  - {id: T1, on: 2026-03-01, who: union, whom: Union, safe: "yes", said: Pay us}
"""


def test_an_accepted_apology_does_not_make_good_a_compensation_that_is_refused_or_open() -> None:
    place = "DD.6.1 impacts/IMP"
    assert act("dd6_1", CONTRIBUTE + REMEDY)[place] is Verdict.MET
    for more, verdict in [("decision: refuse", Verdict.NOT_MET), ("because: Later", Verdict.UNKNOWN)]:
        second = REMEDY.replace("engagements:", f"  - {{id: R2, impacts: [IMP], {more}}}\nengagements:")
        assert act("dd6_1", CONTRIBUTE + second)[place] is verdict
    assert act("dd6_1", CONTRIBUTE + REMEDY.replace("who: union", "who: relation"))[place] is Verdict.UNKNOWN


COMPLAINT = """
channels:
  - {id: LINE, name: Line, kind: own, first_answer_days: 14, decision_days: 90}
complaints:
  - {id: C1, channel: LINE, received_on: 2026-11-06, retaliation: "no"}
"""


def test_a_complaint_without_answer_is_late_when_the_promise_has_passed_and_not_before() -> None:
    assert act("dd6_2", COMPLAINT)["DD.6.2/a"] is Verdict.UNKNOWN  # 14 days today
    assert act("dd6_2", COMPLAINT.replace("2026-11-06", "2026-11-05"))["DD.6.2/a"] is Verdict.NOT_MET
    assert act("dd6_2", COMPLAINT.replace('"no"', '"yes"'))["DD.6.2/a"] is Verdict.NOT_MET


SETTLED = """  - {id: C2, channel: LINE, received_on: 2026-03-01, first_answer_on: 2026-03-05, decided_on: 2026-05-01,
     decision: upheld, because: Slips, retaliation: "no"}
"""


def test_a_complaint_within_its_days_counts_neither_for_nor_against() -> None:
    assert act("dd6_2", COMPLAINT + SETTLED)["DD.6.2/a"] is Verdict.MET
    answered = COMPLAINT.replace("retaliation", "first_answer_on: 2026-11-10, retaliation")
    assert act("dd6_2", answered)["DD.6.2/a"] is Verdict.UNKNOWN  # nothing is settled yet: that shows nothing
    decided = answered.replace("retaliation", "decided_on: 2026-11-12, decision: rejected, retaliation")
    assert act("dd6_2", decided + SETTLED)["DD.6.2/a"] is Verdict.MET  # its reason may follow, as its decision may
    for gone in (', retaliation: "no"', ", decision_days: 90", ", first_answer_days: 14"):
        assert act("dd6_2", COMPLAINT.replace(gone, "") + SETTLED)["DD.6.2/a"] is Verdict.UNKNOWN
