"""Models on disk: what was stored comes back without a copy; what is damaged is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from scharnier.chain import System
from scharnier.chain.stored import MANIFEST, SEAL, StoredModel, list_stored, open_model, verify_model
from scharnier.chain.stored_files import hash_file
from scharnier.chain.stored_write import ModelParts, SatellitePart, write_model
from scharnier.kernel.errors import InputProblem

FACTS: dict[str, Any] = {
    "title": "Made-up table",
    "source": "test",
    "edition": "1",
    "year": 2000,
    "publisher": "nobody",
    "licence": "CC0-1.0",
    "licence_confidence": "verified",
    "attribution": "",
    "url": "",
    "price_basis": "basic prices",
    "unit": "million EUR",
}


def make_parts(id: str = "toy", regions: int = 3, sectors: int = 4, density: float = 1.0, seed: int = 1) -> ModelParts:
    """A productive table of random flows; about `density` of them are not zero."""
    random_ = np.random.default_rng(seed)
    n = regions * sectors
    flows = random_.random((n, n)) * (random_.random((n, n)) < density)
    final = random_.random((n, regions)) * n * max(density, 0.1) + 0.1
    labels = [(f"r{r}", f"s{s}") for r in range(regions) for s in range(sectors)]
    satellite = SatellitePart(
        "air", "Emissions to air", [("CO2", "kt", ""), ("CH4", "kt", "1999")], random_.random((2, n)), None
    )
    return ModelParts(
        id, labels, [(f"r{r}", "all") for r in range(regions)], flows, "Z", None, final, [satellite], dict(FACTS)
    )


@pytest.mark.parametrize(("density", "form"), [(1.0, "dense"), (0.2, "sparse")])
def test_what_is_stored_comes_back(tmp_path: Path, density: float, form: str) -> None:
    parts = make_parts(density=density)
    model = write_model(tmp_path, parts)
    assert model.manifest.form == form
    assert list_stored(tmp_path) == ("toy",)
    output = parts.table.sum(axis=1) + parts.final.sum(axis=1)
    np.testing.assert_allclose(model.output, output, rtol=1e-15)
    dense = model.coefficients if form == "dense" else model.coefficients.toarray()
    np.testing.assert_allclose(dense * output, parts.table, rtol=1e-14)
    twin = model.coefficients32 if form == "dense" else model.coefficients32.toarray()
    np.testing.assert_array_equal(twin, dense.astype(np.float32))
    assert model.labels == tuple(parts.labels)
    assert (model.regions[5], model.sectors[5]) == ("r1", "s1")
    assert model.final_labels == (("r0", "all"), ("r1", "all"), ("r2", "all"))
    air = model.satellite("air")
    assert air.rows == (("CO2", "kt", ""), ("CH4", "kt", "1999"))
    np.testing.assert_array_equal(air.totals, parts.satellites[0].totals)
    np.testing.assert_allclose(model.intensities("air", [1])[0] * output, parts.satellites[0].totals[1])
    assert model.manifest.changes == ["the source gives no output: it is the sum of each row"]
    assert verify_model(model) == []
    with pytest.raises(InputProblem, match=r"no satellite 'water'. It has: air."):
        model.satellite("water")


def test_nothing_is_copied_and_nothing_can_be_written(tmp_path: Path) -> None:
    for density in (1.0, 0.2):
        model = write_model(tmp_path, make_parts(f"m{density}", density=density))
        table = model.coefficients
        arrays = [model.output, model.final, model.satellite("air").totals]
        arrays += [table] if density == 1.0 else [table.data, table.indices, table.indptr]
        for array in arrays:
            base: Any = array
            while getattr(base, "base", None) is not None and not isinstance(base, np.memmap):
                base = base.base
            assert isinstance(base, np.memmap)
            assert not array.flags.writeable


def test_sparse_flows_give_the_same_model_as_dense_ones(tmp_path: Path) -> None:
    parts = make_parts(density=0.2)
    first = write_model(tmp_path / "a", parts)
    scarce = ModelParts(**{**vars(parts), "table": sparse.csr_array(parts.table)})
    second = write_model(tmp_path / "b", scarce)
    np.testing.assert_allclose(first.coefficients.toarray(), second.coefficients.toarray(), rtol=1e-15)


def test_coefficients_without_output_are_solved_for(tmp_path: Path) -> None:
    parts = make_parts()
    output = parts.table.sum(axis=1) + parts.final.sum(axis=1)
    given = ModelParts(**{**vars(parts), "table": parts.table / output, "given": "A"})
    np.testing.assert_allclose(write_model(tmp_path, given).output, output, rtol=1e-12)
    singular = ModelParts(**{**vars(parts), "table": np.eye(12), "given": "A", "id": "singular"})
    with pytest.raises(InputProblem, match="singular"):
        write_model(tmp_path, singular)
    assert list_stored(tmp_path) == ("toy",)


def test_purchases_of_cells_without_output_are_noted(tmp_path: Path) -> None:
    parts = make_parts()
    parts.table[3] = 0
    parts.final[3] = 0
    note = write_model(tmp_path, parts).manifest.notes[0]
    assert (note.code, note.count, note.where) == ("bought_without_output", 1, ["r0 s3"])
    assert note.worst == pytest.approx(parts.table[:, 3].sum())


def test_tiles_hold_the_same_table(tmp_path: Path) -> None:
    parts = make_parts(regions=5, sectors=90, density=0.2)
    model = write_model(tmp_path, parts)
    tiles = model.tiles
    assert tiles is not None
    assert tiles.cells == 450
    assert tiles.entries == model.manifest.entries
    total = float(np.sum(tiles.high[: tiles.entries], dtype=np.float64) + np.sum(tiles.low[: tiles.entries]))
    assert total == pytest.approx(model.coefficients.sum(), rel=1e-12)
    assert write_model(tmp_path, make_parts("small", density=0.2)).tiles is None


@pytest.mark.parametrize(("regions", "density"), [(3, 1.0), (3, 0.2), (6, 0.2)])
def test_a_system_opened_from_disk_answers_as_one_in_memory(tmp_path: Path, regions: int, density: float) -> None:
    model = write_model(tmp_path, make_parts(regions=regions, sectors=100, density=density))
    table = model.coefficients if density == 1.0 else model.coefficients.toarray()
    intensities = model.intensities("air")
    expected = intensities @ np.linalg.inv(np.eye(model.manifest.cells) - table)
    answer = System.open(model.folder).multipliers(intensities)
    np.testing.assert_allclose(answer.values, expected, rtol=1e-9)
    assert (np.abs(answer.values - expected) <= answer.bound * expected + 1e-14 * expected.max()).all()
    assert (model.tiles is not None) == (regions == 6)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 0xFF
    path.write_bytes(content)


@pytest.fixture
def stored(tmp_path: Path) -> StoredModel:
    return write_model(tmp_path, make_parts())


@pytest.mark.parametrize("name", ["A.npy", "A32.npy", "x.npy", "Y.npy", "cells.csv", "satellite_air.npy"])
def test_a_missing_or_cut_file_is_seen_on_opening(stored: StoredModel, name: str) -> None:
    cut(stored.folder / name)
    with pytest.raises(InputProblem, match=rf"{name}: model toy is damaged: the file has \d+ bytes.*Add the model"):
        open_model(stored.folder)
    (stored.folder / name).unlink()
    with pytest.raises(InputProblem, match=rf"{name}: model toy is damaged: the file is missing"):
        open_model(stored.folder)
    assert [name in str(problem) for problem in verify_model(stored)] == [True]


@pytest.mark.parametrize("name", ["A.npy", "Y.npy", "cells.csv", "satellite_air.npy"])
def test_a_changed_byte_is_found_by_its_hash(stored: StoredModel, name: str) -> None:
    flip(stored.folder / name)
    (problem,) = verify_model(open_model(stored.folder))
    assert name in str(problem)
    assert "hash" in str(problem)


@pytest.mark.parametrize("name", [MANIFEST, SEAL])
def test_a_changed_manifest_is_refused(stored: StoredModel, name: str) -> None:
    flip(stored.folder / name)
    with pytest.raises(InputProblem, match="hash"):
        open_model(stored.folder)


def reseal(stored: StoredModel, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = json.loads((stored.folder / MANIFEST).read_text())
    change(manifest)
    (stored.folder / MANIFEST).write_text(json.dumps(manifest))
    (stored.folder / SEAL).write_text(hash_file(stored.folder / MANIFEST))


def test_a_manifest_that_lies_is_refused(stored: StoredModel) -> None:
    reseal(stored, lambda manifest: manifest.update(cells=11))
    with pytest.raises(InputProblem, match="damaged: it holds float64"):
        _ = open_model(stored.folder).coefficients
    with pytest.raises(InputProblem, match="should have 11 rows"):
        _ = open_model(stored.folder).labels
    reseal(stored, lambda manifest: manifest["files"].update({"../x": {"size": 1, "sha256": ""}}))
    with pytest.raises(InputProblem, match="not a plain file name"):
        open_model(stored.folder)
    reseal(stored, lambda manifest: manifest.update(format=2))
    with pytest.raises(InputProblem, match="format"):
        open_model(stored.folder)


def test_a_file_with_objects_is_never_loaded(stored: StoredModel) -> None:
    np.save(stored.folder / "x.npy", np.array([{}], dtype=object), allow_pickle=True)
    mark = {"size": (stored.folder / "x.npy").stat().st_size, "sha256": ""}
    reseal(stored, lambda manifest: manifest["files"].update({"x.npy": mark}))
    with pytest.raises(InputProblem, match="cannot be read"):
        _ = open_model(stored.folder).output


def test_what_is_no_model(tmp_path: Path, stored: StoredModel) -> None:
    with pytest.raises(InputProblem, match="no chain model here"):
        open_model(tmp_path / "nothing")
    with pytest.raises(InputProblem, match="no chain model here"):
        open_model(stored.folder / "x.npy")
    assert list_stored(tmp_path / "nothing") == ()


def test_a_taken_name_a_bad_name_and_a_foreign_folder(tmp_path: Path) -> None:
    write_model(tmp_path, make_parts())
    with pytest.raises(InputProblem, match=r"there is a model toy already. Use --replace"):
        write_model(tmp_path, make_parts(seed=2))
    new = write_model(tmp_path, make_parts(seed=2), replace=True)
    np.testing.assert_allclose(new.final, make_parts(seed=2).final)
    for bad in ("../toy", "", "Toy", "a b", ".toy"):
        with pytest.raises(InputProblem, match="cannot name a model"):
            write_model(tmp_path, make_parts(bad))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(InputProblem, match="not a model; it would be lost"):
        write_model(tmp_path, make_parts("mine"), replace=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputProblem, match="cannot be written"):
        write_model(tmp_path / "file", make_parts())


def test_shapes_that_do_not_fit(tmp_path: Path) -> None:
    parts = make_parts()
    with pytest.raises(InputProblem, match=r"final use has shape \(11, 3\), expected \(12, 3\)"):
        write_model(tmp_path, ModelParts(**{**vars(parts), "final": parts.final[1:]}))
    assert not (tmp_path / "toy").exists()


def test_a_store_that_may_not_be_read_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "toy").mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "is_file", refuse)
        assert list_stored(tmp_path) == ("toy",)  # named, and not passed over
    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(InputProblem, match=r"cannot be read \(Permission denied\). Use --store"):
        list_stored(tmp_path)


def test_facts_that_lack_are_named(tmp_path: Path) -> None:
    parts = make_parts()
    told = {name: fact for name, fact in parts.facts.items() if name not in {"unit", "licence"}}
    with pytest.raises(InputProblem, match=r"facts lack licence, unit\. Give them"):
        write_model(tmp_path, ModelParts(**{**vars(parts), "facts": told}))
    assert list_stored(tmp_path) == ()
