"""Read the JRC's CO2 accounts and bring them to the industries and regions of a chain model."""

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.model import REST_OF_WORLD, ChainModel
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem

HOUSEHOLDS = "FC_HH"
NOT_IN_MODEL = frozenset({HOUSEHOLDS, "U"})
COLUMNS = ("country", "sector", "year", "co2_kt")


def parse_jrc_co2(path: Path, year: int) -> dict[tuple[str, str], float]:
    """CO2 in kt by (country, industry) in one year, households (`FC_HH`) included, as published.

    Country codes are ISO alpha-3 and `ROW`. An empty cell is left out of the answer: unknown, not zero.
    Raises: InputProblem for missing columns, an unreadable or negative figure, or a year that is not there.
    """
    accounts: dict[tuple[str, str], float] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = set(COLUMNS) - set(rows.fieldnames or ())
        if missing:
            raise InputProblem(f"columns {sorted(missing)} are missing.", file=path.name, row=1)
        for number, row in enumerate(rows, start=2):
            if row["year"] != str(year) or not row["co2_kt"]:
                continue
            country = REST_OF_WORLD if row["country"] == "RoW" else row["country"]
            try:
                value = float(row["co2_kt"])
            except ValueError:
                value = np.nan
            if not value >= 0:
                raise InputProblem("not an emission.", file=path.name, row=number, column="co2_kt")
            accounts[country, row["sector"]] = value
    if not accounts:
        raise InputProblem(f"no accounts for {year}.", "The accounts run from 2000 to 2016.", file=path.name)
    return accounts


def load_bridge() -> dict[str, tuple[str, ...]]:
    """JRC industry -> sectors of the chain model, in the order of the file; more than one where it is split."""
    bridge: dict[str, list[str]] = defaultdict(list)
    with content_path("chain/jrc56_to_wiod35.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            bridge[row["jrc_industry"]].append(row["sector"])
    return {industry: tuple(sectors) for industry, sectors in bridge.items()}


def calc_co2(model: ChainModel, accounts: dict[tuple[str, str], float]) -> NDArray[np.float64]:
    """CO2 (n,) in kt per cell of the model; NaN where any industry that belongs in the cell has no figure.

    Countries that the model does not show apart are added to its rest of the world. An industry that is two sectors
    in the model is split by their gross output in that region: equal emissions per unit of output is assumed, an own
    choice for want of anything better; their sum is the published one.
    """
    n_sectors = len(model.sectors)
    co2 = np.zeros((len(model.regions), n_sectors))
    output = model.output.reshape(co2.shape)
    countries = {country for country, _ in accounts}
    placed = {country: country if country in model.regions else REST_OF_WORLD for country in countries}
    seen = {model.regions.index(region) for region in placed.values() if region in model.regions}
    for country in sorted(countries):
        if placed[country] not in model.regions:
            continue
        r = model.regions.index(placed[country])
        for industry, sectors in load_bridge().items():
            cells = [model.sectors.index(sector) for sector in sectors]
            made = output[r, cells]
            parts = made / made.sum() if made.sum() > 0 else np.full(len(cells), 1 / len(cells))
            co2[r, cells] += parts * accounts.get((country, industry), np.nan)
    unseen = [r for r in range(len(model.regions)) if r not in seen]
    co2[unseen] = np.nan
    return co2.ravel()
