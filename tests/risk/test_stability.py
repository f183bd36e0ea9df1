"""Rank stability: the draws order as the ranking does, shake what they say they shake, and repeat for a seed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from scharnier.risk.candidates import BINS, find_candidates, list_fills
from scharnier.risk.evidence import Record
from scharnier.risk.likelihood import Likelihoods, calc_likelihoods
from scharnier.risk.ranking import Ranking, rank_risks, sort_key
from scharnier.risk.severity import load_severities
from scharnier.risk.stability import GroupExposures, calc_stability, draw_severities, rank_draws

from .builders import ON, SECTORS, chain_model, evidence_base, record

REGIONS = {
    "IND": [("IND", 1.0)],
    "NLD": [("NLD", 1.0)],
    "ROW": [("PAK", 0.5), ("GHA", 0.3), ("KEN", 0.2)],
}
CELLS = len(REGIONS) * len(SECTORS)
EVEN = np.linspace(200.0, 100.0, CELLS)
SEVERITIES = load_severities()


def setting(
    records: Sequence[Record], exposure: np.ndarray = EVEN, goods: Sequence[str] = ()
) -> tuple[Likelihoods, Ranking]:
    likelihoods = calc_likelihoods(evidence_base(records), chain_model(REGIONS), goods, ON)
    tiers = np.outer([0.4, 0.3, 0.2, 0.1], exposure)
    return likelihoods, rank_risks(likelihoods, SEVERITIES, exposure, tiers, float(exposure.sum()))


def sure(exposure: np.ndarray = EVEN) -> GroupExposures:
    return GroupExposures(exposure[None, :], exposure[None, :], np.array([1.0]))


MANY = [record("security", "IND", 5), record("osh", "NLD", 2), record("foa_cb", "PAK", 4), record("tax", "KEN", 1)]


def test_the_same_seed_gives_the_same_answer_and_another_seed_nearly_so() -> None:
    likelihoods, ranking = setting(MANY)
    first = calc_stability(ranking, likelihoods, SEVERITIES, sure(), draws=2000, seed=1)
    assert first == calc_stability(ranking, likelihoods, SEVERITIES, sure(), draws=2000, seed=1)
    other = calc_stability(ranking, likelihoods, SEVERITIES, sure(), draws=2000, seed=2)
    assert first != other
    assert max(abs(a.in_top10 - b.in_top10) for a, b in zip(first, other, strict=True)) < 0.06


def test_a_risk_without_rivals_is_always_first_and_percentiles_are_ordered() -> None:
    likelihoods, ranking = setting([record("security", "IND", 5, sector="c1")])
    # Gaps of the same theme and industry elsewhere do compete: take their money away.
    alone = np.where(np.arange(CELLS) == 0, 100.0, 0.0)
    (only,) = calc_stability(ranking, likelihoods, SEVERITIES, sure(alone), draws=200)
    assert (only.in_top10, only.rank_p05, only.rank_p50, only.rank_p95) == (1.0, 1, 1, 1)
    likelihoods, ranking = setting(MANY)
    for risk in calc_stability(ranking, likelihoods, SEVERITIES, sure(), draws=300):
        assert 1 <= risk.rank_p05 <= risk.rank_p50 <= risk.rank_p95
        assert 0 <= risk.in_top10 <= 1


def test_what_was_perhaps_not_bought_leaves_the_list_as_often_as_the_reading_is_doubted() -> None:
    likelihoods, ranking = setting([record("security", "IND", 5, sector="c1"), *MANY])
    other = EVEN.copy()
    other[0] = 0.0
    main, alternative = np.stack([EVEN - other, other]), np.stack([np.zeros(CELLS), other])
    doubted, certain = (
        calc_stability(
            ranking, likelihoods, SEVERITIES, GroupExposures(main, alternative, np.array([c, 1.0])), draws=4000
        )[0]
        for c in (0.7, 1.0)
    )
    assert ranking.risks[0].cell == 0
    assert doubted.in_top10 / certain.in_top10 == pytest.approx(0.7, abs=0.04)
    assert doubted.rank_p95 >= len(ranking.risks)


def test_a_gap_can_push_a_known_risk_down() -> None:
    records = [record("security", "IND", 4, sector="c1"), record("security", "PAK", 5, sector="c1")]
    rich = EVEN.copy()
    rich[4] = 5000.0  # NLD/c1, of which nothing is known
    likelihoods, ranking = setting(records, rich)
    without = calc_stability(ranking, likelihoods, SEVERITIES, sure(np.where(rich == EVEN, rich, 0.0)), draws=1000)
    with_gap = calc_stability(ranking, likelihoods, SEVERITIES, sure(rich), draws=1000)
    at = next(number for number, risk in enumerate(ranking.risks) if risk.id == "security:IND/c1")
    assert with_gap[at].rank_p95 > without[at].rank_p95
    assert all(risk.region != "NLD" for risk in ranking.risks)


def test_of_themes_that_are_equal_in_all_none_leads_for_its_place_in_a_file() -> None:
    """Twelve themes at one place, as severe and as likely as one another: each is among ten as often as the others."""
    themes = [theme for theme in SEVERITIES if theme != "climate"][:12]
    even = dict.fromkeys(SEVERITIES, SEVERITIES["security"])
    likelihoods, ranking = setting([record(theme, "IND", 4, sector="c1") for theme in themes])
    found = calc_stability(ranking, likelihoods, even, sure(), draws=6000)
    shares = [one.in_top10 for risk, one in zip(ranking.risks, found, strict=True) if risk.theme in themes]
    assert len(shares) == 12
    assert max(shares) - min(shares) < 0.05


def test_half_of_the_throws_keep_the_level_and_the_rest_share_the_span() -> None:
    records = [record("security", "IND", 3, sector="c1"), record("security", "IND", 5, sector="c2", year=2011)]
    likelihoods, ranking = setting(records)
    candidates = find_candidates(ranking, likelihoods, EVEN)
    by_id = {risk.id: candidates.outcomes[n] for n, risk in enumerate(ranking.risks)}
    assert np.bincount(by_id["security:IND/c1"], minlength=6).tolist() == [0, 0, 20, 80, 20, 0]  # span 2..4
    assert np.bincount(by_id["security:IND/c2"], minlength=6).tolist() == [0, 0, 0, 20, 20, 80]  # stale: span 3..5


def test_a_group_is_drawn_from_its_members_by_weight() -> None:
    records = [record("security", "PAK", 5), record("security", "GHA", 1), record("security", "IND", 2)]
    likelihoods, ranking = setting(records)
    candidates = find_candidates(ranking, likelihoods, EVEN)
    at = next(number for number, risk in enumerate(ranking.risks) if risk.region == "ROW")
    assert ranking.risks[at].level == 5
    drawn = candidates.draw(np.random.default_rng(3), 40_000)[:, at]
    share = np.bincount(drawn, minlength=6)[1:] / len(drawn)
    # Half stay at 5. Else: 5 with .5, 1 with .3, and Kenya (.2) as one of the three places known: 5, 1 or 2.
    third = 0.5 * 0.2 / 3
    assert share == pytest.approx([0.15 + third, third, 0, 0, 0.5 + 0.25 + third], abs=0.01)


def test_a_gap_is_filled_as_far_as_a_country_wide_source_reaches() -> None:
    listings = [record("forced_labour", "PAK", 5, good="gold"), record("forced_labour", "IND", 1, sector="c2")]
    likelihoods, _ = setting([*listings, record("security", "PAK", 5), record("security", "IND", 1)])
    fills = list_fills(likelihoods)
    mining, textiles = SECTORS.index("c2"), SECTORS.index("c4")
    forced, security = likelihoods.themes.index("forced_labour"), likelihoods.themes.index("security")
    # One place at 4 (listed, not bought) and one at 1; mining is listed once, so a country-wide source gives at most 2.
    assert np.bincount(fills[forced, mining], minlength=6).tolist() == [0, 60, 60, 0, 0, 0]
    assert np.bincount(fills[security, mining], minlength=6).tolist() == [0, 60, 0, 0, 0, 60]
    assert not fills[forced, textiles].any()


def test_a_source_on_a_country_errs_for_all_its_industries_alike() -> None:
    likelihoods, ranking = setting([record("security", "IND", 3)])
    candidates = find_candidates(ranking, likelihoods, EVEN)
    mine = [number for number, risk in enumerate(ranking.risks) if risk.region == "IND"]
    drawn = candidates.draw(np.random.default_rng(0), 300)[:, mine]
    assert len(mine) == len(SECTORS)
    assert (drawn == drawn[:, :1]).all()
    assert len(set(drawn[:, 0].tolist())) > 1


def test_faces_of_severity_move_one_step_in_half_of_the_draws() -> None:
    parts = [SEVERITIES["social_protection"]]  # 3, 3, 2
    drawn = draw_severities(np.random.default_rng(5), 40_000, parts, "max")[:, 0]
    up = 1 - 0.75**2  # 4 where one of the two threes goes up
    assert np.mean(drawn == 4) == pytest.approx(up, abs=0.01)
    assert set(drawn.tolist()) == {2, 3, 4}  # 2: both threes down, the two not up


def test_no_bin_is_left_over_whatever_the_span() -> None:
    assert all((BINS // 2) % width == 0 for width in range(1, 6))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_draws_are_ordered_as_the_ranking_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    likelihoods, ranking = setting(MANY)
    candidates = find_candidates(ranking, likelihoods, EVEN)
    draws, number = 3, len(candidates.theme)
    severity = rng.integers(1, 6, (draws, len(candidates.themes))).astype(np.int8)
    likelihood = rng.integers(1, 6, (draws, number)).astype(np.int8)
    exposure = rng.uniform(0, 100, (draws, CELLS))
    least = rng.choice([0.0, 30.0, 60.0], number)
    turns = rng.permuted(np.tile(np.arange(len(candidates.themes)), (draws, 1)), axis=1)
    first = frozenset({"foa_cb"}) if seed % 2 else frozenset()
    ranks = rank_draws(replace(candidates, least=least), severity, likelihood, exposure, turns, first)
    for d in range(draws):

        def key(n: int, d: int = d) -> tuple[bool, tuple[int, int, int, int, float], int]:
            lik, money = int(likelihood[d, n]), float(exposure[d, candidates.cell[n]])
            band = "priority" if lik >= 3 else "lower"
            theme = candidates.theme[n]
            goes_first = candidates.themes[theme] in first
            order = sort_key(band, int(severity[d, theme]), lik, money, goes_first)
            return money < least[n], order, int(turns[d, theme])

        order = sorted(range(number), key=key)
        on_list = [n for n in order if exposure[d, candidates.cell[n]] >= least[n]]
        assert ranks[d, on_list].tolist() == list(range(1, len(on_list) + 1))
        assert sorted(ranks[d].tolist()) == list(range(1, number + 1))


def test_exposures_by_kind_of_purchase_equal_exposures_by_cell() -> None:
    rng = np.random.default_rng(8)
    origins = rng.uniform(size=(3, CELLS))
    main, alternative = rng.uniform(size=(2, 5, 3))
    alternative[1] = main[1]  # no other reading
    confidence = np.array([0.5, 0.5, 1.0, 0.2, 0.9])
    by_cell = GroupExposures(main @ origins, alternative @ origins, confidence)
    by_kind = GroupExposures(csr_array(main), csr_array(alternative), confidence, origins)
    assert by_cell.doubtful.tolist() == by_kind.doubtful.tolist() == [0, 3, 4]
    wrong = rng.uniform(size=(7, 3)) < 0.5
    one_by_one = []
    for row in wrong:
        misread = dict(zip([0, 3, 4], row, strict=True))
        one_by_one.append(sum((alternative if misread.get(g) else main)[g] @ origins for g in range(5)))
    assert by_cell.totals(wrong) == pytest.approx(np.array(one_by_one))
    assert by_kind.totals(wrong) == pytest.approx(np.array(one_by_one))
