"""CSRD: who reports on the financial year of a day. Large public-interest entities first, then everyone above limits.

Companies outside the EU come in by turnover in the EU and a large subsidiary or branch there. Financial years are
taken to be calendar years.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.law.profile import Profile, Years
from scharnier.law.scope.ruling import NO_LAW, Ruling, amount, day_of, find_since, name_missing, seat_in_union, settle
from scharnier.law.scope.truth import Truth, all_of, exceeds, fill_from_part, fill_from_whole, pick_year
from scharnier.norms.law_records import Law

FIRST = "wave1_employees"
ENTITY = "public_interest_entity"


@dataclass(frozen=True)
class Need:
    """One figure of one year that must be above a limit; `year` None where nothing is known of the fact."""

    fact: str
    figures: Years
    stated: Years
    parameter: str
    amount: float | None
    year: int | None

    @property
    def value(self) -> float | None:
        """The figure itself."""
        return None if self.year is None else self.figures.get(self.year)

    @property
    def truth(self) -> Truth:
        """Whether it is above the limit."""
        return exceeds(self.value, self.amount)

    def missing(self) -> str | None:
        """The fact by name where it is lacking; None where it is known, or where the limit is what is lacking."""
        if self.amount is None or self.truth is not None:
            return None
        return self.fact if self.year is None else name_missing(self.fact, self.stated, self.year)


@dataclass(frozen=True)
class Regime:
    """A way to be in scope from a day: every need. `part` is what its provision is called.

    `since`: the day from which it counts for anyone; `bound_since`: for this company, where its needs are met.
    """

    part: str
    needs: tuple[Need, ...]
    since: date | None
    bound_since: date | None

    @property
    def truth(self) -> Truth:
        """Whether every need is met."""
        return all_of(need.truth for need in self.needs)

    def missing(self) -> list[str]:
        """The facts by name that can change the result."""
        return missing_of(self.needs) if self.truth is None else []


@dataclass(frozen=True)
class First:
    """The first wave: public-interest entities with many employees, for a few financial years."""

    entity: Truth
    employees: Need
    bound_since: date
    until: date | None

    @property
    def truth(self) -> Truth:
        """Whether it is in the first wave."""
        return all_of((self.entity, self.employees.truth))

    def missing(self) -> list[str]:
        """The facts by name that can change the result."""
        if self.truth is not None:
            return []
        return [*([ENTITY] if self.entity is None else []), *missing_of([self.employees])]


@dataclass(frozen=True)
class Regimes:
    """What can matter for a company on a day: `inside` the EU (with `first` while it lasts) and `outside` it."""

    in_union: Truth
    first: First | None
    inside: Regime | None
    outside: Regime | None


def decide_csrd(profile: Profile, on: date, law: Law) -> Ruling:
    """The verdict and since when, without words."""
    if law.version(on) is None:
        return NO_LAW
    found = find_regimes(profile, on, law)
    inside = None if found.inside is None else _rule_inside(found.first, found.inside, on)
    outside = None
    if found.outside is not None:
        outside = settle(found.outside.truth, on, found.outside.bound_since, found.outside.missing())
    if inside is None or outside is None:
        return inside or outside or NO_LAW
    if inside.verdict is outside.verdict and inside.truth is not None:
        later = max((day for day in (inside.since, outside.since) if day), default=None)
        return settle(inside.truth, on, later)
    lacking = [*inside.missing, *outside.missing]
    only_ours = inside.truth is None and outside.truth is None and not lacking  # limits that are not recorded
    return settle(None, on, None, [] if only_ours else ["seat", *lacking])


def find_regimes(profile: Profile, on: date, law: Law) -> Regimes:
    """The regimes that can matter on a day, with the figures that each looks at."""
    in_union = seat_in_union(profile, on)
    return Regimes(
        in_union,
        _first(profile, on, law) if in_union is not False else None,
        _inside(profile, on, law) if in_union is not False else None,
        _outside(profile, on, law) if in_union is not True else None,
    )


def missing_of(needs: Iterable[Need]) -> list[str]:
    """The facts that are lacking, by name."""
    return [name for need in needs if (name := need.missing()) is not None]


def _rule_inside(first: First | None, general: Regime, on: date) -> Ruling:
    if first is None or first.truth is False:
        return settle(general.truth, on, general.bound_since, general.missing())
    if first.truth is None:
        missing = [*first.missing(), *_also_missing(first, general)]
        # Whatever the first wave says of today, the general rule is met: from its day on it binds in any case.
        certain = general.bound_since if general.truth is True else None
        return Ruling(Verdict.UNKNOWN, None, certain, missing=tuple(dict.fromkeys(missing)))
    until = first.until if general.truth is False else None
    return settle(True, on, first.bound_since, until=until)


def _also_missing(first: First, general: Regime) -> list[str]:
    """What matters if it is not in the first wave. Too few employees for that are too few for the other rule too."""
    most, later = first.employees.amount, general.needs[0].amount
    staff_decides = first.entity is True and most is not None and later is not None and most <= later
    return [] if staff_decides else general.missing()


def _first(profile: Profile, on: date, law: Law) -> First | None:
    """The first wave as it stands or is to come; None once it is over."""
    values = law.parameters[FIRST].values if FIRST in law.parameters else ()
    value = next((value for value in values if value.valid_to is None or value.valid_to >= on), None)
    if value is None or isinstance(value.amount, date):
        return None
    entity = True if profile.listed else profile.public_interest_entity
    since, staff, most = value.valid_from, profile.employees, float(value.amount)
    year = max(on, since).year

    def need(in_year: int) -> tuple[Need, ...]:
        return (Need("employees", staff, staff, FIRST, most, pick_year(staff, in_year)),)

    return First(entity, need(year)[0], _bound_since(since, year, need, (staff,)) or since, value.valid_to)


def _inside(profile: Profile, on: date, law: Law) -> Regime:
    since = day_of(law, "fy_from", on)
    least, most = amount(law, "employees", on), amount(law, "turnover_eur", on)
    staff, stated = profile.employees, profile.turnover_worldwide_eur
    turnover = stated if most is None else fill_from_part(stated, profile.turnover_eu_eur, most)
    year = max(on.year, since.year) if since else on.year

    def needs(in_year: int) -> tuple[Need, ...]:
        return (
            Need("employees", staff, staff, "employees", least, pick_year(staff, in_year)),
            Need("turnover_worldwide_eur", turnover, stated, "turnover_eur", most, pick_year(turnover, in_year)),
        )

    part = "29a" if profile.group_role == "ultimate_parent" else "19a"
    return Regime(part, needs(year), since, _bound_since(since, year, needs, (staff, turnover)))


def _outside(profile: Profile, on: date, law: Law) -> Regime:
    since = day_of(law, "third_country_fy_from", on)
    most, stated = amount(law, "third_country_turnover_eu_eur", on), profile.turnover_eu_eur
    turnover = stated if most is None else fill_from_whole(stated, profile.turnover_worldwide_eur, most)
    run = int(amount(law, "third_country_years", on) or 1)
    year = max(on.year, since.year) if since else on.year
    branch, least = profile.eu_branch_turnover_eur, amount(law, "third_country_branch_turnover_eur", on)
    parameter, of_branch = "third_country_turnover_eu_eur", "third_country_branch_turnover_eur"

    def needs(in_year: int) -> tuple[Need, ...]:
        last = _last(turnover, in_year, run)
        picked = pick_year(branch, in_year)
        return (
            *(Need("turnover_eu_eur", turnover, stated, parameter, most, each) for each in last),
            Need("eu_branch_turnover_eur", branch, branch, of_branch, least, picked),
        )

    return Regime("40a", needs(year), since, _bound_since(since, year, needs, (turnover, branch)))


def _bound_since(
    since: date | None, year: int, needs: Callable[[int], tuple[Need, ...]], facts: Iterable[Years]
) -> date | None:
    """From which day on the needs were met up to a year, as far as the facts go; None where the law names no day."""
    if since is None:
        return None
    return find_since(since, year, lambda y: all_of(need.truth for need in needs(y)), (y for f in facts for y in f))


def _last(figures: Years, year: int, run: int) -> list[int | None]:
    """The last `run` years up to the latest one given; where all are later, the first `run` of them."""
    picked = pick_year(figures, year)
    if picked is None:
        return [None]
    last = picked if picked <= year else picked + run - 1
    return list(range(last - run + 1, last + 1))
