"""`scharnier isv draft`: files a buyer can edit, true to the decision and the risks; faults in one clear line."""

import io
import json
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from scharnier.cli.isv import app
from scharnier.kernel.errors import InputProblem

TENDER = """\
title: Medische handschoenen
subject: de handschoenen
buyer: {buyer}
cpv: ["33141420"]
nature: supplies
estimated_value_eur: {value}
dispatch_on: 2026-12-15
"""


def run(tmp_path: Path, text: str, *more: str):
    file = tmp_path / "tender.yaml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["draft", str(file), "--out", str(tmp_path / "out"), "--on", "2026-11-20", *more])


def lines_of(path: Path) -> list[str]:
    return [line.text for line in docx.Document(io.BytesIO(path.read_bytes())).paragraphs]


@pytest.fixture(scope="module")
def example(tmp_path_factory, repository: Path) -> Path:
    out = tmp_path_factory.mktemp("draft") / "out"
    file = repository / "docs/examples/tender.yaml"
    done = CliRunner().invoke(app, ["draft", str(file), "--out", str(out), "--on", "2026-11-20", "--lang", "nl"])
    assert done.exit_code == 0, done.output
    return out


def test_every_document_comes_in_every_format(example: Path):
    names = {path.name for path in example.iterdir() if not path.name.startswith(".")}
    stems = {name.rsplit(".", 1)[0] for name in names} - {"decision"}
    assert stems == {
        "1-bijlage-inschrijvers",
        "2-dossier-inkoper",
        "3-vragen-aan-de-markt",
        "4-modellen-opdrachtnemer",
    }
    assert names >= {f"{stem}.{ending}" for stem in stems for ending in ("docx", "odt", "html", "pdf")}


def test_the_annex_holds_the_condition_and_nothing_that_is_for_the_buyer(example: Path):
    annex = "\n".join(lines_of(example / "1-bijlage-inschrijvers.docx"))
    assert "past bij de uitvoering van deze overeenkomst gepaste zorgvuldigheid toe" in annex
    assert "Laat het staan" not in annex
    assert "Toelichting bij de teksten" in "\n".join(lines_of(example / "2-dossier-inkoper.docx"))


def test_the_decision_in_the_files_is_the_decision_of_the_rule(example: Path):
    record = json.loads((example / "decision.json").read_text(encoding="utf-8"))
    assert (record["decision"]["mandatory"], record["decision"]["advice"]) == ("no", "advised")
    assert record["decision"]["category"] == "bedrijfskleding"
    buyer = lines_of(example / "2-dossier-inkoper.docx")
    assert "Uitkomst: ISV is niet verplicht; advies: aangeraden" in buyer
    assert [line for line in buyer if line in record["decision"]["reasons"]] == record["decision"]["reasons"]


def test_risks_name_their_source_also_outside_the_official_list(tmp_path: Path):
    done = run(tmp_path, TENDER.format(buyer="Universitair Medisch Centrum", value=300000), "--no-pdf")
    assert done.exit_code == 0, done.output
    lines = lines_of(tmp_path / "out/2-dossier-inkoper.docx")
    assert "Dwangarbeid en moderne slavernij: rubberhandschoenen uit Maleisië (ILAB 2022)" in lines
    assert any(line.startswith("ILAB 2022: ") for line in lines)
    annex = lines_of(tmp_path / "out/1-bijlage-inschrijvers.docx")
    assert not [line for line in annex if "ILAB" in line], "a source stands only where it is named"


def test_a_small_purchase_outside_the_duty_gets_the_light_form(tmp_path: Path):
    done = run(tmp_path, TENDER.format(buyer="Gemeente Voorbeelddam", value=20000), "--no-pdf", "--lang", "en")
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "out/decision.json").read_text(encoding="utf-8"))
    assert record["effort"] == "light"
    annex = lines_of(tmp_path / "out/1-annex-tenderers.docx")
    assert "What the supplier delivers (light)" in annex
    assert "Award criterion" not in annex


