"""Labelled texts and how an answer is judged: shared by the tests of the classifier."""

from collections.abc import Sequence
from dataclasses import dataclass

from scharnier.codes.classify import Suggestion


@dataclass(frozen=True)
class Labelled:
    """A text with the industries that are right, best first. `unknown` is "must", "ok" or "" (must be answered)."""

    text: str
    lang: str
    source: str
    wiod35: tuple[str, ...]
    cpv2: tuple[str, ...]
    unknown: str


@dataclass(frozen=True)
class Score:
    """`right` of those answered, `answered` of those that must be, `kept` unknown of those that must stay unknown."""

    right: float
    answered: float
    kept: float
    cpv: float


def calc_score(cases: Sequence[Labelled], found: Sequence[Suggestion]) -> Score:
    """How good the answers are; an answer where only "unknown" is right counts as a wrong answer."""
    pairs = list(zip(cases, found, strict=True))
    answered = [(case, one) for case, one in pairs if one.code]
    needed = [one for case, one in pairs if not case.unknown]
    closed = [one for case, one in pairs if case.unknown == "must"]
    return Score(
        right=sum(one.code in case.wiod35 for case, one in answered) / len(answered),
        answered=sum(one.code is not None for one in needed) / len(needed),
        kept=sum(one.code is None for one in closed) / len(closed),
        cpv=sum((one.cpv or "")[:2] in case.cpv2 for case, one in answered) / len(answered),
    )
