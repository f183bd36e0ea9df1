"""The order in which impacts are shown and worked on: that of the rule, and within it what was decided.

Whether a decision is well founded is for the rules (`DD.2.4`, `DD.priority`).
"""

from collections.abc import Sequence

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.order import place_impacts


def order_impacts(dossier: Dossier) -> tuple[Impact, ...]:
    """All impacts. Those that the last decision on priorities names keep its order among each other; one that it does
    not name stands where severity and likelihood put it, so that new severe harm is never last."""
    placed = place_impacts(dossier)
    decided = [id for id in decided_order(dossier) if id in dossier.impacts]
    named, following = frozenset(decided), iter(decided)
    return tuple(dossier.impacts[next(following)] if impact.id in named else impact for impact in placed)


def decided_order(dossier: Dossier) -> Sequence[str]:
    """The ids of impacts in the order of the last decision on priorities; empty where none was taken. Of two on one
    day the later record counts."""
    found = [decision for decision in dossier.decisions.values() if decision.kind == "priority"]
    if not found:
        return ()
    last = max(enumerate(found), key=lambda pair: (pair[1].on, pair[0]))[1]
    return tuple(dict.fromkeys((*last.at_once, *last.impacts)))
