"""The order in which impacts are shown: what was decided first, then severity first, with unknown never below known.

Sorts for readers; whether the order is well founded is for the rules (`DD.2.4`, `DD.priority`).
"""

from collections.abc import Sequence

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.harm import Impact
from scharnier.risk.policies import load_policies

MOST = 5  # the highest level: what is unknown may be that


def order_impacts(dossier: Dossier) -> tuple[Impact, ...]:
    """All impacts, in the order of the last decision on priorities; those it does not name by severity, then by
    whether they happen, then by likelihood. An unknown level stands with the highest, below what is known to be so."""
    decided = decided_order(dossier)
    policy = load_policies().get(dossier.head.priority or "")
    first = policy.first if policy else frozenset()
    place = {id: number for number, id in enumerate(decided)}

    def rank(impact: Impact) -> tuple[object, ...]:
        severity, likelihood = impact.severity.level, impact.likelihood
        return (
            place.get(impact.id, len(place)),
            impact.theme not in first,
            -(severity or MOST),
            severity is None,
            impact.actual != "yes",
            -(likelihood or MOST),
            likelihood is None,
        )

    return tuple(sorted(dossier.impacts.values(), key=rank))


def decided_order(dossier: Dossier) -> Sequence[str]:
    """The ids of impacts in the order of the last decision on priorities; empty where none was taken."""
    found = [decision for decision in dossier.decisions.values() if decision.kind == "priority"]
    if not found:
        return ()
    last = max(found, key=lambda decision: decision.on)
    return tuple(dict.fromkeys((*last.at_once, *last.impacts)))
