"""Step 2: looked at broadly and deeply, with those affected, and what comes first is settled with reasons."""

import pytest

from scharnier.diligence.rules import dd2_1, dd2_2, dd2_3, dd2_4
from scharnier.kernel.outcome import Verdict

from .made import make_case, verdicts

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
SEVERE = "severity: {scale: {level: 5}, scope: {level: 2}, irremediable: {level: 2}}"
SLIGHT = "severity: {scale: {level: 2}, scope: {level: 2}, irremediable: {level: 2}}"


@pytest.mark.parametrize(
    ("on", "verdict"),
    [("2025-11-21", MET), ("2025-11-20", NOT_MET)],  # the case is of 2026-11-20: a year, and not a day more
)
def test_a_scan_is_due_again_after_a_year(on: str, verdict: Verdict) -> None:
    found = verdicts(list(dd2_1.judge(make_case(f"looks: [{{id: L, kind: scan, title: l, on: {on}, whole: 'yes'}}]"))))
    assert found["DD.2.1/e"] is verdict
    assert found["DD.2.1/a"] is (MET if verdict is MET else UNKNOWN)


@pytest.mark.parametrize(("said", "verdict"), [("2026-06-01", NOT_MET), ("2026-02-01", MET)])
def test_a_big_change_since_the_last_scan_is_what_the_organisation_says(said: str, verdict: Verdict) -> None:
    text = f"""
looks: [{{id: L, kind: scan, title: l, on: 2026-03-01}}]
statements: [{{id: S, check: "oecd-ddg-2018:2.1/e", answer: "no", on: {said}, because: We bought a competitor.}}]
"""
    assert verdicts(list(dd2_1.judge(make_case(text))))["DD.2.1/e"] is verdict


def test_another_kind_of_look_is_no_scan() -> None:
    found = verdicts(
        list(dd2_1.judge(make_case("looks: [{id: L, kind: visit, title: l, on: 2026-05-01, whole: 'yes'}]")))
    )
    assert found["DD.2.1/a"] is found["DD.2.1/e"] is UNKNOWN


def test_two_names_of_one_source_are_one_source() -> None:
    text = "looks: [{id: L, kind: scan, title: l, on: 2026-05-01, sources: [%s]}]"
    assert verdicts(list(dd2_1.judge(make_case(text % "ILO, ILO"))))["DD.2.1/b"] is UNKNOWN
    assert verdicts(list(dd2_1.judge(make_case(text % "ILO, A union"))))["DD.2.1/b"] is MET


@pytest.mark.parametrize(
    ("who", "safe", "verdict"),
    [
        ("expert", "yes", MET),
        ("affected", "yes", MET),
        ("relation", "yes", UNKNOWN),  # a supplier on itself fills no gap
        ("affected", "no", UNKNOWN),
        ("affected", "null", UNKNOWN),
    ],
)
def test_gaps_are_filled_by_who_knows_and_can_speak(who: str, safe: str, verdict: Verdict) -> None:
    safe = safe if safe == "null" else f"'{safe}'"
    text = f"""
looks: [{{id: L, kind: scan, title: l, on: 2026-05-01, gaps: [g], heard: [E]}}]
engagements: [{{id: E, on: 2026-05-01, who: {who}, whom: w, said: s, safe: {safe}}}]
"""
    assert verdicts(list(dd2_1.judge(make_case(text))))["DD.2.1/c"] is verdict


DEEP = """
relationships:
  - {id: R1, name: r, kind: supplier, tier: 1, since: 2010-01-01}
  - {id: R2, name: r, kind: supplier, %s}
impacts:
  - {id: A, title: a, theme: osh, found_on: 2026-01-01, relationships: [R1], %s}
looks:
  - {id: L, kind: %s, title: l, on: 2026-05-01, impacts: [A], relationships: [R2],
     compared_with: [ungp-2011], sources: [s], by: b, competent_because: c, heard: [E],
     vulnerable_groups: 'yes', findings: f}
engagements: [{id: E, on: 2026-05-01, who: affected, whom: w, said: s, safe: 'yes'}]
"""


def test_the_gravest_harm_was_looked_at_in_depth() -> None:
    found = verdicts(list(dd2_2.judge(make_case(DEEP % ("to: [R1]", SEVERE, "visit")))))
    assert found.pop("DD.2.2/f") is Verdict.NOT_APPLICABLE
    assert set(found.values()) == {MET}
    assert "DD.2.2 impacts/A" in found


def test_a_broad_scan_is_no_look_in_depth() -> None:
    found = verdicts(list(dd2_2.judge(make_case(DEEP % ("to: [R1]", SEVERE, "scan")))))
    assert {found[f"DD.2.2/{letter}"] for letter in "bcdeg"} == {UNKNOWN}


@pytest.mark.parametrize(
    ("relation", "verdict"), [("to: [R1]", MET), ("tier: 2", MET), ("tier: 1", UNKNOWN), ("products: [x]", UNKNOWN)]
)
def test_tier_2_is_beyond_the_direct_supplier(relation: str, verdict: Verdict) -> None:
    found = verdicts(list(dd2_2.judge(make_case(DEEP % (relation, SEVERE, "in_depth")))))
    assert found["DD.2.2/e"] is verdict


