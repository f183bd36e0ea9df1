"""Those affected: how they were heard and what came of it, complaints and their channels, and remedy."""

from typing import Annotated, Literal

from pydantic import Field

from scharnier.diligence.dossier.base import Answer, Count, Day, Id, Ids, Language, Line, Lines, Long, Record, Shape

Who = Literal["affected", "representative", "union", "defender", "ngo", "community", "relation", "expert", "other"]
AFFECTED: frozenset[str] = frozenset({"affected", "representative", "union", "community"})
"""Those affected, and those who may speak for them."""


class Confirmation(Shape):
    """What those affected said about an impact being over: *agrees*, *disagrees*; left out: not said."""

    impact: Id
    answer: Literal["agrees", "disagrees"] | None = None


class Engagement(Record):
    """`engagements`: a talk with stakeholders: who, on whose behalf, safe or not, what they said, and what was done.

    `steps` are the steps of due diligence it was about. `result`: *changed* something (`did`), *not_changed* with
    `did_not_because`, or *open*. `told_back_on`: they were told what came of it. `confirms`: see `Confirmation`.
    `asked_in_vain`: they were sought and could not or would not speak, and `in_vain_because` says why.
    """

    on: Day
    who: Who
    whom: Line
    on_behalf_of: Line | None = None
    how: Line | None = None
    steps: Annotated[tuple[Annotated[int, Field(ge=1, le=6)], ...], Field(strict=False)] = ()
    impacts: Ids = ()
    relationships: Ids = ()
    safe: Answer | None = None
    safe_because: Long | None = None
    said: Long | None = None
    result: Literal["changed", "not_changed", "open"] | None = None
    did: Long | None = None
    did_not_because: Long | None = None
    told_back_on: Day | None = None
    confirms: Annotated[tuple[Confirmation, ...], Field(strict=False)] = ()
    asked_in_vain: Answer | None = None
    in_vain_because: Long | None = None


class Channel(Record):
    """`channels`: a route for complaints, with what can be measured of the eight criteria of UNGP 31.

    Each value is a fact, not a grade: the rule makes the grade. Days are calendar days.
    """

    name: Line
    kind: Literal["own", "joint", "sector", "ncp", "judicial", "state", "other"]
    open_to: Lines = ()
    languages: Annotated[tuple[Language, ...], Field(strict=False)] = ()
    languages_needed: Annotated[tuple[Language, ...], Field(strict=False)] = ()
    ways_in: Lines = ()
    free_of_charge: Answer | None = None
    anonymous: Answer | None = None
    no_retaliation_rule: Answer | None = None
    users_know_it: Annotated[float | None, Field(ge=0, le=1)] = None
    users_trust_it: Annotated[float | None, Field(ge=0, le=1)] = None
    surveyed_on: Day | None = None
    independent: Answer | None = None
    steps_published_on: Day | None = None
    first_answer_days: Count | None = None
    decision_days: Count | None = None
    advice_offered: Answer | None = None
    parties_informed: Answer | None = None
    results_published_on: Day | None = None
    outcomes_checked_against_rights: Answer | None = None
    lessons_on: Day | None = None
    lessons: Long | None = None
    users_shaped_it: Ids = ()
    bars_other_routes: Answer | None = None


class Complaint(Record):
    """`complaints`: what was asked and what came of it, without the name of who complained.

    `accepted`: those who complained accept the outcome.
    """

    confidential: bool = True
    channel: Id | None = None
    received_on: Day
    from_whom: Who | None = None
    anonymous: Answer | None = None
    impacts: Ids = ()
    relationships: Ids = ()
    asked: Long | None = None
    first_answer_on: Day | None = None
    decided_on: Day | None = None
    decision: Literal["upheld", "partly", "rejected", "referred", "withdrawn"] | None = None
    because: Long | None = None
    remedies: Ids = ()
    accepted: Answer | None = None
    closed_on: Day | None = None
    retaliation: Answer | None = None


class Remedy(Record):
    """`remedies`: what is done to put harm right. `decision`: *provide* it, *cooperate* in it, that *none_due* is (no
    harm caused or contributed to), or *refuse*. `forms` as in UNGP 25; `heard`: where victims had a say.
    """

    impacts: Ids
    decision: Literal["provide", "cooperate", "none_due", "refuse"] | None = None
    because: Long | None = None
    decided_on: Day | None = None
    forms: Annotated[
        tuple[Literal["apology", "restitution", "rehabilitation", "compensation", "sanction", "non_repetition"], ...],
        Field(strict=False),
    ] = ()
    what: Long | None = None
    people: Count | None = None
    heard: Ids = ()
    delivered_on: Day | None = None
    accepted: Answer | None = None
    accepted_on: Day | None = None
    measured_against: Lines = ()
