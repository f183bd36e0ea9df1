"""What the decision answers, and how it is written for scripts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scharnier.kernel.provenance import Confidence
from scharnier.procurement.isv.categories import Candidate, ChainHit
from scharnier.procurement.isv.evidence import Evidence
from scharnier.procurement.isv.shapes import Status
from scharnier.procurement.isv.values import Relation

Verdict = Literal["yes", "no", "uncertain"]
Advice = Literal["apply", "advised", "consider", "not_relevant"]
Regime = Literal["category_rule", "before_category_rule", "unknown"]
Open = Literal["buyer", "date", "value", "threshold", "category", "directive", "small_lots"]
"""What keeps the verdict from being sure."""


@dataclass(frozen=True, slots=True)
class Said:
    """A reason, or a thing to check, in both languages; `code` is the same in every edition."""

    code: str
    nl: str
    en: str

    def in_lang(self, lang: str) -> str:
        """The words in `nl` or `en`."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True, slots=True)
class LotOutcome:
    """What the decision means for one lot."""

    id: str
    mandatory: Verdict
    category: str | None
    category_status: Status | None
    cpv: tuple[str, ...]
    open: tuple[Open, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one tender.

    `threshold_eur` is the threshold that mattered, None where none did: a buyer that is not bound, or neither category
    nor value. `applicable_threshold_eur` is the one that holds for this contract in any case, where known. `open` says
    what keeps a verdict uncertain. `assumptions` are keys of rule.yaml that this answer rests on. `confidence` is that
    of the weakest fact it rests on, apart from these.
    """

    id: str
    mandatory: Verdict
    category: str | None
    category_status: Status | None
    candidates: tuple[Candidate, ...]
    threshold_eur: int | None
    applicable_threshold_eur: int | None
    threshold_kind: str
    value_eur: float | None
    value_relation: Relation
    value_basis: Said
    advice: Advice
    chain_products: tuple[ChainHit, ...]
    evidence: Evidence
    reasons: tuple[Said, ...]
    missing: tuple[Said, ...]
    provisions: tuple[str, ...]
    lots: tuple[LotOutcome, ...]
    buyer_status: str
    regime: Regime
    open: tuple[Open, ...]
    assumptions: tuple[str, ...]
    confidence: Confidence
    version: str

    def as_json(self, lang: str = "nl") -> Mapping[str, Any]:
        """The record for scripts: first the keys of the case file, then more."""
        return {
            "id": self.id,
            "mandatory": self.mandatory,
            "category": self.category,
            "category_status": self.category_status,
            "threshold_eur": self.threshold_eur,
            "advice": self.advice,
            "isv_evidence": self.evidence.cls,
            "evidence_quote": self.evidence.quote,
            "evidence_form": self.evidence.form,
            "reasons": [reason.in_lang(lang) for reason in self.reasons],
            "missing": [thing.in_lang(lang) for thing in self.missing],
            "provisions": list(self.provisions),
            "chain_products": [hit.product for hit in self.chain_products],
            "value_basis": self.value_basis.in_lang(lang),
            "lots": [
                {
                    "id": lot.id,
                    "mandatory": lot.mandatory,
                    "category": lot.category,
                    "category_status": lot.category_status,
                    "cpv": list(lot.cpv),
                    "open": list(lot.open),
                }
                for lot in self.lots
            ],
            "categories": [
                {"category": one.category, "status": one.status, "cpv": one.cpv, "prefix": one.prefix}
                | ({} if one.keyword_found is None else {"keyword_found": one.keyword_found})
                for one in self.candidates
            ],
            "buyer_status": self.buyer_status,
            "regime": self.regime,
            "value_eur": self.value_eur,
            "value_relation": self.value_relation,
            "applicable_threshold_eur": self.applicable_threshold_eur,
            "threshold_kind": self.threshold_kind,
            "open": list(self.open),
            "assumptions": list(self.assumptions),
            "confidence": str(self.confidence),
            "reasons_coded": [{"code": said.code, "nl": said.nl, "en": said.en} for said in self.reasons],
            "missing_coded": [{"code": said.code, "nl": said.nl, "en": said.en} for said in self.missing],
            "evidence_all": self._hits(),
            "version": self.version,
        }

    def _hits(self) -> list[dict[str, object]]:
        """What the texts show, once where several terms stand in one sentence."""
        found: list[dict[str, object]] = []
        for hit in self.evidence.hits:
            told: dict[str, object] = {"class": hit.cls, "form": hit.form, "quote": hit.quote, "field": hit.field}
            told |= {"lot": hit.lot} | ({"why": hit.why} if hit.why else {})
            if told not in found:
                found.append(told)
        return found
