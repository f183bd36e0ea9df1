"""The shape of a law file (`data/norms/law/<name>.yaml`): phase one of loading. Every key is explained here."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from scharnier.kernel.provenance import Confidence
from scharnier.norms.law_records import EVENT_KINDS, KINDS
from scharnier.norms.rough_date import RoughDate, parse_rough_date
from scharnier.norms.shapes import Filled

LawId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*-\d{4}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Part = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$")]


def _rough(value: object) -> object:
    return value if isinstance(value, RoughDate) else parse_rough_date(str(value))


class Shape(BaseModel):
    """A mapping in a law file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Words(Shape):
    """The same words in Dutch and English, our own."""

    nl: Filled
    en: Filled


class Known(Shape):
    """How we know it. What is left out is that of the head of the file."""

    confidence: Confidence | None = None
    source: str = ""
    checked_on: date | None = None


class Head(Shape):
    """`law:` the act itself. `name` is what the command line calls it; `form`: regulation, directive, act, bill …

    `began`: since when, where no more than the month or year is known; wordings then start on the last possible day.
    """

    id: LawId
    name: Name
    level: Literal["eu", "nl", "international"]
    form: Name
    title: Words
    gist: Words
    celex: str = ""
    eli: str = ""
    source: Filled
    confidence: Confidence
    checked_on: date
    began: Annotated[RoughDate | None, BeforeValidator(_rough)] = None


class VersionShape(Known):
    """`versions:` the texts the act had. `status: proposal` for a text that never was law."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    status: Literal["law", "proposal"] = "law"
    title: Words
    valid_from: date
    valid_to: date | None = None


class WordingShape(Known):
    """`provisions: - versions:` what it says from that day on. `valid_to` is the last day; left out, the day before
    the next wording. `deleted: true` ends it. `change`: in plain words what differs from the wording before.
    `older_unrecorded: true` at the first wording: the provision may be older, its former wording is not recorded."""

    valid_from: date
    valid_to: date | None = None
    gist: Words
    change: Words | None = None
    deleted: bool = False
    older_unrecorded: bool = False


class AskShape(Known):
    """`asks:` an OECD action (`"2.1"`) the duty serves. `relation`: the duty is equal to, narrower or wider than it."""

    action: Annotated[str, Field(pattern=r"^[1-6]\.\d$")]
    relation: Literal["equal", "narrower", "wider"]
    reason: Words
    beyond: Words | None = None
    leaves_out: Words | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class ProvisionShape(Shape):
    """An article, paragraph or annex. `id` is what follows the colon: `"10.2.b"` for Article 10(2)(b)."""

    id: Part
    kind: Annotated[str, Field(pattern=f"^({'|'.join(KINDS)})$")]
    title: Words
    versions: Annotated[list[WordingShape], Field(min_length=1)]
    asks: list[AskShape] = []
    no_step: Words | None = None


class ValueShape(Known):
    """A figure, or a day where the unit is `date`, from a day on; `valid_to`, `older_unrecorded` as with a wording."""

    valid_from: date
    valid_to: date | None = None
    value: date | float
    older_unrecorded: bool = False


class ParameterShape(Shape):
    """A figure in the law. `provision` is what follows the colon in the id of the provision it rests on."""

    id: Name
    title: Words
    unit: Name
    provision: Part
    values: Annotated[list[ValueShape], Field(min_length=1)]


class EventShape(Known):
    """Something that happened or will happen. `on` may be a day, a month (`2026-07`) or a year."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    act: str = ""
    on: Annotated[RoughDate, BeforeValidator(_rough)]
    kind: Annotated[str, Field(pattern=f"^({'|'.join(EVENT_KINDS)})$")]
    title: Words


class GapShape(Shape):
    """Something we could not place. `about`: what follows the colon, or empty for the whole act."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    about: str = ""
    what: Words
    settle: Words
    last_looked_on: date | None = None


class CheckShape(Shape):
    """Something to look at again on a day, or again and again until a day."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    about: str = ""
    on: date | None = None
    every: Literal["", "week", "month", "quarter", "year"] = ""
    until: date | None = None
    what: Words


class LawFile(Shape):
    """A whole law file."""

    law: Head
    versions: Annotated[list[VersionShape], Field(min_length=1)]
    parameters: list[ParameterShape] = []
    provisions: list[ProvisionShape] = []
    events: list[EventShape] = []
    gaps: list[GapShape] = []
    checks: list[CheckShape] = []
