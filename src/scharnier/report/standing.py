"""Where each place stands in the answer: its money, its highest-ranked risk, or why nothing can be said.

Only arranges what the assessment says; no level or order is worked out here.
"""

import re
from dataclasses import dataclass

from scharnier.analytics.assessment import Assessment

TOP = 10
FULL = 25  # risks shown in full; the rest is in report.xlsx and assessment.json
GROUPS = {"ROW"}


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


def is_group(code: str) -> bool:
    """Whether a code stands for countries that the model lumps together instead of for one country."""
    return code in GROUPS or re.fullmatch("[A-Z]{3}", code) is None


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
        )
    return places


def _state(rank: int | None, lower: bool) -> str:
    if rank is None:
        return "unlisted"
    if lower:
        return "lower"
    return "top10" if rank <= TOP else "top25" if rank <= FULL else "priority"


def _capital(name: str) -> str:
    """'the rest of the world' at the head of a cell or label."""
    return name[:1].upper() + name[1:]
