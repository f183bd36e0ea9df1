"""The text classifier: suggests what industry supplied what a text names, or says why it cannot."""

import math
from collections.abc import Sequence
from functools import lru_cache

from scharnier.codes.classify.concepts import load_concepts
from scharnier.codes.classify.confidence import calc_confidence, calc_learned_signs, calc_rule_signs
from scharnier.codes.classify.labels import add_labels
from scharnier.codes.classify.language import detect_language
from scharnier.codes.classify.learned import Guess, Learned, load_learned
from scharnier.codes.classify.lexicon import Lexicon
from scharnier.codes.classify.lines import combine
from scharnier.codes.classify.match import Matcher
from scharnier.codes.classify.normalise import parse_tokens, parse_words
from scharnier.codes.classify.resolve import Reading, resolve
from scharnier.codes.classify.suggestion import Suggestion

PART_THRESHOLD = 0.5  # the same for a text of a line on which another text is answered too: they check each other
THRESHOLD = 0.65  # below this confidence the answer is "unknown"
UNDERSTOOD = 0.75  # share of the letters of a text below which the names of goods in CPV are looked at too
UNRECOGNISED = "unrecognised"
LEARNED = "resemblance to notices and CPV labels"  # what an answer rests on where no keyword speaks
_ALTERNATIVES = 3

Ranked = tuple[tuple[str, float], ...]


def build_lexicon(lang: str) -> Lexicon:
    """The terms of the keyword content in one language."""
    lexicon = Lexicon(lang)
    for concept in load_concepts():
        lexicon.add(concept)
    return lexicon


