"""CPV → the 35 industries: our own reviewed table, for no official crosswalk exists."""

import csv
from dataclasses import dataclass
from typing import Literal

from scharnier.codes.concordance import parse_weights
from scharnier.codes.schemes import load_scheme
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

Confidence = Literal["high", "medium", "low"]
OWN = "own proposal, no official link exists ({confidence} confidence): {reason}"


@dataclass(frozen=True)
class Rule:
    """All CPV codes that begin with `prefix` go to `weights` ("": to no industry) unless a longer prefix differs.

    `confidence`: high, the label names what one industry makes or supplies; medium, it fits the main part; low, the
    label covers goods of several industries and the split is a plain guess in equal parts.
    """

    prefix: str
    weights: str
    confidence: Confidence
    reason: str


def load_rules() -> list[Rule]:
    """The rules in the order of their prefixes; each must cover at least one CPV code and give a reason."""
    with content_path("codes/cpv_wiod35.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    levels: dict[str, Confidence] = {"high": "high", "medium": "medium", "low": "low"}
    codes = load_scheme("cpv").codes
    rules: dict[str, Rule] = {}
    for row in rows:
        prefix, confidence = row["prefix"], row["confidence"]
        if prefix in rules or confidence not in levels or not row["reason"]:
            raise ContentError(f"cpv_wiod35.csv: the rule for {prefix} repeats, has no reason or no known confidence")
        if not any(code.startswith(prefix) for code in codes):
            raise ContentError(f"cpv_wiod35.csv: no CPV code begins with {prefix}")
        if row["weights"]:
            parse_weights(row["weights"])
        rules[prefix] = Rule(prefix, row["weights"], levels[confidence], row["reason"])
    return [rules[prefix] for prefix in sorted(rules)]


def build_cpv() -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """The rows that ship (code without trailing zeros, weights, key of the basis) and the bases by key."""
    rules = load_rules()
    rows = [(rule.prefix, rule.weights, f"own {rule.prefix}") for rule in rules]
    return rows, {f"own {rule.prefix}": OWN.format(confidence=rule.confidence, reason=rule.reason) for rule in rules}
