"""Numbers as readers write them, in Dutch and English."""

import pytest

from scharnier.analytics.texts import money, percent


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (0, "€ 0", "€0"),
        (1234.4, "€ 1.234", "€1,234"),
        (999_499, "€ 999.499", "€999,499"),
        (999_500, "€ 1,0 miljoen", "€1.0 million"),
        (80_832_796, "€ 80,8 miljoen", "€80.8 million"),
        (11_285_000_000, "€ 11,3 miljard", "€11.3 billion"),
        (-2_500_000, "\u2212€ 2,5 miljoen", "\u2212€2.5 million"),
    ],
)
def test_money(value: float, nl: str, en: str) -> None:
    assert money(value, "EUR", "nl").replace("\u00a0", " ") == nl
    assert money(value, "EUR", "en").replace("\u00a0", " ") == en


def test_a_share_above_nothing_is_never_written_as_nothing() -> None:
    assert percent(0.0000001, "nl") == "< 0,1%"
    assert percent(0.0, "en") == "0.0%"
    assert percent(0.72, "en") == "72%"
