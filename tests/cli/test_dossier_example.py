"""`scharnier dossier example` copies a whole dossier that a user can go on with, or nothing."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.cli import app
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem

run = CliRunner()


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["workwear", "municipality", "investor"])
def test_the_copy_is_whole_and_its_log_verifies(name: str, lang: str, tmp_path: Path) -> None:
    out = tmp_path / "new" / "dossier"
    done = run.invoke(app, ["dossier", "example", name, "--lang", lang, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert {"nl": "Verzonnen", "en": "Fiction"}[lang] in done.output
    source = content_path(f"demo/dossiers/{name}-{lang}")
    files = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    assert {path.relative_to(out) for path in out.rglob("*") if path.is_file()} == files
    assert run.invoke(app, ["dossier", "verify", str(out)]).exit_code == 0
    (out / "impacts.yaml").open("a").close()  # a user may edit it
    assert [path.name for path in out.parent.iterdir()] == ["dossier"]


@pytest.mark.parametrize("there", ["file", "folder", "dangling link"])
def test_what_is_there_stays(there: str, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    match there:
        case "file":
            out.write_text("mine")
        case "folder":
            out.mkdir()
        case _:
            out.symlink_to(tmp_path / "nowhere")
    done = run.invoke(app, ["dossier", "example", "workwear", "--out", str(out)])
    assert isinstance(done.exception, InputProblem)
    assert "bestaat al" in str(done.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert there != "file" or out.read_text() == "mine"


def test_a_place_that_cannot_be_written_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run.invoke(app, ["dossier", "example", "workwear", "--out", str(tmp_path / "file" / "below")])
    assert isinstance(done.exception, InputProblem)
    assert "is niet te schrijven" in str(done.exception)


def test_an_unknown_name_names_the_known_ones() -> None:
    done = run.invoke(app, ["dossier", "example", "factory", "--out", "nowhere"])
    assert done.exit_code == 2
    assert "workwear" in done.output
