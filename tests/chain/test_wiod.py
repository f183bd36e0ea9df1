"""Every year of the WIOD 2013 release, its published measures, and the starter model derived from it."""

import csv
import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest

from scharnier.chain import ChainModel, check_model
from scharnier.chain.model import Manifest
from scharnier.chain.store import render_table
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.sources.wiod2013.build import build_starter
from scharnier.sources.wiod2013.parse import load_wiod_npz

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "mrio" / "wiod2013"
YEARS = sorted(int(path.stem[-4:]) for path in FOLDER.glob("wiot2013_*.npz"))
Published = dict[int, dict[tuple[str, str], float]]

pytestmark = pytest.mark.shared


def _load(shared_data: Path, year: int) -> ChainModel:
    return load_wiod_npz(shared_data / "mrio" / "wiod2013" / f"wiot2013_{year}.npz")


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Published:
    """Antras and Chor's measures: year -> (region, sector) -> gross output."""
    measures: Published = {}
    with gzip.open(shared_data / "mrio" / "wiod2013_gvc_measures_dev.csv.gz", "rt", newline="") as file:
        for row in csv.DictReader(file):
            cell = (row["cty_name"].upper(), f"c{row['ind_num']}")
            measures.setdefault(int(row["year"]), {})[cell] = float(row["GO"] or "nan")
    return measures


def test_the_years_are_there(shared_data: Path) -> None:
    assert FOLDER.is_relative_to(shared_data)
    assert len(YEARS) >= 14


@pytest.mark.parametrize("year", YEARS)
def test_each_year_loads_and_only_has_the_oddities_we_know(shared_data: Path, year: int) -> None:
    model = _load(shared_data, year)
    assert (model.id, len(model.regions), len(model.sectors)) == (f"wiod2013-{year}", 41, 35)
    findings = {finding.code: finding for finding in check_model(model)}
    assert {finding.level for finding in findings.values()} == {"note"}
    assert (
        {"no_output", "rounding"}
        <= set(findings)
        <= {"no_output", "rounding", "negative_final", "trade_without_output"}
    )
    assert 18 <= findings["no_output"].count <= 22
    assert 90 < findings["rounding"].worst < 115


@pytest.mark.parametrize("year", YEARS)
def test_output_is_the_published_one(shared_data: Path, published: Published, year: int) -> None:
    if year not in published:
        pytest.skip(f"no published measures for {year}")
    model = _load(shared_data, year)
    output = np.array([published[year][model.label(cell)] for cell in range(model.cells)])
    assert np.abs(model.output - output).max() <= 0.5


def test_a_table_of_another_kind_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    broken = tmp_path / "table.npz"
    broken.write_bytes(b"not a zip file")
    with pytest.raises(InputProblem, match="not a WIOD 2013 table"):
        load_wiod_npz(broken)
    np.savez(broken, Z=np.zeros((2, 2)))
    with pytest.raises(InputProblem, match="It should hold Z, Y, x"):
        load_wiod_npz(broken)
    with pytest.raises(InputProblem, match=r"absent.npz"):
        load_wiod_npz(tmp_path / "absent.npz")


@pytest.fixture(scope="module")
def built(shared_data: Path) -> tuple[ChainModel, dict[str, bytes]]:
    """The starter model, built anew."""
    return build_starter(shared_data)


def test_the_starter_that_ships_is_the_one_that_is_built(
    built: tuple[ChainModel, dict[str, bytes]], shared_data: Path, starter: ChainModel
) -> None:
    model, files = built
    assert build_starter(shared_data)[1] == files, "building twice gives the same bytes"
    # The table is compared by content: another release of the compression library may pack the same numbers otherwise.
    for name in ("flows", "output", "final", "inventories"):
        assert np.array_equal(getattr(model, name), getattr(starter, name))
    assert all(np.array_equal(model.stressors[name], starter.stressors[name]) for name in starter.stressors)
    assert files["wiod2013-2011.members.csv"] == content_path("chain/wiod2013-2011.members.csv").read_bytes()
    assert model.manifest.model_copy(update={"sha256": starter.manifest.sha256}) == starter.manifest
    assert sum(len(content) for content in files.values()) < 1_000_000


def test_the_starter_is_the_full_table_of_2011(shared_data: Path, starter: ChainModel) -> None:
    path = shared_data / "mrio" / "wiod2013" / "wiot2013_2011.npz"
    with np.load(path, allow_pickle=False) as table:
        assert np.array_equal(starter.flows, table["Z"])
        assert np.array_equal(starter.output, table["x"])
        assert starter.final.sum() + starter.inventories.sum() == table["Y"].sum()
    assert starter.manifest.inputs[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_compact_table_refuses_to_round(starter: ChainModel) -> None:
    from dataclasses import replace

    from scharnier.kernel.errors import ContentError

    with pytest.raises(ContentError, match="fractions"):
        render_table(replace(starter, flows=starter.flows * 0.5))


def test_the_manifest_says_who_when_and_what_it_cannot_say(starter: ChainModel) -> None:
    manifest: Manifest = starter.manifest
    assert manifest.error_bound == "exact"
    assert [source.licence for source in manifest.inputs] == ["CC-BY-4.0"] * 3
    assert len(manifest.caveats["nl"]) == len(manifest.caveats["en"]) >= 7
    text = " ".join(manifest.caveats["en"])
    for word in ("2011", "rest of the world", "basic prices", "taxes less subsidies"):
        assert word in text
