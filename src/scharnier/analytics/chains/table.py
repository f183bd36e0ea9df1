"""A model as the questions see it: one that ships or one that was added, with the names of its cells."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scharnier.chain import REST_OF_WORLD, ChainModel, System, list_models, load_model
from scharnier.chain.leontief import calc_coefficients
from scharnier.chain.stored import StoredModel, list_stored, open_model
from scharnier.codes.countries import load_countries
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.places import name_places
from scharnier.sources.mrio.sectors import name_sectors

Array = NDArray[np.float64]
REST = {"nl": "Rest van de wereld", "en": "Rest of the world"}


@dataclass(frozen=True, eq=False)
class ChainTable:
    """A table of n cells and what is known about it.

    Attributes:
        regions, sectors: labels (n,) of the cells.
        places: country (ISO 3166 alpha-3) or `ROW` of each region label; "" where that is not known.
        industries: which of the 35 industries (`c1` .. `c35`) each sector label stands for; () where not known.
        coefficients: A (n, n), column = buyer; dense or SciPy sparse.
        output: x (n,) gross output in `unit`.
        model: where the rest is kept.
        caveats: plain sentences per language.
    """

    id: str
    title: str
    year: int | None
    publisher: str
    licence: str
    attribution: str
    price_basis: str
    unit: str
    caveats: dict[str, list[str]]
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    places: dict[str, str]
    industries: dict[str, tuple[str, ...]]
    coefficients: Any
    output: Array
    model: ChainModel | StoredModel

    @property
    def cells(self) -> int:
        """n."""
        return len(self.regions)

    @cached_property
    def system(self) -> System:
        """The Leontief system of the table."""
        if isinstance(self.model, StoredModel):
            return System.open(self.model.folder)
        return System(self.coefficients, self.regions, self.sectors)

    @cached_property
    def keeps(self) -> Array:
        """v (n,): what a cell keeps of a unit it makes, 1 less the column sum of A; below zero where it is subsidised
        or the table is odd."""
        kept: Array = 1.0 - np.asarray(self.coefficients.sum(axis=0), dtype=np.float64).ravel()
        return kept

    def code(self, cell: int) -> str:
        """`NLD/c17`."""
        return f"{self.regions[cell]}/{self.sectors[cell]}"

    def region_name(self, region: str, lang: str) -> str:
        """The country in words, with a capital; with its label where several regions are the rest of the world."""
        place = self.places.get(region) or region
        several = place == REST_OF_WORLD and list(self.places.values()).count(REST_OF_WORLD) > 1
        return f"{place_name(place, lang)} ({region})" if several else place_name(place, lang)

    def sector_name(self, sector: str, lang: str) -> str:
        """The industry in a few words; the label itself where the model has words of its own."""
        known = load_sectors()
        return known[sector].label(lang, short=True) if sector in known else sector

    def name(self, cell: int, lang: str) -> str:
        """`Nederland: energie en water`."""
        sector = self.sector_name(self.sectors[cell], lang)
        return f"{self.region_name(self.regions[cell], lang)}: {lower_first(sector)}"


def place_name(place: str, lang: str) -> str:
    """A country (ISO 3166 alpha-3) or `ROW` in words; what is neither as it is."""
    if place == REST_OF_WORLD:
        return REST[lang]
    country = load_countries().get(place)
    return country.label(lang) if country else place


def lower_first(name: str) -> str:
    """A name within a sentence: 'textiel en kleding', but 'ICT'."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def load_table(name: str, store: Path | None) -> ChainTable:
    """The model of that name, shipped or in the store. Raises: InputProblem for an unknown name, with the known."""
    if name in list_models():
        return _shipped(load_model(name))
    stored = list_stored(store) if store else ()
    if store is None or name not in stored:
        raise InputProblem(f"unknown chain model {name!r}.", f"Known models: {', '.join((*list_models(), *stored))}.")
    return _added(open_model(store / name))


def _shipped(model: ChainModel) -> ChainTable:
    manifest, labels = model.manifest, [model.label(cell) for cell in range(model.cells)]
    return ChainTable(
        id=model.id,
        title=manifest.title,
        year=manifest.year,
        publisher=manifest.publisher,
        licence=manifest.licence,
        attribution=manifest.attribution,
        price_basis=manifest.price_basis,
        unit=manifest.units.get("flows", ""),
        caveats=manifest.caveats,
        regions=tuple(region for region, _ in labels),
        sectors=tuple(sector for _, sector in labels),
        places={region: region for region in model.regions},
        industries={sector: (sector,) for sector in model.sectors},
        coefficients=calc_coefficients(model.flows, model.output),
        output=model.output,
        model=model,
    )


def _added(model: StoredModel) -> ChainTable:
    manifest = model.manifest
    return ChainTable(
        id=model.id,
        title=manifest.title,
        year=manifest.year,
        publisher=manifest.publisher,
        licence=manifest.licence,
        attribution=manifest.attribution,
        price_basis=manifest.price_basis,
        unit=manifest.unit,
        caveats=manifest.caveats,
        regions=tuple(model.regions),
        sectors=tuple(model.sectors),
        places=name_places(model),
        industries=name_sectors(model),
        coefficients=model.coefficients,
        output=model.output,
        model=model,
    )
