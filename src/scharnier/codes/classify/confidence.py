"""How likely an answer is right: a logistic curve over what is known about the reading, fitted on labelled texts."""

import csv
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from scharnier.codes.classify.learned import Guess
from scharnier.codes.classify.resolve import Reading
from scharnier.kernel.content import content_path

CEILING = 0.93  # what plain categories of bodies never looked at reached (docs/method/classification.md)
# Titles of notices that nothing was fitted on were right 10 to 25 points less often than the fit promised, the more
# so the longer they were; short categories were not. Own proposal, chosen on half of those titles, checked on the rest.
SHORT = 2  # words up to which nothing is taken off
OFF_PER_WORD = 0.2  # taken off the sum of the signs for each further word
MOST_WORDS = 5  # further words that count
CEILING_PER_WORD = 0.05
LOWEST_CEILING = 0.65

Ranked = Sequence[tuple[str, float]]


def calc_rule_signs(reading: Reading, ranked: Ranked, guess: Guess) -> dict[str, float]:
    """What speaks for or against the best industry of a reading of the rules; each between 0 and about 4.

    `agreement` is the chance the learned table gives the same industry, `margin` how far it is ahead of the next.
    """
    return {
        "rule": 1.0,
        "rule_act": float(reading.level == 3),
        "rule_hint": float(reading.level == 1),
        "rule_coverage": reading.coverage,
        "rule_margin": ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0),
        "rule_strength": min(1.0, reading.strength),
        "rule_agreement": dict(guess.industries).get(ranked[0][0], 0.0),
        "rule_length": math.log1p(reading.atoms),
        "rule_label": float(reading.label),
    }


def calc_learned_signs(reading: Reading, guess: Guess) -> dict[str, float]:
    """What speaks for or against the best industry of the learned table where no rule answers."""
    return {
        "learned": 1.0,
        "learned_chance": guess.industries[0][1],
        "learned_division": guess.divisions[0][1],
        "learned_known": guess.known / max(1, reading.atoms),
        "learned_length": math.log1p(reading.atoms),
    }


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """The fitted weight of each sign."""
    with content_path("codes/learned/confidence.csv").open(encoding="utf-8", newline="") as lines:
        return {row["sign"]: float(row["weight"]) for row in csv.DictReader(lines)}


def calc_confidence(signs: Mapping[str, float], words: int) -> float:
    """Chance between 0 and 1 that the answer the signs speak of is right, for a text of so many words."""
    weights = load_weights()
    further = max(0, words - SHORT)
    total = math.fsum(weights[name] * value for name, value in signs.items()) - OFF_PER_WORD * min(further, MOST_WORDS)
    ceiling = max(LOWEST_CEILING, CEILING - CEILING_PER_WORD * further)
    return round(min(ceiling, 1 / (1 + math.exp(-total))), 3)
