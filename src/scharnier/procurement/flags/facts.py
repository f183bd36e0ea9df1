"""What the red flags know of a tender. What is not known is None or empty, never a zero or a guess."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from scharnier.codes.countries import match_country
from scharnier.procurement.isv.content import IsvContent, load_isv_content
from scharnier.procurement.isv.evidence import find_evidence
from scharnier.procurement.isv.facts import split_cpv, tender_from_notice
from scharnier.procurement.isv.shapes import EvidenceClass
from scharnier.procurement.notice import Criterion, Form, Notice


@dataclass(frozen=True, slots=True)
class FlagLot:
    """A lot: CPV codes of eight digits, none where it has no codes of its own."""

    id: str
    cpv: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least number of days from contract to delivery, and who says so."""

    days: int
    source: str


@dataclass(frozen=True, slots=True)
class Labour:
    """The labour in a price: what is paid for how many hours, where, and the floor that holds there (EUR an hour).

    `country` is ISO alpha-3; `floor_source` who says so. A floor without source is not known.
    """

    hours: Decimal | None = None
    price_eur: Decimal | None = None
    country: str = ""
    floor_eur_per_hour: Decimal | None = None
    floor_source: str = ""


@dataclass(frozen=True, slots=True)
class FlagFacts:
    """The facts of one tender.

    `buyer_countries` are ISO alpha-2, `origins` and `winner_countries` alpha-3. `trace` is the strongest class of ISV
    in the texts, None where they were not read; `trace_in` says which texts. `n_tenders` is the largest over the lots.
    """

    id: str = ""
    form: Form = "other"
    subtype: str = ""
    legal_basis: str = ""
    procedure_type: str = ""
    buyer_countries: tuple[str, ...] = ()
    dispatched_on: date | None = None
    published_on: date | None = None
    deadline_on: date | None = None
    contract_on: date | None = None
    delivery_on: date | None = None
    minimum: Minimum | None = None
    cpv: tuple[str, ...] = ()
    lots: tuple[FlagLot, ...] = ()
    n_lots: int | None = None
    criteria: tuple[Criterion, ...] = ()
    n_tenders: int | None = None
    origins: tuple[str, ...] = ()
    winner_countries: tuple[str, ...] = ()
    labour: Labour = Labour()
    trace: EvidenceClass | None = None
    trace_in: Literal["notice", "documents"] = "notice"


def facts_from_notice(
    notice: Notice, content: IsvContent | None = None, trace: EvidenceClass | None = None
) -> FlagFacts:
    """The facts of a published notice. Hours, delivery and origin do not stand in one.

    `trace` is what its texts show, where that was found already: else they are read, which takes by far the longest.
    """
    groups = {lot.id for lot in notice.lots if lot.kind == "group"}  # what holds for a group says nothing of its lots
    if trace is None:
        trace = find_evidence(tender_from_notice(notice), content or load_isv_content()).cls
    return FlagFacts(
        id=notice.id,
        form=notice.form,
        subtype=notice.subtype,
        legal_basis=notice.legal_basis,
        procedure_type=notice.procedure_type,
        buyer_countries=tuple(dict.fromkeys(buyer.country for buyer in notice.buyers if buyer.country)),
        dispatched_on=notice.dispatched_on,
        published_on=notice.published_on,
        deadline_on=notice.deadline_on,
        contract_on=notice.contract_on,
        cpv=_codes(notice.cpv),
        lots=tuple(FlagLot(lot.id, _codes(lot.cpv)) for lot in notice.lots if lot.id not in groups),
        n_lots=notice.n_lots,
        criteria=tuple(one for one in notice.criteria if one.lot not in groups),
        n_tenders=notice.n_tenders,
        winner_countries=tuple(dict.fromkeys(filter(None, map(match_country, notice.winner_countries)))),
        trace=trace,
    )


@lru_cache(maxsize=4096)  # lots mostly have the codes of their procedure
def _codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    return split_cpv(codes)[0]
