"""Read a file of claims: one chain, the harm on it and what was done, and the targets one wants to claim."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from scharnier.diligence.contribution import Chain, Impact, Involvement, Measures
from scharnier.kernel.errors import InputProblem
from scharnier.norms import Library
from scharnier.norms.shaped_yaml import read_shape


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ImpactShape(_Shape):
    """`impacts:` one adverse impact. What is left out is unknown."""

    theme: str
    actual: bool | None = None
    involvement: Involvement | None = None
    measures: Measures | None = None
    tracked: bool | None = None
    remedied: bool | None = None


class ClaimFile(_Shape):
    """A whole file of claims."""

    chain: Annotated[str, Field(min_length=1, max_length=200)]
    assessed_on: date | None = None
    impacts: Annotated[list[ImpactShape], Field(max_length=500)] | None = None
    # In quotes: unquoted, 8.10 is the number 8.1, which is another target.
    claims: Annotated[list[str], Field(max_length=200)]  # there are 169 targets


def read_claims(source: str, text: str, library: Library) -> tuple[Chain, tuple[str, ...]]:
    """The chain and the targets claimed (`8.7`). Raises `InputProblem` that names file, line and key."""
    shape, marked = read_shape(source, text, ClaimFile)
    for number, impact in enumerate(shape.impacts or ()):
        if impact.theme not in library.themes:
            line = marked.line(("impacts", number, "theme"))
            remedy = "See scharnier norms list --kind theme."
            what = f"there is no theme {impact.theme!r}."
            raise InputProblem(what, remedy, source, line, f"impacts[{number}].theme")
    impacts = None if shape.impacts is None else tuple(Impact(**impact.model_dump()) for impact in shape.impacts)
    return Chain(shape.chain, shape.assessed_on, impacts), tuple(shape.claims)
