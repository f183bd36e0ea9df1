"""`scharnier dossier report` and `letter` on the examples that ship: files that open, and refusals in words."""

import json
import shutil
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from scharnier.cli.dossier import app
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.report.write import MARKER

RUNNER = CliRunner()
ON = "2026-11-20"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of an example, to read and to harm."""
    return Path(shutil.copytree(content_path("demo/dossiers/workwear-en"), tmp_path / "dossier"))


def files_in(out: Path) -> set[str]:
    return {path.name for path in out.iterdir()} - {MARKER}


@pytest.mark.parametrize("kind", ["glance", "statement", "board", "supervisor"])
def test_a_report_is_four_files_that_say_the_same(folder: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    done = RUNNER.invoke(app, ["report", str(folder), "--kind", kind, "--on", ON, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert files_in(out) >= {f"{kind}.html", f"{kind}.xlsx", f"{kind}.json"}
    data = json.loads((out / f"{kind}.json").read_text("utf-8"))
    assert (data["kind"], data["on"]) == (kind, ON)
    assert '<html lang="en">' in (out / f"{kind}.html").read_text("utf-8")
    first = {name: (out / name).read_bytes() for name in files_in(out)}
    again = RUNNER.invoke(app, ["report", str(folder), "--kind", kind, "--on", ON, "--out", str(out)])
    assert again.exit_code == 0
    assert {name: (out / name).read_bytes() for name in files_in(out)} == first


def test_the_language_and_the_day_are_those_asked_for(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ["report", str(folder), "--lang", "nl", "--on", "2025-06-01", "--no-pdf", "--out", str(out)]
    assert RUNNER.invoke(app, asked).exit_code == 0
    assert '<html lang="nl">' in (out / "glance.html").read_text("utf-8")
    impacts = json.loads((out / "glance.json").read_text("utf-8"))["impacts"]
    assert {one["id"] for one in impacts} == {"IMP-1"}  # the others were found later
    assert files_in(out) == {"glance.html", "glance.xlsx", "glance.json"}


def test_the_board_sees_what_changed_since_a_day(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = [
        "report",
        str(folder),
        "--kind",
        "board",
        "--on",
        ON,
        "--no-pdf",
        "--out",
        str(out),
        "--since",
        "2026-11-19",
    ]
    assert RUNNER.invoke(app, asked).exit_code == 0
    data = json.loads((out / "board.json").read_text("utf-8"))
    assert data["since"] == "2026-11-19"
    assert data["changed"] == ["Nothing changed."]


@pytest.mark.parametrize("place", [".", "evidence/out", ".."])
def test_a_result_never_lands_on_the_dossier(folder: Path, place: str) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for command in (["report", str(folder)], ["letter", str(folder), "--to", "dye-bursa"]):
        done = RUNNER.invoke(app, [*command, "--out", str(folder / place)])
        assert isinstance(done.exception, InputProblem)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_supervisor_gets_no_file_of_which_the_log_was_tampered_with(folder: Path, tmp_path: Path) -> None:
    log = folder / "log.jsonl"
    log.write_text('{"n": 1, "hash": "0"}\n', "utf-8")
    done = RUNNER.invoke(app, ["report", str(folder), "--kind", "supervisor", "--out", str(tmp_path / "out")])
    assert isinstance(done.exception, InputProblem)
    assert not (tmp_path / "out").exists()


def test_a_letter_is_a_document_that_keeps_what_was_edited(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    asked = ["letter", str(folder), "--to", "dye-bursa", "--on", ON, "--out", str(out)]
    done = RUNNER.invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert files_in(out) >= {"letter.docx", "letter.odt", "letter.html"}
    assert "2 questions" in done.output
    text = [line.text for line in docx.Document(str(out / "letter.docx")).paragraphs]
    assert text.index("What we do ourselves") < text.index("What we ask of you") < text.index("What you may refuse")
    (out / "letter.docx").write_bytes(b"edited")
    again = RUNNER.invoke(app, asked)
    assert isinstance(again.exception, InputProblem)
    assert (out / "letter.docx").read_bytes() == b"edited"


def test_nothing_is_asked_where_nothing_need_be_asked(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    done = RUNNER.invoke(app, ["letter", str(folder), "--to", "sew-dhaka", "--on", ON, "--out", str(out)])
    assert done.exit_code == 0
    assert "nothing to ask" in done.output
    assert not out.exists()


def test_a_question_that_would_give_away_something_confidential_is_left_out(folder: Path, tmp_path: Path) -> None:
    done = RUNNER.invoke(
        app, ["letter", str(folder), "--to", "sew-lahore", "--on", ON, "--out", str(tmp_path / "letter")]
    )
    assert done.exit_code == 0
    assert "Questions left out: 1" in done.output


def test_a_relationship_that_is_not_there_is_refused_with_those_that_are(folder: Path, tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["letter", str(folder), "--to", "nobody", "--out", str(tmp_path / "letter")])
    assert isinstance(done.exception, InputProblem)
    assert "dye-bursa" in done.exception.remedy
