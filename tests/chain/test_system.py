"""`System` beside a textbook, a dense solver, pymrio, and on tables that are odd, degenerate or wrong."""

import doctest
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain import ChainModel, System
from scharnier.chain import system as system_module
from scharnier.chain.leontief import calc_coefficients
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]
Tables = Callable[..., tuple[Array, list[str]]]
Truth = Callable[..., Array]
TEXTBOOK = [[0.15, 0.25], [0.20, 0.05]]  # Miller & Blair (2009), section 2.3
SWEEPS = "block Gauss-Seidel"


def differ(found: Array, true: Array) -> float:
    """Largest relative difference; what is zero must be zero."""
    scale = np.where(true == 0, 1.0, np.abs(true))
    return float((np.abs(found - true) / scale).max(initial=0.0))


def test_the_textbook_inverse_and_impact() -> None:
    system = System(TEXTBOOK, regions=["here", "here"], sectors=["1", "2"])
    assert np.round(system.multipliers(np.eye(2)).values, 4).tolist() == [[1.2541, 0.3300], [0.2640, 1.1221]]
    assert np.round(system.footprint([600.0, 1500.0]), 2).tolist() == [1247.52, 1841.58]
    assert system.check() == []


def test_the_test_system_of_pymrio_gives_the_multipliers_of_pymrio() -> None:
    pymrio = pytest.importorskip("pymrio", reason="the bench extra is not installed")
    peer = pymrio.load_test().calc_all()
    system = System(peer.A, *(list(peer.A.index.get_level_values(name)) for name in ("region", "sector")))
    for extension in peer.get_extensions(data=True):
        assert differ(system.multipliers(extension.S).values, extension.M.to_numpy()) < 1e-9
    assert differ(system.footprint(peer.Y.sum(axis=1)), peer.x["indout"].to_numpy()) < 1e-9


def test_the_real_table_by_sweeps_and_by_factors(truth: Truth, starter: ChainModel) -> None:
    table = calc_coefficients(starter.flows, starter.output)
    regions = [region for region in starter.regions for _ in starter.sectors]
    system = System(table, regions, list(starter.sectors) * len(starter.regions))
    totals = np.stack(list(starter.stressors.values()))
    intensities = np.divide(totals, starter.output, out=np.zeros_like(totals), where=starter.output > 0)
    found = system.multipliers(np.nan_to_num(intensities))
    true = truth(table.T, np.nan_to_num(intensities).T).T
    assert (found.method, found.max_bound < 1e-8) == (SWEEPS, True)
    assert differ(found.values, true) < 1e-9
    use = np.maximum(starter.final, 0.0)
    made = system.solve(use)
    assert (made.method, made.max_bound < 1e-8) == (SWEEPS, True)
    assert differ(made.values, truth(table, use)) < 1e-9
    assert [finding.code for finding in system.check()] == ["no_trade"]


@pytest.mark.parametrize(("cells", "regions"), [(40, 3), (700, 1), (700, 7), (830, 130), (1700, 9)])
def test_sweeps_equal_factors_for_any_layout_of_regions(
    random_table: Tables, truth: Truth, cells: int, regions: int
) -> None:
    table, labels = random_table(cells + regions, cells, regions)
    rng = np.random.default_rng(regions)
    intensities = rng.random((60, cells)) * (rng.random((60, cells)) < 0.2)
    for names in (labels, None):
        system = System(table, names)
        found = system.multipliers(intensities)
        assert differ(found.values, truth(table.T, intensities.T).T) < 1e-9
        assert found.max_bound <= 1e-8
        assert found.method == (SWEEPS if cells > system_module.FEW else "LU float64")
        assert differ(system.footprint(intensities.T), truth(table, intensities.T)) < 1e-9
        assert differ(system.footprint(intensities[0]), truth(table, intensities[0])) < 1e-9
        # The first question of all, for one portfolio: solved on the table as it lies.
        alone = System(table, names).solve(intensities[1])
        assert differ(alone.values, truth(table, intensities[1])) < 1e-9
        assert alone.method == (f"{SWEEPS}, rows" if cells > system_module.FEW else "LU float64")
        assert alone.max_bound <= 1e-8


