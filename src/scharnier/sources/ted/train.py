"""Learning a table of words from texts with known codes: naive Bayes with shrinkage, the same bytes on every build."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scharnier.codes.classify.features import calc_features
from scharnier.codes.classify.learned import SCALE
from scharnier.codes.classify.normalise import parse_tokens

SHRINK = 0.05  # how far counts are drawn towards the average label
SMOOTH = 100.0  # added to the weight of every label, so that a rare label does not look strong after three texts
LEAST_DOCUMENTS = 3  # a feature must occur in as many texts: names of persons and firms fall away
LEAST_STRENGTH = 6  # a feature must speak for some label with at least 6/20
KEPT = 8  # strengths kept per feature; the other labels share a floor


@dataclass(frozen=True)
class Document:
    """A text and what it stands for: labels `division|industry` with shares, times the weight of the document."""

    text: str
    labels: tuple[tuple[str, float], ...]
    weight: float = 1.0


Sums = defaultdict[str, float]


def calc_counts(documents: Iterable[Document]) -> tuple[Sums, dict[str, Sums], Counter[str]]:
    """Weight of each label, weight of each feature per label, and number of documents of each feature."""
    totals: Sums = defaultdict(float)
    counts: dict[str, Sums] = defaultdict(lambda: defaultdict(float))
    seen: Counter[str] = Counter()
    for document in documents:
        features = {f for token in parse_tokens(document.text) for f in calc_features(token)}
        for label, share in document.labels:
            totals[label] += share * document.weight
        for feature in features:
            seen[feature] += 1
            row = counts[feature]
            for label, share in document.labels:
                row[label] += share * document.weight
    return totals, counts, seen


def train(documents: Sequence[Document]) -> list[tuple[str, str, str]]:
    """The rows of the learned table: first the labels, then per feature its floor and its strongest labels.

    A strength is log(chance of the label given the feature, at equal chances beforehand, times the number of labels),
    damped by how evenly the feature is spread (one minus its normalised entropy), in whole twentieths.
    """
    totals, counts, seen = calc_counts(documents)
    labels = sorted(totals)
    number = {label: i for i, label in enumerate(labels)}
    grand = sum(totals[label] + SMOOTH for label in labels)
    rows = [("", "", " ".join(labels))]
    for feature in sorted(counts):
        if seen[feature] < LEAST_DOCUMENTS:
            continue
        strengths = calc_strengths(counts[feature], totals, grand)
        floor = strengths.pop("", min(strengths.values()))
        best = sorted(strengths, key=lambda label: (-strengths[label], label))[:KEPT]
        kept = [f"{number[label]}:{strengths[label]}" for label in best if strengths[label] > floor]
        if kept and strengths[best[0]] >= LEAST_STRENGTH:
            rows.append((feature, str(floor), " ".join(kept)))
    return rows


def calc_strengths(row: Mapping[str, float], totals: Mapping[str, float], grand: float) -> dict[str, int]:
    """The strength of a feature per label it occurs with, and under "" that of all labels it never occurs with."""
    mean = SHRINK * math.fsum(row.values()) / grand
    absent = len(totals) - len(row)
    rates = {label: weight / (totals[label] + SMOOTH) + mean for label, weight in row.items()}
    whole = math.fsum(rates.values()) + absent * mean
    chances = {label: rate / whole for label, rate in rates.items()}
    spread = -math.fsum(p * math.log(p) for p in chances.values())
    if absent:
        chances[""] = mean / whole
        spread -= absent * chances[""] * math.log(chances[""])
    damped = (1 - spread / math.log(len(totals))) * SCALE
    return {label: round(math.log(p * len(totals)) * damped) for label, p in chances.items()}
