"""From a text as it stands in a ledger to words with a place: lower case, no accents, segments, no amounts or codes."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_REMEMBERED = 64  # a text is looked at several times in a row, for its language and for its words

# A full stop with letters on both sides and no space ("SOCIAL CARE.DAY CARE"), ">" and the like mark a hierarchy: what
# follows is a kind of what went before. A dash separates more loosely ("Hire - vehicles"). A slash or comma only lists.
_HIERARCHY = re.compile(r"(?<=[^\W\d_]{3})\.(?=[^\W\d_]{3})|[>|:»\\]")
_DASH = re.compile(r"\s+[-–—]+\s*|\s*[-–—]+\s+(?!en\b|and\b|of\b|or\b)|[;_]+")
_WORD = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*|[&,/+()]")
_EXCEPT = re.compile(r"\b(?:excl|excluding|exclusief|except|uitgezonderd|behalve|m\.u\.v)\b.*$")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
_RUN_TOGETHER = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{3})")  # ClothsUniformLaundry
# A Dutch street name behind other words ("Herstraten Molenweg") says where, not what.
_STREET = re.compile(
    r"(?<=\S )(?!Snelweg|Rijksweg|Spoorweg|Waterweg|Hoofdweg|Fietsstraat|Milieustraat|Productiestraat|Wasstraat)"
    r"[A-Z][a-z]{2,}(?:straat|weg|laan|plein|kade|singel|gracht|dreef|steeg)\b"
)
_AMPERSAND_PAIR = re.compile(r"\b([a-z])\s*&\s*([a-z])\b")
_SLASH_PAIR = re.compile(r"\b([a-z])/([a-z])\b")


def words_of(text: str) -> frozenset[str]:
    """The words of a space-separated list."""
    return frozenset(text.split())


_LIST = words_of("& , / + and en or of/or e/o eo incl including inclusief")
_RELATION = words_of("of for voor van tbv tb to on op door by from at in tav")
_THINGS_IN_ENGLISH = words_of("van door")  # Dutch for of and by
_SMALL = words_of(
    """a an the de het een der den des te ten ter dit die dat its our your their with met zonder eg ie etc ed oa nl
    as per via mbt aan bij is are be uit we oid"""
)
_SIGNS = frozenset("&,/+()")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    `link` says how it hangs on the word before: "and" (a list), "of" (a relation: what follows modifies what went
    before), "new" (a new segment), "sub" (a new segment that is a kind of the one before), "" (stands beside
    it). `last` is whether it stands in the last, most specific segment; `aside` whether it stands in brackets.
    """

    text: str
    link: str
    last: bool
    aside: bool


@lru_cache(maxsize=_REMEMBERED)
def normalise_text(text: str) -> str:
    """Lower case, without accents, apostrophes inside words dropped, `r & m` and `h/s` written together."""
    # A pattern is only tried where a sign in the text allows it: most texts hold none of them.
    folded = (text if text.islower() or text.isupper() else _RUN_TOGETHER.sub(" ", text)).casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    if not folded.isascii() or "'" in folded or "`" in folded:
        folded = _APOSTROPHE.sub("", folded)
    if "&" in folded:
        folded = _AMPERSAND_PAIR.sub(r"\1\2", folded)
    return _SLASH_PAIR.sub(r"\1\2", folded) if "/" in folded else folded


def _parse_segment(tokens: list[str], start: str, last: bool, lang: str) -> list[Word]:
    words: list[Word] = []
    link, depth = start, 0
    for found in tokens:
        if found in "()":
            depth = max(0, depth + (1 if found == "(" else -1))
            link = link or "of"
        elif found in _LIST:
            link = link if link == start else "and"
        elif found in _RELATION and not (lang == "en" and found in _THINGS_IN_ENGLISH):
            link = link if link in (start, "and") else "of"
        elif found not in _SMALL:
            words.append(Word(found, link, last, depth > 0))
            link = ""
    return words


def keep_content_words(words: list[str], lang: str) -> list[str]:
    """The words of a term in `lang` without those that `parse_words` leaves out of a text."""
    small = _LIST | _SMALL | (_RELATION - _THINGS_IN_ENGLISH if lang == "en" else _RELATION)
    return [word for word in words if word not in small]


@lru_cache(maxsize=_REMEMBERED)
def parse_tokens(text: str) -> tuple[str, ...]:
    """All words of a text, the small ones too: what the language is told from."""
    return tuple(token for token in _WORD.findall(normalise_text(text)) if token not in _SIGNS)


def parse_words(text: str, lang: str) -> list[Word]:
    """The words of a text in `lang` in order, without bare numbers and what follows "excluding" and the like."""
    kept = normalise_text(text if text.islower() or text.isupper() else _STREET.sub("", text))
    if any(sign in kept for sign in ("exc", "uitg", "behalve", "m.u.v")):
        kept = _EXCEPT.sub("", kept)
    segments: list[tuple[str, list[str]]] = []
    for branch in _HIERARCHY.split(kept):
        start = "sub"
        for part in _DASH.split(branch):
            tokens = _WORD.findall(part)
            if any(token not in _SIGNS for token in tokens):
                segments.append((start, tokens))
                start = "new"
    words: list[Word] = []
    for number, (start, tokens) in enumerate(segments):
        words.extend(_parse_segment(tokens, start, number == len(segments) - 1, lang))
    return words
