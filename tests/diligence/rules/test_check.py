"""All rules on one dossier: every rule is found and has its papers, and nothing good is said of what is in dispute."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.rules.check import FAVOURABLE, ORDER, check, find_closed, load_rules
from scharnier.diligence.rules.judging import DDG, WHOLE
from scharnier.kernel.content import content_path
from scharnier.kernel.outcome import Verdict
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked

DAY = date(2026, 11, 20)
LIBRARY = load_library()
EXAMPLES = sorted(path.name for path in content_path("demo/dossiers").iterdir() if path.is_dir())


@pytest.fixture(params=EXAMPLES)
def example(request: pytest.FixtureRequest) -> Dossier:
    return load_dossier(content_path(f"demo/dossiers/{request.param}"), DAY)


def test_every_place_in_the_order_has_its_rule() -> None:
    assert [module.RULE for module in load_rules()] == list(ORDER)
    actions = [norm.id.removeprefix(DDG) for norm in LIBRARY.all("action") if norm.id.startswith(DDG)]
    assert [rule.removeprefix("DD.") for rule in ORDER[: len(actions)]] == actions


@pytest.mark.parametrize("rule", ORDER)
def test_every_rule_has_a_page_sentences_in_both_languages_and_a_golden_pair(rule: str, repository: Path) -> None:
    module = {one.RULE: one.__name__.rpartition(".")[2] for one in load_rules()}[rule]
    assert (repository / "docs" / "method" / "dossier" / f"{module}.md").is_file()
    sentences = load_marked(content_path(f"vocabulary/dossier/{module}.yaml").read_text(encoding="utf-8")).value
    assert all(set(words) == {"nl", "en"} and all(words.values()) for words in sentences.values())
    golden = repository / "tests" / "golden" / "dossier" / module
    assert list(golden.glob("*.yaml"))
    assert list(golden.glob("*.json"))


def test_every_ruling_rests_on_what_exists_and_says_why(example: Dossier) -> None:
    for lang in ("nl", "en"):
        judgement = check(example, DAY, LIBRARY, lang)
        for ruling in judgement.rulings:
            outcome, place = ruling.outcome, (ruling.rule, ruling.subject)
            assert outcome.rests_on, place
            assert all(id in LIBRARY.norms for id in outcome.rests_on), place
            assert outcome.reason.strip(), place
            assert "{" not in outcome.reason, place
            assert bool(outcome.lacked) == (outcome.verdict is Verdict.UNKNOWN), place
            kind, slash, id = ruling.subject.partition("/")
            assert ruling.subject == WHOLE or (slash and id in judgement.dossier.all(kind)), place


def test_two_languages_say_the_same_and_two_runs_are_equal(example: Dossier) -> None:
    def shape(lang: str) -> object:
        judged = check(example, DAY, LIBRARY, lang)
        rows = [(one.rule, one.subject, one.outcome.verdict, one.outcome.lacked) for one in judged.rulings]
        return rows, judged.closable, [step.verdict for step in judged.steps]

    assert shape("nl") == shape("en")
    assert check(example, DAY, LIBRARY) == check(example, DAY, LIBRARY)


def test_no_rule_rules_twice_on_one_subject(example: Dossier) -> None:
    places = [(one.rule, one.subject) for one in check(example, DAY, LIBRARY).rulings]
    assert len(places) == len(set(places))


def test_a_step_is_as_good_as_its_worst_action(example: Dossier) -> None:
    judgement = check(example, DAY, LIBRARY)
    assert [step.number for step in judgement.steps] == [1, 2, 3, 4, 5, 6]
    for step in judgement.steps:
        verdicts = {ruling.outcome.verdict for ruling in step.actions}
        for bad in (Verdict.NOT_MET, Verdict.UNKNOWN):
            if bad in verdicts:
                assert step.verdict is bad
                break
        else:
            assert step.verdict in FAVOURABLE


def test_before_it_began_nothing_of_a_dossier_is_met(example: Dossier) -> None:
    """Time: what was done later must not show on an early day."""
    judgement = check(example, date(2000, 1, 1), LIBRARY)
    assert judgement.closable == ()
    assert Verdict.MET not in {step.verdict for step in judgement.steps}
    assert judgement.dossier.impacts == {}


def test_nothing_good_is_said_of_a_record_with_two_versions(example: Dossier) -> None:
    everything = frozenset((kind, id) for kind, records in example.records.items() for id in records)
    judgement = check(replace(example, torn=everything), DAY, LIBRARY)
    bad = [one for one in judgement.rulings if one.subject != WHOLE and one.outcome.verdict in FAVOURABLE]
    assert bad == []
    assert judgement.closable == ()
    assert "impacts/IMP-1" in judgement.torn
    unknown = [one for one in judgement.rulings if one.subject == "impacts/IMP-1" and one.outcome.lacked]
    assert {one.outcome.lacked for one in unknown} == {("impacts/IMP-1",)}, "what lacks is a choice"
    for impact in example.impacts:
        one = check(replace(example, torn=frozenset({("impacts", impact)})), DAY, LIBRARY)
        assert impact not in one.closable


def test_closed_is_what_was_closed_last(example: Dossier) -> None:
    closed = find_closed(example)
    decided = {id for one in example.decisions.values() if one.kind == "close" for id in one.impacts}
    opened = {id for one in example.decisions.values() if one.kind == "reopen" for id in one.impacts}
    assert decided - opened <= closed <= decided


def test_a_judgement_is_of_the_day_that_was_asked(example: Dossier) -> None:
    judgement = check(example, date(2025, 6, 30), LIBRARY)
    assert judgement.on == date(2025, 6, 30)
    assert all(one.found_on <= judgement.on for one in judgement.dossier.impacts.values())
