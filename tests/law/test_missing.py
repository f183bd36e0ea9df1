"""What an unknown answer lacks: each fact named can change it, and all of them together settle it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest

from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer
from scharnier.law.applies import RULES
from scharnier.law.profile import Product, Profile
from scharnier.law.scope.batteries import decide_batteries
from scharnier.law.scope.conflict_minerals import decide_conflict_minerals
from scharnier.law.scope.csddd_routes import decide_csddd
from scharnier.law.scope.csrd_rule import decide_csrd
from scharnier.law.scope.flr import decide_flr
from scharnier.law.scope.ruling import Ruling
from scharnier.norms import load_library
from scharnier.norms.law_records import Law

_SPEC = spec_from_file_location("profiles", Path(__file__).resolve().parents[2] / "benchmarks" / "profiles.py")
assert _SPEC
assert _SPEC.loader
_DRAWN = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_DRAWN)
LIBRARY = load_library()
DAYS = [date(2026, 11, 20), date(2027, 6, 1), date(2029, 8, 1)]
NOTHING, SOME, MUCH = 0.0, 1e9, 1e12  # some: enough for a franchise, too little for other companies
MOST = 3000  # fillings-in tried for a profile; those with more are left out
Atom = tuple[str, int | None]  # a fact, and the year of a figure
Decide = Callable[[Profile, date, Law], Ruling]
DECIDE: dict[str, Decide] = {
    "csddd": decide_csddd,
    "csrd": decide_csrd,
    "flr": decide_flr,
    "conflict_minerals": decide_conflict_minerals,
    "batteries": decide_batteries,
}
OTHERS: dict[str, tuple[Any, ...]] = {
    "seat": ("NL", "US"),
    "imports_kg": ({}, {"tin_ore": MUCH}),
    "products": ((), (Product("6109"),)),
    "public_interest_entity": (False, True),
    "brings_batteries_to_eu_market": (False, True),
    "places_products_on_eu_market": (False, True),
}


def split(fact: str, answer: Answer, on: date) -> list[Atom]:
    """A missing fact as what can be filled in one by one: a figure without any year in the years looked at."""
    base, _, year = fact.partition("[")
    if base in OTHERS:
        return [(base, None)]
    looked_at = {test.year for test in answer.tests if test.fact == base and test.year}
    years = {int(year[:-1])} if year else looked_at or {on.year - 2, on.year - 1}
    return [(base, one) for one in sorted(years)]


def fill(profile: Profile, atom: Atom, value: Any) -> Profile:
    """The profile with one thing filled in."""
    name, year = atom[0].removeprefix("franchise."), atom[1]
    return replace(profile, **{name: value if year is None else {**getattr(profile, name), year: value}})


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("name", DECIDE)
def test_missing_facts_are_exactly_those_that_can_change_the_answer(name: str, on: date) -> None:
    law, tried = LIBRARY.law(name), 0
    for profile in _DRAWN.draw_profiles(200, seed=on.toordinal()):
        answer = RULES[name](profile, on, LIBRARY)
        if answer.verdict is not Verdict.UNKNOWN:
            continue
        atoms = [atom for fact in answer.missing for atom in split(fact, answer, on)]
        values = [OTHERS.get(atom[0], (NOTHING, SOME, MUCH)) for atom in atoms]
        if prod(map(len, values)) > MOST:
            continue
        tried += 1
        found = {}
        for places in product(*(range(len(each)) for each in values)):
            filled = profile
            for atom, each, place in zip(atoms, values, places, strict=True):
                filled = fill(filled, atom, each[place])
            found[places] = DECIDE[name](filled, on, law).verdict
        assert Verdict.UNKNOWN not in found.values(), (profile, answer.missing)
        turning = {atom for at, atom in enumerate(atoms) if turns(found, at)}
        turning.add(("seat", None))  # asked while both sides are open, though now and then both will turn out the same
        for fact in answer.missing:
            parts = split(fact, answer, on)
            assert turning & set(parts), (fact, profile, answer.missing)
    assert tried > 5


def turns(found: dict[tuple[int, ...], Verdict], at: int) -> bool:
    """Whether, with all others the same, this one changes a verdict."""
    by_others: dict[tuple[int, ...], set[Verdict]] = {}
    for places, verdict in found.items():
        by_others.setdefault((*places[:at], *places[at + 1 :]), set()).add(verdict)
    return any(len(verdicts) > 1 for verdicts in by_others.values())
