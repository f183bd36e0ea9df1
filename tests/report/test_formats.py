"""Figures as Dutch and English readers write them."""

from datetime import date

import pytest

from scharnier.report.formats import Formats

NL, EN = Formats("nl", "EUR"), Formats("en", "EUR")


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (0, "€ 0", "€0"),
        (0.4, "€ 0", "€0"),
        (-0.4, "€ 0", "€0"),
        (999.4, "€ 999", "€999"),
        (1234.56, "€ 1.230", "€1,230"),
        (-12345, "−€ 12.300", "−€12,300"),
        (999_499, "€ 999.000", "€999,000"),
        (999_999, "€ 1,00 miljoen", "€1.00 million"),
        (48_213_377.42, "€ 48,2 miljoen", "€48.2 million"),
        (123_456_789, "€ 123 miljoen", "€123 million"),
        (2_500_000_000, "€ 2,50 miljard", "€2.50 billion"),
    ],
)
def test_money(value: float, nl: str, en: str) -> None:
    assert NL.money(value).replace("\u00a0", " ") == nl
    assert EN.money(value).replace("\u00a0", " ") == en


def test_exact_money_and_other_currencies() -> None:
    assert NL.money_exact(1234.565) == "€\u00a01.234,57"  # halves go up, whatever the binary fraction says
    assert EN.money_exact(-1234.5) == "−€1,234.50"
    assert Formats("nl", "SEK").money(1000) == "SEK\u00a01.000"
    assert Formats("en", "GBP").money(1500) == "£1,500"


@pytest.mark.parametrize(
    ("value", "nl"),
    [(0, "0%"), (1e-9, "< 0,1%"), (0.0123, "1,2%"), (0.5, "50%"), (0.996, "99,6%"), (0.9999, "> 99,9%"), (1, "100%")],
)
def test_share(value: float, nl: str) -> None:
    assert NL.share(value).replace("\u00a0", " ") == nl


def test_numbers_and_days() -> None:
    assert NL.number(1234.56, 2) == "1.234,56"
    assert EN.number(1234.56, 2) == "1,234.56"
    assert NL.number(-0.2) == "0"
    assert NL.day(date(2026, 11, 20)) == "20\u00a0november\u00a02026"
    assert EN.day(date(2026, 3, 1)) == "1\u00a0March\u00a02026"