@pytest.mark.parametrize(
    ("decisions", "verdict"),
    [
        ("[]", UNKNOWN),  # the look is three years old
        ("[{id: D, kind: close, on: 2024-06-01, by: b, impacts: [A]}]", MET),
        ("[{id: D, kind: close, on: 2026-06-01, by: b, impacts: [A]}]", UNKNOWN),
        (
            "[{id: D, kind: close, on: 2024-06-01, by: b, impacts: [A]}, {id: O, kind: reopen, on: 2024-07-01, by: b}]",
            UNKNOWN,
        ),
    ],
)
def test_the_clock_of_a_closed_impact_stands_still(decisions: str, verdict: Verdict) -> None:
    text = f"""
impacts: [{{id: A, title: a, theme: osh, found_on: 2023-01-01, {SEVERE}}}]
looks: [{{id: L, kind: visit, title: l, on: 2023-11-01, impacts: [A], findings: f}}]
decisions: {decisions}
"""
    assert verdicts(list(dd2_2.judge(make_case(text))))["DD.2.2 impacts/A"] is verdict


def test_only_what_is_known_to_be_slight_may_wait() -> None:
    text = f"""
impacts:
  - {{id: A, title: a, theme: osh, found_on: 2026-01-01, {SEVERE}}}
  - {{id: B, title: b, theme: osh, found_on: 2026-01-01, {SLIGHT}}}
  - {{id: C, title: c, theme: osh, found_on: 2026-01-01, severity: {{scale: {{level: 2}}}}}}
"""
    rulings = list(dd2_2.judge(make_case(text)))
    assert [one.subject for one in rulings if one.subject != "dossier"] == ["impacts/A", "impacts/C"]
    assert rulings[1].outcome.lacked == ("looks", "impacts/C.severity")


def test_looks_that_pass_over_vulnerable_groups_are_not_met_only_where_harm_is_known_to_be_severe() -> None:
    text = """
impacts: [{id: A, title: a, theme: osh, found_on: 2026-01-01, %s}]
looks: [{id: L, kind: visit, title: l, on: 2026-05-01, impacts: [A], vulnerable_groups: 'no'}]
"""
    assert verdicts(list(dd2_2.judge(make_case(text % SEVERE))))["DD.2.2/g"] is NOT_MET
    assert verdicts(list(dd2_2.judge(make_case(text % "actual: 'yes'"))))["DD.2.2/g"] is UNKNOWN


def test_a_part_in_harm_needs_its_reason_and_a_hearing_its_safety() -> None:
    text = """
impacts: [{id: A, title: a, theme: osh, found_on: 2026-01-01, involvement: cause, heard: [E]}]
engagements: [{id: E, on: 2026-05-01, who: union, whom: w, said: s}]
"""
    found = {f"{one.rule} {one.subject}": one.outcome for one in dd2_3.judge(make_case(text))}
    assert found["DD.2.3 impacts/A"].lacked == ("impacts/A.involvement_because",)
    assert found["DD.2.3/a dossier"].lacked == ("engagements/E.safe",)


GRADED = """
impacts:
  - id: A
    title: a
    theme: osh
    found_on: 2026-01-01
    actual: %s
    severity: {scale: {level: 5, because: x}, scope: {level: 2, because: x}, irremediable: {level: 1%s}}
"""


def test_what_happens_needs_no_likelihood_and_every_part_a_reason() -> None:
    happens = {one.subject: one.outcome for one in dd2_4.judge(make_case(GRADED % ("'yes'", ", because: x")))}
    assert happens["impacts/A"].verdict is MET
    may = {one.subject: one.outcome for one in dd2_4.judge(make_case(GRADED % ("'no'", "")))}
    assert may["impacts/A"].lacked == (
        "impacts/A.severity.irremediable.because",
        "impacts/A.likelihood",
        "impacts/A.likelihood_because",
    )


def test_what_is_handled_at_once_needs_no_place_in_the_queue() -> None:
    text = """
impacts: [{id: A, title: a, theme: osh, found_on: 2026-01-01}]
decisions: [{id: D, kind: %s, on: 2026-06-01, by: b, because: x, at_once: [A]}]
"""
    found = verdicts(list(dd2_4.judge(make_case(text % "priority"))))
    assert found["DD.2.4 impacts/A"] is found["DD.2.4/a"] is found["DD.2.4/b"] is MET
    assert verdicts(list(dd2_4.judge(make_case(text % "other"))))["DD.2.4/a"] is UNKNOWN


@pytest.mark.parametrize(("on", "verdict"), [("2026-06-01", MET), ("2026-06-02", UNKNOWN)])
def test_who_is_heard_after_a_decision_had_no_say_in_it(on: str, verdict: Verdict) -> None:
    text = f"""
impacts: [{{id: A, title: a, theme: osh, found_on: 2026-01-01}}]
decisions: [{{id: D, kind: priority, on: 2026-06-01, by: b, because: x, impacts: [A], heard: [E]}}]
engagements: [{{id: E, on: {on}, who: union, whom: w, said: s, safe: 'yes'}}]
"""
    assert verdicts(list(dd2_4.judge(make_case(text))))["DD.2.4/d"] is verdict


@pytest.mark.parametrize("rule", [dd2_2, dd2_3, dd2_4])
def test_over_no_impacts_nothing_is_met(rule: object) -> None:
    found = verdicts(list(rule.judge(make_case(""))))  # type: ignore[attr-defined]
    assert set(found.values()) == {UNKNOWN}
