"""The shape of an alignment file (`data/norms/alignment/<name>.yaml`): phase one of loading."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scharnier.kernel.provenance import Confidence
from scharnier.norms.law_shapes import LawId, Name, Part, Shape, Words
from scharnier.norms.shapes import Filled

Size = Literal["none", "wording", "small", "medium", "large"]
TextId = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class Known(Shape):
    """How we know it. What is left out is that of the head of the file."""

    confidence: Confidence | None = None
    source: str = ""


class Head(Shape):
    """`alignment:` which law, and how its judgements are known where they do not say so themselves.

    `note`: what a reader must know of the whole (which elements were looked at, what is our own).
    """

    law: LawId
    note: Words
    source: Filled
    confidence: Confidence
    checked_on: date


class JudgementShape(Known):
    """`judgements:` how one text stands to the norm. `text` is the id of a text version in the law file.

    `size` is left out where nobody judged it. `size_from`: the smaller size where it lies between two.
    """

    text: TextId
    relation: Literal["same", "narrower", "wider", "absent", "contrary"]
    size: Size | None = None
    size_from: Size | None = None
    says: Words
    effect: Words | None = None
    provisions: list[Part] = Field(default_factory=list)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.relation == "same" and self.size not in (None, "none", "wording"):
            raise ValueError("what is the same as the norm differs in nothing or in wording only")
        if self.relation in ("narrower", "absent", "contrary") and self.size in ("none", "wording"):
            raise ValueError("what stays below the norm differs from it: give the size, or leave it out")
        if self.size_from and not self.size:
            raise ValueError("size_from needs a size")
        return self


class ElementShape(Shape):
    """`elements:` something the norm asks. `standard` are ids of norms; `asks` says what they ask in plain words."""

    id: Name
    extra: bool = False
    title: Words
    standard: Annotated[list[Filled], Field(min_length=1)]
    asks: Words
    behaviour: Words | None = None
    judgements: list[JudgementShape] = Field(default_factory=list)


class FateShape(Known):
    """What became of a deviation in one text."""

    text: TextId
    what: Words
    provisions: list[Part] = Field(default_factory=list)


class DeviationShape(Shape):
    """`deviations:` a departure others named. `elements` are ids of this file."""

    id: Name
    title: Words
    elements: Annotated[list[Name], Field(min_length=1)]
    standard: list[Filled] = Field(default_factory=list)
    fates: Annotated[list[FateShape], Field(min_length=1)]
    verdict: Literal["repaired", "mostly_repaired", "partly_repaired_then_reduced", "remains"]
    verdict_words: Words


class NamedShape(Known):
    """`named:` deviations that others named, who did, and when (`"2022"`)."""

    who: Words
    on: Filled
    deviations: Annotated[list[DeviationShape], Field(min_length=1)]


class AlignmentFile(Shape):
    """A whole alignment file."""

    alignment: Head
    elements: Annotated[list[ElementShape], Field(min_length=1)]
    named: NamedShape | None = None
