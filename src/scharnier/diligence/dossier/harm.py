"""Adverse impacts: what may happen or happens to whom, how grave it is, and what part the organisation has in it."""

from typing import Annotated, Literal

from pydantic import Field

from scharnier.diligence.dossier.base import (
    Answer,
    Count,
    Country,
    Day,
    Id,
    Ids,
    Level,
    Line,
    Lines,
    Long,
    Record,
    Shape,
    Theme,
)

Involvement = Literal["cause", "contribute", "directly_linked"]


class Grade(Shape):
    """One part of severity, 1 to 5, with the reason."""

    level: Level
    because: Long | None = None


class Severity(Shape):
    """The three parts, kept apart: how grave, how many or how wide, how hard to put right."""

    scale: Grade | None = None
    scope: Grade | None = None
    irremediable: Grade | None = None

    @property
    def level(self) -> int | None:
        """The highest of the parts, since harm need not score high on all three; None while a part is unknown, unless
        a known part is 5 already."""
        parts = [part.level if part else None for part in (self.scale, self.scope, self.irremediable)]
        known = [part for part in parts if part is not None]
        return max(known) if known and (len(known) == len(parts) or max(known) == 5) else None


class Affected(Shape):
    """A group of people (or nature) that is or may be harmed. `vulnerable`: at heightened risk."""

    group: Line
    number: Count | None = None
    vulnerable: Answer | None = None


class Promoted(Shape):
    """The ranked risk this impact was promoted from: the evidence that holds the assessment, and the risk in it."""

    assessment: Id
    risk: Line
    rank: Annotated[int, Field(ge=1)]


class Impact(Record):
    """`impacts`: one adverse impact. `actual`: it happens or happened (yes), or may happen (no).

    `involvement` left out is "not yet determined"; a determination without `involvement_because` does not count.
    `heard` are the engagements in which those affected were heard about it.
    """

    title: Line
    theme: Theme
    actual: Answer | None = None
    country: Country | None = None
    place: Line | None = None
    relationships: Ids = ()
    sites: Ids = ()
    affected: Annotated[tuple[Affected, ...], Field(strict=False)] = ()
    severity: Severity = Severity()
    likelihood: Level | None = None
    likelihood_because: Long | None = None
    involvement: Involvement | None = None
    involvement_because: Long | None = None
    involvement_on: Day | None = None
    root_causes: Lines = ()
    found_on: Day
    heard: Ids = ()
    promoted: Promoted | None = None
