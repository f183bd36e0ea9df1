"""Kills, full disks, many writers: what was promised is there, nothing is half, and the log verifies."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.lock import locked
from scharnier.diligence.dossier.pending import prepare, read_plan
from scharnier.diligence.dossier.raw import read_records
from scharnier.diligence.dossier.snapshot import read_folder
from scharnier.diligence.dossier.store import Store, open_store
from scharnier.diligence.dossier.verify import verify
from scharnier.kernel.errors import InputProblem

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")


def run(how: str, folder: Path, times: int = 0) -> Any:
    """What `killing.py` found."""
    program = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, str(program), how, str(folder), str(times)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@POSIX
def test_two_hundred_kills_lose_nothing_that_was_promised(tmp_path: Path) -> None:
    found = run("kill", tmp_path, 200)
    assert found["wrong"] == []
    assert found["kills"] == 200
    assert found["there"] >= found["promised"] > 0
    assert found["state"].keys() == {"nothing", "being made", "made, not in place"}  # every moment was hit


@POSIX
def test_a_kill_at_every_line_of_writing_leaves_all_or_nothing(tmp_path: Path) -> None:
    found = run("die", tmp_path / "dossier")
    assert found["wrong"] == []
    assert found["state"]["made, not in place"] > 20
    assert found["state"]["being made"] > 20


@POSIX
def test_a_full_disk_or_a_break_at_every_line_of_writing_leaves_all_or_nothing(tmp_path: Path) -> None:
    found = run("fail", tmp_path / "dossier")
    assert found["wrong"] == []
    assert found["stops"] > 100


@POSIX
def test_writers_take_turns_and_a_reader_never_sees_half_a_change(tmp_path: Path) -> None:
    found = run("crowd", tmp_path / "dossier", 8)
    assert found["wrong"] == []
    assert (found["there"], found["codes"]) == (32, [0, 0, 0, 0])
    assert found["reads"] > 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dossier with one impact."""
    path = tmp_path / "dossier"
    with open_store(path, make=True) as store:
        store.put("dossier", Head(dossier=1, id="demo", title="Demo", organisation="own"))
        store.put("impacts", impact("IMP-1"))
        store.commit("buyer", "begin", AT)
    return path


def impact(name: str) -> Impact:
    return Impact(id=name, title="Low pay", theme="living_wage", found_on=date(2026, 1, 5))


