"""Where a purchase is placed when its origin is stated, and when it is not."""

from collections.abc import Callable

import numpy as np
import pytest

from scharnier.chain import ChainModel, calc_demand, calc_market_mix, explain_demand
from scharnier.kernel.errors import InputProblem

Maker = Callable[..., ChainModel]


@pytest.fixture(scope="module")
def two_countries(toy: Maker) -> ChainModel:
    """Cells NLD c1, NLD c2, CHN c1, CHN c2. NLD makes no c2; nobody uses NLD's c2; CHN uses no c1 from NLD."""
    flows = [[10, 0, 0, 0], [0, 0, 0, 0], [20, 0, 5, 5], [30, 0, 10, 10]]
    final = [[20, 0], [0, 0], [10, 25], [50, 20]]
    inventories = [[-5, 0], [0, 0], [0, 0], [0, 0]]
    output = [25, 0, 65, 120]
    return toy(flows, output, regions=("NLD", "CHN"), final=final, inventories=inventories)


def test_the_mix_of_a_small_table_by_hand(two_countries: ChainModel) -> None:
    mix = calc_market_mix(two_countries)
    # c1 used in NLD: 10 + 20 own, 20 + 10 Chinese; the shrinking Dutch stock of 5 is no use.
    assert mix[0, 0].tolist() == [0.5, 0.5]
    assert mix[0, 1].tolist() == [0.0, 1.0]
    assert mix[1, 0].tolist() == [0.0, 1.0]


def test_a_product_nobody_there_uses_comes_as_it_does_to_the_world(toy: Maker) -> None:
    model = toy(np.zeros((4, 4)), [30, 10, 10, 0], regions=("NLD", "CHN"), final=[[30, 0], [10, 0], [10, 0], [0, 0]])
    mix = calc_market_mix(model)
    assert mix[1, 0].tolist() == [0.75, 0.25]
    notes = explain_demand(model, "CHN", {"c1": 1.0}, origin=False)
    assert [(note.reason, note.share) for note in notes] == [("no_use", 1.0)]


def test_a_product_nobody_uses_anywhere_stays_at_home(toy: Maker) -> None:
    model = toy(np.zeros((4, 4)), [10, 0, 10, 0], regions=("NLD", "CHN"), final=[[10, 0], [0, 0], [0, 10], [0, 0]])
    assert calc_market_mix(model)[1, 1].tolist() == [0.0, 1.0]


def test_used_equipment_sold_abroad_does_not_make_a_negative_share(toy: Maker) -> None:
    model = toy(np.zeros((2, 2)), [10, 10], regions=("NLD", "CHN"), final=[[12, -2], [3, 7]])
    assert calc_market_mix(model)[1, 0].tolist() == [0.0, 1.0]


def test_a_stated_origin_is_taken_at_its_word(two_countries: ChainModel) -> None:
    demand = calc_demand(two_countries, "CHN", {"c1": 3, "c2": 1}, origin=True)
    assert demand.tolist() == [0.0, 0.0, 0.75, 0.25]
    assert explain_demand(two_countries, "CHN", {"c1": 3, "c2": 1}, origin=True) == ()


def test_an_origin_that_makes_none_falls_back_to_its_market_and_says_so(two_countries: ChainModel) -> None:
    weights = {"c1": 0.5, "c2": 0.5}
    assert calc_demand(two_countries, "NLD", weights, origin=True).tolist() == [0.5, 0.0, 0.0, 0.5]
    (note,) = explain_demand(two_countries, "NLD", weights, origin=True)
    assert (note.region, note.sector, note.share, note.reason) == ("NLD", "c2", 0.5, "no_output")


@pytest.mark.parametrize("weights", [{"c1": -1.0, "c2": 2.0}, {"c1": 0.0}, {"c1": float("nan")}, {}])
def test_weights_that_make_no_mix_are_refused(two_countries: ChainModel, weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        calc_demand(two_countries, "NLD", weights, origin=False)


def test_unknown_codes_name_the_known_ones(two_countries: ChainModel) -> None:
    with pytest.raises(InputProblem, match="Known: NLD, CHN"):
        calc_demand(two_countries, "BGD", {"c1": 1.0}, origin=False)
    with pytest.raises(InputProblem, match="Known: c1, c2"):
        calc_demand(two_countries, "NLD", {"c9": 1.0}, origin=False)


def test_every_mix_and_demand_of_the_starter_sums_to_one(starter: ChainModel) -> None:
    mix = calc_market_mix(starter)
    assert mix.shape == (41, 35, 41)
    assert mix.min() >= 0
    assert np.abs(mix.sum(axis=2) - 1).max() < 1e-12
    for region in starter.regions:
        for origin in (True, False):
            demand = calc_demand(starter, region, dict.fromkeys(starter.sectors, 1.0), origin)
            assert abs(demand.sum() - 1) < 1e-12
            assert (demand[starter.output == 0] == 0).all()


def test_the_dutch_clothing_market_of_2011_imports_most_but_its_hospitals_are_dutch(starter: ChainModel) -> None:
    mix = calc_market_mix(starter)
    dutch = starter.regions.index("NLD")
    clothing = dict(zip(starter.regions, mix[dutch, starter.sectors.index("c4")], strict=True))
    assert clothing["NLD"] < 0.5
    assert clothing["CHN"] > 0.1
    assert mix[dutch, starter.sectors.index("c33"), dutch] > 0.95
