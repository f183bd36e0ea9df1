"""What ships about the age of a table can be asked, is in order, and refuses what was not measured."""

import shutil
from pathlib import Path

import pytest

from scharnier.chain.age import AgeSpread, load_age_table
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

TABLE = load_age_table()


@pytest.mark.parametrize("level", ["country", "cell"])
@pytest.mark.parametrize("years", range(1, 17))
@pytest.mark.parametrize("share", [2e-5, 5e-4, 5e-3, 0.05, 0.3, 0.5, 0.9, 1.0])
def test_every_lag_and_size_is_measured_and_in_order(level: str, years: int, share: float) -> None:
    spread = TABLE.spread("country" if level == "country" else "cell", years, share)
    assert spread is not None
    assert 0 <= spread.low <= spread.middle <= spread.high
    assert spread.years == years
    assert 1 <= spread.pairs <= 10


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
