"""What records of the right shape say that cannot be: names of nothing, impossible days, wrong numbers, odd graphs."""
# One case a line reads as a table.
# ruff: noqa: E501

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dates import DAYS, OLDER, ORDER, PLANNED
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.faults import Fault, list_models
from scharnier.diligence.dossier.graph import count_tiers
from scharnier.diligence.dossier.identifiers import is_lei
from scharnier.diligence.dossier.kinds import KINDS, REFERENCES
from scharnier.diligence.dossier.read import find_faults

TODAY = date(2026, 11, 20)
US = {"id": "us", "name": "Us", "country": "NLD", "founded_on": "2001-05-01"}
LEI = "724500VKKSH9QOLTFR81"


def build(head: Mapping[str, Any] | None = None, **kinds: Sequence[Mapping[str, Any]]) -> Dossier:
    """A dossier of these records, as a file would have them."""
    kinds.setdefault("organisations", [US])
    records: dict[str, dict[str, Record]] = {}
    for kind, rows in kinds.items():
        made = [KINDS[kind].model_validate(row) for row in rows]
        records[kind] = {record.id: record for record in made}
    return Dossier(
        Head.model_validate({"dossier": 1, "id": "d", "title": "T", "organisation": "us", **(head or {})}), records
    )


def faults(head: Mapping[str, Any] | None = None, **kinds: Sequence[Mapping[str, Any]]) -> list[Fault]:
    return list(find_faults(build(head, **kinds), TODAY))


def only(head: Mapping[str, Any] | None = None, **kinds: Sequence[Mapping[str, Any]]) -> Fault:
    found = faults(head, **kinds)
    assert len(found) == 1, found
    return found[0]


def impact(**more: Any) -> dict[str, Any]:
    return {"id": "IMP-1", "title": "Wages", "theme": "living_wage", "found_on": "2026-01-05", **more}


def sup(id: str = "sup-1", **more: Any) -> dict[str, Any]:
    return {"id": id, "name": "S", "kind": "supplier", **more}


def measure(**more: Any) -> dict[str, Any]:
    return {"id": "M-1", "impacts": [], "kind": "mitigate", "what": "x", **more}


DANGLING: list[Any] = [
    ({"impacts": [impact(relationships=["sup-1", "sup-l"])], "relationships": [sup()]}, "IMP-1.relationships[1]", "no 'sup-l' in relationships", "Did you mean 'sup-1'?"),
    ({"impacts": [impact(heard=["zzz"])]}, "IMP-1.heard[0]", "no 'zzz' in engagements", "Add it to the file of engagements"),
    ({"impacts": [impact(evidence=["EV-1"])]}, "IMP-1.evidence[0]", "no 'EV-1' in evidence", "Add it"),
    ({"impacts": [impact(promoted={"assessment": "EV-1", "risk": "r", "rank": 1})]}, "IMP-1.promoted.assessment", "in evidence", "Add it"),
    ({"measures": [measure(exit={"tried": ["M-2"]})]}, "M-1.exit.tried[0]", "no 'M-2' in measures", "Add it"),
    ({"engagements": [{"id": "E", "on": "2026-01-01", "who": "union", "whom": "u", "confirms": [{"impact": "IMP-9"}]}], "impacts": [impact()]}, "E.confirms[0].impact", "no 'IMP-9'", "'IMP-1'"),
    ({"sites": [{"id": "s", "name": "S", "country": "IND", "organisation": "they"}]}, "s.organisation", "no 'they' in organisations", "Add it"),
    ({"impacts": [impact(theme="living_wages")]}, "IMP-1.theme", "no theme 'living_wages'", "'living_wage'"),
    ({"policies": [{"id": "P", "title": "P", "kind": "conduct", "themes": ["osh", "zq"]}]}, "P.themes[1]", "no theme 'zq'", "scharnier norms list"),
    ({"policies": [{"id": "P", "title": "P", "kind": "conduct", "commits_to": ["oecd-ddg-2018:2.44"]}]}, "P.commits_to[0]", "no norm", "'oecd-ddg-2018:2.4'"),
    ({"statements": [{"id": "S", "check": "oecd-ddg-2018:1.4/a", "answer": "no", "on": "2026-01-01"}]}, "S.check", "no norm", "Did you mean"),
    ({"head": {"organisation": "uss"}}, "organisation", "no 'uss' in organisations", "'us'"),
    ({"head": {"priority": "money_first"}}, "priority", "no position on priorities", "follow_risk, enabling_rights_first"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "key", "says", "remedy"), DANGLING, ids=[case[1] for case in DANGLING])
