"""What somebody or something did to a dossier behind our back is found, named, and can be mended."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from scharnier.diligence.dossier.log import read_log, replay
from scharnier.diligence.dossier.parties import Person
from scharnier.diligence.dossier.raw import read_records
from scharnier.diligence.dossier.record import record_edits
from scharnier.diligence.dossier.snapshot import read_folder
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.verify import verify
from scharnier.kernel.errors import InputProblem


@pytest.fixture
def folder(written: Path, writing: Any) -> Path:
    """Four lines of log, and evidence."""
    writing.put(written, "impacts", writing.impact("IMP-2"))
    writing.put(written, "impacts", writing.impact("IMP-1", "Debt bondage"))
    with open_store(written) as store:
        store.add_file("evidence/visit.txt", b"seen")
        store.commit("auditor", "visit", writing.at)
    return written


def lines(folder: Path) -> list[str]:
    return (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()


def rewrite(folder: Path, texts: list[str], end: str = "\n") -> None:
    (folder / "log.jsonl").write_bytes("".join(text + end for text in texts).encode())


def faults(folder: Path, head: str | None = None) -> list[str]:
    return [str(fault) for fault in verify(folder, head).faults]


def test_a_dossier_that_nobody_touched_is_whole(folder: Path) -> None:
    found = verify(folder)
    assert (found.faults, found.unrecorded, found.notes) == ([], [], [])
    assert [line.n for line in found.log.lines] == [1, 2, 3, 4]


def test_the_log_alone_gives_every_state(folder: Path) -> None:
    log = verify(folder).log.lines
    titles = [replay(log[:n]).records["impacts"]["IMP-1"]["title"] for n in (1, 2, 3)]
    assert titles == ["Wages below a living wage", "Wages below a living wage", "Debt bondage"]
    assert replay(log).records == read_records(read_folder(folder))


@pytest.mark.parametrize("key", ["who", "why", "at", "act", "n", "prev", "hash"])
def test_a_changed_line_is_named(folder: Path, key: str) -> None:
    texts = lines(folder)
    body = json.loads(texts[1])
    body[key] = {"n": 7, "act": "merge"}.get(key) or body[key][::-1]
    rewrite(folder, [texts[0], json.dumps(body), *texts[2:]])
    assert "log.jsonl, line 2: " in faults(folder)[0]
    assert "cannot be relied on" in faults(folder)[0]


def test_a_changed_record_in_a_line_is_named(folder: Path) -> None:
    rewrite(folder, [text.replace("Debt bondage", "All is well") for text in lines(folder)])
    assert "line 3 of the log was changed after it was written" in faults(folder)[0]


def test_a_line_that_was_taken_away_is_named(folder: Path) -> None:
    texts = lines(folder)
    rewrite(folder, [texts[0], *texts[2:]])
    assert "line 2 was taken away before line 3" in faults(folder)[0]
    rewrite(folder, [texts[0], texts[3]])
    assert "lines 2 to 3 were taken away before line 4" in faults(folder)[0]
    rewrite(folder, texts[1:])
    assert "line 1 was taken away before line 2" in faults(folder)[0]


def test_lines_in_another_order_are_named(folder: Path) -> None:
    one, two, three, four = lines(folder)
    rewrite(folder, [one, three, two, four])
    assert "line 3 stands in the wrong place" in faults(folder)[0]


def test_lines_gone_at_the_end_are_found_with_a_hash_that_was_kept(folder: Path) -> None:
    head = verify(folder).log.head
    rewrite(folder, lines(folder)[:3])
    assert faults(folder) == []  # the chain cannot show it; the files do
    assert [str(one) for one in verify(folder).unrecorded] == [
        f"{folder}/evidence/visit.txt: is not in the log yet. Take it in with `scharnier dossier record`."
    ]
    assert "is not in the log: lines at its end were taken away" in faults(folder, head)[0]


def test_the_hash_of_an_older_line_or_the_beginning_of_one_will_do(folder: Path) -> None:
    old = verify(folder).log.lines[1].hash
    assert faults(folder, old) == faults(folder, f" {old[:12].upper()} ") == []
    assert "no hash of a line" in faults(folder, old[:6])[0]
    assert "no hash of a line" in faults(folder, "../../etc/passwd")[0]


def test_other_ends_of_lines_break_nothing(folder: Path, writing: Any) -> None:
    """As version control writes them on Windows."""
    for path in (folder / "impacts.yaml", folder / "log.jsonl", folder / "dossier.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = verify(folder)
    assert (found.faults, found.unrecorded) == ([], [])
    assert "is written differently; the records are the same" in str(found.notes[0])
    writing.put(folder, "impacts", writing.impact("IMP-3"))
    text = (folder / "impacts.yaml").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n") > 10
    assert verify(folder).faults == []


def test_a_hand_edit_is_named_with_its_line_and_taken_in(folder: Path, writing: Any) -> None:
    path = folder / "impacts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Debt bondage", "Bonded labour"), encoding="utf-8")
    named = f"{path}, line 1: impacts/IMP-1 was changed by hand and is not in the log yet."
    assert [str(one).split(" Take")[0] for one in verify(folder).unrecorded] == [named]
    before = path.read_bytes()
    done = record_edits(folder, "lawyer", "a better word", writing.at)
    assert [(change.id, old["title"], change.after["title"]) for change, old in done.changes] == [
        ("IMP-1", "Debt bondage", "Bonded labour")
    ]
    assert path.read_bytes() == before
    assert verify(folder).unrecorded == []
    assert record_edits(folder, "lawyer", "again", writing.at).line is None


def test_many_hand_edits_are_each_named_with_their_line(folder: Path, writing: Any) -> None:
    records = [writing.impact(f"N-{number}").model_dump(mode="json", exclude_defaults=True) for number in range(300)]
    (folder / "impacts.yaml").unlink()
    (folder / "impacts.jsonl").write_text("\n" + "".join(f"{json.dumps(one)}\n" for one in records))
    told = [str(one) for one in verify(folder).unrecorded]
    assert len(told) == 302
    assert f"{folder}/impacts.jsonl, line 301: impacts/N-299 is new by hand" in told[-1]
    assert "impacts/IMP-1 was taken away by hand" in told[0]


def test_records_may_move_from_yaml_to_lines_by_hand(folder: Path, writing: Any) -> None:
    records = read_records(read_folder(folder))["impacts"]
    (folder / "impacts.yaml").unlink()
    (folder / "impacts.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records.values()))
    assert verify(folder).unrecorded == []
    done = record_edits(folder, "clerk", "one a line", writing.at)
    assert done.changes == []
    assert set(done.files) == {"impacts.yaml", "impacts.jsonl"}
    assert verify(folder).notes == []


def test_a_dossier_without_a_log_begins_one(folder: Path, writing: Any) -> None:
    (folder / "log.jsonl").unlink()
    assert "there is no log yet" in str(verify(folder).unrecorded[0])
    done = record_edits(folder, "clerk", "begin", writing.at)
    assert {change.change for change, _ in done.changes} == {"added"}
    assert verify(folder).unrecorded == []


def test_a_log_that_another_program_cut_off_is_mended(folder: Path, writing: Any) -> None:
    whole = (folder / "log.jsonl").read_bytes()
    (folder / "log.jsonl").write_bytes(whole[:-100])
    told = faults(folder)
    assert "the last line is cut off" in told[0]
    assert "Nothing before it is lost" in told[0]
    with pytest.raises(InputProblem, match="cut off"):
        writing.put(folder, "impacts", writing.impact("IMP-3"))
    done = record_edits(folder, "clerk", "mended", writing.at)
    assert done.cut is not None
    assert whole.startswith(b"\n".join(whole.split(b"\n")[:3]))
    assert (folder / done.cut).read_bytes() == whole.split(b"\n")[3][:-99]
    assert list(done.files) == ["evidence/visit.txt"]
    assert faults(folder) == []


def test_a_log_without_its_last_end_of_line_goes_on(folder: Path, writing: Any) -> None:
    (folder / "log.jsonl").write_bytes((folder / "log.jsonl").read_bytes().rstrip(b"\n"))
    writing.put(folder, "impacts", writing.impact("IMP-3"))
    assert len(verify(folder).log.lines) == 5


def test_nothing_is_written_after_a_chain_that_is_broken(folder: Path, writing: Any) -> None:
    rewrite(folder, lines(folder)[1:])
    before = (folder / "log.jsonl").read_bytes()
    with pytest.raises(InputProblem, match="line 1 was taken away"):
        writing.put(folder, "impacts", writing.impact("IMP-3"))
    with pytest.raises(InputProblem, match="line 1 was taken away"):
        record_edits(folder, "clerk", "x", writing.at)
    assert (folder / "log.jsonl").read_bytes() == before


def test_evidence_that_changed_or_went_is_a_fault(folder: Path) -> None:
    (folder / "evidence/visit.txt").write_bytes(b"not seen")
    assert "evidence/visit.txt: was changed after it was recorded" in faults(folder)[0]
    (folder / "evidence/visit.txt").unlink()
    assert "evidence/visit.txt: is gone" in faults(folder)[0]
    (folder / "evidence/visit.txt").symlink_to("/etc/hostname")
    assert "visit.txt: is a link" in faults(folder)[0]


def test_a_person_can_be_forgotten(folder: Path, writing: Any) -> None:
    writing.put(folder, "persons", Person(id="p-1", name="Jan Jansen"))
    (folder / "persons.yaml").unlink()
    (folder / "persons.salt").unlink()
    record_edits(folder, "privacy officer", "asked by the person", writing.at)
    found = verify(folder)
    assert (found.faults, found.unrecorded, found.notes) == ([], [], [])
    assert b"Jansen" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_without_the_salt_nobody_can_say_whether_persons_changed(folder: Path, writing: Any) -> None:
    writing.put(folder, "persons", Person(id="p-1", name="Jan Jansen"))
    (folder / "persons.salt").unlink()
    assert "the salt is gone" in str(verify(folder).notes[0])
    record_edits(folder, "clerk", "a new salt", writing.at)
    found = verify(folder)
    assert (found.faults, found.unrecorded, found.notes) == ([], [], [])


def test_files_that_are_not_ours_are_left_alone(folder: Path, writing: Any) -> None:
    (folder / "notes.yaml").write_text("not: ours", encoding="utf-8")
    (folder / "README.md").write_text("hello", encoding="utf-8")
    writing.put(folder, "impacts", writing.impact("IMP-3"))
    assert record_edits(folder, "clerk", "x", writing.at).line is None
    assert (folder / "notes.yaml").read_text(encoding="utf-8") == "not: ours"
    assert verify(folder).faults == []


def test_a_line_holds_no_more_and_no_less_than_its_shape(folder: Path) -> None:
    body = json.loads(lines(folder)[0])
    assert set(body) == {"n", "at", "who", "why", "act", "changes", "files", "prev", "hash"}
    assert body["at"] == "2026-11-20T18:00:00Z"
    with pytest.raises(InputProblem, match="cannot be read"):
        read_log("log.jsonl", json.dumps({**body, "extra": 1}).encode() + b"\n")


def test_a_line_in_which_a_key_stands_twice_was_changed(folder: Path) -> None:
    """Other programs, and people, read the first of the two."""
    texts = lines(folder)
    rewrite(folder, [texts[0], texts[1].replace('"why":', '"why":"all is well","why":', 1), *texts[2:]])
    assert "line 2: the line cannot be read" in faults(folder)[0]


def test_a_pipe_among_the_evidence_is_named_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "evidence" / "pipe")
    assert "no ordinary file" in faults(folder)[0]


def test_a_log_that_is_gone_does_not_hold_the_line_that_was_kept(folder: Path) -> None:
    head = verify(folder).log.head
    (folder / "log.jsonl").unlink()
    assert "is not in the log" in faults(folder, head)[0]


def test_a_file_that_is_far_too_large_is_refused_at_once(folder: Path) -> None:
    (folder / "impacts.yaml").write_bytes(b"# " + b"x" * 20_000_001)
    assert "larger than 20 MB" in faults(folder)[0]


def test_a_folder_in_the_place_of_a_file_is_named(folder: Path) -> None:
    (folder / "looks.yaml").mkdir()
    with pytest.raises(InputProblem, match=r"looks\.yaml: cannot be read"):
        verify(folder)
