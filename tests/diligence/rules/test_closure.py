"""An impact is closed on effect and on the word of those affected, never on an e-mail that was sent."""

from dataclasses import replace
from datetime import date

import pytest

from scharnier.diligence.rules.closure import closable, judge
from scharnier.diligence.rules.judging import Case
from scharnier.kernel.outcome import Verdict

from .made import make_case

GOOD = """
impacts:
  - {id: IMP, title: Low wages, theme: living_wage, found_on: 2026-01-10,
     actual: "yes", involvement: contribute, involvement_because: Prices, }
measures:
  - {id: M1, impacts: [IMP], kind: cease, what: Price floor, owner: buyer,
     due_on: 2026-04-01, done_on: 2026-03-01, evidence: [E1]}
  - {id: M2, impacts: [IMP], kind: leverage, what: Wage ladder, owner: buyer,
     due_on: 2026-04-01, done_on: 2026-04-01, evidence: [E1]}
indicators:
  - id: I1
    measures: [M1, M2]
    what: Workers at a living wage
    unit: percent
    better: up
    effect: "yes"
    target: 100
    baseline: {on: 2026-01-15, value: 20}
    readings: [{on: 2026-07-01, value: 100, evidence: [E1]}]
remedies:
  - {id: R1, impacts: [IMP], decision: provide, because: Back pay, delivered_on: 2026-06-01, accepted: "yes"}
engagements:
  - {id: T1, on: 2026-08-01, who: union, whom: Union, impacts: [IMP], safe: "yes", said: Paid,
     confirms: [{impact: IMP, answer: agrees}]}
evidence:
  - {id: E1, title: Survey, on: 2026-07-01, by: union, url: "https://example.org"}
  - {id: E2, title: Survey again, on: 2026-10-20, by: union, url: "https://example.org/2"}
"""


def close(text: str, on: date = date(2026, 11, 20)) -> tuple[Verdict, tuple[str, ...], str]:
    """The verdict on the only impact, what lacks, and why."""
    case = make_case(text, on)
    (ruling,) = judge(case)
    assert closable(case) == (("IMP",) if ruling.outcome.verdict is Verdict.MET else ())
    return ruling.outcome.verdict, ruling.outcome.lacked, ruling.outcome.reason


def test_all_five_parts_close_it() -> None:
    assert close(GOOD)[0] is Verdict.MET


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        ("involvement_because: Prices, ", "", "impacts/IMP.involvement_because"),
        ('actual: "yes", ', "", "impacts/IMP.actual"),
        ("kind: cease", "kind: mitigate", "measures"),  # own conduct goes on: softening it is not stopping it
        ("done_on: 2026-03-01, evidence: [E1]", "done_on: 2026-03-01", "measures/M1.evidence"),
        ("done_on: 2026-03-01, evidence: [E1]", "done_on: 2026-03-01, evidence: [GONE]", "measures/M1.evidence"),
        ('effect: "yes"', 'effect: "no"', "indicators"),  # trainings held are no effect
        ('    effect: "yes"\n', "", "indicators/I1.effect"),
        ("    target: 100\n", "", "indicators/I1.target"),  # without a target nobody knows when it is enough
        ("    baseline: {on: 2026-01-15, value: 20}\n", "", "indicators/I1.baseline"),
        ("baseline: {on: 2026-01-15", "baseline: {on: 2026-05-15", "indicators/I1.baseline"),  # after the measures
        ("value: 100, evidence: [E1]", "value: 100", "indicators/I1.readings"),
        ("{on: 2026-07-01, value: 100", "{on: 2026-02-01, value: 100", "indicators/I1.readings"),  # before them
        (", delivered_on: 2026-06-01", "", "remedies/R1.delivered_on"),  # promised
        (', accepted: "yes"}', "}", "remedies/R1.accepted"),
        ("decision: provide, because: Back pay", "decision: none_due", "remedies/R1.because"),
        ("who: union", "who: ngo", "engagements"),  # an ngo does not speak for those affected who can be asked
        ("who: union", "who: relation", "engagements"),  # the factory is not the workers
        ('safe: "yes", ', "", "engagements/T1.safe"),
        ('safe: "yes", ', 'safe: "no", ', "engagements"),  # with the boss in the room a yes is no yes
        ("T1, on: 2026-08-01", "T1, on: 2026-06-30", "engagements"),  # before the effect was there
        (", answer: agrees", "", "engagements/T1.confirms"),
    ],
)
def test_without_one_of_them_it_is_not_known(old: str, new: str, lacks: str) -> None:
    assert old in GOOD
    verdict, lacked, _ = close(GOOD.replace(old, new, 1))
    assert verdict is Verdict.UNKNOWN
    assert lacks in lacked


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 100, evidence: [E1]", "value: 80, evidence: [E1]"),  # better, and short of the target
        ("better: up", "better: down"),
        ("value: 100, evidence: [E1]}", "value: 100, evidence: [E1]}, {on: 2026-09-01, value: 40}"),  # it came back
        ("decision: provide", "decision: refuse"),
        ('accepted: "yes"', 'accepted: "no"'),
        (", done_on: 2026-03-01", ""),  # its day passed
        ("answer: agrees", "answer: disagrees"),
    ],
)
def test_what_the_dossier_contradicts_is_not_met(old: str, new: str) -> None:
    assert old in GOOD
    assert close(GOOD.replace(old, new, 1))[0] is Verdict.NOT_MET


