"""Profiles drawn by chance, near the limits of the law: to hold bulk and scalar rules equal and to measure them."""

import random
from datetime import date, timedelta
from typing import Any

from scharnier.law.profile import Product, Profile

YEARS = range(2022, 2031)
STAFF = (0, 9, 500, 501, 1000, 1000.5, 1001, 3001, 5000, 5001, 9000)
MONEY = (0, 3.9e7, 4.0e7, 2.0e8, 2.0e8 + 1, 4.5e8, 4.5e8 + 1, 9.1e8, 1.5e9, 1.5e9 + 1, 3e9)
ROYALTIES = (0, 2.25e7, 2.25e7 + 1, 7.5e7, 7.5e7 + 1)
SEATS = (None, "NL", "NL", "DE", "FR", "US", "CH", "GB", "NO")
CODES = (
    *("0901", "210111", "1806", "180632", "4412", "4107", "49", "4418", "0202", "120190", "4001", "61", "99"),
    *("151190", "1520", "9401", "4702", "4818", "02", "18", "15119010", "1801001000"),
)
GENERA = (None, None, None, "Elaeis", "Bubalus", "Bambusa", "Bos", "Hevea")
ORIGINS = (None, "CI", "BR", "GH", "NL", "RU")


def draw_profiles(count: int, seed: int) -> list[Profile]:
    """So many profiles; the same ones for the same seed."""
    chance = random.Random(seed)  # no secrets
    return [draw_profile(chance) for _ in range(count)]


def draw_profile(chance: random.Random) -> Profile:
    """A profile of which any fact may be missing. Figures need not agree with one another."""
    first = chance.choice(YEARS)
    years = range(first, first + chance.choice((0, 1, 2, 2, 3, 4)))
    flag = (None, True, False)
    minerals = ("tin_ore", "gold", "tantalum_metal")
    return Profile(
        seat=chance.choice(SEATS),
        employees=_figures(chance, years, STAFF),
        turnover_worldwide_eur=_figures(chance, years, MONEY),
        turnover_eu_eur=_figures(chance, years, MONEY),
        group_turnover_worldwide_eur=_figures(chance, years, MONEY) if chance.random() < 0.2 else {},
        group_role=chance.choice((None, "none", "ultimate_parent", "subsidiary")),
        franchise=chance.choice((None, None, True, False)),
        royalties_eu_eur=_figures(chance, years, ROYALTIES) if chance.random() < 0.4 else {},
        royalties_worldwide_eur=_figures(chance, years, ROYALTIES) if chance.random() < 0.3 else {},
        eu_branch_turnover_eur=_figures(chance, years, MONEY),
        public_interest_entity=chance.choice(flag),
        listed=chance.choice(flag),
        founded_on=chance.choice((None, date(2010, 1, 1), date(2024, 12, 31), date(2025, 1, 1), date(2026, 5, 5))),
        size_class=chance.choice((None, "micro", "small", "medium", "large")),
        brings_batteries_to_eu_market=chance.choice(flag),
        places_products_on_eu_market=chance.choice(flag),
        imports_kg=chance.choice(
            (None, {}, {name: chance.choice((0.0, 100.0, 5000.0, 5001.0, 9e6)) for name in chance.sample(minerals, 2)})
        ),
        products=chance.choice((None, (), *([_products(chance)] * 3))),
    )


def _figures(chance: random.Random, years: range, values: tuple[float, ...]) -> dict[int, float]:
    around = chance.choice(values)
    pick: Any = lambda: around if chance.random() < 0.6 else chance.choice(values)  # noqa: E731
    return {year: float(pick()) for year in years if chance.random() < 0.8}


def _products(chance: random.Random) -> tuple[Product, ...]:
    return tuple(
        Product(
            hs=chance.choice(CODES),
            origin=chance.choice(ORIGINS),
            role=chance.choice((None, "operator", "downstream", "trader")),
            placed_on=chance.choice((None, date(2022, 6, 1) + timedelta(days=chance.randrange(2800)))),
            genus=chance.choice(GENERA),
            used=chance.choice((None, None, True, False)),
            waste=chance.choice((None, None, True, False)),
            packing=chance.choice((None, None, True, False)),
        )
        for _ in range(chance.choice((1, 1, 2, 3)))
    )
