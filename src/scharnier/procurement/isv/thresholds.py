"""Which European threshold holds for a tender on a day, and how sure that is."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from scharnier.kernel.provenance import Confidence
from scharnier.procurement.isv.buyers import BuyerReading
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.isv.facts import Tender
from scharnier.procurement.isv.shapes import LightRow

Kind = Literal[
    "central_supplies_services_eur",
    "subcentral_supplies_services_eur",
    "works_concessions_eur",
    "special_sectors_eur",
    "light_regime_eur",
    "light_regime_special_sectors_eur",
]
LAW = "procurement"
WORKS = "45"  # the division of construction works
DIRECTIVES = {"32014L0023": "concession", "32014L0025": "special", "32009L0081": "defence"}
DIRECTIVES |= {"2014/23": "concession", "2014/25": "special", "2009/81": "defence"}
OLD: dict[str, str] = {
    "central_supplies_services_eur": "central",
    "subcentral_supplies_services_eur": "subcentral",
    "works_concessions_eur": "works_concessions",
    "special_sectors_eur": "special_sectors",
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold in EUR without VAT. `amount` is None where none is known for the day.

    `also` is an amount that may hold instead (defence goods, an unknown nature, a doubtful buyer): a value between
    the two decides nothing. `why` is the key of the sentence that says which one holds, `question` that of what settles
    it ("" where another question does); `light` the row that brought the light regime.
    """

    kind: Kind
    amount: int | None
    provision: str
    why: str
    also: int | None = None
    confidence: Confidence = Confidence.SECONDARY
    light: LightRow | None = None
    question: str = ""

    @property
    def lowest(self) -> int | None:
        """The lowest amount that may hold."""
        return self.amount if self.also is None or self.amount is None else min(self.amount, self.also)

    @property
    def highest(self) -> int | None:
        """The highest amount that may hold."""
        return self.amount if self.also is None or self.amount is None else max(self.amount, self.also)


def regime_of(tender: Tender, content: IsvContent) -> str:
    """`concession`, `special`, `defence` or `classic`: under which directive, by legal basis, else by form."""
    rule = content.rule
    for mark, regime in DIRECTIVES.items():
        if mark in tender.legal_basis:
            return regime
    if not tender.legal_basis:
        for regime, subtypes in (
            ("concession", rule.concession_subtypes.value),
            ("special", rule.special_sector_subtypes.value),
            ("defence", rule.defence_directive_subtypes.value),
        ):
            if tender.subtype in subtypes:
                return regime
    return "classic"


def find_threshold(tender: Tender, buyer: BuyerReading, on: date, content: IsvContent) -> Threshold:
    """The threshold for this contract and buyer on a day."""
    regime = regime_of(tender, content)
    if regime == "concession":
        return _of("works_concessions_eur", "threshold_concession", on, content)
    if tender.nature == "works":
        return _of("works_concessions_eur", "threshold_works", on, content)
    if regime == "defence":
        return _of("special_sectors_eur", "threshold_defence_directive", on, content)
    plain = _plain(tender, buyer, regime, on, content)
    other = None
    is_light, row = _light(tender, content)
    if is_light:
        kind: Kind = "light_regime_special_sectors_eur" if regime == "special" else "light_regime_eur"
        other = _of(kind, "threshold_light", on, content, light=row)
    elif tender.nature is None and tender.cpv[:1] and tender.cpv[0].startswith(WORKS):
        other = _of("works_concessions_eur", "threshold_works", on, content)
    if other is None:
        return plain
    if tender.nature in (None, "supplies"):  # goods on a form for services contradict themselves
        return replace(other, why="threshold_nature", also=plain.lowest, question="check_nature")
    return other


def _plain(tender: Tender, buyer: BuyerReading, regime: str, on: date, content: IsvContent) -> Threshold:
    """The threshold for supplies and services that are nothing special."""
    if regime == "special":
        return _of("special_sectors_eur", "threshold_special", on, content)
    if buyer.level == "defence" and tender.nature != "services":
        return _defence_goods(tender, on, content)
    central = _of("central_supplies_services_eur", "threshold_central", on, content)
    if buyer.level != "subcentral":
        return central
    found = _of("subcentral_supplies_services_eur", "threshold_subcentral", on, content)
    if buyer.status == "not_bound":
        return found
    return replace(found, why="threshold_either", also=central.amount)


def _defence_goods(tender: Tender, on: date, content: IsvContent) -> Threshold:
    """Central for goods of Annex III, else sub-central; which goods those are was not verified, so both may hold."""
    central = _of("central_supplies_services_eur", "threshold_defence_goods", on, content)
    other = _of("subcentral_supplies_services_eur", "threshold_defence_clothing", on, content)
    outside = tuple(content.rule.defence_goods_outside_annex_iii.value)
    main = tender.cpv[0] if tender.cpv else ""
    chosen, also = (other, central) if main.startswith(outside) else (central, other)
    return replace(chosen, also=also.amount, confidence=Confidence.UNVERIFIED, question="check_annex_iii")


def _light(tender: Tender, content: IsvContent) -> tuple[bool, LightRow | None]:
    """Whether the light regime holds, and the range of codes that says so."""
    by_form = tender.subtype in content.rule.light_regime_subtypes.value
    if tender.nature == "supplies":
        return by_form, None
    codes = tender.cpv if content.rule.light_regime_reads.value == "any_code" else tender.cpv[:1]
    row = next((row for code in codes for row in content.light if row.cpv_from <= code <= row.cpv_to), None)
    return row is not None or by_form, row


def _of(kind: Kind, why: str, on: date, content: IsvContent, light: LightRow | None = None) -> Threshold:
    law = content.library.law(LAW)
    value = law.figure(kind, on)
    if value is not None and isinstance(value.amount, int | float):
        sure = light.confidence if light else value.confidence
        provision = f"{law.id}:annex.14" if kind.startswith("light") else law.parameters[kind].provision
        return Threshold(kind, round(value.amount), provision, why, None, sure, light)
    for old in content.rule.thresholds_before_2016.value:
        if kind in OLD and old.valid_from <= on <= old.valid_to:
            amount: int = getattr(old, OLD[kind])
            return Threshold(kind, amount, law.parameters[kind].provision, why, None, Confidence.SECONDARY, light)
    return Threshold(kind, None, law.parameters[kind].provision, why, None, Confidence.UNVERIFIED, light)
