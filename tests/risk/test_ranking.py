"""Ranking: severity leads, then likelihood, money only orders ties; no data is told apart; nothing gets lost."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.risk.evidence import Record
from scharnier.risk.likelihood import calc_likelihoods
from scharnier.risk.ranking import Ranking, rank_risks, sort_key
from scharnier.risk.severity import load_severities

from .builders import ON, SECTORS, chain_model, evidence_base, record

ALONE = {"IND": [("IND", 1.0)], "NLD": [("NLD", 1.0)]}
CELLS = len(ALONE) * len(SECTORS)


def ranked(records: Sequence[Record], exposure: Sequence[float], threshold: float = 1e-5) -> Ranking:
    likelihoods = calc_likelihoods(evidence_base(records), chain_model(ALONE), (), ON)
    amounts = np.array(exposure, dtype=float)
    tiers = np.outer([0.4, 0.3, 0.2, 0.1], amounts)
    return rank_risks(likelihoods, load_severities(), amounts, tiers, float(amounts.sum()), threshold)


def test_severity_leads_then_likelihood_then_money_and_unlikely_harm_comes_behind() -> None:
    records = [
        record("security", "IND", 3, sector="c1"),  # severity 5, likelihood 3, little money
        record("foa_cb", "IND", 5, sector="c1"),  # severity 4, likelihood 5
        record("security", "IND", 4, sector="c2"),
        record("foa_cb", "IND", 5, sector="c4"),
        record("security", "NLD", 2, sector="c4"),  # severe but not likely
        record("resource_use", "NLD", 3, sector="c1"),  # severity 3, and likely
    ]
    ranking = ranked(records, [1, 2, 50, 10, 100, 5, 400, 9])
    assert [(risk.id, risk.band) for risk in ranking.risks] == [
        ("security:IND/c2", "priority"),
        ("security:IND/c1", "priority"),
        ("foa_cb:IND/c4", "priority"),
        ("foa_cb:IND/c1", "priority"),
        ("resource_use:NLD/c1", "priority"),
        ("security:NLD/c4", "lower"),
    ]
    first = ranking.risks[0]
    assert (first.severity_level, first.level, first.exposure) == (5, 4, 2.0)
    assert first.share == pytest.approx(2 / 577)
    assert sum(first.tiers) == pytest.approx(first.exposure)


def test_what_no_source_speaks_of_is_a_gap_with_its_amount_and_no_risk() -> None:
    ranking = ranked([record("osh", "IND", 1)], [1, 2, 3, 4, 100, 50, 25, 15])
    assert [risk.theme for risk in ranking.risks] == ["osh"] * 4
    gaps = {gap.theme: gap for gap in ranking.gaps}
    assert (gaps["osh"].amount, gaps["osh"].cells, gaps["osh"].measured) == (190, 4, True)
    assert [cell.region for cell in gaps["osh"].largest] == ["NLD"] * 4
    assert gaps["osh"].largest[0].share == pytest.approx(0.5)
    assert (gaps["gender"].amount, gaps["gender"].cells, gaps["gender"].measured) == (200, 8, False)


def test_small_and_negative_amounts_are_not_listed() -> None:
    ranking = ranked([record("osh", "IND", 4)], [0.5, 1000, -20, 0, 1, 1, 1, 1], threshold=0.001)
    assert [risk.sector for risk in ranking.risks] == ["c2"]
    assert ranking.not_listed == 1  # the half euro; a credit and nothing at all are no exposure


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            record,
            st.sampled_from(["child_labour", "foa_cb", "tax", "climate"]),
            st.sampled_from(["IND", "NLD"]),
            st.integers(1, 5),
            sector=st.sampled_from([None, *SECTORS]),
        ),
        max_size=15,
    ),
    st.lists(st.floats(-5, 1000), min_size=CELLS, max_size=CELLS).filter(lambda values: sum(values) > 1),
)
def test_every_cell_with_money_is_ranked_counted_or_a_gap(records: list[Record], exposure: list[float]) -> None:
    ranking = ranked(records, exposure, threshold=0.01)
    keys = [sort_key(risk.band, risk.severity_level, risk.level, risk.exposure) for risk in ranking.risks]
    assert keys == sorted(keys)
    assert [risk.rank for risk in ranking.risks] == list(range(1, len(keys) + 1))
    assert len({risk.id for risk in ranking.risks}) == len(keys)
    with_money = sum(amount > 0 for amount in exposure)
    gaps = sum(gap.cells for gap in ranking.gaps)
    assert len(ranking.risks) + ranking.not_listed + gaps == with_money * len(load_severities())
    assert all(risk.exposure >= 0.01 * ranking.total for risk in ranking.risks)
