"""What all records of a dossier share. A value that is left out is unknown; it never counts as good news."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, GetPydanticSchema, StringConstraints, WithJsonSchema
from pydantic_core import core_schema

# Patterns that have a name are told to people in words (faults.py).
ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
_LINE = r"[^\x00-\x08\x0a-\x1f\x7f-\x9f]*"
_LONG = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*"
_SEEN = r"[^\s\x00-\x1f\x7f-\x9f]"
LINE = f"^{_LINE}{_SEEN}{_LINE}$"
LONG = f"^{_LONG}{_SEEN}{_LONG}$"
COUNTRY = r"^[A-Z]{3}$"
THEME = r"^[a-z][a-z_]*$"
NORM = r"^[a-z0-9-]+(:\S+)?$"
LANGUAGE = r"^[a-z]{2,3}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Id = Annotated[str, StringConstraints(pattern=ID)]
"""The name of a record within its kind, chosen by whoever keeps the dossier: `IMP-1`, `sup-0042`."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=LINE)]
"""Words on one line, without control characters: those break pages, pictures and spreadsheets."""
Long = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=LONG)]
"""Words, lines allowed."""
Country = Annotated[str, StringConstraints(pattern=COUNTRY)]
"""ISO 3166-1 alpha-3, as everywhere in Scharnier."""
Theme = Annotated[str, StringConstraints(pattern=THEME)]
Level = Annotated[int, Field(ge=1, le=5)]
"""1 (least) to 5 (most), as in the severity and likelihood of the Atlas."""
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=100_000_000_000)]
"""A number of people, days or parties; the bound keeps a slip of the keyboard from becoming a number of pages."""
NormId = Annotated[str, StringConstraints(pattern=NORM, max_length=120)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE)]
"""ISO 639 code: `nl`, `bn`."""
Answer = Literal["yes", "no"]
"""A fact that is known; left out is unknown."""


class Shape(BaseModel):
    """A part of a record. Unknown keys are refused; a value has one type and is never guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Record(Shape):
    """A record: what it is about is said by its kind (`kinds.py`), what proves it by `evidence`.

    `confidential`: it appears in no public output. `note` is for whoever keeps the dossier; no rule reads it.
    """

    id: Id
    evidence: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    confidential: bool = False
    note: Long | None = None


Ids = Annotated[tuple[Id, ...], Field(strict=False)]
Lines = Annotated[tuple[Line, ...], Field(strict=False)]
Themes = Annotated[tuple[Theme, ...], Field(strict=False)]


def _day_schema(_source: object, _handler: object) -> core_schema.CoreSchema:
    """In text only 2026-11-20 is a day: by itself pydantic takes "1700006400" for seconds since 1970."""
    written = core_schema.str_schema(pattern=DAY)
    return core_schema.json_or_python_schema(
        json_schema=core_schema.chain_schema([written, core_schema.date_schema(strict=False)]),
        python_schema=core_schema.date_schema(strict=False),
    )


Day = Annotated[date, GetPydanticSchema(_day_schema), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, as 2026-11-20."""
