"""Next steps: the right actions of the guidance, concrete, with people to hear, in both languages."""

import numpy as np
import pytest

from scharnier.codes.sectors import load_sectors
from scharnier.risk.evidence import Record
from scharnier.risk.likelihood import calc_likelihoods
from scharnier.risk.ranking import Ranking, rank_risks
from scharnier.risk.severity import load_severities
from scharnier.risk.steps import actions_for, next_steps, stakeholders_for

from .builders import ON, chain_model, evidence_base, record


def ranked(records: list[Record]) -> Ranking:
    likelihoods = calc_likelihoods(evidence_base(records), chain_model({"IND": [("IND", 1.0)]}), ("cotton",), ON)
    money = np.array([10.0, 20.0, 30.0, 40.0])
    return rank_risks(likelihoods, load_severities(), money, np.outer([1, 0, 0, 0], money), 100.0)


def test_everyone_concerned_is_named_for_every_theme_and_industry() -> None:
    for theme in load_severities():
        for sector in load_sectors():
            assert stakeholders_for(theme, sector, "nl")
            assert len(stakeholders_for(theme, sector, "nl")) == len(stakeholders_for(theme, sector, "en"))
    assert any("BWI" in who for who in stakeholders_for("osh", "c18", "en"))
    assert not any("BWI" in who for who in stakeholders_for("climate", "c18", "en"))


def test_steps_run_from_looking_closer_to_complaints_and_name_the_first_risk() -> None:
    ranking = ranked([record("child_labour", "IND", 5, good="cotton"), record("osh", "IND", 2, sector="c4")])
    steps = next_steps(ranking, "en")
    assert [step.action.split(":")[1] for step in steps] == ["2.2", "2.3", "2.4", "3.1", "3.2", "2.1", "5.1", "6.2"]
    assert "child labour" in steps[0].text
    assert "India" in steps[0].text
    assert steps[0].risks == ("child_labour:IND/c1",)
    assert any("child rights" in who for who in steps[0].stakeholders)
    assert all("{" not in step.text + step.title for step in (*steps, *next_steps(ranking, "nl")))


def test_unlikely_harm_asks_for_scanning_and_nothing_more() -> None:
    ranking = ranked([record("osh", "IND", 2, sector="c4")])
    assert actions_for(ranking.risks[0]) == ["oecd-ddg-2018:2.1"]
    assert [step.action.split(":")[1] for step in next_steps(ranking, "nl")] == ["2.1", "5.1"]


@pytest.mark.parametrize("level", [3, 4])
def test_a_complaint_route_where_likely_harm_is_extreme(level: int) -> None:
    ranking = ranked([record("security", "IND", level, sector="c4")])
    assert ("oecd-ddg-2018:6.2" in actions_for(ranking.risks[0])) == (level == 4)
