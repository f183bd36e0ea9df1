"""Scope answers: one company with all its words, and 100,000 in a table, beside the scalar rule in the same run.

The peer decides for the same companies one by one, with words, as `law applies --profile` does, on a part of them;
its time is scaled to the whole. Both must answer the same.
"""

import csv
import statistics
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.profiles import draw_profiles
from scharnier.cli.law.bulk import judge_companies, read_companies, write_answers
from scharnier.law.applies import RULES, judge_all
from scharnier.law.profile import Product, Profile
from scharnier.norms import load_library

COMPANIES, PEERS, REPEATS = 100_000, 2_000, 3
ON = date(2026, 11, 20)
FIGURES = ("employees", "turnover_worldwide_eur", "turnover_eu_eur", "group_turnover_worldwide_eur")
FIGURES += ("royalties_eu_eur", "royalties_worldwide_eur", "eu_branch_turnover_eur")
MINERALS = ("tin_ore", "gold", "tantalum_metal")
YEARS = range(2022, 2035)
PLAIN = ("seat", "group_role", "size_class", "founded_on", "franchise", "public_interest_entity", "listed")
PLAIN += ("brings_batteries_to_eu_market", "places_products_on_eu_market")


def run() -> list[dict[str, Any]]:
    """Rows with name and seconds (median), and for the table peer, peer_seconds and ratio."""
    library = load_library()
    profiles = [_as_in_table(profile) for profile in draw_profiles(COMPANIES, seed=11)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "companies.csv"
        write_companies(path, profiles)
        taken, peers = [], []
        for _ in range(REPEATS):
            begun = time.perf_counter()
            table = judge_companies(read_companies(path, library, "en"), ON, library)
            write_answers(table, Path(folder) / "answers.parquet")
            taken.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            answers = [judge_all(profile, ON, library) for profile in profiles[:PEERS]]
            peers.append((time.perf_counter() - begun) * COMPANIES / PEERS)
        rows = table.slice(0, PEERS).to_pylist()
    for row, each in zip(rows, answers, strict=True):
        for answer in each:
            found = (row["problem"], row[f"{answer.law}_verdict"], row[f"{answer.law}_since"])
            if found != (None, answer.verdict, answer.since):
                raise AssertionError(f"row {row['row']}: {answer.law} is {found}, not {answer.verdict} {answer.since}")
    one = statistics.median(peers) / COMPANIES
    bulk = {
        "name": f"law applies --bulk, {COMPANIES:,} companies, {len(RULES)} laws, read to written",
        "seconds": statistics.median(taken),
        "peer": "the scalar rules, with words",
        "peer_seconds": statistics.median(peers),
        "ratio": statistics.median(peer / own for own, peer in zip(taken, peers, strict=True)),
    }
    return [{"name": f"law applies, one company, {len(RULES)} laws, with words", "seconds": one}, bulk]


def write_companies(path: Path, profiles: Iterable[Profile]) -> None:
    """Profiles as a table that `--bulk` reads."""
    years = [f"{name}_{year}" for name in FIGURES for year in YEARS]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["name", *PLAIN, *years, *(f"imports_kg_{name}" for name in MINERALS), "products"])
        for number, profile in enumerate(profiles):
            plain = [_cell(getattr(profile, name)) for name in PLAIN]
            figures = [_cell(getattr(profile, name).get(year)) for name in FIGURES for year in YEARS]
            imports = [_cell((profile.imports_kg or {}).get(name)) for name in MINERALS]
            out.writerow([f"company {number}", *plain, *figures, *imports, _products(profile.products)])


def _cell(value: object) -> object:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def _products(products: tuple[Product, ...] | None) -> str:
    if products is None:
        return ""
    return " | ".join(f"{p.hs}/{p.origin or ''}/{p.role or ''}/{p.placed_on or ''}" for p in products) or "-"


def _as_in_table(profile: Profile) -> Profile:
    """The profile without contradictions and without the facts that a table has no column for."""
    worldwide = {**profile.turnover_eu_eur, **profile.turnover_worldwide_eur}
    eu = {year: min(value, worldwide[year]) for year, value in profile.turnover_eu_eur.items()}
    royalties = {
        year: min(value, profile.royalties_worldwide_eur.get(year, value))
        for year, value in profile.royalties_eu_eur.items()
    }
    products = profile.products and tuple(Product(p.hs, p.origin, p.role, p.placed_on) for p in profile.products)
    founded = profile.founded_on and date(2010, 1, 1)
    imports = profile.imports_kg or None
    sells = True if products or profile.brings_batteries_to_eu_market else profile.places_products_on_eu_market
    return replace(
        profile,
        places_products_on_eu_market=sells,
        turnover_eu_eur=eu,
        royalties_eu_eur=royalties,
        products=products,
        founded_on=founded,
        imports_kg=imports,
    )
