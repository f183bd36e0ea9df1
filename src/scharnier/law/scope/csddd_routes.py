"""CSDDD, Article 2: staff and turnover above limits in years in a row; for companies outside the EU turnover in it.

A second route is franchising and licensing: royalties and turnover. It is judged where the profile speaks of it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scharnier.law.profile import Profile, Years
from scharnier.law.scope.ruling import (
    NO_LAW,
    Ruling,
    amount,
    day_of,
    name_missing,
    seat_in_union,
    settle,
)
from scharnier.law.scope.truth import Truth, all_of, any_of, exceeds, fill_from_part, fill_from_whole
from scharnier.law.spell import Spell, judge_spell
from scharnier.norms.law_records import Law

WAVES = ("wave1", "wave2")  # of the first text: parameters such as wave1_employees


@dataclass(frozen=True)
class Limit:
    """One figure that must be above a limit. `figures` may hold more than the profile says: what follows from it."""

    fact: str
    figures: Mapping[int, float]
    stated: Years
    parameter: str
    amount: float | None

    def above(self, year: int) -> Truth:
        """Whether the figure of a year is above the limit."""
        return exceeds(self.figures.get(year), self.amount)


@dataclass(frozen=True)
class Route:
    """One way to be in scope: every limit passed, in so many years in a row. `part` of Article 2 it rests on.

    `given` are the years of which any figure is known, so that all routes look at the same years.
    """

    part: str
    limits: tuple[Limit, ...]
    given: frozenset[int]
    spell: Spell

    def above(self, year: int) -> Truth:
        """Whether a year is above every limit."""
        return all_of(limit.above(year) for limit in self.limits)

    def missing(self) -> list[str]:
        """The facts by name that can change the result."""
        return [
            name_missing(limit.fact, limit.stated, year)
            for limit in self.limits
            for year in self.spell.lacking
            if limit.amount is not None and limit.above(year) is None
        ]


@dataclass(frozen=True)
class Scope:
    """The routes of a company on a day, by where its seat is: `inside` and `outside` the EU, those that can matter."""

    in_union: Truth
    inside: tuple[Route, ...]
    outside: tuple[Route, ...]

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes that can matter."""
        return (*self.inside, *self.outside)


def decide_csddd(profile: Profile, on: date, law: Law) -> Ruling:
    """The verdict and since when, without words. While inside and outside the EU are undecided, the seat is asked."""
    if law.version(on) is None:
        return NO_LAW
    scope = find_scope(profile, on, law)
    inside, outside = _truth(scope.inside), _truth(scope.outside)
    if scope.in_union is None:
        truth = inside if inside == outside else None
        missing = ["seat"]
    else:
        truth = inside if scope.in_union else outside
        missing = []
    undecided = [route for side in (scope.inside, scope.outside) if _truth(side) is None for route in _deciding(side)]
    missing += [fact for route in undecided if route.spell.truth is None for fact in route.missing()]
    return settle(truth, on, _since(scope, on, law), missing)


def find_scope(profile: Profile, on: date, law: Law) -> Scope:
    """The routes that can matter on a day, each judged over its years."""
    in_union = seat_in_union(profile, on)
    return Scope(
        in_union,
        _routes(profile, on, law, inside=True) if in_union is not False else (),
        _routes(profile, on, law, inside=False) if in_union is not True else (),
    )


def is_franchise(profile: Profile) -> bool:
    """Whether the franchise route is judged: the profile says it franchises, or gives royalties."""
    return bool(profile.franchise or profile.royalties_eu_eur or profile.royalties_worldwide_eur)


def _routes(profile: Profile, on: date, law: Law, *, inside: bool) -> tuple[Route, ...]:
    parent = profile.group_role == "ultimate_parent"
    if inside:
        main = [_employees(profile, on, law), _turnover(profile, "turnover_worldwide_eur", on, law)]
        second = [_royalties_inside(profile, on, law), _turnover(profile, "franchise_turnover_eur", on, law)]
    else:
        main = [_turnover_eu(profile, "turnover_eu_eur", on, law)]
        second = [_royalties_outside(profile, on, law), _turnover_eu(profile, "franchise_turnover_eu_eur", on, law)]
    paragraph = "2.1" if inside else "2.2"
    limits = {f"{paragraph}.{'b' if parent else 'a'}": tuple(main)}
    if is_franchise(profile):
        limits[f"{paragraph}.c"] = tuple(second)
    given = years_given(profile)
    return tuple(Route(part, each, given, judge_years(each, given, on, law)) for part, each in limits.items())


