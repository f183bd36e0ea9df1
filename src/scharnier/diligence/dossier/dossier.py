"""A dossier in memory: its head, its records by kind and id, and what belongs to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal, TypeVar, cast

from pydantic import Field

from scharnier.diligence.dossier.base import Day, Id, Line, Record, Shape
from scharnier.diligence.dossier.deeds import (
    Decision,
    Indicator,
    Look,
    Measure,
    Policy,
    Proof,
    Publication,
    Reply,
    Statement,
)
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.parties import Organisation, Relationship, Site
from scharnier.diligence.dossier.voices import Channel, Complaint, Engagement, Remedy

VERSION = 1
R = TypeVar("R", bound=Record)


class Head(Shape):
    """`dossier.yaml`: what the dossier is. `organisation` names one of `organisations`; `priority` the position on
    what comes first (see `scharnier norms`, the default where it is left out)."""

    dossier: Literal[1] = Field(description="version of the format")
    id: Id
    title: Line
    lang: Literal["nl", "en"] = "nl"
    organisation: Id
    priority: Line | None = None
    begun_on: Day | None = None


@dataclass(frozen=True)
class Dossier:
    """All records, by kind and id, in the order of the files. It is never changed: the store makes a new one.

    `torn` are records (kind, id) of which two versions stand, after a merge: no rule calls anything met on them.
    """

    head: Head
    records: Mapping[str, Mapping[str, Record]]
    torn: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def all(self, kind: str) -> Mapping[str, Record]:
        """The records of a kind by id; empty where there are none."""
        return self.records.get(kind, MappingProxyType({}))

    @property
    def organisations(self) -> Mapping[str, Organisation]:
        """The organisation itself and its group."""
        return cast("Mapping[str, Organisation]", self.all("organisations"))

    @property
    def relationships(self) -> Mapping[str, Relationship]:
        """Parties in the value chain."""
        return cast("Mapping[str, Relationship]", self.all("relationships"))

    @property
    def sites(self) -> Mapping[str, Site]:
        """Places of work."""
        return cast("Mapping[str, Site]", self.all("sites"))

    @property
    def impacts(self) -> Mapping[str, Impact]:
        """Adverse impacts."""
        return cast("Mapping[str, Impact]", self.all("impacts"))

    @property
    def looks(self) -> Mapping[str, Look]:
        """Scans, assessments, visits and reviews."""
        return cast("Mapping[str, Look]", self.all("looks"))

    @property
    def policies(self) -> Mapping[str, Policy]:
        """Policies and codes."""
        return cast("Mapping[str, Policy]", self.all("policies"))

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Measures."""
        return cast("Mapping[str, Measure]", self.all("measures"))

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicators with their readings."""
        return cast("Mapping[str, Indicator]", self.all("indicators"))

    @property
    def engagements(self) -> Mapping[str, Engagement]:
        """Talks with stakeholders."""
        return cast("Mapping[str, Engagement]", self.all("engagements"))

    @property
    def channels(self) -> Mapping[str, Channel]:
        """Routes for complaints."""
        return cast("Mapping[str, Channel]", self.all("channels"))

    @property
    def complaints(self) -> Mapping[str, Complaint]:
        """Complaints."""
        return cast("Mapping[str, Complaint]", self.all("complaints"))

    @property
    def remedies(self) -> Mapping[str, Remedy]:
        """Remedy."""
        return cast("Mapping[str, Remedy]", self.all("remedies"))

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """Decisions."""
        return cast("Mapping[str, Decision]", self.all("decisions"))

    @property
    def publications(self) -> Mapping[str, Publication]:
        """Publications and direct notices."""
        return cast("Mapping[str, Publication]", self.all("publications"))

    @property
    def statements(self) -> Mapping[str, Statement]:
        """Items of the checklist that the organisation answered itself."""
        return cast("Mapping[str, Statement]", self.all("statements"))

    @property
    def replies(self) -> Mapping[str, Reply]:
        """Answers of relationships."""
        return cast("Mapping[str, Reply]", self.all("replies"))

    @property
    def evidence(self) -> Mapping[str, Proof]:
        """Evidence."""
        return cast("Mapping[str, Proof]", self.all("evidence"))

    def of_impact(self, kind: str, impact: str) -> tuple[Record, ...]:
        """The records of a kind that name this impact in `impacts`, in their order."""
        return self._by_impact.get((kind, impact), ())

    def of_relationship(self, kind: str, relationship: str) -> tuple[Record, ...]:
        """The records of a kind that name this relationship in `relationships`, in their order."""
        return self._by_relationship.get((kind, relationship), ())

    def indicators_of(self, impact: str) -> Iterator[Indicator]:
        """The indicators of the measures on an impact."""
        measures = [record.id for record in self.of_impact("measures", impact)]
        found = {one.id: one for id in measures for one in self._by_measure.get(id, ())}
        return iter(found.values())

    @cached_property
    def _by_impact(self) -> dict[tuple[str, str], tuple[Record, ...]]:
        return self._index("impacts")

    @cached_property
    def _by_relationship(self) -> dict[tuple[str, str], tuple[Record, ...]]:
        return self._index("relationships")

    @cached_property
    def _by_measure(self) -> dict[str, list[Indicator]]:
        found: dict[str, list[Indicator]] = {}
        for indicator in self.indicators.values():
            for measure in dict.fromkeys(indicator.measures):
                found.setdefault(measure, []).append(indicator)
        return found

    def _index(self, key: str) -> dict[tuple[str, str], tuple[Record, ...]]:
        """Kind and id of what is named under a key -> the records that name it."""
        found: dict[tuple[str, str], list[Record]] = {}
        for kind, records in self.records.items():
            for record in records.values():
                if key not in type(record).model_fields:
                    break  # nor have the others of this kind
                for named in dict.fromkeys(getattr(record, key)):
                    found.setdefault((kind, named), []).append(record)
        return {pair: tuple(records) for pair, records in found.items()}
