"""Every layout against the files themselves, read here a second time by other means."""

import csv
import shutil
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from python_calamine import CalamineWorkbook

from scharnier.chain.stored import StoredModel, verify_model
from scharnier.chain.stored_write import ModelParts, write_model
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.detect import KEYS, detect_layout, year_in
from scharnier.sources.mrio.read import Choice, read_model

pytestmark = pytest.mark.shared


def add(path: Path, store: Path, **choice: object) -> StoredModel:
    """Read and store."""
    return write_model(store, read_model(path, choice=Choice(**choice)))  # type: ignore[arg-type]


def flows(model: StoredModel) -> NDArray[np.float64]:
    table = model.coefficients if model.manifest.form == "dense" else model.coefficients.toarray()
    result: NDArray[np.float64] = table * model.output
    return result


def text_table(path: Path, skip_rows: int, skip_columns: int, separator: str = "\t") -> NDArray[np.float64]:
    """The numbers of a text file, its heading rows and columns left out."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=separator))[skip_rows:]
    return np.array([[float(value) for value in row[skip_columns:]] for row in rows if row])


def test_exiobase_3(mocks: Path, tmp_path: Path) -> None:
    folder = mocks / "exio3_mock"
    model = add(folder, tmp_path)
    assert (model.manifest.cells, model.manifest.regions, model.manifest.sectors) == (48, 6, 8)
    assert (model.manifest.source, model.manifest.edition, model.manifest.year) == ("exiobase", "v3.4_mock", 2009)
    assert model.id == "exiobase3-v3.4-mock-2009"
    np.testing.assert_array_equal(model.coefficients, text_table(folder / "A.txt", 3, 2))
    np.testing.assert_array_equal(model.final, text_table(folder / "Y.txt", 3, 2))
    air = model.satellite("satellite_accounts")
    np.testing.assert_array_equal(air.totals, text_table(folder / "satellite" / "F.txt", 2, 1))
    assert air.final is not None
    np.testing.assert_array_equal(air.final, text_table(folder / "satellite" / "F_hh.txt", 2, 1))
    assert air.rows == (("emission_type1", "kg", ""), ("emission_type2", "kg", ""))
    # Output is not in the archive: x = A x + y has to hold.
    np.testing.assert_allclose(model.output, model.coefficients @ model.output + model.final.sum(axis=1), rtol=1e-12)
    assert any("solved" in change for change in model.manifest.changes)
    assert {mark.file for mark in model.manifest.inputs} >= {"exio3_mock/A.txt", "exio3_mock/satellite/F.txt"}
    assert verify_model(model) == []


def test_exiobase_3_from_its_archive_gives_the_same(mocks: Path, tmp_path: Path) -> None:
    archive = tmp_path / "IOT_2009_pxp.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in (mocks / "exio3_mock").rglob("*"):
            if path.is_file():
                file.writestr(path.relative_to(mocks / "exio3_mock").as_posix(), path.read_bytes())
    model, folder = add(archive, tmp_path / "a"), add(mocks / "exio3_mock", tmp_path / "b")
    np.testing.assert_array_equal(model.coefficients, folder.coefficients)
    assert [mark.file for mark in model.manifest.inputs] == ["IOT_2009_pxp.zip"]


def test_exiobase_1_and_2(mocks: Path, tmp_path: Path) -> None:
    one = add(mocks / "exio1_mock", tmp_path)
    np.testing.assert_array_equal(one.coefficients, text_table(mocks / "exio1_mock" / "mrIot.txt", 2, 3))
    np.testing.assert_array_equal(one.final, text_table(mocks / "exio1_mock" / "mrFinalDemand.txt", 2, 3))
    per_output = text_table(mocks / "exio1_mock" / "mrEmissions.txt", 2, 3)
    np.testing.assert_allclose(one.intensities("emissions"), per_output, rtol=1e-14)
    assert one.satellite("emissions").rows[0] == ("emission_type1 | air", "kg", "")
    assert any("times output" in change for change in one.manifest.changes)
    two = add(next((mocks / "exio2_mock").glob("*.zip")), tmp_path)
    assert two.id == "exiobase-2.2.2"
    np.testing.assert_array_equal(two.coefficients, one.coefficients)
    assert {note.name: note.rows for note in two.manifest.satellites} == {
        "factor_inputs": 1, "emissions": 2, "materials": 2, "resources": 3
    }  # fmt: skip


@pytest.mark.parametrize(("name", "regions"), [("ICIO2016_2003.csv", 4), ("ICIO2018_2010.CSV", 5)])
def test_oecd_icio(mocks: Path, tmp_path: Path, name: str, regions: int) -> None:
    model = add(mocks / "oecd_mock" / name, tmp_path)
    with (mocks / "oecd_mock" / name).open(encoding="utf-8-sig") as file:
        rows = {row[0]: row[1:] for row in csv.reader(file)}
    header = next(iter(rows.values()))
    lines = {label: dict(zip(header, row, strict=True)) for label, row in list(rows.items())[1:]}
    found = flows(model)
    assert model.manifest.regions == regions

    def parts_of(region: str) -> list[str]:  # China and Mexico come in parts
        return [region] + [
            f"{code}{number}" for code in ("CN", "MX") for number in range(1, 5)
            if {"CN": "CHN", "MX": "MEX"}[code] == region
        ]  # fmt: skip

    for i, (seller, made) in enumerate(model.labels):
        for j, (buyer, bought) in enumerate(model.labels):
            expected = sum(
                float(lines[f"{a}_{made}"].get(f"{b}_{bought}") or 0)
                for a in parts_of(seller) if f"{a}_{made}" in lines
                for b in parts_of(buyer)
            )  # fmt: skip
            assert found[i, j] == pytest.approx(expected, rel=1e-12, abs=1e-9)
    assert model.manifest.unit == "Million USD"
    assert model.manifest.year == int(name[9:13])


def test_oecd_archive_and_folder(mocks: Path, tmp_path: Path) -> None:
    archive = add(mocks / "oecd_mock" / "ICIO2018_2010.zip", tmp_path)
    assert archive.id == "oecd-v2018-2010"
    with pytest.raises(InputProblem, match="Say which with --year"):
        read_model(mocks / "oecd_mock")
    assert read_model(mocks / "oecd_mock", choice=Choice(year=2003)).id == "oecd-v2016-2003"


def test_eora26(mocks: Path, tmp_path: Path) -> None:
    folder = mocks / "eora26_mock"
    model = add(folder, tmp_path)
    raw = text_table(folder / "Eora26_2010_bp_T.txt", 0, 0)
    np.testing.assert_allclose(flows(model), raw[:48, :48], rtol=1e-12)
    np.testing.assert_array_equal(model.final, text_table(folder / "Eora26_2010_bp_FD.txt", 0, 0)[:48, :42])
    assert (model.manifest.unit, model.manifest.year) == ("000 USD", 2010)
    assert {note.name for note in model.manifest.satellites} == {"q", "va"}
    assert "the statistical discrepancy is taken out" in model.manifest.changes


def test_gloria(mocks: Path, tmp_path: Path) -> None:
    model = add(mocks / "gloria_mock", tmp_path)
    assert model.id == "gloria-59-2022"
    assert (model.manifest.regions, model.manifest.sectors) == (3, 3)
    assert model.manifest.unit.endswith("000 US$")
    folder = next((mocks / "gloria_mock").glob("GLORIA_MRIOs_59_2022"))
    final = text_table(next(folder.glob("*_Y-Results*Markup001*.csv")), 0, 0, ",")
    # Supply and use alternate by country: three industries, then three products.
    products = [6 * region + 3 + item for region in range(3) for item in range(3)]
    np.testing.assert_allclose(model.final.sum(), final[products].sum(), rtol=1e-9)
    satellites = next((mocks / "gloria_mock").glob("GLORIA_SatelliteAccounts*"))
    emitted = text_table(next(satellites.glob("*_TQ-Results*.csv")), 0, 0, ",")
    industries = [6 * region + item for region in range(3) for item in range(3)]
    np.testing.assert_allclose(model.satellite("q").totals.sum(), emitted[:, industries].sum(), rtol=1e-9)


def test_wiod_2013_workbook(mocks: Path, tmp_path: Path) -> None:
    model = add(mocks / "wiod_mock", tmp_path)
    assert model.id == "wiod2013-2009"
    sheet = CalamineWorkbook.from_path(mocks / "wiod_mock" / "wiot09_row_sep12.xlsx").get_sheet_by_index(0).to_python()
    numbers = [[float(value or 0) for value in row[4 : 4 + 48]] for row in sheet[6 : 6 + 48]]
    np.testing.assert_allclose(flows(model), numbers, rtol=1e-12)
    assert {note.name for note in model.manifest.satellites} == {
        "factor_input", "sea", "air_emission_accounts", "land_use"
    }  # fmt: skip
    assert any("Extension data for CO2_ not found" in change for change in model.manifest.changes)
    units = {name: unit for name, unit, _ in model.satellite("air_emission_accounts").rows}
    assert units["CO2"] == "Gg"
    assert "" in units.values()  # the mock has a row without a unit: kept as it is, for `check` to report


def test_a_system_saved_with_pymrio(tmp_path: Path) -> None:
    pymrio = pytest.importorskip("pymrio")
    system = pymrio.load_test()
    system.save_all(tmp_path / "saved")
    model = write_model(tmp_path, read_model(tmp_path / "saved", key="pymrio"))
    np.testing.assert_allclose(flows(model), system.Z.to_numpy(), rtol=1e-12)
    assert model.manifest.title.startswith("test mrio for pymrio")
    assert {note.name: note.rows for note in model.manifest.satellites} == {"factor_inputs": 1, "emissions": 2}
    system.calc_all()
    leontief = np.linalg.inv(np.eye(48) - model.coefficients)
    np.testing.assert_allclose(model.intensities("emissions") @ leontief, system.emissions.M.to_numpy(), rtol=1e-9)


def test_wiod_2013_arrays_of_any_year(shared_data: Path, tmp_path: Path) -> None:
    for path in sorted((shared_data / "mrio" / "wiod2013").glob("*.npz"))[::5]:
        model = add(path, tmp_path)
        with np.load(path) as table:
            np.testing.assert_allclose(flows(model), table["Z"], rtol=1e-12, atol=1e-9)
            np.testing.assert_array_equal(model.final, table["Y"])
            assert model.final_labels[4] == ("AUS", table["final_categories"][4])
        assert model.regions[-1] == "ROW"


def test_united_kingdom_2010_gives_the_published_multipliers(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "mrio" / "national"
    model = add(folder / "uk_2010_data.csv.gz", tmp_path)
    assert model.manifest.licence == "OGL-UK-3.0"
    inverse = np.linalg.inv(np.eye(model.manifest.cells) - model.coefficients)
    import gzip

    with gzip.open(folder / "uk_test_results.csv.gz", "rt", encoding="utf-8") as file:
        published = list(csv.DictReader(file))
    np.testing.assert_allclose(
        inverse.sum(axis=0), [float(row["Output multiplier"]) for row in published], rtol=0, atol=1e-9
    )
    names = [name for name, _, _ in model.satellite("primary_inputs").rows]
    wages = model.intensities("primary_inputs", [names.index("Compensation of employees")])[0]
    effects = [float(row["Employment cost effects"]) for row in published]
    np.testing.assert_allclose(wages @ inverse, effects, rtol=0, atol=1e-9)


def test_germany_1995_with_its_emissions(shared_data: Path, tmp_path: Path) -> None:
    model = add(shared_data / "mrio" / "national" / "germany_1995.csv.gz", tmp_path)
    assert model.id == "deu-1995"
    assert model.labels[0] == ("DEU", "CPA_A")
    np.testing.assert_allclose(flows(model)[0], [1131, 25480, 1, 607, 710, 762], rtol=1e-12)
    assert model.output[0] == 43910
    np.testing.assert_allclose(flows(model).sum(axis=1) + model.final.sum(axis=1), model.output, rtol=1e-12)
    air = model.satellite("air")
    assert ("CO2", "", "") in air.rows
    assert air.totals[[row[0] for row in air.rows].index("CO2"), :3].tolist() == [10448, 558327, 11194]
    assert [mark.file for mark in model.manifest.inputs][-1].endswith("germany_airpol.csv.gz")


def test_what_is_not_recognised_or_not_complete(mocks: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear all")
    with pytest.raises(InputProblem, match=r"Say which it is in the place of auto: figaro, gloria"):
        read_model(tmp_path / "letter.txt")
    with pytest.raises(InputProblem, match="does not exist"):
        read_model(tmp_path / "nothing")
    with pytest.raises(InputProblem, match="not a layout that we know"):
        read_model(tmp_path / "letter.txt", key="exiobase")
    for key in KEYS:
        with pytest.raises(InputProblem):
            read_model(tmp_path / "letter.txt", key=key)
    broken = tmp_path / "exio3"
    shutil.copytree(mocks / "exio3_mock", broken)
    (broken / "Y.txt").write_text((broken / "Y.txt").read_text()[:900])
    with pytest.raises(InputProblem, match="exio3"):
        write_model(tmp_path, read_model(broken))
    (broken / "A.txt").unlink()
    with pytest.raises(InputProblem):
        read_model(broken, key="exiobase3")


def test_without_pymrio_the_remedy_is_named(mocks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymrio", None)
    with pytest.raises(InputProblem, match=r"pip install 'scharnier\[models\]'"):
        read_model(mocks / "exio3_mock")


@pytest.mark.parametrize(
    ("name", "key", "year"),
    [
        ("IOT_2019_pxp.zip", None, 2019),
        ("matrix_eu-ic-io_ind-by-ind_23ed_2021.csv", "figaro", 2021),
        ("flatfile_eu-ic-io_ind-by-ind_24ed_2010.csv", "figaro", 2010),
        ("Eora26_2015_bp.zip", "eora26", 2015),
        ("ICIO2021_2018.csv", "oecd_icio", 2018),
        ("2020_SML.csv", "oecd_icio", 2020),
        ("wiot95_row_apr12.xlsx", "wiod2013_xlsx", 1995),
        ("WIOT2014_October16_ROW.csv", "wiod2016", 2014),
        ("mrIOT_PxP_ita_coefficient_version2.2.2.zip", None, None),
    ],
)
def test_layouts_and_years_are_told_by_names(tmp_path: Path, name: str, key: str | None, year: int | None) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    assert year_in(path) == year
    if key:
        assert detect_layout(path) == key


def test_parts_are_not_changed_by_storing(mocks: Path, tmp_path: Path) -> None:
    parts: ModelParts = read_model(mocks / "eora26_mock")
    before = dict(parts.facts)
    write_model(tmp_path, parts)
    assert parts.facts == before


@pytest.mark.parametrize(
    ("folder", "file", "said"),
    [
        ("eora26_mock", "Eora26_2010_bp_T.txt", "the table holds something"),
        ("eora26_mock", "Eora26_2010_bp_FD.txt", "final use holds something"),
        ("eora26_mock", "Eora26_2010_bp_Q.txt", "satellite Q holds something"),
        ("exio1_mock", "mrIot.txt", "the table holds something"),
        ("exio3_mock", "A.txt", "exiobase3|the table holds something"),
    ],
)
def test_a_word_among_the_numbers_is_said_where_it_stands(
    mocks: Path, tmp_path: Path, folder: str, file: str, said: str
) -> None:
    shutil.copytree(mocks / folder, tmp_path / folder)
    path = tmp_path / folder / file
    lines = path.read_text(encoding="utf-8").splitlines()
    fields = lines[-1].split("\t")
    fields[-1] = "about 5"
    path.write_text("\n".join([*lines[:-1], "\t".join(fields)]) + "\n", encoding="utf-8")
    with pytest.raises(InputProblem, match=said):
        read_model(tmp_path / folder, choice=Choice(year=2010))


@pytest.mark.parametrize(
    ("find", "put", "said"),
    [
        (",25480,", ",about 25480,", r"row 3, column 'values': 'about 25480' is not a number"),
        (",25480,", ",,", "has no figure for CPA_A and CPA_B-E"),
        (",25480,", ",nan,", "has no figure for CPA_A and CPA_B-E"),
        ("\nCPA_A,", "\nCPA_B-E,", "second figure"),
        (",1995-01-01,", ",now,", "'now' is not a year"),
        (",DE,", ",XX,", "'XX' is not a country"),
        ("induse,", "buyer,", "has the columns"),
    ],
)
def test_a_national_table_with_a_fault_says_where(
    shared_data: Path, tmp_path: Path, find: str, put: str, said: str
) -> None:
    import gzip

    source = shared_data / "mrio" / "national" / "germany_1995.csv.gz"
    text = gzip.decompress(source.read_bytes()).decode("utf-8")
    assert find in text
    path = tmp_path / "germany_1995.csv"
    path.write_text(text.replace(find, put), encoding="utf-8")
    with pytest.raises(InputProblem, match=said):
        read_model(path)
