"""What is missing or wrong in an OECD ICIO file is said, though the reader that we use fills it in silence."""

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scharnier.chain.manifest import Note
from scharnier.sources.mrio.read import Choice, read_model

pytestmark = pytest.mark.shared
Lines = list[list[str]]


def notes(mocks: Path, folder: Path, change: Callable[[Lines], None] = lambda lines: None) -> dict[str, Note]:
    """The notes by code on the mock table of 2010 after a change to its lines."""
    with (mocks / "oecd_mock" / "ICIO2018_2010.CSV").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    change(lines)
    path = folder / "ICIO2018_2010.CSV"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    return {note.code: note for note in read_model(path).facts["notes"]}


def put(row: str, column: str, value: str) -> Callable[[Lines], None]:
    def change(lines: Lines) -> None:
        place = lines[0].index(column)
        next(line for line in lines if line[0] == row)[place] = value

    return change


@pytest.mark.parametrize("name", ["ICIO2018_2010.CSV", "ICIO2018_2010.zip", "ICIO2016_2003.csv"])
def test_the_tables_as_published_have_nothing_to_say(mocks: Path, name: str) -> None:
    assert read_model(mocks / "oecd_mock" / name).facts["notes"] == []


@pytest.mark.parametrize("value", ["", "nan", "NA"])
def test_a_field_without_a_number_is_named(mocks: Path, tmp_path: Path, value: str) -> None:
    found = notes(mocks, tmp_path, put("AUS_10T12", "AUS_13T15", value))["gaps_filled"]
    assert (found.level, found.count, found.where) == ("note", 1, ["AUS_10T12, AUS_13T15"])


@pytest.mark.parametrize(
    ("row", "column", "value", "level", "cell"),
    [
        ("AUS_10T12", "BRA_INVNT", "-7", "note", "AUS 10T12"),  # final use of 9.9 million gone: less than 1% of all
        ("AUS_10T12", "BRA_INVNT", "1e12", "fault", "AUS 10T12"),
        ("VALU", "AUS_13T15", "", "note", "AUS 13T15"),
        ("OUTPUT", "AUS_13T15", "5", "note", "AUS 13T15"),
        ("AUS_10T12", "TOTAL", "5", "fault", "AUS 10T12"),
    ],
)
def test_a_total_that_its_numbers_do_not_make(
    mocks: Path, tmp_path: Path, row: str, column: str, value: str, level: str, cell: str
) -> None:
    found = notes(mocks, tmp_path, put(row, column, value))["other_total"]
    assert (found.level, found.where) == (level, [cell])


def test_parts_of_a_country_are_held_against_the_country(mocks: Path, tmp_path: Path) -> None:
    # The mock shows Mexico as MX1 and MX2 beside MEX; a total of one part counts for the whole.
    with (mocks / "oecd_mock" / "ICIO2018_2010.CSV").open(encoding="utf-8", newline="") as file:
        part = next(line[0] for line in csv.reader(file) if line[0].startswith(("MX", "CN")))
    region, _, sector = part.partition("_")
    found = notes(mocks, tmp_path, put(part, "TOTAL", "1e15"))["other_total"]
    assert found.where == [f"{ {'MX': 'MEX', 'CN': 'CHN'}[region[:2]] } {sector}"]


def test_a_folder_and_an_archive_are_looked_at_too(mocks: Path, tmp_path: Path) -> None:
    notes(mocks, tmp_path, put("AUS_10T12", "AUS_13T15", ""))
    with zipfile.ZipFile(tmp_path / "ICIO2018_2011.zip", "w") as archive:
        archive.write(tmp_path / "ICIO2018_2010.CSV", "ICIO2018_2011.CSV")
    for year in (2010, 2011):
        found = read_model(tmp_path, choice=Choice(year=year), key="oecd_icio").facts["notes"]
        assert [note.code for note in found] == ["gaps_filled"], year
