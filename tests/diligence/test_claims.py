"""A contribution may be claimed only where the dossier shows that every harm in it is handled."""

from datetime import date
from typing import Any

import pytest

from scharnier.diligence.claims import judge_target
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.view import at
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked

ON = date(2026, 11, 20)
HANDLED = """
looks: [{id: L, kind: scan, title: Scan, on: 2026-03-01, whole: yes}]
impacts:
  - {id: A, title: A, theme: osh, found_on: 2026-03-01, actual: yes, involvement: cause, involvement_because: b}
measures: [{id: M, impacts: [A], kind: cease, what: a, start_on: 2026-04-01, done_on: 2026-05-01}]
indicators:
  - {id: I, measures: [M], what: a, unit: b, better: down, effect: yes, target: 1.0,
     baseline: {on: 2026-04-01, value: 5.0},
     readings: [{on: 2026-06-01, value: 0.0, evidence: [E]}]}
remedies: [{id: R, impacts: [A], decision: provide, delivered_on: 2026-07-01}]
evidence: [{id: E, title: Survey, on: 2026-06-01, by: union, url: "https://example.org"}]
"""
DISAGREED = "engagements: [{id: T, on: 2026-08-01, who: union, whom: U, confirms: [{impact: A, answer: disagrees}]}]"


def judge(text: str, on: date = ON) -> Outcome:
    given: dict[str, Any] = load_marked(text).value
    records = {kind: {one["id"]: KINDS[kind].model_validate(one) for one in rows} for kind, rows in given.items()}
    dossier = Dossier(Head(dossier=1, id="t", title="T", organisation="us"), records)
    return judge_target("8.7", at(dossier, on), on, load_library())


def test_handled_harm_and_a_fresh_scan_allow_a_claim() -> None:
    assert judge(HANDLED).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("kind: scan", "kind: visit", "looks"),
        ("on: 2026-03-01, whole", "on: 2025-03-01, whole", "looks"),
        (", whole: yes", ", whole: no", "looks"),
        (", evidence: [E]", "", "impacts/A.indicators"),
        ("delivered_on: 2026-07-01", "delivered_on: 2026-07-01, people: 0", "impacts/A.remedies"),
        ("start_on: 2026-04-01, done_on: 2026-05-01", "start_on: 2026-04-01", "impacts/A.measures"),
        ("effect: yes, ", "", "impacts/A.indicators"),
        ("effect: yes", "effect: no", "impacts/A.indicators"),
        (", delivered_on: 2026-07-01", "", "impacts/A.remedies"),
        ("measures: [{id: M, impacts: [A]", "measures: [{id: M, impacts: []", "impacts/A.measures"),
    ],
)
def test_what_the_dossier_does_not_show_is_unknown_and_named(old: str, new: str, missing: str) -> None:
    text = HANDLED.replace(old, new)
    assert text != HANDLED
    outcome = judge(text)
    assert outcome.verdict is Verdict.UNKNOWN
    assert missing in outcome.lacked
    assert missing in outcome.reason


@pytest.mark.parametrize(("fact", "name"), [(", actual: yes", "actual"), (", involvement_because: b", "involvement")])
def test_whether_remedy_is_due_must_be_known_where_none_was_given(fact: str, name: str) -> None:
    """Where remedy was given it no longer matters; where none was, a part without a reason does not excuse it."""
    assert judge(HANDLED.replace(fact, "")).verdict is Verdict.MET
    outcome = judge(HANDLED.replace(fact, "").partition("remedies:")[0])
    assert outcome.verdict is Verdict.UNKNOWN
    assert f"impacts/A.{name}" in outcome.lacked


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("decision: provide, delivered_on: 2026-07-01", "decision: refuse"),
        ("delivered_on: 2026-07-01", "delivered_on: 2026-07-01, accepted: no"),
        ("start_on: 2026-04-01, done_on: 2026-05-01", "start_on: 2027-04-01"),
        ("value: 0.0", "value: 9.0"),  # done, and worse than before
        ("evidence: [{", f"{DISAGREED}\nevidence: [{{"),
    ],
)
def test_harm_that_is_not_handled_refuses_it(old: str, new: str) -> None:
    assert judge(HANDLED.replace(old, new)).verdict is Verdict.NOT_MET


def test_a_dossier_without_impacts_says_nothing_and_allows_nothing() -> None:
    outcome = judge("looks: [{id: L, kind: scan, title: Scan, on: 2026-03-01}]")
    assert outcome.verdict is Verdict.UNKNOWN
    assert "impacts" in outcome.lacked


def test_what_was_done_later_does_not_count_yet() -> None:
    assert judge(HANDLED, date(2026, 6, 15)).verdict is Verdict.UNKNOWN
    assert judge(HANDLED, date(2026, 7, 1)).verdict is Verdict.MET


def test_what_is_no_target_is_not_judged() -> None:
    given = load_marked(HANDLED).value
    records = {kind: {one["id"]: KINDS[kind].model_validate(one) for one in rows} for kind, rows in given.items()}
    dossier = Dossier(Head(dossier=1, id="t", title="T", organisation="us"), records)
    assert judge_target("99.9", dossier, ON, load_library()).verdict is Verdict.NOT_APPLICABLE
