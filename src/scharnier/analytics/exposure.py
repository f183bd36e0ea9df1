"""Where the money of the purchases ends up: by place of origin and tier, for the whole and for each kind of purchase.

Everything is linear in the purchases, so only the distinct *units* (one industry, sourced in one way) are solved in the
chain model; each *profile* (lines that mean the same) is a weighted sum of units.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from scharnier.analytics.purchases import Meaning, Purchases
from scharnier.chain import REST_OF_WORLD, ChainModel, Leontief, calc_demand, calc_tiers, explain_demand, region_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Unit:
    """One euro spent on what an industry makes.

    `origin` is the stated country of origin (ISO alpha-3) or None, in which case the sourcing mix of `region` is used.
    """

    sector: str
    region: str
    origin: str | None


@dataclass(frozen=True)
class Profile:
    """Lines of one meaning and sourcing: weights over units, the product, the next best unit and the confidence."""

    units: tuple[tuple[int, float], ...]
    product: str | None
    alternative: int | None
    confidence: float


@dataclass(frozen=True)
class Exposures:
    """Value added by place of origin on account of the purchases.

    Places are the regions of the model, then each stated country of origin that the model does not split out; cells
    are places × sectors, place-major, n in number. `unit_origins` (n, U) and `unit_tiers` (4, n, U) are per euro;
    `assumed` (U,) says what the model could not follow (see `chain.DemandNote`).
    `line_profile` gives each ledger line its profile or -1; `profile_amount` (P,) is in the currency of the ledger.
    """

    places: tuple[str, ...]
    sectors: tuple[str, ...]
    members: dict[str, tuple[tuple[str, float], ...]]
    units: tuple[Unit, ...]
    unit_origins: Floats
    unit_tiers: Floats
    profiles: tuple[Profile, ...]
    profile_amount: Floats
    profile_lines: Ints
    line_profile: Ints
    assumed: tuple[frozenset[str], ...]

    @property
    def mix(self) -> csc_array:
        """Weights of the profiles over the units, (U, P)."""
        return self._columns([profile.units for profile in self.profiles])

    @property
    def alternative_mix(self) -> csc_array:
        """As `mix`, for the next best reading of each profile; the profile itself where there is none."""
        return self._columns(
            [p.units if p.alternative is None else ((p.alternative, 1.0),) for p in self.profiles],
        )

    def _columns(self, weights: list[tuple[tuple[int, float], ...]]) -> csc_array:
        row = [unit for column in weights for unit, _ in column]
        value = [weight for column in weights for _, weight in column]
        start = np.concatenate([[0], np.cumsum([len(column) for column in weights])]).astype(np.int64)
        return csc_array((value, row, start), shape=(len(self.units), len(self.profiles)))

    @property
    def unit_amount(self) -> Floats:
        """What was spent on each unit, (U,)."""
        return self.mix @ self.profile_amount

    def cell(self, place: str, sector: str) -> int:
        """The index of a cell."""
        return self.places.index(place) * len(self.sectors) + self.sectors.index(sector)


def calc_exposures(
    purchases: Purchases, cents: Ints, usable: NDArray[np.bool_], model: ChainModel, buyer_country: str
) -> Exposures:
    """Work out the exposures of all usable lines with a known meaning.

    `cents` (N,) are the amounts of the lines in cents, `usable` (N,) leaves out lines with a problem.
    """
    known = np.array([bool(meaning.weights) for meaning in purchases.meanings], dtype=bool)
    taken = usable & known[purchases.meaning]
    pair = purchases.meaning * len(purchases.places) + purchases.place
    distinct, number = np.unique(pair[taken], return_inverse=True)
    builder = _Builder(model, buyer_country)
    profile_of_pair = np.array(
        [
            builder.profile(
                purchases.meanings[key // len(purchases.places)], purchases.places[key % len(purchases.places)]
            )
            for key in distinct.tolist()
        ],
        dtype=np.int64,
    )
    line_profile = np.full(len(cents), -1, dtype=np.int64)
    line_profile[taken] = profile_of_pair[number] if len(distinct) else 0
    count = len(builder.profiles)
    # Cents are summed as whole numbers: the total of the profiles is the total of the lines, to the cent.
    amount = np.zeros(count, dtype=np.int64)
    np.add.at(amount, line_profile[taken], cents[taken])
    places, members = _places(model, builder.units)
    origins, tiers = _solve(model, tuple(builder.units), places)
    return Exposures(
        places=places,
        sectors=model.sectors,
        members=members,
        units=tuple(builder.units),
        unit_origins=origins,
        unit_tiers=tiers,
        profiles=tuple(builder.profiles),
        profile_amount=amount / 100,
        profile_lines=np.bincount(line_profile[taken], minlength=count).astype(np.int64),
        line_profile=line_profile,
        assumed=tuple(_assumed(model, unit) for unit in builder.units),
    )


def _assumed(model: ChainModel, unit: Unit) -> frozenset[str]:
    notes = explain_demand(model, unit.region, {unit.sector: 1.0}, origin=unit.origin is not None)
    return frozenset(note.reason for note in notes)


class _Builder:
    """Numbers units and profiles in the order they are met."""

    def __init__(self, model: ChainModel, buyer_country: str) -> None:
        self.model = model
        self.buyer_country = buyer_country
        self.units: dict[Unit, int] = {}
        self.profiles: dict[Profile, int] = {}
        self.regions: dict[str, str] = {}

    def profile(self, meaning: Meaning, place: tuple[str | None, str | None]) -> int:
        origin = meaning.country or place[0]
        region = self.region(origin or place[1] or self.buyer_country)
        weights = tuple((self.unit(sector, region, origin), weight) for sector, weight in meaning.weights)
        alternative = self.unit(meaning.alternative, region, origin) if meaning.alternative else None
        # Rounding the confidence merges profiles that differ in nothing a reader could see.
        profile = Profile(weights, meaning.product, alternative, round(meaning.confidence, 1))
        return self.profiles.setdefault(profile, len(self.profiles))

    def region(self, country: str) -> str:
        if country not in self.regions:
            # A place the model does not know at all is, like every place it lumps, part of the rest of the world.
            self.regions[country] = region_of(self.model, country) or REST_OF_WORLD
        return self.regions[country]

    def unit(self, sector: str, region: str, origin: str | None) -> int:
        return self.units.setdefault(Unit(sector, region, origin), len(self.units))


def _places(
    model: ChainModel, units: dict[Unit, int]
) -> tuple[tuple[str, ...], dict[str, tuple[tuple[str, float], ...]]]:
    extra = sorted({unit.origin for unit in units if unit.origin and unit.origin not in model.regions})
    members = dict(model.members) | {country: ((country, 1.0),) for country in extra}
    return (*model.regions, *extra), members


def _solve(model: ChainModel, units: tuple[Unit, ...], places: tuple[str, ...]) -> tuple[Floats, Floats]:
    size, sectors = len(places) * len(model.sectors), len(model.sectors)
    tiers = np.zeros((4, size, len(units)))
    if units:
        columns = [calc_demand(model, u.region, {u.sector: 1.0}, origin=u.origin is not None) for u in units]
        demand = np.stack(columns, axis=1)
        leontief = Leontief(model)
        tiers[:, : demand.shape[0]] = calc_tiers(leontief, demand)
        del demand
    for number, unit in enumerate(units):
        if unit.origin and unit.origin not in model.regions:
            # The maker sits in the stated country; of its suppliers the model only knows the group.
            sector = model.sectors.index(unit.sector)
            lumped = model.regions.index(unit.region) * sectors + sector
            own = places.index(unit.origin) * sectors + sector
            tiers[0, own, number] = tiers[0, lumped, number]
            tiers[0, lumped, number] = 0.0
    return tiers.sum(axis=0), tiers
