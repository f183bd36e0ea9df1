"""Search in our own words, in Dutch and English: accents, inflection, compounds, spelling and typing slips forgiven."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from rapidfuzz import fuzz, process

STEMMERS = {"nl": "dutch", "en": "english"}
TITLE, ID, GIST = 3.0, 3.0, 1.0  # a word in the title tells more than one in the gist
WHOLE, START, INSIDE = 1.0, 0.7, 0.5  # the whole word; its start; part of a compound (arbeid in kinderarbeid)
SLIP_FROM = 84  # rapidfuzz ratio from which two words are taken for the same word with a typing slip
OTHER_LANGUAGE = 0.8
THEME = 1.25  # a theme gathers norms: a good first answer
SHORT = 4  # shorter words match only whole

_AMERICAN = {
    "labor": "labour",
    "behavior": "behaviour",
    "color": "colour",
    "neighbor": "neighbour",
    "defense": "defence",
}
_STOP_WORDS = """
de het een en of van voor in op aan bij met te is zijn die dat wat hoe door naar als ook over
the a an and or of for in on at by with to is are that what how from as also about
"""
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True)
class Document:
    """What can be found: its words in `nl` and `en`."""

    id: str
    kind: str
    title: Mapping[str, str]
    gist: Mapping[str, str]


@dataclass(frozen=True)
class Hit:
    """Something found. `score` only ranks; it has no meaning across queries."""

    id: str
    kind: str
    title: Mapping[str, str]
    gist: Mapping[str, str]
    score: float


class SearchIndex:
    """Words of all documents in both languages, stemmed."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.id: document for document in documents}
        self.postings = {lang: self._post(lang) for lang in STEMMERS}

    def _post(self, lang: str) -> Mapping[str, Mapping[str, float]]:
        postings: dict[str, dict[str, float]] = defaultdict(dict)
        for document in self.documents.values():
            fields = ((ID, document.id), (TITLE, document.title[lang]), (GIST, document.gist[lang]))
            for weight, text in fields:
                for word in split_words(text, lang):
                    postings[word][document.id] = max(weight, postings[word].get(document.id, 0.0))
        return postings

    def search(self, text: str, lang: str) -> list[Hit]:
        """Documents that hold words of `text`, best first; those in the asked language weigh more."""
        best: dict[str, float] = {}
        for language in STEMMERS:
            factor = 1.0 if language == lang else OTHER_LANGUAGE
            for id, score in self._score(split_words(text, language), language).items():
                best[id] = max(best.get(id, 0.0), score * factor)
        wanted = text.strip().casefold()
        for id, score in best.items():
            document = self.documents[id]
            if wanted in (id.casefold(), *(title.casefold() for title in document.title.values())):
                best[id] = score * 2
            if document.kind == "theme":
                best[id] *= THEME
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [self._hit(id, score) for id, score in ranked]

    def _hit(self, id: str, score: float) -> Hit:
        document = self.documents[id]
        return Hit(id, document.kind, document.title, document.gist, round(score, 4))

    def _score(self, words: list[str], lang: str) -> Mapping[str, float]:
        """Per document the sum over query words of the best match, times the share of the query it covers."""
        total: dict[str, float] = defaultdict(float)
        met: dict[str, int] = defaultdict(int)
        for word in words:
            per_document: dict[str, float] = {}
            for found, likeness in self._alike(word, lang):
                documents = self.postings[lang][found]
                rarity = log(1 + len(self.documents) / len(documents))
                for id, weight in documents.items():
                    per_document[id] = max(per_document.get(id, 0.0), likeness * rarity * weight)
            for id, score in per_document.items():
                total[id] += score
                met[id] += 1
        return {id: score * (met[id] / len(words)) ** 2 for id, score in total.items()}

    def _alike(self, word: str, lang: str) -> list[tuple[str, float]]:
        postings = self.postings[lang]
        alike = [(word, WHOLE)] if word in postings else []
        if len(word) < SHORT:
            return alike
        alike += [(other, START) for other in postings if other != word and other.startswith(word)]
        alike += [(other, INSIDE) for other in postings if word in other[1:]]
        if not alike:
            slips = process.extract(word, postings.keys(), scorer=fuzz.ratio, score_cutoff=SLIP_FROM, limit=3)
            alike = [(other, INSIDE * ratio / 100) for other, ratio, _ in slips]
        return alike


def split_words(text: str, lang: str) -> list[str]:
    """The distinct telling words of a text, without accents, in British spelling, stemmed."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _STOP]
    return list(dict.fromkeys(_stem(word, lang) for word in words))


@cache
def _stem(word: str, lang: str) -> str:
    if lang == "en":
        word = _AMERICAN.get(word, _AMERICAN.get(word.removesuffix("s"), word))
        word = re.sub(r"iz(e|ed|es|ing|ation|ations)$", r"is\1", word)
    return _stemmer(lang)(word)


@cache
def _stemmer(lang: str) -> Callable[[str], str]:
    import snowballstemmer  # here, because it takes 0.1 s and most runs do not search

    stem: Callable[[str], str] = snowballstemmer.stemmer(STEMMERS[lang]).stemWord
    return stem
