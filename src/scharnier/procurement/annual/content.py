"""The words of the tender list and of the figures (`data/procurement/annual`), checked once."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.procurement.isv.shapes import Words

Kind = Literal["text", "day", "day_or_no", "money", "cpv", "choice", "choices"]


class Column(BaseModel):
    """A column of the list: names and help in both languages, other headers that mean it, and its answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z_]+$")
    kind: Kind
    open: bool
    names: Words
    help: Words
    also: tuple[str, ...] = ()
    answers: dict[str, Words] = Field(default_factory=dict)


class _Columns(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    version: str
    columns: tuple[Column, ...]


class _Figures(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    small_number: int = Field(ge=1, le=1000)
    figures: dict[str, Words]


@dataclass(frozen=True, slots=True)
class AnnualContent:
    """The content, by id."""

    version: str
    columns: dict[str, Column]
    figures: dict[str, Words]
    small_number: int


@cache
def load_annual_content() -> AnnualContent:
    """The content that ships. Raises `ContentError` where an id stands twice or a choice has no answers."""
    columns = _Columns.model_validate(_load("columns.yaml"))
    figures = _Figures.model_validate(_load("figures.yaml"))
    by_id = {column.id: column for column in columns.columns}
    if len(by_id) != len(columns.columns):
        raise ContentError("columns.yaml names a column twice.")
    if bare := [column.id for column in columns.columns if column.kind.startswith("choice") and not column.answers]:
        raise ContentError(f"columns.yaml: {bare[0]} has no answers.")
    return AnnualContent(columns.version, by_id, figures.figures, figures.small_number)


def _load(name: str) -> object:
    return yaml.safe_load(content_path(f"procurement/annual/{name}").read_text(encoding="utf-8"))
