"""From one format to the next: whole or not at all, remarks and history kept. No second format exists yet, so the
steps here are made up; they go the way that real ones will."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from scharnier.diligence.dossier import migrate as module
from scharnier.diligence.dossier.deeds import Look
from scharnier.diligence.dossier.log import replay
from scharnier.diligence.dossier.migrate import STEPS, Step, migrate
from scharnier.diligence.dossier.pending import read_plan
from scharnier.diligence.dossier.raw import KNOWN, Records, read_records
from scharnier.diligence.dossier.snapshot import read_folder
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.verify import verify
from scharnier.kernel.errors import InputProblem

NEW = KNOWN | {"reviews"}


def rename(records: Records) -> Records:
    """`found_on` of impacts becomes `discovered_on`; looks move to reviews."""
    impacts = {
        name: {("discovered_on" if key == "found_on" else key): value for key, value in one.items()}
        for name, one in records["impacts"].items()
    }
    rest = {("reviews" if kind == "looks" else kind): found for kind, found in records.items()}
    return {**rest, "impacts": impacts}


def shout(records: Records) -> Records:
    """The title of the dossier in capitals."""
    head = records["dossier"]["dossier"]
    return {**records, "dossier": {"dossier": {**head, "title": head["title"].upper()}}}


TO_3 = {2: Step(rename, {"looks": "reviews"}), 3: Step(shout)}


@pytest.fixture
def folder(written: Path, writing: Any) -> Path:
    look = Look.model_validate({"id": "L-1", "kind": "scan", "title": "Scan", "on": "2026-02-01"})
    writing.put(written, "looks", look)
    for name, word in (("impacts.yaml", "theme"), ("looks.yaml", "kind")):
        path = written / name
        text = path.read_text(encoding="utf-8").replace(f"  {word}:", f"  # about the {word}\n  {word}:")
        path.write_text(text, encoding="utf-8")
    return written


def test_every_step_on_the_way_is_taken(folder: Path, writing: Any) -> None:
    done = migrate(folder, "clerk", "new format", writing.at, TO_3, 3)
    assert (done.old, done.new) == (1, 3)
    records = read_records(read_folder(folder), NEW)
    assert records["dossier"]["dossier"] == {"dossier": 3, "id": "demo", "title": "DEMO", "organisation": "own"}
    assert records["impacts"]["IMP-1"]["discovered_on"] == "2026-01-05"
    assert records["reviews"]["L-1"]["title"] == "Scan"
    assert not (folder / "looks.yaml").exists()


def test_remarks_stay_also_in_a_file_that_moves(folder: Path, writing: Any) -> None:
    migrate(folder, "clerk", "new format", writing.at, TO_3, 3)
    assert "# about the theme" in (folder / "impacts.yaml").read_text(encoding="utf-8")
    assert "# about the kind" in (folder / "reviews.yaml").read_text(encoding="utf-8")


def test_the_log_tells_it_and_still_gives_every_state(folder: Path, writing: Any) -> None:
    migrate(folder, "clerk", "new format", writing.at, TO_3, 3)
    found = verify(folder)
    assert (found.faults, found.unrecorded, found.notes) == ([], [], [])
    assert found.log.lines[-1].act == "migrate"
    after, before = replay(found.log.lines), replay(found.log.lines[:-1])
    assert {kind: one for kind, one in after.records.items() if one} == read_records(read_folder(folder), NEW)
    assert "found_on" in before.records["impacts"]["IMP-1"]


def test_hand_edits_get_a_line_of_their_own_first(folder: Path, writing: Any) -> None:
    path = folder / "impacts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Wages", "Pay"), encoding="utf-8")
    migrate(folder, "clerk", "new format", writing.at, TO_3, 3)
    by_hand, last = verify(folder).log.lines[-2:]
    assert (by_hand.act, last.act) == ("record", "migrate")
    assert by_hand.changes[0].after["title"].startswith("Pay")


def test_a_migration_that_was_cut_short_is_whole_at_the_next_run(
    folder: Path, writing: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Killed after the change was made, with any number of its files in place."""
    plain = tmp_path / "plain"
    shutil.copytree(folder, plain)
    migrate(plain, "clerk", "new format", writing.at, TO_3, 3)
    wanted = {path.name: path.read_bytes() for path in plain.iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr("scharnier.diligence.dossier.store.finish", lambda _: [])
        patch.setattr(module, "record_edits", lambda *_: None)
        migrate(folder, "clerk", "new format", writing.at, TO_3, 3)
    plan = read_plan(folder)
    assert plan is not None
    for count in range(len(plan[1].files) + 1):
        half = tmp_path / f"half-{count}"
        shutil.copytree(folder, half)
        for name, number in list(plan[1].files.items())[:count]:
            if number is None:
                (half / name).unlink()
            else:
                (half / ".pending" / str(number)).rename(half / name)
        with open_store(half):
            pass
        assert {path.name for path in half.iterdir()} == set(wanted)
        assert (half / "reviews.yaml").read_bytes() == wanted["reviews.yaml"]
        assert verify(half).faults == []


def test_a_dossier_that_is_up_to_date_is_left_alone(folder: Path, writing: Any) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert migrate(folder, "clerk", "x", writing.at).line is None
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert STEPS == {}


@pytest.mark.parametrize("value", ["0", "-1", "one", "1.5", "true", "null"])
def test_what_was_never_published_is_refused(folder: Path, writing: Any, value: str) -> None:
    path = folder / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("dossier: 1", f"dossier: {value}"), encoding="utf-8")
    with pytest.raises(InputProblem, match="is no published format"):
        migrate(folder, "clerk", "x", writing.at, TO_3, 3)


def test_a_newer_format_asks_for_a_newer_scharnier(folder: Path, writing: Any) -> None:
    path = folder / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("dossier: 1", "dossier: 9"), encoding="utf-8")
    with pytest.raises(InputProblem, match=r"format 9.*Install a newer Scharnier"):
        migrate(folder, "clerk", "x", writing.at)
