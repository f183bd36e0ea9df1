"""Why a likelihood is what it is, in words: first which kind of evidence, then what the source says."""

from typing import Final

from scharnier.codes.sectors import load_sectors
from scharnier.risk.climate import label_place
from scharnier.risk.likelihood import Likelihoods
from scharnier.risk.reading import COUNTRY, GROUP, MAJORITY, PRODUCT, SECTOR, Reading

_WORDS: Final = {
    "en": {
        "none": "No source says anything about this: unknown, not low.",
        "bought": "{says} What you buy is this good, contains it or is made with it. Whether yours comes from there, "
        "the source does not say.",
        "listed": "Goods of this industry are listed here, but none stands behind a quarter or more of what you spend "
        "there, so at most 4. {says}",
        "industry": "{says}",
        "country": "A source about the whole country. {says}",
        "capped": "A source about the whole country, level {raw}, counted as {level} in this industry: {why}. {says}",
        "many": "goods of this industry are listed {n} times worldwide under this theme",
        "few": "goods of this industry are listed {n} times worldwide under this theme, fewer than three",
        "group": "{known} of the workforce of this group of countries has data; half of that is at {level} or higher "
        "(with doubt: {low} to {high}). Highest: {places}. {says}",
        "minority": "Only {known} of the workforce of this group of countries has data, so at most 4. "
        "Highest: {places}. {says}",
        "lifted": "Goods that you buy, or that are in what you buy or needed for it, are on a list for {places} "
        "(in this group of countries). For example: {says} Whether yours come from there, the source does not say.",
        "indirect": "This source speaks of conditions, not of the harm itself. ",
        "stale": " The source is older than five years.",
    },
    "nl": {
        "none": "Geen enkele bron zegt hier iets over: onbekend, niet laag.",
        "bought": "{says} Wat u koopt is dit goed, bevat het of wordt ermee gemaakt. Of dat van u daarvandaan komt, "
        "zegt de bron niet.",
        "listed": "Goederen van deze sector staan hier op een lijst, maar geen ervan zit achter een kwart of meer van "
        "wat u hier uitgeeft, dus hoogstens 4. {says}",
        "industry": "{says}",
        "country": "Een bron over het hele land. {says}",
        "capped": "Een bron over het hele land, niveau {raw}, telt in deze sector als {level}: {why}. {says}",
        "many": "goederen van deze sector staan wereldwijd {n} keer op een lijst bij dit thema",
        "few": "goederen van deze sector staan wereldwijd {n} keer op een lijst bij dit thema, minder dan drie keer",
        "group": "Over {known} van de werkenden in deze groep landen zijn er gegevens; de helft daarvan zit op {level} "
        "of hoger (met twijfel erbij: {low} tot {high}). Hoogst: {places}. {says}",
        "minority": "Over maar {known} van de werkenden in deze groep landen zijn er gegevens, dus hoogstens 4. "
        "Hoogst: {places}. {says}",
        "lifted": "Goederen die u koopt, of die daarin zitten of ervoor nodig zijn, staan op een lijst voor {places} "
        "(in deze groep landen). Bijvoorbeeld: {says} Of die van u daarvandaan komen, zegt de bron niet.",
        "indirect": "Deze bron spreekt over omstandigheden, niet over de schade zelf. ",
        "stale": " De bron is ouder dan vijf jaar.",
    },
}
NAMED: Final = 4
"""How many countries of a group are named."""


def explain_likelihood(found: Likelihoods, theme: str, region: str, sector: str, lang: str) -> str:
    """A few plain sentences in Dutch (`nl`) or English (`en`)."""
    words = _WORDS["nl" if lang == "nl" else "en"]
    level = found.judge(theme, region, sector)
    readings = found.ordered_readings(theme, region, sector)
    if level is None or not readings:
        return words["none"]
    if level.basis == GROUP:
        highest = [reading for reading, _ in readings]
        return words["minority" if 1 - level.unknown_share < MAJORITY else "group"].format(
            known=f"{1 - level.unknown_share:.0%}",
            level=level.level,
            low=level.low,
            high=level.high,
            places=_name_places(highest, lang),
            says=_say(found, highest[0], lang),
        )
    carrying = [r for r, _ in readings if r.basis == level.basis]
    first = carrying[0]
    says = _say(found, first, lang)
    if level.basis == PRODUCT:
        grouped = any(reading.record.place != region for reading in carrying)
        return words["lifted" if grouped else "bought"].format(places=_name_places(carrying, lang), says=says)
    if level.basis == SECTOR:
        return words["listed" if first.record.good else "industry"].format(says=says)
    if first.basis == COUNTRY and first.raw > first.level == found.caps.of(theme, sector):
        number = found.caps.listings(theme, sector)
        why = words["many" if first.level > 2 else "few"].format(n=number)
        return words["capped"].format(raw=first.raw, level=first.level, why=why, says=says)
    return words["country"].format(says=says)


def _say(found: Likelihoods, reading: Reading, lang: str) -> str:
    words = _WORDS["nl" if lang == "nl" else "en"]
    indirect = words["indirect"] if found.evidence.datasets[reading.record.dataset].indirect else ""
    return indirect + found.evidence.statement(reading.record, lang) + (words["stale"] if reading.stale else "")


def _name_places(readings: list[Reading], lang: str) -> str:
    top = readings[0]
    same = [r for r in readings if (r.basis, r.level) == (top.basis, top.level)]
    names = list(dict.fromkeys(label_place(reading.record.place, lang) for reading in same))
    more = len(names) - NAMED
    rest = (f" en {more} meer" if lang == "nl" else f" and {more} more") if more > 0 else ""
    return ", ".join(names[:NAMED]) + rest


def label_cell(region: str, sector: str, lang: str) -> str:
    """A place and an industry in words: `Textiles in India`."""
    return f"{load_sectors()[sector].label(lang, short=True)} in {label_place(region, lang)}"
