"""Which terms of the content a text holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from scharnier.codes.classify.compounds import split_compound
from scharnier.codes.classify.lexicon import Lexicon, Term
from scharnier.codes.classify.normalise import Word
from scharnier.codes.classify.stem import list_undiminished

_SLACK = 1  # words that may stand between the words of a phrase
_MISSPELT = 7  # letters a word must have before a slip of the pen is mended
_CUT_OFF = 5  # letters a word that was cut off must still have


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that met patterns: the atoms it covers (bit mask) and where it begins."""

    mask: int
    position: int
    patterns: tuple[int, ...]
    partial: bool = False  # the other part of the compound is not known
    hanging: bool = False  # that other part is the head: "transportwagen" is no transport


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a text: the atoms it covers, where it begins, whether it rests on part of a word only."""

    term: Term
    mask: int
    position: int
    partial: bool = False
    hanging: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text cut into atoms (words and parts of compounds). The lists run over atoms."""

    lang: str
    atoms: list[str]
    words: list[Word]
    inner: list[bool]  # whether the atom continues a compound
    matches: list[Match]
    known: int  # mask of the atoms some pattern was met by


class Matcher:
    """Finds terms of one language; remembers how it cut each word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._cuts: dict[str, tuple[tuple[str, tuple[int, ...]], ...]] = {}
        self._wholes: dict[str, tuple[int, ...]] = {}
        self._completions: dict[str, tuple[int, ...]] = {}

    def _is_known(self, word: str) -> bool:
        return len(word) >= 3 and bool(self.lexicon.find_whole(word))

    def _find_whole(self, word: str) -> tuple[int, ...]:
        """Patterns of a word as it stands, or else of what it is the diminutive of."""
        found = self.lexicon.find_whole(word)
        if found or self.lexicon.lang != "nl":
            return found
        return next(filter(None, (self.lexicon.find_whole(full) for full in list_undiminished(word))), ())

    def _mend(self, word: str) -> tuple[int, ...]:
        """Patterns of a word with one slip of the pen put right."""
        return self.lexicon.find_misspelt(word) if len(word) >= _MISSPELT else ()

    def cut(self, word: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The parts of a word with the patterns each meets; one part if it is no compound."""
        if word in self._cuts:
            return self._cuts[word]
        whole = self._find_whole(word)
        affixes = () if whole else self.lexicon.find_affixes(word)
        parts: tuple[tuple[str, tuple[int, ...]], ...] = ((word, whole or affixes),)
        if not whole and self.lexicon.lang == "nl" and len(word) > 6:
            pieces = split_compound(word, self._is_known)
            if pieces:
                parts = tuple((piece, self._find_whole(piece) or self._mend(piece)) for piece in pieces)
                self._wholes[word] = affixes
        if len(parts) == 1 and not parts[0][1]:
            parts = ((word, self._mend(word)),)
        self._cuts[word] = parts
        return parts

    def _complete_word(self, word: str) -> tuple[int, ...]:
        """Patterns of what a cut-off last word may have been, if all of them belong to one concept."""
        if word not in self._completions:
            ids = self.lexicon.find_completions(word)
            concepts = {term.concept.id for i in ids for term in self.lexicon.singles.get(i, ())}
            self._completions[word] = ids if len(concepts) == 1 else ()
        return self._completions[word]

    def parse(self, words: Sequence[Word]) -> Parsed:
        """Cut a text into atoms and find its terms."""
        atoms: list[str] = []
        owners: list[Word] = []
        inner: list[bool] = []
        found: list[Part] = []
        for number, word in enumerate(words):
            cut = self.cut(word.text)
            if number == len(words) - 1 and not cut[0][1] and len(cut) == 1 and len(word.text) >= _CUT_OFF:
                cut = ((word.text, self._complete_word(word.text)),)
            first = len(atoms)
            partial = len(cut) > 1 and not all(patterns for _, patterns in cut)
            for index, (piece, patterns) in enumerate(cut):
                if patterns:
                    hanging = partial and not cut[-1][1]
                    found.append(Part(1 << len(atoms), len(atoms), patterns, partial, hanging))
                atoms.append(piece)
                owners.append(word)
                inner.append(index > 0)
            whole = self._wholes.get(word.text, ())
            if whole and len(cut) > 1:
                found.append(Part(((1 << len(cut)) - 1) << first, first, whole))
        known = 0
        for part in found:
            known |= part.mask
        return Parsed(self.lexicon.lang, atoms, owners, inner, self._find_terms(found, owners), known)

    def _find_terms(self, parts: list[Part], owners: list[Word]) -> list[Match]:
        matches: list[Match] = []
        singles, phrases = self.lexicon.singles, self.lexicon.phrases
        for part in parts:
            for pattern in part.patterns:
                matches.extend(
                    Match(term, part.mask, part.position, part.partial, part.hanging)
                    for term in singles.get(pattern, ())
                )
                for term in phrases.get(pattern, ()):
                    mask = self._complete(term, part, parts, owners)
                    if mask:
                        matches.append(Match(term, mask, part.position))
        return matches

    def _complete(self, term: Term, first: Part, parts: list[Part], owners: list[Word]) -> int:
        """The atoms a phrase covers if its other words follow its first, else 0.

        Between two of them may stand other words, but then no segment may begin. A word of the phrase may also come
        earlier if "of", "voor" or a new segment lies between: "repair of machines" is a machine repair.
        """
        mask = first.mask
        for number, wanted in enumerate(term.words[1:], start=1):
            found = 0
            for part in parts:
                near = wanted in part.patterns and not part.mask & mask
                if near and _is_near(first.position, part.position, owners, number):
                    found = part.mask
                    break
            if not found:
                return 0
            mask |= found
        return mask


def _is_near(first: int, other: int, owners: list[Word], number: int) -> bool:
    """Whether the word of a phrase with this number stands near enough to the first."""
    low, high = min(first, other), max(first, other)
    links = [owners[i].link for i in range(low + 1, high + 1) if owners[i] is not owners[i - 1]]
    if other < first:
        return len(links) <= number + _SLACK and bool({"of", "new", "sub"} & set(links))
    return len(links) <= (2 if "new" in links or "sub" in links else number + _SLACK)
