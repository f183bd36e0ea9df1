"""Ask every law at once."""

from datetime import date

from scharnier.law.answer import Answer
from scharnier.law.profile import Profile
from scharnier.law.scope.batteries import judge_batteries
from scharnier.law.scope.conflict_minerals import judge_conflict_minerals
from scharnier.law.scope.csddd import judge_csddd
from scharnier.law.scope.csrd import judge_csrd
from scharnier.law.scope.eudr import judge_eudr
from scharnier.law.scope.flr import judge_flr
from scharnier.norms.library import Library

RULES = {
    "csddd": judge_csddd,
    "csrd": judge_csrd,
    "eudr": judge_eudr,
    "flr": judge_flr,
    "conflict_minerals": judge_conflict_minerals,
    "batteries": judge_batteries,
}


def judge_all(profile: Profile, on: date, library: Library) -> tuple[Answer, ...]:
    """The answer of every law that has a scope rule, for a company on a date. Raises `InputProblem` for no such law."""
    return tuple(judge(profile, on, library) for judge in RULES.values())
