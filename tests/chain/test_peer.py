"""The same answers as pymrio, an established package, on the same table (where the bench extra is installed)."""

import numpy as np
import pytest

from scharnier.chain import ChainModel, Leontief, System, calc_multipliers, calc_origins

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


def test_every_account_of_the_test_system_is_that_of_pymrio() -> None:
    """A, L, M and the footprints by consumer and by producer of all extensions, from the contract of `System` alone."""
    peer = pymrio.load_test().calc_all()
    regions, sectors = zip(*peer.A.index, strict=True)
    system = System(peer.A, regions=list(regions), sectors=list(sectors))
    np.testing.assert_allclose(system.solve(np.eye(48)).values, peer.L.to_numpy(), rtol=1e-9, atol=1e-15)
    used = peer.Y.T.groupby(level="region", sort=False).sum().T
    np.testing.assert_allclose(system.footprint(used.sum(axis=1)), peer.x.to_numpy().ravel(), rtol=1e-9)
    for name in ("emissions", "factor_inputs"):
        extension = getattr(peer, name)
        intensities = extension.S.to_numpy()
        found = system.multipliers(extension.S)
        np.testing.assert_allclose(found.values, extension.M.to_numpy(), rtol=1e-9)
        assert (np.abs(found.values - extension.M.to_numpy()) <= (found.bound + 1e-12) * found.values).all()
        # By consumer, of one region after the other: what it uses of each sector, wherever that is made.
        for region in used.columns:
            bought = used[region].to_numpy()
            by_sector = (found.values * bought).reshape(len(intensities), 6, 8).sum(axis=1)
            np.testing.assert_allclose(by_sector, extension.D_cba[region].to_numpy(), rtol=1e-9, atol=1e-9)
        made = intensities * system.footprint(used.sum(axis=1))
        np.testing.assert_allclose(made, extension.D_pba.to_numpy(), rtol=1e-9)
        # What comes in from abroad: made elsewhere for what the region uses.
        for place, region in enumerate(used.columns):
            abroad = (intensities * system.footprint(used[region])).reshape(len(intensities), 6, 8)
            abroad[:, place] = 0
            np.testing.assert_allclose(
                abroad.sum(axis=(1, 2)), extension.D_imp[region].to_numpy().sum(axis=1), rtol=1e-9, atol=1e-9
            )
