"""Amounts: worked examples of how people write money, and the rule for the decimal sign."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.sources.ledger.amounts import MISSING, OK, UNREADABLE, parse_amounts


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1.234.567,8", 123456780),
        ("12,5", 1250),
        ("12.5", 1250),
        ("1500", 150000),
        ("-3,00", -300),
        ("3,00-", -300),
        ("(4,50)", -450),
        ("−7,00", -700),
        ("- 5,00", -500),
        ("€ 1.000,00", 100000),
        ("-€ 5,00", -500),
        ("€ -5,00", -500),
        ("5,10 EUR", 510),
        ("£1,250.00", 125000),
        ("12,-", 1200),
        ("12,--", 1200),
        ("5,00 CR", -500),
        ("5,10 DR", 510),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1'234.50", 123450),
        ("1,23,456.78", 12345678),
        (",5", 50),
        ("0.999", 100),
        ("0", 0),
        ("-7.275957614183426E-12", 0),
        ("1.2345678E7", 1234567800),
    ],
)
def test_one_value_without_doubt(written: str, cents: int) -> None:
    parsed = parse_amounts(pa.array([written]))
    assert parsed.status[0] == OK
    assert parsed.cents[0] == cents


@pytest.mark.parametrize(
    "written",
    [
        "abc",
        "NaN",
        "inf",
        "Infinity",
        "1e300",
        "1,23E+06",
        "1.2.3",
        "..",
        "12%",
        "1-2",
        "9" * 50,
        "99999999999999999",
        "=1+1",
    ],
)
def test_what_is_no_amount_is_not_guessed(written: str) -> None:
    parsed = parse_amounts(pa.array([written]))
    assert parsed.status[0] == UNREADABLE
    assert parsed.cents[0] == 0


@pytest.mark.parametrize("written", [None, "", "  ", "-", "n/a", "N.V.T."])
def test_empty_is_missing_not_zero(written: str | None) -> None:
    assert parse_amounts(pa.array([written], pa.string())).status[0] == MISSING


def test_values_without_doubt_decide_for_the_column() -> None:
    dutch = parse_amounts(pa.array(["1.234", "12,50", "99,95"]))
    english = parse_amounts(pa.array(["1.234", "12.50", "99.95"]))
    assert (dutch.style, dutch.cents[0]) == (",", 123400)
    assert (english.style, english.cents[0]) == (".", 123)
    assert not dutch.undecided
    assert not english.undecided


def test_undecidable_values_are_thousands_and_said_to_be() -> None:
    parsed = parse_amounts(pa.array(["1.234", "5.678", "950"]))
    assert parsed.cents.tolist() == [123400, 567800, 95000]
    assert parsed.undecided == "1.234"
    assert parse_amounts(pa.array(["1.234"]), hint=".").cents[0] == 123


def test_two_ways_of_writing_are_each_read_and_counted() -> None:
    parsed = parse_amounts(pa.array(["1.234,56", "10,50", "1,234.56"]))
    assert parsed.cents.tolist() == [123456, 1050, 123456]
    assert (parsed.deviating, parsed.deviating_example) == (1, "1,234.56")


def test_numbers_of_the_file_win_over_text() -> None:
    numbers = np.array([12.345, np.nan, np.inf, 1e300, -0.1])
    parsed = parse_amounts(pa.array(["12.345", "7,50", "inf", "1e300", "-0.1"]), numbers=numbers)
    assert parsed.cents.tolist() == [1234, 750, 0, 0, -10]
    assert parsed.status.tolist() == [OK, OK, UNREADABLE, UNREADABLE, OK]


@given(st.lists(st.decimals(min_value=-(10**10), max_value=10**10, places=2), min_size=1, max_size=30), st.booleans())
def test_written_amounts_come_back_to_the_cent(amounts: list[Decimal], dutch: bool) -> None:
    written = [f"{amount:,.2f}" for amount in amounts]
    if dutch:
        written = [text.translate(str.maketrans(",.", ".,")) for text in written]
    parsed = parse_amounts(pa.array(written))
    assert parsed.cents.tolist() == [int(amount * 100) for amount in amounts]
    assert parsed.style == ("," if dutch else ".")


@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_text_gets_one_of_three_outcomes(texts: list[str]) -> None:
    parsed = parse_amounts(pa.array(texts, pa.string()))
    assert set(parsed.status.tolist()) <= {OK, MISSING, UNREADABLE}
    assert (parsed.cents[parsed.status != OK] == 0).all()
