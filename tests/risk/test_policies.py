"""Two positions on priorities: content that a user chooses, and that changes the order as it says and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.norms import load_library
from scharnier.risk.likelihood import Likelihoods, calc_likelihoods
from scharnier.risk.policies import explain_policy, get_policy, load_policies
from scharnier.risk.ranking import Ranking, rank_risks, sort_key
from scharnier.risk.severity import load_severities
from scharnier.risk.stability import GroupExposures, calc_stability

from .builders import ON, SECTORS, chain_model, evidence_base, record

REGIONS = {"IND": [("IND", 1.0)], "NLD": [("NLD", 1.0)]}
CELLS = len(REGIONS) * len(SECTORS)
RECORDS = [
    record("forced_labour", "IND", 5, sector="c1"),
    record("foa_cb", "IND", 4),
    record("foa_cb", "NLD", 1),
    record("osh", "NLD", 3),
]


def likelihoods() -> Likelihoods:
    return calc_likelihoods(evidence_base(RECORDS), chain_model(REGIONS), (), ON)


def ranked(policy: str) -> Ranking:
    exposure = np.full(CELLS, 10.0)
    tiers = np.outer([0.4, 0.3, 0.2, 0.1], exposure)
    total = float(exposure.sum())
    return rank_risks(likelihoods(), load_severities(), exposure, tiers, total, policy=get_policy(policy))


def test_the_cabinet_follows_the_risk_and_the_council_puts_enabling_rights_first() -> None:
    cabinet, council = load_policies()["follow_risk"], load_policies()["enabling_rights_first"]
    assert get_policy() is cabinet
    assert (cabinet.first, council.first) == (frozenset(), {"foa_cb"})
    assert (cabinet.held_on, cabinet.source, council.source) == ("2020-07-10", "SEED-004", "SEED-004")
    assert "Social and Economic Council" in explain_policy(council, "en")
    assert "ondeelbaar" in explain_policy(cabinet, "nl")
    assert council.source in load_library().references


def test_what_always_goes_first_goes_first_even_where_it_is_unlikely() -> None:
    risk_led, rights_led = ranked("follow_risk"), ranked("enabling_rights_first")
    assert risk_led.risks[0].theme == "forced_labour"
    themes = [risk.theme for risk in rights_led.risks]
    count = themes.count("foa_cb")
    assert set(themes[:count]) == {"foa_cb"}
    assert {risk.region for risk in rights_led.risks[:count]} == {"IND", "NLD"}  # NLD: likelihood 1
    assert themes[count] == "forced_labour"


def test_a_position_moves_ranks_and_changes_nothing_else() -> None:
    risk_led, rights_led = ranked("follow_risk"), ranked("enabling_rights_first")
    plain = {replace(risk, rank=0).id: replace(risk, rank=0) for risk in risk_led.risks}
    assert {risk.id: replace(risk, rank=0) for risk in rights_led.risks} == plain
    assert rights_led.gaps == risk_led.gaps
    first = rights_led.policy.first
    keys = [sort_key(r.band, r.severity_level, r.level, r.exposure, r.theme in first) for r in rights_led.risks]
    assert keys == sorted(keys)


def test_the_draws_follow_the_same_position() -> None:
    ranking = ranked("enabling_rights_first")
    money = np.full((1, CELLS), 10.0)
    groups = GroupExposures(money, money, np.ones(1))
    stability = calc_stability(ranking, likelihoods(), load_severities(), groups, draws=200)
    rights = [s for risk, s in zip(ranking.risks, stability, strict=True) if risk.theme == "foa_cb"]
    others = [s for risk, s in zip(ranking.risks, stability, strict=True) if risk.theme != "foa_cb"]
    assert max(s.rank_p95 for s in rights) < min(s.rank_p05 for s in others)


def test_an_unknown_position_names_those_there_are() -> None:
    with pytest.raises(InputProblem, match="follow_risk, enabling_rights_first"):
        get_policy("own_opinion")
