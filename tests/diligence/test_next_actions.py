"""What to do first, on dossiers where anybody who knows the guidance would say the same."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scharnier.diligence.actions import load_kinds, name_fact
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.next_actions import NextAction, find_next
from scharnier.diligence.rules.check import CLOSURE, FAVOURABLE, check
from scharnier.diligence.rules.judging import WHOLE
from scharnier.kernel.content import content_path
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked

ON = date(2026, 11, 20)
LIBRARY = load_library()
# An impact of which everything is known but what is done: caused, actual, grave.
GRAVE = "severity: {scale: {level: 5, because: a}, scope: {level: 3, because: a}, irremediable: {level: 3, because: a}}"
MILD = "severity: {scale: {level: 2, because: a}, scope: {level: 2, because: a}, irremediable: {level: 1, because: a}}"
KNOWN = "theme: osh, found_on: 2026-01-10, country: NLD, likelihood: 4, likelihood_because: a"


def judged(text: str, lang: str = "en", on: date = ON) -> list[NextAction]:
    given: dict[str, Any] = load_marked(text).value or {}
    records = {kind: {one["id"]: KINDS[kind].model_validate(one) for one in rows} for kind, rows in given.items()}
    dossier = Dossier(Head(dossier=1, id="t", title="T", organisation="us"), records)
    return find_next(check(dossier, on, LIBRARY, lang), LIBRARY, lang)


def kinds(actions: list[NextAction]) -> list[str]:
    return [one.kind for one in actions]


def test_without_anything_one_looks_first() -> None:
    first = judged("{}")
    assert kinds(first)[0] == "name_impacts"
    assert {"keep_policy", "scan_broadly"} <= set(kinds(first))
    assert "stop_harm" not in kinds(first)
    assert "plan_measure" not in kinds(first), "there is nothing to take a measure on"


def test_harm_that_goes_on_by_own_doing_comes_before_a_graver_one_that_may_happen() -> None:
    actions = judged(f"""
impacts:
  - {{id: MAY, title: May happen, actual: no, involvement: cause, involvement_because: a, {KNOWN}, {GRAVE}}}
  - {{id: NOW, title: Goes on, actual: yes, involvement: cause, involvement_because: a, {KNOWN}, {MILD}}}
""")
    assert actions[0].kind == "stop_harm"
    assert actions[0].impacts == ("NOW",)
    assert actions[0].oecd == "3.1"
    assert ("DD.response", "impacts/NOW") in {(one.rule, one.subject) for one in actions[0].changes}
    later = next(one for one in actions if one.kind == "plan_measure")
    assert later.impacts[0] == "MAY", "the graver one is first among what is no danger now"


def test_harm_that_was_stopped_is_no_danger_now_and_remedy_is_asked() -> None:
    actions = judged(f"""
impacts:
  - {{id: NOW, title: Went on, actual: yes, involvement: cause, involvement_because: a, {KNOWN}, {GRAVE}}}
measures:
  - {{id: M, impacts: [NOW], kind: cease, what: a, owner: b, start_on: 2026-02-01, due_on: 2026-03-01, done_on: 2026-02-20}}
""")  # noqa: E501
    assert "stop_harm" not in kinds(actions)
    remedy = next(one for one in actions if one.kind == "decide_remedy")
    assert remedy.impacts == ("NOW",)
    assert remedy.oecd == "6.1"


def test_who_is_punished_for_a_complaint_is_protected_first() -> None:
    actions = judged(f"""
impacts: [{{id: A, title: A, actual: no, {KNOWN}, {GRAVE}}}]
channels: [{{id: CH, name: Line, kind: own}}]
complaints: [{{id: C, channel: CH, received_on: 2026-05-01, retaliation: yes}}]
""")
    assert actions[0].kind == "protect_complainant"
    assert "complaint C" in actions[0].action
    assert actions[0].effort == "day"


def test_a_talk_that_was_not_safe_asks_for_a_safe_one_until_there_is_one() -> None:
    text = f"""
impacts: [{{id: A, title: A, actual: no, {KNOWN}, {GRAVE}}}]
engagements:
  - {{id: T, on: 2026-05-01, who: affected, whom: workers, impacts: [A], safe: no, said: a}}
"""
    assert judged(text)[0].kind == "make_talks_safe"
    assert judged(text)[0].subjects[0] == "engagements/T"
    safe = "  - {id: S, on: 2026-06-01, who: union, whom: a union, impacts: [A], safe: yes, said: a}\n"
    assert "make_talks_safe" not in kinds(judged(text + safe))


def test_the_gravest_impact_comes_first_and_one_action_names_all_it_serves() -> None:
    actions = judged(f"""
impacts:
  - {{id: MILD, title: Mild, actual: no, {KNOWN}, {MILD}}}
  - {{id: GRAVE, title: Grave, actual: no, {KNOWN}, {GRAVE}}}
""")
    settle = [one for one in actions if one.kind == "settle_involvement"]
    assert len(settle) == 1
    assert settle[0].impacts == ("GRAVE", "MILD")
    assert {"impacts/GRAVE.involvement"} < {fact for one in settle[0].changes for fact in one.facts}
    assert "Grave" in settle[0].action
    assert settle[0].changes[0].subject == "impacts/GRAVE", "what is named first changes first"


def test_people_come_before_paper() -> None:
    """An impact that is open stands before policy and report, whatever the number of the step."""
    actions = judged(f"impacts: [{{id: A, title: A, actual: no, {KNOWN}, {GRAVE}}}]")
    about_people = [number for number, one in enumerate(actions) if one.impacts]
    paper = [number for number, one in enumerate(actions) if not one.impacts]
    assert max(about_people) < min(paper)


def test_refused_remedy_is_put_right_before_it_is_reported_on() -> None:
    actions = judged(f"""
