"""The same answers as pymrio, an established package, on the same table (where the bench extra is installed)."""

import numpy as np
import pytest

from scharnier.chain import ChainModel, Leontief, calc_multipliers, calc_origins

pymrio = pytest.importorskip("pymrio", reason="the bench extra is not installed")
pandas = pytest.importorskip("pandas", reason="the bench extra is not installed")


def test_multipliers_and_origins_are_those_of_pymrio(starter: ChainModel, starter_system: Leontief) -> None:
    index = pandas.MultiIndex.from_product([starter.regions, starter.sectors])
    flows = pandas.DataFrame(starter.flows, index=index, columns=index)
    output = pandas.DataFrame(starter.output, index=index, columns=["indout"])
    totals = pandas.DataFrame(starter.stressors, index=index).T
    coefficients = pymrio.calc_A(flows, output)
    inverse = pymrio.calc_L(coefficients)
    intensities = pymrio.calc_S(totals, output)
    multipliers = pymrio.calc_M(intensities, inverse)
    for name, found in calc_multipliers(starter_system, starter.stressors).items():
        assert np.abs(found - multipliers.loc[name].to_numpy()).max() < 1e-9
    made = np.flatnonzero(starter.output > 0)[::14]
    demand = np.eye(starter.cells)[:, made]
    expected = intensities.loc["value_added"].to_numpy()[:, None] * inverse.to_numpy()[:, made]
    assert np.abs(calc_origins(starter_system, demand) - expected).max() < 1e-9
