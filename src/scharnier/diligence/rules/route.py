"""Along which route leverage on a relationship is likely to work: alone, jointly, via the sector, via the regulator."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scharnier.diligence.dossier.deeds import Measure, Route
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.parties import Relationship
from scharnier.diligence.rules.judging import Case, say
from scharnier.diligence.rules.shown import MET, NOT_MET, Finding, best_of, has_come, lacking, measures_on, state_of

FIGURES = ("share_of_their_sales", "other_buyers")
MOST_ADVISED = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """A route that a figure of a relationship opens; the value is what the sentence tells."""

    route: Route
    relationship: str
    values: dict[str, object] = field(default_factory=dict)


def advise(case: Case, relationship: Relationship) -> tuple[Advice, ...]:
    """The routes that the figures open, the most direct first; empty while no figure is known.

    Alone where a large share of what they sell goes to the organisation, jointly where others buy there too, via the
    sector where both take part in an agreement. Where none of these is open the regulator is left.
    """
    found, id = [], relationship.id
    share, buyers = relationship.share_of_their_sales, relationship.other_buyers
    if weighs_enough(case, relationship) and share is not None:
        found.append(Advice("alone", id, {"percent": f"{share:.0%}"}))
    if buyers:
        found.append(Advice("jointly", id, {"buyers": buyers}))
    if relationship.agreements:
        found.append(Advice("sector", id, {"agreements": ", ".join(relationship.agreements)}))
    if not found and share is not None and buyers is not None:
        found.append(Advice("regulator", id))
    return tuple(found)


def weighs_enough(case: Case, relationship: Relationship) -> bool:
    """Whether the organisation is large enough for a party to be heard alone."""
    share = relationship.share_of_their_sales
    return share is not None and share * 100 >= case.term("leverage_alone_percent")


def explain_routes(case: Case, impact: Impact) -> str:
    """The advice for the relationships of an impact, in words, with the numbers it rests on."""
    parts, named = [], _relationships(case, impact.relationships)
    for one in named[:MOST_ADVISED]:
        routes = advise(case, one)
        open_ = ", ".join(say("route", advice.route, case.lang, **advice.values) for advice in routes)
        parts.append(say("route", "advice" if routes else "no_figures", case.lang, name=one.name, routes=open_))
    if len(named) > MOST_ADVISED:
        parts.append(say("route", "more", case.lang, more=len(named) - MOST_ADVISED))
    return " ".join(parts)


def find_route(case: Case, impact: Impact) -> Finding:
    """Whether leverage on an impact is used along a route that can work. Not met: its day passed and it never began."""
    found = [_weigh(case, impact, one) for one in measures_on(case, impact, ("leverage",))]
    return best_of(found or [lacking("measures")])


def _weigh(case: Case, impact: Impact, measure: Measure) -> Finding:
    name, state = f"measures/{measure.id}", state_of(case, measure)
    begun = state == "done" or has_come(case, measure.start_on)
    if state == "late" and not begun:
        return NOT_MET  # that one which began is not done in time, DD.response and 3.2/c say
    lacked = [f"{name}.route"] if measure.route is None else []
    if not begun:
        lacked.append(f"{name}.start_on")
    if measure.route == "alone":
        lacked += _lacks_weight(case, (*impact.relationships, *measure.relationships))
    return lacking(*lacked) if lacked else MET


def _lacks_weight(case: Case, ids: Iterable[str]) -> Iterator[str]:
    """What lacks to go alone: a share that is not known, or another route where all shares are too small."""
    named = _relationships(case, ids)
    if not any(weighs_enough(case, one) for one in named):
        unknown = [f"relationships/{one.id}.{FIGURES[0]}" for one in named if one.share_of_their_sales is None]
        yield from unknown or ["measures"]


def _relationships(case: Case, ids: Iterable[str]) -> list[Relationship]:
    found = (case.dossier.relationships.get(id) for id in dict.fromkeys(ids))
    return [one for one in found if one is not None]
