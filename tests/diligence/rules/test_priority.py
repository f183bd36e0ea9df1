"""The order of impacts: severity leads, unknown never sorts low, and a decision is held against it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.diligence.rules import priority
from scharnier.diligence.rules.priority import order_impacts
from scharnier.kernel.outcome import Verdict

from .made import make_case, verdicts

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN


def impact(id: str, severity: int | None, likelihood: int | None = 3, theme: str = "osh", actual: str = "no") -> str:
    """One impact of one level."""
    parts = f"scale: {{level: {severity}}}, scope: {{level: 1}}, irremediable: {{level: 1}}" if severity else ""
    likely = likelihood if likelihood else "null"
    return (
        f"  - {{id: {id}, title: t, theme: {theme}, actual: '{actual}', likelihood: {likely}, found_on: 2026-01-01,"
        f" severity: {{{parts}}}}}\n"
    )


def decide(order: str, because: str = "null", more: str = "") -> str:
    return (
        f"decisions: [{{id: D, kind: priority, on: 2026-06-01, by: b, because: {because}, impacts: [{order}]{more}}}]"
    )


def places(*impacts: str, head: str = "") -> list[tuple[str, int]]:
    case = make_case(f"{head}\nimpacts:\n{''.join(impacts)}")
    return [(one.impact, one.place) for one in order_impacts(case)]


def standing(text: str) -> tuple[Verdict, tuple[str, ...]]:
    outcome = list(priority.judge(make_case(text)))[-1].outcome
    return outcome.verdict, outcome.lacked


def test_severity_before_likelihood_and_unknown_on_top() -> None:
    found = places(impact("A", 3, 5), impact("B", 5, 1), impact("C", 5, 4), impact("D", None, 1), impact("E", 3, 5))
    assert found == [("D", 1), ("C", 2), ("B", 3), ("A", 4), ("E", 4)]


def test_harm_that_happens_stands_before_harm_that_may_and_unknown_likelihood_is_not_low() -> None:
    found = places(impact("A", 4, 4), impact("B", 4, 1, actual="yes"), impact("C", 4, None))
    assert found == [("C", 1), ("B", 2), ("A", 3)]


def test_severity_is_the_highest_part_and_not_their_mean() -> None:
    one = make_case(
        "impacts:\n"
        "  - {id: A, title: t, theme: osh, found_on: 2026-01-01,"
        " severity: {scale: {level: 4}, scope: {level: 4}, irremediable: {level: 4}}}\n" + impact("B", 5)
    )
    assert [ranked.impact for ranked in order_impacts(one)] == ["B", "A"]
    assert order_impacts(one)[1].severity == 4


def test_a_position_puts_its_theme_first() -> None:
    impacts = (impact("A", 5, 5), impact("B", 1, 1, theme="foa_cb"))
    assert places(*impacts)[0][0] == "A"
    assert places(*impacts, head="head: {priority: enabling_rights_first}")[0][0] == "B"


def test_what_is_missing_is_told() -> None:
    ranked = order_impacts(make_case("impacts:\n" + impact("A", None)))
    assert ranked[0].severity is None
    assert "look first at what is missing" in ranked[0].because


@pytest.mark.parametrize(
    ("impacts", "order", "because", "verdict"),
    [
        ((impact("A", 5, 1), impact("B", 3, 5)), "A, B", "x", MET),
        ((impact("A", 5, 1), impact("B", 3, 5)), "B, A", "null", NOT_MET),
        ((impact("A", 5, 1), impact("B", 3, 5)), "B, A", "x", UNKNOWN),  # people must weigh the reason
        ((impact("A", 5, 1), impact("B", 5, 5)), "A, B", "x", MET),  # as severe: the order is free
        ((impact("A", 5, 1), impact("B", 3, 5)), "A, B", "null", UNKNOWN),  # right, but why?
        ((impact("A", 5, 1), impact("B", 3, 5)), "A", "x", UNKNOWN),  # one has no place
        # Nature: likelihood may weigh up, but not when it is lower as well.
        ((impact("A", 5, 1, "waste"), impact("B", 3, 5, "waste")), "B, A", "x", MET),
        ((impact("A", 5, 5, "waste"), impact("B", 3, 1, "waste")), "B, A", "null", NOT_MET),
        # A theme that is not in the vocabulary is taken for a human right.
        ((impact("A", 5, 1, "something_new"), impact("B", 3, 5, "waste")), "B, A", "null", NOT_MET),
        # People behind nature that is less severe.
        ((impact("A", 5, 1), impact("B", 3, 5, "waste")), "B, A", "null", NOT_MET),
    ],
)
def test_a_decision_is_held_against_the_rule(
    impacts: tuple[str, ...], order: str, because: str, verdict: Verdict
) -> None:
    assert standing(f"impacts:\n{''.join(impacts)}{decide(order, because)}")[0] is verdict


def test_unknown_severity_decides_nothing_and_is_named() -> None:
    text = f"impacts:\n{impact('A', None)}{impact('B', 3)}"
    assert standing(text + decide("B, A", "x")) == (UNKNOWN, ("impacts/A.severity",))
    assert standing(text + decide("A, B", "x")) == (UNKNOWN, ("impacts/A.severity",))
    top = f"impacts:\n{impact('A', None)}{impact('B', 5)}"
    assert standing(top + decide("B, A", "x")) == (MET, ())  # nothing is worse than 5


def test_what_is_handled_at_once_stands_outside_the_order() -> None:
    text = f"impacts:\n{impact('A', 5)}{impact('B', 1)}"
    assert standing(text + decide("B, A", "x", ", at_once: [B]"))[0] is MET
    assert standing(text + decide("A", "x", ", at_once: [B]"))[0] is MET


def test_closed_impacts_need_no_place_until_they_are_open_again() -> None:
    text = f"""impacts:
{impact("A", 3)}{impact("B", 5)}decisions:
  - {{id: D0, kind: close, on: 2026-05-01, by: b, impacts: [B]}}
  - {{id: D, kind: priority, on: 2026-06-01, by: b, because: x, impacts: [A]}}
