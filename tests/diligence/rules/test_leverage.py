"""Influence along a route that can work, leaving only with care, and own buying before demands."""

import pytest

from scharnier.diligence.rules import leverage, purchasing
from scharnier.diligence.rules.route import advise, weighs_enough
from scharnier.kernel.outcome import Outcome, Verdict

from .made import make_case

ALONE = """
impacts:
  - {id: IMP, title: Wages, theme: living_wage, found_on: 2026-01-10, relationships: [MILL],
     involvement: contribute, involvement_because: Prices}
relationships:
  - {id: MILL, name: Mill, kind: supplier, share_of_their_sales: 0.2}
measures:
  - {id: M1, impacts: [IMP], kind: leverage, route: alone, what: Clause, start_on: 2026-03-01, due_on: 2026-12-31}
"""


def judged(rule: object, text: str) -> Outcome:
    """What a rule says of the only impact."""
    (ruling,) = rule.judge(make_case(text))  # type: ignore[attr-defined]
    return ruling.outcome


def test_a_fifth_of_their_sales_is_enough_to_go_alone() -> None:
    assert judged(leverage, ALONE).verdict is Verdict.MET
    small = judged(leverage, ALONE.replace("0.2", "0.19"))
    assert (small.verdict, small.lacked) == (Verdict.UNKNOWN, ("measures",))  # another route is asked, not a number
    unknown = judged(leverage, ALONE.replace(", share_of_their_sales: 0.2", ""))
    assert unknown.lacked == ("relationships/MILL.share_of_their_sales",)


@pytest.mark.parametrize(
    ("figures", "routes"),
    [
        ("share_of_their_sales: 0.5, other_buyers: 3, agreements: [Covenant]", ["alone", "jointly", "sector"]),
        ("share_of_their_sales: 0.05, other_buyers: 3", ["jointly"]),
        ("share_of_their_sales: 0.05, other_buyers: 0", ["regulator"]),
        ("share_of_their_sales: 0.05", []),  # others may buy there too: the regulator is not said yet
        ("other_buyers: 0", []),
    ],
)
def test_the_routes_that_the_figures_open(figures: str, routes: list[str]) -> None:
    case = make_case(f"relationships: [{{id: MILL, name: Mill, kind: supplier, {figures}}}]")
    mill = case.dossier.relationships["MILL"]
    assert [one.route for one in advise(case, mill)] == routes
    assert weighs_enough(case, mill) == ("alone" in routes)


def test_a_plan_is_no_use_of_influence_yet_and_a_day_that_passed_is_none() -> None:
    assert judged(leverage, ALONE.replace("start_on: 2026-03-01, ", "")).lacked == ("measures/M1.start_on",)
    passed = ALONE.replace("due_on: 2026-12-31", "due_on: 2026-06-30")
    assert judged(leverage, passed.replace("start_on: 2026-03-01, ", "")).verdict is Verdict.NOT_MET
    assert judged(leverage, passed).verdict is Verdict.MET  # used, and not done in time: DD.response says that


LEFT = """
impacts:
  - {id: IMP, title: Wages, theme: living_wage, found_on: 2026-01-10,
     involvement: directly_linked, involvement_because: Through the mill}
measures:
  - {id: M1, impacts: [IMP], kind: leverage, route: sector, what: Programme, start_on: 2026-02-01}
  - {id: M2, impacts: [IMP], kind: disengage, what: Last order, done_on: 2026-10-31,
     exit: {tried: [M1], harm_of_leaving: Jobs, harm_reduced_by: Fund, informed_by: [Union],
            heard: [T1], told_on: 2026-05-01}}
engagements:
  - {id: T1, on: 2026-03-01, who: union, whom: Union, safe: "yes", said: Severance}
policies:
  - {id: P1, title: Leaving, kind: exit, published_on: 2025-01-01}
"""


