"""Step 1: a policy counts when it was adopted, is known, and keeps up with the harm that is found."""

from datetime import date

import pytest

from scharnier.diligence.rules import dd1_1, dd1_2, dd1_3
from scharnier.kernel.outcome import Verdict

from .made import make_case, verdicts

SEVERE = "severity: {scale: {level: 5}, scope: {level: 2}, irremediable: {level: 2}}"
SLIGHT = "severity: {scale: {level: 2}, scope: {level: 2}, irremediable: {level: 2}}"
POLICY = """
policies:
  - {id: P, title: Code, kind: conduct, commits_to: [%s], approved_by: Board, approved_on: 2026-01-10,
     url: "https://example.org", published_on: %s, staff_told_on: 2026-02-01, languages: [nl]}
"""


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        ("oecd-gl-2023", Verdict.MET),
        ("oecd-gl-2023:IV", Verdict.MET),
        ("ungp-2011, ilo-fprw-1998", Verdict.UNKNOWN),  # no environment, no corruption
        ("oecd-ddg-2018", Verdict.UNKNOWN),  # how to do it is not the standard itself
    ],
)
def test_a_policy_commits_to_the_guidelines_of_the_oecd(named: str, verdict: Verdict) -> None:
    found = verdicts(list(dd1_1.judge(make_case(POLICY % (named, "2026-02-01")))))
    assert found["DD.1.1/a"] is verdict


def test_what_was_published_before_it_was_adopted_is_another_text() -> None:
    case = make_case(POLICY % ("oecd-gl-2023", "2025-12-01"))
    found = {one.rule: one.outcome for one in dd1_1.judge(case)}
    assert found["DD.1.1/c"].lacked == ("policies/P.published_on",)
    assert found["DD.1.1/d"].verdict is Verdict.MET


@pytest.mark.parametrize(
    ("impacts", "verdict"),
    [
        ({"osh": SEVERE}, Verdict.MET),
        ({"osh": SEVERE, "child_labour": SEVERE}, Verdict.UNKNOWN),  # severe, and without a policy of its own
        ({"osh": SEVERE, "child_labour": SLIGHT}, Verdict.MET),  # a slight one needs none beside a severe one
        ({"osh": SEVERE, "child_labour": "severity: {}"}, Verdict.UNKNOWN),  # it may be the worst
        ({"child_labour": SLIGHT}, Verdict.UNKNOWN),  # nothing severe at all: then the most severe there is
        ({}, Verdict.UNKNOWN),
    ],
)
def test_the_gravest_themes_have_a_policy_of_their_own(impacts: dict[str, str], verdict: Verdict) -> None:
    rows = [
        f"{{id: {theme}, title: a, theme: {theme}, found_on: 2026-01-01, {more}}}" for theme, more in impacts.items()
    ]
    policy = "policies: [{id: P, title: Safety, kind: topic, themes: [osh], approved_on: 2026-01-01}]"
    found = verdicts(list(dd1_1.judge(make_case(f"impacts: [{', '.join(rows)}]\n{policy}"))))
    assert found["DD.1.1/b"] is verdict


@pytest.mark.parametrize(
    ("on", "reviewed", "verdict"),
    [
        (date(2026, 4, 30), "null", Verdict.MET),  # found, but there is still time to look at the policy
        (date(2026, 5, 1), "null", Verdict.NOT_MET),  # the year is over
        (date(2026, 5, 1), "2025-06-01", Verdict.MET),
        (date(2027, 6, 1), "2025-06-01", Verdict.UNKNOWN),  # two years without a look
    ],
)
def test_a_policy_follows_severe_harm_within_a_year(on: date, reviewed: str, verdict: Verdict) -> None:
    text = f"""
impacts: [{{id: A, title: a, theme: osh, found_on: 2025-05-01, {SEVERE}}}]
policies: [{{id: P, title: Code, kind: conduct, approved_on: 2025-01-01, reviewed_on: {reviewed}}}]
"""
    assert verdicts(list(dd1_1.judge(make_case(text, on))))["DD.1.1/e"] is verdict


def test_a_yes_does_not_undo_a_review_that_is_overdue() -> None:
    """Else who leaves out the day of the last review would be better off than who tells it."""
    text = """
impacts: [{id: A, title: a, theme: osh, found_on: 2025-05-01, %s}]
policies: [{id: P, title: Code, kind: conduct, approved_on: %s}]
statements: [{id: S, check: "oecd-ddg-2018:1.1/e", answer: "yes", on: 2026-10-01, evidence: [E]}]
"""
    told = verdicts(list(dd1_1.judge(make_case(text % (SEVERE, "2025-01-01")))))
    kept_silent = verdicts(list(dd1_1.judge(make_case(text % (SEVERE, "null")))))
    assert (told["DD.1.1/e"], kept_silent["DD.1.1/e"]) == (Verdict.NOT_MET, Verdict.UNKNOWN)


