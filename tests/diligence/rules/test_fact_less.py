"""A fact less never helps: of the dossiers of the golden pairs each fact is left out, and each record taken away."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from pydantic import BaseModel

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.rules.judging import Case
from scharnier.kernel.outcome import Verdict
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked

from .made import GOLDEN, make_dossier

MODULES = [
    name
    for name in (
        *("dd3_1", "dd3_2", "dd4_1", "dd5_1", "dd6_1", "dd6_2"),
        *("response", "leverage", "purchasing", "channel", "closure"),
    )
    if (GOLDEN / name / "in.yaml").is_file()
]
GOOD = {Verdict.MET, Verdict.NOT_APPLICABLE}
# What the organisation keeps to show that it did something. Impacts, complaints, channels and relationships are what
# it must answer for: without them there is nothing to judge.
SUPPORT = ("evidence", "measures", "indicators", "engagements", "remedies", "decisions", "looks", "policies")
SUPPORT += ("publications", "statements", "replies")


def blanked(part: Any) -> Iterator[Any]:
    """The part with one value left out, at any depth; of a list also each of its parts."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from (part.model_copy(update={name: less}) for less in blanked(value))
        if isinstance(value, tuple):
            for at, one in enumerate(value):
                if isinstance(one, BaseModel):
                    for less in blanked(one):
                        yield part.model_copy(update={name: (*value[:at], less, *value[at + 1 :])})
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        if not field.is_required() and value != default and value is not True:
            yield part.model_copy(update={name: default})


def is_bad_news(record: Record) -> bool:
    """Whether taking the record away takes away what tells against closing: then it is another history, and the log
    shows it. Leaving a value of it out must not help all the same."""
    kind = type(record).__name__
    if kind == "Engagement":
        return any(one.answer != "agrees" for one in record.confirms)  # type: ignore[attr-defined]
    if kind == "Indicator":
        return True  # one that falls short tells against the effect
    if kind == "Remedy":
        return record.accepted != "yes"  # type: ignore[attr-defined]
    if kind == "Measure":
        return record.kind == "disengage"  # type: ignore[attr-defined]
    if kind == "Decision":
        return record.kind in ("reopen", "relation")  # type: ignore[attr-defined]
    return kind == "Statement" and record.answer == "no"  # type: ignore[attr-defined]


def lessened(dossier: Dossier) -> Iterator[tuple[str, Dossier]]:
    """Each dossier with one fact less, and the name of that fact's record."""
    for kind, records in dossier.records.items():
        for id, record in records.items():
            for less in blanked(record):
                changed = [name for name in type(record).model_fields if getattr(less, name) != getattr(record, name)]
                if is_bad_news(record) and changed == ["confirms"] and not less.confirms:
                    continue  # the same as taking the record away
                new = {**dossier.records, kind: {**records, id: less}}
                yield f"{kind}/{id}.{changed}", replace(dossier, records=new)
            if kind in SUPPORT and not is_bad_news(record):
                kept = {other: one for other, one in records.items() if other != id}
                yield f"{kind}/{id}", replace(dossier, records={**dossier.records, kind: kept})


@pytest.mark.parametrize("module", MODULES)
def test_a_fact_less_never_helps(module: str) -> None:
    rule, library = import_module(f"scharnier.diligence.rules.{module}"), load_library()
    given = load_marked((GOLDEN / module / "in.yaml").read_text(encoding="utf-8")).value
    tried = 0
    for name, each in given.items():
        dossier = make_dossier(each)
        before = {
            (one.rule, one.subject): one.outcome.verdict for one in rule.judge(Case(dossier, each["on"], library))
        }
        for fact, less in lessened(dossier):
            tried += 1
            for one in rule.judge(Case(less, each["on"], library)):
                was = before.get((one.rule, one.subject))
                if one.outcome.verdict in GOOD and was is not None:
                    told = f"{name}: without {fact}, {one.rule} {one.subject}: {was} became {one.outcome}"
                    assert was is one.outcome.verdict, told
    assert tried > 30