def test_a_relationship_that_is_left_with_care() -> None:
    assert judged(leverage, LEFT).verdict is Verdict.MET
    severe = LEFT.replace("tried: [M1]", "too_severe_because: Forced labour by the state")
    assert judged(leverage, severe).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("old", "lacks"),
    [
        ("tried: [M1], ", "measures/M2.exit.tried"),
        ("harm_of_leaving: Jobs, ", "measures/M2.exit.harm_of_leaving"),
        ("harm_reduced_by: Fund, ", "measures/M2.exit.harm_reduced_by"),
        ("informed_by: [Union],", "measures/M2.exit.informed_by"),
        ("heard: [T1], ", "measures/M2.exit.heard"),
        (", told_on: 2026-05-01", "measures/M2.exit.told_on"),
        (", published_on: 2025-01-01", "policies"),
        (", done_on: 2026-10-31", "measures/M2.done_on"),
        (", start_on: 2026-02-01", "measures/M2.exit.tried"),  # planned only: nothing was tried
    ],
)
def test_an_exit_of_which_a_part_of_the_weighing_lacks_is_not_known(old: str, lacks: str) -> None:
    assert old in LEFT
    found = judged(leverage, LEFT.replace(old, "", 1))
    assert found.verdict is Verdict.UNKNOWN
    assert lacks in found.lacked


def test_what_was_tried_about_other_harm_does_not_count() -> None:
    elsewhere = LEFT.replace("{id: M1, impacts: [IMP]", "{id: M1, impacts: [OTHER]")
    assert judged(leverage, elsewhere).lacked == ("measures/M2.exit.tried",)


def test_told_after_it_was_left_is_not_met_and_a_decision_alone_weighs_nothing() -> None:
    assert judged(leverage, LEFT.replace("told_on: 2026-05-01", "told_on: 2026-11-01")).verdict is Verdict.NOT_MET
    decided = (
        ALONE
        + "decisions: [{id: D1, kind: relation, on: 2026-05-01, by: me, outcome: disengage, relationships: [MILL]}]"
    )
    assert judged(leverage, decided).verdict is Verdict.UNKNOWN  # good leverage does not hide it
    unsaid = decided.replace("outcome: disengage, ", "")
    assert judged(leverage, unsaid).lacked == ("decisions/D1.outcome",)
    assert judged(leverage, decided.replace("disengage", "continue")).verdict is Verdict.MET


LOOK = """
looks:
  - {id: L1, kind: purchasing, title: Our buying, on: 2026-03-01, impacts: [IMP],
     practices: [price, lead_time, cancellation], findings: Late changes, changed: Frozen at eight weeks}
"""


def test_own_buying_is_looked_at_and_changed_on_the_day_of_the_demand_at_the_latest() -> None:
    assert judged(purchasing, ALONE + LOOK).verdict is Verdict.MET
    late = (ALONE + LOOK).replace("on: 2026-03-01, impacts", "on: 2026-03-02, impacts")
    assert judged(purchasing, late).verdict is Verdict.NOT_MET
    anew = late.replace("engagements:", "").replace(
        "looks:", "  - {id: M2, impacts: [IMP], kind: mitigate, what: Anew, start_on: 2026-04-01}\nlooks:"
    )
    assert judged(purchasing, anew).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        (", changed: Frozen at eight weeks", "", "looks/L1.changed"),
        ("[price, lead_time, cancellation]", "[price]", "looks/L1.practices"),
        ("findings: Late changes, ", "", "looks/L1.findings"),
        ("on: 2026-03-01, impacts: [IMP]", "on: 2026-03-01", "looks/L1.impacts"),  # about what is not said
        ("on: 2026-03-01, impacts: [IMP]", "on: 2026-03-01, impacts: [OTHER]", "looks"),
        ("start_on: 2026-03-01, ", "", "measures/M1.start_on"),
        ("kind: leverage", "kind: cease", "measures"),
    ],
)
def test_what_lacks_before_own_buying_counts_as_looked_at(old: str, new: str, lacks: str) -> None:
    assert old in ALONE + LOOK
    assert judged(purchasing, (ALONE + LOOK).replace(old, new, 1)).lacked == (lacks,)


def test_only_who_contributes_must_have_changed_something() -> None:
    unchanged = (ALONE + LOOK).replace(", changed: Frozen at eight weeks", "")
    assert judged(purchasing, unchanged.replace("contribute", "directly_linked")).verdict is Verdict.MET
    own = unchanged.replace(
        "looks:",
        '  - {id: M2, impacts: [IMP], kind: cease, what: Freeze, purchasing: "yes", start_on: 2026-02-01}\nlooks:',
    )
    assert judged(purchasing, own).verdict is Verdict.MET
