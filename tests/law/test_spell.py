"""Years in a row: the machine against trying out every possible truth of the unknown years."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.law.scope.truth import Truth
from scharnier.law.spell import choose_years, judge_spell

TRUTHS = st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=7)


def is_in(above: tuple[bool, ...], run: int) -> bool:
    """By the words of the law, not by the machine: which came last, a run above or a run not above?"""
    for end in range(len(above), run - 1, -1):
        window = above[end - run : end]
        if all(window):
            return True
        if not any(window):
            return False
    return False


def judge(truths: list[Truth], run: int) -> tuple[Truth, tuple[int, ...]]:
    years = dict(enumerate(truths, start=2000))
    padded = years if len(years) >= run else {**dict.fromkeys(range(2000 - run, 2010)), **years}
    spell = judge_spell(years, padded.get, run, 2100 if len(years) >= run else max(years) + 1)
    return spell.truth, spell.lacking


@given(TRUTHS, st.integers(1, 3))
def test_it_is_known_exactly_where_every_filling_in_agrees(truths: list[Truth], run: int) -> None:
    if len(truths) < run:
        return
    options = [(False, True) if truth is None else (truth,) for truth in truths]
    results = {is_in(filled, run) for filled in product(*options)}
    truth, lacking = judge(truths, run)
    assert truth == (results.pop() if len(results) == 1 else None)
    decisive = set()
    for at, option in enumerate(options):
        if len(option) == 1:
            continue
        rest = [*options[:at], (None,), *options[at + 1 :]]
        for filled in product(*rest):
            low, high = ((*filled[:at], now, *filled[at + 1 :]) for now in (False, True))
            if is_in(low, run) != is_in(high, run):
                decisive.add(2000 + at)
    assert set(lacking) == (decisive if truth is None else set())


def spell(given: dict[int, Truth], on_year: int) -> Truth:
    return judge_spell(given, given.get, 2, on_year).truth


@pytest.mark.parametrize(
    ("given", "on_year", "expected"),
    [
        ({2027: True, 2028: True}, 2029, True),
        ({2027: True, 2028: False}, 2029, False),  # never two in a row
        ({2027: False, 2028: True}, 2029, False),
        ({2026: True, 2027: True, 2028: False}, 2029, True),  # once in, one year below is not enough to leave
        ({2025: True, 2026: True, 2027: False, 2028: False}, 2029, False),
        ({2025: True, 2026: True, 2027: False, 2028: True, 2029: False}, 2030, True),
        ({2028: True}, 2029, None),  # the year before is not known
        ({2028: False}, 2029, False),
        ({2027: None, 2028: False}, 2029, False),  # 2027 cannot change it
        ({}, 2029, None),
        ({2027: True, 2028: True}, 2026, True),  # expectations, as nothing else is given
        ({2025: False, 2026: False, 2027: True, 2028: True}, 2026, False),  # later years do not count yet
        ({2025: False, 2026: False, 2027: True, 2028: True}, 2029, True),
    ],
)
def test_two_years_in_a_row(given: dict[int, Truth], on_year: int, expected: Truth) -> None:
    assert spell(given, on_year) is expected


def test_the_year_by_which_it_is_in() -> None:
    given = {2024: True, 2025: True, 2026: False, 2027: False, 2028: True, 2029: True}
    assert judge_spell(given, given.get, 2, 2031).entered == 2029
    assert judge_spell({2027: True, 2028: True, 2029: True}, lambda year: True, 2, 2031).entered == 2028


def test_years_beside_a_single_year_are_looked_at_where_they_are_over() -> None:
    assert choose_years({2028}, 2, 2029) == (2027, 2028)
    assert choose_years({2026}, 2, 2029) == (2025, 2027)
    assert choose_years({2028}, 2, 2026) == (2027, 2028)
    assert choose_years((), 2, 2029) == (2027, 2028)