class Classifier:
    """Classifies texts; each distinct text once. Use `load_classifier()`."""

    def __init__(self, threshold: float = THRESHOLD, learned: Learned | None = None) -> None:
        self.threshold = threshold
        lexicons = {lang: build_lexicon(lang) for lang in ("en", "nl")}
        self._matchers = {lang: Matcher(lexicon) for lang, lexicon in lexicons.items()}
        self._known = {lang: frozenset(lexicon.surface) for lang, lexicon in lexicons.items()}
        self._wide: dict[str, Matcher] = {}
        self._learned = learned or load_learned()
        self._memory: dict[str | None, dict[str, Suggestion]] = {}

    def classify(self, texts: Sequence[str], lang: str | None = None) -> list[Suggestion]:
        """One suggestion per text, in order. `lang` ("nl" or "en") overrules the detection."""
        return [withhold(found, self.threshold) for found in self._classify(texts, lang)]

    def _classify(self, texts: Sequence[str], lang: str | None = None) -> list[Suggestion]:
        """As `classify`, whatever the confidence."""
        memory = self._memory.setdefault(lang, {})
        for text in dict.fromkeys(texts):
            if text not in memory:
                memory[text] = self._classify_one(text, lang)
        return [memory[text] for text in texts]

    def classify_line(self, category: Sequence[str], description: str) -> Suggestion:
        """One suggestion from the several texts of one line; see `combine` for which of them wins."""
        return self.classify_lines([(*category, description)])[0]

    def classify_lines(self, lines: Sequence[tuple[str, ...]]) -> list[Suggestion]:
        """As `classify_line` for many lines: per line its texts, the most specific (the description) last."""
        distinct = list(dict.fromkeys(lines))
        texts = {part for line in distinct for part in line if part and part.strip()}
        found = dict(zip(texts, self._classify(list(texts)), strict=True))
        answers = {line: self._combine([found[part] for part in line if part in found], line) for line in distinct}
        return [answers[line] for line in lines]

    def _combine(self, found: Sequence[Suggestion], line: tuple[str, ...]) -> Suggestion:
        several = [withhold(one, min(PART_THRESHOLD, self.threshold)) for one in found]
        if sum(one.code is not None for one in several) > 1:
            return combine(several, line)
        return combine([withhold(one, self.threshold) for one in found], line)

    def read(self, text: str, lang: str | None = None) -> tuple[str, Reading, Ranked, Guess]:
        """The language of a text, what the rules read in it, the industries that follow (best first), the guess."""
        if lang is None:
            lang = detect_language(parse_tokens(text), self._known["nl"], self._known["en"])
        if lang == "und":
            readings = [(tried, self._resolve(text, tried)) for tried in ("en", "nl")]
            best, reading = max(readings, key=lambda r: (r[1].level != 0, r[1].level == -1, r[1].coverage, r[1].level))
            lang = best if reading.level > 0 else "und"
        else:
            reading = self._resolve(text, lang)
        total = sum(reading.weights.values())
        ranked = sorted(((c, w / total) for c, w in reading.weights.items()), key=lambda p: -p[1]) if total else []
        tell = bool(ranked) or reading.reason == "unrecognised"
        guess = self._learned.guess(text, divisions=not ranked) if tell else Guess((), (), 0)
        return lang, reading, tuple(ranked), guess

    def _resolve(self, text: str, lang: str) -> Reading:
        """The reading with our own words; with the names of goods in CPV too where the own words leave much open."""
        own, words = self._matchers[lang], parse_words(text, lang)
        reading = resolve(own.parse(words))
        if reading.level == -1 or (reading.head and reading.coverage >= UNDERSTOOD):
            return reading
        if lang not in self._wide:
            self._wide[lang] = Matcher(add_labels(own.lexicon))
        wide = self._wide[lang]
        if all(wide.cut(word.text) == own.cut(word.text) for word in words):
            return reading
        wider = resolve(wide.parse(words))
        return wider if wider.level > 0 and wider.coverage > reading.coverage else reading

    def _classify_one(self, text: str, lang: str | None) -> Suggestion:
        lang, reading, ranked, guess = self.read(text, lang)
        if ranked:
            confidence = calc_confidence(calc_rule_signs(reading, ranked, guess), reading.atoms)
            found = Suggestion(
                text=text,
                lang=lang,
                code=ranked[0][0],
                weights=ranked,
                cpv=reading.cpv,
                nace=reading.nace,
                product=reading.product,
                confidence=confidence,
                because=reading.because,
                alternatives=_shares(ranked[1:]),
                reason=None,
                kind=reading.kind,
            )
        elif guess.industries:
            confidence = calc_confidence(calc_learned_signs(reading, guess), reading.atoms)
            found = Suggestion(
                text=text,
                lang=lang,
                code=guess.industries[0][0],
                weights=_normalise(guess.industries),
                cpv=guess.divisions[0][0],
                nace=None,
                product=None,
                confidence=confidence,
                because=(LEARNED,),
                alternatives=_shares(guess.industries[1:]),
                reason=None,
                kind="learned",
            )
        else:
            return _unknown(text, lang, reading.reason or UNRECOGNISED, reading.because, ())
        return found


def withhold(found: Suggestion, threshold: float) -> Suggestion:
    """The suggestion, or "unknown" where it is less sure than the threshold; what it would have been stays visible."""
    if found.code is None or found.confidence >= threshold:
        return found
    return _unknown(found.text, found.lang, UNRECOGNISED, found.because, _shares(found.weights))


def _shares(ranked: Ranked) -> Ranked:
    return tuple((code, round(weight, 4)) for code, weight in ranked[:_ALTERNATIVES])


def _normalise(ranked: Ranked) -> Ranked:
    total = math.fsum(weight for _, weight in ranked)
    return tuple((code, weight / total) for code, weight in ranked)


def _unknown(text: str, lang: str, reason: str, because: tuple[str, ...], alternatives: Ranked) -> Suggestion:
    return Suggestion(text, lang, None, (), None, None, None, 0.0, because, alternatives, reason)


@lru_cache(maxsize=1)
def load_classifier() -> Classifier:
    """The classifier with the shipped content; loaded once."""
    return Classifier()
