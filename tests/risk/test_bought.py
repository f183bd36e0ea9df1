"""What counts as bought: only where it weighs; the same for one cell and for all cells at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.risk.bought import FAIR_PART, Bought, as_bought, calc_bought
from scharnier.risk.evidence import Record
from scharnier.risk.likelihood import Likelihoods, calc_likelihoods
from scharnier.risk.reading import BASES, WIDELY

from .builders import GOODS, ON, SECTORS, chain_model, evidence_base, record

GROUP = ("PAK", "GHA", "KEN", "FJI", "BEN", "TGO", "SEN")
MEMBERS = {"IND": [("IND", 1.0)], "NLD": [("NLD", 1.0)], "ROW": [(place, 1 / 7) for place in GROUP]}
CELLS = len(MEMBERS) * len(SECTORS)


def weigh(parts: dict[str, float]) -> Bought:
    """Goods that bring the same part of the exposure everywhere."""
    total = np.full(CELLS, 200.0)
    return calc_bought({good: total * part for good, part in parts.items()}, total, tuple(MEMBERS), MEMBERS, SECTORS)


def judge(records: list[Record], bought: Bought) -> Likelihoods:
    return calc_likelihoods(evidence_base(records), chain_model(MEMBERS), bought, ON)


def test_a_good_counts_from_a_fair_part_on_and_a_country_of_a_group_goes_with_the_group() -> None:
    assert FAIR_PART == 0.25
    bought = weigh({"cotton": 0.25, "cocoa": 0.2499})
    assert bought.counts("cotton", "IND", "c1")
    assert bought.counts("cotton", "GHA", "c1")
    assert not bought.counts("cocoa", "IND", "c1")
    assert not bought.counts("gold", "IND", "c2")
    assert not bought.counts("cotton", "USA", "c1")
    assert as_bought({"gold"}).counts("gold", "USA", "c2")


def test_where_credits_outweigh_purchases_nothing_counts_as_bought() -> None:
    total = np.zeros(CELLS)
    total[0] = -5.0
    bought = calc_bought({"cotton": np.full(CELLS, 3.0)}, total, tuple(MEMBERS), MEMBERS, SECTORS)
    assert not any(bought.counts("cotton", region, sector) for region in MEMBERS for sector in SECTORS)


@pytest.mark.parametrize(("part", "level", "basis"), [(0.5, 5, "product"), (0.1, 4, "sector")])
def test_the_same_listing_says_more_where_the_good_weighs(part: float, level: int, basis: str) -> None:
    found = judge([record("child_labour", "IND", 5, good="cotton")], weigh({"cotton": part}))
    answer = found.judge("child_labour", "IND", "c1")
    assert answer is not None
    assert (answer.level, BASES[answer.basis]) == (level, basis)


@pytest.mark.parametrize(("named", "level"), [(1, 4), (3, 4), (WIDELY, 5), (len(GROUP), 5)])
def test_a_group_is_lifted_to_the_top_only_where_many_of_its_countries_are_named(named: int, level: int) -> None:
    records = [record("child_labour", place, 5, good="cocoa") for place in GROUP[:named]]
    records += [record("child_labour", place, 1, dataset="index") for place in GROUP[named:]]
    answer = judge(records, weigh({"cocoa": 0.9})).judge("child_labour", "ROW", "c1")
    assert answer is not None
    assert answer.level == level


RECORDS = st.lists(
    st.builds(
        record,
        st.sampled_from(["child_labour", "foa_cb"]),
        st.sampled_from(["IND", "NLD", *GROUP]),
        st.integers(1, 5),
        good=st.sampled_from([None, *GOODS]),
        dataset=st.sampled_from(["listing", "index"]),
    ),
    max_size=25,
)


@settings(max_examples=80, deadline=None)
@given(RECORDS, st.dictionaries(st.sampled_from(sorted(GOODS)), st.sampled_from([0.0, 0.1, 0.25, 1.0])))
def test_all_cells_at_once_equal_the_definition_for_one_cell(records: list[Record], parts: dict[str, float]) -> None:
    found = judge(records, weigh(parts))
    for theme in ("child_labour", "foa_cb"):
        for r, region in enumerate(found.regions):
            for s, sector in enumerate(SECTORS):
                one, t = found.judge(theme, region, sector), found.themes.index(theme)
                at_once = tuple(int(values[t, r, s]) for values in (found.level, found.low, found.high, found.basis))
                assert at_once[0] == (one.level if one else 0)
                if one:
                    assert at_once == (one.level, one.low, one.high, one.basis)