def test_a_name_of_nothing_is_told_with_what_looks_like_it(given: Any, key: str, says: str, remedy: str) -> None:
    fault = only(**given)
    assert (fault.key, says in fault.message, remedy in fault.remedy) == (key, True, True), fault


READING = {"on": "2026-01-01", "value": 1.0, "evidence": ["gone"]}
NAMING_NOTHING: Mapping[str, Mapping[str, Any]] = {
    "organisations": {**US, "owners": [{"organisation": "gone"}]},
    "relationships": sup(to=["gone"]),
    "sites": {"id": "s", "name": "S", "country": "IND", "relationship": "gone", "organisation": "gone"},
    "impacts": impact(relationships=["gone"], sites=["gone"], heard=["gone"], promoted={"assessment": "gone", "risk": "r", "rank": 1}),
    "looks": {"id": "L", "kind": "scan", "title": "t", "on": "2026-01-01", "relationships": ["gone"], "sites": ["gone"], "impacts": ["gone"], "heard": ["gone"]},
    "measures": measure(impacts=["gone"], relationships=["gone"], heard=["gone"], exit={"tried": ["gone"], "heard": ["gone"]}),
    "indicators": {"id": "I", "measures": ["gone"], "what": "w", "unit": "u", "better": "up", "baseline": READING, "readings": [READING]},
    "engagements": {"id": "E", "on": "2026-01-01", "who": "union", "whom": "u", "impacts": ["gone"], "relationships": ["gone"], "confirms": [{"impact": "gone"}]},
    "channels": {"id": "C", "name": "N", "kind": "own", "users_shaped_it": ["gone"]},
    "complaints": {"id": "C", "received_on": "2026-01-01", "channel": "gone", "impacts": ["gone"], "relationships": ["gone"], "remedies": ["gone"]},
    "remedies": {"id": "R", "impacts": ["gone"], "heard": ["gone"]},
    "decisions": {"id": "D", "kind": "other", "on": "2026-01-01", "by": "b", "impacts": ["gone"], "relationships": ["gone"], "at_once": ["gone"], "heard": ["gone"]},
    "publications": {"id": "P", "kind": "public", "title": "t", "on": "2026-01-01", "impacts": ["gone"]},
    "replies": {"id": "R", "question": "q", "relationship": "gone", "on": "2026-01-01"},
}  # fmt: skip


@pytest.mark.parametrize("kind", REFERENCES)
def test_every_reference_of_the_table_is_followed(kind: str) -> None:
    found = {re.sub(r"\[\d+\]", "", fault.key.partition(".")[2]) for fault in faults(**{kind: [NAMING_NOTHING[kind]]})}
    assert found == set(REFERENCES[kind])


def test_days_are_listed_for_every_kind_that_has_them() -> None:
    """A day that nobody listed would be looked at by nobody."""
    for kind, model in KINDS.items():
        found = {name for name, one in model.model_fields.items() if "datetime.date" in str(one.annotation)}
        for name, one in model.model_fields.items():
            for part in list_models(one.annotation):
                found |= {
                    f"{name}.{key}"
                    for key, each in part.model_fields.items()
                    if "datetime.date" in str(each.annotation)
                }
        assert set(DAYS.get(kind, ())) == found, kind
        assert {key for pair in ORDER.get(kind, ()) for key in pair} <= found
    assert {*PLANNED, *OLDER} <= {(kind, key) for kind, keys in DAYS.items() for key in keys}


