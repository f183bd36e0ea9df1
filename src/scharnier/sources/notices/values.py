"""Values as published, typed: days, money, CPV codes, countries. What cannot be one is an issue, never a guess."""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from scharnier.codes.countries import load_countries
from scharnier.codes.schemes import load_scheme
from scharnier.procurement.notice import Amount, AmountKind, Issue
from scharnier.sources._runtime.iso_4217 import CURRENCIES, WITHDRAWN

# Codes of the European publications that are not those of ISO 3166.
_OTHER_COUNTRIES = {
    "UK": "GB",
    "EL": "GR",
    "1A0": "XK",
    "XKX": "XK",
    "XK": "XK",
    "ROM": "RO",
    "KO": "XK",
    "ENG": "GB",
    "SCT": "GB",
    "WLS": "GB",
    "NIR": "GB",
}
_EARLIEST, _LATEST = date(1950, 1, 1), date(2100, 1, 1)
MOST = Decimal("1e13")
"""Above this an amount is a slip of the keyboard: ten times the yearly purchases of the whole Union in euro. [own]"""
_LARGEST_NUMBER = Decimal("1e18")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:$|[Z+T ]|-\d\d:\d\d)")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d{1,2}")
_CPV = re.compile(r"(\d{8})(?:-\d|\.0)?")  # a table program makes 45233130.0 of a code


@cache
def _cpv_codes() -> frozenset[str]:
    return frozenset(load_scheme("cpv").parents)


@cache
def _countries() -> dict[str, str]:
    found = {country.iso3: country.iso2 for country in load_countries().values()}
    found |= {country.iso2: country.iso2 for country in load_countries().values()}
    return found | _OTHER_COUNTRIES


class Values:
    """Types the values of one notice and keeps what was wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []
        self._told: set[tuple[str, str]] = set()

    def tell(
        self,
        field: str,
        what: str,
        remedy: str,
        code: str,
        level: Literal["failed", "skipped", "doubt", "note"] = "doubt",
    ) -> None:
        """Keep an issue; the same one of the same field is said once."""
        if (field, what) not in self._told:
            self._told.add((field, what))
            self.issues.append(Issue(self.file, field, what, remedy, level, code))

    def day(self, text: str, field: str) -> date | None:
        """A day: 2024-03-04, 2024-03-04+01:00, 20240304, 20240304 17:00."""
        if not text:
            return None
        match = _DAY.match(text)
        try:
            found = date(int(match[1]), int(match[2]), int(match[3])) if match else None
        except ValueError:
            found = None
        if found is None or not _EARLIEST <= found < _LATEST:
            what = f"{_short(text)} is not a day between {_EARLIEST.year} and {_LATEST.year}."
            self.tell(field, what, "It is left out; look it up in the notice.", "bad-date")
            return None
        return found

    def number(self, text: str, field: str) -> Decimal | None:
        """A number as the schemas write it: 1234.56; blanks between thousands and a decimal comma are read too."""
        bare = "".join(text.split())
        if "," in bare and _COMMA.fullmatch(bare):
            bare = bare.replace(",", ".")
        if not _NUMBER.fullmatch(bare) or len(bare) > 60 or abs(number := Decimal(bare)) >= _LARGEST_NUMBER:
            self.tell(field, f"{_short(text)} is not a number.", "It is left out.", "bad-number")
            return None
        return number

    def amount(self, given: tuple[str, str], kind: AmountKind, field: str, lot: str | None = None) -> Amount | None:
        """An amount; None, with an issue, where it is no number, negative or beyond belief."""
        number, currency = self.number(given[0], field), given[1].upper()
        if number is None:
            return None
        if number < 0 or number >= MOST:
            kind_of = "negative" if number < 0 else "beyond belief"
            self.tell(
                field,
                f"The amount {_short(given[0])} {currency} is {kind_of}.",
                "It is left out: the value counts as not known.",
                "negative-value" if number < 0 else "absurd-value",
            )
            return None
        if currency not in CURRENCIES and currency not in WITHDRAWN:
            what = f"{_short(currency)} is not a currency of ISO 4217." if currency else "The amount has no currency."
            self.tell(field, what, "It is kept as published; it is not compared with a threshold.", "unknown-currency")
        return Amount(kind, number, currency, field, lot)

    def cpv(self, codes: list[str], field: str) -> list[str]:
        """CPV codes of eight digits, once each; what is shaped otherwise is left out, what is not listed is kept."""
        found: list[str] = []
        known = _cpv_codes()
        for code in codes:
            match = _CPV.fullmatch(code)
            if not match:
                self.tell(field, f"{_short(code)} is not a CPV code of eight digits.", "It is left out.", "bad-cpv")
                continue
            eight = match[1]
            if eight not in known:
                remedy = "It is kept; its category follows from the digits before."
                self.tell(field, f"{eight} is not in CPV 2008.", remedy, "unknown-cpv")
            if eight not in found:
                found.append(eight)
        return found

    def country(self, code: str, field: str) -> str:
        """ISO 3166 alpha-2 of a country code of two or three letters; "" with an issue where it is none."""
        if not code:
            return ""
        found = _countries().get(code.upper())
        if found is None:
            self.tell(field, f"{_short(code)} is not a country code.", "The country is left empty.", "unknown-country")
        return found or ""


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
