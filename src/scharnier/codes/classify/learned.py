"""The learned fallback: how strongly the words of a text speak for each CPV division and industry."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scharnier.codes.classify.features import calc_features
from scharnier.codes.classify.normalise import parse_tokens
from scharnier.codes.tables import load_table

COLUMNS = ("feature", "floor", "strengths")
TABLE = "learned/words.tsv.gz"
SCALE = 20.0  # strengths are shipped as whole numbers of 1/20
SHARPNESS = 1.0  # multiplies the summed strengths before they become chances

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Guess:
    """Chances from the learned table: per CPV division and per industry, each summing to one; best first.

    `known` is the number of words that had any feature in the table.
    """

    divisions: tuple[tuple[str, float], ...]
    industries: tuple[tuple[str, float], ...]
    known: int


class Learned:
    """The learned table, with a memory of the words it has seen."""

    def __init__(self, rows: list[list[str]]) -> None:
        self._labels: list[str] = rows[0][2].split()
        self._index = {label: i for i, label in enumerate(self._labels)}
        self._rows = {feature: (floor, strengths) for feature, floor, strengths in rows[1:]}
        self._words: dict[str, Vector | None] = {}

    def _add(self, total: Vector, feature: str) -> bool:
        found = self._rows.get(feature)
        if found is None:
            return False
        floor, strengths = found
        lowest = int(floor) / SCALE
        total += lowest
        for pair in strengths.split():
            label, _, strength = pair.partition(":")
            total[int(label)] += int(strength) / SCALE - lowest
        return True

    def _word(self, word: str) -> Vector | None:
        if word not in self._words:
            total: Vector = np.zeros(len(self._labels))
            count = sum(self._add(total, feature) for feature in calc_features(word))
            self._words[word] = total / math.sqrt(count) if count else None
        return self._words[word]

    def guess(self, text: str) -> Guess:
        """What the words of a text speak for; nothing where none of them is known."""
        vectors = [v for token in dict.fromkeys(parse_tokens(text)) if (v := self._word(token)) is not None]
        if not vectors:
            return Guess((), (), 0)
        summed = np.sum(vectors, axis=0) * SHARPNESS
        chances = np.exp(summed - summed.max())
        chances /= chances.sum()
        return Guess(*self._sum_up(chances), known=len(vectors))

    def _sum_up(self, chances: Vector) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]:
        divisions: dict[str, float] = {}
        industries: dict[str, float] = {}
        for label, chance in zip(self._labels, chances.tolist(), strict=True):
            division, _, industry = label.partition("|")
            divisions[division] = divisions.get(division, 0.0) + chance
            industries[industry] = industries.get(industry, 0.0) + chance
        return _ranked(divisions), _ranked(industries)


def _ranked(chances: dict[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(chances.items(), key=lambda p: -p[1]))


@lru_cache(maxsize=1)
def load_learned() -> Learned:
    """The shipped table, read once."""
    return Learned(load_table(TABLE, COLUMNS))
