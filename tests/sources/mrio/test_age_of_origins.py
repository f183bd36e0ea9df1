"""How far origins moved between years: by hand, by a second way of counting, and against what ships."""

from pathlib import Path

import numpy as np
import pytest

from scharnier.chain import calc_demand
from scharnier.chain.age import Level, load_age_table
from scharnier.chain.leontief import Leontief, calc_origins
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.sources.wiod2013.age import (
    BINS,
    EDGES,
    HALF,
    STEP,
    Tally,
    YearOrigins,
    calc_weights,
    count_pair,
    count_pairs,
    find_bins,
    find_pairs,
    find_quantile,
    load_years,
    read_quantile,
)
from scharnier.sources.wiod2013.age_build import render_age
from scharnier.sources.wiod2013.age_check import (
    GROWING,
    calc_coverage,
    calc_factors,
    check_baskets,
    check_later,
    check_origins,
    list_groups,
)
from scharnier.sources.wiod2013.parse import load_wiod_npz


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "mrio" / "wiod2013"


@pytest.fixture(scope="module")
def years(folder: Path) -> dict[int, YearOrigins]:
    return load_years(folder)


def two_markets(home: float, spend: tuple[float, float]) -> YearOrigins:
    """Two countries, one product; `home` is the share earned at home of what the first country buys."""
    return YearOrigins(np.array([[home, 0.0], [1.0 - home, 1.0]]), np.array(spend), 2)


def test_two_countries_by_hand() -> None:
    tally = count_pair(two_markets(0.6, (30.0, 10.0)), two_markets(0.3, (1.0, 1.0)), "country")
    half, most, tenth = EDGES["country"].index(0.5), EDGES["country"].index(0.8), EDGES["country"].index(0.1)
    # The first country's purchases are 30 of 40: 0.6 of it at home fell to 0.3, 0.4 abroad rose to 0.7.
    assert read_quantile(tally.weights[0, half], 0.5) == pytest.approx(0.5, rel=STEP / 2)
    assert tally.weights[0, half].sum() == pytest.approx(0.75 * 0.6)
    assert read_quantile(tally.weights[1, tenth], 0.5) == pytest.approx(1.75, rel=STEP / 2)
    assert tally.weights[1, tenth].sum() == pytest.approx(0.75 * 0.4)
    # The second buys at home only, then and now; the share of zero abroad has no ratio.
    assert tally.weights[0, most, HALF] == pytest.approx(0.25)
    assert tally.weights.sum() == pytest.approx(1.0)
    assert tally.origins.sum() == 3
    assert tally.purchases[:, half].tolist() == [1, 1, 0]
    assert tally.of("all")[0].sum() == pytest.approx(1.0)


def test_a_share_that_became_zero_counts_and_one_without_spend_does_not() -> None:
    gone = count_pair(two_markets(0.6, (1.0, 1.0)), two_markets(0.0, (1.0, 0.0)), "country")
    half = EDGES["country"].index(0.5)
    assert read_quantile(gone.weights[0, half], 0.5) == 0.0
    assert gone.weights.sum() == pytest.approx(1.0)  # all of it the first country's
    assert gone.origins.sum() == 2


def test_bins_are_as_fine_as_they_say() -> None:
    ratios = np.exp(np.random.default_rng(7).normal(0.0, 2.0, 10_000))
    back = np.exp((find_bins(ratios) - HALF) * STEP)
    inside = np.abs(np.log(ratios)) < HALF * STEP
    assert np.abs(back / ratios - 1.0)[inside].max() <= STEP / 2 * 1.001
    assert find_bins(np.array([0.0, 1.0, 1e9])).tolist() == [0, HALF, BINS - 1]


def test_pairs_of_years() -> None:
    assert find_pairs([2000, 1995, 1996]) == {1: ((1995, 1996),), 4: ((1996, 2000),), 5: ((1995, 2000),)}


@pytest.mark.parametrize("sigma", [0.1, 0.6])
def test_where_years_are_alike_the_intervals_cover_nine_tenths(sigma: float) -> None:
    """Shares that jump about a fixed middle, the same way in every year: later years are covered as stated."""
    random = np.random.default_rng(3)
    middle = random.dirichlet(np.full(60, 0.4), 240).T
    drawn = {}
    for year in range(1990, 2010):
        shares = middle[:, np.arange(240) % 240] * np.exp(random.normal(0.0, sigma, middle.shape))
        full = np.zeros((240, 240))
        full[:60] = shares / shares.sum(axis=0)
        drawn[year] = YearOrigins(full, np.ones(240), 240)
    found = check_later(drawn, "country", 1999, 2000)
    inside = np.array([covered["abroad"][1] for _, _, covered in found.values()])
    assert list(found) == list(range(1, 10))
    assert np.nanmin(inside) > 0.86
    assert np.nanmax(inside) < 0.94


