"""`scharnier explain` shows the user's own lines behind a risk, and what one line was taken for."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.cli import app

LEDGER = """Leverancier;Omschrijving;Bedrag;Land van herkomst
Textiel BV;Werkkleding;5.000,00;Bangladesh
Kantoor BV;20 laptops;18.000,00;
Personeel;Salarissen februari;900,00;
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    (folder / "in.csv").write_text(LEDGER, encoding="utf-8")
    given = ["assess", str(folder / "in.csv"), "--out", str(folder / "out"), "--no-pdf", "--draws", "100"]
    assert CliRunner().invoke(app, given).exit_code == 0
    return folder / "out"


def explained(result: Path, *what: str) -> str:
    return CliRunner().invoke(app, ["explain", str(result), *what]).stdout


def test_a_risk_ends_with_the_lines_behind_it(result: Path) -> None:
    told = explained(result, "child_labour:BGD/c4")
    assert "Uw regels, de zwaarste eerst" in told
    assert told.endswith("rij 2: 5.000,00 EUR  Textiel BV | Werkkleding\n")


def test_a_subject_by_its_name_gives_its_highest_risk(result: Path) -> None:
    assert explained(result, "Kinderarbeid") == explained(result, "child_labour")
    assert explained(result, "kinderarbeid").startswith("Plaats in de volgorde van Kinderarbeid")


def test_one_line_says_what_it_was_taken_for(result: Path) -> None:
    assert "ingedeeld bij: Elektronica (Computers en kantoormachines); op de tekst:" in explained(result, "rij:3")
    assert "er is niets gekocht" in explained(result, "row:4")
    assert explained(result, "row:5") == ""


def test_without_lines_the_explanation_stands_alone(result: Path, tmp_path: Path) -> None:
    (tmp_path / "assessment.json").write_bytes((result / "assessment.json").read_bytes())
    told = explained(tmp_path, "1")
    assert told
    assert told in explained(result, "1")
