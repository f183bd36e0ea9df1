"""Dates: the ways of writing them, dates that do not exist, and text that is no date."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from scharnier.sources.ledger.dates import parse_dates


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("29-02-2024", date(2024, 2, 29), date(2024, 2, 29)),
        ("29/2/24", date(2024, 2, 29), date(2024, 2, 29)),
        ("20240229", date(2024, 2, 29), date(2024, 2, 29)),
        ("29 feb 2024", date(2024, 2, 29), date(2024, 2, 29)),
        ("29-mrt-2024", date(2024, 3, 29), date(2024, 3, 29)),
        ("Monday, April 25, 2022", date(2022, 4, 25), date(2022, 4, 25)),
        ("2024-02-29T10:11:12", date(2024, 2, 29), date(2024, 2, 29)),
        ("29-02-2024 00:00", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_ways_of_writing(written: str, first: date, last: date) -> None:
    dates = parse_dates(pa.array([written]))
    assert dates.first[0].astype(date) == first
    assert dates.last[0].astype(date) == last


@pytest.mark.parametrize(
    "written", ["31-02-2024", "2023-02-29", "32/01/2024", "2024-13-01", "00-01-2024", "01-01-0202"]
)
def test_dates_that_do_not_exist(written: str) -> None:
    dates = parse_dates(pa.array([written]))
    assert dates.impossible[0]
    assert np.isnat(dates.first[0])


@pytest.mark.parametrize("written", ["onbekend", "2024 of later", "12345", "€ 12"])
def test_text_that_is_no_date_is_not_an_impossible_date(written: str) -> None:
    dates = parse_dates(pa.array([written]))
    assert dates.unreadable[0]
    assert not dates.impossible[0]


def test_order_of_day_and_month_follows_the_column() -> None:
    american = parse_dates(pa.array(["01/02/2024", "12/31/2024"]))
    european = parse_dates(pa.array(["01/02/2024", "31/12/2024"]))
    assert (american.order, american.first[0].astype(date)) == ("mdy", date(2024, 1, 2))
    assert (european.order, european.first[0].astype(date)) == ("dmy", date(2024, 2, 1))
    assert parse_dates(pa.array(["01/02/2024"])).order == "unclear"
