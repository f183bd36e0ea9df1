"""The public view of a dossier: types that can hold only what may be public (`public.make_public` fills them).

Whoever renders for the public is given these types and nothing else, so that a confidential or unsafe item cannot get
in by mistake. There is no place in them for persons, notes, ids of records, complaints' words, what those affected
said, trade facts, reasons of rulings (they quote records), or evidence that is not known to be free of personal data.
Numbers of people below five are "<5". Method page: docs/method/dossier/reports.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scharnier.kernel.outcome import Verdict

Few = Literal["<5"]
FEW: Few = "<5"
Count = int | Few
"""A number of people, or that there are fewer than five."""
Status = Literal["open", "closed", "closed_early", "reopened"]
"""`closed_early`: the organisation closed it, but the dossier does not show all that closing asks."""


@dataclass(frozen=True)
class PublicPolicy:
    """A policy; without days it is not known to be approved or published."""

    title: str | None
    kind: str
    themes: tuple[str, ...]
    commits_to: tuple[str, ...]
    approved_on: date | None
    published_on: date | None
    url: str | None
    languages: tuple[str, ...]


@dataclass(frozen=True)
class PublicParty:
    """A relationship that a public impact names."""

    name: str
    kind: str
    country: str | None
    tier: int | None


@dataclass(frozen=True)
class PublicGroup:
    """A group that is or may be harmed."""

    group: str
    number: Count | None
    vulnerable: bool | None


@dataclass(frozen=True)
class PublicMeasure:
    """What is done. `what` is None where its words may not be said."""

    kind: str
    what: str | None
    route: str | None
    purchasing: bool | None
    start_on: date | None
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True)
class PublicIndicator:
    """What shows whether measures work: first and last value. A whole number below five is "<5"."""

    what: str | None
    unit: str | None
    better: str
    effect: bool | None
    first: tuple[date, float | Few] | None
    last: tuple[date, float | Few] | None
    from_affected: bool


@dataclass(frozen=True)
class PublicRemedy:
    """What is done to put harm right."""

    decision: str | None
    forms: tuple[str, ...]
    what: str | None
    people: Count | None
    decided_on: date | None
    delivered_on: date | None
    accepted: bool | None


@dataclass(frozen=True)
class PublicImpact:
    """An impact, by its place in the order. `title` is None where its words may not be said: then only theme and
    country stand. `parties` and `sites` are empty where one of them is withheld."""

    number: int
    title: str | None
    theme: str
    country: str | None
    place: str | None
    parties: tuple[PublicParty, ...]
    sites: tuple[str, ...]
    actual: bool | None
    affected: tuple[PublicGroup, ...]
    severity: int | None
    likelihood: int | None
    involvement: str | None
    found_on: date
    heard: bool
    status: Status
    measures: tuple[PublicMeasure, ...]
    indicators: tuple[PublicIndicator, ...]
    remedies: tuple[PublicRemedy, ...]


@dataclass(frozen=True)
class PublicLook:
    """A look at the chain, and what it could not see."""

    kind: str
    year: int
    whole: bool | None
    themes: tuple[str, ...]
    countries: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class PublicTalk:
    """That those with an interest were heard and what came of it, without their words, their names and the day."""

    who: str
    year: int
    steps: tuple[int, ...]
    result: str | None
    did: str | None
    did_not_because: str | None


@dataclass(frozen=True)
class PublicChannel:
    """A route for complaints."""

    name: str
    kind: str
    open_to: tuple[str, ...]
    languages: tuple[str, ...]
    ways_in: tuple[str, ...]
    free_of_charge: bool | None
    anonymous: bool | None


@dataclass(frozen=True)
class PublicPaper:
    """A publication, or evidence that may be named."""

    title: str
    on: date
    url: str | None


@dataclass(frozen=True)
class PublicVerdict:
    """A verdict on a step (`1`), an action (`1.2`) or an item of the checklist (`1.2/g`), without its reason."""

    item: str
    verdict: Verdict


@dataclass(frozen=True)
class PublicView:
    """All that may be public of a dossier on a day. `organisation` is None where its own record is withheld.

    `parties` counts relationships that are not withheld by tier (None: unknown) and country. `left_out` names the
    kinds of which something is withheld.
    """

    organisation: str | None
    country: str | None
    on: date
    release: str
    priority: str
    policies: tuple[PublicPolicy, ...]
    verdicts: tuple[PublicVerdict, ...]
    impacts: tuple[PublicImpact, ...]
    decided_on: date | None
    at_once: int
    looks: tuple[PublicLook, ...]
    talks: tuple[PublicTalk, ...]
    channels: tuple[PublicChannel, ...]
    complaints: Count
    decided: Count | None
    publications: tuple[PublicPaper, ...]
    evidence: tuple[PublicPaper, ...]
    parties: Mapping[tuple[int | None, str | None], int]
    signed_off_on: date | None
    left_out: tuple[str, ...]
