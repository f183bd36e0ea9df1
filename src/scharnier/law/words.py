"""How facts and figures are said in Dutch and English: counts, money, dates, lists."""

from collections.abc import Iterable, Sequence
from datetime import date

from scharnier.law.answer import Text

LANGS = ("nl", "en")
MONTHS = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
SMALL = {
    "nl": ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
}
SCALES = (
    (1e9, {"nl": "miljard", "en": "billion"}),
    (1e6, {"nl": "miljoen", "en": "million"}),
)


def count(value: float, lang: str) -> str:
    """A number as people write it: 5.200 in Dutch, 5,200 in English; up to two decimals where there are any."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def money(value: float, lang: str) -> str:
    """An amount in euros: € 1,5 miljard, EUR 1.5 billion; written out where shortening would hide a difference."""
    sign = "€ " if lang == "nl" else "EUR "
    for size, names in SCALES:
        if value >= size:
            short = round(value / size, 2)
            if abs(short * size - value) < 0.005:
                return f"{sign}{count(short, lang)} {names[lang]}"
            return sign + count(round(value), lang)
    return sign + count(value, lang)


def day(on: date, lang: str) -> str:
    """A date in words: 26 juli 2029, 26 July 2029."""
    return f"{on.day} {MONTHS[lang][on.month - 1]} {on.year}"


def small(number: int, lang: str) -> str:
    """A number up to ten in words, others in digits: twee, two."""
    return SMALL[lang][number] if 0 <= number < len(SMALL[lang]) else str(number)


def join(parts: Sequence[str], lang: str) -> str:
    """`a, b en c`, `a, b and c`."""
    word = "en" if lang == "nl" else "and"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}" if parts else ""


def both(nl: str, en: str) -> Text:
    """The same words in two languages."""
    return {"nl": nl, "en": en}


def sentences(parts: Iterable[Text | None]) -> Text:
    """Several texts after one another; None is left out."""
    kept = [part for part in parts if part]
    return {lang: " ".join(part[lang] for part in kept) for lang in LANGS}
