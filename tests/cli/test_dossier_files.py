"""`scharnier dossier new|lint|export|import-json`, and the pages that tell of them."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scharnier.cli import main

PAGES = ["docs/dossier-files.md", "docs/nl/dossier-bestanden.md"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command of the group: exit code, output, errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["scharnier", "dossier", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        told = capsys.readouterr()
        return int(end.value.code or 0), told.out, told.err

    return call


@pytest.fixture
def dossier(run: Any, tmp_path: Path) -> Path:
    """A new dossier."""
    folder = tmp_path / "dossier"
    code, out, _ = run("new", folder, "--name", "Voorbeeld BV", "--lang", "nl")
    assert (code, "leeg dossier" in out) == (0, True)
    return folder


def test_a_new_dossier_is_sound_in_both_languages(run: Any, dossier: Path) -> None:
    assert run("lint", dossier)[:2] == (0, "Niets op aan te merken.\n")
    assert run("lint", dossier, "--lang", "en")[:2] == (0, "Nothing is wrong.\n")
    assert run("verify", dossier)[0] == 0
    code, _, err = run("new", dossier, "--name", "Weer")
    assert (code, "hier staat al iets" in err) == (2, True)


def test_lint_lists_every_fault_and_what_it_did_not_read(run: Any, dossier: Path) -> None:
    (dossier / "impacts.yaml").write_text("- {id: IMP-1, titel: x}\n", encoding="utf-8")
    (dossier / "README.md").write_text("mine", encoding="utf-8")
    (dossier / "evidence" / "loose.txt").write_text("x", encoding="utf-8")
    code, out, _ = run("lint", dossier, "--format", "json")
    told = json.loads(out)
    assert code == 2
    assert [fault["key"] for fault in told["faults"]] == ["IMP-1.titel", "IMP-1.title", "IMP-1.theme", "IMP-1.found_on"]
    assert {fault["line"] for fault in told["faults"]} == {1}
    assert (told["not_read"], told["evidence_not_named"]) == (["README.md"], ["evidence/loose.txt"])
    code, out, _ = run("lint", dossier, "--lang", "en")
    assert (code, "line 1, key 'IMP-1.titel'" in out, out.endswith("4 faults.\n")) == (2, True, True)
    code, out, _ = run("lint", dossier)
    assert "regel 1, sleutel 'IMP-1.titel': de sleutel 'titel' kennen wij niet. Bedoelt u 'title'?" in out
    code, _, err = run("export", dossier, "--out", dossier.parent / "out.json")
    assert (code, err.count("\n"), "Nog 3: `scharnier dossier lint`" in err) == (2, 1, True)


def test_a_dossier_goes_out_and_comes_in(run: Any, dossier: Path, tmp_path: Path) -> None:
    (dossier / "persons.yaml").write_text("- {id: p, name: Iemand}\n", encoding="utf-8")
    row = "- {id: EV, title: T, file: a.txt, on: 2026-01-01, by: inkoop}\n"
    (dossier / "evidence.yaml").write_text(row, encoding="utf-8")
    (dossier / "evidence" / "a.txt").write_text("gezien", encoding="utf-8")
    file = tmp_path / "all.json"
    code, out, _ = run("export", dossier, "--out", file)
    assert (code, "3 gegevens" in out, "die niet meegaan: 1." in out) == (0, True, True)
    code, out, _ = run("import-json", file, "--out", tmp_path / "copy", "--evidence", dossier / "evidence")
    assert (code, "3 gegevens" in out) == (0, True)
    assert run("lint", tmp_path / "copy")[0] == 0
    code, out, _ = run("import-json", file, "--out", tmp_path / "bare", "--lang", "en")
    assert (code, "that go with it: 1." in out) == (0, True)
    assert run("export", dossier, "--out", file, "--no-persons")[0] == 0
    assert "Iemand" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("out", ["", "nowhere/deep.json"])
def test_what_cannot_be_written_or_read_is_told(out: str, run: Any, dossier: Path, tmp_path: Path) -> None:
    code, _, err = run("export", dossier, "--out", tmp_path / out)
    assert (code, "is niet te schrijven" in err) == (2, True)
    code, _, err = run("import-json", tmp_path / "gone.json", "--out", tmp_path / "copy")
    assert (code, "is niet te lezen" in err) == (2, True)


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_the_page_run_in_their_order(page: str, repository: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"```bash\n(.*?)```", (repository / page).read_text(encoding="utf-8"), flags=re.S)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("scharnier ")]
    assert lines
    for line in lines:
        command = [sys.executable, "-c", "from scharnier.cli import main; main()", *shlex.split(line)[1:]]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
        assert (done.returncode, bool(done.stdout.strip())) == (0, True), f"{line}\n{done.stderr}"


def test_the_tables_of_the_pages_are_those_of_the_models(repository: Path) -> None:
    command = [sys.executable, str(repository / "tools" / "dossier_pages.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_export_takes_the_place_of_nothing_in_the_dossier(run: Any, dossier: Path) -> None:
    before = {path: path.read_bytes() for path in dossier.glob("*.*")}
    for name in ("log.jsonl", "impacts.yaml", "evidence/new.json"):
        assert run("export", dossier, "--out", dossier / name)[0] == 2
    assert {path: path.read_bytes() for path in dossier.glob("*.*")} == before
