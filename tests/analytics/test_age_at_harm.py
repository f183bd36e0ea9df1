"""What is earned abroad where harm is likely grew in every pair of years: the figures of docs/method/chain-age.md."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from scharnier.analytics.chains.table import load_table
from scharnier.analytics.chains.themes import calc_all_spoken
from scharnier.chain import STARTER, load_model
from scharnier.sources.wiod2013.age import YearOrigins, calc_weights, calc_year, find_pairs
from scharnier.sources.wiod2013.parse import load_wiod_npz

THEMES = {"forced labour": "forced_labour", "child labour": "child_labour", "deforestation": "deforestation"}
YEARS = (1995, 1996, 2001, 2005, 2006, 2010, 2011)  # enough for all pairs of 5, 10 and 15 years between them
PAGE = Path(__file__).resolve().parents[2] / "docs" / "method" / "chain-age.md"


@pytest.fixture(scope="module")
def years(shared_data: Path) -> dict[int, YearOrigins]:
    folder = shared_data / "mrio" / "wiod2013"
    return {year: calc_year(load_wiod_npz(folder / f"wiot2013_{year}.npz")) for year in YEARS}


@pytest.mark.shared
def test_money_at_likely_harm_abroad_grew_as_the_page_says(years: dict[int, YearOrigins]) -> None:
    table = load_table(STARTER, None)
    spoken = calc_all_spoken(table, tuple(THEMES.values()), date(2026, 11, 20))
    likely = dict(zip(THEMES, (each.likely for each in spoken), strict=True))
    market = np.repeat(np.arange(41), 35) == load_model().regions.index("NLD")
    away = ~years[2011].is_home("cell")
    at_harm = {
        name: {year: part @ np.where(away, origins.shares, 0.0) for year, origins in years.items()}
        for name, part in likely.items()
    }
    told = re.findall(
        r"^\| (forced labour|child labour|deforestation) \| (.+) \|$", PAGE.read_text(), flags=re.MULTILINE
    )
    assert len(told) == len(THEMES)
    for name, cells in told:
        found = []
        for chosen in (np.ones(1435), market):
            for lag in (5, 10, 15):
                factors = []
                for earlier, later in find_pairs(YEARS)[lag]:
                    weights = calc_weights(years[earlier], years[later]) * chosen
                    factors.append((at_harm[name][later] @ weights) / (at_harm[name][earlier] @ weights))
                assert name == "deforestation" or min(factors) > 1.0
                least, most = f"{min(factors):.1f}", f"{max(factors):.1f}"
                found.append(least if least == most else f"{least}–{most}")
        assert cells.split(" | ") == found, name
