"""One row of the tender list of a body, and what came of it. What is not known is empty; never a no."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from scharnier.procurement.isv.decision import Decision
from scharnier.procurement.isv.facts import Span, Tender
from scharnier.procurement.notice import Nature

Answer = Literal["yes", "no", "unknown"]
Said = Literal["yes", "no", "unknown", "not_yet"]
Scope = Literal["in_year", "earlier", "later", "withdrawn", "duplicate"]
"""Where a row counts: in_year in all figures, earlier only in those on running contracts, the others in none."""
PHASES = ("prepare", "specify", "select", "award", "contract", "manage")
TEXT_PHASES = ("specify", "select", "award", "contract")
"""The phases in which ISV bind a tenderer or supplier: applied is applied in one of these."""
DELIVERABLES = ("policy", "analysis", "plan", "report")
KINDS = ("civil_society", "union", "certifier", "front_runner")
LEVELS = ("basis", "significant", "ambitious")
NONE, NOT_YET = "none", "not_yet"


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What a supplier must hand in. `received` is a day, "no", or None where the list does not say."""

    kind: str
    due_on: date | None = None
    received: date | Literal["no"] | None = None
    judged: Literal["sufficient", "insufficient", "not_judged", ""] = ""


@dataclass(frozen=True, slots=True)
class TenderRecord:
    """One row. `uses` holds for each phase the answers given (clause, requirement, basis, none, not_yet, ...); none of
    them where the cell is empty. `stakeholders` likewise. `initiative` is a name, "none", or "" where not known.

    `row` is that of the list, or the number of the notice. `tender` are the facts of a notice, where the record came
    from one.
    """

    id: str
    row: int
    title: str = ""
    stage: str = ""
    dispatched: Span | None = None
    cpv: tuple[str, ...] = ()
    bad_cpv: tuple[str, ...] = ()
    nature: Nature | None = None
    value_eur: Decimal | None = None
    own_view: Literal["yes", "no", ""] = ""
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deliverables: tuple[Deliverable, ...] = ()
    stakeholders: tuple[str, ...] = ()
    stakeholders_on: date | None = None
    stakeholders_outcome: str = ""
    initiative: str = ""
    empty: tuple[str, ...] = ()
    tender: Tender | None = None

    def used(self, phase: str) -> tuple[str, ...]:
        """What was used in a phase, without `none` and `not_yet`."""
        return tuple(use for use in self.uses.get(phase, ()) if use not in (NONE, NOT_YET))

    def said(self, phase: str) -> Said:
        """Whether something was used in a phase: unknown where the cell is empty."""
        given = self.uses.get(phase, ())
        if self.used(phase):
            return "yes"
        return "unknown" if not given else "not_yet" if NOT_YET in given else "no"


@dataclass(frozen=True, slots=True)
class Issue:
    """A cell that could not be used: it counts as not known. `said` is what stood there, shortened."""

    row: int
    column: str
    said: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class TenderList:
    """A list as read: every row is a record. `ignored` are columns that are not ours, `absent` ours that lack."""

    file: str
    sha256: str
    records: tuple[TenderRecord, ...]
    issues: tuple[Issue, ...] = ()
    ignored: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    kind: Literal["list", "notices"] = "list"


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with what the rule says of it, and the scope in which it counts.

    `as_bound` is the decision as if the body were part of central government. `applied` is what the list says over the
    phases that bind; `shown` whether the supplier handed in what was due; `visible` is set for notices only.
    """

    record: TenderRecord
    scope: Scope
    decision: Decision
    as_bound: Decision
    applied: Said
    shown: Answer | None
    visible: bool | None = None

    @property
    def id(self) -> str:
        """The reference of the tender."""
        return self.record.id

    @property
    def advised(self) -> bool:
        """Whether the rule or the advice asks for ISV."""
        return self.decision.advice in ("apply", "advised")