"""
    assert standing(text)[0] is MET
    assert standing(text + "  - {id: D2, kind: reopen, on: 2026-07-01, by: b, impacts: [B]}\n")[0] is UNKNOWN


def test_the_last_decision_stands_and_one_that_was_put_right_is_not_held_against_anyone() -> None:
    text = f"""impacts:
{impact("A", 3)}{impact("B", 5)}decisions:
  - {{id: D2, kind: priority, on: 2026-07-01, by: b, because: x, impacts: [B, A]}}
  - {{id: D1, kind: priority, on: 2026-06-01, by: b, impacts: [A, B]}}
"""
    found = verdicts(list(priority.judge(make_case(text))))
    expected = {
        "DD.priority decisions/D1": Verdict.NOT_APPLICABLE,
        "DD.priority decisions/D2": MET,
        "DD.priority": MET,
    }
    assert found == expected


LEVELS = st.one_of(st.none(), st.integers(1, 5))


@given(st.lists(st.tuples(LEVELS, LEVELS, st.sampled_from(["osh", "waste"])), min_size=1, max_size=7))
def test_our_own_order_is_never_against_the_rule(levels: list[tuple[int | None, int | None, str]]) -> None:
    """Whoever decides as `order_impacts` says breaks nothing, however much is unknown."""
    impacts = "".join(impact(f"I{number}", *level) for number, level in enumerate(levels))
    order = ", ".join(one.impact for one in order_impacts(make_case(f"impacts:\n{impacts}")))
    verdict, lacked = standing(f"impacts:\n{impacts}{decide(order, 'x')}")
    assert verdict in (MET, UNKNOWN)
    assert verdict is MET or lacked
    assert verdict is MET or any(None in level for level in levels)


@given(st.permutations(range(5)), st.lists(st.integers(1, 5), min_size=5, max_size=5))
def test_kinds_of_levels_are_compared_as_if_each_pair_were(order: list[int], levels: list[int]) -> None:
    impacts = "".join(impact(f"I{number}", level) for number, level in enumerate(levels))
    verdict, _ = standing(f"impacts:\n{impacts}{decide(', '.join(f'I{one}' for one in order))}")
    wrong = any(levels[a] < levels[b] for at, a in enumerate(order) for b in order[at:])
    assert (verdict is NOT_MET) == wrong
