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


def test_frames_lists_and_odd_number_types_are_tables_too() -> None:
    pandas = pytest.importorskip("pandas")
    table, stressors = np.array([[0.15, 0.25], [0.20, 0.05]]), np.array([[1.0, 2.0], [0.0, 3.0]])
    truth = stressors @ np.linalg.inv(np.eye(2) - table)
    labels = pandas.MultiIndex.from_tuples([("NLD", "c1"), ("DEU", "c1")])
    for given in (pandas.DataFrame(table, labels, labels), table.tolist(), table.astype(">f8"), table.astype(object)):
        for asked in (
            stressors,
            pandas.DataFrame(stressors, columns=labels),
            stressors.tolist(),
            stressors.astype(int),
        ):
            np.testing.assert_allclose(System(given).multipliers(asked).values, truth, rtol=1e-12)
    demand = pandas.Series([3.0, 1.0], labels)
    np.testing.assert_allclose(System(table).footprint(demand), np.linalg.solve(np.eye(2) - table, [3.0, 1.0]))
    whole = System(np.array([[0, 1], [0, 0]]))
    assert whole.multipliers(np.ones((1, 2))).values.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize("power", [*range(1, 11)])
def test_near_the_edge_the_bound_still_covers_the_error(power: int) -> None:
    # Every column keeps 10^-power: value added multipliers are one, whatever the table.
    table = np.random.default_rng(power).random((30, 30))
    table *= (1 - 10.0**-power) / table.sum(axis=0)
    found = System(table).multipliers(1 - table.sum(axis=0))
    assert (np.abs(found.values - 1) <= found.bound).all()


def test_what_keeps_less_than_can_be_told_is_refused() -> None:
    table = np.random.default_rng(0).random((30, 30))
    for kept in (1e-16, 0.0, -1e-3):
        with pytest.raises(InputProblem, match="not productive"):
            System(table * ((1 - kept) / table.sum(axis=0))).multipliers(np.ones(30))


def test_cells_named_twice_and_sparse_intensities() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    system, stressors = System(np.array([[0.15, 0.25], [0.20, 0.05]])), np.array([[1.0, 2.0], [0.0, 3.0]])
    once = system.origins([0, 1], stressors, k=2)
    often = system.origins([1, 0, 1, 1], sparse.csr_array(stressors), k=2)
    assert often.indices.tolist() == once.indices[[1, 0, 1, 1]].tolist()
    assert often.values.tolist() == once.values[[1, 0, 1, 1]].tolist()
    packed = system.multipliers(sparse.csc_array(stressors))
    assert packed.values.tolist() == system.multipliers(stressors).values.tolist()
    for wrong in ([0, 0, 2], [0.5, 0.5], [[0, 0]], [-1, -1], ["a", "a"]):
        with pytest.raises(InputProblem):
            system.origins(wrong, stressors)
