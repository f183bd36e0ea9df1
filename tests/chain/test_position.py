"""Upstreamness and downstreamness: by hand, against the published figures of every year, and against each other."""

import csv
import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scharnier.chain import ChainModel, System, calc_downstreamness, calc_upstreamness
from scharnier.chain.position import INVENTORIES
from scharnier.chain.stored_write import write_model
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.read import read_model
from scharnier.sources.wiod2013.parse import load_wiod_npz

Maker = Callable[..., ChainModel]
Array = NDArray[np.float64]
FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "mrio" / "wiod2013"
YEARS = sorted(int(path.stem[-4:]) for path in FOLDER.glob("wiot2013_*.npz"))
Published = dict[int, dict[tuple[str, str], tuple[float, float]]]


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Published:
    """Antras and Chor's measures: year -> (region, sector) -> (upstreamness, downstreamness)."""
    measures: Published = {}
    with gzip.open(shared_data / "mrio" / "wiod2013_gvc_measures_dev.csv.gz", "rt", newline="") as file:
        for row in csv.DictReader(file):
            figures = (float(row["GVC_Ui"] or "nan"), float(row["GVC_Di"] or "nan"))
            measures.setdefault(int(row["year"]), {})[row["cty_name"].upper(), f"c{row['ind_num']}"] = figures
    return measures


@pytest.mark.shared
@pytest.mark.parametrize("year", YEARS)
def test_both_are_the_published_ones(shared_data: Path, published: Published, year: int) -> None:
    if year not in published:
        pytest.skip(f"no published measures for {year}")
    model = load_wiod_npz(shared_data / "mrio" / "wiod2013" / f"wiot2013_{year}.npz")
    truth = np.array([published[year][model.label(cell)] for cell in range(model.cells)])
    made, large = model.output > 0, model.output > 1000
    for measure, expected in ((calc_upstreamness, truth[:, 0]), (calc_downstreamness, truth[:, 1])):
        gap = np.abs(measure(model) - expected)
        # The authors had the table unrounded: what is left is what rounding to whole millions takes away.
        assert np.nanmedian(gap[made]) < 0.006
        assert np.nanmedian(gap[large]) < 0.004
        assert np.nanmax(gap[large]) < 0.12
        assert np.nanpercentile(gap[large], 99) < 0.085
        # They corrected for inventories: without that nothing fits as well.
        plain = np.abs(measure(model, inventory_correction=False) - expected)
        assert np.nanmedian(plain[made]) > 1.9 * np.nanmedian(gap[made])


@pytest.mark.shared
def test_a_stored_table_gives_the_same(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "mrio" / "wiod2013" / "wiot2013_2011.npz"
    stored, loaded = write_model(tmp_path, read_model(path)), load_wiod_npz(path)
    some = loaded.output > 0
    for measure in (calc_upstreamness, calc_downstreamness):
        # What cells without output bought has no place in coefficients: a few millions in all.
        np.testing.assert_allclose(measure(stored)[some], measure(loaded)[some], rtol=1e-9)
        assert np.array_equal(measure(stored, inventories=["c42"]), measure(stored), equal_nan=True)
        with pytest.raises(InputProblem, match="no column of changes in inventories"):
            measure(stored, inventories=["stocks"])


def test_a_chain_by_hand(toy: Maker) -> None:
    # Farm sells all to mill, mill all to baker, baker all to people: three steps up, three steps down.
    model = toy([[0, 4, 0], [0, 0, 8], [0, 0, 0]], [4, 8, 10])
    assert calc_upstreamness(model).tolist() == [3, 2, 1]
    # The farm has no inputs (1); half of what the mill makes is grain (1.5); eight tenths of the bread is flour.
    assert calc_downstreamness(model) == pytest.approx([1, 1 + 0.5 * 1, 1 + 0.8 * 1.5], rel=1e-14)


def test_what_goes_into_stock_is_not_sold(toy: Maker) -> None:
    # Of the farm's 4 the mill took 2 and the barn 2: all that was sold went to the mill.
    model = toy([[0, 2], [0, 0]], [4, 8], final=[[0], [8]], inventories=[[2], [0]])
    assert calc_upstreamness(model).tolist() == [2, 1]
    assert calc_upstreamness(model, inventory_correction=False).tolist() == [1.5, 1]
    assert calc_downstreamness(model).tolist() == [1, 1 + 2 * (4 / 2) / 8]
    assert calc_downstreamness(model, inventory_correction=False).tolist() == [1, 1.25]


def test_nothing_sold_or_made_is_unknown_and_no_way_out_is_said(toy: Maker) -> None:
    model = toy([[0, 0], [0, 0]], [0, 5])
    assert np.isnan(calc_upstreamness(model)[0])
    assert np.isnan(calc_downstreamness(model)[0])
    closed = toy([[0, 2, 0], [2, 0, 0], [0, 0, 0]], [2, 2, 5])
    with pytest.raises(InputProblem, match="never reach final use"):
        calc_upstreamness(closed)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 8))
def test_both_against_the_inverse_and_their_known_means(toy: Maker, seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    flows = rng.lognormal(0, 2, (n, n)) * (rng.random((n, n)) < 0.6)
    final = rng.lognormal(0, 1, n)
    output = flows.sum(axis=1) + final
    # Scale the columns until everybody has some value added, and balance again.
    for _ in range(200):
        excess = flows.sum(axis=0) / (0.9 * output)
        if excess.max() <= 1:
            break
        flows = flows / np.maximum(excess, 1)
        output = flows.sum(axis=1) + final
    model = toy(flows, output, final=final[:, None])
    inverse = np.linalg.inv(np.eye(n) - flows / output)
    up, down = calc_upstreamness(model), calc_downstreamness(model)
    assert (up >= 1 - 1e-12).all()
    assert (down >= 1 - 1e-12).all()
    assert down == pytest.approx(inverse.sum(axis=0), rel=1e-9)
    assert down == pytest.approx(System(flows / output).multipliers(np.ones(n)).values, rel=1e-9)
    # Fally: weighed by final use the steps down, and weighed by value added the steps up, are the same length.
    kept = output - flows.sum(axis=0)
    assert final @ down == pytest.approx(output.sum(), rel=1e-9)
    assert kept @ up == pytest.approx(output.sum(), rel=1e-9)
    # Less sold to final users, and so a larger share to others: nobody comes nearer to final use.
    further = replace(model, final=final[:, None] * 0.5)
    assert (calc_upstreamness(further) >= up - 1e-9).all()


def test_how_the_sources_name_what_goes_into_stock() -> None:
    known = ["Changes in inventories", "Changes in inventories P.52", "INVNT", "INV", "INVEN", "c42", "P5M", "P52"]
    assert all(INVENTORIES.search(name) for name in known)
    others = [
        "Gross fixed capital formation",
        "GFCF",
        "P5",
        "P51G",
        "Changes in valuables",
        "Investment",
        "c41",
        "DISC",
    ]
    assert not any(INVENTORIES.search(name) for name in others)
