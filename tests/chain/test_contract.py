"""What scripts and notebooks lean on: the shapes and names of `System`, and that its answers are those of the parts."""

from itertools import pairwise

import numpy as np
import pytest

from scharnier.chain import System, load_model
from scharnier.chain.leontief import calc_coefficients
from scharnier.kernel.errors import InputProblem


def test_the_system_answers_as_scripts_expect() -> None:
    model = load_model()
    table = calc_coefficients(model.flows, model.output)
    regions, sectors = zip(*(model.label(cell) for cell in range(model.cells)), strict=True)
    system = System(table, regions=list(regions), sectors=list(sectors))
    kept = 1 - table.sum(axis=0)
    stressors = np.stack([kept, np.arange(model.cells) / model.cells])
    inverse = np.linalg.inv(np.eye(model.cells) - table)

    multipliers = system.multipliers(stressors)
    np.testing.assert_allclose(multipliers.values, stressors @ inverse, rtol=1e-9)
    assert multipliers.bound.shape == (2, model.cells)

    bought = [model.index("NLD", "c4"), model.index("CHN", "c14")]
    indices, values = system.origins(bought, stressors, k=7)
    assert indices.shape == values.shape == (2, 2, 7)
    for place, cell in enumerate(bought):
        for row in range(2):
            truth = stressors[row] * inverse[:, cell]
            order = np.argsort(-truth, kind="stable")[:7]
            assert indices[place, row].tolist() == order.tolist()
            np.testing.assert_allclose(values[place, row], truth[order], rtol=1e-9)

    demand = np.zeros(model.cells)
    demand[bought] = 3.0, 1.0
    np.testing.assert_allclose(system.footprint(demand), inverse @ demand, rtol=1e-9, atol=1e-15)
    paths = system.paths(demand, kept, 50)
    assert len(paths) == 50
    assert [value for value, _ in paths] == sorted((value for value, _ in paths), reverse=True)
    for value, cells in paths:
        worth = demand[cells[0]]
        for buyer, seller in pairwise(cells):
            worth *= table[seller, buyer]
        assert value == pytest.approx(worth * kept[cells[-1]], rel=1e-12)
    assert system.paths(bought[0], kept, 1)[0][1] == [bought[0]]


def test_wrong_questions_are_the_users_to_mend() -> None:
    system = System(np.array([[0.2, 0.1], [0.3, 0.4]]))
    for ask in (
        lambda: system.origins([2], np.ones(2)),
        lambda: system.origins([0], np.ones(3)),
        lambda: system.paths(5, np.ones(2), 1),
        lambda: system.paths(np.ones(2), np.array([1.0, np.nan]), 1),
        lambda: system.paths(np.ones(2), np.ones(2), 0),
    ):
        with pytest.raises(InputProblem):
            ask()