def years_given(profile: Profile) -> frozenset[int]:
    """The years of which the profile says anything that can matter here, whatever the seat."""
    facts = [profile.employees, profile.turnover_worldwide_eur, profile.turnover_eu_eur]
    return frozenset(
        year for figures in (*facts, profile.royalties_eu_eur, profile.royalties_worldwide_eur) for year in figures
    )


def judge_years(limits: tuple[Limit, ...], given: Collection[int], on: date, law: Law) -> Spell:
    """What the years add up to against every limit; `given` are the years of which anything is known."""
    run = int(amount(law, "consecutive_years", on) or 1)
    return judge_spell(given, lambda year: all_of(limit.above(year) for limit in limits), run, on.year)


def _employees(profile: Profile, on: date, law: Law) -> Limit:
    return Limit("employees", profile.employees, profile.employees, "employees", amount(law, "employees", on))


def _turnover(profile: Profile, parameter: str, on: date, law: Law) -> Limit:
    """Turnover worldwide; where only that in the EU is known and it is above the limit, so is the whole."""
    most, stated = amount(law, parameter, on), profile.turnover_worldwide_eur
    figures = stated if most is None else fill_from_part(stated, profile.turnover_eu_eur, most)
    return Limit("turnover_worldwide_eur", figures, stated, parameter, most)


def _turnover_eu(profile: Profile, parameter: str, on: date, law: Law) -> Limit:
    """Turnover in the EU; where only that worldwide is known and it is not above the limit, neither is the part."""
    most, stated = amount(law, parameter, on), profile.turnover_eu_eur
    figures = stated if most is None else fill_from_whole(stated, profile.turnover_worldwide_eur, most)
    return Limit("turnover_eu_eur", figures, stated, parameter, most)


def _royalties_inside(profile: Profile, on: date, law: Law) -> Limit:
    """Royalties of a company in the EU: worldwide where given, else those in the EU."""
    stated = {**profile.royalties_eu_eur, **profile.royalties_worldwide_eur}
    return Limit("franchise.royalties_eu_eur", stated, stated, "royalties_eur", amount(law, "royalties_eur", on))


def _royalties_outside(profile: Profile, on: date, law: Law) -> Limit:
    most, stated = amount(law, "royalties_eu_eur", on), profile.royalties_eu_eur
    figures = stated if most is None else fill_from_whole(stated, profile.royalties_worldwide_eur, most)
    return Limit("franchise.royalties_eu_eur", figures, stated, "royalties_eu_eur", most)


def _truth(routes: tuple[Route, ...]) -> Truth:
    return any_of(route.spell.truth for route in routes)


def _deciding(routes: tuple[Route, ...]) -> list[Route]:
    """The routes but for one that leads in only where another does too: what it alone asks cannot matter."""
    return [one for one in routes if not any(other is not one and _follows(one, other) for other in routes)]


def _follows(one: Route, other: Route) -> bool:
    """Whether each year that is above the limits of one is surely above those of the other, whatever is not known."""
    most = {limit.fact: limit.amount for limit in one.limits}
    return all(
        one.above(year) is False or all(limit.above(year) or _is_less(limit, most) for limit in other.limits)
        for year in one.spell.years
    )


def _is_less(limit: Limit, most: Mapping[str, float | None]) -> bool:
    """Whether being above what `most` asks of this fact is to be above this limit."""
    asked = most.get(limit.fact)
    return asked is not None and limit.amount is not None and asked >= limit.amount


def _since(scope: Scope, on: date, law: Law) -> date | None:
    """The later of the day of application and the day after the year that completed the run.

    Of several routes the earliest counts; where the seat is not known, the later of the two it can be.
    """
    starts = [_first_start(scope.inside, on, law, waves=True), _first_start(scope.outside, on, law, waves=False)]
    return max((start for start in starts if start is not None), default=None)


def _first_start(routes: tuple[Route, ...], on: date, law: Law, *, waves: bool) -> date | None:
    applies = day_of(law, "applies_from", on)
    starts = [_start(route.spell, applies) for route in routes]
    if waves and routes:
        starts += [_start(spell, day) for spell, day in _waves(routes[0], on, law)]
    return min((start for start in starts if start is not None), default=None)


def _start(spell: Spell, applies: date | None) -> date | None:
    return max(applies, date(spell.entered + 1, 1, 1)) if applies and spell.entered is not None else None


def _waves(route: Route, on: date, law: Law) -> Iterator[tuple[Spell, date]]:
    """Earlier days of application for the largest, as the first text had them, each judged over the same years."""
    for wave in WAVES:
        day = day_of(law, f"{wave}_applies_from", on)
        limits = [replace(limit, amount=amount(law, f"{wave}_{limit.parameter}", on)) for limit in route.limits]
        if day is not None and all(limit.amount is not None for limit in limits):
            yield judge_years(tuple(limits), route.given, on, law), day
