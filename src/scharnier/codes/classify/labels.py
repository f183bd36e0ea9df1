"""The names of goods in the procurement vocabulary (CPV): words for what the keyword content does not know."""

import re
from collections.abc import Iterator
from functools import lru_cache

from scharnier.codes.classify.concepts import Concept
from scharnier.codes.classify.lexicon import Lexicon
from scharnier.codes.classify.normalise import keep_content_words, normalise_text
from scharnier.codes.concordance import load_concordance
from scharnier.codes.schemes import load_scheme

PREFIX = "cpv-"  # how the id of a concept made of a label begins
_GOODS = frozenset((3, 9, 14, 15, 16, 18, 19, 22, 24, 30, 31, 32, 33, 34, 35, 37, 38, 39, 42, 43, 44))  # divisions
_LIST = re.compile(r"[,()/]| en | and | of | or | voor | for ")  # a label that names several things is left out
_WORD = re.compile(r"[a-z][a-z0-9]+")
_LONGEST = 2  # words: longer labels are definitions rather than names
_GROUPS = {"c13": "machine", "c14": "electrical", "c15": "vehicle", "c16": "furniture", "c12": "metal"}


@lru_cache(maxsize=1)
def load_labels() -> tuple[Concept, ...]:
    """One concept per goods code whose label is a name of one or two words, the broadest code first."""
    scheme, concordance = load_scheme("cpv"), load_concordance("cpv")
    taken: set[tuple[str, str]] = set()
    concepts: list[Concept] = []
    for code in scheme.codes:
        if int(code[:2]) not in _GOODS:
            continue
        terms = {lang: tuple(_parse_label(scheme.label(code, lang), lang, taken)) for lang in ("en", "nl")}
        if any(terms.values()):
            weights = tuple(sorted(concordance.map(code), key=lambda pair: -pair[1]))
            group = _GROUPS.get(weights[0][0], "") if weights else ""
            concepts.append(
                Concept(PREFIX + code, "thing", weights, code, None, None, group, "", 0, False, {}, {}, {}, terms)
            )
    return tuple(concept for concept in concepts if concept.weights)


def _parse_label(label: str, lang: str, taken: set[tuple[str, str]]) -> Iterator[str]:
    if _LIST.search(label):
        return
    term = " ".join(keep_content_words(_WORD.findall(normalise_text(label)), lang))
    if term and len(term.split()) <= _LONGEST and (lang, term) not in taken:
        taken.add((lang, term))
        yield term


def add_labels(own: Lexicon) -> Lexicon:
    """A copy of the `own` lexicon with the labels that have a word it does not know."""
    wide = own.copy()
    for concept in load_labels():
        terms = tuple(term for term in concept.terms[own.lang] if not own.surface.issuperset(term.split()))
        if terms:
            wide.add(concept, terms)
    return wide