def halfway(folder: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A change of IMP-2 that was made and not put in place; gives the line of the log that waits."""
    with monkeypatch.context() as patch, open_store(folder) as store:
        patch.setattr("scharnier.diligence.dossier.store.finish", lambda _: [])
        store.put("impacts", impact("IMP-2"))
        store.commit("buyer", "waits", AT)
    plan = read_plan(folder)
    assert plan is not None
    return plan[1].line.encode()


def test_a_reader_sees_a_change_that_was_made_and_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / "impacts.yaml").read_bytes()
    halfway(folder, monkeypatch)
    assert "IMP-2" in read_records(read_folder(folder))["impacts"]
    found = verify(folder)
    assert (found.faults, found.unrecorded, len(found.log.lines)) == ([], [], 2)
    assert "waits to be put in place" in str(found.notes[0])
    assert (folder / "impacts.yaml").read_bytes() == before


def test_half_a_line_of_our_own_in_the_log_is_finished(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = halfway(folder, monkeypatch)
    with (folder / "log.jsonl").open("ab") as file:
        file.write(line[:40])
    with open_store(folder):
        pass
    assert (folder / "log.jsonl").read_bytes().endswith(line)
    assert verify(folder).faults == []


def test_a_hand_edit_after_a_crash_is_kept_beside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    halfway(folder, monkeypatch)
    (folder / "impacts.yaml").write_text("# mine\n[]\n", encoding="utf-8")
    with open_store(folder) as store:
        assert store.kept == ["impacts.by-hand-1.yaml.kept"]
    assert (folder / "impacts.by-hand-1.yaml.kept").read_text(encoding="utf-8") == "# mine\n[]\n"
    assert "IMP-2" in (folder / "impacts.yaml").read_text(encoding="utf-8")


def test_a_log_that_somebody_changed_after_a_crash_is_not_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    halfway(folder, monkeypatch)
    with (folder / "log.jsonl").open("ab") as file:
        file.write(b"something else\n")
    with pytest.raises(InputProblem, match="the log was changed while a change waited"), open_store(folder):
        pass
    assert (folder / "log.jsonl").read_bytes().endswith(b"something else\n")


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"../outside.txt": 0}},
        {"files": {"evidence/../../outside.txt": 0}},
        {"files": {"/tmp/outside.txt": 0}},
        {"files": {".git/hooks/post-commit": 0}},
        {"files": {"log.jsonl": 0}},
        {"files": {"impacts.yaml": "../../outside.txt"}},
        {"folders": ["../outside"]},
        {"log_size": "none"},
        {"line": None},
        {"more": 1},
        [],
    ],
)
def test_a_change_that_waits_leads_nowhere_else(folder: Path, monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """A dossier that came by mail could hold one that somebody made up."""
    halfway(folder, monkeypatch)
    path = folder / ".pending" / "plan.json"
    plan = json.loads(path.read_text(encoding="utf-8"))
    for key, value in change.items() if isinstance(change, dict) else ():
        plan[key] = value
        if key == "files":
            plan["had"] = plan["gets"] = dict.fromkeys(value)
    path.write_text(json.dumps(plan if isinstance(change, dict) else change), encoding="utf-8")
    with pytest.raises(InputProblem, match="is not the change that waits"), open_store(folder):
        pass
    with pytest.raises(InputProblem, match="is not the change that waits"):
        read_folder(folder)
    assert "IMP-2" not in (folder / "impacts.yaml").read_text(encoding="utf-8")


def test_a_change_that_waits_does_not_follow_a_link(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, open_store(folder) as store:
        patch.setattr("scharnier.diligence.dossier.store.finish", lambda _: [])
        store.add_file("evidence/a.txt", b"x")
        store.commit("buyer", "waits", AT)
    (folder / "evidence").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(InputProblem, match="is not the change that waits"), open_store(folder):
        pass
    assert not (tmp_path / "a.txt").exists()


def test_an_edit_between_reading_and_writing_is_kept_beside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves the file in an editor at the very moment that we write."""
    path = folder / "impacts.yaml"

    def late(*arguments: Any) -> None:
        path.write_text("# saved just now\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
        prepare(*arguments)

    monkeypatch.setattr("scharnier.diligence.dossier.store.prepare", late)
    with open_store(folder) as store:
        store.put("impacts", impact("IMP-2"))
        store.commit("buyer", "a change", AT)
        assert store.kept == ["impacts.by-hand-1.yaml.kept"]
    assert (folder / store.kept[0]).read_text(encoding="utf-8").startswith("# saved just now")
    assert "IMP-2" in path.read_text(encoding="utf-8")


def test_a_second_writer_is_told_to_wait(folder: Path) -> None:
    with (
        locked(folder),
        pytest.raises(InputProblem, match=r"another program is writing this dossier\. Wait"),
        open_store(folder, patience=0.05),
    ):
        pass


def test_who_reads_does_not_wait_for_a_writer(folder: Path) -> None:
    with locked(folder):
        assert "IMP-1" in read_records(read_folder(folder))["impacts"]
        assert verify(folder).faults == []


def add_film(folder: Path) -> None:
    with open_store(folder) as store:
        store.put("impacts", impact("IMP-2"))
        store.add_file("evidence/film.mp4", bytes(200_000))
        store.commit("buyer", "too large", AT)


@POSIX
def test_a_file_that_does_not_fit_on_the_disk_changes_nothing(folder: Path) -> None:
    import resource

    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(InputProblem, match="cannot be written"):
            add_film(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@POSIX
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    found = run("denied", tmp_path)
    assert "cannot be written: Permission denied" in found["said"]
    assert (found["there"], found["wrong"]) == (["N0"], [])


def test_what_failed_can_be_committed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(folder) as store:
        store.put("impacts", impact("IMP-2"))
        with monkeypatch.context() as patch:
            patch.setattr("scharnier.diligence.dossier.pending.sync", _full)
            with pytest.raises(InputProblem, match="cannot be written: No space"):
                store.commit("buyer", "a change", AT)
        assert store.commit("buyer", "a change", AT) is not None
    assert isinstance(store, Store)
    assert verify(folder).faults == []


def _full(_: Path) -> None:
    raise OSError(28, "No space left on device")