IMPOSSIBLE: list[Any] = [
    ({"impacts": [impact(found_on="2026-11-21")]}, "IMP-1.found_on", "in the future (today is 2026-11-20)"),
    ({"impacts": [impact(found_on="2001-04-30")]}, "IMP-1.found_on", "before the organisation was founded (2001-05-01)"),
    ({"head": {"begun_on": "2001-01-01"}}, "begun_on", "before the organisation was founded"),
    ({"impacts": [impact(involvement_on="2025-12-31")]}, "IMP-1.involvement_on", "before found_on (2026-01-05)"),
    ({"measures": [measure(start_on="2026-05-01", done_on="2026-04-01")]}, "M-1.done_on", "before start_on"),
    ({"measures": [measure(start_on="2026-05-01", due_on="2026-04-01")]}, "M-1.due_on", "before start_on"),
    ({"measures": [measure(exit={"told_on": "2027-01-01"})]}, "M-1.exit.told_on", "in the future"),
    ({"relationships": [sup(since="2020-01-01", until="2019-01-01")]}, "sup-1.until", "before since"),
    ({"engagements": [{"id": "E", "on": "2026-02-01", "who": "union", "whom": "u", "told_back_on": "2026-01-01"}]}, "E.told_back_on", "before on (2026-02-01)"),
    ({"complaints": [{"id": "C", "received_on": "2026-02-01", "decided_on": "2026-01-31"}]}, "C.decided_on", "before received_on"),
    ({"complaints": [{"id": "C", "received_on": "2026-02-01", "decided_on": "2026-03-31", "closed_on": "2026-03-01"}]}, "C.closed_on", "before decided_on"),
    ({"remedies": [{"id": "R", "impacts": [], "decided_on": "2026-02-01", "delivered_on": "2026-01-31"}]}, "R.delivered_on", "before decided_on"),
    ({"remedies": [{"id": "R", "impacts": [], "delivered_on": "2026-02-01", "accepted_on": "2026-01-31"}]}, "R.accepted_on", "before delivered_on"),
    ({"indicators": [{"id": "I", "measures": [], "what": "w", "unit": "u", "better": "up", "readings": [{"on": "2026-01-01", "value": 1.0}, {"on": "2027-01-01", "value": 1.0}]}]}, "I.readings[1].on", "in the future"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "key", "says"), IMPOSSIBLE, ids=[case[1] for case in IMPOSSIBLE])
def test_a_day_that_cannot_be_is_told(given: Any, key: str, says: str) -> None:
    fault = only(**given)
    assert (fault.key, says in fault.message, bool(fault.remedy)) == (key, True, True), fault


def test_what_is_planned_may_lie_ahead_and_what_others_made_may_be_old() -> None:
    assert not faults(
        relationships=[sup(since="2026-11-20", until="2030-01-01")],
        measures=[measure(start_on="2027-01-01", due_on="2027-06-01")],
        evidence=[{"id": "EV", "title": "Law", "url": "https://x.nl", "on": "1950-01-01", "by": "state"}],
        organisations=[US, {"id": "mother", "name": "M", "founded_on": "1900-01-01"}],
        indicators=[
            {
                "id": "I",
                "measures": [],
                "what": "w",
                "unit": "u",
                "better": "up",
                "baseline": {"on": "1999-01-01", "value": 1.0},
            }
        ],
    )


def test_the_check_digits_of_an_lei_are_checked() -> None:
    assert is_lei(LEI)
    fault = only(relationships=[sup(identifiers={"lei": LEI[:-1] + "2"})])
    assert (fault.key, "check digits" in fault.message, "gleif" in fault.remedy) == (
        "sup-1.identifiers.lei",
        True,
        True,
    )


@given(st.integers(0, 17), st.characters(min_codepoint=48, max_codepoint=90))
def test_one_wrong_character_in_an_lei_is_found(place: int, letter: str) -> None:
    if letter.isalnum() and letter != LEI[place] and letter.isdigit() == LEI[place].isdigit():
        assert not is_lei(LEI[:place] + letter + LEI[place + 1 :])


@pytest.mark.parametrize(
    ("key", "value"), [("lei", LEI), ("kvk", "12345678"), ("os_id", "BD2019098H4XC5M"), ("own", "77")]
)
def test_one_number_on_two_records_names_both(key: str, value: str) -> None:
    fault = only(relationships=[sup(identifiers={key: value}), sup("sup-2", identifiers={key: value})])
    assert (fault.key, "'sup-1'" in fault.message, "'sup-2'" in fault.remedy) == (
        f"sup-2.identifiers.{key}",
        True,
        True,
    )
    two = [{**US, "identifiers": {key: value}}, {"id": "them", "name": "T", "identifiers": {key: value}}]
    assert only(organisations=two).kind == "organisations"


