"""Real numbers of EXIOBASE 3 (2019, domestic flows of three countries), laid out as its archive, read and checked.

The extract holds flows above a cut-off only and no final use or output; those are made up here so that rows add up.
"""

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scharnier.chain import System
from scharnier.chain.stored_check import check_stored
from scharnier.chain.stored_write import write_model
from scharnier.sources.mrio.read import read_model

COUNTRIES = ("DE", "FR", "IN")
pytestmark = pytest.mark.shared


def write_archive(
    extract: Path, folder: Path
) -> tuple[list[tuple[str, str]], NDArray[np.float64], NDArray[np.float64]]:
    """Labels, flows and final use, written as tab-separated text with the real names of the industries."""
    with (extract / "industry.csv").open(encoding="utf-8") as file:
        names = {row["industry_id"]: row["name"] for row in csv.DictReader(file)}
    labels = [(country, name) for country in COUNTRIES for name in dict.fromkeys(names.values())]
    place = {label: at for at, label in enumerate(labels)}
    flows = np.zeros((len(labels), len(labels)))
    for country in COUNTRIES:
        with gzip.open(extract / f"{country}_domestic_trade.csv.gz", "rt", encoding="utf-8") as packed:
            for row in csv.DictReader(packed):
                seller, buyer = (country, names[row["industry1"]]), (country, names[row["industry2"]])
                flows[place[seller], place[buyer]] += float(row["amount"])
    final = np.zeros((len(labels), len(COUNTRIES)))
    final[np.arange(len(labels)), np.arange(len(labels)) // (len(labels) // 3)] = flows.sum(axis=0) + 1.0
    folder.mkdir()
    uses = [(country, "final use") for country in COUNTRIES]
    for name, columns, values in (("Z", labels, flows), ("Y", uses, final)):
        heads = [["region", "", *(r for r, _ in columns)], ["sector", "", *(s for _, s in columns)]]
        lines = [[*label, *map(repr, row.tolist())] for label, row in zip(labels, values, strict=True)]
        body = [*heads, ["region", "sector", *[""] * len(columns)], *lines]
        (folder / f"{name}.txt").write_text("\n".join("\t".join(line) for line in body) + "\n", encoding="utf-8")
    units = "".join(f"{region}\t{sector}\tM.EUR\n" for region, sector in labels)
    (folder / "unit.txt").write_text(f"region\tsector\tunit\n{units}", encoding="utf-8")
    files = {n: {"name": f"{n}.txt", "nr_index_col": "2", "nr_header": "1" if n == "unit" else "2"} for n in "ZY"}
    files["unit"] = {"name": "unit.txt", "nr_index_col": "2", "nr_header": "1"}
    (folder / "file_parameters.json").write_text(json.dumps({"files": files, "systemtype": "IOSystem"}))
    about = {"description": "extract of 2019", "name": "IO", "system": "ixi", "version": "v3", "history": []}
    (folder / "metadata.json").write_text(json.dumps(about))
    return labels, flows, final


def test_real_flows_and_names_come_through(shared_data: Path, tmp_path: Path) -> None:
    pytest.importorskip("pymrio")
    labels, flows, final = write_archive(shared_data / "mrio" / "exiobase_2019_extract", tmp_path / "IOT_2019_ixi")
    model = write_model(tmp_path / "store", read_model(tmp_path / "IOT_2019_ixi", "exiobase3"))
    assert model.labels == tuple(labels)
    assert ("DE", "Paddy rice") in labels
    np.testing.assert_array_equal(model.final, final)
    np.testing.assert_allclose(model.output, flows.sum(axis=1) + final.sum(axis=1), rtol=1e-15)
    np.testing.assert_allclose(model.coefficients.toarray() * model.output, flows, rtol=1e-13)
    assert model.manifest.licence == "CC-BY-SA-4.0"
    assert {finding.level for finding in check_stored(model)} <= {"note"}
    made = System.open(model.folder).footprint(final.sum(axis=1))
    np.testing.assert_allclose(made, model.output, rtol=1e-9)