def test_the_order_of_cells_and_the_names_of_regions_do_not_matter(random_table: Tables) -> None:
    table, labels = random_table(5, 600, 6)
    intensities = np.random.default_rng(1).random((3, 600))
    mixed = np.random.default_rng(2).permutation(600)
    straight = System(table, labels).multipliers(intensities).values
    turned = System(table[np.ix_(mixed, mixed)], [labels[cell] for cell in mixed]).multipliers(intensities[:, mixed])
    assert differ(turned.values, straight[:, mixed]) < 1e-9


def _read_only(table: Array) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.npy"
        np.save(path, table)
        return np.load(path, mmap_mode="r")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("float32", lambda table: table.astype(np.float32)),
        ("Fortran order", np.asfortranarray),
        ("every second cell of a larger array", lambda table: np.repeat(np.repeat(table, 2, 0), 2, 1)[::2, ::2]),
        ("memory-mapped, read-only", _read_only),
        ("rows", sparse.csr_array),
        ("columns", sparse.csc_matrix),
        ("triples", sparse.coo_array),
        ("big-endian", lambda table: table.astype(">f8")),
    ],
)
@pytest.mark.parametrize("cells", [60, 560])
def test_any_way_to_store_a_table(random_table: Tables, truth: Truth, name: str, change: Any, cells: int) -> None:
    table, labels = random_table(3, cells, 4)
    given_table = change(table)
    true = truth((table.astype(np.float32).astype(float) if name == "float32" else table).T, np.eye(cells)[:, :2]).T
    assert differ(System(given_table, labels).multipliers(np.eye(cells)[:2]).values, true) < 1e-9


@pytest.mark.parametrize("table", [[[1.0]], [[1.5]], [[0.5, 0.6], [0.9, 0.5]], [[0.0, 2.0], [0.5, 0.0]]])
def test_a_table_that_is_not_productive_is_refused(table: Any) -> None:
    system = System(table)
    for ask in (system.multipliers, system.solve):
        with pytest.raises(InputProblem, match="not productive"):
            ask(np.ones(len(table)))
    assert system.check()[-1].code == "not_productive"


@pytest.mark.parametrize("part", ["one block", "two regions", "all"])
def test_a_large_table_that_is_not_productive_is_refused(random_table: Tables, part: str) -> None:
    table, labels = random_table(8, 600, 3)
    first = [cell for cell, label in enumerate(labels) if label == "R0"][:2]
    other = next(cell for cell, label in enumerate(labels) if label == "R1")
    if part == "one block":
        table[first[0], first[1]] = table[first[1], first[0]] = 1.0
    elif part == "two regions":
        table[first[0], other] = table[other, first[0]] = 1.0
    else:
        table *= 1 / np.abs(np.linalg.eigvals(table)).max()
    with pytest.raises(InputProblem, match="not productive"):
        System(table, labels).multipliers(np.ones(600))
    with pytest.raises(InputProblem, match="not productive"):
        System(table, labels).footprint(np.ones(600))


def test_a_column_above_one_can_be_productive(truth: Truth) -> None:
    table = [[0.1, 1.2], [0.05, 0.1]]
    system = System(table)
    assert differ(system.footprint([1.0, 1.0]), truth(np.array(table), np.ones(2))) < 1e-9
    assert [finding.code for finding in system.check()] == ["column_sum"]


@pytest.mark.parametrize(("cells", "method"), [(600, "LU float64"), (1600, "LU float32")])
def test_a_table_that_sweeps_do_not_solve_falls_back_on_factors(truth: Truth, cells: int, method: str) -> None:
    # Rings of trade across blocks, nearly closed: sweeps would take thousands.
    table = np.zeros((cells, cells))
    table[np.arange(cells), np.roll(np.arange(cells), 7)] = 0.9999
    found = System(table, [str(cell % 300) for cell in range(cells)]).multipliers(np.eye(cells)[0])
    assert found.method == method
    assert found.max_bound <= 1e-8
    assert differ(found.values, truth(table.T, np.eye(cells)[0])) < 1e-9