def test_one_place_stands_in_one_record() -> None:
    site = {"name": "S", "country": "BGD", "os_id": "BD2019098H4XC5M"}
    assert only(sites=[{"id": "a", **site}, {"id": "b", **site}]).key == "b.os_id"


def test_a_country_that_does_not_exist_is_told() -> None:
    assert only(relationships=[sup(country="XXX")]).key == "sup-1.country"
    assert "scharnier codes list country" in only(impacts=[impact(country="ZZZ")]).remedy
    assert (
        only(looks=[{"id": "L", "kind": "scan", "title": "t", "on": "2026-01-01", "countries": ["NLD", "QQQ"]}]).key
        == "L.countries[1]"
    )


def owned(id: str, *owners: tuple[str, float | None], **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "name": id,
        "owners": [{"organisation": owner, "share": share} for owner, share in owners],
        **more,
    }


def test_ownership_in_a_circle_is_told_once_with_the_circle() -> None:
    fault = only(
        organisations=[
            owned("us", ("a", 0.5)),
            owned("a", ("b", None)),
            owned("b", ("c", None)),
            owned("c", ("a", 1.0)),
        ]
    )
    assert "a → b → c → a" in fault.message
    assert "us → us" in only(organisations=[owned("us", ("us", 0.1))]).message
    diamond = [owned("us", ("a", 0.5), ("b", 0.5)), owned("a", ("top", 1.0)), owned("b", ("top", 1.0)), owned("top")]
    assert not faults(organisations=diamond)


def test_a_long_chain_of_owners_is_no_trouble() -> None:
    chain = [
        owned("us", ("o-1", 1.0)),
        *(owned(f"o-{n}", (f"o-{n + 1}", 1.0)) for n in range(1, 3000)),
        owned("o-3000"),
    ]
    assert not faults(organisations=chain)


def test_shares_of_owners_are_no_more_than_the_whole() -> None:
    owners = [owned("a"), owned("b"), owned("c")]
    assert not faults(organisations=[owned("us", ("a", 0.1), ("b", 0.2), ("c", 0.7)), *owners])
    fault = only(organisations=[owned("us", ("a", 0.6), ("b", 0.6)), *owners])
    assert (fault.key, "1.2" in fault.message) == ("us.owners", True)
    assert "stands there twice" in only(organisations=[owned("us", ("a", 0.1), ("a", 0.2)), *owners]).message


def test_a_party_does_not_supply_itself_but_goods_may_go_round() -> None:
    assert only(relationships=[sup(to=["sup-1"])]).key == "sup-1.to[0]"
    round_trip = [sup("a"), sup("b", to=["a", "c"]), sup("c", to=["b"])]
    assert not faults(relationships=round_trip)
    assert count_tiers(build(relationships=round_trip)) == {"a": 1, "b": 2, "c": 3}


def test_tiers_go_by_the_shortest_way() -> None:
    rows = [
        sup("a"),
        sup("b", to=["a"]),
        sup("c", to=["b", "a"]),
        sup("d", to=["c"]),
        sup("far", tier=4),
        sup("mine", to=["far"]),
    ]
    rows += [sup("x", to=["y"]), sup("y", to=["x"]), sup("z", to=["x"], tier=6)]
    assert count_tiers(build(relationships=rows)) == {"a": 1, "b": 2, "c": 2, "d": 3, "far": 4, "mine": 5, "z": 6}
    fault = only(relationships=[sup("a"), sup("b", to=["a"], tier=3)])
    assert (fault.key, "tier 3 is stated, but by `to` it is tier 2" in fault.message) == ("b.tier", True)


@given(st.lists(st.lists(st.integers(0, 11), max_size=4), min_size=12, max_size=12))
def test_a_tier_is_one_more_than_the_least_of_those_it_goes_to(graph: list[list[int]]) -> None:
    tiers = count_tiers(
        build(relationships=[sup(f"s-{n}", to=[f"s-{to}" for to in tos]) for n, tos in enumerate(graph)])
    )
    for number, tos in enumerate(graph):
        reached = [tiers[f"s-{to}"] for to in tos if f"s-{to}" in tiers]
        expected = 1 if not tos else 1 + min(reached) if reached else None
        assert tiers.get(f"s-{number}") == expected
