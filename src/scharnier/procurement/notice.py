"""A notice of a public contract, in one shape whatever the schema it was published in.

Every value stands as published: nothing is guessed, mended or translated here. What is not in the notice is None or an
empty tuple, never a zero or an empty text. Which field of which schema fills what is data: `data/procurement/fields/`.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Schema = Literal["eforms", "ted_legacy", "ocds", "case"]
Form = Literal[
    "planning", "competition", "direct_award", "result", "modification", "consultation", "completion", "other"
]
Nature = Literal["supplies", "services", "works"]
TextKind = Literal["contract_condition", "award", "selection", "technical_spec", "title", "description", "additional"]
"""What a text is: III.2.2 or BT-70, an award criterion, a requirement of suitability or selection, a specification, a
title, a description, or additional information (VI.3, BT-300)."""
AmountKind = Literal[
    "estimate",
    "framework_maximum",
    "framework_estimate",
    "award",
    "lot_estimate",
    "lot_framework_maximum",
    "lot_award",
    "prize",
    "range_low",
    "range_high",
]
"""What money is: without `lot_` it is of the whole procedure, with it of one lot or one tender in a lot."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as published, without VAT where the schema says so. `field` names the field, as BT-27 or VAL_TOTAL."""

    kind: AmountKind
    amount: Decimal
    currency: str
    field: str
    lot: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the notice in one language (ISO 639-1, lower case; "" where the notice does not say)."""

    kind: TextKind
    text: str
    language: str
    field: str
    lot: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """An award criterion: what it looks at, and its weight as published."""

    kind: Literal["price", "cost", "quality", "unknown"]
    name: str
    weight: Decimal | None
    weight_unit: str
    lot: str | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot, part (of a planning notice) or group of lots. CPV codes are eight digits without the check digit, main
    code first."""

    id: str
    title: str
    nature: Nature | None
    cpv: tuple[str, ...]
    kind: Literal["lot", "part", "group"] = "lot"


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer. `type_code` is the eForms code (cga, ra, la, body-pl, ...) or that of TED (MINISTRY, BODY_PUBLIC, ...);
    `type_coded` the letter of the coded data of TED (1, N, 3, ...). `country` is ISO 3166 alpha-2."""

    name: str
    country: str
    type_code: str
    type_coded: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One published notice.

    Attributes:
        id: number of publication where there is one (2021/S 123-456789 as 456789-2021), else the notice id; a version
            is kept apart in `version`.
        procedure_id: what ties notices of one procedure together (BT-04, ocid), "" where not known.
        subtype: of eForms (1 .. 40, E1 .. E6, CEI, T01, T02, X01, X02), or the form of TED (F02, F21, ...).
        legal_basis: CELEX, as 32014L0024.
        cpv: codes of the procedure, main code first, eight digits.
        procedure_type: as published.
        social_objectives: codes of BT-775 (hum-right, acc-all, ...) over all lots, once each.
        strategic: codes of BT-06 over all lots.
        changes: id of the notice that this one changes, "" where none; `withdrawn` when the procedure is cancelled.
        deadline_on: last day to hand in tenders.
        contract_on: day the contract was concluded.
        languages: ISO 639-1, the original first.
        n_tenders: tenders received, largest over the lots; None where not given.
        source_file: path as given, with `!member` for a file in an archive.
    """

    id: str
    schema: Schema
    version: str = ""
    procedure_id: str = ""
    form: Form = "other"
    subtype: str = ""
    legal_basis: str = ""
    buyers: tuple[Buyer, ...] = ()
    dispatched_on: date | None = None
    published_on: date | None = None
    deadline_on: date | None = None
    contract_on: date | None = None
    languages: tuple[str, ...] = ()
    procedure_type: str = ""
    nature: Nature | None = None
    cpv: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    lots: tuple[Lot, ...] = ()
    n_lots: int | None = None
    framework: bool | None = None
    dynamic_purchasing: bool | None = None
    social_objectives: tuple[str, ...] = ()
    strategic: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    texts: tuple[Text, ...] = ()
    n_tenders: int | None = None
    winner_countries: tuple[str, ...] = ()
    documents_url: str = ""
    changes: str = ""
    withdrawn: bool = False
    source_file: str = ""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong with a file or with one field of a notice, and what a person can do about it.

    `level` is "failed" where no notice came of the file, "skipped" where the file is not meant to hold one, "doubt"
    where a value was left out or is not to be trusted, "note" where nothing was lost. `code` is for counting.
    """

    file: str
    field: str
    what: str
    remedy: str
    level: Literal["failed", "skipped", "doubt", "note"] = "doubt"
    code: str = ""
