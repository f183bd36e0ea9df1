"""A talk counts when it was safe, led to something or not with a reason, and those who spoke know it."""

import pytest

from scharnier.diligence.rules import voices
from scharnier.kernel.outcome import Verdict

from .made import make_case, verdicts

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
SEVERE = "severity: {scale: {level: 5}, scope: {level: 2}, irremediable: {level: 2}}"
WHOLE = {
    "on": "2026-05-01",
    "who": "affected",
    "whom": "w",
    "steps": "[1]",
    "safe": "'yes'",
    "safe_because": "x",
    "said": "x",
    "result": "changed",
    "did": "x",
    "told_back_on": "2026-06-01",
}


def talk(id: str = "E", **other: str) -> str:
    """A talk that counts, but for what is given."""
    return f"  - {{id: {id}, {', '.join(f'{key}: {value}' for key, value in (WHOLE | other).items())}}}\n"


def judge(*talks: str, impacts: str = "") -> dict[str, Verdict]:
    return verdicts(list(voices.judge(make_case(f"{impacts}\nengagements:\n{''.join(talks)}"))))


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        ({}, MET),
        ({"who": "community"}, MET),
        ({"who": "ngo"}, UNKNOWN),  # speaks about them, not for them
        ({"who": "relation"}, UNKNOWN),
        ({"safe": "null"}, UNKNOWN),
        ({"safe_because": "null"}, UNKNOWN),
        ({"safe": "'no'"}, NOT_MET),
        ({"said": "null"}, UNKNOWN),
        ({"result": "open"}, UNKNOWN),
        ({"did": "null"}, UNKNOWN),
        ({"result": "not_changed"}, UNKNOWN),  # what was done is no reason why not
        ({"result": "not_changed", "did_not_because": "x"}, MET),
        ({"told_back_on": "null"}, UNKNOWN),
        ({"on": "2024-11-20"}, UNKNOWN),  # two years ago
    ],
)
def test_what_a_talk_needs_to_count(other: dict[str, str], verdict: Verdict) -> None:
    assert judge(talk(**other))["DD.voices/1"] is verdict


def test_an_unsafe_talk_does_not_spoil_a_safe_one_and_a_safe_one_elsewhere_does_not_help() -> None:
    assert judge(talk(), talk("F", safe="'no'"))["DD.voices/1"] is MET
    impacts = f"""impacts:
  - {{id: A, title: a, theme: osh, found_on: 2026-01-01, {SEVERE}}}
  - {{id: B, title: b, theme: osh, found_on: 2026-01-01, {SEVERE}}}"""
    about_a = talk(steps="[2]", impacts="[A]")
    assert judge(about_a, impacts=impacts)["DD.voices/2"] is UNKNOWN
    assert judge(about_a, talk("F", steps="[2]", impacts="[B]", safe="'no'"), impacts=impacts)["DD.voices/2"] is NOT_MET
    assert judge(about_a, talk("F", steps="[2]", impacts="[B]"), impacts=impacts)["DD.voices/2"] is MET
    assert judge(about_a, talk("F", steps="[3]", impacts="[B]"), impacts=impacts)["DD.voices/2"] is UNKNOWN


def test_an_impact_may_name_the_talk_or_the_talk_the_impact() -> None:
    impacts = f"impacts: [{{id: A, title: a, theme: osh, found_on: 2026-01-01, heard: [E], {SEVERE}}}]"
    assert judge(talk(steps="[2]"), impacts=impacts)["DD.voices/2"] is MET


@pytest.mark.parametrize(
    ("vain", "other", "verdict"),
    [
        ({"in_vain_because": "x"}, {"who": "defender"}, MET),
        ({"in_vain_because": "x"}, {"who": "defender", "safe": "null"}, UNKNOWN),
        ({"in_vain_because": "x"}, {"who": "relation"}, UNKNOWN),  # the employer does not stand in
        ({}, {"who": "defender"}, UNKNOWN),  # no reason why they could not speak
    ],
)
def test_who_stands_in_where_those_affected_cannot_speak(
    vain: dict[str, str], other: dict[str, str], verdict: Verdict
) -> None:
    blank = dict.fromkeys(("safe", "safe_because", "said", "result", "did", "told_back_on"), "null")
    sought = talk("V", **blank, asked_in_vain="'yes'", **vain)
    assert judge(sought, talk(**other))["DD.voices/1"] is verdict
    assert judge(sought)["DD.voices/1"] is UNKNOWN


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("actual: 'yes', involvement: cause", UNKNOWN),
        ("actual: 'yes'", UNKNOWN),  # the part is not known: remedy may be due
        ("involvement: contribute", UNKNOWN),  # whether it happens is not known
        ("actual: 'no', involvement: cause", MET),
        ("actual: 'yes', involvement: directly_linked", MET),
    ],
)
def test_at_step_6_those_to_whom_remedy_may_be_due_are_heard(facts: str, verdict: Verdict) -> None:
    """There is a talk about complaints in general. It is enough only where no remedy can be due."""
    impacts = f"impacts: [{{id: A, title: a, theme: osh, found_on: 2026-01-01, {facts}, {SEVERE}}}]"
    assert judge(talk(steps="[6]"), impacts=impacts)["DD.voices/6"] is verdict


def test_all_steps_together_rest_on_the_guidelines() -> None:
    last = list(voices.judge(make_case("")))[-1]
    assert last.rule == "DD.voices"
    assert last.outcome.rests_on[0] == "oecd-gl-2023:II.A.15"
