"""`scharnier isv flags`: the same flags for a notice and for the file of the buyer, and in what the draft writes."""

import io
import json
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from scharnier.cli.isv import app
from scharnier.kernel.errors import InputProblem

TENDER = """\
title: Werkkleding
subject: de werkkleding
buyer: Rijkswaterstaat
cpv: ["18110000"]
estimated_value_eur: 420000
dispatch_on: 2026-12-15
"""
ALL_UP = """\
origin_country: Bangladesh
award_criteria: [{name: Prijs, kind: price, weight_pct: 100}]
procedure: european_open
deadline_on: 2026-12-28
labour: {hours: 10000, price_eur: 14000, country: BD, floor_eur_per_hour: 1.50, floor_source: Opgave van de vakbond}
tenders_received: 1
isv_in_documents: false
"""


def ask(tmp_path: Path, text: str, *more: str, command: str = "flags"):
    file = tmp_path / "tender.yaml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, [command, str(file), *more])


def test_all_five_are_up_with_what_they_are_not_and_what_to_do(tmp_path: Path):
    done = ask(tmp_path, TENDER + ALL_UP)
    assert done.exit_code == 0, done.output
    assert done.output.count(": VLAG") == done.output.count("Wat dit niet is:") == 5
    assert "De prijs laat € 1,40 per uur over; de opgegeven bodem voor Bangladesh is € 1,50" in done.output
    assert "Sluit geen land uit." in done.output


def test_what_is_not_given_is_unknown_and_says_what_is_missing(tmp_path: Path):
    done = ask(tmp_path, TENDER, "--format", "json", "--lang", "en")
    record = json.loads(done.output)
    assert [flag["verdict"] for flag in record["flags"]] == [*["unknown"] * 4, "not_applicable"]
    assert record["flags"][3]["missing"] == ["The country where it was made."]
    assert "FLAG" not in ask(tmp_path, TENDER, "--lang", "en").output


@pytest.mark.shared
def test_a_published_notice_is_read(shared_data: Path):
    (file,) = (shared_data / "procurement").rglob("2024-OJS044-00127505.xml")
    done = CliRunner().invoke(app, ["flags", str(file), "--format", "json", "--lang", "en"])
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout)
    assert record["id"] == "127505-2024"
    assert [flag["id"] for flag in record["flags"]] == [f"ISV.R00{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("origin_country: Atlantis", "no country we know"),
        ("other_origin_countries: [Atlantis]", "other_origin_countries"),
        ("labour: {country: Atlantis}", "labour.country"),
        ("labour: {hours: 0}", "labour.hours"),
        ("award_criteria: [{name: Prijs, kind: price, lot: 2}]", "no lot 2"),
        ("award_criteria: [{name: Prijs, kind: prijs}]", "award_criteria[0].kind"),
        ("minimum_delivery: {days: 30}", "source"),
        ("tenders_received: -1", "tenders_received"),
    ],
)
def test_a_mistake_in_the_file_is_one_clear_line(tmp_path: Path, more: str, said: str):
    done = ask(tmp_path, TENDER + more + "\n")
    assert isinstance(done.exception, InputProblem), done.output
    assert said in str(done.exception)
    assert "tender.yaml" in str(done.exception)


@pytest.mark.parametrize(("name", "text"), [("a.xml", "<niets/>"), ("b.xml", ""), ("c.txt", "title: x")])
def test_a_file_that_is_neither_says_what_can_be_given(tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["flags", str(tmp_path / name)])
    assert isinstance(done.exception, InputProblem), done.output
    assert "A tender in YAML ends in .yaml." in str(done.exception)
    assert isinstance(CliRunner().invoke(app, ["flags", str(tmp_path)]).exception, InputProblem)


@pytest.mark.parametrize(("lang", "file"), [("nl", "2-dossier-inkoper"), ("en", "2-buyer-file")])
def test_the_file_of_the_buyer_holds_every_flag(tmp_path: Path, lang: str, file: str):
    out = str(tmp_path / "out")
    more = ("--out", out, "--no-pdf", "--lang", lang, "--on", "2026-11-20")
    done = ask(tmp_path, TENDER + ALL_UP.replace("Bangladesh", "Portugal"), *more, command="draft")
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "out/decision.json").read_text(encoding="utf-8"))
    document = docx.Document(io.BytesIO((tmp_path / f"out/{file}.docx").read_bytes()))
    lines = [line.text for line in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for flag in record["flags"]:
        place = lines if flag["verdict"] == "flagged" else cells
        assert f"{flag['title']} ({flag['id']})" in place
        if flag["verdict"] == "flagged":
            assert any(flag["to_do"] in line for line in lines)
            assert any(flag["is_not"] in line for line in lines)
    assert {flag["verdict"] for flag in record["flags"]} == {"flagged", "clear"}
    annex = (tmp_path / "out").glob("1-*.html")
    assert all("ISV.R00" not in path.read_text(encoding="utf-8") for path in annex)
