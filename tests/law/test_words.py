"""Counts, money and dates as people write them; nothing is rounded where the difference matters."""

from datetime import date

import pytest

from scharnier.law.facts import name_fact, say_more
from scharnier.law.words import count, day, join, money, small


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (1.5e9, "€ 1,5 miljard", "EUR 1.5 billion"),
        (1_500_000_001, "€ 1.500.000.001", "EUR 1,500,000,001"),
        (22_500_000, "€ 22,5 miljoen", "EUR 22.5 million"),
        (999_999, "€ 999.999", "EUR 999,999"),
        (0, "€ 0", "EUR 0"),
        (0.5, "€ 0,5", "EUR 0.5"),
    ],
)
def test_money(value: float, nl: str, en: str) -> None:
    assert (money(value, "nl"), money(value, "en")) == (nl, en)


def test_counts_dates_and_lists() -> None:
    assert (count(5200, "nl"), count(5200, "en")) == ("5.200", "5,200")
    assert (count(1000.5, "nl"), count(0, "en")) == ("1.000,5", "0")
    assert (day(date(2029, 7, 26), "nl"), day(date(2029, 7, 26), "en")) == ("26 juli 2029", "26 July 2029")
    assert (join(["a", "b", "c"], "nl"), join(["a"], "en"), join([], "en")) == ("a, b en c", "a", "")
    assert (small(2, "nl"), small(11, "en")) == ("twee", "11")


@pytest.mark.parametrize(
    ("value", "nl"),
    [(4800, "201 werknemers meer in 2028"), (5000, "1 werknemer meer in 2028"), (4999.5, "1 werknemer meer in 2028")],
)
def test_how_many_more_it_takes_to_be_strictly_above(value: float, nl: str) -> None:
    assert say_more("employees", value, 5000, 2028)["nl"] == nl


def test_how_much_more_turnover() -> None:
    assert say_more("turnover_worldwide_eur", 1.4e9, 1.5e9, 2028)["nl"] == (
        "meer dan € 100 miljoen meer omzet wereldwijd in 2028"
    )
    assert "één euro" in say_more("turnover_worldwide_eur", 1.5e9, 1.5e9, 2028)["nl"]


def test_facts_by_name() -> None:
    assert name_fact("employees[2027]")["nl"] == "werknemers in 2027"
    assert name_fact("products[2].origin")["en"] == "the country of origin (product 3)"
    assert name_fact("something_new") == {"nl": "something_new", "en": "something_new"}
