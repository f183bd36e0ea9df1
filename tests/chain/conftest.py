"""Small models to compute by hand, and the starter model that ships."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import ArrayLike

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
