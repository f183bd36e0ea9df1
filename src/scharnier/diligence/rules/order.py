"""The order in which impacts ask for attention: severity first, likelihood second, and what is unknown at its worst.

Method page: docs/method/dossier/priority.md.
"""

from dataclasses import dataclass

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.judging import Case, say
from scharnier.risk.policies import Policy, load_policies

MODULE = "priority"
LEAST, MOST = 1, 5
NOT_PEOPLE = frozenset({"environment", "governance"})
"""Groups of themes that are no human rights by themselves. A theme that nobody knows counts as a human right."""
PARTS = ("scale", "scope", "irremediable")


@dataclass(frozen=True)
class Bounds:
    """Between which levels severity and likelihood lie, given what is known. Without doubt both ends are the same.

    `first`: the chosen position puts its theme before all others. `people`: it is about human rights.
    """

    first: bool
    people: bool
    least_severe: int
    most_severe: int
    least_likely: int
    most_likely: int

    @property
    def severity(self) -> int | None:
        """Severity where it is known."""
        return self.most_severe if self.most_severe == self.least_severe else None

    @property
    def likelihood(self) -> int | None:
        """Likelihood where it is known; harm that happens has the highest."""
        return self.most_likely if self.most_likely == self.least_likely else None


@dataclass(frozen=True)
class Ranked:
    """An impact with its place (1 is first; equals share a place), and why it stands there.

    `severity` and `likelihood` are None where they are not known.
    """

    impact: str
    place: int
    severity: int | None
    likelihood: int | None
    because: str


def order_impacts(case: Case) -> tuple[Ranked, ...]:
    """All impacts, first first. One whose severity is unknown stands above those whose severity is known: until it is
    known it may be the worst."""
    bounds = {id: calc_bounds(case, impact) for id, impact in case.dossier.impacts.items()}
    found: list[Ranked] = []
    place, before = 0, None
    for number, id in enumerate(sorted(bounds, key=lambda id: _key(bounds[id])), 1):
        if (key := _key(bounds[id])) != before:
            place, before = number, key
        reason = _explain(case, case.dossier.impacts[id], bounds[id])
        found.append(Ranked(id, place, bounds[id].severity, bounds[id].likelihood, reason))
    return tuple(found)


def calc_bounds(case: Case, impact: Impact) -> Bounds:
    """What can be said of its levels. Leaving a fact out makes bounds wider, never narrower."""
    theme = case.library.themes.get(impact.theme)
    people = theme is None or theme.group not in NOT_PEOPLE
    return _calc(get_position(case.dossier), people, impact)


def place_impacts(dossier: Dossier) -> tuple[Impact, ...]:
    """All impacts in the same order, without the reasons: for whoever only shows or asks."""
    position = get_position(dossier)
    return tuple(sorted(dossier.impacts.values(), key=lambda impact: _key(_calc(position, True, impact))))


def get_position(dossier: Dossier) -> Policy:
    """The position on priorities that the dossier follows; the default where it names none that exists."""
    policies = load_policies()
    return policies.get(dossier.head.priority or "", next(iter(policies.values())))


def _calc(position: Policy, people: bool, impact: Impact) -> Bounds:
    level = impact.severity.level
    known = [grade.level for name in PARTS if (grade := getattr(impact.severity, name)) is not None]
    severity = (level, level) if level is not None else (max(known, default=LEAST), MOST)
    if impact.actual == "yes":
        likelihood = (MOST, MOST)
    else:
        least = impact.likelihood or LEAST
        settled = impact.actual == "no" and impact.likelihood is not None
        likelihood = (least, least if settled else MOST)
    return Bounds(impact.theme in position.first, people, *severity, *likelihood)


def _key(bounds: Bounds) -> tuple[object, ...]:
    """Unknown severity stands with the highest, and there before what is known."""
    return (
        not bounds.first,
        -bounds.most_severe,
        bounds.severity is not None,
        -bounds.most_likely,
        bounds.likelihood is not None,
    )


def _explain(case: Case, impact: Impact, bounds: Bounds) -> str:
    parts = {name: grade.level if (grade := getattr(impact.severity, name)) else "?" for name in PARTS}
    key = "ranked_known" if bounds.severity else "ranked_unknown"
    told = [say(MODULE, key, case.lang, severity=bounds.severity, **parts)]
    if impact.actual == "yes":
        told.append(say(MODULE, "ranked_happens", case.lang))
    elif bounds.likelihood:
        told.append(say(MODULE, "ranked_likelihood", case.lang, likelihood=bounds.likelihood))
    else:
        told.append(say(MODULE, "ranked_unlikely", case.lang))
    if bounds.first:
        told.insert(0, say(MODULE, "ranked_first", case.lang, position=get_position(case.dossier).title[case.lang]))
    return " ".join(told)