@pytest.mark.shared
def test_a_year_is_what_an_assessment_of_that_year_says(folder: Path, years: dict[int, YearOrigins]) -> None:
    model = load_wiod_npz(folder / "wiot2013_2011.npz")
    demand = calc_demand(model, "NLD", {"c4": 1.0}, origin=False)
    column = model.index("NLD", "c4")
    assert years[2011].shares[:, column] == pytest.approx(calc_origins(Leontief(model), demand), abs=1e-12)
    assert years[2011].at("country")[:, column].sum() == pytest.approx(1.0)
    assert years[2011].spend[column] == model.final.reshape(41, 35, 41)[:, 3, model.regions.index("NLD")].sum()


@pytest.mark.shared
def test_the_bins_tell_what_sorting_tells(years: dict[int, YearOrigins]) -> None:
    """All ratios of one pair of years sorted, without bins and with other code."""
    old, new = years[1995].at("country"), years[2010].at("country")
    bought = (years[1995].spend > 0) & (years[2010].spend > 0)
    weight = np.where(bought, years[1995].spend, 0.0) / years[1995].spend[bought].sum()
    tally = count_pair(years[1995], years[2010], "country")
    for size, (low, high) in enumerate(zip(EDGES["country"][:-1], EDGES["country"][1:], strict=True)):
        chosen = [
            (new[c, p] / old[c, p], weight[p] * old[c, p])
            for c, p in zip(*np.nonzero((old >= low) & ((old < high) | (high == 1.0)) & bought), strict=True)
        ]
        ratios, money = (np.array(part) for part in zip(*sorted(chosen), strict=True))
        assert tally.of("all")[1][size] == len(ratios)
        for part in (0.05, 0.25, 0.5, 0.75, 0.95):
            plain = ratios[np.searchsorted(np.cumsum(money), part * money.sum())]
            assert read_quantile(tally.of("all")[0][size], part) == pytest.approx(plain, rel=2 * STEP)


@pytest.mark.shared
@pytest.mark.parametrize("level", ["country", "cell"])
def test_no_money_is_lost(years: dict[int, YearOrigins], level: Level) -> None:
    """Weights times ratios give the later money of the origins followed, which is nearly all there is."""
    tally = count_pair(years[1995], years[2011], level)
    ratios = np.exp((np.arange(BINS) - HALF) * STEP)
    assert tally.weights.sum() == pytest.approx(1.0, abs=2e-3)
    assert (tally.weights * ratios).sum() == pytest.approx(1.0, abs=3e-3)
    assert (tally.weights * ratios).sum() < 1.0  # origins that were not there, or too small, have grown


@pytest.mark.shared
def test_what_ships_is_what_is_measured(folder: Path, years: dict[int, YearOrigins]) -> None:
    for name, content in render_age(folder, years).items():
        assert (content_path("chain") / name).read_bytes() == content, name


@pytest.mark.shared
@pytest.mark.parametrize(("level", "most"), [("country", 1.5e-5), ("cell", 8.1e-4)])
def test_little_money_comes_to_origins_that_are_not_followed(
    years: dict[int, YearOrigins], level: Level, most: float
) -> None:
    for earlier, later in find_pairs(years)[15]:
        weights = calc_weights(years[earlier], years[later])
        new = np.where(years[earlier].at(level) < EDGES[level][0], years[later].at(level), 0.0) @ weights
        assert 0 < new.sum() <= most


@pytest.mark.shared
def test_dutch_clothing_left_the_interval_as_the_page_says(folder: Path, years: dict[int, YearOrigins]) -> None:
    model = load_wiod_npz(folder / "wiot2013_2011.npz")
    column, china = model.index("NLD", "c4"), model.regions.index("CHN")
    before, after = (float(years[year].at("country")[china, column]) for year in (1996, 2011))
    spread = load_age_table().spread("country", 15, before, home=False)
    assert spread is not None
    found = (before, before * spread.low, before * spread.high, after)
    assert [round(part, 3) for part in found] == [0.054, 0.022, 0.147, 0.275]


