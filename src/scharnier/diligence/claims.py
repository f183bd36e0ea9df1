"""The gate for SDG claims, on a dossier: what it shows of each impact, as the rule on contributions asks it.

What the dossier does not show is unknown, and then the claim is not allowed. Method page:
docs/method/dossier/claims.md.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from scharnier.diligence.contribution import Chain, Impact, Measures, judge_claim
from scharnier.diligence.dossier.deeds import Measure
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.harm import Impact as Harm
from scharnier.diligence.dossier.voices import Remedy
from scharnier.diligence.rules import closure
from scharnier.diligence.rules.judging import Case, Ruling
from scharnier.diligence.rules.shown import State, has_proof, state_of
from scharnier.diligence.texts import text
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.norms import Library

SHOWN_BY = {"tracked": "indicators", "remedied": "remedies"}


def judge_target(target: str, dossier: Dossier, on: date, library: Library, lang: str = "en") -> Outcome:
    """Whether a contribution to an SDG target (`8.7`) may be claimed; `dossier` is as it was on the day (`view.at`).

    What lacks is named as everywhere in a dossier: `impacts/IMP-1.actual`, `looks`. Harm that the dossier shows not to
    be over, although its measures are done or those affected were asked, is not handled.
    """
    case = Case(dossier, on, library, lang)
    outcome = judge_claim(target, read_chain(case), on, library, lang)
    if outcome.verdict in (Verdict.MET, Verdict.UNKNOWN) and (ruling := _find_contradiction(case)):
        name = library.theme(dossier.impacts[ruling.subject.partition("/")[2]].theme).name(lang)
        why = ruling.outcome.reason.rstrip(".")
        reason = text("claim_harm", lang, theme=name, chain=dossier.head.title, why=why)
        return Outcome(Verdict.NOT_MET, reason, outcome.rests_on)
    lacked = tuple(_name(fact, list(dossier.impacts)) for fact in outcome.lacked)
    reason = outcome.reason.replace(", ".join(outcome.lacked), ", ".join(lacked)) if lacked else outcome.reason
    return replace(outcome, reason=reason, lacked=lacked)


def _name(fact: str, ids: list[str]) -> str:
    """`impacts[2].tracked` as a fact of the dossier: which indicators show it, of which impact."""
    found = re.fullmatch(r"impacts\[(\d+)\]\.(\w+)", fact)
    if found is None:
        return {"assessed_on": "looks"}.get(fact, fact)
    return f"impacts/{ids[int(found[1])]}.{SHOWN_BY.get(found[2], found[2])}"


def _find_contradiction(case: Case) -> Ruling | None:
    """The first impact of which the dossier shows that it is not over, as the rule on closing finds it."""
    return next((one for one in closure.judge(case) if one.outcome.verdict is Verdict.NOT_MET), None)


def read_chain(case: Case) -> Chain:
    """The dossier as one chain. Without a single impact it says nothing: that is unknown, not good."""
    dossier = case.dossier
    scans = [look.on for look in dossier.looks.values() if look.kind == "scan" and look.whole == "yes"]
    impacts = tuple(_impact(case, impact) for impact in dossier.impacts.values())
    return Chain(dossier.head.title, max(scans, default=None), impacts or None)


def _impact(case: Case, harm: Harm) -> Impact:
    dossier = case.dossier
    measures = [dossier.measures[one.id] for one in dossier.of_impact("measures", harm.id)]
    remedies = [dossier.remedies[one.id] for one in dossier.of_impact("remedies", harm.id)]
    return Impact(
        theme=harm.theme,
        actual=None if harm.actual is None else harm.actual == "yes",
        involvement=harm.involvement if harm.involvement_because else None,
        measures=_how_far(case, measures),
        tracked=_is_tracked(case, harm),
        remedied=_is_remedied(remedies),
    )


def _how_far(case: Case, measures: Iterable[Measure]) -> Measures | None:
    """How far the measures are as a whole: none recorded is unknown, and so is one of which no day says when it is due,
    or that is late, while no other runs."""
    states = {_state(case, one) for one in measures} - {"undated", "late"}
    if not states:
        return None
    if states == {"done"}:
        return "done"
    return "planned" if states == {"planned"} else "under_way"


def _state(case: Case, measure: Measure) -> State:
    state = state_of(case, measure)
    to_come = measure.start_on is not None and measure.start_on > case.on
    return "planned" if state == "undated" and to_come else state


def _is_tracked(case: Case, harm: Harm) -> bool | None:
    """Whether a reading shows what changed for people, with evidence; a count of what was done does not."""
    shown = [one for one in case.dossier.indicators_of(harm.id) if one.effect == "yes"]
    return True if any(has_proof(case, reading.evidence) for one in shown for reading in one.readings) else None


def _is_remedied(remedies: Iterable[Remedy]) -> bool | None:
    """Refused, or not accepted, is no; delivered (or agreed to) is yes, but not where nobody got it."""
    found = list(remedies)
    if any(one.decision == "refuse" or one.accepted == "no" for one in found):
        return False
    given = [one for one in found if one.decision in ("provide", "cooperate")]
    got = [one for one in given if (one.delivered_on or one.accepted == "yes") and one.people != 0]
    return True if given and got == given else None
