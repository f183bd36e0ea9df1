"""A judged dossier on a terminal and as JSON: the six steps first, then what is missing, then what to do."""

from collections.abc import Iterator, Sequence
from typing import Any

from scharnier.cli.law.page import columns, fill, heading, labelled
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.next_actions import NextAction
from scharnier.diligence.rules.check import FAVOURABLE, Judgement
from scharnier.diligence.rules.judging import DDG, WHOLE, Ruling, say
from scharnier.diligence.rules.names import name_ruling
from scharnier.kernel.outcome import Verdict
from scharnier.law.words import day
from scharnier.norms import Library

MARKS = {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.UNKNOWN: "?", Verdict.NOT_APPLICABLE: "–"}
MODULE = "judgement"
MOST_RULINGS, MOST_FACTS, MOST_CHANGES = 10, 6, 20


def verdict_words(verdict: Verdict, lang: str) -> str:
    """A verdict as a sign and in words: the sign is never alone."""
    return f"{MARKS[verdict]} {say(MODULE, verdict.value, lang)}"


def select(judgement: Judgement, only: str | None) -> tuple[Ruling, ...]:
    """The rulings of a rule (`DD.2.3`, with its items) or on a subject (`impacts/IMP-1`, `IMP-1`); all without one."""
    if only is None:
        return judgement.rulings
    wanted = only.strip().casefold()
    return tuple(ruling for ruling in judgement.rulings if wanted in _names(ruling))


def _names(ruling: Ruling) -> Iterator[str]:
    rule, subject = ruling.rule.casefold(), ruling.subject.casefold()
    yield from (rule, rule.partition("/")[0], rule.removeprefix("dd."), rule.partition("/")[0].removeprefix("dd."))
    yield from (subject, subject.partition("/")[2] or subject)


def ruling_json(ruling: Ruling) -> dict[str, Any]:
    """A ruling as scripts read it."""
    outcome = ruling.outcome
    return {
        "rule": ruling.rule,
        "subject": ruling.subject,
        "verdict": outcome.verdict.value,
        "because": outcome.reason,
        "provisions": list(outcome.rests_on),
        "missing": list(outcome.lacked),
    }


def action_json(action: NextAction) -> dict[str, Any]:
    """A next action as scripts read it; of what it would change no more than the first ones, and how many there are."""
    return {
        "action": action.action,
        "because": action.because,
        "provisions": list(action.provisions),
        "kind": action.kind,
        "oecd_action": action.oecd,
        "place": action.place,
        "speak_to": action.who,
        "effort": action.effort,
        "impacts": list(action.impacts),
        "would_change": [
            {"rule": one.rule, "subject": one.subject, "facts": list(one.facts[:MOST_CHANGES])}
            for one in action.changes[:MOST_CHANGES]
        ],
        "would_change_count": len(action.changes),
    }


def judgement_json(judgement: Judgement, rulings: Sequence[Ruling], actions: Sequence[NextAction]) -> dict[str, Any]:
    """The contract for scripts: docs/dossier.md."""
    return {
        "release": judgement.release,
        "on": judgement.on.isoformat(),
        "steps": [{"step": step.number, "verdict": step.verdict.value} for step in judgement.steps],
        "outcomes": [ruling_json(ruling) for ruling in rulings],
        "closable": list(judgement.closable),
        "closed": sorted(judgement.closed),
        "torn": list(judgement.torn),
        "next": [action_json(action) for action in actions],
    }


