"""Models by name: found, checked against their hash, shown on the command line."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.chain import STARTER, list_models, load_manifest, load_model
from scharnier.cli.model import STARTER as DEFAULT
from scharnier.cli.model import app
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError, InputProblem

RUN = CliRunner()


def test_an_unknown_model_names_the_known_ones() -> None:
    with pytest.raises(InputProblem, match=r"unknown chain model 'exiobase'. Known models: wiod2013-2011."):
        load_model("exiobase")
    with pytest.raises(InputProblem):
        load_manifest("../chain/wiod2013-2011")


@pytest.mark.parametrize("name", ["wiod2013-2011.npz", "wiod2013-2011.members.csv"])
def test_a_file_that_is_not_the_one_of_the_manifest_is_refused(tmp_path: Path, name: str) -> None:
    for path in content_path("chain").glob("wiod2013-2011*"):
        shutil.copy(path, tmp_path)
    with (tmp_path / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(ContentError, match="hash"):
        load_model("wiod2013-2011", tmp_path)


def test_a_model_is_read_once() -> None:
    assert load_model() is load_model("wiod2013-2011") is load_model(folder=content_path("chain"))


def test_list_and_show_say_licence_and_limits() -> None:
    assert list_models() == ("wiod2013-2011",) == (STARTER,) == (DEFAULT,)
    listed = RUN.invoke(app, ["list"])
    assert listed.exit_code == 0
    assert "wiod2013-2011" in listed.output
    assert "CC-BY-4.0" in listed.output
    shown = RUN.invoke(app, ["show", "--lang", "en"])
    assert shown.exit_code == 0
    assert "41 regions x 35 sectors" in shown.output
    assert "What this model cannot say:" in shown.output
    as_json = json.loads(RUN.invoke(app, ["show", "--format", "json"]).output)
    assert as_json["regions"][-1] == "ROW"
    assert len(as_json["inputs"]) == 3


def test_check_of_the_starter_finds_notes_and_no_faults() -> None:
    checked = RUN.invoke(app, ["check"])
    assert checked.exit_code == 0
    assert "wiod2013-2011: 0 faults" in checked.output
    assert "AUS c35" in checked.output
    findings = json.loads(RUN.invoke(app, ["check", "--format", "json"]).output)
    assert {finding["level"] for finding in findings} == {"note"}


def test_an_unknown_model_on_the_command_line_is_a_problem_with_a_remedy() -> None:
    result = RUN.invoke(app, ["show", "nope"])
    assert isinstance(result.exception, InputProblem)
    assert "Known models: wiod2013-2011" in str(result.exception)
