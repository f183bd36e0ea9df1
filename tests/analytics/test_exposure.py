"""Exposures: the figures of the method page, and what linearity promises."""

import re
from pathlib import Path

import numpy as np
import pytest

from scharnier.analytics.exposure import calc_exposures
from scharnier.analytics.purchases import Meaning, Purchases, combine, spread
from scharnier.chain import Leontief, calc_demand, calc_market_mix, calc_tiers, load_model


def test_the_example_of_the_method_page(repository: Path) -> None:
    page = (repository / "docs/method/exposure.md").read_text(encoding="utf-8")
    model = load_model()
    mix = calc_market_mix(model)[model.regions.index("NLD"), model.sectors.index("c4")]
    for name, region in (("China", "CHN"), ("Germany", "DEU"), ("the rest of the world", "ROW")):
        share = f"{mix[model.regions.index(region)]:.0%}"
        assert re.search(rf"{share} (of it )?from (makers in\s)?{name}", page), name
    tiers = calc_tiers(Leontief(model), calc_demand(model, "NLD", {"c4": 1.0}, origin=False)).sum(axis=1)
    assert tiers.sum() == pytest.approx(1, abs=1e-12)
    shown = [f"{tier:.0%}" for tier in tiers]
    assert f"{shown[0]} is value added by the maker, {shown[1]}\nby tier 1, {shown[2]} by tier 2 and {shown[3]}" in page


def purchases(*meanings: Meaning, places: tuple[tuple[str | None, str | None], ...] = ((None, None),)) -> Purchases:
    count = len(meanings)
    return Purchases(np.arange(count), np.zeros(count, dtype=np.int64), meanings, places, ())


def meaning(weights: dict[str, float], **others: object) -> Meaning:
    return Meaning(tuple(weights.items()), None, 0.9, "text", "", **others)  # type: ignore[arg-type]


def test_a_mix_of_industries_is_the_sum_of_its_parts() -> None:
    model = load_model()
    usable = np.array([True])
    cents = np.array([100_00])

    def origins(weights: dict[str, float]) -> np.ndarray:
        found = calc_exposures(purchases(meaning(weights)), cents, usable, model, "NLD")
        return np.asarray(found.unit_origins @ found.unit_amount)

    both = origins({"c4": 0.25, "c5": 0.75})
    assert both == pytest.approx(0.25 * origins({"c4": 1.0}) + 0.75 * origins({"c5": 1.0}))
    assert both.sum() == pytest.approx(100)


def test_a_stated_origin_is_not_spread_and_the_mix_of_the_seller_goes_before_that_of_the_buyer() -> None:
    model = load_model()
    usable, cents = np.array([True]), np.array([100_00])

    def found(place: tuple[str | None, str | None]) -> dict[str, float]:
        bought = purchases(meaning({"c4": 1.0}), places=(place,))
        exposures = calc_exposures(bought, cents, usable, model, "NLD")
        (unit,) = exposures.units
        return {"region": unit.region, "origin": unit.origin}  # type: ignore[dict-item]

    assert found(("CHN", "DEU")) == {"region": "CHN", "origin": "CHN"}
    assert found((None, "DEU")) == {"region": "DEU", "origin": None}
    assert found((None, None)) == {"region": "NLD", "origin": None}
    assert found(("BGD", None)) == {"region": "ROW", "origin": "BGD"}


def test_lines_with_a_problem_or_without_meaning_carry_nothing() -> None:
    model = load_model()
    bought = purchases(meaning({"c4": 1.0}), meaning({}), meaning({"c4": 1.0}))
    exposures = calc_exposures(bought, np.array([10_00, 20_00, 40_00]), np.array([True, True, False]), model, "NLD")
    assert exposures.line_profile.tolist() == [0, -1, -1]
    assert exposures.profile_amount.tolist() == [10.0]


def test_cents_are_summed_as_whole_numbers() -> None:
    model = load_model()
    cents = np.full(10_001, 1, dtype=np.int64)
    bought = Purchases(
        np.zeros(10_001, dtype=np.int64),
        np.zeros(10_001, dtype=np.int64),
        (meaning({"c30": 1.0}),),
        ((None, None),),
        (),
    )
    exposures = calc_exposures(bought, cents, np.ones(10_001, dtype=bool), model, "NLD")
    assert exposures.profile_amount.tolist() == [100.01]


def test_several_labels_in_one_cell_are_read_one_by_one() -> None:
    assert spread(("a | b", "general")) == [("a", "general"), ("b", "general")]
    assert spread(("a", "general")) == [("a", "general")]
    known, silent = meaning({"c4": 1.0}), Meaning((), None, 0.0, "none", "", reason="no_content")
    assert dict(combine([known, meaning({"c5": 1.0})]).weights) == {"c4": 0.5, "c5": 0.5}
    assert combine([known, known, silent]).confidence == pytest.approx(0.6)
    assert combine([known, silent]).reason == "no_content"
    assert combine([silent, silent]).weights == ()
