"""The text classifier: suggests what industry supplied what a text names, or says why it cannot."""

from collections.abc import Sequence
from functools import lru_cache

from scharnier.codes.classify.concepts import load_concepts
from scharnier.codes.classify.confidence import calc_confidence
from scharnier.codes.classify.language import detect_language
from scharnier.codes.classify.lexicon import Lexicon
from scharnier.codes.classify.lines import combine
from scharnier.codes.classify.match import Matcher
from scharnier.codes.classify.normalise import parse_tokens, parse_words
from scharnier.codes.classify.resolve import Reading, resolve
from scharnier.codes.classify.suggestion import Suggestion

THRESHOLD = 0.5  # below this confidence the answer is "unknown"
_ALTERNATIVES = 3


class Classifier:
    """Classifies texts; each distinct text once. Use `load_classifier()`."""

    def __init__(self, threshold: float = THRESHOLD) -> None:
        self.threshold = threshold
        lexicons = {lang: Lexicon(lang) for lang in ("en", "nl")}
        for concept in load_concepts():
            for lexicon in lexicons.values():
                lexicon.add(concept)
        self._matchers = {lang: Matcher(lexicon) for lang, lexicon in lexicons.items()}
        self._known = {lang: frozenset(lexicon.surface) for lang, lexicon in lexicons.items()}
        self._memory: dict[tuple[str, str | None], Suggestion] = {}

    def classify(self, texts: Sequence[str], lang: str | None = None) -> list[Suggestion]:
        """One suggestion per text, in order. `lang` ("nl" or "en") overrules the detection."""
        answers = []
        for text in texts:
            key = (text, lang)
            if key not in self._memory:
                self._memory[key] = self._classify_one(text, lang)
            answers.append(self._memory[key])
        return answers

    def classify_line(self, category: Sequence[str], description: str) -> Suggestion:
        """One suggestion from the several texts of one line; see `combine` for which of them wins."""
        return self.classify_lines([(*category, description)])[0]

    def classify_lines(self, lines: Sequence[tuple[str, ...]]) -> list[Suggestion]:
        """As `classify_line` for many lines: per line its texts, the most specific (the description) last."""
        return [combine(self.classify([part for part in line if part and part.strip()]), line) for line in lines]

    def _classify_one(self, text: str, lang: str | None) -> Suggestion:
        if lang is None:
            lang = detect_language(parse_tokens(text), self._known["nl"], self._known["en"])
        if lang == "und":
            readings = [(tried, resolve(self._matchers[tried].parse(parse_words(text, tried)))) for tried in ("en", "nl")]
            best, reading = max(readings, key=lambda r: (r[1].level != 0, r[1].level == -1, r[1].coverage, r[1].level))
            lang = best if reading.level > 0 else "und"
        else:
            reading = resolve(self._matchers[lang].parse(parse_words(text, lang)))
        return self._suggest(text, lang, reading)

    def _suggest(self, text: str, lang: str, reading: Reading) -> Suggestion:
        total = sum(reading.weights.values())
        ranked = sorted(((c, w / total) for c, w in reading.weights.items()), key=lambda p: -p[1]) if total else []
        confidence = calc_confidence(reading, ranked)
        if not ranked or confidence < self.threshold:
            reason = reading.reason or "unrecognised"
            alternatives = tuple((c, round(w * confidence, 4)) for c, w in ranked[:_ALTERNATIVES])
            return Suggestion(text, lang, None, (), None, None, None, 0.0, reading.because, alternatives, reason)
        return Suggestion(
            text=text,
            lang=lang,
            code=ranked[0][0],
            weights=tuple(ranked),
            cpv=reading.cpv,
            nace=reading.nace,
            product=reading.product,
            confidence=confidence,
            because=reading.because,
            alternatives=tuple((c, round(w, 4)) for c, w in ranked[1 : _ALTERNATIVES + 1]),
            reason=None,
        )


@lru_cache(maxsize=1)
def load_classifier() -> Classifier:
    """The classifier with the shipped content; loaded once."""
    return Classifier()
