"""The commands as a user meets them: exit codes, one line for what cannot be read, JSON by the contract."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .builders import collection, feature, point, polygon, ring
from .test_statement import PLOTS, SOUND


def scharnier(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    command = [sys.executable, "-c", "from scharnier.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def plots(tmp_path: Path) -> Path:
    """A file with one sound plot and one open ring."""
    path = tmp_path / "plots.geojson"
    bad = feature("Polygon", f"[{ring([(-2.16, 6.71), (-2.15, 6.71), (-2.15, 6.72), (-2.16, 6.72)])}]")
    path.write_text(collection([point(), bad]), encoding="utf-8")
    return path


def test_json_is_the_contract(plots: Path) -> None:
    done = scharnier("eudr", "check", plots, "--format", "json", "--lang", "en")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert {"valid", "features", "issues"} <= answer.keys()
    assert (answer["valid"], answer["features"]) == (False, 2)
    [issue] = answer["issues"]
    assert issue == {
        "feature": 1,
        "code": "ring_open",
        "severity": "error",
        "message": "The boundary is not closed: the last position is not the same as the first. "
        "Repeat the first position at the end.",
        "path": "features[1].geometry.coordinates[0][3]",
    }


def test_a_valid_file_gives_0(tmp_path: Path) -> None:
    path = tmp_path / "good.geojson"
    path.write_text(collection([point(Area=...), polygon()]), encoding="utf-8")
    done = scharnier("eudr", "check", path, "--country", "gh")
    assert done.returncode == 0
    assert "Geldig: good.geojson" in done.stdout
    assert "2 percelen · 1 punt · 1 polygoon · 4,9 ha · 0 fouten · 1 waarschuwing" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["none.geojson"],
        ["."],
        [__file__],
        ["plots.geojson", "--country", "XX"],
        ["plots.geojson", "--commodity", "tea"],
        ["plots.geojson", "--on", "2019-01-01"],
        ["plots.geojson", "--on", "soon"],
        ["plots.geojson", "--limit", "0"],
    ],
)
def test_what_cannot_be_done_is_one_line_and_2(plots: Path, arguments: list[str]) -> None:
    given = [str(plots) if word == "plots.geojson" else word for word in arguments]
    done = scharnier("eudr", "check", *given)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_text_of_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "evil.geojson"
    path.write_text(collection([point(ProducerCountry="\x1b[31m\u202eX")]), encoding="utf-8")
    done = scharnier("eudr", "check", path)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_many_issues_are_cut_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "many.geojson"
    path.write_text(collection([point(f"[-2.15{n:03d},6.7]") for n in range(40)]), encoding="utf-8")
    done = scharnier("eudr", "check", path, "--limit", "3", "--lang", "en")
    assert "× 40" in done.stdout
    assert "and 37 more" in done.stdout
    assert done.stdout.count("features[") == 3


def test_statement_writes_both_files(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "plots.geojson").write_text(PLOTS, encoding="utf-8")
    out = tmp_path / "out"
    done = scharnier("eudr", "statement", tmp_path / "s.yaml", "--out", out, "--on", "2026-11-20", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert json.loads((out / "statement.json").read_text("utf-8"))["valid"] is True
    assert (out / "request.xml").read_bytes().startswith(b"<?xml")
    (tmp_path / "s.yaml").write_text(SOUND.replace("confirmed: true", "confirmed: false"), encoding="utf-8")
    done = scharnier("eudr", "statement", tmp_path / "s.yaml", "--out", out, "--on", "2026-11-20", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == json.loads((out / "statement.json").read_text("utf-8"))
    assert not (out / "request.xml").exists()


def test_statement_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("activity: fly\n", encoding="utf-8")
    done = scharnier("eudr", "statement", tmp_path / "s.yaml", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "line 1" in done.stderr
    (tmp_path / "s.yaml").write_text("activity: import\n", encoding="utf-8")
    done = scharnier("eudr", "statement", tmp_path / "s.yaml", "--out", tmp_path / "s.yaml" / "x")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    """A sound statement with its plots, as JSON would call it."""
    (tmp_path / "plots.geojson").write_text(PLOTS, encoding="utf-8")
    path = tmp_path / "statement.json"
    path.write_text(SOUND, encoding="utf-8")
    return path


def test_what_was_read_is_never_written_over(plots: Path, statement: Path) -> None:
    before = {path: path.read_bytes() for path in (plots, statement)}
    linked = plots.with_name("linked.html")
    linked.hardlink_to(plots)
    for arguments in (
        ("check", plots, "--picture", plots),
        ("check", plots, "--picture", linked),
        ("statement", statement, "--out", statement.parent),
    ):
        done = scharnier("eudr", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "is one of the files that were read" in done.stderr
    renamed = plots.with_name("request.xml")
    renamed.write_text(PLOTS, encoding="utf-8")
    named = statement.with_name("named.yaml")
    named.write_text(SOUND.replace("plots.geojson", "request.xml"), encoding="utf-8")
    assert "is one of the files" in scharnier("eudr", "statement", named, "--out", named.parent).stderr
    assert {path: path.read_bytes() for path in before} == before


def test_an_old_request_goes_first_and_a_folder_in_its_place_is_told(statement: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert scharnier("eudr", "statement", statement, "--out", out, "--on", "2026-11-20").returncode == 0
    (out / "statement.json").unlink()
    (out / "statement.json").mkdir()  # nothing can be written here any more
    done = scharnier("eudr", "statement", statement, "--out", out)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
    assert not (out / "request.xml").exists()
    (out / "request.xml").mkdir()
    done = scharnier("eudr", "statement", statement, "--out", out)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
    assert "cannot be replaced" in done.stderr
    for place in (statement, statement / "below"):
        done = scharnier("eudr", "statement", statement, "--out", place)
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
