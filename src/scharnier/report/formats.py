"""Numbers, money, shares and dates as Dutch and English readers write them.

A report rounds so that a reader sees what matters (three significant figures in running text); the exact value stays in
`assessment.json` and `report.xlsx`. Spaces inside a figure are no-break spaces.
"""

import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
MINUS = "\u2212"
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
MONTHS = {
    "nl": ("januari februari maart april mei juni juli augustus september oktober november december"),
    "en": ("January February March April May June July August September October November December"),
}
LARGE = {
    "nl": ((1e9, "miljard"), (1e6, "miljoen")),
    "en": ((1e9, "billion"), (1e6, "million")),
}


@dataclass(frozen=True)
class Formats:
    """How one report writes its figures: `lang` nl or en, `currency` an ISO 4217 code."""

    lang: str
    currency: str

    def number(self, value: float, decimals: int = 0) -> str:
        """1234.5 → 1.235 (nl) or 1,235 (en); halves away from zero, as people are taught to round."""
        quantum = Decimal(1).scaleb(-decimals)
        rounded = Decimal(repr(float(value))).quantize(quantum, rounding=ROUND_HALF_UP)
        text = f"{abs(rounded):,}"
        if self.lang == "nl":
            text = text.translate(str.maketrans(",.", ".,"))
        return f"{MINUS}{text}" if rounded < 0 else text

    def money(self, value: float, figures: int = 3) -> str:
        """Three significant figures and a word for large amounts: € 1,23 miljoen; £12,300; below 1,000 whole units.

        With fewer `figures` small amounts are rounded too: two make € 127.889 and € 847 of € 130.000 and € 850.
        """
        size = abs(value) if figures >= 3 else _round_figures(abs(value), figures)
        for unit, word in LARGE[self.lang]:
            # Rounding to three figures may carry into the next unit: 999,999 is 1.00 million.
            if _round_figures(size) >= unit:
                scaled = _round_figures(size) / unit
                return self._signed(value, self.number(scaled, _decimals(scaled, figures)) + NBSP + word)
        return self._signed(value, self.number(size if size < 1000 else _round_figures(size)))

    def money_exact(self, value: float) -> str:
        """To the cent: € 1.234,56 or €1,234.56."""
        return self._signed(value, self.number(abs(value), 2))

    def share(self, value: float) -> str:
        """A fraction as a percentage; what is there but small reads '< 0.1%' and never '0%'."""
        percent = value * 100
        if percent == 0:
            return "0%"
        if abs(percent) < 0.1:
            return f"<{NBSP}{self.number(0.1, 1)}%" if percent > 0 else f"{self.number(percent, 2)}%"
        if 99.95 <= percent < 100:
            return f">{NBSP}{self.number(99.9, 1)}%"
        near_the_ends = abs(percent) < 10 or 99 < abs(percent) < 100
        return f"{self.number(percent, 1 if near_the_ends else 0)}%"

    def threshold(self, value: float) -> str:
        """A small fraction as a percentage with all its digits: 0.0001 reads 0.01%."""
        percent = Decimal(repr(value)) * 100
        decimals = max(0, -int(percent.normalize().as_tuple().exponent))
        return f"{self.number(float(percent), decimals)}%"

    def day(self, on: date) -> str:
        """20 november 2026."""
        return f"{on.day}{NBSP}{MONTHS[self.lang].split()[on.month - 1]}{NBSP}{on.year}"

    def _signed(self, value: float, text: str) -> str:
        symbol = SYMBOLS.get(self.currency)
        gap = NBSP if self.lang == "nl" or symbol is None else ""
        negative = value < 0 and any(character in "123456789" for character in text)
        return f"{MINUS if negative else ''}{symbol or self.currency}{gap}{text}"


def _round_figures(size: float, figures: int = 3) -> float:
    if size == 0 or not math.isfinite(size):
        return size
    digits = figures - 1 - math.floor(math.log10(size))
    quantum = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(float(size))).quantize(quantum, rounding=ROUND_HALF_UP))


def _decimals(scaled: float, figures: int) -> int:
    return max(0, figures - (1 if scaled < 10 else 2 if scaled < 100 else 3))
