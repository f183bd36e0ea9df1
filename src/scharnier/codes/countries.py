"""Countries and territories: ISO 3166-1, plain names in Dutch and English, and exact (never fuzzy) recognition."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

CountryStatus = Literal["iso", "user-assigned"]
_STATUSES: MappingProxyType[str, CountryStatus] = MappingProxyType({"iso": "iso", "user-assigned": "user-assigned"})

# Words that carry no meaning in a country name: "Republic of the Congo" and "Republic Congo" are the same name.
_FILLERS = frozenset(["the", "of", "and", "de", "het", "van", "der", "en", "la", "d"])
_LONGER = MappingProxyType({"st": "saint", "sint": "saint", "rep": "republic", "dem": "democratic", "isl": "islands"})


@dataclass(frozen=True)
class Country:
    """A country or territory. `num` is the ISO number with its leading zeros, empty where ISO gave none (Kosovo).

    `status` is `iso` for an entry of ISO 3166-1 and `user-assigned` for XKX (Kosovo), a code outside the standard
    that the European Commission and the World Bank use.
    """

    iso3: str
    iso2: str
    num: str
    en: str
    nl: str
    status: CountryStatus

    def label(self, lang: str = "en") -> str:
        """The common name in Dutch (`nl`) or, for every other language, English."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True)
class CountryMatch:
    """What a text says about a country. `iso3` is None where it names none or more than one: then `candidates` lists
    the possible ones (empty when the text is simply not known) and `reason` says why nothing was chosen."""

    iso3: str | None
    candidates: tuple[str, ...] = ()
    reason: str = ""


@cache
def _load() -> MappingProxyType[str, Country]:
    with content_path("codes/countries.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    countries: dict[str, Country] = {}
    for row in rows:
        status = _STATUSES.get(row["status"])
        if status is None:
            raise ContentError(f"countries.csv: {row['iso3']} has the unknown status {row['status']!r}")
        countries[row["iso3"]] = Country(row["iso3"], row["iso2"], row["num"], row["en"], row["nl"], status)
    return MappingProxyType(countries)


def load_countries() -> dict[str, Country]:
    """All countries and territories by ISO 3166-1 alpha-3 code."""
    return dict(_load())


def calc_name_key(text: str) -> str:
    """A name without accents, capitals, punctuation, filler words, so that spellings of one name fall together."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    # Dots and apostrophes join (U.S.A., People's), all else separates, and so does the apostrophe of d'Ivoire.
    plain = re.sub(r"\bd['’‘`´]", "d ", plain)
    plain = re.sub(r"[.'’‘`´]", "", plain).replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    words = re.findall(r"[a-z0-9]+", plain)
    kept = [_LONGER.get(word, word) for word in words if word not in _FILLERS]
    return " ".join(kept) or " ".join(words)


def _turned(text: str) -> str:
    """`Korea, Republic of` as `Republic of Korea`; a text without a comma as it is."""
    head, comma, tail = text.partition(",")
    return f"{tail.strip()} {head.strip()}" if comma else text


@cache
def _keys() -> tuple[MappingProxyType[str, str], MappingProxyType[str, tuple[tuple[str, ...], str]]]:
    """Name key → iso3, and ambiguous name key → (candidates, reason). One key never means two countries."""
    known: dict[str, str] = {}

    def add(name: str, iso3: str) -> None:
        key = calc_name_key(name)
        if known.setdefault(key, iso3) != iso3:
            raise ContentError(f"the country name {name!r} stands for both {known[key]} and {iso3}")

    for country in _load().values():
        for name in (country.iso3, country.iso2, country.num, country.en, country.nl):
            if name:
                add(name, country.iso3)
    with content_path("codes/country_names.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["iso3"] not in _load():
                raise ContentError(f"country_names.csv: {row['name']!r} points to the unknown {row['iso3']!r}")
            add(row["name"], row["iso3"])
    unsure: dict[str, tuple[tuple[str, ...], str]] = {}
    with content_path("codes/country_names_ambiguous.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = calc_name_key(row["name"])
            if key in known:
                raise ContentError(f"{row['name']!r} is listed as ambiguous and as {known[key]}")
            unsure[key] = (tuple(row["candidates"].split()), row["reason"])
    return MappingProxyType(known), MappingProxyType(unsure)


@cache
def explain_country(text: str) -> CountryMatch:
    """Which country a text names, or why none was chosen.

    Accepts ISO 3166-1 alpha-2, alpha-3 and the three-digit number, and the names in `countries.csv` and
    `country_names.csv`, whatever the accents, capitals or word order (`Korea, Republic of`). Nothing is guessed from
    likeness: `Neterlands` names nothing.
    """
    known, unsure = _keys()
    keys = (calc_name_key(text), calc_name_key(_turned(text)))
    for key in keys:
        if key and key in known:
            return CountryMatch(known[key])
    for key in keys:
        if key in unsure:
            candidates, reason = unsure[key]
            return CountryMatch(None, candidates, reason)
    return CountryMatch(None, (), "not a country name or code we know")


def match_country(text: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of the country a text names; None where it names none or could name several."""
    return explain_country(text).iso3
