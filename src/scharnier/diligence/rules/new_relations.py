"""Whether relations that began lately were assessed before they began (1.3/c and 2.2/f ask the same)."""

from datetime import date

from scharnier.diligence.rules.judging import DDG, Case, Ruling, judge_item, say
from scharnier.diligence.rules.showing import name_some
from scharnier.kernel.outcome import Outcome, Verdict

MODULE = "new_relations"
MOST_FACTS = 20
"""Above so many relations the fact that they lack is named once, for all of them: `relationships.since`."""


def judge_new_relations(case: Case, item: str) -> Ruling:
    """The item, by records or else by what the organisation states.

    That no relation began says little of how it goes about it: where it says itself that it does not look beforehand
    (a fund that buys first), that counts.
    """
    shown, stated = _judge_shown(case, item), case.statements.get(f"{DDG}{item}")
    if shown.verdict is Verdict.NOT_APPLICABLE and stated is not None and stated.answer == "no":
        return judge_item(case, item)
    return judge_item(case, item, shown)


def _judge_shown(case: Case, item: str) -> Outcome:
    """Direct relations: whoever is further up the chain was not chosen by a deal of the organisation.

    One of which the first day is not known may be new, so it counts against *met* and *not applicable*.
    """
    norms, relations = (f"{DDG}{item}",), case.dossier.relationships
    if not relations:
        return Outcome(Verdict.UNKNOWN, say(MODULE, "none", case.lang), norms, ("relationships",))
    looked = _first_looks(case)
    direct = [one for one in relations.values() if not one.to and (one.tier or 1) == 1]
    undated = [one.id for one in direct if one.since is None]
    new = {one.id: one.since for one in direct if one.since and _is_new(case, one.since)}
    late = [id for id, since in new.items() if id not in looked or looked[id] > since]
    counts = {"new": len(new), "late": len(late), "undated": len(undated), "named": name_some([*late, *undated])}
    if late or undated:
        lacked = ["looks"] if late else []
        if len(undated) > MOST_FACTS:
            lacked.append("relationships.since")
        else:
            lacked += [f"relationships/{id}.since" for id in undated]
        key = "late" if late else "undated"
        return Outcome(Verdict.UNKNOWN, say(MODULE, key, case.lang, **counts), norms, tuple(lacked))
    if not new:
        return Outcome(Verdict.NOT_APPLICABLE, say(MODULE, "no_new", case.lang), norms)
    return Outcome(Verdict.MET, say(MODULE, "shown", case.lang, **counts), norms)


def _is_new(case: Case, since: date) -> bool:
    return case.is_recent(since, case.term("new_relation_months"))


def _first_looks(case: Case) -> dict[str, date]:
    """The first look before a deal, by relation."""
    found: dict[str, date] = {}
    for look in case.dossier.looks.values():
        if look.kind == "before_deal":
            for id in look.relationships:
                found[id] = min(look.on, found.get(id, look.on))
    return found
