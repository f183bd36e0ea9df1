"""FIGARO and WIOD 2016 on small made-up files in their layouts (the real ones were not at hand)."""

import csv
import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.read import read_model

REGIONS, INDUSTRIES, USES = ("NL", "DE", "FIGW1"), ("A01", "C10T12"), ("P3_S14", "P51G", "P5M")
BELOW = ("D21X31", "D1", "B2A3G")
CELLS = [(region, industry) for region in REGIONS for industry in INDUSTRIES]
COLUMNS = [*CELLS, *((region, use) for region in REGIONS for use in USES)]
ROWS = [*CELLS, *(("W2", name) for name in BELOW)]
FLAT = "flatfile_eu-ic-io_ind-by-ind_24ed_2021.csv"
MATRIX = "matrix_eu-ic-io_ind-by-ind_24ed_2021.csv"


def numbers() -> NDArray[np.float64]:
    return np.random.default_rng(3).random((len(ROWS), len(COLUMNS))).round(3)


def write_flat(path: Path, skip: tuple[int, int] | None = None, twice: bool = False) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["icioiRow", "icioiCol", "refArea", "rowIi", "counterpartArea", "colIi", "obsValue"])
        for i, row in enumerate(ROWS):
            for j, column in enumerate(COLUMNS):
                if (i, j) != skip:
                    writer.writerow(["_".join(row), "_".join(column), *row, *column, numbers()[i, j]])
        if twice:
            writer.writerow(["NL_A01", "DE_A01", "NL", "A01", "DE", "A01", 1.0])


def write_matrix(path: Path) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["rowLabels", *("_".join(column) for column in COLUMNS)])
        writer.writerows([["_".join(row), *numbers()[i]] for i, row in enumerate(ROWS)])


@pytest.mark.parametrize("name", [FLAT, MATRIX])
def test_figaro(tmp_path: Path, name: str) -> None:
    (write_flat if name == FLAT else write_matrix)(tmp_path / name)
    parts = read_model(tmp_path / name)
    assert parts.id == "figaro-2021"
    assert parts.labels == CELLS
    assert parts.final_labels == COLUMNS[6:]
    np.testing.assert_array_equal(parts.table, numbers()[:6, :6])
    np.testing.assert_array_equal(parts.final, numbers()[:6, 6:])
    (below,) = parts.satellites
    assert [row[0] for row in below.rows] == list(BELOW)
    np.testing.assert_array_equal(below.totals, numbers()[6:, :6])
    assert below.final is not None
    np.testing.assert_array_equal(below.final, numbers()[6:, 6:])
    assert (parts.facts["edition"], parts.facts["year"]) == ("2024", 2021)


def test_figaro_from_an_archive(tmp_path: Path) -> None:
    write_flat(tmp_path / FLAT)
    with zipfile.ZipFile(tmp_path / "flatfile_eu-ic-io_ind-by-ind_24ed_2021.zip", "w") as archive:
        archive.write(tmp_path / FLAT, FLAT)
    parts = read_model(tmp_path / "flatfile_eu-ic-io_ind-by-ind_24ed_2021.zip")
    np.testing.assert_array_equal(parts.table, numbers()[:6, :6])


def test_figaro_with_a_pair_left_out_twice_or_no_number(tmp_path: Path) -> None:
    write_flat(tmp_path / FLAT, skip=(0, 2))
    parts = read_model(tmp_path / FLAT)
    assert parts.table[0, 2] == 0
    assert parts.facts["changes"] == ["pairs that the flat file does not name are zero"]
    write_flat(tmp_path / FLAT, twice=True)
    with pytest.raises(InputProblem, match="names the pair NL_A01 to DE_A01 more than once"):
        read_model(tmp_path / FLAT)
    text = (tmp_path / FLAT).read_text().splitlines()
    text[3] = text[3].rsplit(",", 1)[0] + ","
    (tmp_path / FLAT).write_text("\n".join(text))
    with pytest.raises(InputProblem, match=r"row 4, column 'obsValue': holds no number"):
        read_model(tmp_path / FLAT)
    text[3] = text[3] + "a lot"
    (tmp_path / FLAT).write_text("\n".join(text))
    with pytest.raises(InputProblem, match="holds what is no number"):
        read_model(tmp_path / FLAT)
    write_flat(tmp_path / FLAT)
    (tmp_path / FLAT).write_text((tmp_path / FLAT).read_text().partition("\n")[2])  # without its heading
    with pytest.raises(InputProblem):
        read_model(tmp_path / FLAT)
    for content in (b"\xa0\xb3,x\n1,2\n", (tmp_path / FLAT).read_bytes().replace(b"NL", b"\xff\xfe")):
        (tmp_path / FLAT).write_bytes(content)
        with pytest.raises(InputProblem):
            read_model(tmp_path / FLAT)
    (tmp_path / MATRIX).write_text("rowLabels,NL_A01\nNLA01,1\n")
    with pytest.raises(InputProblem, match="'NLA01' is not a region and an industry"):
        read_model(tmp_path / MATRIX)


def write_wiod2016(path: Path, regions: tuple[str, ...] = ("AUS", "ROW")) -> NDArray[np.float64]:
    columns = [f"{region}{number}" for region in regions for number in range(1, 57)]
    columns += [f"{region}{number}" for region in regions for number in range(57, 62)]
    values = np.random.default_rng(4).random((len(regions) * 56 + 4, len(columns))).round(2)
    rows = [[f"I{number:02d}", "", region, number] for region in regions for number in range(1, 57)]
    rows += [["II_fob", "", "TOT", 65], ["TXSP", "", "TOT", 66], ["VA", "", "TOT", 70], ["GO", "", "TOT", 73]]
    with gzip.open(path, "wt", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["IndustryCode", "IndustryDescription", "Country", "RNr", *columns, "TOT"])
        writer.writerows([[*row, *values[i], 0] for i, row in enumerate(rows)])
    return values


def test_wiod_2016(tmp_path: Path) -> None:
    path = tmp_path / "WIOT2014_October16_ROW.csv.gz"
    values = write_wiod2016(path)
    parts = read_model(path)
    assert parts.id == "wiod2016-2014"
    assert parts.labels[57] == ("ROW", "I02")
    assert parts.final_labels[:2] == [("AUS", "CONS_h"), ("AUS", "CONS_np")]
    np.testing.assert_array_equal(parts.table, values[:112, :112])
    np.testing.assert_array_equal(parts.final, values[:112, 112:])
    np.testing.assert_array_equal(parts.output, values[-1, :112])
    assert [row[0] for row in parts.satellites[0].rows] == ["TXSP", "VA"]


def test_wiod_2016_that_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "WIOT2014_October16_ROW.csv.gz"
    path.write_bytes(b"no gzip")
    with pytest.raises(InputProblem, match="cannot be read as CSV"):
        read_model(path)
    with gzip.open(path, "wt") as file:
        file.write("a,b\n1,2\n")
    with pytest.raises(InputProblem, match="lacks the columns Country, IndustryCode, RNr"):
        read_model(path)
    (tmp_path / "WIOT2014_Nov16_ROW.xlsb").write_bytes(b"")
    with pytest.raises(InputProblem, match="Write the R data as CSV, in R"):
        read_model(tmp_path / "WIOT2014_Nov16_ROW.xlsb")
