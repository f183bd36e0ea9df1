"""DD.priority: does the order that was decided follow the rule: severity leads, likelihood comes second?

For human rights a more severe impact may not stand behind a less severe one; for other themes it may where the one in
front is more likely. What is handled at once stands outside the order. Under a position that puts themes first, those
come first.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from scharnier.diligence.dossier.deeds import Decision
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.closing import find_closing_days
from scharnier.diligence.rules.hearing import lacks_hearing
from scharnier.diligence.rules.judging import DDG, WHOLE, Case, Ruling, say, subject_of
from scharnier.diligence.rules.order import MODULE, Bounds, Ranked, calc_bounds, order_impacts
from scharnier.diligence.rules.showing import list_unfilled, name_some
from scharnier.kernel.outcome import Outcome, Verdict

__all__ = ["RULE", "Ranked", "judge", "judge_standing", "list_priorities", "order_impacts"]
RULE = "DD.priority"
NORMS = (f"{DDG}2.4/c", "ungp-2011:24")


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each decision on priorities, and on the order that stands now. A decision that was replaced is not
    held against what is known today."""
    decisions = list_priorities(case)
    for decision in decisions[:-1]:
        reason = say(MODULE, "replaced", case.lang, last=decisions[-1].id, on=decisions[-1].on)
        yield Ruling(RULE, subject_of("decisions", decision), Outcome(Verdict.NOT_APPLICABLE, reason, NORMS))
    judged = _judge_decision(case, decisions[-1]) if decisions else None
    if judged:
        yield Ruling(RULE, subject_of("decisions", decisions[-1]), judged)
    yield Ruling(RULE, WHOLE, judge_standing(case, judged))


def list_priorities(case: Case) -> list[Decision]:
    """The decisions on priorities, oldest first."""
    found = [decision for decision in case.dossier.decisions.values() if decision.kind == "priority"]
    return sorted(found, key=lambda decision: decision.on)


def judge_standing(case: Case, judged: Outcome | None = None) -> Outcome:
    """The last decision, which stands while it is fresh and gives every impact a place. `judged` is what was said of
    that decision, where it was judged before."""
    if not case.dossier.impacts:
        return Outcome(Verdict.UNKNOWN, say("showing", "no_impacts", case.lang), NORMS, ("impacts",))
    decisions = list_priorities(case)
    if not decisions:
        return Outcome(Verdict.UNKNOWN, say(MODULE, "none", case.lang), NORMS, ("decisions",))
    last = decisions[-1]
    outcome = judged or _judge_decision(case, last)
    if outcome.verdict is not Verdict.MET:
        return outcome
    new = _list_unplaced(case, last, case.on)
    if new or not case.is_recent(last.on, case.term("priority_months")):
        key = "new" if new else "old"
        reason = say(MODULE, key, case.lang, on=last.on, some=len(new), named=name_some(new))
        return Outcome(Verdict.UNKNOWN, reason, NORMS, ("decisions",))
    return outcome


def _judge_decision(case: Case, decision: Decision) -> Outcome:
    subject = subject_of("decisions", decision)
    listed = [impact for id in decision.impacts if (impact := case.dossier.impacts.get(id)) is not None]
    wrong, doubtful = _compare(case, [impact for impact in listed if impact.id not in decision.at_once])
    if wrong:
        front, behind = wrong
        key = f"behind_{'first' if behind[1].first and not front[1].first else 'severe'}"
        why = say(MODULE, key, case.lang, front=front[0], behind=behind[0])
        if decision.because is None:
            return Outcome(Verdict.NOT_MET, f"{why} {say(MODULE, 'no_reason', case.lang)}", NORMS)
        lacked = lacks_say(case, decision) or (f"{subject}.impacts",)
        return Outcome(Verdict.UNKNOWN, f"{why} {say(MODULE, 'reason', case.lang)}", NORMS, lacked)
    unplaced = _list_unplaced(case, decision, decision.on)
    missing = [*list_unfilled("decisions", decision, "because"), *doubtful]
    if unplaced or not (decision.impacts or decision.at_once):
        missing.insert(0, f"{subject}.impacts")
    if missing:
        key = "unplaced" if unplaced else "doubtful" if doubtful else "unreasoned"
        reason = say(MODULE, key, case.lang, some=len(unplaced), named=name_some(unplaced))
        return Outcome(Verdict.UNKNOWN, reason, NORMS, tuple(missing))
    return Outcome(Verdict.MET, say(MODULE, "follows", case.lang, on=decision.on), NORMS)


def lacks_say(case: Case, decision: Decision) -> tuple[str, ...]:
    """What the dossier lacks before those affected had a say in a decision. A talk that came later gave them none."""
    talks = (case.dossier.engagements.get(id) for id in decision.heard)
    before = (talk.id for talk in talks if talk is not None and talk.on <= decision.on)
    return lacks_hearing(case, f"decisions/{decision.id}.heard", before)


def _list_unplaced(case: Case, decision: Decision, on: date) -> list[str]:
    """Impacts that were known on a day and open, and have no place in the decision."""
    placed = {*decision.impacts, *decision.at_once}
    closed = find_closing_days(case, on)
    rest = (one for id, one in case.dossier.impacts.items() if id not in placed and id not in closed)
    return [impact.id for impact in rest if impact.found_on <= on]


Placed = tuple[str, Bounds]


def _compare(case: Case, listed: Iterable[Impact]) -> tuple[tuple[Placed, Placed] | None, tuple[str, ...]]:
    """Two of which the one behind should surely stand before the other, and the facts without which it cannot be told
    for others. It compares kinds of bounds, of which there are few, by where each stands first and last."""
    members: dict[Bounds, list[tuple[int, Impact]]] = {}
    for place, impact in enumerate(listed):
        members.setdefault(calc_bounds(case, impact), []).append((place, impact))
    needs: dict[Bounds, bool] = {}  # bounds in doubt -> whether likelihood matters too
    for front, ahead in members.items():
        first, one = ahead[0]
        for behind, after in members.items():
            last, other = after[-1]
            if first < last and _is_doubtful(front, behind):
                if _is_wrong(front, behind):
                    return ((one.id, front), (other.id, behind)), ()
                for doubted in (front, behind):
                    needs[doubted] = needs.get(doubted, False) or not behind.people
    facts = (
        fact for bounds, likely in needs.items() for _, one in members[bounds] for fact in _facts(one, bounds, likely)
    )
    return None, tuple(facts)


def _is_wrong(front: Bounds, behind: Bounds) -> bool:
    """Whether, whatever the unknown levels are, the one behind should stand in front."""
    if front.first != behind.first:
        return behind.first
    more_severe = behind.least_severe > front.most_severe
    return more_severe and (behind.people or behind.least_likely >= front.most_likely)


def _is_doubtful(front: Bounds, behind: Bounds) -> bool:
    """Whether, for some of the unknown levels, the one behind should stand in front."""
    if front.first != behind.first:
        return behind.first
    more_severe = behind.most_severe > front.least_severe
    return more_severe and (behind.people or behind.most_likely >= front.least_likely)


def _facts(impact: Impact, bounds: Bounds, likely: bool) -> Iterator[str]:
    subject = subject_of("impacts", impact)
    if bounds.severity is None:
        yield f"{subject}.severity"
    if likely and bounds.likelihood is None:
        yield f"{subject}.{'likelihood' if impact.likelihood is None else 'actual'}"
