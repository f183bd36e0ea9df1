"""Phase one of loading: the shape of every row, whatever it refers to."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from scharnier.kernel.provenance import Confidence
from scharnier.norms.rough_date import RoughDate, parse_rough_date

UNKNOWN = "unknown"  # written in a date column where the date of the parent must not be taken over

Filled = Annotated[str, Field(min_length=1)]
NormId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(:[A-Za-z0-9_.]+(/[a-z0-9_]+)?)?$")]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def _rough(value: object) -> object:
    if value in ("", None):
        return None
    return UNKNOWN if value == UNKNOWN else parse_rough_date(str(value))


def _empty(value: object) -> object:
    return None if value == "" else value


Rough = Annotated[RoughDate | Literal["unknown"] | None, BeforeValidator(_rough)]
Sure = Annotated[Confidence | None, BeforeValidator(_empty)]
Day = Annotated[date | None, BeforeValidator(_empty)]
Year = Annotated[int | None, BeforeValidator(_empty)]


class Row(BaseModel):
    """A row of a content file; unknown columns are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class NormRow(Row):
    """A norm as written: an empty source, date, version or check date is that of the parent."""

    id: NormId
    kind: Word
    parent: str
    title_nl: Filled
    title_en: Filled
    gist_nl: Filled
    gist_en: Filled
    confidence: Confidence
    source: str
    adopted: Rough
    valid_from: Rough
    valid_to: Rough
    applies_from: Rough
    dates_confidence: Sure
    text_version: str
    checked_on: Day


class LinkRow(Row):
    """A link as written; `anchor` holds source keys with semicolons between."""

    source_id: Filled = Field(alias="from")
    target_id: Filled = Field(alias="to")
    relation: Filled
    reason_nl: Filled
    reason_en: Filled
    confidence: Confidence
    source: Filled
    anchor: str
    valid_from: Rough

    @property
    def id(self) -> str:
        """How a finding names the row."""
        return f"{self.source_id} → {self.target_id}"


class WordRow(Row):
    """A word of a vocabulary: a relation or a group of themes."""

    id: Word
    nl: Filled
    en: Filled
    meaning_nl: Filled
    meaning_en: Filled


class ThemeRow(WordRow):
    """A theme as written."""

    group: Filled


class NamesRow(Row):
    """What else people call a norm or theme, with semicolons between; only search reads it."""

    id: NormId | Word
    names_nl: str
    names_en: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names in both languages."""
        return tuple(name.strip() for name in f"{self.names_nl};{self.names_en}".split(";") if name.strip())


class ReferenceRow(Row):
    """A source as written."""

    id: Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]*$")]
    title: Filled
    publisher: Filled
    year: Year
    url: Annotated[str, Field(pattern=r"^(https://\S+)?$")]


class Release(Row):
    """The release the shelf was published under."""

    release: Annotated[str, Field(pattern=r"^norms-\d{4}\.\d{2}(\.[2-9]|\.[1-9]\d+)?$")]
    checked_on: date
    title: Filled
    licence: Filled
    attribution: Filled
    note: Filled


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Placed(Generic[R]):
    """A row and where it stands: file name and row number as a spreadsheet counts, the header being row 1."""

    file: str
    row: int
    value: R


@dataclass(frozen=True)
class Fault:
    """A row that has not the right shape."""

    file: str
    row: int
    record: str
    what: str


def parse_rows(path: Path, model: type[R]) -> tuple[list[Placed[R]], list[Fault]]:
    """Read a CSV (UTF-8, header row) into rows of `model`; what has the wrong shape comes back as faults."""
    rows: list[Placed[R]] = []
    faults: list[Fault] = []
    for number, raw in _read(path):
        try:
            rows.append(Placed(path.name, number, model.model_validate(raw)))
        except ValidationError as error:
            named = str(raw.get("id") or raw.get("from") or "")
            for detail in error.errors(include_url=False):
                column = ".".join(str(part) for part in detail["loc"][:1])
                faults.append(Fault(path.name, number, named, f"{column}: {detail['msg']}"))
    return rows, faults


def _read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8", newline="") as handle:
        for number, raw in enumerate(csv.DictReader(handle), start=2):
            yield number, {str(key): value for key, value in raw.items()}
