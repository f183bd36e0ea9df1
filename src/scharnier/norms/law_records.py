"""Law as data: an act, the texts it had, its provisions and figures by date, what it asks, what we could not place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.provenance import Confidence
from scharnier.norms.records import Text
from scharnier.norms.rough_date import RoughDate


@dataclass(frozen=True)
class TextVersion:
    """One text an act had. `status` is `law`, or `proposal` for a text that was never law and is only compared with.

    `valid_to` is the last day; None while no end is known.
    """

    id: str
    status: str
    title: Text
    valid_from: date
    valid_to: date | None
    confidence: Confidence
    source: str


@dataclass(frozen=True)
class Wording:
    """What a provision says from `valid_from` to and including `valid_to`, in our own words.

    `change` says in plain words what changed from the wording before; `deleted` marks that it no longer exists.
    `older_unrecorded`: it may have existed before; what it said then is not recorded, so it must not be called new.
    """

    valid_from: date
    valid_to: date | None
    gist: Text
    change: Text | None
    deleted: bool
    confidence: Confidence
    source: str
    checked_on: date
    older_unrecorded: bool = False


@dataclass(frozen=True)
class Ask:
    """What a duty asks, put next to an OECD action. `relation` reads "the duty is <relation> the action".

    `beyond` is what the duty asks that the action does not; `leaves_out` what the action asks and the duty does not.
    Both are None where there is nothing to name.
    """

    duty: str
    action: str
    relation: str
    reason: Text
    beyond: Text | None
    leaves_out: Text | None
    confidence: Confidence
    valid_from: date | None
    valid_to: date | None

    def holds(self, on: date) -> bool:
        """Whether this was so on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Provision:
    """An article, paragraph, annex or definition. `kind` is one of `KINDS`; `wordings` are in order of time.

    `no_step` says, for a duty that serves no OECD step, why not.
    """

    id: str
    law: str
    kind: str
    title: Text
    wordings: tuple[Wording, ...]
    asks: tuple[Ask, ...]
    no_step: Text | None

    def wording(self, on: date) -> Wording | None:
        """The wording on a day; None before it existed and after it was deleted."""
        for wording in self.wordings:
            if wording.valid_from <= on and (wording.valid_to is None or on <= wording.valid_to):
                return None if wording.deleted else wording
        return None


KINDS = (
    "scope",  # who or what is covered
    "definition",
    "duty",  # asks something of a company, a buyer or a funder
    "support",  # help, guidelines, helpdesk
    "supervision",
    "sanction",
    "liability",
    "date",
    "annex",
    "parameter",  # a rule that is a figure
)


@dataclass(frozen=True)
class Value:
    """A figure from a day to and including another, in the unit of its parameter; a day where that unit is `date`.

    `older_unrecorded`: there may have been a figure before; it is not recorded.
    """

    valid_from: date
    valid_to: date | None
    amount: float | date
    confidence: Confidence
    source: str
    checked_on: date
    older_unrecorded: bool = False


@dataclass(frozen=True)
class Parameter:
    """A figure in the law: a threshold, a date limit, a maximum. `provision` is the id it rests on."""

    id: str
    law: str
    title: Text
    unit: str
    provision: str
    values: tuple[Value, ...]

    def value(self, on: date) -> Value | None:
        """The value on a day; None where none is known or none existed."""
        for value in self.values:
            if value.valid_from <= on and (value.valid_to is None or on <= value.valid_to):
                return value
        return None


@dataclass(frozen=True)
class Gap:
    """Something we could not place: recorded, not approximated. `about` is an id of a law or provision."""

    id: str
    about: str
    what: Text
    settle: Text
    last_looked_on: date


@dataclass(frozen=True)
class Event:
    """Something that happened or will happen to an act. `kind` is one of `EVENT_KINDS`."""

    id: str
    law: str
    act: str
    on: RoughDate
    kind: str
    title: Text
    confidence: Confidence
    source: str


EVENT_KINDS = (
    "proposed",
    "adopted",
    "published",
    "in_force",
    "transpose",
    "applies",
    "reports",
    "notify",
    "soft_deadline",
    "review",
    "superseded",  # a date that was set and then moved
    "ended",
    "status",  # a step of a bill, a policy or a measurement
)


@dataclass(frozen=True)
class Check:
    """Something to look at again: `on` a day, or `every` so often."""

    id: str
    about: str
    on: date | None
    every: str
    until: date | None
    what: Text


@dataclass(frozen=True)
class Law:
    """An act, bill, policy rule or instrument with all we know of it. `name` is how the command line calls it.

    `began` is since when, where no more than the month or year is known; its text then starts on the last day of that.
    """

    id: str
    name: str
    level: str
    form: str
    title: Text
    celex: str
    eli: str
    versions: tuple[TextVersion, ...]
    provisions: Mapping[str, Provision]
    parameters: Mapping[str, Parameter]
    gaps: tuple[Gap, ...]
    began: RoughDate | None = None

    def version(self, on: date) -> TextVersion | None:
        """The text that was law on a day; None where there was none."""
        for version in self.versions:
            begun = version.status == "law" and version.valid_from <= on
            if begun and (version.valid_to is None or on <= version.valid_to):
                return version
        return None

    def figure(self, parameter: str, on: date) -> Value | None:
        """The value of a parameter on a day. Raises KeyError for a parameter the law does not have."""
        return self.parameters[parameter].value(on)