def render_judgement(
    judgement: Judgement, actions: Sequence[NextAction], library: Library, lang: str, *, whole: bool
) -> str:
    """The file at a glance; `whole`: every ruling, also what is in order."""
    head = judgement.dossier.head
    lines = [heading(say(MODULE, "title", lang, title=head.title, on=day(judgement.on, lang)))]
    rows = []
    for step in judgement.steps:
        told = say(
            MODULE,
            "actions" if len(step.actions) > 1 else "action",
            lang,
            met=step.count(Verdict.MET),
            all=len(step.actions),
        )
        title = library.norms[f"{DDG}{step.number}"].title[lang]
        rows.append((str(step.number), title, verdict_words(step.verdict, lang), told))
    lines += [columns(rows, (1, 34, 18, 18), 0), ""]
    lines += [fill(say(MODULE, "two_versions", lang, records=", ".join(judgement.torn))), ""] if judgement.torn else []
    lines += [
        heading(say(MODULE, "all" if whole else "lacking", lang)),
        *render_rulings(judgement.rulings, judgement.dossier, library, lang, whole),
    ]
    lines += ["", heading(say(MODULE, "closable", lang))]
    open_ = [id for id in judgement.closable if id not in judgement.closed]
    named = ", ".join(f"{id} ({judgement.dossier.impacts[id].title})" for id in open_)
    lines += [fill(named or say(MODULE, "none_closable", lang))]
    return "\n".join([*lines, "", render_actions(actions, lang)])


def render_rulings(rulings: Sequence[Ruling], dossier: Dossier, library: Library, lang: str, whole: bool) -> list[str]:
    """Rulings with their reason and what they lack; not `whole`: only what is not in order, the clearest first, and
    without those that only sum up others."""
    shown = list(rulings)
    if not whole:
        summed = {(one.rule.partition("/")[0], one.subject) for one in rulings if "/" in one.rule}
        summed |= {(one.rule, WHOLE) for one in rulings if one.subject != WHOLE}
        open_ = [one for one in rulings if one.outcome.verdict not in FAVOURABLE]
        open_ = [one for one in open_ if (one.rule, one.subject) not in summed]
        open_.sort(key=lambda one: one.outcome.verdict is not Verdict.NOT_MET)
        shown = open_[:MOST_RULINGS]
    lines = [line for ruling in shown for line in _ruling(ruling, dossier, library, lang)]
    if not whole and len(open_) > len(shown):
        lines.append(fill(say(MODULE, "more_rulings", lang, more=len(open_) - len(shown))))
    return lines or [fill(say(MODULE, "nothing_lacking", lang))]


def _ruling(ruling: Ruling, dossier: Dossier, library: Library, lang: str) -> Iterator[str]:
    named = name_ruling(ruling, dossier, library, lang)
    yield fill(f"{verdict_words(ruling.outcome.verdict, lang)}  {named}", 0, 2)
    yield fill(ruling.outcome.reason, 4, 4)
    if lacked := ruling.outcome.lacked:
        named = ", ".join(lacked[:MOST_FACTS]) + (f" (+{len(lacked) - MOST_FACTS})" if len(lacked) > MOST_FACTS else "")
        yield labelled(say(MODULE, "missing", lang), named)


def render_actions(actions: Sequence[NextAction], lang: str) -> str:
    """What to do first, with why it stands there."""
    lines = [heading(say(MODULE, "first", lang))]
    for number, one in enumerate(actions, 1):
        effort = say("next_actions", f"effort_{one.effort}", lang)
        changed = [
            f"{change.rule} {'' if change.subject == WHOLE else change.subject}".strip() for change in one.changes
        ]
        more = f" (+{len(changed) - MOST_FACTS})" if len(changed) > MOST_FACTS else ""
        lines += [
            fill(f"{number}. {one.action}", 0, 3),
            labelled(say(MODULE, "why", lang), one.because),
            labelled(say(MODULE, "place", lang), one.place),
            labelled(say(MODULE, "who", lang), one.who),
            labelled(say(MODULE, "effort", lang), say(MODULE, "effort_own", lang, effort=effort)),
            labelled(say(MODULE, "rests", lang), ", ".join(one.provisions[:4])),
        ]
        if changed:
            lines.append(labelled(say(MODULE, "changes", lang), ", ".join(changed[:MOST_FACTS]) + more))
    if not actions:
        lines.append(fill(say(MODULE, "nothing_first", lang)))
    return "\n".join(lines)
