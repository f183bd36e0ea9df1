"""Lines beside NumPy, unknown cells and groups, and what is refused."""

import numpy as np
import pytest

from scharnier.chain.lines import calc_lines
from scharnier.kernel.errors import InputProblem


@pytest.mark.parametrize("stressors", [1, 7, 8, 40])
@pytest.mark.parametrize("lines", [0, 1, 999, 50_000])
def test_equals_numpy(lines: int, stressors: int) -> None:
    rng = np.random.default_rng(lines + stressors)
    cells, suppliers = rng.integers(-1, 30, lines), rng.integers(-1, 11, lines)
    amount, M = rng.normal(0, 100, lines), rng.random((stressors, 30))
    found = calc_lines(cells, amount, M, group_of_line=suppliers, groups=11)
    expected = np.where(cells[:, None] >= 0, M.T[cells] * amount[:, None], np.nan)
    assert found.lines is not None
    assert found.groups is not None
    np.testing.assert_array_equal(found.lines, expected)
    sums = np.zeros((11, stressors))
    kept = (cells >= 0) & (suppliers >= 0)
    np.add.at(sums, suppliers[kept], expected[kept])
    np.testing.assert_allclose(found.groups, sums, rtol=1e-12, atol=1e-9)
    assert found.without_cell == int((cells < 0).sum())
    assert found.amount_without_cell == pytest.approx(amount[cells < 0].sum())
    only = calc_lines(cells.astype(np.int32), amount, M, group_of_line=suppliers, groups=11, per_line=False)
    assert only.lines is None
    np.testing.assert_array_equal(only.groups, found.groups)


def test_writes_where_it_is_told_in_single_precision() -> None:
    out = np.empty((3, 2), np.float32)
    found = calc_lines([0, 1, 1], [1.0, 10.0, -5.0], [[1.0, 2.0], [3.0, 4.0]], out=out)
    assert found.lines is out
    assert out.tolist() == [[1, 3], [20, 40], [-10, -20]]
    assert found.groups is None


@pytest.mark.parametrize(
    ("cells", "amount", "more", "message"),
    [
        ([0, 2], [1.0, 1.0], {}, "may hold 0 to 1"),
        ([0, -2], [1.0, 1.0], {}, "may hold 0 to 1"),
        ([0.5, 1.0], [1.0, 1.0], {}, "whole number"),
        ([0, 1], [1.0], {}, "as many"),
        ([0, 1], [1.0, np.nan], {}, "line 1"),
        ([0, 1], [1.0, 1.0], {"group_of_line": [0, 5], "groups": 3}, "may hold 0 to 2"),
        ([0, 1], [1.0, 1.0], {"out": np.empty((2, 2))}, "2 x 1"),
    ],
)
def test_unfit_lines_are_refused(cells: list[int], amount: list[float], more: dict[str, object], message: str) -> None:
    with pytest.raises(InputProblem, match=message):
        calc_lines(cells, amount, [[1.0, 2.0]], **more)  # type: ignore[arg-type]
