"""Groups and passages, worked by hand on one small chain and held against the paths of the table that ships."""

import doctest
from pathlib import Path

import numpy as np
import pytest

from scharnier.chain import ChainModel, Leontief
from scharnier.chain.path_groups import calc_passage, group_paths
from scharnier.chain.paths import find_paths
from scharnier.kernel.errors import InputProblem

# A shop (NL) buys from a weaver (CN) and a farm (IN); the weaver buys from the farm. A farm keeps all it gets.
CHAIN = np.array([[0.0, 0.0, 0.0], [0.4, 0.0, 0.0], [0.2, 0.5, 0.0]])
KEPT = np.array([0.4, 0.5, 1.0])
PLACES = ["NL", "CN", "IN"]


def test_by_hand() -> None:
    paths = find_paths(CHAIN, 0, KEPT, 10)
    assert paths.complete
    groups = group_paths(paths, PLACES)
    found = [(group.sequence, round(group.value, 12), group.count) for group in groups]
    # 0.4 stays in the shop; 0.2 with the weaver; 0.2 goes straight to the farm and 0.2 there by way of the weaver.
    assert found == [(("NL",), 0.4, 1), (("NL", "CN"), 0.2, 1), (("NL", "IN"), 0.2, 1), (("NL", "CN", "IN"), 0.2, 1)]
    passage = calc_passage(paths, PLACES)
    assert passage.labels == ("NL", "CN", "IN")
    np.testing.assert_allclose(passage.shares, [1.0, 0.4, 0.4])
    np.testing.assert_allclose(passage.tiers, [[1, 0, 0, 0], [0, 0.4, 0, 0], [0, 0.2, 0.2, 0]])
    np.testing.assert_allclose(passage.ends, [0.4, 0.2, 0.4])
    assert passage.order().tolist() == [0, 1, 2]


def test_steps_inside_one_country_are_one() -> None:
    paths = find_paths(CHAIN, 0, KEPT, 10)
    merged = {group.sequence: group.count for group in group_paths(paths, ["NL", "CN", "CN"])}
    assert merged == {("NL",): 1, ("NL", "CN"): 3}
    apart = {group.sequence: group.count for group in group_paths(paths, ["NL", "CN", "CN"], merge=False)}
    assert apart == {("NL",): 1, ("NL", "CN"): 2, ("NL", "CN", "CN"): 1}
    # Whoever is there twice is there once.
    assert calc_passage(paths, ["NL", "CN", "CN"]).anywhere.tolist() == pytest.approx([1.0, 0.6])


def test_the_starter_model(starter: ChainModel, starter_system: Leontief) -> None:
    paths = find_paths(
        starter_system.coefficients, starter.index("NLD", "c4"), starter_system.value_added_share, 20_000
    )
    countries = [starter.label(cell)[0] for cell in range(starter.cells)]
    groups = group_paths(paths, countries)
    assert sum(group.value for group in groups) == pytest.approx(paths.values.sum(), rel=1e-12)
    assert sum(group.count for group in groups) == len(paths)
    assert groups[0].sequence == ("NLD",)
    passage = calc_passage(paths, countries)
    assert passage.ends.sum() == pytest.approx(passage.covered, rel=1e-12)
    assert (passage.anywhere <= passage.covered * (1 + 1e-12)).all()
    assert (passage.tiers.max(axis=1) <= passage.anywhere * (1 + 1e-12)).all()
    assert passage.labels[passage.order()[0]] == "NLD"
    for place in (1, 7):
        through = [value for value, cells in paths if any(countries[c] == passage.labels[place] for c in cells)]
        assert passage.anywhere[place] == pytest.approx(sum(through), rel=1e-12)


def test_no_paths_and_too_few_names() -> None:
    nothing = find_paths(CHAIN, np.zeros(3), KEPT, 10)
    assert group_paths(nothing, PLACES) == []
    assert calc_passage(nothing, PLACES).shares.tolist() == [0, 0, 0]
    with pytest.raises(InputProblem, match="only 2 cells are named"):
        group_paths(find_paths(CHAIN, 0, KEPT, 10), PLACES[:2])


def test_the_page_runs_as_it_stands() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "method" / "paths.md"
    failed, attempted = doctest.testfile(str(page), module_relative=False)
    assert attempted > 10
    assert failed == 0
