"""Small models to compute by hand, and the starter model that ships."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from scharnier.chain import ChainModel, Leontief, Manifest, load_model

Maker = Callable[..., ChainModel]


def make_model(
    flows: ArrayLike,
    output: ArrayLike,
    *,
    regions: tuple[str, ...] = ("NLD",),
    final: ArrayLike | None = None,
    inventories: ArrayLike | None = None,
    stressors: dict[str, ArrayLike] | None = None,
) -> ChainModel:
    """A model of made-up numbers; what the flows leave of the output is final use in the first region."""
    z, x = np.array(flows, dtype=float), np.array(output, dtype=float)
    sectors = tuple(f"c{i + 1}" for i in range(x.size // len(regions)))
    if final is None:
        final = np.zeros((x.size, len(regions)))
        final[:, 0] = x - z.sum(axis=1)
    return ChainModel(
        id="toy",
        regions=regions,
        sectors=sectors,
        flows=z,
        output=x,
        final=np.array(final, dtype=float),
        inventories=np.zeros((x.size, len(regions))) if inventories is None else np.array(inventories, dtype=float),
        stressors={name: np.array(values, dtype=float) for name, values in (stressors or {}).items()},
        members={region: ((region, 1.0),) for region in regions},
        manifest=Manifest(
            id="toy",
            title="Made-up table",
            year=2000,
            publisher="nobody",
            licence="CC0-1.0",
            attribution="",
            price_basis="units",
            sha256="",
            error_bound="exact",
            method="made up",
            units={},
            caveats={"nl": [], "en": []},
        ),
    )


def make_table(
    seed: int, cells: int, regions: int, *, density: float = 0.3, top: float = 0.9
) -> tuple[NDArray[np.float64], list[str]]:
    """A productive table with gaps, cells without inputs or output, and regions whose cells stand apart."""
    rng = np.random.default_rng(seed)
    table = rng.lognormal(0, 2, (cells, cells)) * (rng.random((cells, cells)) < density)
    labels = rng.integers(0, regions, cells)
    table[labels[:, None] == labels] *= 5 * regions
    table[:, rng.integers(0, cells, 2)] = 0
    table[rng.integers(0, cells, 2)] = 0
    sums = table.sum(axis=0)
    table *= np.divide(rng.uniform(0.05, top, cells), sums, out=np.zeros(cells), where=sums > 0)
    return table, [f"R{label}" for label in labels]


def solve_directly(table: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """L right, by LU with one correction."""
    system = np.eye(len(table)) - table
    found = np.linalg.solve(system, right)
    refined: NDArray[np.float64] = found + np.linalg.solve(system, right - system @ found)
    return refined


@pytest.fixture(scope="session")
def random_table() -> Callable[..., tuple[NDArray[np.float64], list[str]]]:
    """`make_table`: seed, cells, regions -> table (n, n) and the region of each cell."""
    return make_table


@pytest.fixture(scope="session")
def truth() -> Callable[..., NDArray[np.float64]]:
    """`solve_directly`: table, right-hand side -> L right."""
    return solve_directly


@pytest.fixture(scope="session")
def toy() -> Maker:
    """`make_model`, for tests that need a table of their own."""
    return make_model


@pytest.fixture(scope="session")
def starter() -> ChainModel:
    """The model that ships."""
    return load_model()


@pytest.fixture(scope="session")
def starter_system(starter: ChainModel) -> Leontief:
    """The starter model, factorised."""
    return Leontief(starter)