def test_a_later_no_outweighs_a_yes_whoever_wrote_it_down_and_a_later_yes_outweighs_a_no() -> None:
    no = """
  - {id: T2, on: DAY, who: affected, whom: Night shift, impacts: [IMP], confirms: [{impact: IMP, answer: disagrees}]}
evidence:"""
    assert close(GOOD.replace("\nevidence:", no.replace("DAY", "2026-09-01")))[0] is Verdict.NOT_MET
    assert close(GOOD.replace("\nevidence:", no.replace("DAY", "2026-08-01")))[0] is Verdict.NOT_MET  # the same day
    assert close(GOOD.replace("\nevidence:", no.replace("DAY", "2026-07-15")))[0] is Verdict.MET
    asked = no.replace("DAY", "2026-09-01").replace(", answer: disagrees", "")
    assert close(GOOD.replace("\nevidence:", asked))[0] is Verdict.UNKNOWN


VAIN = """
  - {id: T2, on: 2026-08-15, who: affected, whom: Workers, impacts: [IMP], asked_in_vain: "yes",
     in_vain_because: Camp cleared}
evidence:"""


def test_absence_needs_a_reason_and_an_independent_other_who_spoke_after_it() -> None:
    ngo = GOOD.replace("who: union", "who: ngo").replace("T1, on: 2026-08-01", "T1, on: 2026-09-01")
    assert close(ngo)[0] is Verdict.UNKNOWN
    assert close(ngo.replace("\nevidence:", VAIN))[0] is Verdict.MET
    assert close(ngo.replace("\nevidence:", VAIN.replace("in_vain_because: Camp cleared", "")))[0] is Verdict.UNKNOWN
    relation = ngo.replace("who: ngo", "who: relation")
    assert close(relation.replace("\nevidence:", VAIN))[0] is Verdict.UNKNOWN
    said_no = VAIN.replace(
        "evidence:",
        "  - {id: T3, on: 2026-07-02, who: affected, whom: Workers, impacts: [IMP],"
        " confirms: [{impact: IMP, answer: disagrees}]}\nevidence:",
    )
    assert close(ngo.replace("\nevidence:", said_no))[0] is not Verdict.MET  # who said no is not overruled by an ngo