def test_the_board_agrees_to_the_policy_of_today_not_to_an_older_one() -> None:
    text = """
policies: [{id: P, title: Code, kind: conduct, approved_by: Board, approved_on: 2026-03-01}]
decisions: [{id: D, kind: sign_off, on: %s, by: Board}]
"""
    assert verdicts(list(dd1_2.judge(make_case(text % "2026-03-01"))))["DD.1.2/b"] is Verdict.MET
    assert verdicts(list(dd1_2.judge(make_case(text % "2026-02-28"))))["DD.1.2/b"] is Verdict.UNKNOWN


def test_one_owner_does_not_own_every_grave_impact() -> None:
    text = f"""
impacts:
  - {{id: A, title: a, theme: osh, found_on: 2026-01-01, {SEVERE}}}
  - {{id: B, title: b, theme: osh, found_on: 2026-01-01, {SEVERE}}}
measures: [{{id: M, impacts: [A], kind: prevent, what: x, owner: Head}}]
"""
    found = {one.rule: one.outcome for one in dd1_2.judge(make_case(text))}
    assert found["DD.1.2/c"].verdict is Verdict.UNKNOWN
    assert found["DD.1.2/c"].lacked == ("measures",)


@pytest.mark.parametrize(
    ("relation", "look", "verdict"),
    [
        ("since: 2026-03-01", "2026-03-01", Verdict.MET),
        ("since: 2026-03-01", "2026-03-02", Verdict.UNKNOWN),  # after the deal is no look before it
        ("since: 2025-11-20", "2026-03-02", Verdict.NOT_APPLICABLE),  # a year ago: no longer new
        ("products: [x]", "2026-03-01", Verdict.UNKNOWN),  # it may be new
        ("to: [R2], products: [x]", "2026-03-01", Verdict.NOT_APPLICABLE),  # further up: no deal of ours
        ("tier: 3, products: [x]", "2026-03-01", Verdict.NOT_APPLICABLE),
    ],
)
def test_a_new_relation_is_looked_at_before_it_begins(relation: str, look: str, verdict: Verdict) -> None:
    text = f"""
relationships:
  - {{id: R, name: r, kind: supplier, {relation}}}
  - {{id: R2, name: r, kind: supplier, since: 2010-01-01}}
looks: [{{id: L, kind: before_deal, title: l, on: {look}, relationships: [R]}}]
"""
    assert verdicts(list(dd1_3.judge(make_case(text))))["DD.1.3/c"] is verdict


def test_no_new_relation_does_not_excuse_who_never_looks_beforehand() -> None:
    text = """
relationships: [{id: R, name: r, kind: investee, since: 2010-01-01}]
statements: [{id: S, check: "oecd-ddg-2018:1.3/c", answer: "%s", on: 2026-10-01, because: Funds buy before we look.}]
"""
    assert verdicts(list(dd1_3.judge(make_case(text % "no"))))["DD.1.3/c"] is Verdict.NOT_MET
    assert verdicts(list(dd1_3.judge(make_case(text % "yes"))))["DD.1.3/c"] is Verdict.NOT_APPLICABLE


def test_many_relations_without_a_first_day_are_named_once() -> None:
    rows = "\n".join(f"  - {{id: R{number}, name: r, kind: supplier}}" for number in range(21))
    found = {one.rule: one.outcome for one in dd1_3.judge(make_case(f"relationships:\n{rows}"))}
    assert found["DD.1.3/c"].lacked == ("relationships.since",)


@pytest.mark.parametrize(
    ("what", "lacked"),
    [
        ("practices: [price, lead_time, cancellation], findings: f, changed: c", ()),
        ("practices: [price, lead_time], findings: f, changed: c", ("looks/L.practices",)),
        ("practices: [price, lead_time, cancellation], findings: f", ("looks/L.changed",)),
    ],
)
def test_own_buying_was_looked_at_whole_and_changed(what: str, lacked: tuple[str, ...]) -> None:
    text = f"looks: [{{id: L, kind: purchasing, title: l, on: 2026-03-01, {what}}}]"
    found = {one.rule: one.outcome for one in dd1_3.judge(make_case(text))}
    assert found["DD.1.3/e"].lacked == lacked


def test_help_that_is_only_promised_is_no_help_yet() -> None:
    text = "measures: [{id: M, impacts: [], kind: prevent, what: x, support: s, relationships: [R], start_on: %s}]"
    assert verdicts(list(dd1_3.judge(make_case(text % "2026-11-20"))))["DD.1.3/d"] is Verdict.MET
    assert verdicts(list(dd1_3.judge(make_case(text % "2026-11-21"))))["DD.1.3/d"] is Verdict.UNKNOWN
