"""The terms of all concepts, compiled so that a word finds them with a few dictionary look-ups."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from scharnier.codes.classify.concepts import Concept
from scharnier.codes.classify.normalise import keep_content_words, normalise_text
from scharnier.codes.classify.stem import stem_en, stem_nl
from scharnier.kernel.errors import ContentError

STEM = {"en": stem_en, "nl": stem_nl}
_SHORTEST_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a concept: the ids of the word patterns that must all occur near each other."""

    concept: Concept
    words: tuple[int, ...]
    weak: bool
    text: str


@dataclass
class Lexicon:
    """Word patterns and terms of one language.

    A word of a term is compared by stem; `word*` matches how a word begins, `*word` how it ends, `=word` only the word
    as it stands. A term that ends in `~` is weak: the word is ambiguous and counts as a hint.
    """

    lang: str
    stems: dict[str, int] = field(default_factory=dict)
    exact: dict[str, int] = field(default_factory=dict)
    prefixes: dict[str, int] = field(default_factory=dict)
    suffixes: dict[str, int] = field(default_factory=dict)
    singles: dict[int, list[Term]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[int, list[Term]] = field(default_factory=lambda: defaultdict(list))
    surface: set[str] = field(default_factory=set)
    count: int = 0
    _by_shape: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    _sorted: list[str] = field(default_factory=list)

    def copy(self) -> "Lexicon":
        """A lexicon of the same terms, to which others may be added; the patterns keep their ids."""
        return Lexicon(
            self.lang,
            dict(self.stems),
            dict(self.exact),
            dict(self.prefixes),
            dict(self.suffixes),
            defaultdict(list, {pattern: list(terms) for pattern, terms in self.singles.items()}),
            defaultdict(list, {pattern: list(terms) for pattern, terms in self.phrases.items()}),
            set(self.surface),
            self.count,
        )

    def _pattern(self, word: str) -> int:
        if word.startswith("="):
            table, key = self.exact, word[1:]
        elif word.endswith("*"):
            table, key = self.prefixes, word[:-1]
        elif word.startswith("*"):
            table, key = self.suffixes, word[1:]
        else:
            table, key = self.stems, STEM[self.lang](word)
        self.surface.add(word.strip("=*"))
        if key not in table:
            table[key] = self.count
            self.count += 1
        return table[key]

    def add(self, concept: Concept, terms: tuple[str, ...] | None = None) -> None:
        """Take in `terms` (all, if not given) of a concept; a plural that says the same as its singular counts once."""
        seen: set[tuple[int, ...]] = set()
        for text in concept.terms[self.lang] if terms is None else terms:
            plain = text.removesuffix("~")
            content = keep_content_words(normalise_text(plain).split(), self.lang)
            words = tuple(self._pattern(word) for word in content)
            if not words:
                raise ContentError(f"{concept.id}: the term {text!r} has only small words")
            if words not in seen:
                seen.add(words)
                term = Term(concept, words, text != plain, plain)
                (self.singles if len(words) == 1 else self.phrases)[words[0]].append(term)

    def find_whole(self, word: str) -> tuple[int, ...]:
        """Ids of the patterns a word meets as a whole word."""
        found = [table[key] for table, key in ((self.exact, word), (self.stems, STEM[self.lang](word))) if key in table]
        return tuple(found)

    def find_affixes(self, word: str) -> tuple[int, ...]:
        """Ids of the patterns a word meets by how it begins or ends."""
        found = [self.prefixes[word[:n]] for n in range(_SHORTEST_PREFIX, len(word) + 1) if word[:n] in self.prefixes]
        found += [self.suffixes[word[n:]] for n in range(len(word) - 2) if word[n:] in self.suffixes]
        return tuple(found)

    def find_completions(self, word: str) -> tuple[int, ...]:
        """Ids of the patterns of the words that a cut-off word may be the beginning of."""
        self._sorted = self._sorted or sorted(self.surface)
        ids: set[int] = set()
        for known in self._sorted[bisect_left(self._sorted, word) :]:
            if not known.startswith(word):
                break
            if (key := STEM[self.lang](known)) in self.stems:
                ids.add(self.stems[key])
        return tuple(sorted(ids))

    def find_misspelt(self, word: str) -> tuple[int, ...]:
        """Ids of the pattern of the one word of the content that is a single slip of the pen away, else ()."""
        if not self._by_shape:
            for known in self.surface:
                self._by_shape[known[:1], len(known)].append(known)
        near = [
            known
            for length in (len(word) - 1, len(word), len(word) + 1)
            for known in self._by_shape.get((word[:1], length), ())
            if OSA.distance(known, word, score_cutoff=1) <= 1
        ]
        keys = {STEM[self.lang](known) for known in near}
        return tuple(self.stems[key] for key in keys if key in self.stems) if len(keys) == 1 else ()
