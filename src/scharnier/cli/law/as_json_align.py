"""A law beside the norm, and what changed in a law, as JSON for programs; the rest is in `as_json`."""

from collections.abc import Sequence
from datetime import date

from scharnier.cli.law.as_json import Json, amount_json, event_json, text_json, text_or_none
from scharnier.law.alignment import AlignmentView, Coverage, ElementRow, JudgementChange
from scharnier.law.diff import LawDiff
from scharnier.norms.alignment_records import Deviation, Judgement, Naming
from scharnier.norms.law_records import Law


def alignment_json(view: AlignmentView, on: date) -> Json:
    """A law beside the norm."""
    return {
        "law": view.law.name,
        "on": on.isoformat() if view.text.status == "law" else None,
        "text": text_json(view.text),
        "note": dict(view.alignment.note),
        "checked_on": view.alignment.checked_on.isoformat(),
        "elements": [_row(row) for row in view.rows],
    }


def named_json(law: Law, naming: Naming | None, deviations: Sequence[Deviation]) -> Json:
    """Deviations that others named."""
    by = {"who": dict(naming.who), "on": naming.on, "source": naming.source} if naming else None
    return {"law": law.name, "named_by": by, "deviations": [_deviation(one) for one in deviations]}


def coverage_json(one: Coverage) -> Json:
    """Which actions a law asks, by step."""
    steps = {
        number: {"mark": step.mark, "asked": list(step.asked), "whole": list(step.whole), "actions": list(step.actions)}
        for number, step in one.steps.items()
    }
    return {"law": one.law.name, "steps": steps}


def diff_json(found: LawDiff) -> Json:
    """What changed."""
    return {
        "law": found.law.name,
        "from": found.old_on.isoformat(),
        "to": found.new_on.isoformat(),
        "old_text": found.old_text.id if found.old_text else None,
        "new_text": found.new_text.id if found.new_text else None,
        "figures": [
            {
                "id": one.parameter.id,
                "title": dict(one.parameter.title),
                "unit": one.parameter.unit,
                "provision": one.provision.id,
                "old": amount_json(one.old),
                "new": amount_json(one.new),
                "meaning": one.meaning,
            }
            for one in found.figures
        ],
        "provisions": [
            {
                "id": one.provision.id,
                "title": dict(one.provision.title),
                "kind": one.provision.kind,
                "sort": one.sort,
                "old": dict(one.old.gist) if one.old else None,
                "new": dict(one.new.gist) if one.new else None,
                "changes": [dict(text) for text in one.changes],
                "meaning": one.meaning,
            }
            for one in found.provisions
        ],
        "annex": [
            {
                "sort": one.sort,
                "commodity": one.entry.commodity,
                "code": one.entry.code,
                "part": one.entry.part,
                "label": dict(one.entry.label),
                "related": [entry.code for entry in one.related],
            }
            for one in found.annex
        ],
        "events": [event_json(event) for event in found.events],
        "alignment": [_judgement_change(one) for one in found.judgements],
    }


def _judgement_change(one: JudgementChange) -> Json:
    sides = {"old": _judgement(one.old), "new": _judgement(one.new)}
    return {"element": one.element.id, "title": dict(one.element.title), **sides}


def _row(row: ElementRow) -> Json:
    element = row.element
    return {
        "element": element.id,
        "extra": element.extra,
        "title": dict(element.title),
        "standard": list(element.standard),
        "norm_asks": dict(element.asks),
        "judgement": _judgement(row.judgement),
        "behaviour": text_or_none(element.behaviour),
    }


def _judgement(judgement: Judgement | None) -> Json | None:
    if judgement is None:
        return None
    return {
        "text": judgement.text,
        "relation": judgement.relation,
        "size": judgement.size,
        "size_from": judgement.size_from,
        "says": dict(judgement.says),
        "effect": text_or_none(judgement.effect),
        "provisions": list(judgement.provisions),
        "confidence": judgement.confidence,
        "source": judgement.source,
    }


def _deviation(one: Deviation) -> Json:
    fates = [
        {"text": f.text, "what": dict(f.what), "provisions": list(f.provisions), "source": f.source} for f in one.fates
    ]
    return {
        "id": one.id,
        "title": dict(one.title),
        "elements": list(one.elements),
        "standard": list(one.standard),
        "fates": fates,
        "verdict": one.verdict,
        "verdict_words": dict(one.verdict_words),
    }
