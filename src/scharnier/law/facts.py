"""The facts of a profile by name: what they are called, and what a value of them is called."""

import re

from scharnier.law.answer import Text
from scharnier.law.words import LANGS, both, count, money

_NAMES = {
    "seat": both("het land van vestiging", "the country of the registered office"),
    "employees": both("werknemers", "employees"),
    "turnover_worldwide_eur": both("omzet wereldwijd", "turnover worldwide"),
    "turnover_eu_eur": both("omzet in de EU", "turnover in the EU"),
    "group_turnover_worldwide_eur": both("omzet van de hele groep", "turnover of the whole group"),
    "franchise.royalties_eu_eur": both("royalty's in de EU", "royalties in the EU"),
    "franchise.royalties_worldwide_eur": both("royalty's", "royalties"),
    "eu_branch_turnover_eur": both(
        "omzet van de grootste dochter of vestiging in de EU", "turnover of the largest EU subsidiary or branch"
    ),
    "public_interest_entity": both(
        "of u een organisatie van openbaar belang bent (beurs, bank, verzekeraar)",
        "whether you are a public-interest entity (listed, bank, insurer)",
    ),
    "brings_batteries_to_eu_market": both(
        "of u batterijen op de EU-markt brengt", "whether you bring batteries to the EU market"
    ),
    "places_products_on_eu_market": both(
        "of u producten aanbiedt op de EU-markt of uitvoert", "whether you offer products in the EU or export them"
    ),
    "products": both("uw producten", "your products"),
    "imports_kg": both(
        "hoeveel kilo tin, tantaal, wolfraam en goud u per jaar invoert",
        "how many kilograms of tin, tantalum, tungsten and gold you import a year",
    ),
    "size_class": both("de grootteklasse", "the size class"),
    "founded_on": both("de datum van oprichting", "the date of founding"),
    "origin": both("het land van herkomst", "the country of origin"),
    "role": both("de rol", "the role"),
    "placed_on": both("de datum van op de markt brengen", "the date of placing on the market"),
    "hs": both("de goederencode", "the goods code"),
    "genus": both("waar het van gemaakt is (geslacht)", "what it is made of (genus)"),
    "used": both("of het gebruikt is", "whether it is used"),
    "waste": both("of het afval is", "whether it is waste"),
    "packing": both("of het alleen verpakking is", "whether it is packing only"),
}


_OF_PRODUCT = re.compile(r"products\[(\d+)\]\.(\w+)")
_OF_YEAR = re.compile(r"([\w.]+)\[(\d{4})\]")


def name_fact(key: str) -> Text:
    """What a fact is called: `employees[2028]` is `werknemers in 2028`, `products[0].hs` `de goederencode (product 1)`.

    A key without a name stays as it is.
    """
    if (found := _OF_PRODUCT.fullmatch(key)) and found[2] in _NAMES:
        names = _NAMES[found[2]]
        return {lang: f"{names[lang]} (product {int(found[1]) + 1})" for lang in LANGS}
    if (found := _OF_YEAR.fullmatch(key)) and found[1] in _NAMES:
        names = _NAMES[found[1]]
        return {lang: f"{names[lang]} in {found[2]}" for lang in LANGS}
    return _NAMES.get(key) or both(key, key)


def say_value(fact: str, value: float) -> Text:
    """A value with what it counts: `5.200 werknemers`, `€ 1,6 miljard omzet wereldwijd`."""
    names = name_fact(fact)
    shown = money if fact.endswith("_eur") else count
    return {lang: f"{shown(value, lang)} {names[lang]}" for lang in LANGS}


def say_more(fact: str, value: float, limit: float, year: int | None) -> Text:
    """What is lacking to be above a limit, strictly: `201 werknemers meer in 2028`."""
    gap = limit - value
    names = name_fact(fact)
    when = both(f" in {year}" if year else "", f" in {year}" if year else "")
    if fact.endswith("_eur"):
        if gap <= 0:
            return both(
                f"ook maar één euro meer {names['nl']}{when['nl']} (nu precies de grens)",
                f"even one euro more {names['en']}{when['en']} (now exactly the limit)",
            )
        return both(
            f"meer dan {money(gap, 'nl')} meer {names['nl']}{when['nl']}",
            f"more than {money(gap, 'en')} more {names['en']}{when['en']}",
        )
    more = int(gap // 1) + 1
    nl, en = ("werknemer", "employee") if more == 1 and fact == "employees" else (names["nl"], names["en"])
    return both(f"{count(more, 'nl')} {nl} meer{when['nl']}", f"{count(more, 'en')} more {en}{when['en']}")
