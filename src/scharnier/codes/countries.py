"""Countries and territories: ISO 3166-1, plain names in Dutch and English, and exact (never fuzzy) recognition."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

CountryStatus = Literal["iso", "user-assigned"]
_STATUSES: MappingProxyType[str, CountryStatus] = MappingProxyType({"iso": "iso", "user-assigned": "user-assigned"})

# Words that carry no meaning in a country name: "Republic of the Congo" and "Republic Congo" are the same name.
_FILLERS = frozenset(["the", "of", "and", "de", "het", "van", "der", "en", "la", "d"])
_LONGER = MappingProxyType({"st": "saint", "sint": "saint", "rep": "republic", "dem": "democratic"})

# Forms of state that come before the name: stripped only where the whole name is not known.
_FORMS = frozenset(
    re.findall(
        r"\w+",
        """republic kingdom state states federal federative federated federation democratic peoples socialist islamic
        arab plurinational bolivarian hashemite cooperative co operative independent sovereign united union principality
        grand duchy sultanate commonwealth oriental eastern most serene bailiwick territory country department
        collectivity territorial republiek koninkrijk staat bondsrepubliek federale federatieve federatie democratische
        volksrepubliek socialistische islamitische arabische plurinationale bolivariaanse hasjemitisch cooperatieve
        onafhankelijke soevereine verenigde unie vorstendom prinsdom groothertogdom sultanaat gemenebest commonwealth
        oosterse meest baljuwschap grondgebied land afdeling gemeenschap""",
    )
)


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
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    # Dots and apostrophes join (U.S.A., People's), all else separates, and so does the apostrophe of d'Ivoire.
    plain = re.sub(r"\bd['’‘`´]", "d ", plain)
    plain = re.sub(r"[.'’‘`´]", "", plain).replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    words = re.findall(r"[a-z0-9]+", plain)
    kept = [_LONGER.get(word, word) for word in words if word not in _FILLERS]
    return " ".join(kept) or " ".join(words)


def _turned(text: str) -> str:
    """`Korea, Republic of` and `Korea (Republic of)` as `Republic of Korea`; other texts as they are."""
    head, _, tail = text.replace("(", ",").replace(")", " ").partition(",")
    return f"{tail.strip()} {head.strip()}" if tail.strip() else text


def _short(key: str) -> str:
    """A name key without its form of state: `federal republic nigeria` as `nigeria`. "" if nothing is left."""
    words = key.split()
    while words and words[0] in _FORMS:
        words.pop(0)
    return " ".join(words)


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


@lru_cache(maxsize=65_536)  # a million lines name a few hundred countries; a column of free text must not fill memory
def explain_country(text: str) -> CountryMatch:
    """Which country a text names, or why none was chosen.

    Accepts ISO 3166-1 alpha-2, alpha-3 and the three-digit number (`004`, never `4`: a column of small numbers is not
    a column of countries), and the names in `countries.csv` and `country_names.csv`, whatever the accents, capitals,
    word order (`Korea, Republic of`) or form of state (`Federal Republic of Nigeria`). Nothing is guessed from
    likeness: `Neterlands` names nothing. A code wins over a word, so `in` is India: do not feed it running text.
    """
    known, unsure = _keys()
    whole = (calc_name_key(text), calc_name_key(_turned(text)))
    for key in (*whole, *(_short(key) for key in whole)):
        if key in known:
            return CountryMatch(known[key])
        if key in unsure:
            return CountryMatch(None, *unsure[key])
    return CountryMatch(None, (), "not a country name or code we know")


def match_country(text: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of the country a text names; None where it names none or could name several."""
    return explain_country(text).iso3
