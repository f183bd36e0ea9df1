"""The kinds of records: the name of a kind is the name of its file, and its model what may stand there."""

from collections.abc import Mapping

from scharnier.diligence.dossier.base import Record
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
from scharnier.diligence.dossier.parties import Organisation, Person, Relationship, Site
from scharnier.diligence.dossier.voices import Channel, Complaint, Engagement, Remedy

KINDS: Mapping[str, type[Record]] = {
    "organisations": Organisation,
    "relationships": Relationship,
    "sites": Site,
    "impacts": Impact,
    "looks": Look,
    "policies": Policy,
    "measures": Measure,
    "indicators": Indicator,
    "engagements": Engagement,
    "channels": Channel,
    "complaints": Complaint,
    "remedies": Remedy,
    "decisions": Decision,
    "publications": Publication,
    "statements": Statement,
    "replies": Reply,
    "evidence": Proof,
    "persons": Person,
}
"""Kind -> model. In a folder a kind stands in `<kind>.yaml` (a list, for people) or in `<kind>.jsonl` (one record a
line, for many); never in both."""

# Which keys of a record refer to which kind. Keys inside parts are written with dots; lists are followed.
REFERENCES: Mapping[str, Mapping[str, str]] = {
    "organisations": {"owners.organisation": "organisations"},
    "relationships": {"to": "relationships"},
    "sites": {"relationship": "relationships", "organisation": "organisations"},
    "impacts": {
        "relationships": "relationships",
        "sites": "sites",
        "heard": "engagements",
        "promoted.assessment": "evidence",
    },
    "looks": {
        "relationships": "relationships",
        "sites": "sites",
        "impacts": "impacts",
        "heard": "engagements",
    },
    "measures": {
        "impacts": "impacts",
        "relationships": "relationships",
        "heard": "engagements",
        "exit.tried": "measures",
        "exit.heard": "engagements",
    },
    "indicators": {"measures": "measures", "baseline.evidence": "evidence", "readings.evidence": "evidence"},
    "engagements": {"impacts": "impacts", "relationships": "relationships", "confirms.impact": "impacts"},
    "channels": {"users_shaped_it": "engagements"},
    "complaints": {
        "channel": "channels",
        "impacts": "impacts",
        "relationships": "relationships",
        "remedies": "remedies",
    },
    "remedies": {"impacts": "impacts", "heard": "engagements"},
    "decisions": {
        "impacts": "impacts",
        "relationships": "relationships",
        "at_once": "impacts",
        "heard": "engagements",
    },
    "publications": {"impacts": "impacts"},
    "replies": {"relationship": "relationships"},
}  # and `evidence` of every record refers to `evidence`
