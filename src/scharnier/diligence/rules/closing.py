"""Since when impacts are closed. For what was looked at and heard about an impact the clock stops on that day."""

from collections.abc import Mapping
from datetime import date

from scharnier.diligence.rules.judging import Case


def find_closing_days(case: Case, on: date | None = None) -> Mapping[str, date]:
    """The day from which each closed impact is closed, as known on a day (that of the case where it is left out).

    It is the first decision to close it since it was last reopened: closing it again changes nothing. Of two words on
    one day *reopen* counts, and a reopening that names no impact may be about any.
    """
    until = on or case.on
    said = [one for one in case.dossier.decisions.values() if one.on <= until]
    if any(one.kind == "reopen" and not one.impacts for one in said):
        return {}
    reopened: dict[str, date] = {}
    for one in said:
        if one.kind == "reopen":
            for id in one.impacts:
                reopened[id] = max(one.on, reopened.get(id, one.on))
    closed: dict[str, date] = {}
    for one in said:
        if one.kind == "close":
            for id in one.impacts:
                if id not in reopened or one.on > reopened[id]:
                    closed[id] = min(one.on, closed.get(id, one.on))
    return closed
