"""What a company says of itself. What is absent is unknown, never zero."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

Years = Mapping[int, float]  # financial year -> figure; empty where nothing is known
Role = Literal["operator", "downstream", "trader"]
GroupRole = Literal["none", "ultimate_parent", "subsidiary"]
SizeClass = Literal["micro", "small", "medium", "large"]


@dataclass(frozen=True)
class Product:
    """Something placed on the EU market or exported. `hs` is digits only (HS or CN); `origin` ISO 3166-1 alpha-2."""

    hs: str
    origin: str | None = None
    role: Role | None = None
    placed_on: date | None = None
    # Facts that some entries of the EUDR's Annex I turn on; None where not said.
    genus: str | None = None  # "Elaeis", "Bubalus", "Bambusa": what the good is made of
    used: bool | None = None
    waste: bool | None = None
    packing: bool | None = None  # only used to pack another product
    supplier_role: Role | None = None  # of whom it was bought from: which records the EUDR asks of who sells it on


@dataclass(frozen=True)
class Profile:
    """The facts that scope rules turn on. Money in euros, by financial year; counts are yearly averages.

    `figures of a parent are consolidated`: with `group_role: ultimate_parent` every figure is that of the group. A
    subsidiary gives its own figures, and that of its group apart, in `group_turnover_worldwide_eur`.
    """

    name: str = ""
    seat: str | None = None  # ISO 3166-1 alpha-2 of the registered office
    employees: Years = field(default_factory=dict)
    turnover_worldwide_eur: Years = field(default_factory=dict)
    turnover_eu_eur: Years = field(default_factory=dict)
    group_turnover_worldwide_eur: Years = field(default_factory=dict)  # of the group that a subsidiary belongs to
    balance_total_eur: Years = field(default_factory=dict)
    group_role: GroupRole | None = None
    franchise: bool | None = None  # whether it franchises or licenses with a common identity; royalties imply it
    royalties_eu_eur: Years = field(default_factory=dict)
    royalties_worldwide_eur: Years = field(default_factory=dict)
    eu_branch_turnover_eur: Years = field(default_factory=dict)  # of the largest EU subsidiary or branch
    public_interest_entity: bool | None = None
    listed: bool | None = None  # on a regulated market in the EU, which makes it a public-interest entity
    founded_on: date | None = None
    size_class: SizeClass | None = None
    brings_batteries_to_eu_market: bool | None = None
    places_products_on_eu_market: bool | None = None
    imports_kg: Mapping[str, float] | None = None  # None: unknown; empty: imports none of them
    products: tuple[Product, ...] | None = None  # None: unknown; empty: none

    def __post_init__(self) -> None:
        """Raise ValueError for a figure that is none (NaN, infinite, below zero): leave out what is not known."""
        for name in _FIGURES:
            for key, figure in (getattr(self, name) or {}).items():
                if not 0 <= figure < math.inf:
                    raise ValueError(f"{name}[{key}] is {figure}: give zero or more, or leave it out")


_FIGURES = tuple(one.name for one in fields(Profile) if one.type in (Years, Mapping[str, float] | None))
