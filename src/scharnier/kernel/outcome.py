"""What a rule answers: a verdict, the reason in words, what it rests on, what it lacked."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Four verdicts, never a boolean: a missing fact must never read as met."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Outcome:
    """The answer of a rule.

    `rests_on` holds ids of norms or provisions, `lacked` the names of the facts that were missing
    (non-empty only where the verdict is unknown).
    """

    verdict: Verdict
    reason: str
    rests_on: tuple[str, ...] = ()
    lacked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.lacked and self.verdict is not Verdict.UNKNOWN:
            raise ValueError(f"an outcome that lacks {self.lacked} cannot be {self.verdict}")
