"""`scharnier dossier record|log|verify|merge|settle|migrate` as somebody types them."""

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from scharnier.cli import app
from scharnier.diligence.dossier.store import open_store
from scharnier.kernel.errors import InputProblem


@pytest.fixture
def folder(tmp_path: Path, repository: Path) -> Path:
    """A fictional dossier with a log."""
    path = tmp_path / "dossier"
    shutil.copytree(repository / "src/scharnier/data/demo/dossiers/workwear-en", path)
    return path


def run(*words: Any) -> Result:
    return CliRunner().invoke(app, ["dossier", *map(str, words)])


def change(folder: Path, old: str, new: str, file: str = "impacts.yaml") -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ["IMP-3 gewijzigd: Kinderen", "title: was Children picking cotton, is nu Kinderen", "met de hand"]),
        ("en", ["IMP-3 changed: Kinderen", "title: was Children picking cotton, is now Kinderen", "by hand"]),
    ],
)
def test_a_hand_edit_is_told_and_stands_in_the_history(folder: Path, lang: str, words: list[str]) -> None:
    change(folder, "Children picking cotton", "Kinderen")
    assert run("verify", folder).exit_code == 1
    done = run("record", folder, "--who", "head of purchasing", "--why", "a word", "--lang", lang)
    assert done.exit_code == 0, done.output
    assert words[0] in done.output
    assert words[1] in done.output
    head = done.output.split(": ")[-2].split()[0]
    assert run("verify", folder, "--head", head).exit_code == 0
    told = run("log", folder, "--of", "impacts/IMP-3", "--lang", lang).output
    assert f"head of purchasing: a word ({words[2]})" in told
    assert "IMP-1" not in told
    assert json.loads(run("log", folder, "--format", "json").output)["head"] == head


def test_nothing_to_record_is_told(folder: Path) -> None:
    done = run("record", folder, "--who", "clerk", "--why", "x", "--lang", "en")
    assert (done.exit_code, done.output) == (0, "Nothing to do: the log has it all.\n")


def test_a_dossier_with_faults_is_not_recorded(folder: Path) -> None:
    change(folder, "theme: child_labour", "theme: child_labor")
    before = (folder / "log.jsonl").read_bytes()
    done = run("record", folder, "--who", "clerk", "--why", "x")
    assert done.exit_code == 2
    assert "child_labor" in done.output
    assert (folder / "log.jsonl").read_bytes() == before


def test_verify_tells_what_is_wrong_as_text_and_for_a_program(folder: Path) -> None:
    change(folder, '"act":', '"act" :', "log.jsonl")  # another program wrote the same in another way
    assert run("verify", folder).exit_code == 0
    change(folder, '"who":"', '"who":"not the ', "log.jsonl")
    done = run("verify", folder, "--lang", "en")
    assert done.exit_code == 2
    assert "log.jsonl, line 1: line 1 of the log was changed after it was written." in done.output
    found = json.loads(run("verify", folder, "--format", "json").output)
    assert [one["row"] for one in found["faults"]] == [1]


def test_evidence_that_changed_is_told_once(folder: Path) -> None:
    path, other = sorted((folder / "evidence").iterdir())[:2]
    path.write_bytes(b"something else")
    other.unlink()
    done = run("verify", folder, "--lang", "en")
    assert done.exit_code == 2
    assert (done.output.count(path.name), done.output.count(other.name)) == (1, 1)


def test_a_file_that_cannot_be_taken_apart_is_told_once(folder: Path) -> None:
    change(folder, "- id: IMP-2", "- id: IMP-1")
    done = run("verify", folder)
    assert done.exit_code == 2
    assert done.output.count("stands there twice") == 1


def test_two_copies_are_merged_and_settled(folder: Path, tmp_path: Path) -> None:
    theirs, out = tmp_path / "theirs", tmp_path / "out"
    shutil.copytree(folder, theirs)
    for where, word in ((folder, "Ours"), (theirs, "Theirs")):
        change(where, "Children picking cotton", word)
        change(where, "Workwear: due", f"{word}: due", "dossier.yaml")
        assert run("record", where, "--who", word, "--why", "a word").exit_code == 0
    done = run("merge", folder, theirs, "--out", out, "--who", "clerk", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "two versions: impacts/IMP-3" in done.output
    assert "two versions: dossier/dossier" in done.output
    assert run("check", out, "--on", "2026-11-01").exit_code == 0
    assert "is there already" in str(run("merge", folder, theirs, "--out", out, "--who", "clerk").exception)
    for what, left in (("impacts/IMP-3", 1), ("dossier/dossier", 0)):
        done = run("settle", out, what, "--take", "theirs", "--who", "board", "--lang", "en")
        assert f"{what}: chosen. {left} left" in done.output
    assert "title: Theirs" in (out / "impacts.yaml").read_text(encoding="utf-8")
    assert "Theirs: due" in (out / "dossier.yaml").read_text(encoding="utf-8")
    assert run("verify", out).exit_code == 0
    told = run("log", out).output
    assert "clerk: copies merged" in told
    assert "board: version chosen" in told


def test_what_is_wrong_only_together_is_told_after_a_merge(folder: Path, tmp_path: Path) -> None:
    """Each copy is right by itself; together the two own each other."""
    theirs, out = tmp_path / "theirs", tmp_path / "out"
    for name in ("alpha", "beta"):
        path = folder / "organisations.yaml"
        path.write_text(f"{path.read_text(encoding='utf-8')}\n- id: {name}\n  name: {name}\n", encoding="utf-8")
    run("record", folder, "--who", "clerk", "--why", "two more")
    shutil.copytree(folder, theirs)
    for where, name, owner in ((folder, "alpha", "beta"), (theirs, "beta", "alpha")):
        change(
            where, f"  name: {name}\n", f"  name: {name}\n  owners: [{{organisation: {owner}}}]\n", "organisations.yaml"
        )
        assert run("record", where, "--who", "clerk", "--why", "owner").exit_code == 0
    done = run("merge", folder, theirs, "--out", out, "--who", "clerk", "--lang", "en")
    assert done.exit_code == 0
    assert "each copy was right by itself" in done.output
    assert "organisations.yaml" in done.output


def test_a_folder_that_is_no_dossier_has_no_history(tmp_path: Path) -> None:
    done = run("log", tmp_path, "--lang", "en")
    assert isinstance(done.exception, InputProblem)
    assert "holds no dossier.yaml" in str(done.exception)


def test_who_and_why_are_asked(folder: Path) -> None:
    assert run("record", folder).exit_code == 2
    assert run("migrate", folder, "--lang", "nl").output == "Dit dossier heeft al formaat 1.\n"


def test_every_line_fits_the_published_schema(folder: Path, repository: Path, writing: Any) -> None:
    schema = json.loads((repository / "schema/dossier-log-1.json").read_text(encoding="utf-8"))
    with open_store(folder) as store:
        store.remove("replies", "REP-3")
        store.commit("clerk", "gone", writing.at)
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) >= 2
    for line in lines:
        jsonschema.validate(line, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**lines[0], "at": "yesterday"}, schema)
