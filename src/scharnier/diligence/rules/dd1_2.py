"""DD.1.2: the policy counts in oversight and daily decisions. Most of it is shown by what the organisation states."""

from collections.abc import Iterator
from datetime import date

from scharnier.diligence.dossier.deeds import Decision, Measure, Policy
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.judging import Case, Ruling, combine, judge_item
from scharnier.diligence.rules.showing import list_unfilled, show_by_one, show_for_each
from scharnier.kernel.outcome import Outcome

RULE = "DD.1.2"
ACTION = "1.2"
MODULE = "dd1_2"


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each item of the checklist, and on the action."""
    shown = {"a": _overseen(case), "b": _signed_off(case), "c": _owned(case)}
    items = [judge_item(case, f"{ACTION}/{letter}", shown.get(letter)) for letter in "abcdefghij"]
    yield from items
    yield combine(case, ACTION, items)


def _overseen(case: Case) -> Outcome:
    """Item a: the board agreed to something in the past year, with its reason and with proof."""
    recent = [one for one in _sign_offs(case) if case.is_recent(one.on, case.term("oversight_months"))]

    def lacks(decision: Decision) -> list[str]:
        return list_unfilled("decisions", decision, "because", "evidence")

    return show_by_one(case, "1.2/a", (MODULE, "overseen"), "decisions", recent, lacks)


def _signed_off(case: Case) -> Outcome:
    """Item b: who approved the policy stands there, and the board agreed on that day or later."""
    conduct = [policy for policy in case.dossier.policies.values() if policy.kind == "conduct"]
    last = max((one.on for one in _sign_offs(case)), default=date.min)

    def lacks(policy: Policy) -> list[str]:
        lacked = list_unfilled("policies", policy, "approved_by", "approved_on")
        return lacked if policy.approved_on and policy.approved_on <= last else [*lacked, "decisions"]

    return show_by_one(case, "1.2/b", (MODULE, "signed_off"), "policies", conduct, lacks)


def _owned(case: Case) -> Outcome:
    """Item c: each impact in focus has a measure with an owner."""

    def lacks(impact: Impact) -> list[str]:
        measures = [one for one in case.dossier.of_impact("measures", impact.id) if isinstance(one, Measure)]
        if any(measure.owner for measure in measures):
            return []
        return [f"measures/{measure.id}.owner" for measure in measures] or ["measures"]

    return show_for_each(case, "1.2/c", (MODULE, "owned"), lacks)


def _sign_offs(case: Case) -> list[Decision]:
    return [decision for decision in case.dossier.decisions.values() if decision.kind == "sign_off"]
