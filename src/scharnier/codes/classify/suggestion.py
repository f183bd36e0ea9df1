"""What the classifier answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Suggestion:
    """A suggestion what industry supplied what a text names, or "unknown" (`code` is None, `weights` empty).

    `weights` sums to one over industries; `confidence` is the calibrated chance that `code` is right (0 if unknown);
    `because` holds the words it rested on; `reason` says why unknown: no_content, transfer, accounting, income,
    internal, payroll, redacted or unrecognised. `kind` says what the words named, for texts of one line to be weighed
    against each other: goods, act (what is done), firm (an act that stays one whatever it is done to: insurance, hire),
    service, hint or learned.
    """

    text: str
    lang: str
    code: str | None
    weights: tuple[tuple[str, float], ...]
    cpv: str | None
    nace: str | None
    product: str | None
    confidence: float
    because: tuple[str, ...]
    alternatives: tuple[tuple[str, float], ...]
    reason: str | None
    kind: str = ""
