"""Law as JSON for programs: both languages, ids, dates as YYYY-MM-DD, None where nothing is known."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from scharnier.law.alignment import AlignmentView, ElementRow, JudgementChange
from scharnier.law.diff import LawDiff
from scharnier.law.duties import ActionDuties, Duty, DutyServed
from scharnier.law.obligations import Obligation, ObligationList
from scharnier.law.timeline import Moment, Standing
from scharnier.norms.alignment_records import Deviation, Judgement, Naming
from scharnier.norms.law_records import Ask, Event, Law, Provision, TextVersion, Value, Wording
from scharnier.norms.records import Norm, Text

Json = dict[str, Any]


def standing_json(standing: Standing) -> Json:
    """A law in a list."""
    return {
        "law": standing.law.name,
        "id": standing.law.id,
        "level": standing.law.level,
        "form": standing.law.form,
        "title": dict(standing.law.title),
        "text": text_json(standing.text) if standing.text else None,
        "binds": standing.binds,
        "binds_from": _day(standing.binds_from),
    }


def text_json(text: TextVersion) -> Json:
    """One text of a law."""
    return {
        "id": text.id,
        "status": text.status,
        "title": dict(text.title),
        "valid_from": text.valid_from.isoformat(),
        "valid_to": _day(text.valid_to),
        "confidence": text.confidence,
        "source": text.source,
    }


def law_json(law: Law, standing: Standing, on: date) -> Json:
    """A law with everything we hold of it."""
    return {
        **standing_json(standing),
        "celex": law.celex,
        "eli": law.eli,
        "texts": [text_json(version) for version in law.versions],
        "figures": [_figure(law, id, on) for id in law.parameters],
        "provisions": [{"id": p.id, "kind": p.kind, "title": dict(p.title)} for p in law.provisions.values()],
        "gaps": [{"id": g.id, "about": g.about, "what": dict(g.what), "settle": dict(g.settle)} for g in law.gaps],
    }


def provision_json(law: Law, provision: Provision, on: date) -> Json:
    """A provision: its wording on a date and every wording it had."""
    current = provision.wording(on)
    return {
        "id": provision.id,
        "law": law.name,
        "kind": provision.kind,
        "title": dict(provision.title),
        "on": on.isoformat(),
        "wording": _wording(current) if current else None,
        "wordings": [_wording(wording) for wording in provision.wordings],
        "asks": [_ask(ask) for ask in provision.asks if ask.holds(on)],
        "no_step": _text(provision.no_step),
        "figures": [_figure(law, p.id, on) for p in law.parameters.values() if p.provision == provision.id],
        "gaps": [g.id for g in law.gaps if g.about == provision.id],
    }


def moment_json(moment: Moment) -> Json:
    """An event on the timeline."""
    return {**event_json(moment.event), "law": moment.law.name, "to_come": moment.to_come}


def event_json(event: Event) -> Json:
    """Something that happened or will."""
    return {
        "id": event.id,
        "act": event.act,
        "on": str(event.on),
        "kind": event.kind,
        "title": dict(event.title),
        "confidence": event.confidence,
        "source": event.source,
    }


def action_json(found: ActionDuties) -> Json:
    """An action and who asks it."""
    pairs = [{**_duty(duty), **_ask(ask)} for duty, ask in found.duties]
    return {**_norm(found.action), "step": found.action.parent, "duties": pairs}


def duty_json(duty: Duty) -> Json:
    """A duty and the actions it asks."""
    return {**_duty(duty), "asks": [_ask(ask) for ask in duty.asks], "no_step": _text(duty.provision.no_step)}


def served_json(served: DutyServed) -> Json:
    """A duty, how far it is served and what is left."""
    asks = [
        {
            "action": one.ask.action,
            "relation": one.ask.relation,
            "beyond": _text(one.ask.beyond),
            "serves": one.serves,
            "reason": dict(one.reason),
            "left": [
                {**one_left.what, "left_out_by": one_left.law.name if one_left.law else None} for one_left in one.left
            ],
        }
        for one in served.asks
    ]
    return {
        **_duty(served.duty),
        "serves": served.serves,
        "asks": asks,
        "no_step": _text(served.duty.provision.no_step),
    }


def obligations_json(found: ObligationList) -> Json:
    """The lists of now and later."""
    return {
        "on": found.on.isoformat(),
        "laws": [law.name for law in found.laws],
        "obligations": [_obligation(one) for one in found.now],
        "later_laws": [{"law": law.name, "since": _day(since)} for law, since in found.later_laws],
        "later": [_obligation(one) for one in found.later],
        "no_step": [duty_json(duty) for duty in found.no_step],
        "unknown": [{"law": doubt.law.name, "missing": list(doubt.missing)} for doubt in found.doubts],
        "not_for_you": [law.name for law in found.not_for_you],
    }


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
                "old": _amount(one.old),
                "new": _amount(one.new),
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
        "behaviour": _text(element.behaviour),
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
        "effect": _text(judgement.effect),
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


def _obligation(one: Obligation) -> Json:
    return {
        **action_json(one.duties),
        "asked": dict(one.asked),
        "evidence": dict(one.evidence),
        "checklist": [{"id": check.id, "title": dict(check.title)} for check in one.checks],
        "beyond": {law: [{"id": id, **text} for id, text in texts] for law, texts in one.beyond.items()},
    }


def _duty(duty: Duty) -> Json:
    return {
        "id": duty.id,
        "law": duty.law.name,
        "title": dict(duty.provision.title),
        "gist": dict(duty.wording.gist),
        "since": _day(duty.since),
        "duty_confidence": duty.wording.confidence,
    }


def _ask(ask: Ask) -> Json:
    return {
        "action": ask.action,
        "relation": ask.relation,
        "reason": dict(ask.reason),
        "beyond": _text(ask.beyond),
        "leaves_out": _text(ask.leaves_out),
        "confidence": ask.confidence,
    }


def _figure(law: Law, id: str, on: date) -> Json:
    parameter = law.parameters[id]
    value = parameter.value(on)
    known = {"confidence": value.confidence, "source": value.source} if value else {}
    return {
        "id": id,
        "title": dict(parameter.title),
        "unit": parameter.unit,
        "provision": parameter.provision,
        "value": _amount(value),
        **known,
    }


def _amount(value: Value | None) -> float | str | None:
    if value is None:
        return None
    return value.amount.isoformat() if isinstance(value.amount, date) else value.amount


def _wording(wording: Wording) -> Json:
    return {
        "valid_from": wording.valid_from.isoformat(),
        "valid_to": _day(wording.valid_to),
        "gist": dict(wording.gist),
        "change": _text(wording.change),
        "deleted": wording.deleted,
        "confidence": wording.confidence,
        "source": wording.source,
        "checked_on": wording.checked_on.isoformat(),
    }


def _norm(norm: Norm) -> Json:
    return {"action": norm.id, "title": dict(norm.title)}


def _text(text: Text | None) -> dict[str, str] | None:
    return dict(text) if text else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
