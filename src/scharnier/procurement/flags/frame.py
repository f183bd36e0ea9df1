"""What a red flag answers: flagged, unknown, clear or not applicable, with reasons and exactly what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from scharnier.kernel.provenance import Confidence
from scharnier.procurement.isv.decision import Said

if TYPE_CHECKING:
    from scharnier.procurement.flags.content import FlagContent
    from scharnier.procurement.flags.facts import FlagFacts

Verdict = Literal["flagged", "unknown", "clear", "not_applicable"]
WORST_FIRST: tuple[Verdict, ...] = ("flagged", "unknown", "clear", "not_applicable")
Figure = str | int | float


@dataclass(frozen=True, slots=True)
class Finding:
    """What an indicator found: sentences are codes of its content, filled in when the flag is made.

    `parts` is what a sentence is filled in with: one text for both languages, or a pair (Dutch, English).
    `used` are the keys of the parameters that it rests on, `confidence` that of the facts apart from these: what a
    buyer states is not checked by us.
    """

    verdict: Verdict
    reason: str
    parts: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    used: tuple[str, ...] = ()
    lot: str | None = None
    confidence: Confidence = Confidence.SECONDARY


@dataclass(frozen=True, slots=True)
class Flag:
    """The answer of one indicator on one tender.

    `reasons` say why, worst first; `missing` what would have to be known; `lots` are the lots with this verdict, empty
    where it is about the whole. `assumptions` are the parameters it rests on that no source settles and `confidence`
    is that of the weakest parameter. `title`, `is_not` and `to_do` are for people.
    """

    id: str
    verdict: Verdict
    title: Said
    reasons: tuple[Said, ...]
    missing: tuple[Said, ...]
    is_not: Said
    to_do: Said
    provisions: tuple[str, ...]
    figures: Mapping[str, Figure]
    lots: tuple[str, ...]
    assumptions: tuple[str, ...]
    confidence: Confidence
    version: str

    def as_json(self, lang: str = "nl") -> dict[str, Any]:
        """The record for scripts."""
        return {
            "id": self.id,
            "verdict": self.verdict,
            "title": self.title.in_lang(lang),
            "reasons": [said.in_lang(lang) for said in self.reasons],
            "missing": [said.in_lang(lang) for said in self.missing],
            "codes": [said.code for said in (*self.reasons, *self.missing)],
            "is_not": self.is_not.in_lang(lang),
            "to_do": self.to_do.in_lang(lang),
            "provisions": list(self.provisions),
            "figures": dict(self.figures),
            "lots": list(self.lots),
            "assumptions": list(self.assumptions),
            "confidence": str(self.confidence),
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Indicator:
    """A red flag: its id for ever, what it does, and the fields of a notice that it reads (for the bulk twin)."""

    id: str
    assess: Callable[["FlagFacts", "FlagContent"], Sequence[Finding]]
    columns: tuple[str, ...]


def worst(findings: Sequence[Finding]) -> Verdict:
    """Flagged before unknown before clear before not applicable; nothing found out is unknown."""
    verdicts = {finding.verdict for finding in findings}
    return next((verdict for verdict in WORST_FIRST if verdict in verdicts), "unknown")