def test_remedy_is_asked_for_harm_done_and_not_for_harm_through_a_relation() -> None:
    without = GOOD.replace(GOOD[GOOD.index("remedies:") : GOOD.index("engagements:")], "")
    verdict, lacked, reason = close(without)
    assert (verdict, lacked) == (Verdict.UNKNOWN, ("remedies",))
    assert "Confirmation: Union" in reason  # says what is there too
    assert close(without.replace("involvement: contribute", "involvement: directly_linked"))[0] is Verdict.MET
    assert close(without.replace('actual: "yes"', 'actual: "no"'))[0] is Verdict.MET
    none_due = GOOD.replace("decision: provide", "decision: none_due")
    assert close(none_due)[0] is Verdict.MET  # with the reason that is written there


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        # that none is due is not for who caused it to say alone
        ('decision: provide, because: Back pay, delivered_on: 2026-06-01, accepted: "yes"',
         "decision: none_due, because: We think so", "remedies/R1.accepted"),
        ("because: Back pay", "because: Back pay, people: 0", "remedies/R1.people"),
        ("target: 100", "target: 20", "indicators/I1.target"),  # it was 20 before anything was done
        ("on: 2026-01-15, value: 20", "on: 2026-07-01, value: 20", "indicators/I1.readings"),  # on one day
        # what was written down before the day shows nothing of that day
        ("{id: E1, title: Survey, on: 2026-07-01", "{id: E1, title: Survey, on: 2026-06-30", "indicators/I1.readings"),
        ("{id: E1, title: Survey, on: 2026-07-01", "{id: E1, title: Survey, on: 2026-02-28", "measures/M1.evidence"),
    ],
)  # fmt: skip
def test_what_only_looks_good_does_not_close_it(old: str, new: str, lacks: str) -> None:
    text = GOOD.replace(old, new)
    assert text != GOOD
    verdict, lacked, _ = close(text)
    assert verdict is Verdict.UNKNOWN
    assert lacks in lacked


def test_none_due_that_those_harmed_contest_is_a_refusal() -> None:
    contested = GOOD.replace("decision: provide", "decision: none_due").replace('accepted: "yes"', 'accepted: "no"')
    assert close(contested)[0] is Verdict.NOT_MET


DECIDED = """
decisions:
  - {id: D1, kind: close, on: 2026-09-01, by: director, impacts: [IMP]}
"""


def test_a_decision_to_close_does_not_make_it_so() -> None:
    verdict, lacked, reason = close(GOOD.replace(', accepted: "yes"}', "}") + DECIDED)
    assert (verdict, lacked) == (Verdict.NOT_MET, ())
    assert reason.startswith("NOTE: closed on 2026-09-01 by director")
    assert close(GOOD + DECIDED)[2].startswith("Closed on 2026-09-01 by director, and rightly so.")


def test_what_was_opened_again_needs_a_new_reading_and_a_new_word() -> None:
    opened = GOOD + DECIDED + "  - {id: D2, kind: reopen, on: 2026-10-01, by: director, impacts: [IMP]}\n"
    verdict, lacked, _ = close(opened)
    assert verdict is Verdict.UNKNOWN
    assert "indicators/I1.readings" in lacked
    again = opened.replace(
        "value: 100, evidence: [E1]}", "value: 100, evidence: [E1]}, {on: 2026-10-15, value: 100, evidence: [E2]}"
    )
    assert close(again)[0] is Verdict.UNKNOWN  # the union spoke in August
    assert close(again.replace("T1, on: 2026-08-01", "T1, on: 2026-11-01"))[0] is Verdict.MET


def test_the_word_of_before_a_relapse_does_not_count_after_it() -> None:
    relapse = GOOD.replace(
        "value: 100, evidence: [E1]}",
        "value: 100, evidence: [E1]}, {on: 2026-09-01, value: 40}, {on: 2026-10-01, value: 100, evidence: [E2]}",
    )
    assert close(relapse)[0] is Verdict.UNKNOWN
    assert close(relapse.replace("T1, on: 2026-08-01", "T1, on: 2026-11-01"))[0] is Verdict.MET


def test_a_dispute_in_the_dossier_keeps_all_open_and_accuses_nobody() -> None:
    case = make_case(GOOD + DECIDED)
    torn = Case(replace(case.dossier, torn=frozenset({("remedies", "R9")})), case.on, case.library, "en")
    (ruling,) = judge(torn)
    assert (ruling.outcome.verdict, ruling.outcome.lacked) == (Verdict.UNKNOWN, ("remedies/R9",))
    assert "NOTE" not in ruling.outcome.reason
    loose = GOOD + DECIDED + "  - {id: D2, kind: reopen, on: 2026-10-01, by: director}\n"
    assert close(loose)[:2] == (Verdict.UNKNOWN, ("decisions/D2.impacts",))


def test_what_comes_later_is_not_known_yet() -> None:
    assert close(GOOD, date(2026, 8, 1))[0] is Verdict.MET
    assert close(GOOD, date(2026, 7, 31))[0] is Verdict.UNKNOWN