def test_what_is_missing_is_asked_for(tmp_path: Path):
    text = TENDER.format(buyer="Ministerie van Defensie", value=1).replace("estimated_value_eur: 1\n", "")
    done = run(tmp_path, text.replace('["33141420"]', '["18110000"]'), "--no-pdf")
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "out/decision.json").read_text(encoding="utf-8"))
    buyer = lines_of(tmp_path / "out/2-dossier-inkoper.docx")
    assert "Geraamde waarde: niet opgegeven" in buyer
    assert all(thing in buyer for thing in record["decision"]["missing"])
    assert record["decision"]["mandatory"] == "uncertain", "nothing is published, so nothing is presumed of the value"
    assert record["effort"] == "full"
    assert not [line for line in buyer if "In de aankondiging is ISV niet te zien" in line], "there is no notice yet"


def test_a_code_that_leads_nowhere_is_said_not_dropped(tmp_path: Path):
    text = TENDER.format(buyer="Gemeente Voorbeelddam", value=5000).replace("33141420", "99999999")
    done = run(tmp_path, text, "--no-pdf")
    assert done.exit_code == 0, done.output
    assert any("99999999: geen bedrijfstak" in line for line in lines_of(tmp_path / "out/2-dossier-inkoper.docx"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('cpv: ["33141420"]', "cpv: []", "cpv"),
        ('cpv: ["33141420"]', 'cpv: ["handschoen"]', "cpv"),
        ("nature: supplies", "natur: supplies", "Did you mean 'nature'"),
        ("estimated_value_eur: 5", "estimated_value_eur: -5", "estimated_value_eur"),
        ("estimated_value_eur: 5", "estimated_value_eur: 300.000  # raming", "Write 300000, without a dot"),
        ("dispatch_on: 2026-12-15", "dispatch_on: 2026-12-15\nlabour: {price_eur: 12.500}", "Write 12500, without"),
        ("dispatch_on: 2026-12-15", "dispatch_on: gisteren", "dispatch_on"),
        ("nature: supplies", "level: hoog", "level"),
        ("nature: supplies", "parts: [preambule]", "there is no part 'preambule'"),
        ("nature: supplies", "origin_country: Atlantis", "no country we know"),
        ("title: Medische handschoenen", 'title: "  "', "title"),
    ],
)
def test_a_mistake_in_the_file_is_one_clear_line(tmp_path: Path, old, new, said):
    text = TENDER.format(buyer="Gemeente Voorbeelddam", value=5)
    assert old in text
    done = run(tmp_path, text.replace(old, new), "--no-pdf")
    assert isinstance(done.exception, InputProblem), done.output
    assert said in str(done.exception)
    assert "tender.yaml" in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_risks_to_people_come_before_those_to_the_climate(tmp_path: Path):
    text = TENDER.format(buyer="Rijkswaterstaat", value=900000).replace("33141420", "55500000")
    done = run(tmp_path, text.replace("supplies", "services"), "--no-pdf")
    assert done.exit_code == 0, done.output
    told = [line for line in lines_of(tmp_path / "out/3-vragen-aan-de-markt.docx") if "ketenmodel, waarschijn" in line]
    assert told[0].startswith("Kinderarbeid: ")
    climate = [number for number, line in enumerate(told) if line.startswith(("Klimaat", "Ontbossing"))]
    people = [number for number, line in enumerate(told) if line.startswith(("Kinderarbeid", "Dwangarbeid"))]
    assert max(people) < min(climate, default=len(told))


def test_a_document_that_the_buyer_edited_is_never_replaced(tmp_path: Path):
    text = TENDER.format(buyer="Gemeente Utrecht", value=300000)
    annex = tmp_path / "out" / "1-bijlage-inschrijvers.docx"
    assert run(tmp_path, text, "--no-pdf").exit_code == 0
    (tmp_path / "out" / "3-vragen-aan-de-markt.odt").unlink()  # thrown away is no work lost
    assert run(tmp_path, text.replace("300000", "310000"), "--no-pdf").exit_code == 0
    document = docx.Document(str(annex))
    document.add_paragraph("Een zin van de inkoper.")
    document.save(str(annex))
    done = run(tmp_path, text, "--no-pdf")
    assert isinstance(done.exception, InputProblem)
    assert "iemand iets heeft veranderd ('1-bijlage-inschrijvers.docx')" in str(done.exception)
    assert "Een zin van de inkoper." in lines_of(annex)
