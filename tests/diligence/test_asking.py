"""Ask once: nobody is asked what the dossier holds, and nothing that no impact needs."""

from datetime import date
from typing import Any

from scharnier.diligence.asking import list_needed, questions_for
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.questions import load_questions
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked

ON = date(2026, 11, 20)
LIBRARY = load_library()
BASE = """
relationships:
  - {id: sew, name: Sewing, kind: supplier}
  - {id: dye, name: Dyeing, kind: supplier, to: [sew]}
  - {id: far, name: Far, kind: supplier}
sites: [{id: hall, name: Hall, country: BGD, relationship: dye}]
impacts:
  - {id: MILD, title: a, theme: living_wage, found_on: 2026-01-10, relationships: [sew], severity: {scale: {level: 1}, scope: {level: 1}, irremediable: {level: 1}}}
  - {id: GRAVE, title: a, theme: forced_labour, found_on: 2026-01-10, relationships: [sew], severity: {scale: {level: 5}}}
  - {id: SITE, title: a, theme: osh, found_on: 2026-01-10, sites: [hall], severity: {scale: {level: 3}, scope: {level: 3}, irremediable: {level: 3}}}
"""  # noqa: E501


def dossier(more: str = "") -> Dossier:
    given: dict[str, Any] = load_marked(BASE + more).value
    records = {kind: {one["id"]: KINDS[kind].model_validate(one) for one in rows} for kind, rows in given.items()}
    return Dossier(Head(dossier=1, id="t", title="T", organisation="us"), records)


def asked(relationship: str, more: str = "", on: date = ON) -> list[str]:
    return [one.question.id for one in questions_for(dossier(more), relationship, on, LIBRARY)]


def reply(day: str, question: str = "diligence-recruitment-fees", answer: str = "answer: none, ") -> str:
    return f"replies: [{{id: R, question: {question}, relationship: sew, {answer}on: {day}}}]\n"


def test_only_what_its_impacts_need_is_asked_the_gravest_first() -> None:
    assert asked("sew") == ["diligence-recruitment-fees", "diligence-wages"]
    assert asked("dye")[0] == "diligence-safety", "an impact at its site is its impact too"
    assert asked("far") == [], "no impact, no question"


def test_where_goods_come_from_is_asked_only_of_whom_nobody_is_known_to_supply() -> None:
    assert "diligence-origin" in asked("dye")
    assert "diligence-origin" not in asked("sew"), "the dyehouse supplies it"
    hired = dossier().relationships["dye"].model_copy(update={"kind": "contractor"})
    whole = dossier()
    whole = Dossier(whole.head, {**whole.records, "relationships": {**whole.relationships, "dye": hired}})
    assert [one.question.id for one in questions_for(whole, "dye", ON, LIBRARY)] == ["diligence-safety"], "no goods"


def test_an_answer_is_not_asked_again_until_it_is_too_old() -> None:
    assert asked("sew", reply("2026-01-15")) == ["diligence-wages"]
    assert asked("sew", reply("2025-11-21")) == ["diligence-wages"], "the last day on which it counts"
    assert len(asked("sew", reply("2025-11-20"))) == 2, "twelve months later it is too old"
    assert len(asked("sew", reply("2026-01-15", answer=""))) == 2, "asked, but not answered"
    assert len(asked("dye", reply("2026-01-15", question="diligence-safety"))) == 2, "another one's answer"


def test_all_relationships_at_once_are_asked_the_same_as_one_by_one() -> None:
    whole = dossier(reply("2026-01-15"))
    together = list(list_needed(whole, ON, LIBRARY))
    for id in whole.relationships:
        assert [one for one in together if one.relationship == id] == list(questions_for(whole, id, ON, LIBRARY))


def test_one_datum_is_asked_once_for_all_impacts() -> None:
    more = BASE.replace("theme: living_wage", "theme: migrant_workers")
    given: dict[str, Any] = load_marked(more).value
    records = {kind: {one["id"]: KINDS[kind].model_validate(one) for one in rows} for kind, rows in given.items()}
    whole = Dossier(Head(dossier=1, id="t", title="T", organisation="us"), records)
    found = questions_for(whole, "sew", ON, LIBRARY)
    assert [one.question.id for one in found] == ["diligence-recruitment-fees"]
    assert found[0].impacts == ("GRAVE", "MILD")


def test_nothing_is_asked_for_reports_or_contracts() -> None:
    purposes = {load_questions()[id].purpose for name in ("sew", "dye") for id in asked(name)}
    assert purposes == {"due_diligence"}
