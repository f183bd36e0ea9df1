"""A dossier on a day: what came later must not count, what was planned stays, and nothing is copied for nothing."""

from datetime import date
from typing import Any

import pytest

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.kinds import KINDS, REFERENCES
from scharnier.diligence.dossier.view import BORN, DATED, KEPT_WHEN_TORN, at

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def dossier(torn: tuple[tuple[str, str], ...] = (), **kinds: list[dict[str, Any]]) -> Dossier:
    head = Head(dossier=1, id="d", title="A dossier", organisation="us")
    records: dict[str, dict[str, Record]] = {
        kind: {row["id"]: KINDS[kind].model_validate(row) for row in rows} for kind, rows in kinds.items()
    }
    return Dossier(head, records, frozenset(torn))


def impact(**more: Any) -> dict[str, Any]:
    return {"id": "IMP", "title": "Forced labour", "theme": "forced_labour", "found_on": MAY, **more}


def proof(id: str, on: date) -> dict[str, Any]:
    return {"id": id, "title": "A report", "url": "https://example.org", "on": on, "by": "auditor"}


def test_nothing_later_is_the_very_same_dossier() -> None:
    whole = dossier(impacts=[impact(involvement="cause", involvement_on=MAY)], evidence=[proof("E", MAY)])
    assert at(whole, MAY) is whole


def test_what_is_found_later_is_gone_with_every_reference_to_it() -> None:
    whole = dossier(
        impacts=[impact(evidence=["E"], heard=["TALK"], promoted={"assessment": "A", "risk": "r1", "rank": 1})],
        evidence=[proof("E", JULY), proof("A", JULY), proof("OLD", MAY)],
        engagements=[
            {
                "id": "TALK",
                "on": JULY,
                "who": "affected",
                "whom": "workers",
                "impacts": ["IMP"],
                "confirms": [{"impact": "IMP", "answer": "agrees"}],
            }
        ],
        measures=[
            {
                "id": "M",
                "impacts": ["IMP"],
                "kind": "disengage",
                "what": "leave",
                "exit": {"heard": ["TALK"], "tried": ["M"], "told_on": JULY},
                "evidence": ["OLD", "E"],
            }
        ],
    )
    seen = at(whole, JUNE)
    assert list(seen.evidence) == ["OLD"]
    assert seen.impacts["IMP"].evidence == ()
    assert seen.impacts["IMP"].heard == ()
    assert seen.impacts["IMP"].promoted is None
    assert seen.engagements == {}
    left = seen.measures["M"].exit
    assert left is not None
    assert (left.heard, left.tried, left.told_on) == ((), ("M",), None)
    assert seen.measures["M"].evidence == ("OLD",)
    assert whole.impacts["IMP"].evidence == ("E",)


def test_a_confirmation_of_an_impact_that_was_not_found_yet_is_gone_and_the_talk_stays() -> None:
    talk = {"id": "T", "on": MAY, "who": "union", "whom": "the union", "impacts": ["IMP", "OLD"]}
    talk["confirms"] = [{"impact": "IMP"}, {"impact": "OLD"}]
    whole = dossier(impacts=[impact(found_on=JULY), impact(id="OLD")], engagements=[talk])
    seen = at(whole, JUNE).engagements["T"]
    assert seen.impacts == ("OLD",)
    assert [one.impact for one in seen.confirms] == ["OLD"]


def test_an_event_takes_with_it_what_was_known_only_then() -> None:
    whole = dossier(
        impacts=[impact(involvement="contribute", involvement_because="short lead times", involvement_on=JULY)],
        complaints=[
            {
                "id": "C",
                "received_on": MAY,
                "asked": "back pay",
                "first_answer_on": MAY,
                "decided_on": JULY,
                "decision": "upheld",
                "because": "true",
                "remedies": ["R"],
                "accepted": "yes",
            }
        ],
        remedies=[
            {
                "id": "R",
                "impacts": ["IMP"],
                "decision": "provide",
                "because": "harm was caused",
                "decided_on": MAY,
                "delivered_on": JULY,
                "accepted": "yes",
            }
        ],
    )
    seen = at(whole, JUNE)
    assert (seen.impacts["IMP"].involvement, seen.impacts["IMP"].involvement_because) == (None, None)
    complaint = seen.complaints["C"]
    assert (complaint.decided_on, complaint.decision, complaint.because) == (None, None, None)
    assert (complaint.remedies, complaint.accepted) == ((), None)
    assert (complaint.first_answer_on, complaint.asked) == (MAY, "back pay")
    remedy = seen.remedies["R"]
    assert (remedy.decision, remedy.delivered_on, remedy.accepted) == ("provide", None, None)


def test_plans_stay_and_later_readings_go() -> None:
    reading = {"on": MAY, "value": 4.0}
    whole = dossier(
        measures=[{"id": "M", "impacts": [], "kind": "cease", "what": "stop", "due_on": JULY, "start_on": JULY}],
        indicators=[
            {
                "id": "I",
                "measures": ["M"],
                "what": "hours",
                "unit": "hours",
                "better": "down",
                "baseline": {**reading, "on": JULY},
                "readings": [reading, {**reading, "on": JULY}],
            }
        ],
    )
    seen = at(whole, JUNE)
    assert seen.measures["M"] is whole.measures["M"]
    assert [one.on for one in seen.indicators["I"].readings] == [MAY]
    assert seen.indicators["I"].baseline is None


def test_of_two_versions_none_counts_but_the_harm_stays() -> None:
    whole = dossier(
        torn=(("impacts", "IMP"), ("evidence", "E"), ("complaints", "C")),
        impacts=[impact(involvement="directly_linked", involvement_because="x", relationships=["s"], evidence=["E"])],
        evidence=[proof("E", MAY)],
        complaints=[{"id": "C", "received_on": MAY, "retaliation": "no", "confidential": True}],
    )
    seen = at(whole, JUNE)
    assert seen.evidence == {}
    assert (seen.impacts["IMP"].involvement, seen.impacts["IMP"].relationships) == (None, ("s",))
    assert (seen.complaints["C"].retaliation, seen.complaints["C"].received_on) == (None, MAY)
    assert seen.complaints["C"].confidential


@pytest.mark.parametrize("kind", KINDS)
def test_every_day_of_every_kind_is_a_birth_an_event_or_a_plan(kind: str) -> None:
    """A new day in the model must be given a place here: else what happened later would count."""
    plans = {"start_on", "due_on", "until", "since", "founded_on"}
    days = {name for name, one in KINDS[kind].model_fields.items() if "date" in str(one.annotation)}
    placed = {BORN.get(kind), *DATED.get(kind, {}), *plans}
    assert days <= placed
    named = {name for names in DATED.get(kind, {}).values() for name in names}
    assert named <= set(KINDS[kind].model_fields)
    assert set(KEPT_WHEN_TORN.get(kind, ())) <= set(KINDS[kind].model_fields)


def test_every_reference_that_can_break_is_pruned() -> None:
    """A reference to a kind whose records come and go must lead to a field that may be empty, or to a part."""
    comes_and_goes = set(BORN) | (set(KINDS) - set(KEPT_WHEN_TORN))
    for kind, ways in REFERENCES.items():
        for path, to in ways.items():
            field = KINDS[kind].model_fields[path.partition(".")[0]]
            single = "." not in path and field.is_required() and "tuple" not in str(field.annotation)
            assert not (to in comes_and_goes and single), f"{kind}.{path}"
