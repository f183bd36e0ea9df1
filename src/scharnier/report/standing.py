"""Where each place stands in the answer: its money, its highest-ranked risk, or why nothing can be said.

Only arranges what the assessment says; no level or order is worked out here.
"""

from dataclasses import dataclass

from scharnier.analytics.assessment import Assessment

TOP = 10
FULL = 25  # risks shown in full; the rest is in report.xlsx and assessment.json
LIKELY = 3  # the level from which a source gives reason to look


@dataclass(frozen=True)
class Place:
    """A place of origin. `state` is one of palette.STATES; `rank` that of its highest risk, if one is listed."""

    code: str
    name: str
    amount: float
    share: float
    rank: int | None
    risks: int
    state: str
    group: bool  # stands for countries that the model lumps together instead of for one country


def calc_standing(assessment: Assessment) -> dict[str, Place]:
    """Every place of the assessment by code, most money first."""
    money: dict[str, float] = {}
    for origin in assessment.origins:
        money[origin.country] = money.get(origin.country, 0.0) + origin.value_added
    ranks: dict[str, list[int]] = {}
    lower: dict[str, bool] = {}
    for risk in assessment.risks:
        ranks.setdefault(risk.origin.country, []).append(risk.rank)
        lower[risk.origin.country] = lower.get(risk.origin.country, True) and risk.band == "lower"
    silent = {origin.country for gap in assessment.no_data for origin in gap.largest} - set(ranks)
    total = assessment.coverage.assessed_amount or 1.0
    places = {}
    for code in sorted(money.keys() | ranks.keys(), key=lambda code: (-money.get(code, 0.0), code)):
        rank = min(ranks[code]) if code in ranks else None
        amount = money.get(code, 0.0)
        places[code] = Place(
            code,
            _capital(assessment.places.get(code, code)),
            amount,
            amount / total,
            rank,
            len(ranks.get(code, ())),
            "nodata" if code in silent else _state(rank, lower.get(code, True)),
            code in assessment.model.groups,
        )
    return places


def calc_named(assessment: Assessment) -> dict[str, int]:
    """Countries within a group that evidence of a priority risk gives reason to look at, each with the rank of
    the highest such risk; in the order of the risks. How much money goes there is not known.
    """
    named: dict[str, int] = {}
    own = {origin.country for origin in assessment.origins} | {risk.origin.country for risk in assessment.risks}
    for risk in assessment.risks:
        inside = set(assessment.model.groups.get(risk.origin.country, ())) - own
        if risk.band == "priority" and inside:
            for ident in risk.likelihood.evidence:
                evidence = assessment.evidence.get(ident)
                if evidence and evidence.level >= LIKELY and evidence.place in inside:
                    named.setdefault(evidence.place, risk.rank)
    return named


def calc_lumped(assessment: Assessment) -> set[str]:
    """All countries that the model does not tell apart."""
    return {code for group in assessment.model.groups.values() for code in group}


def _state(rank: int | None, lower: bool) -> str:
    if rank is None:
        return "unlisted"
    if lower:
        return "lower"
    return state_of_rank(rank)


def state_of_rank(rank: int) -> str:
    """How dark a priority risk of this rank is drawn."""
    return "top10" if rank <= TOP else "top25" if rank <= FULL else "priority"


def _capital(name: str) -> str:
    """'the rest of the world' at the head of a cell or label."""
    return name[:1].upper() + name[1:]
