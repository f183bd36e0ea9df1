"""Consecutive financial years: in after so many years above the limits, out again after so many years not above them.

Each year is above (True), not above (False) or not known (None). A machine with a status (in or out) and a count of the
years in a row that speak against that status reads the years in order; it begins out. More years above never lead to
less, so the result is known where it is the same with every unknown year set to not above and to above.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from scharnier.law.scope.truth import Truth

State = tuple[bool, int]  # in or out; years in a row against it
START: State = (False, 0)


@dataclass(frozen=True)
class Spell:
    """What the years add up to. `years` were looked at; `lacking` are those whose truth can change the result.

    `entered` is the year that completed the run by which it is in; None unless `truth` is True.
    """

    truth: Truth
    years: tuple[int, ...]
    lacking: tuple[int, ...] = ()
    entered: int | None = None


def choose_years(given: Collection[int], run: int, on_year: int) -> tuple[int, int]:
    """First and last financial year to look at.

    Those given up to the year of the date, if they are a whole run; else all that are given; fewer than a run of them
    are widened with the years beside them: those before, and those after that are over. Without any: the last that
    are over.
    """
    up_to = [year for year in given if year <= on_year]
    kept = up_to if len(set(up_to)) >= run else list(given)
    if not kept:
        return on_year - run, on_year - 1
    first, last = min(kept), max(kept)
    short = max(0, run - (last - first + 1))
    return first - short, max(last, min(last + short, on_year - 1))


def judge_spell(given: Collection[int], above: Callable[[int], Truth], run: int, on_year: int) -> Spell:
    """Whether the company is in, by the years chosen and what is known of each. `run`: years in a row that count."""
    first, last = choose_years(given, run, on_year)
    years = tuple(range(first, last + 1))
    truths = [above(year) for year in years]
    low, entered = _walk([truth is True for truth in truths], years, run)
    high, _ = _walk([truth is not False for truth in truths], years, run)
    if low == high:
        return Spell(low, years, (), entered if low else None)
    return Spell(None, years, tuple(years[i] for i in range(len(years)) if _matters(truths, i, run)))


def _step(state: State, above: bool, run: int) -> State:
    inside, against = state
    if above == inside:
        return inside, 0
    return (inside, against + 1) if against + 1 < run else (not inside, 0)


def _walk(above: list[bool], years: tuple[int, ...], run: int) -> tuple[bool, int | None]:
    state, entered = START, None
    for year, now in zip(years, above, strict=True):
        after = _step(state, now, run)
        entered = year if after[0] and not state[0] else entered
        state = after
    return state[0], entered


def _matters(truths: list[Truth], at: int, run: int) -> bool:
    """Whether, for some filling in of the other unknown years, this year decides."""
    if truths[at] is not None:
        return False
    states = {START}
    for truth in truths[:at]:
        states = {_step(state, now, run) for state in states for now in _may_be(truth)}
    pairs = {(_step(state, False, run), _step(state, True, run)) for state in states}
    for truth in truths[at + 1 :]:
        pairs = {(_step(a, now, run), _step(b, now, run)) for a, b in pairs for now in _may_be(truth)}
    return any(a[0] != b[0] for a, b in pairs)


def _may_be(truth: Truth) -> tuple[bool, ...]:
    return (False, True) if truth is None else (truth,)