impacts: [{{id: A, title: A, actual: yes, involvement: cause, involvement_because: a, {KNOWN}, {GRAVE}}}]
measures:
  - {{id: M, impacts: [A], kind: cease, what: a, owner: b, start_on: 2026-02-01, due_on: 2026-03-01, done_on: 2026-02-20}}
remedies: [{{id: R, impacts: [A], decision: refuse, because: too dear, decided_on: 2026-04-01}}]
""")  # noqa: E501
    assert "reconsider_remedy" in kinds(actions)
    assert kinds(actions).index("reconsider_remedy") < kinds(actions).index("publish_report")


def test_what_was_closed_too_early_is_opened_again() -> None:
    actions = judged(f"""
impacts: [{{id: A, title: A, actual: no, involvement: cause, involvement_because: a, {KNOWN}, {GRAVE}}}]
decisions: [{{id: D, kind: close, on: 2026-10-01, by: board, because: a, impacts: [A]}}]
""")
    reopen = next(one for one in actions if one.kind == "reopen_impact")
    assert [(one.rule, one.subject) for one in reopen.changes] == [(CLOSURE, "impacts/A")]


def test_what_can_be_closed_is_to_be_closed_and_what_is_closed_asks_nothing() -> None:
    dossier = load_dossier(content_path("demo/dossiers/workwear-en"), ON)
    closing = {id: one for id, one in dossier.decisions.items() if one.kind == "close"}
    rest = {id: one for id, one in dossier.decisions.items() if one.kind != "close"}
    opened = Dossier(dossier.head, {**dossier.records, "decisions": rest})
    ready = {id for one in closing.values() for id in one.impacts}
    for whole, expected in ((dossier, False), (opened, True)):
        actions = find_next(check(whole, ON, LIBRARY), LIBRARY)
        asked = {id for one in actions if one.kind == "close_impact" for id in one.impacts}
        assert asked == (ready if expected else set())
        assert not any(ready & set(one.impacts) for one in actions if one.kind == "confirm_end")


def test_of_two_versions_one_is_chosen_before_facts_are_asked_that_are_there_twice() -> None:
    dossier = load_dossier(content_path("demo/dossiers/workwear-en"), ON)
    torn = replace(dossier, torn=frozenset({("impacts", "IMP-1"), ("policies", "POL-1")}))
    actions = find_next(check(torn, ON, LIBRARY), LIBRARY)
    settle = next(one for one in actions if one.kind == "settle_versions")
    assert set(settle.subjects) >= {"impacts/IMP-1", "policies/POL-1"}
    assert ("DD.closure", "impacts/IMP-1") in {(one.rule, one.subject) for one in settle.changes}
    for one in actions:
        if one.kind in ("settle_involvement", "grade_severity", "describe_impact", "name_impacts"):
            assert "IMP-1" not in one.impacts


@pytest.mark.parametrize("name", ["workwear-en", "municipality-en", "investor-en"])
def test_every_ruling_that_is_not_in_order_is_answered_and_every_word_is_filled_in(name: str) -> None:
    dossier = load_dossier(content_path(f"demo/dossiers/{name}"), ON)
    for lang in ("nl", "en"):
        judgement = check(dossier, ON, LIBRARY, lang)
        actions = find_next(judgement, LIBRARY, lang)
        answered = {(change.rule, change.subject) for one in actions for change in one.changes}
        parts = {(one.rule.partition("/")[0], one.subject) for one in judgement.rulings if "/" in one.rule}
        parts |= {(one.rule, WHOLE) for one in judgement.rulings if one.subject != WHOLE}
        for ruling in judgement.rulings:
            is_sum = (ruling.rule, ruling.subject) in parts or ruling.rule == CLOSURE
            if ruling.outcome.verdict not in FAVOURABLE and not is_sum:
                assert (ruling.rule, ruling.subject) in answered, (ruling.rule, ruling.subject)
        for one in actions:
            assert "{" not in one.action + one.because + one.place
            assert one.who
            assert one.provisions[0].startswith("oecd-ddg-2018:"), one.kind
            assert all(id in LIBRARY.norms for id in one.provisions), one.kind


def test_the_same_dossier_gets_the_same_order_and_most_takes_the_first() -> None:
    dossier = load_dossier(content_path("demo/dossiers/workwear-nl"), ON)
    judgement = check(dossier, ON, LIBRARY)
    whole = find_next(judgement, LIBRARY)
    assert whole == find_next(judgement, LIBRARY)
    assert find_next(judgement, LIBRARY, most=5) == whole[:5]


def test_every_fact_finds_its_name() -> None:
    assert name_fact("impacts/IMP-1.involvement") == "impacts.involvement"
    assert name_fact("impacts/IMP.1.involvement") == "impacts.involvement"
    assert name_fact("measures") == "measures"
    assert name_fact("statements[oecd-ddg-2018:1.2/g]") == "statements[oecd-ddg-2018:1.2/g]"
    assert name_fact("impacts/IMP-1") == "impacts"


def test_the_last_kind_answers_everything() -> None:
    found = load_kinds()
    assert found.answering("DD.9.9/z", "anything at all").id == list(found.by_id)[-1]
    assert found.answering("DD.9.9/z", "not_met").id == list(found.by_id)[-1]
    assert found.answering("DD.3.2", "measures.exit").id == "weigh_exit"


def test_one_open_impact_is_the_only_one() -> None:
    text = f"impacts: [{{id: A, title: A, actual: yes, {KNOWN}, {GRAVE}}}]"
    told = [one.place for one in judged(text) if one.impacts]
    assert [place for place in told if "of 1 open" in place] == []
    assert any("A is the only open impact" in place for place in told)