def test_negative_entries_are_solved_by_factors_and_reported(random_table: Tables, truth: Truth) -> None:
    table, labels = random_table(4, 700, 5, top=0.6)
    table[3, 9], table[500, 20] = -0.02, -0.1
    system = System(table, labels)
    intensities = np.random.default_rng(0).random((4, 700))
    found = system.multipliers(intensities)
    true = truth(table.T, intensities.T).T
    assert (found.method, differ(found.values, true) < 1e-9, found.max_bound <= 1e-8) == ("LU float64", True, True)
    assert (np.abs(found.values - true) <= found.bound * np.abs(true)).all()
    (finding,) = (finding for finding in system.check() if finding.code == "negative")
    assert (finding.count, finding.worst) == (2, -0.1)


def test_cells_without_trade_and_stressors_without_users_are_exact() -> None:
    table = np.zeros((3, 3))
    table[0, 1] = 0.5
    found = System(table).multipliers([[0.0, 3.0, 0.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    assert found.values[:2].tolist() == [[0.0, 3.0, 0.0], [0.0, 0.0, 0.0]]
    assert found.values[2] == pytest.approx([1.0, 0.5, 0.0], rel=1e-15)
    assert found.bound[found.values == 0].tolist() == [0.0] * 6
    assert [(f.code, f.where) for f in System(table).check()] == [("no_trade", (" 2",))]


def test_what_does_not_fit_is_said() -> None:
    with pytest.raises(InputProblem, match="2 regions for a table of 3"):
        System(np.zeros((3, 3)), regions=["A", "B"])
    with pytest.raises(InputProblem, match="square"):
        System(np.zeros((3, 2)))
    with pytest.raises(InputProblem, match="not numbers"):
        System([["a"]])
    with pytest.raises(InputProblem, match="gaps"):
        System(np.zeros((2, 2))).multipliers([np.nan, 1.0])
    with pytest.raises(InputProblem, match=r"shape \(3,\)"):
        System(np.zeros((2, 2))).solve([1.0, 1.0, 1.0])
    for cells in (2, 600):
        table = np.zeros((cells, cells))
        table[0, 1] = np.nan
        with pytest.raises(InputProblem, match="gaps or infinite"):
            System(table).multipliers(np.ones(cells))
        assert [(f.code, f.level) for f in System(table).check() if f.level == "fault"] == [("gaps", "fault")]
    double = System(np.zeros((2, 2)), ["A", "A"], ["1", "1"]).check()
    assert double[0].code == "double_cell"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1), cells=st.integers(1, 60), sweeps=st.booleans())
def test_output_is_what_is_bought_and_used_and_more_buying_never_makes_less(
    random_table: Tables, monkeypatch: pytest.MonkeyPatch, seed: int, cells: int, sweeps: bool
) -> None:
    monkeypatch.setattr(system_module, "FEW", 0 if sweeps else 10**6)
    rng = np.random.default_rng(seed)
    table, labels = random_table(seed, cells, 1 + cells // 7, density=rng.uniform(0, 1), top=0.99)
    use = rng.random(cells) * (rng.random(cells) < 0.5)
    made = System(table, labels).solve(use)
    assert made.max_bound <= 1e-8
    assert np.abs(made.values - table @ made.values - use).max() <= 1e-9 * max(made.values.max(), 1e-300)
    less = System(table * rng.uniform(0.5, 1, table.shape), labels).footprint(use)
    assert (less <= made.values * (1 + 1e-9)).all()


def test_the_worked_example_of_the_method_page(repository: Path) -> None:
    failed, attempted = doctest.testfile(str(repository / "docs/method/solver.md"), module_relative=False)
    assert (failed, attempted) == (0, 11)
