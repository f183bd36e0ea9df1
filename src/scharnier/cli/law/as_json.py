"""Law as JSON for programs: both languages, ids, dates as YYYY-MM-DD, None where nothing is known."""

from datetime import date
from typing import Any

from scharnier.law.duties import ActionDuties, Duty, DutyServed
from scharnier.law.obligations import Obligation, ObligationList
from scharnier.law.starts import Start
from scharnier.law.timeline import Moment, Standing
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
        "binds_from_confidence": standing.start.confidence if standing.start else None,
        "began": str(standing.law.began) if standing.law.began else None,
        "waves": [start_json(one) for one in standing.waves],
    }


def start_json(start: Start) -> Json:
    """The day from which a law binds a group of companies."""
    return {
        "group": start.group,
        "from": start.since.isoformat(),
        "until": _day(start.until),
        "financial_years": start.financial_years,
        "above_employees": start.above,
        "confidence": start.confidence,
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
        "no_step": text_or_none(provision.no_step),
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
    return {**_duty(duty), "asks": [_ask(ask) for ask in duty.asks], "no_step": text_or_none(duty.provision.no_step)}


def served_json(served: DutyServed) -> Json:
    """A duty, how far it is served and what is left."""
    asks = [
        {
            "action": one.ask.action,
            "relation": one.ask.relation,
            "beyond": text_or_none(one.ask.beyond),
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
        "no_step": text_or_none(served.duty.provision.no_step),
    }


def obligations_json(found: ObligationList) -> Json:
    """The lists of now and later."""
    return {
        "on": found.on.isoformat(),
        "laws": [{"law": law.name, "since": _day(since)} for law, since in found.laws],
        "obligations": [_obligation(one) for one in found.now],
        "later_laws": [{"law": law.name, "since": _day(since)} for law, since in found.later_laws],
        "later": [_obligation(one) for one in found.later],
        "no_step": [duty_json(duty) for duty in found.no_step],
        "unknown": [{"law": doubt.law.name, "missing": list(doubt.missing)} for doubt in found.doubts],
        "not_for_you": [law.name for law in found.not_for_you],
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
        "waves": [start_json(one) for one in duty.waves],
        "duty_confidence": duty.wording.confidence,
    }


def _ask(ask: Ask) -> Json:
    return {
        "action": ask.action,
        "relation": ask.relation,
        "reason": dict(ask.reason),
        "beyond": text_or_none(ask.beyond),
        "leaves_out": text_or_none(ask.leaves_out),
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
        "value": amount_json(value),
        **known,
    }


def amount_json(value: Value | None) -> float | str | None:
    """A figure, or a day as text; None where there is none."""
    if value is None:
        return None
    return value.amount.isoformat() if isinstance(value.amount, date) else value.amount


def _wording(wording: Wording) -> Json:
    return {
        "valid_from": wording.valid_from.isoformat(),
        "valid_to": _day(wording.valid_to),
        "gist": dict(wording.gist),
        "change": text_or_none(wording.change),
        "deleted": wording.deleted,
        "confidence": wording.confidence,
        "source": wording.source,
        "checked_on": wording.checked_on.isoformat(),
    }


def _norm(norm: Norm) -> Json:
    return {"action": norm.id, "title": dict(norm.title)}


def text_or_none(text: Text | None) -> dict[str, str] | None:
    """Words in both languages, or None."""
    return dict(text) if text else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
