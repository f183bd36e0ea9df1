"""Three truth values: True, False, and None for what is not known. What cannot change the result is not unknown."""

from collections.abc import Iterable

from scharnier.kernel.outcome import Verdict
from scharnier.law.profile import Years

Truth = bool | None


def all_of(truths: Iterable[Truth]) -> Truth:
    """False where any is False, else None where any is not known, else True."""
    seen = list(truths)
    return False if False in seen else None if None in seen else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """True where any is True, else None where any is not known, else False."""
    seen = list(truths)
    return True if True in seen else None if None in seen else False


def exceeds(value: float | None, limit: float | None) -> Truth:
    """Whether a value is more than a limit; None where either is not known."""
    return None if value is None or limit is None else value > limit


def to_verdict(truth: Truth) -> Verdict:
    """The verdict of a scope test alone."""
    return {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.UNKNOWN}[truth]


def fill_from_part(whole: Years, part: Years, limit: float, *, or_equal: bool = False) -> dict[int, float]:
    """The whole by year, and where that is not known a part that is above the limit (or at it): so is the whole."""
    enough = {year: value for year, value in part.items() if value > limit or (or_equal and value == limit)}
    return {**enough, **whole}


def fill_from_whole(part: Years, whole: Years, limit: float) -> dict[int, float]:
    """The part by year, and where that is not known a whole that is not above the limit: neither is the part."""
    return {**{year: value for year, value in whole.items() if value <= limit}, **part}


def pick_year(figures: Years, year: int) -> int | None:
    """The latest year given up to a year, else the earliest later one (an expectation); None where there is none."""
    earlier = [given for given in figures if given <= year]
    return max(earlier) if earlier else min(figures, default=None)
