"""What was done: policies, looks at the chain, measures with their effect, decisions, publications, answers, proof."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scharnier.diligence.dossier.base import (
    Answer,
    Country,
    Day,
    Id,
    Ids,
    Language,
    Line,
    Lines,
    Long,
    NormId,
    Record,
    Shape,
    Themes,
)

MeasureKind = Literal["cease", "prevent", "mitigate", "leverage", "disengage"]
Route = Literal["alone", "jointly", "sector", "regulator"]
Practice = Literal["price", "lead_time", "forecast", "cancellation", "payment", "volume"]


class Policy(Record):
    """`policies`: a policy or code. `kind`: the general policy on responsible conduct, one on a topic, the terms for
    relations, the own purchasing practices, leaving a relation, or complaints."""

    title: Line
    kind: Literal["conduct", "topic", "relations", "purchasing", "exit", "complaints"]
    themes: Themes = ()
    commits_to: Annotated[tuple[NormId, ...], Field(strict=False)] = ()
    approved_by: Line | None = None
    approved_on: Day | None = None
    published_on: Day | None = None
    url: Line | None = None
    reviewed_on: Day | None = None
    staff_told_on: Day | None = None
    relations_told_on: Day | None = None
    languages: Annotated[tuple[Language, ...], Field(strict=False)] = ()


class Look(Record):
    """`looks`: a look at the chain, a part of it, or the own conduct: a broad `scan` (2.1), an `in_depth` assessment
    (2.2), one `before_deal` (2.2/f), a `visit`, a review of the own `purchasing` practices (1.3/e), a `review` of
    whether measures work (4.1).

    `compared_with` are the norms and laws that reality was held against; `heard` the engagements it used; `gaps` what
    it could not see. `practices` are the purchasing practices looked at, `changed` what was changed because of it.
    """

    kind: Literal["scan", "in_depth", "before_deal", "visit", "purchasing", "review"]
    title: Line
    on: Day
    whole: Answer | None = None
    by: Line | None = None
    competent_because: Long | None = None
    relationships: Ids = ()
    sites: Ids = ()
    impacts: Ids = ()
    themes: Themes = ()
    countries: Annotated[tuple[Country, ...], Field(strict=False)] = ()
    compared_with: Annotated[tuple[NormId, ...], Field(strict=False)] = ()
    sources: Lines = ()
    heard: Ids = ()
    vulnerable_groups: Answer | None = None
    findings: Long | None = None
    gaps: Lines = ()
    practices: Annotated[tuple[Practice, ...], Field(strict=False)] = ()
    changed: Long | None = None


class Exit(Shape):
    """What is weighed before a relation is ended: what was tried first (measures), the harm that leaving does to
    people, on what information, and when the relation was told."""

    tried: Ids = ()
    too_severe_because: Long | None = None
    harm_of_leaving: Long | None = None
    harm_reduced_by: Long | None = None
    informed_by: Lines = ()
    heard: Ids = ()
    told_on: Day | None = None


class Measure(Record):
    """`measures`: what is done about impacts. `owner` is a function or the id of a person. Under way from `start_on`,
    done on `done_on`. `purchasing`: it changes the own purchasing practices. `route` is how leverage is used.
    """

    impacts: Ids
    kind: MeasureKind
    what: Long
    owner: Line | None = None
    senior: Answer | None = None
    start_on: Day | None = None
    due_on: Day | None = None
    done_on: Day | None = None
    route: Route | None = None
    purchasing: Answer | None = None
    relationships: Ids = ()
    support: Long | None = None
    heard: Ids = ()
    exit: Exit | None = None


class Reading(Shape):
    """What an indicator was on a day. `from_affected`: those affected (or who speaks for them) said or checked it."""

    on: Day
    value: float
    by: Line | None = None
    from_affected: Answer | None = None
    evidence: Ids = ()


class Indicator(Record):
    """`indicators`: what shows whether measures work. `better`: which way is good. `effect`: it shows what changed for
    people or the environment (yes), or only that something was done (no: trainings held, codes signed)."""

    measures: Ids
    what: Line
    unit: Line
    better: Literal["up", "down"]
    effect: Answer | None = None
    target: float | None = None
    baseline: Reading | None = None
    readings: Annotated[tuple[Reading, ...], Field(strict=False)] = ()


class Decision(Record):
    """`decisions`: something that was settled, by a function, with the reason.

    `priority`: the order in which impacts are handled (`impacts`, first first). `relation`: go on with, suspend or end
    relationships (`outcome`). `close`: an impact is closed. `reopen`: it is open again. `sign_off`: the board agrees.
    """

    kind: Literal["priority", "relation", "close", "reopen", "sign_off", "other"]
    on: Day
    by: Line
    because: Long | None = None
    impacts: Ids = ()
    relationships: Ids = ()
    outcome: Literal["continue", "suspend", "disengage"] | None = None
    at_once: Ids = ()
    heard: Ids = ()


Topic = Literal[
    "policy", "embedding", "risk_areas", "priorities", "criteria", "actions", "tracking", "remedy",
]  # fmt: skip


class Publication(Record):
    """`publications`: what was made public (`public`), or told directly to people affected (`direct`). `covers` are
    the parts that the OECD asks of the yearly report (5.1)."""

    kind: Literal["public", "direct"]
    title: Line
    on: Day
    url: Line | None = None
    covers: Annotated[tuple[Topic, ...], Field(strict=False)] = ()
    languages: Annotated[tuple[Language, ...], Field(strict=False)] = ()
    accessible: Answer | None = None
    impacts: Ids = ()
    to: Line | None = None
    safe: Answer | None = None


CHECK = r"^oecd-ddg-2018:[1-6]\.[1-4]/[a-z]$"


class Statement(Record):
    """`statements`: an item of the OECD checklist that no other record shows, answered by the organisation itself.

    `check` is the item (`oecd-ddg-2018:1.2/g`). *yes* counts with evidence, *not_applicable* with a reason.
    """

    check: Annotated[str, StringConstraints(pattern=CHECK)]
    answer: Literal["yes", "no", "not_applicable"]
    on: Day
    because: Long | None = None


class Reply(Record):
    """`replies`: what a relationship answered to a question (a shipped one by its id), so that nobody asks it twice."""

    question: Line
    relationship: Id
    on: Day
    answer: Long | None = None


SHA256 = r"^[0-9a-f]{64}$"
Sha256 = Annotated[str, StringConstraints(pattern=SHA256)]


class Proof(Record):
    """`evidence`: a file under `evidence/`, with its SHA-256, or a public address; when it is from and who made it.

    `assessment`: the file is an assessment of the Atlas, whose ranked risks were promoted to impacts.
    """

    title: Line
    file: Line | None = None
    sha256: Sha256 | None = None
    url: Line | None = None
    on: Day
    by: Line
    personal_data: Answer | None = None
    assessment: bool = False
