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
from scharnier.kernel.outcome import Outcome
from scharnier.norms import Library

SHOWN_BY = {"tracked": "indicators", "remedied": "remedies"}


def judge_target(target: str, dossier: Dossier, on: date, library: Library, lang: str = "en") -> Outcome:
    """Whether a contribution to an SDG target (`8.7`) may be claimed; `dossier` is as it was on the day (`view.at`).

    What lacks is named as everywhere in a dossier: `impacts/IMP-1.actual`, `looks`.
    """
    outcome = judge_claim(target, read_chain(dossier, on), on, library, lang)
    lacked = tuple(_name(fact, list(dossier.impacts)) for fact in outcome.lacked)
    reason = outcome.reason.replace(", ".join(outcome.lacked), ", ".join(lacked)) if lacked else outcome.reason
    return replace(outcome, reason=reason, lacked=lacked)


def _name(fact: str, ids: list[str]) -> str:
    """`impacts[2].tracked` as a fact of the dossier: which indicators show it, of which impact."""
    found = re.fullmatch(r"impacts\[(\d+)\]\.(\w+)", fact)
    if found is None:
        return {"assessed_on": "looks"}.get(fact, fact)
    return f"impacts/{ids[int(found[1])]}.{SHOWN_BY.get(found[2], found[2])}"


def read_chain(dossier: Dossier, on: date) -> Chain:
    """The dossier as one chain. Without a single impact it says nothing: that is unknown, not good."""
    scans = [look.on for look in dossier.looks.values() if look.kind == "scan"]
    impacts = tuple(_impact(dossier, impact, on) for impact in dossier.impacts.values())
    return Chain(dossier.head.title, max(scans, default=None), impacts or None)


def _impact(dossier: Dossier, harm: Harm, on: date) -> Impact:
    measures = [dossier.measures[one.id] for one in dossier.of_impact("measures", harm.id)]
    remedies = [dossier.remedies[one.id] for one in dossier.of_impact("remedies", harm.id)]
    return Impact(
        theme=harm.theme,
        actual=None if harm.actual is None else harm.actual == "yes",
        involvement=harm.involvement if harm.involvement_because else None,
        measures=_how_far(measures, on),
        tracked=_is_tracked(dossier, harm),
        remedied=_is_remedied(remedies),
    )


def _how_far(measures: Iterable[Measure], on: date) -> Measures | None:
    """How far the measures are as a whole: none recorded is unknown."""
    states = {
        "done" if one.done_on else "under_way" if one.start_on and one.start_on <= on else "planned" for one in measures
    }
    if not states:
        return None
    if states == {"done"}:
        return "done"
    return "planned" if states == {"planned"} else "under_way"


def _is_tracked(dossier: Dossier, harm: Harm) -> bool | None:
    """Whether a reading shows what changed for people; a count of what was done does not."""
    shown = any(one.effect == "yes" and one.readings for one in dossier.indicators_of(harm.id))
    return True if shown else None


def _is_remedied(remedies: Iterable[Remedy]) -> bool | None:
    """Refused, or not accepted, is no; delivered (or agreed to) is yes."""
    found = list(remedies)
    if any(one.decision == "refuse" or one.accepted == "no" for one in found):
        return False
    given = [one for one in found if one.decision in ("provide", "cooperate")]
    return True if given and all(one.delivered_on or one.accepted == "yes" for one in given) else None
