"""Why a risk moved is worked out from the definition of the order, and what it cannot explain it does not claim."""

from datetime import date
from typing import Any

import pytest

from scharnier.analytics.assess import Options, assess
from scharnier.analytics.assessment import Assessment, Risk
from scharnier.analytics.dossier.moved import _key, explain_moves
from scharnier.analytics.dossier.promote import choose_risks, impact_id, promote
from scharnier.diligence.dossier.harm import Impact
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    options = Options(assessed_on=date(2026, 11, 20), draws=100)
    return assess(content_path("demo/gemeente-voorbeelddam-2025.csv"), options).assessment


def _changed(assessment: Assessment, id: str, **facts: Any) -> Assessment:
    """The assessment with facts of one risk changed and all risks ranked again."""
    risks = [_with(risk, facts) if risk.id == id else risk for risk in assessment.risks]
    risks.sort(key=lambda risk: _key(assessment, risk))
    ranked = [risk.model_copy(update={"rank": rank}) for rank, risk in enumerate(risks, 1)]
    return assessment.model_copy(update={"risks": ranked})


def _with(risk: Risk, facts: dict[str, Any]) -> Risk:
    update: dict[str, Any] = {}
    for name, value in facts.items():
        part, _, key = name.partition("_")
        update[part] = getattr(risk, part).model_copy(update={key: value}) if key else value
    return risk.model_copy(update=update)


def test_the_order_of_an_assessment_is_the_order_of_the_definition(assessment: Assessment) -> None:
    assert [risk.rank for risk in sorted(assessment.risks, key=lambda risk: _key(assessment, risk))] == list(
        range(1, len(assessment.risks) + 1)
    )


def test_nothing_changed_is_told_as_nothing(assessment: Assessment) -> None:
    moves = explain_moves(assessment, assessment, [risk.id for risk in assessment.risks[:20]], "nl")
    assert {move.kind for move in moves} == {"same"}
    assert all(move.because == () for move in moves)


def test_a_change_of_its_own_is_named_with_the_place_it_would_have(assessment: Assessment) -> None:
    risk = next(one for one in assessment.risks if one.severity.level == 4 and one.band == "priority")
    later = _changed(assessment, risk.id, severity_level=5)
    (move,) = explain_moves(assessment, later, [risk.id], "en")
    assert move.kind == "up"
    assert move.because == (f"Severity is now 5 of 5 (was 4). Without this change: place {risk.rank}.",), (
        "its own change explains all of it, so nothing is left to others"
    )


def test_what_others_did_is_told_apart(assessment: Assessment) -> None:
    moved, pushed = assessment.risks[9], assessment.risks[4]
    later = _changed(assessment, moved.id, exposure_amount=assessment.risks[0].exposure.amount * 9, severity_level=5)
    if pushed.rank == next(one.rank for one in later.risks if one.id == pushed.id):
        pytest.skip("the change did not pass this risk")
    (move,) = explain_moves(assessment, later, [pushed.id], "en")
    assert move.kind == "down"
    assert move.because == ("Other risks came before it: 1 that did not stand before it.",)


def test_a_risk_that_went_is_not_called_solved(assessment: Assessment) -> None:
    risk = assessment.risks[0]
    later = assessment.model_copy(update={"risks": assessment.risks[1:]})
    (move,) = explain_moves(assessment, later, [risk.id], "en")
    assert (move.kind, move.after) == ("gone", None)
    assert "no proof that the harm is gone" in move.because[0]


def test_a_promoted_risk_says_what_is_known_and_leaves_the_rest_open(assessment: Assessment) -> None:
    risks = choose_risks(assessment, 3)
    impacts = list(promote(assessment, risks, "assessment-1", "nl"))
    for risk, impact in zip(risks, impacts, strict=True):
        assert impact == Impact.model_validate(impact.model_dump())
        assert impact.id == impact_id(risk.id)
        assert impact.severity.level == risk.severity.level
        assert (impact.actual, impact.involvement, impact.affected) == (None, None, ())
        assert (impact.promoted.risk, impact.promoted.rank) == (risk.id, risk.rank)


def test_a_theme_that_is_not_there_is_told(assessment: Assessment) -> None:
    with pytest.raises(InputProblem, match="no theme"):
        choose_risks(assessment, 3, ["kinderarbied"])
