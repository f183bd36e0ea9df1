"""How broad the answer is: the highest risk of every theme, and the themes on which nothing can be said."""

from dataclasses import dataclass

from scharnier.analytics.assessment import Assessment, Risk


@dataclass(frozen=True)
class Breadth:
    """`first` holds for each theme with a priority risk the highest one and how many there are, in order of rank.

    `calm` are themes with lower risks only, `silent` those of which no source speaks at all: unknown, never low.
    """

    first: list[tuple[Risk, int]]
    calm: list[str]
    silent: list[str]


def calc_breadth(assessment: Assessment) -> Breadth:
    """Each theme in one of the three lists; a theme of which sources speak only elsewhere is in none of them."""
    counts: dict[str, int] = {}
    first: dict[str, Risk] = {}
    lower: dict[str, None] = {}
    for risk in assessment.risks:
        if risk.band == "priority":
            counts[risk.theme] = counts.get(risk.theme, 0) + 1
            first.setdefault(risk.theme, risk)
        else:
            lower[risk.theme] = None
    return Breadth(
        [(risk, counts[theme]) for theme, risk in first.items()],
        [theme for theme in lower if theme not in first],
        [gap.theme for gap in assessment.no_data if not gap.measured],
    )
