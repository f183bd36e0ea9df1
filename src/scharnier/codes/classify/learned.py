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
SHOWN = 5  # chances given per guess

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Guess:
    """Chances from the learned table: per CPV division and per industry, the five best, best first.

    `known` is the number of words that had any feature in the table.
    """

    divisions: tuple[tuple[str, float], ...]
    industries: tuple[tuple[str, float], ...]
    known: int


class Learned:
    """The learned table, with a memory of the words it has seen."""

    def __init__(self, rows: list[list[str]]) -> None:
        self._labels: list[str] = rows[0][2].split()
        self._divisions = sorted({label.partition("|")[0] for label in self._labels})
        self._industries = sorted({label.partition("|")[2] for label in self._labels})
        self._division_of = np.array([self._divisions.index(label.partition("|")[0]) for label in self._labels])
        self._industry_of = np.array([self._industries.index(label.partition("|")[2]) for label in self._labels])
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

    def guess(self, text: str, *, divisions: bool = True) -> Guess:
        """What the words of a text speak for; nothing where none of them is known, no `divisions` if not asked for."""
        vectors = [v for token in dict.fromkeys(parse_tokens(text)) if (v := self._word(token)) is not None]
        if not vectors:
            return Guess((), (), 0)
        summed: Vector = vectors[0] if len(vectors) == 1 else np.add.reduce(vectors)
        chances = np.exp(summed - summed.max())
        chances /= chances.sum()
        industries: Vector = np.bincount(self._industry_of, chances, len(self._industries)).astype(np.float64)
        ranked: tuple[tuple[str, float], ...] = ()
        if divisions:
            summed = np.bincount(self._division_of, chances, len(self._divisions)).astype(np.float64)
            ranked = _rank(self._divisions, summed)
        return Guess(ranked, _rank(self._industries, industries), len(vectors))


def _rank(names: list[str], chances: Vector) -> tuple[tuple[str, float], ...]:
    best = np.argsort(-chances, kind="stable")[:SHOWN]
    return tuple((names[i], float(chances[i])) for i in best)


@lru_cache(maxsize=1)
def load_learned() -> Learned:
    """The shipped table, read once."""
    return Learned(load_table(TABLE, COLUMNS))
