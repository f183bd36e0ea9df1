"""A table made coarser: by hand, conservation, and the error of the real table with its industries added up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from scharnier.chain import ChainModel, System
from scharnier.chain.aggregate import Label, aggregate_table, compare_multipliers, group_by_label
from scharnier.chain.leontief import calc_coefficients
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]


def multiply(flows: Array, output: Array, totals: Array) -> Array:
    made = np.where(output > 0, output, 1.0)
    result: Array = (totals / made) @ np.linalg.inv(np.eye(len(output)) - flows / made)
    return result


def test_two_industries_added_up_by_hand() -> None:
    labels = [("A", "steel"), ("A", "cars"), ("A", "food")]
    flows = np.array([[10.0, 20, 0], [0, 10, 5], [0, 0, 5]])
    output = np.array([50.0, 100, 50])
    totals = np.array([[50.0, 10, 10]])
    coarse = aggregate_table(
        flows, output, totals, output[:, None],
        group_by_label(labels, {"steel": {"metal": 1}, "cars": {"metal": 1}, "food": {"food": 1}}),
    )  # fmt: skip
    assert coarse.labels == (("A", "metal"), ("A", "food"))
    assert coarse.flows.tolist() == [[40.0, 5.0], [0.0, 5.0]]
    assert coarse.output.tolist() == [150.0, 50.0]
    assert coarse.totals.tolist() == [[60.0, 10.0]]
    # Metal: f = 60 / 150 = 0.4, a = 40 / 150, so m = 0.4 / (1 - 4 / 15) = 6 / 11. Steel: 1 / (1 - 0.2) = 1.25.
    # Cars: (0.1 + 0.2 x 1.25) / (1 - 0.1) = 0.38889.
    fine, rough = multiply(flows, output, totals), multiply(coarse.flows, coarse.output, coarse.totals)
    assert rough[0, 0] == pytest.approx(6 / 11)
    found = compare_multipliers(fine, rough, coarse.share, ["metal", "metal", "food"], output)
    assert found.labels == ("metal", "food")
    assert found.p05[0, 0] == pytest.approx(0.35 / 0.9 / (6 / 11))
    assert found.p50[0, 0] == pytest.approx(0.35 / 0.9 / (6 / 11)), "cars are two thirds of the output"
    assert found.p95[0, 0] == pytest.approx(1.25 / (6 / 11))
    assert found.members.tolist() == [2, 1]
    only_steel = compare_multipliers(fine, rough, coarse.share, ["metal", "metal", "food"], [1.0, 0, 0])
    assert only_steel.total_fine == pytest.approx(1.25)
    assert only_steel.total_coarse == pytest.approx(6 / 11)
    assert np.isnan(only_steel.p50[0, 1])


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), as_sparse=st.booleans())
def test_totals_stay_and_value_added_is_never_in_error(seed: int, as_sparse: bool) -> None:
    rng = np.random.default_rng(seed)
    regions, sectors = ["A", "B"], [f"s{number}" for number in range(6)]
    labels: list[Label] = [(region, sector) for region in regions for sector in sectors]
    split = rng.dirichlet([1.0, 1.0], 6)
    concordance = {
        sector: {"x": float(w[0]), "y": float(w[1])} if number % 2 else {"z": 1.0}
        for number, (sector, w) in enumerate(zip(sectors, split, strict=True))
    }
    flows = rng.random((12, 12))
    output = flows.sum(axis=0) * rng.uniform(1.1, 3, 12)
    totals = np.stack([rng.random(12), output - flows.sum(axis=0)])
    use = rng.random((12, 3))
    groups = group_by_label(labels, concordance)
    coarse = aggregate_table(sparse.csr_array(flows) if as_sparse else flows, output, totals, use, groups)
    assert len(coarse.labels) == 6
    for fine_part, part in (
        (flows, coarse.flows), (output, coarse.output), (use.sum(axis=0), coarse.use.sum(axis=0)),
        (totals.sum(axis=1), coarse.totals.sum(axis=1)),
    ):  # fmt: skip
        assert part.sum() == pytest.approx(fine_part.sum())
    dense = groups[1].toarray()
    assert coarse.flows == pytest.approx(dense @ flows @ dense.T)
    fine, rough = multiply(flows, output, totals), multiply(coarse.flows, coarse.output, coarse.totals)
    found = compare_multipliers(fine, rough, coarse.share, [sector for _, sector in labels], output)
    assert found.p50[1] == pytest.approx(1.0), "a euro is a euro of value added in both"
    assert (found.p05 <= found.p50).all()
    assert (found.p50 <= found.p95).all()
    # Nothing added up, nothing in error.
    same = aggregate_table(flows, output, totals, use, group_by_label(labels, {s: {s: 1.0} for s in sectors}))
    alike = multiply(same.flows, same.output, same.totals)
    none = compare_multipliers(fine, alike, same.share, [s for _, s in labels], output)
    assert none.p05 == pytest.approx(1.0)
    assert none.p95 == pytest.approx(1.0)


def test_the_real_table_with_its_manufacturing_added_up(starter: ChainModel) -> None:
    labels = [starter.label(cell) for cell in range(starter.cells)]
    sections = {s: {"manufacturing" if 3 <= int(s[1:]) <= 16 else s: 1.0} for s in starter.sectors}
    totals = np.stack([np.nan_to_num(starter.stressors[name]) for name in ("co2_kt", "value_added")])
    coarse = aggregate_table(starter.flows, starter.output, totals, starter.final, group_by_label(labels, sections))
    assert len(coarse.labels) == 41 * 22
    assert coarse.use.sum() == pytest.approx(starter.final.sum())

    def solve(flows: Array, output: Array, stressors: Array, regions: list[str]) -> Array:
        intensities = np.divide(stressors, output, out=np.zeros_like(stressors), where=output > 0)
        return System(calc_coefficients(flows, output), regions).multipliers(intensities).values

    fine = solve(starter.flows, starter.output, totals, [region for region, _ in labels])
    rough = solve(coarse.flows, coarse.output, coarse.totals, [region for region, _ in coarse.labels])
    groups = [next(iter(sections[sector])) for _, sector in labels]
    found = compare_multipliers(fine, rough, coarse.share, groups, np.maximum(starter.final.sum(axis=1), 0))
    at = found.labels.index("manufacturing")
    assert found.p05[0, at] < 0.7
    assert found.p95[0, at] > 1.3, "steel and clothing are not the same"
    others = np.delete(found.p95[0] - found.p05[0], at)
    assert found.p95[0, at] - found.p05[0, at] > 3 * np.nanmedian(others)
    assert found.p50[1] == pytest.approx(1.0, abs=1e-6)
    assert found.total_coarse == pytest.approx(found.total_fine, rel=0.05)


def test_a_concordance_that_loses_or_doubles_is_refused() -> None:
    labels = [("A", "s"), ("A", "t")]
    with pytest.raises(InputProblem, match="no row for t"):
        group_by_label(labels, {"s": {"x": 1.0}})
    with pytest.raises(InputProblem, match="weights of s add up"):
        group_by_label(labels, {"s": {"x": 0.9}, "t": {"x": 1.0}})
    with pytest.raises(InputProblem, match="1 cells are not shared out"):
        aggregate_table(
            np.zeros((2, 2)), np.ones(2), np.ones(2), np.ones(2), ((("A", "x"),), sparse.csr_array([[1.0, 0.5]]))
        )
    with pytest.raises(InputProblem, match="fit"):
        compare_multipliers(np.ones((1, 2)), np.ones((1, 1)), np.ones((1, 3)), ["a", "b"], np.ones(2))


def test_a_coarse_multiplier_of_zero_is_left_out_and_counted() -> None:
    found = compare_multipliers([[1.0, 2.0, 3.0]], [[0.0, 2.0]], np.array([[1.0, 0, 0], [0, 1, 1]]), "aab", [1.0, 3, 1])
    assert found.left_out.tolist() == [[0.25, 0.0]]
    assert (found.p50[0, 0], found.p50[0, 1]) == (1.0, 1.5)
