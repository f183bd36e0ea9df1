"""One dossier, many laws: what was done once serves all, what a law asks beyond it stays."""

from dataclasses import replace
from datetime import date

import pytest

from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.lenses import LawStatus, find_status
from scharnier.diligence.rules.check import Judgement, check
from scharnier.diligence.rules.judging import DDG, WHOLE, Ruling
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.law.duties import Serves, list_actions, list_duties
from scharnier.norms import load_library

ON = date(2026, 11, 20)
LIBRARY = load_library()
EMPTY = Dossier(Head(dossier=1, id="t", title="T", organisation="us"), {})


def judgement_with(verdict: Verdict, *parts: Verdict) -> Judgement:
    """A judgement in which every action has one verdict, and parts with these."""
    rulings = []
    for action in list_actions(LIBRARY):
        rule = f"DD.{action.id.removeprefix(DDG)}"
        rulings.append(Ruling(rule, WHOLE, Outcome(verdict, "so it is", (action.id,))))
        for letter, part in zip("abc", parts, strict=False):
            rulings.append(Ruling(f"{rule}/{letter}", WHOLE, Outcome(part, "so it is", (action.id,))))
    return replace(check(EMPTY, ON, LIBRARY), rulings=tuple(rulings))


def status(judgement: Judgement, law: str) -> LawStatus:
    return find_status(judgement, LIBRARY, [law])[0]


def test_every_duty_of_a_law_is_there_once_and_in_order() -> None:
    for law in ("csddd", "eudr", "isv", "csrd"):
        found = status(judgement_with(Verdict.UNKNOWN), law)
        assert [one.duty.id for one in found.duties] == [duty.id for duty in list_duties(LIBRARY, ON, law)]
        assert sum(found.count(serves) for serves in Serves) == len(found.duties)


def test_all_six_steps_serve_every_duty_that_asks_no_more_and_no_other() -> None:
    for law in ("csddd", "eudr", "isv"):
        for one in status(judgement_with(Verdict.MET), law).duties:
            more = any(ask.beyond or ask.relation == "wider" for ask in one.duty.asks)
            assert (one.serves is Serves.SERVED) == (bool(one.duty.asks) and not more), one.duty.id
            for ask in one.asks:
                assert bool(ask.beyond) == (ask.serves is not Serves.SERVED)
                assert ask.lacking == ()


def test_nothing_done_serves_nothing() -> None:
    found = status(judgement_with(Verdict.UNKNOWN, Verdict.UNKNOWN), "csddd")
    assert found.count(Serves.NOT_SERVED) == len(found.duties)
    asked = [ask for one in found.duties for ask in one.asks]
    assert asked
    assert all(len(ask.lacking) == 1 for ask in asked)


def test_a_part_of_an_action_is_a_part_of_the_duty_and_never_the_whole() -> None:
    found = status(judgement_with(Verdict.UNKNOWN, Verdict.MET, Verdict.UNKNOWN), "csddd")
    for one in found.duties:
        if one.asks:
            assert one.serves is Serves.IN_PART
            assert "1 of 2" in one.asks[0].reason


def test_an_action_that_does_not_apply_here_serves_no_law() -> None:
    """That nothing had to be remedied so far does not show how the law's duty to remedy would be met."""
    found = status(judgement_with(Verdict.NOT_APPLICABLE, Verdict.NOT_APPLICABLE), "csddd")
    assert found.count(Serves.SERVED) == 0


def test_a_duty_that_asks_no_oecd_action_is_said_to_be_beside_the_dossier() -> None:
    beside = [one for one in status(judgement_with(Verdict.MET), "eudr").duties if one.beside]
    assert beside
    assert {one.serves for one in beside} == {Serves.NOT_SERVED}


def test_a_day_before_the_law_has_no_duties() -> None:
    early = replace(judgement_with(Verdict.MET), on=date(2015, 1, 1))
    found = status(early, "csddd")
    assert (found.text, found.duties) == (False, ())


def test_a_law_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputProblem, match="csdddd"):
        find_status(judgement_with(Verdict.MET), LIBRARY, ["csdddd"])


def test_both_languages_and_all_examples_give_the_same_status() -> None:
    for name in ("workwear-nl", "municipality-nl", "investor-nl"):
        dossier = load_dossier(content_path(f"demo/dossiers/{name}"), ON)
        shapes = []
        for lang in ("nl", "en"):
            found = find_status(check(dossier, ON, LIBRARY, lang), LIBRARY, ("csddd", "eudr", "isv"), lang)
            shapes.append([(one.duty.id, one.serves) for law in found for one in law.duties])
            assert all(ask.reason for law in found for one in law.duties for ask in one.asks)
        assert shapes[0] == shapes[1]