@pytest.mark.shared
def test_coverage_of_later_years_is_as_the_page_says(years: dict[int, YearOrigins]) -> None:
    """The figures of docs/method/chain-age.md: intervals up to 2004, tried on pairs that end later."""
    found = check_later(years, "country", 2004, 2000)
    assert sum(measured for measured, _, _ in found.values()) == 28
    assert sum(tried for _, tried, _ in found.values()) == 36
    inside = np.mean([covered["all"][1] for _, _, covered in found.values()], axis=0)
    assert [round(100 * part) for part in inside] == [90, 89, 88, 86, 84, 78, 88]


@pytest.mark.shared
def test_what_an_interval_was_made_from_it_covers(years: dict[int, YearOrigins]) -> None:
    pairs = find_pairs(years)[15]
    assert pairs == ((1995, 2010), (1996, 2011))
    tally = count_pairs(years, pairs, "country")
    assert np.nanmin(calc_coverage(tally, tally, "all")[1]) >= 0.9
    goods = count_pairs(list_groups(years, 0)["goods"], pairs, "country")
    assert calc_coverage(tally, goods, "all")[1][-1] == pytest.approx(0.68, abs=0.005)  # as the page says
    assert find_quantile(tally.weights[0, -1], 0.05) < HALF


@pytest.mark.shared
def test_a_country_that_rises_fast_falls_outside(folder: Path, years: dict[int, YearOrigins]) -> None:
    """As the page says: the intervals hold for most money and not for China. Counted once more from the shares."""
    pairs = find_pairs(years)[15]
    measured = count_pairs(years, pairs, "country")
    found = check_origins(years, measured, pairs)
    regions = load_wiod_npz(folder / "wiot2013_2011.npz").regions
    china = found[:, regions.index("CHN")]
    assert china / china.sum() == pytest.approx(np.array([0.0, 0.24, 0.76]), abs=0.005)
    assert china[2] / found[2].sum() == pytest.approx(0.43, abs=0.005)
    assert found[1].sum() / found.sum() == pytest.approx(0.9, abs=0.005)
    assert found.sum() == pytest.approx(measured.weights[1].sum())
    growing = found[:, np.isin(regions, GROWING)].sum(axis=1)
    assert growing / growing.sum() == pytest.approx(np.array([0.02, 0.80, 0.19]), abs=0.006)


@pytest.mark.shared
def test_whole_baskets_are_covered_as_the_page_says(years: dict[int, YearOrigins]) -> None:
    pairs = find_pairs(years)[15]
    parts = check_baskets(years, count_pairs(years, pairs, "country"), pairs, "country")
    assert [round(100 * part) for part in parts[1]] == [92, 90, 89, 97, 89, 100, 100]
    assert np.nansum(parts, axis=0) == pytest.approx(1.0)


def test_a_basket_by_hand() -> None:
    """A market with two products; intervals half to double of every share at home, nothing abroad moves."""
    shares = np.zeros((4, 4))
    shares[0] = shares[2] = 0.5  # each purchase: half from the first cell of each country
    then = YearOrigins(shares, np.array([3.0, 1.0, 0.0, 0.0]), 2)
    later = shares.copy()
    later[0], later[2] = [0.9, 0.1, 0.5, 0.5], [0.1, 0.9, 0.5, 0.5]
    now = YearOrigins(later, then.spend, 2)
    weights = np.zeros((2, len(EDGES["cell"]) - 1, BINS))
    weights[0, -1, find_bins(np.array([0.5, 2.0]))] = 0.5
    weights[1, -1, HALF] = 1.0
    numbers = np.full((2, len(EDGES["cell"]) - 1), 500)
    numbers[:, :-1] = 0
    measured = Tally(weights, np.zeros((3, 6), dtype=np.int64), numbers)
    assert calc_factors(measured, "cell")[:, :, -1] == pytest.approx(np.array([[0.5, 2.0], [1.0, 1.0]]), rel=STEP)
    # Home: (3 x 0.9 + 1 x 0.1) / 4 = 0.7 lies between 0.25 and 1; abroad 0.3 lies below the 0.5 that cannot move.
    parts = check_baskets({1: then, 2: now}, measured, [(1, 2)], "cell")
    assert parts[:, -1].tolist() == [0.5, 0.5, 0.0]


def test_a_folder_without_years_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="0 tables"):
        load_years(tmp_path)
