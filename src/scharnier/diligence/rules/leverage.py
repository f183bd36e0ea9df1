"""DD.leverage: influence on others is used along a route that can work, and a relationship is left only as a last
resort, with care."""

from collections.abc import Iterator

from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.judging import DDG, WHOLE, Case, Ruling, say, subject_of
from scharnier.diligence.rules.leaving import find_exits
from scharnier.diligence.rules.response import expected_of
from scharnier.diligence.rules.route import explain_routes, find_route
from scharnier.diligence.rules.showing import name_some
from scharnier.diligence.rules.shown import lacks_involvement, worst_of
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.leverage"
RESTS_ON = (f"{DDG}3.2", f"{DDG}3.2/e", "oecd-gl-2023:II.A.13", "ungp-2011:19")


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each impact."""
    for impact in case.dossier.impacts.values():
        yield Ruling(RULE, subject_of("impacts", impact), _judge_impact(case, impact))
    if not case.dossier.impacts:
        reason = say("showing", "no_impacts", case.lang)
        yield Ruling(RULE, WHOLE, Outcome(Verdict.UNKNOWN, reason, RESTS_ON, ("impacts",)))


def _judge_impact(case: Case, impact: Impact) -> Outcome:
    needs = expected_of(impact)
    if not needs:
        reason = say("leverage", "undetermined", case.lang)
        return Outcome(Verdict.UNKNOWN, reason, RESTS_ON, lacks_involvement(impact))
    if exits := find_exits(case, impact):
        one = worst_of(exits.values())
        named = name_some(name.partition("/")[2] for name in exits)
        reason = say("leverage", f"exit_{one.verdict}", case.lang, named=named)
        return Outcome(one.verdict, reason, (f"{DDG}3.2/f", *RESTS_ON), one.lacked)
    if "leverage" not in needs:
        return Outcome(Verdict.NOT_APPLICABLE, say("leverage", "own_conduct", case.lang), RESTS_ON)
    one = find_route(case, impact)
    reason = f"{say('leverage', f'route_{one.verdict}', case.lang)} {explain_routes(case, impact)}".strip()
    return Outcome(one.verdict, reason, RESTS_ON, one.lacked)
