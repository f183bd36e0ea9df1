"""Many profiles as columns: what is not known is NaN, -1, an empty text, NaT or None."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scharnier.law.bulk.truth import Figures, Floats
from scharnier.law.profile import Product, Profile

FIGURES = (
    "employees",
    "turnover_worldwide_eur",
    "turnover_eu_eur",
    "group_turnover_worldwide_eur",
    "royalties_eu_eur",
    "royalties_worldwide_eur",
    "eu_branch_turnover_eur",
)
FLAGS = (
    "franchise",
    "public_interest_entity",
    "listed",
    "brings_batteries_to_eu_market",
    "places_products_on_eu_market",
)
WORDS = ("seat", "group_role", "size_class")


@dataclass(frozen=True)
class Columns:
    """The facts of `size` companies, each column that long.

    `figures`: by fact and financial year; `flags`: 1, 0 or -1; `words`: text, empty where unknown; `imports`: kilograms
    by mineral, NaN where not named, meaningful where `imports_known`; `founded_on`: datetime64[D]; `products`: a tuple
    for each company, or None.
    """

    size: int
    figures: Mapping[str, Figures]
    flags: Mapping[str, NDArray[np.int8]]
    words: Mapping[str, NDArray[np.str_]]
    imports: Mapping[str, Floats]
    imports_known: NDArray[np.bool_]
    founded_on: NDArray[np.datetime64]
    products: Sequence[tuple[Product, ...] | None]


def build_columns(profiles: Sequence[Profile]) -> Columns:
    """Profiles as columns."""
    size = len(profiles)
    minerals = {name for profile in profiles for name in profile.imports_kg or ()}
    imports = {name: np.full(size, np.nan) for name in sorted(minerals)}
    for at, profile in enumerate(profiles):
        for name, kilograms in (profile.imports_kg or {}).items():
            imports[name][at] = kilograms
    return Columns(
        size=size,
        figures={name: build_figures([getattr(profile, name) for profile in profiles]) for name in FIGURES},
        flags={name: build_flags([getattr(profile, name) for profile in profiles]) for name in FLAGS},
        words={name: np.array([getattr(p, name) or "" for p in profiles], dtype=np.str_) for name in WORDS},
        imports=imports,
        imports_known=np.array([profile.imports_kg is not None for profile in profiles], dtype=bool),
        founded_on=build_days([profile.founded_on for profile in profiles]),
        products=[profile.products for profile in profiles],
    )


def build_figures(rows: Sequence[Mapping[int, float]]) -> Figures:
    """Figures by year from one mapping a company."""
    values: dict[int, Floats] = {}
    for at, row in enumerate(rows):
        for year, figure in row.items():
            if year not in values:
                values[year] = np.full(len(rows), np.nan)
            values[year][at] = figure
    return Figures(len(rows), values)


def build_flags(values: Sequence[bool | None]) -> NDArray[np.int8]:
    """1, 0 or -1 from True, False or None."""
    return np.array([-1 if value is None else int(value) for value in values], dtype=np.int8)


def build_days(values: Sequence[date | None]) -> NDArray[np.datetime64]:
    """Days, NaT where None."""
    return np.asarray([np.datetime64("NaT") if day is None else day for day in values], dtype="datetime64[D]")
