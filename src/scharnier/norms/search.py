"""Search in our own words, in Dutch and English: accents, inflection, compounds, spelling and typing slips forgiven."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import log

from scharnier.kernel.provenance import Confidence
from scharnier.norms.search_words import STEMMERS, raw_words, stem, take_intents, take_reference

TITLE, ID, NAME, GIST = 3.0, 3.0, 1.5, 1.0  # a word in the title tells more than one in the gist
WHOLE, START, INSIDE = 1.0, 0.7, 0.5  # the whole word; its start; part of a compound (arbeid in kinderarbeid)
SLIP_FROM = 84  # rapidfuzz ratio from which two words are taken for the same word with a typing slip
OTHER_LANGUAGE = 0.8
FIRST = {"theme": 1.25, "law": 1.15}  # a theme gathers norms, a law its provisions: good first answers
INTENT = 1.5  # "does it apply to me" asks for scope, "when" for a date
ARTICLE, BELOW, ABOVE = 12.0, 6.0, 5.0  # the article asked for; a part of it; what it is a part of
LONGEST = 500  # characters of a query; what comes after is no query any more
SHORT = 4  # shorter words match only whole
PART = 3  # the shortest part a compound is taken apart into
LINKS = ("", "s", "en", "e")  # what Dutch puts between the parts of a compound


@dataclass(frozen=True)
class Document:
    """What can be found: its words in `nl` and `en`.

    `names`: what else people call it. `law` and `part` are set for laws and what stands in them. A provision is there
    once for each wording, from `valid_from` to and including `valid_to`; `latest` marks the one shown without a date.
    """

    id: str
    kind: str
    title: Mapping[str, str]
    gist: Mapping[str, str]
    names: tuple[str, ...] = ()
    law: str = ""
    law_names: tuple[str, ...] = ()
    part: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    latest: bool = True
    confidence: Confidence | None = None  # None for a theme, which is our own word
    exact: frozenset[str] = field(default=frozenset(), init=False)

    def __post_init__(self) -> None:
        whole = (self.id, *self.title.values(), *self.names)
        object.__setattr__(self, "exact", frozenset(text.casefold() for text in whole))

    def holds(self, on: date | None) -> bool:
        """Whether this is what stood there on a day; without a day, whether it is the latest."""
        if on is None:
            return self.latest
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Hit:
    """Something found. `score` only ranks; it has no meaning across queries."""

    id: str
    kind: str
    title: Mapping[str, str]
    gist: Mapping[str, str]
    score: float
    confidence: Confidence | None = None


Keep = Callable[[Document], bool]


class SearchIndex:
    """Words of all documents in both languages, stemmed."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self.raw: dict[str, set[str]] = {lang: set() for lang in STEMMERS}
        self.postings = {lang: self._post(lang) for lang in STEMMERS}

    def _post(self, lang: str) -> Mapping[str, Mapping[int, float]]:
        postings: dict[str, dict[int, float]] = defaultdict(dict)
        for number, document in enumerate(self.documents):
            fields = [(ID, document.id), (TITLE, document.title[lang]), (GIST, document.gist[lang])]
            fields += [(ID, name) for name in document.names]
            fields += [(NAME, name) for name in document.law_names]
            for weight, text in fields:
                words = raw_words(text)
                self.raw[lang].update(words)
                for word in words:
                    found = postings[stem(word, lang)]
                    found[number] = max(weight, found.get(number, 0.0))
        return postings

    def search(self, text: str, lang: str, keep: Keep = lambda document: document.latest) -> list[Hit]:
        """Documents that hold words of `text` and that are to be kept, best first; the asked language weighs more.

        A provision comes at most once if `keep` lets one wording of it through.
        """
        text = text[:LONGEST]
        wanted = text.strip().casefold()
        asked, part = take_reference(text)
        rest, intents = take_intents(asked)
        best: dict[int, float] = {}
        for language in STEMMERS:
            factor = 1.0 if language == lang else OTHER_LANGUAGE
            for number, score in self._score(rest, language, part).items():
                best[number] = max(best.get(number, 0.0), score * factor)
        ranked = []
        for number, score in best.items():
            document = self.documents[number]
            if keep(document):
                factor = (2.0 if wanted in document.exact else 1.0) * FIRST.get(document.kind, 1.0)
                ranked.append((score * factor * (INTENT if document.kind in intents else 1.0), document))
        # Of what fits equally well first what lies highest, then what is named most briefly.
        ranked.sort(key=lambda r: (-round(r[0], 4), r[1].id.count("/"), len(r[1].title[lang]), r[1].id))
        return [Hit(d.id, d.kind, d.title, d.gist, round(score, 4), d.confidence) for score, d in ranked]

    def _score(self, text: str, lang: str, part: str) -> Mapping[int, float]:
        """Per document the sum over query words of the best match, times the squared share of the query it covers."""
        total: dict[int, float] = defaultdict(float)
        met: dict[int, int] = defaultdict(int)
        matches = list(self._match_words(text, lang))
        if part:
            matches.append(dict(self._match_part(part)))
        for match in matches:
            for number, score in match.items():
                total[number] += score
                met[number] += 1
        return {number: score * (met[number] / len(matches)) ** 2 for number, score in total.items()}

    def _match_part(self, part: str) -> Iterator[tuple[int, float]]:
        """The article or annex asked for, in whichever law."""
        for number, document in enumerate(self.documents):
            if document.part == part:
                yield number, ARTICLE
            elif document.part.startswith(f"{part}."):
                yield number, BELOW
            elif document.part and part.startswith(f"{document.part}."):
                yield number, ABOVE

    def _match_words(self, text: str, lang: str) -> Iterator[Mapping[int, float]]:
        """For each word of the query (for each part of a compound nobody wrote) the documents and how well they fit."""
        raw = {stem(word, lang): word for word in reversed(self._join(raw_words(text), lang))}
        for word in reversed(raw):
            alike = self._alike(word, lang)
            parts = [] if alike else self._take_apart(raw[word], lang)
            for one in parts:
                yield self._weigh(self._alike(stem(one, lang), lang), lang)
            if not parts:
                yield self._weigh(alike or self._slips(word, lang) or self._begins_or_ends(word, lang), lang)

    def _join(self, words: list[str], lang: str) -> list[str]:
        """Words that were typed apart and are known as one: kinder arbeid."""
        joined: list[str] = []
        for word in words:
            whole = f"{joined[-1]}{word}" if joined else ""
            if whole.isalpha() and len(word) >= PART and whole in self.raw[lang]:
                joined[-1] += word
            else:
                joined.append(word)
        return joined

    def _weigh(self, alike: Iterable[tuple[str, float]], lang: str) -> Mapping[int, float]:
        found: dict[int, float] = {}
        for word, likeness in alike:
            numbers = self.postings[lang][word]
            rarity = log(1 + len(self.documents) / len(numbers))
            for number, weight in numbers.items():
                found[number] = max(found.get(number, 0.0), likeness * rarity * weight)
        return found

    def _alike(self, word: str, lang: str) -> list[tuple[str, float]]:
        postings = self.postings[lang]
        alike = [(word, WHOLE)] if word in postings else []
        if len(word) < SHORT:
            return alike
        alike += [(other, START) for other in postings if other != word and other.startswith(word)]
        return alike + [(other, INSIDE) for other in postings if word in other[1:]]

    def _slips(self, word: str, lang: str) -> list[tuple[str, float]]:
        from rapidfuzz import fuzz, process  # here, because only mistakes need it

        if len(word) < SHORT:
            return []
        near = process.extract(word, self.postings[lang].keys(), scorer=fuzz.ratio, score_cutoff=SLIP_FROM, limit=3)
        return [(other, INSIDE * ratio / 100) for other, ratio, _ in near]

    def _begins_or_ends(self, word: str, lang: str) -> list[tuple[str, float]]:
        """Known words that a compound begins or ends with, where the rest of it is not known."""
        found = [other for other in self.postings[lang] if len(other) >= SHORT + 1 and other != word]
        return [(o, INSIDE * len(o) / len(word)) for o in found if word.startswith(o) or word.endswith(o)]

    def _take_apart(self, word: str, lang: str) -> list[str]:
        """The two known words a compound is made of, the longest first part first; empty where it is none."""
        known = self.raw[lang]
        for at in range(len(word) - PART, PART - 1, -1):
            for link in LINKS:
                first = word[: at - len(link)] if word[:at].endswith(link) else ""
                if len(first) >= PART and first in known and word[at:] in known:
                    return [first, word[at:]]
        return []
