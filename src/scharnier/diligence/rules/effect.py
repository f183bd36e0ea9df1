"""Whether measures on an impact have had effect for people or the environment: baseline, target, readings, evidence."""

from dataclasses import dataclass
from datetime import date

from scharnier.diligence.dossier.deeds import Indicator, Reading
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.judging import Case
from scharnier.diligence.rules.shown import Finding, has_proof
from scharnier.kernel.outcome import Verdict


@dataclass(frozen=True, slots=True)
class Effect:
    """What the indicators of an impact show: the finding, the first day on which the effect was shown by one of them
    (None: never), and the indicators it rests on."""

    finding: Finding
    shown_on: date | None = None
    by: tuple[str, ...] = ()


def find_effect(case: Case, impact: Impact, since: date | None = None) -> Effect:
    """Whether the effect of done measures on an impact was measured, after `since` where it was reopened.

    Every indicator counts that is not known to show only activity: at its last reading it must be better than its
    baseline and reach its target. One that does not is not met; one that cannot be told, or has no target, is unknown.
    """
    found = [_read(case, impact, indicator, since) for indicator in case.dossier.indicators_of(impact.id)]
    kept = [one for one in found if one is not None]
    if not kept:
        return Effect(Finding(Verdict.UNKNOWN, ("indicators",)))
    by = tuple(id for one in kept for id in one.by)
    if any(one.finding.verdict is Verdict.NOT_MET for one in kept):
        short = tuple(id for one in kept if one.finding.verdict is Verdict.NOT_MET for id in one.by)
        return Effect(Finding(Verdict.NOT_MET), None, short)
    if lacked := tuple(dict.fromkeys(fact for one in kept for fact in one.finding.lacked)):
        return Effect(Finding(Verdict.UNKNOWN, lacked), None, by)
    return Effect(Finding(Verdict.MET), min(one.shown_on for one in kept if one.shown_on), by)


def _read(case: Case, impact: Impact, indicator: Indicator, since: date | None) -> Effect | None:
    """What one indicator shows; None where it is known to say nothing of people or the environment."""
    if indicator.effect == "no":
        return None
    name, baseline = f"indicators/{indicator.id}", indicator.baseline
    lacked = [f"{name}.{fact}" for fact in ("effect", "target", "baseline") if getattr(indicator, fact) is None]
    done = _done_days(case, impact, indicator)
    if not done:
        lacked += [f"measures/{id}.done_on" for id in indicator.measures if _is_on(case, id, impact)]
    elif baseline and baseline.on > max(done):
        lacked.append(f"{name}.baseline")  # what was read after the measures is no baseline of them
    after = [day for day in done if baseline is None or day >= baseline.on][:1] + ([since] if since else [])
    readings = [one for one in indicator.readings if one.on <= case.on and all(one.on >= day for day in after)]
    readings = [one for one in readings if baseline is None or one.on > baseline.on]
    if not readings:
        return Effect(Finding(Verdict.UNKNOWN, (*lacked, f"{name}.readings")), None, (indicator.id,))
    last = max(one.on for one in readings)
    bad = [one.on for one in readings if not _is_good(indicator, one)]
    if not lacked and last in bad:
        return Effect(Finding(Verdict.NOT_MET), None, (indicator.id,))
    if baseline and indicator.target is not None and _was_there(indicator, baseline):
        lacked.append(f"{name}.target")
    run = [one for one in readings if not bad or one.on > max(bad)]  # good from there on
    proved = [one.on for one in run if has_proof(case, one.evidence, one.on)]
    if last not in proved:
        lacked.append(f"{name}.readings")
    if lacked:
        return Effect(Finding(Verdict.UNKNOWN, tuple(lacked)), None, (indicator.id,))
    return Effect(Finding(Verdict.MET), min(proved), (indicator.id,))


def _is_on(case: Case, measure: str, impact: Impact) -> bool:
    found = case.dossier.measures.get(measure)
    return found is not None and impact.id in found.impacts


def _done_days(case: Case, impact: Impact, indicator: Indicator) -> list[date]:
    """The days on which measures on this impact, that the indicator is about, were done; first first."""
    days = (case.dossier.measures[id].done_on for id in indicator.measures if _is_on(case, id, impact))
    return sorted(day for day in days if day is not None and day <= case.on)


def _was_there(indicator: Indicator, baseline: Reading) -> bool:
    """Whether the target was reached before anything was done: then reaching it says nothing."""
    sign = 1 if indicator.better == "up" else -1
    return indicator.target is not None and sign * indicator.target <= sign * baseline.value


def _is_good(indicator: Indicator, reading: Reading) -> bool:
    """Better than the baseline, and at the target; without one of these it cannot be good."""
    if indicator.baseline is None or indicator.target is None:
        return False
    sign = 1 if indicator.better == "up" else -1
    return sign * reading.value > sign * indicator.baseline.value and sign * reading.value >= sign * indicator.target
