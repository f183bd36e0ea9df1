"""Whether an impact is open, as the decisions on it and the rule on closing say."""

from collections.abc import Container

from scharnier.diligence.dossier.deeds import Decision
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.public_view import Status


def status_of(dossier: Dossier, impact: str, closable: Container[str]) -> Status:
    """The last decision on it counts; of two on one day, that it is open again. An impact that was closed while it may
    not be (`closable` holds the ids of those that may) is *closed early*."""
    found = [
        one
        for one in dossier.of_impact("decisions", impact)
        if isinstance(one, Decision) and one.kind in ("close", "reopen")
    ]
    if not found:
        return "open"
    last = max(found, key=lambda one: (one.on, one.kind))
    if last.kind == "reopen":
        return "reopened"
    return "closed" if impact in closable else "closed_early"
