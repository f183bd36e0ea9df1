"""DD.purchasing: own buying is looked at, and changed where it plays a part, before demands are made of others."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from scharnier.diligence.dossier.deeds import Look, Measure
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.parties import RelationKind
from scharnier.diligence.rules.dd1_3 import PRACTICES
from scharnier.diligence.rules.judging import DDG, WHOLE, Case, Ruling, say, subject_of
from scharnier.diligence.rules.shown import (
    LEFT_OUT,
    NOT_MET,
    Finding,
    has_come,
    involvement_of,
    lacking,
    lacks_involvement,
    measures_on,
)
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.purchasing"
MODULE = "purchasing"
RESTS_ON = (f"{DDG}1.3/e", f"{DDG}3.1", f"{DDG}3.2", "oecd-gl-2023:II.A.12")
NOT_BOUGHT_FROM: frozenset[RelationKind] = frozenset({"customer", "investee", "borrower", "authority"})


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact."""
    looks = [one for one in case.dossier.looks.values() if one.kind == "purchasing" and one.on <= case.on]
    for impact in case.dossier.impacts.values():
        key, found, values = _find(case, impact, looks)
        reason = say(MODULE, key, case.lang, **values)
        yield Ruling(RULE, subject_of("impacts", impact), Outcome(found.verdict, reason, RESTS_ON, found.lacked))
    if not case.dossier.impacts:
        reason = say("showing", "no_impacts", case.lang)
        yield Ruling(RULE, WHOLE, Outcome(Verdict.UNKNOWN, reason, RESTS_ON, ("impacts",)))


def _find(case: Case, impact: Impact, looks: list[Look]) -> tuple[str, Finding, dict[str, object]]:
    """The key of the sentence, what was found, and what the sentence tells."""
    part = involvement_of(impact)
    if part is None:
        return "undetermined", lacking(*lacks_involvement(impact)), {}
    if part == "cause":
        return "own_conduct", LEFT_OUT, {}
    if _buys_from_none(case, impact):
        return "not_bought", LEFT_OUT, {}
    demands = measures_on(case, impact, ("leverage", "mitigate"))
    if not demands:
        return "no_demand", lacking("measures"), {}
    # The last demand counts: who asked first and looked at itself later may put that right by asking anew.
    demand = max((one.start_on for one in demands if one.start_on), default=None)
    if demand is None:
        return "undated", lacking(*(f"measures/{one.id}.start_on" for one in demands)), {}
    fit = [one for one in looks if _is_about(one, impact)]
    if not fit:
        loose = [f"looks/{one.id}.impacts" for one in looks if not one.impacts and not one.relationships]
        return "not_looked", lacking(*(loose or ["looks"])), {"demand": demand}
    early = [one for one in fit if one.on <= demand]
    if not early:
        return "too_late", NOT_MET, {"demand": demand, "on": min(one.on for one in fit)}
    return _judge_looks(case, impact, early, demand, needs_change=part == "contribute")


def _judge_looks(
    case: Case, impact: Impact, early: list[Look], demand: date, *, needs_change: bool
) -> tuple[str, Finding, dict[str, object]]:
    """What looks before the demand found, and what was changed because of it."""
    last = max(early, key=lambda one: one.on)
    told: dict[str, object] = {"demand": demand, "on": last.on}
    open_ = sorted(PRACTICES - {practice for one in early for practice in one.practices})
    if open_:
        told["open"] = ", ".join(say(MODULE, f"practice_{name}", case.lang) for name in open_)
        return "part", lacking(f"looks/{last.id}.practices"), told
    if not any(one.findings for one in early):
        return "no_findings", lacking(f"looks/{last.id}.findings"), told
    if needs_change and not _was_changed(case, impact, early, demand):
        return "unchanged", lacking(f"looks/{last.id}.changed"), told
    return "changed" if needs_change else "looked", lacking(), told


def _buys_from_none(case: Case, impact: Impact) -> bool:
    """Whether all relationships of an impact are known, and none is bought from."""
    named = [case.dossier.relationships.get(id) for id in impact.relationships]
    return bool(named) and all(one is not None and one.kind in NOT_BOUGHT_FROM for one in named)


def _is_about(look: Look, impact: Impact) -> bool:
    """Whether a look at own buying names an impact, or one of its relationships, or was about all buying."""
    named = impact.id in look.impacts or bool(set(look.relationships) & set(impact.relationships))
    return named or look.whole == "yes"


def _was_changed(case: Case, impact: Impact, early: list[Look], demand: date) -> bool:
    """Whether something was changed by then: told with the look, or a measure on own buying that had begun."""
    measures = cast("tuple[Measure, ...]", case.dossier.of_impact("measures", impact.id))
    own = (one for one in measures if one.purchasing == "yes")
    began = (day for one in own for day in (one.start_on, one.done_on) if day is not None and has_come(case, day))
    return any(one.changed for one in early) or any(day <= demand for day in began)
