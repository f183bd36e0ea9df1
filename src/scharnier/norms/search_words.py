"""What people type, made comparable: words without accents, in one spelling, stemmed; references to articles."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

STEMMERS = {"nl": "dutch", "en": "english"}

_AMERICAN = {
    "labor": "labour",
    "behavior": "behaviour",
    "color": "colour",
    "neighbor": "neighbour",
    "defense": "defence",
}
_STOP_WORDS = """
de het een en of van voor in op aan bij met te is zijn die dat wat hoe door naar als ook over dan dit deze der om
ik mij mijn me we wij ons onze u uw je jij er moet moeten mag mogen kan kunnen wie welke welk hoeveel worden wordt
gaat gaan
the a an and or of for in on at by with to is are that what how from as also about this these it its be
i my our us you your do does must should can may who which many much has have
"""
_STOP = frozenset(_STOP_WORDS.split())
# Words that ask for a kind of answer rather than for a subject.
INTENTS: Mapping[str, str] = {
    **dict.fromkeys(("geldt", "gelden", "valt", "vallen", "apply", "applies", "bind", "binds"), "scope"),
    **dict.fromkeys(("wanneer", "when", "since", "sinds"), "date"),
}
_NUMBERS = {
    word: str(number)
    for words in (
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"),
    )
    for number, word in enumerate(words, start=2)
} | {"twintig": "20", "twenty": "20", "dertig": "30", "thirty": "30", "zestig": "60", "sixty": "60"}

_ACCENTS = re.compile("[\u0300-\u036f]")
_ROMAN = dict(zip(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), map(str, range(1, 11)), strict=True))
_ARTICLE = re.compile(
    r"\b(?:artikel(?:en)?|articles?|arts?)\b\.?\s*(?P<article>\d+[a-z]?)\b"
    r"(?:\.(?P<dotted>[0-9a-z.]+))?(?P<bracketed>(?:\s*\(\s*[0-9a-z]+\s*\))*)"
    r"(?:,?\s*(?:lid|paragraph)\s*(?P<paragraph>\d+))?(?:,?\s*(?:onder|sub|point)\s*\(?(?P<letter>[a-z])\b\)?)?"
)
_ANNEX = re.compile(r"\b(?:bijlage|annex)\s+(?P<number>[ivx]+|\d+)\b")


def raw_words(text: str) -> list[str]:
    """The distinct telling words of a text as written, without accents; numbers as digits."""
    return list(dict.fromkeys(_NUMBERS.get(word, word) for word in _tokens(text) if word not in _STOP))


def take_intents(text: str) -> tuple[str, frozenset[str]]:
    """The text without the words that ask for a kind of answer, and those kinds ("when does it apply": a date)."""
    tokens = _tokens(text)
    kinds = frozenset(INTENTS[word] for word in tokens if word in INTENTS)
    kinds = kinds - {"scope"} if "date" in kinds else kinds
    return " ".join(word for word in tokens if word not in INTENTS), kinds


def take_reference(text: str) -> tuple[str, str]:
    """The text without a reference to an article or annex, and that reference as ids write it (`8.3`, `annex.1`)."""
    plain = _plain(text)
    if found := _ARTICLE.search(plain):
        parts = [found["article"], *(found["dotted"] or "").strip(".").split(".")]
        parts += re.findall(r"[0-9a-z]+", found["bracketed"])
        parts += [found["paragraph"] or "", found["letter"] or ""]
        return _without(plain, found), ".".join(filter(None, parts))
    if found := _ANNEX.search(plain):
        return _without(plain, found), f"annex.{_ROMAN.get(found['number'], found['number'])}"
    return text, ""


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _tokens(text: str) -> list[str]:
    joined = re.sub(r"(?<=\d)[.,\s](?=\d{3}(?!\d))", "", _plain(text))  # 5.000 and 5 000 are 5000
    return re.findall(r"[a-z0-9]+", joined)


def _plain(text: str) -> str:
    """Lower case, without accents."""
    low = text.casefold()
    return low if low.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", low))


@cache
def stem(word: str, lang: str) -> str:
    """The stem of a word in `nl` or `en`."""
    if lang == "en":
        word = _AMERICAN.get(word, _AMERICAN.get(word.removesuffix("s"), word))
        word = re.sub(r"iz(e|ed|es|ing|ation|ations)$", r"is\1", word)
    return _stemmer(lang)(word)


@cache
def _stemmer(lang: str) -> Callable[[str], str]:
    import snowballstemmer  # here, because it takes 0.1 s and most runs do not search

    found: Callable[[str], str] = snowballstemmer.stemmer(STEMMERS[lang]).stemWord
    return found
