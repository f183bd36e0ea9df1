"""The command as a user runs it: a process, its exit code, its messages, the folder it leaves."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scharnier.analytics.assessment import Assessment
from scharnier.analytics.explain import explain
from scharnier.analytics.explanation import find_mismatches
from scharnier.cli.assess import parse_columns

FILES = {"assessment.json", "lines.csv", "report.html", "report.xlsx", "report.pdf"}
LEDGER = "Omschrijving;Bedrag\nWerkkleding buitendienst;1.250,00\nKoffie;310,50\nDiversen;12,00\n"


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from scharnier.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def test_a_ledger_becomes_a_folder_with_the_answer(tmp_path: Path) -> None:
    (tmp_path / "inkoop.csv").write_text(LEDGER, encoding="utf-8")
    done = run("assess", "inkoop.csv", "--out", "result", "--on", "2026-11-20", "--draws", "100", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "result").iterdir() if not path.name.startswith(".")} == FILES
    answer = json.loads((tmp_path / "result/assessment.json").read_text(encoding="utf-8"))
    assert answer["input"]["total"] == 1572.50
    with (tmp_path / "result/lines.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["status"] for line in lines] == ["assessed", "assessed", "unassessed"]
    assert answer["headline"][0] in done.stdout
    assert "report.html" in done.stdout


def test_the_demo_runs_and_says_where_to_look(tmp_path: Path) -> None:
    done = run("demo", "--once", "--out", "demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "demo/report.html" in done.stdout
    answer = json.loads((tmp_path / "demo/assessment.json").read_text(encoding="utf-8"))
    assert answer["input"]["lines"] >= 2000
    assert answer["coverage"]["assessed_amount"] / answer["input"]["total"] > 0.5
    bought = set(answer["products"])
    wanted = {"workwear", "coffee", "ict-hardware", "medical-gloves", "solar-panels", "natural-stone"}
    assert wanted | {"furniture"} <= bought


def test_every_figure_of_the_demo_can_be_recomputed_from_the_answer_itself(tmp_path: Path) -> None:
    assert run("demo", "--once", "--out", "demo", "--lang", "en", cwd=tmp_path).returncode == 0
    answer = Assessment.model_validate_json((tmp_path / "demo/assessment.json").read_text(encoding="utf-8"))
    figures = ["", "total", "coverage", "tier", *(risk.id for risk in answer.risks[:25])]
    figures += [f"origin:{origin.country}/{origin.sector}" for origin in answer.origins[:25]]
    figures += [f"purchase:{purchase.sector}" for purchase in answer.purchases]
    figures += [f"no_data:{gap.theme}" for gap in answer.no_data]
    wrong = {what: found for what in figures if (found := find_mismatches(explain(answer, what, "en")))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(64)),
        ("truncated.parquet", b"PAR1" + bytes(20)),
        ("not-a-zip.xlsx", b"PK\x03\x04 not really"),
        ("no-amount.csv", b"Omschrijving;Leverancier\nKoffie;Bonen BV\n"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_and_exit_code_two(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = run("assess", name, "--out", "result", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("scharnier: ")
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "result").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess", "absent.csv"],
        ["assess", "inkoop.csv", "--columns", "amount"],
        ["assess", "inkoop.csv", "--columns", "amount=Bedragen"],
        ["assess", "inkoop.csv", "--model", "exiobase"],
        ["assess", "inkoop.csv", "--buyer-country", "Atlantis"],
        ["assess", "inkoop.csv", "--mapping", "absent.csv"],
        ["assess", "inkoop.csv", "--severity", "absent.yaml"],
        ["assess", "inkoop.csv", "--columns", "amount=Bedrag,amount=Omschrijving"],
        ["assess", "inkoop.csv", "--columns", "amount=Omschrijving"],
        ["assess", "inkoop.csv", "--currency", "XYZ"],
        ["assess", "inkoop.csv", "--lang", "fr"],
        ["assess", "inkoop.csv", "--draws", "3"],
        ["assess", "inkoop.csv", "--on", "2026-02-30"],
        ["assess", "inkoop.csv", "--nonsense"],
        ["assess", "inkoop.csv", "--mapping", "."],
        ["assess", "inkoop.csv", "--mapping-template", "inkoop.csv"],
        ["assess", "\x1b[31mrood\n.csv"],
        ["assess"],
        ["nonsense"],
        ["explain", "absent"],
    ],
)
def test_a_wrong_option_is_one_line_and_exit_code_two(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "inkoop.csv").write_text(LEDGER, encoding="utf-8")
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr


def test_help_is_asked_for_by_saying_nothing(tmp_path: Path) -> None:
    for arguments in ([], ["norms"]):
        done = run(*arguments, cwd=tmp_path)
        assert "Usage: " in done.stdout + done.stderr
        assert "scharnier: " not in done.stderr


def test_what_a_file_holds_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Omschrijving;\x1b]0;hoi\x07\x1b[31mBedrag\nKoffie;1,00\n", encoding="utf-8")
    done = run("assess", "in.csv", "--no-pdf", "--draws", "100", cwd=tmp_path)
    shown = done.stdout + done.stderr
    assert not [character for character in shown if not character.isprintable() and character != "\n"]


def test_a_header_with_a_comma_can_be_named(tmp_path: Path) -> None:
    assert parse_columns(["amount=Bedrag, incl. btw,supplier=A=B", "date=D"]) == {
        "amount": "Bedrag, incl. btw",
        "supplier": "A=B",
        "date": "D",
    }


def test_a_folder_that_is_not_ours_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "inkoop.csv").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "result").mkdir()
    (tmp_path / "result/thesis.docx").write_text("years of work")
    done = run("assess", "inkoop.csv", "--out", "result", "--no-pdf", cwd=tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "result/thesis.docx").read_text() == "years of work"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "inkoop.csv").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "closed").mkdir(mode=0o500)
    done = run("assess", "inkoop.csv", "--out", "closed/result", "--no-pdf", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_doctor_finds_this_installation_healthy(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "MISSING  package" not in done.stdout
    assert "MISSING  content" not in done.stdout


def test_doctor_says_what_does_not_work_where_pango_is_broken(tmp_path: Path) -> None:
    """A library can be in its place and still not load; the report says so, and the doctor must too."""
    broken = "import sys; sys.modules['weasyprint'] = None; from scharnier.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", broken, "doctor"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "MISSING  PDF" in done.stdout
    assert "report.pdf" in done.stdout
    assert "libpango" in done.stdout


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    for command in ("assess", "demo", "explain", "doctor", "norms", "codes", "model", "evidence"):
        assert command in done.stdout
