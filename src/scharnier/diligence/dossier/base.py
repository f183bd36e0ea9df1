"""What all records of a dossier share. A value that is left out is unknown; it never counts as good news."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
"""The name of a record within its kind, chosen by whoever keeps the dossier: `IMP-1`, `sup-0042`."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*\S[^\r\n]*$")]
Long = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=r"\S")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""ISO 3166-1 alpha-3, as everywhere in Scharnier."""
Theme = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
Level = Annotated[int, Field(ge=1, le=5)]
"""1 (least) to 5 (most), as in the severity and likelihood of the Atlas."""
Share = Annotated[float, Field(ge=0, le=1)]
NormId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(:\S+)?$", max_length=120)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
"""ISO 639 code: `nl`, `bn`."""
Answer = Literal["yes", "no"]
"""A fact that is known; left out is unknown."""


class Shape(BaseModel):
    """A part of a record. Unknown keys are refused; a value has one type and is never guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


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
Day = Annotated[date, Field(strict=False)]
"""A day, as 2026-11-20."""
