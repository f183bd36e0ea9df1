"""The file in which a buyer describes one tender (YAML), and what the decision and the texts need of it."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from scharnier.kernel.errors import InputProblem
from scharnier.norms.shaped_yaml import read_file, read_shape
from scharnier.procurement.isv.decision import Decision
from scharnier.procurement.isv.facts import Span, Tender, TenderBuyer, TenderLot, read_cpv
from scharnier.procurement.notice import Amount
from scharnier.procurement.texts.blocks import Effort, Level, load_texts

Cpv = Annotated[str, Field(pattern=r"^\d{7,8}(-\d)?$")]
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\r\n]*\S[^\r\n]*$")]
Euro = Annotated[Decimal, Field(ge=0, le=10**12)]
# YAML reads the Dutch 300.000 as 300: no sum of money has three decimals.
_DUTCH_THOUSANDS = re.compile(
    r"^[^#\n]*\b(?P<key>estimated_value_eur|price_eur): *(?P<sum>\d{1,3}\.\d{3})\s*(?:[,}#]|$)", re.M
)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LotShape(_Shape):
    """A lot of the tender."""

    title: Line
    cpv: Annotated[tuple[Cpv, ...], Field(min_length=1)]
    estimated_value_eur: Euro | None = None


class CriterionShape(_Shape):
    """An award criterion. `weight_pct` of all criteria together is 100; `lot` counts from 1, left out for all lots."""

    name: Line
    kind: Literal["price", "cost", "quality"]
    weight_pct: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    lot: Annotated[int, Field(ge=1, le=200)] | None = None


class MinimumShape(_Shape):
    """The least number of days between contract and delivery, and who says so."""

    days: Annotated[int, Field(ge=1, le=3650)]
    source: Line


class LabourShape(_Shape):
    """The labour in a price and the floor that holds where it is done, in EUR an hour, with its source."""

    hours: Annotated[Decimal, Field(gt=0, le=10**10)] | None = None
    price_eur: Euro | None = None
    country: Annotated[str, Field(max_length=60)] | None = None
    floor_eur_per_hour: Annotated[Decimal, Field(gt=0, le=10**5)] | None = None
    floor_source: Line | None = None


class TenderShape(_Shape):
    """What a buyer says of the tender. What is left out is not known: the decision then says what is missing.

    `subject` is how the texts speak of what is bought ("de werkkleding"); `subject_kind` the same without article.
    `effort: auto` is light where ISV is not mandatory and the value is known to be below the threshold, else full.
    What stands after `parts` is only for the red flags.
    """

    title: Line
    subject: Line
    subject_kind: Line | None = None
    buyer: Line
    buyer_country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "NL"
    cpv: Annotated[tuple[Cpv, ...], Field(min_length=1, max_length=60)]
    nature: Literal["supplies", "services", "works"] | None = None
    estimated_value_eur: Euro | None = None
    dispatch_on: date | None = None
    framework: bool | None = None
    lots: Annotated[tuple[LotShape, ...], Field(max_length=200)] = ()
    origin_country: Annotated[str, Field(max_length=60)] | None = None
    effort: Literal["auto", "full", "light"] = "auto"
    level: Level = "basis"
    parts: tuple[str, ...] = ()
    other_origin_countries: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    award_criteria: Annotated[tuple[CriterionShape, ...], Field(max_length=200)] = ()
    procedure: Literal["european_open", "other"] | None = None
    deadline_on: date | None = None
    contract_on: date | None = None
    delivery_on: date | None = None
    minimum_delivery: MinimumShape | None = None
    labour: LabourShape = LabourShape()
    tenders_received: Annotated[int, Field(ge=0, le=100_000)] | None = None
    isv_in_documents: bool | None = None

    @field_validator("cpv", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return [value] if isinstance(value, str | int) else value

    @field_validator("parts")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = [part.id for part in load_texts().parts]
        for part in value:
            if part not in known:
                raise ValueError(f"there is no part {part!r}; parts are {', '.join(known)}")
        return value

    def choose_effort(self, decision: Decision) -> Effort:
        """How much is asked of the supplier: what the buyer chose, or what fits the decision."""
        if self.effort != "auto":
            return self.effort
        return "light" if decision.mandatory == "no" and decision.value_relation == "below" else "full"


def load_tender(path: Path) -> TenderShape:
    """The tender of a file. Raises `InputProblem` with file, line and key."""
    text = read_file(path)
    if found := _DUTCH_THOUSANDS.search(text):
        row, key = text.count("\n", 0, found.start("sum")) + 1, found["key"]
        what, remedy = f"{found['sum']} would be read as {found['sum'][:-4]} euros.", found["sum"].replace(".", "")
        raise InputProblem(what, f"Write {remedy}, without a dot for thousands.", str(path), row, key)
    tender, marked = read_shape(str(path), text, TenderShape)
    for number, code in enumerate(tender.cpv):
        if read_cpv(code) is None:
            raise InputProblem(f"{code!r} is no CPV code.", "", str(path), marked.line(("cpv", number)), "cpv")
    return tender


def tender_of(shape: TenderShape) -> Tender:
    """The facts for the decision."""
    estimate = (
        Amount("estimate", shape.estimated_value_eur, "EUR", "estimated_value_eur")
        if (shape.estimated_value_eur is not None)
        else None
    )
    lots = tuple(
        Amount("lot_estimate", lot.estimated_value_eur, "EUR", "estimated_value_eur", str(number))
        for number, lot in enumerate(shape.lots, 1)
        if lot.estimated_value_eur is not None
    )
    return Tender(
        id=shape.title,
        title=shape.title,
        buyers=(TenderBuyer(shape.buyer, shape.buyer_country),),
        form="other",  # nothing is published yet, so nothing is presumed of a value that is left out
        nature=shape.nature,
        cpv=_read(shape.cpv),
        amounts=((estimate,) if estimate else ()) + lots,
        lots=tuple(TenderLot(str(number), lot.title, _read(lot.cpv)) for number, lot in enumerate(shape.lots, 1)),
        n_lots=len(shape.lots) or 1,
        framework=shape.framework,
        dispatched=Span(shape.dispatch_on, shape.dispatch_on) if shape.dispatch_on else None,
    )


def _read(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (read_cpv(code) for code in codes))))
