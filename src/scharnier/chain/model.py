"""What a value-chain model is: who sells how much to whom, between regions and industries, in one year."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from scharnier.kernel.errors import InputProblem

REST_OF_WORLD = "ROW"


class InputFile(BaseModel):
    """A published file the model was derived from, named as it was handed to the build, with its hash."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sha256: str
    title: str
    publisher: str
    year: int
    licence: str
    licence_confidence: str
    url: str = ""
    retrieved_on: str = ""


class Manifest(BaseModel):
    """Where the model comes from and what it cannot say.

    `sha256` is that of the model's table file, `members_sha256` that of its list of members. `units` gives the unit of
    the flows and of each stressor. `caveats` holds plain sentences per language (`nl`, `en`) that every report prints.
    `error_bound` is `exact` where the flows are those of the source, digit for digit. `territories` maps places that
    the national accounts of a region include (French overseas departments) to that region.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    year: int
    publisher: str
    licence: str
    attribution: str
    price_basis: str
    sha256: str
    members_sha256: str = ""
    error_bound: str
    method: str
    units: dict[str, str]
    caveats: dict[str, list[str]]
    left_out: list[str] = []
    inputs: list[InputFile] = []
    territories: dict[str, str] = {}
    places_without_weight: list[str] = []


@dataclass(frozen=True, eq=False)
class ChainModel:
    """A multi-regional input-output table of n = regions x sectors cells, ordered region-major: `r * S + s`.

    Attributes:
        id: name of the model, such as `wiod2013-2011`.
        regions: R codes, ISO 3166 alpha-3, and `ROW` for the rest of the world.
        sectors: S codes, `c1` .. `c35` for WIOD 2013.
        flows: (n, n) million USD; `flows[i, j]` is what cell i sold to cell j.
        output: (n,) gross output, million USD.
        final: (n, R) final use by using region, million USD: households, non-profit institutions, government and
            fixed investment. Changes in inventories are not in it.
        inventories: (n, R) changes in inventories, million USD. Kept apart: a stock that shrinks is a negative
            number, which is not a use, but the rows only add up to the output with it.
        stressors: (n,) totals by name: `value_added` in million USD, `co2_kt` in kilotonnes; NaN is unknown.
        members: region -> ((ISO alpha-3, weight), ...); weights of a region sum to one.
        manifest: provenance and caveats.

    Compared by identity, so that results can be cached per model.
    """

    id: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: NDArray[np.float64]
    output: NDArray[np.float64]
    final: NDArray[np.float64]
    stressors: dict[str, NDArray[np.float64]]
    members: dict[str, tuple[tuple[str, float], ...]]
    manifest: Manifest
    inventories: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        n, r = len(self.regions) * len(self.sectors), len(self.regions)
        if self.inventories.size == 0:
            object.__setattr__(self, "inventories", np.zeros((n, r)))
        shapes = {"flows": (n, n), "output": (n,), "final": (n, r), "inventories": (n, r)}
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{self.id}: {name} has shape {getattr(self, name).shape}, expected {shape}")
        for name, values in self.stressors.items():
            if values.shape != (n,):
                raise ValueError(f"{self.id}: stressor {name} has shape {values.shape}, expected {(n,)}")
        for values in (self.flows, self.output, self.final, self.inventories, *self.stressors.values()):
            values.setflags(write=False)

    @property
    def cells(self) -> int:
        """n, the number of region x sector cells."""
        return len(self.regions) * len(self.sectors)

    def index(self, region: str, sector: str) -> int:
        """The place of a cell in every vector of the model.

        Raises: InputProblem when the model has no such region or sector.
        """
        if region not in self.regions:
            raise InputProblem(f"chain model {self.id} has no region {region!r}.", f"Known: {', '.join(self.regions)}.")
        if sector not in self.sectors:
            raise InputProblem(f"chain model {self.id} has no sector {sector!r}.", f"Known: {', '.join(self.sectors)}.")
        return self.regions.index(region) * len(self.sectors) + self.sectors.index(sector)

    def label(self, cell: int) -> tuple[str, str]:
        """Region and sector of a cell."""
        region, sector = divmod(int(cell), len(self.sectors))
        return self.regions[region], self.sectors[sector]


def region_of(model: ChainModel, iso3: str) -> str | None:
    """The region of the model in which a place (ISO 3166 alpha-3) lies; `ROW` for places it does not show apart.

    A code that is neither a region, a member of one nor a territory of one gives None: unknown, not rest of world.
    """
    if iso3 in model.regions:
        return iso3
    if iso3 in model.manifest.territories:
        return model.manifest.territories[iso3]
    for region, members in model.members.items():
        if any(place == iso3 for place, _ in members):
            return region
    return None
