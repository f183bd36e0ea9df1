"""What ships about the age of a table can be asked, is in order, and refuses what was not measured."""

import doctest
import re
import shutil
from pathlib import Path

import pytest

from scharnier.chain.age import AgeSpread, Level, load_age_table
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

TABLE = load_age_table()
PAGE = Path(__file__).resolve().parents[2] / "docs" / "method" / "chain-age.md"
YEARS = (1995, 1996, 1997, 1999, 2000, 2001, 2002, 2004, 2005, 2006, 2007, 2008, 2010, 2011)


LEVELS: tuple[Level, ...] = ("country", "cell")


@pytest.mark.parametrize("level", LEVELS)
def test_every_lag_and_size_is_measured_and_in_order(level: Level) -> None:
    for years in range(1, TABLE.longest + 1):
        for share in (1e-6, 2e-5, 1e-4, 5e-4, 5e-3, 0.01, 0.05, 0.1, 0.3, 0.5, 0.79, 0.8, 0.9, 1.0, 1.0 + 1e-12):
            row = TABLE.find(level, years, share)
            spread = TABLE.spread(level, years, share)
            assert row is not None
            assert spread == AgeSpread(years, row.p05, row.p50, row.p95, row.pairs)
            assert 0 <= row.p05 <= row.p25 <= row.p50 <= row.p75 <= row.p95
            assert row.share_from <= share
            assert row.pairs == len([first for first in YEARS if first + years in YEARS])
            assert 0 < row.money <= 1


@pytest.mark.parametrize("level", LEVELS)
def test_both_lies_between_and_long_ago_moves_more_than_lately(level: Level) -> None:
    for years in range(1, TABLE.longest + 1):
        home, abroad = TABLE.spread(level, years, 0.2, home=True), TABLE.spread(level, years, 0.2, home=False)
        both, wide = TABLE.spread(level, years, 0.2), TABLE.spread(level, years, 0.005)
        assert home is not None
        assert abroad is not None
        assert both is not None
        assert wide is not None
        assert min(home.low, abroad.low) <= both.low <= both.high <= max(home.high, abroad.high)
        assert wide.high / wide.low > both.high / both.low
    lately, long_ago = TABLE.spread(level, 1, 0.2), TABLE.spread(level, 15, 0.2)
    assert lately is not None
    assert long_ago is not None
    assert long_ago.low < lately.low < 1 < lately.high < long_ago.high


def test_the_figures_of_the_page_are_those_that_ship() -> None:
    """The two tables of docs/method/chain-age.md: p05, p50 and p95 after 1, 5, 10 and 15 years."""
    text = PAGE.read_text(encoding="utf-8").partition("## What came out")[2].partition("## Worked example")[0]
    found = 0
    for level, part in zip(LEVELS, text.split("By cell of origin:"), strict=True):
        for size, cells in re.findall(r"^\| ([\d.]+)–[\d.]+% \| (.+) \|$", part, flags=re.MULTILINE):
            for years, said in zip((1, 5, 10, 15), cells.split(" | "), strict=True):
                row = TABLE.find(level, years, float(size) / 100)
                assert row is not None
                assert [float(number) for number in said.split()] == pytest.approx(
                    [row.p05, row.p50, row.p95], abs=0.00501
                )
                found += 1
    assert found == 4 * (5 + 4)


def test_the_example_of_the_page_runs() -> None:
    failed, attempted = doctest.testfile(str(PAGE), module_relative=False)
    assert (failed, attempted) == (0, 10)


def test_too_few_origins_have_no_interval() -> None:
    """Hardly any purchase is earned for more than four fifths in one country abroad."""
    assert TABLE.spread("country", 15, 0.9, home=False) is None
    assert TABLE.spread("country", 15, 0.9) == TABLE.spread("country", 15, 0.9, home=True)


def test_the_manifest_names_every_year() -> None:
    assert tuple(file.year for file in TABLE.manifest.inputs) == YEARS
    assert TABLE.manifest.licence == "CC-BY-4.0"
    assert {len(texts) for texts in TABLE.manifest.limits.values()} == {4}


def test_zero_years_is_one_exactly() -> None:
    assert TABLE.spread("cell", 0, 0.2) == AgeSpread(0, 1.0, 1.0, 1.0, 0)


@pytest.mark.parametrize("years", [-1, 17, 400])
def test_years_that_were_not_measured_have_no_interval(years: int) -> None:
    assert TABLE.longest == 16
    assert TABLE.spread("country", years, 0.2) is None


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1, 1e-7, float("nan"), float("inf")])
def test_shares_that_are_none_have_no_interval(share: float) -> None:
    assert TABLE.spread("country", 5, share) is None
    assert share == 1e-7 or TABLE.spread("country", 0, share) is None


def test_a_table_that_is_not_the_one_of_the_manifest_is_refused(tmp_path: Path) -> None:
    for path in content_path("chain").glob("age_of_origins*"):
        shutil.copy(path, tmp_path)
    assert load_age_table(tmp_path) == TABLE
    load_age_table.cache_clear()
    with (tmp_path / "age_of_origins.csv").open("ab") as file:
        file.write(b"\n")
    with pytest.raises(ContentError, match="hash"):
        load_age_table(tmp_path)
