"""First the basis, then the contribution: when a claim may be made, and when it may not or cannot be told."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.diligence.claim_file import read_claims
from scharnier.diligence.contribution import Chain, Impact, judge_claim, judge_handled, sort_targets
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.outcome import Verdict
from scharnier.norms import load_library

LIBRARY = load_library()
ON = date(2026, 11, 20)
HANDLED = Impact("child_labour", True, "cause", "under_way", True, True)
CHAIN = Chain("cotton from India", date(2026, 5, 1), (HANDLED,))


def verdict(impact: Impact) -> Verdict:
    return judge_handled(impact).verdict


def test_measures_must_run_be_tracked_and_bring_remedy_where_it_is_due() -> None:
    assert verdict(HANDLED) is Verdict.MET
    assert verdict(replace(HANDLED, measures="planned")) is Verdict.NOT_MET
    assert verdict(replace(HANDLED, tracked=False)) is Verdict.NOT_MET
    assert verdict(replace(HANDLED, remedied=False)) is Verdict.NOT_MET
    # Linked only, or not yet happened: remedy is no duty.
    assert verdict(replace(HANDLED, remedied=False, involvement="directly_linked")) is Verdict.MET
    assert verdict(replace(HANDLED, remedied=False, actual=False)) is Verdict.MET


@pytest.mark.parametrize(
    ("impact", "lacked"),
    [
        (Impact("osh"), ("measures", "tracked", "actual", "involvement", "remedied")),
        (replace(HANDLED, remedied=None), ("remedied",)),
        (replace(HANDLED, involvement=None, remedied=None), ("involvement", "remedied")),
        (replace(HANDLED, actual=False, involvement=None, remedied=None, tracked=None), ("tracked",)),
        (replace(HANDLED, involvement=None), ()),  # remedied anyway: how one is involved does not matter
    ],
)
def test_exactly_what_is_missing_is_named(impact: Impact, lacked: tuple[str, ...]) -> None:
    assert judge_handled(impact).lacked == lacked


VALUES: dict[str, list[Any]] = {
    "actual": [True, False],
    "involvement": ["cause", "contribute", "directly_linked"],
    "measures": ["none", "planned", "under_way", "done"],
    "tracked": [True, False],
    "remedied": [True, False],
}
impacts = st.builds(
    Impact, st.just("osh"), **{name: st.sampled_from([None, *values]) for name, values in VALUES.items()}
)


@given(impacts)
def test_unknown_means_that_a_missing_fact_decides_and_certainty_that_none_does(impact: Impact) -> None:
    """A second solver: fill the gaps in every possible way and see whether the verdict can differ."""
    possible = [impact]
    for field in fields(Impact):
        if field.name in VALUES and getattr(impact, field.name) is None:
            possible = [replace(each, **{field.name: value}) for each in possible for value in VALUES[field.name]]
    outcomes = {verdict(each) for each in possible}
    found = verdict(impact)
    assert found is (outcomes.pop() if len(outcomes) == 1 else Verdict.UNKNOWN)


def test_a_claim_rests_on_every_impact_of_the_chain() -> None:
    assert judge_claim("8.7", CHAIN, ON, LIBRARY).verdict is Verdict.MET
    worse = replace(CHAIN, impacts=(HANDLED, Impact("water_use", measures="none"), Impact("osh")))
    outcome = judge_claim("8.7", worse, ON, LIBRARY, "nl")
    assert outcome.verdict is Verdict.NOT_MET  # also where another impact is unknown
    assert "Watergebruik" in outcome.reason
    assert "Eerst de basis" in outcome.reason


def test_a_chain_that_was_not_looked_at_allows_no_claim() -> None:
    outcome = judge_claim("8.7", Chain("x"), ON, LIBRARY)
    assert (outcome.verdict, outcome.lacked) == (Verdict.UNKNOWN, ("assessed_on", "impacts"))
    assert judge_claim("8.7", Chain("x", date(2026, 1, 1), ()), ON, LIBRARY).verdict is Verdict.MET
    assert judge_claim("8.7", Chain("x", None, ()), ON, LIBRARY).lacked == ("assessed_on",)


@pytest.mark.parametrize(
    ("assessed_on", "verdict"),
    [
        (date(2026, 11, 20), Verdict.MET),
        (date(2025, 11, 20), Verdict.MET),
        (date(2025, 11, 18), Verdict.UNKNOWN),  # older than a year
        (date(2026, 11, 21), Verdict.UNKNOWN),  # not yet
    ],
)
def test_the_scan_is_at_most_a_year_old(assessed_on: date, verdict: Verdict) -> None:
    outcome = judge_claim("8.7", replace(CHAIN, assessed_on=assessed_on), ON, LIBRARY)
    assert outcome.verdict is verdict
    assert outcome.lacked == (() if verdict is Verdict.MET else ("assessed_on",))


@pytest.mark.parametrize("no_target", ["8", "99.9", "sdg-2015:8", "child_labour"])
def test_what_is_no_target_cannot_be_claimed(no_target: str) -> None:
    assert judge_claim(no_target, CHAIN, ON, LIBRARY).verdict is Verdict.NOT_APPLICABLE


def test_harm_avoided_and_contribution_stand_apart() -> None:
    columns = sort_targets(("7.2", "99.9"), CHAIN, ON, LIBRARY)
    assert columns.positive_contribution == ("sdg-2015:7.2",)
    assert "sdg-2015:8.7" in columns.harm_avoided
    assert "sdg-2015:7.2" not in columns.harm_avoided
    unhandled = replace(CHAIN, impacts=(replace(HANDLED, tracked=False),))
    assert sort_targets(("7.2",), unhandled, ON, LIBRARY).positive_contribution == ()


FILE = """chain: cotton from India
assessed_on: 2026-05-01
impacts:
  - {theme: child_labour, actual: true, involvement: directly_linked, measures: done, tracked: true}
claims: ["8.7", "8.10"]
"""


def test_a_file_of_claims_is_read() -> None:
    chain, claims = read_claims("claims.yaml", FILE, LIBRARY)
    assert chain == replace(CHAIN, impacts=(Impact("child_labour", True, "directly_linked", "done", True),))
    assert claims == ("8.7", "8.10")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('"8.10"', "8.10"), "line 5, key 'claims[1]': must be text; put it in quotes"),  # else it would be 8.1
        (("tracked", "trakced"), "line 4, key 'impacts[0].trakced': the key 'trakced' is not known. Did you mean"),
        (("child_labour", "childlabour"), "line 4, key 'impacts[0].theme': there is no theme 'childlabour'"),
        (("2026-05-01", "2026-02-30"), "line 2"),
        (("done", "finished"), "line 4, key 'impacts[0].measures'"),
        (("chain: cotton from India", "chain: x\nchain: y"), "line 2: the key 'chain' stands there twice"),
        (("claims:", "claims: &a"), "anchors"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(change: tuple[str, str], message: str) -> None:
    with pytest.raises(InputProblem) as caught:
        read_claims("claims.yaml", FILE.replace(*change), LIBRARY)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("key", "one", "most"), [("claims", "'8.7'", 200), ("impacts", "{theme: osh}", 500)])
def test_a_file_names_no_more_than_can_be_meant(key: str, one: str, most: int) -> None:
    other = "claims: ['8.7']\n" if key == "impacts" else ""
    read_claims("c.yaml", f"chain: x\n{other}{key}: [{', '.join([one] * most)}]\n", LIBRARY)
    with pytest.raises(InputProblem, match=f"{most}"):
        read_claims("c.yaml", f"chain: x\n{other}{key}: [{', '.join([one] * (most + 1))}]\n", LIBRARY)
