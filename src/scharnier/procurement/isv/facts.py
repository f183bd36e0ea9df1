"""What the decision knows of a tender. What is not known is None or empty, never a zero or a guess."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from scharnier.procurement.notice import Amount, Form, Nature, Notice, Text

_ROUGH = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T+Z].*)?")
_NOT_DIGIT = re.compile(r"\D")
CODED_OBJECTIVES = ("hum-right", "social.humanRightsInSupplyChains", "social.humanRightsInSupplyChain")


@dataclass(frozen=True, slots=True)
class Span:
    """A day that is known, or the first and last day it can have been (2021 is a whole year)."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")


@dataclass(frozen=True, slots=True)
class TenderBuyer:
    """A buyer as named. `country` is ISO 3166 alpha-2, "" where not given; `codes` its types as coded."""

    name: str
    country: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TenderLot:
    """A lot: CPV codes of eight digits, main code first; none where the notice gives them for the procedure only."""

    id: str
    title: str = ""
    cpv: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tender:
    """The facts of one procedure.

    `cpv` has the main code first, eight digits without check digit; what cannot be read as such is in `bad_cpv`.
    `call` is when the call was sent, where the notice itself is not the call; `dispatched` when this notice was.
    `contract_on` is the day of the contract, for a modification the one it changes.
    """

    id: str
    title: str = ""
    buyers: tuple[TenderBuyer, ...] = ()
    form: Form = "other"
    subtype: str = ""
    legal_basis: str = ""
    nature: Nature | None = None
    cpv: tuple[str, ...] = ()
    bad_cpv: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    lots: tuple[TenderLot, ...] = ()
    n_lots: int | None = None
    framework: bool | None = None
    dynamic_purchasing: bool | None = None
    dispatched: Span | None = None
    published: Span | None = None
    call: Span | None = None
    contract_on: date | None = None
    social_objectives: tuple[str, ...] = ()
    texts: tuple[Text, ...] = ()
    withdrawn: bool = False


def parse_span(text: str) -> Span | None:
    """A year, month or day (2021, 2021-03, 2021-03-04, with a time after it) as a span; None where it is no such."""
    found = _ROUGH.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        assert year is not None
        if month is None:
            return Span(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Span(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def read_cpv(text: str) -> str | None:
    """A CPV code as eight digits; check digit, hyphen and blanks are left out. None for what cannot be one."""
    head = text.strip().partition("-")[0]
    digits = _NOT_DIGIT.sub("", head)
    if len(digits) == 9:  # the check digit was written without a hyphen
        digits = digits[:8]
    if len(digits) == 7:  # a number lost its leading zero
        digits = f"0{digits}"
    return digits if len(digits) == 8 and digits != "00000000" else None


def split_cpv(codes: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes that can be read, once each in their order, and those that cannot."""
    good: dict[str, None] = {}
    bad: dict[str, None] = {}
    for code in codes:
        read = read_cpv(code)
        (bad if read is None else good)[code if read is None else read] = None
    return tuple(good), tuple(bad)


def tender_from_notice(notice: Notice) -> Tender:
    """The facts of a published notice."""
    cpv, bad = split_cpv(notice.cpv)
    lots = tuple(TenderLot(lot.id, lot.title, split_cpv(lot.cpv)[0]) for lot in notice.lots)
    title = next((text.text for text in notice.texts if text.kind == "title" and text.lot is None), "")
    return Tender(
        id=notice.id,
        title=title,
        buyers=tuple(
            TenderBuyer(buyer.name, buyer.country, tuple(code for code in (buyer.type_code, buyer.type_coded) if code))
            for buyer in notice.buyers
        ),
        form=notice.form,
        subtype=notice.subtype,
        legal_basis=notice.legal_basis,
        nature=notice.nature,
        cpv=cpv,
        bad_cpv=tuple(dict.fromkeys((*bad, *(code for lot in notice.lots for code in split_cpv(lot.cpv)[1])))),
        amounts=notice.amounts,
        lots=lots,
        n_lots=notice.n_lots if notice.n_lots is not None else len(lots) or None,
        framework=notice.framework,
        dynamic_purchasing=notice.dynamic_purchasing,
        dispatched=Span(notice.dispatched_on, notice.dispatched_on) if notice.dispatched_on else None,
        published=Span(notice.published_on, notice.published_on) if notice.published_on else None,
        contract_on=notice.contract_on,
        social_objectives=notice.social_objectives,
        texts=notice.texts,
        withdrawn=notice.withdrawn,
    )
