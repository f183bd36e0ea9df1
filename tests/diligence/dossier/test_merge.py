"""Two people change copies of one dossier: nothing of either is lost, and what conflicts is shown until chosen."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.diligence.dossier.deeds import Measure
from scharnier.diligence.dossier.merge import merge
from scharnier.diligence.dossier.parties import Relationship
from scharnier.diligence.dossier.raw import read_records
from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.dossier.settle import settle
from scharnier.diligence.dossier.snapshot import read_folder
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.torn import read_torn
from scharnier.diligence.dossier.verify import verify
from scharnier.kernel.errors import InputProblem

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, tzinfo=UTC)


def titles(folder: Path) -> Mapping[str, str]:
    return {name: one["title"] for name, one in read_records(read_folder(folder))["impacts"].items()}


def test_what_each_changed_is_there_after(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    writing.put(written, "impacts", writing.impact("IMP-2", "Ours"))
    writing.put(theirs, "impacts", writing.impact("IMP-3", "Theirs"))
    writing.put(theirs, "impacts", writing.impact("IMP-1", "Better said"), who="lawyer")
    out, done = both()
    assert titles(out) == {"IMP-1": "Better said", "IMP-2": "Ours", "IMP-3": "Theirs"}
    assert (done.taken, done.torn) == (["impacts/IMP-1", "impacts/IMP-3"], [])
    line = verify(out).log.lines[-1]
    assert (line.act, [part["who"] for part in line.merged]) == ("merge", ["buyer", "lawyer"])
    assert titles(written) == {"IMP-1": "Wages below a living wage", "IMP-2": "Ours"}  # both stay as they are


def test_what_both_changed_keeps_both_versions(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    writing.put(written, "impacts", writing.impact("IMP-1", "Ours"))
    writing.put(theirs, "impacts", writing.impact("IMP-1", "Theirs"), who="lawyer")
    out, done = both()
    assert done.torn == ["impacts/IMP-1"]
    torn = read_torn(read_folder(out))["impacts/IMP-1"]
    assert torn.ours is not None
    assert torn.theirs is not None
    assert torn.base is not None
    assert (torn.ours["title"], torn.theirs["title"]) == ("Ours", "Theirs")
    assert torn.base["title"] == "Wages below a living wage"
    assert torn.theirs_by is not None
    assert torn.theirs_by.who == "lawyer"
    assert load_dossier(out, TODAY).torn == {("impacts", "IMP-1")}
    assert titles(out) == {"IMP-1": "Ours"}


@pytest.mark.parametrize(("take", "title"), [("ours", "Ours"), ("theirs", "Theirs")])
def test_settling_ends_it(written: Path, theirs: Path, both: Any, writing: Any, take: Any, title: str) -> None:
    writing.put(written, "impacts", writing.impact("IMP-1", "Ours"))
    writing.put(theirs, "impacts", writing.impact("IMP-1", "Theirs"))
    out, _ = both()
    with pytest.raises(InputProblem, match="IMP-1 still has two versions"):
        merge(out, _other(out, writing), out.parent / "no", "buyer", "x", writing.at)
    line, left = settle(out, "impacts/IMP-1", take, "lawyer", "agreed", writing.at)
    assert (line.act, left, titles(out)) == ("settle", 0, {"IMP-1": title})
    assert load_dossier(out, TODAY).torn == frozenset()
    assert verify(out).faults == []
    with pytest.raises(InputProblem, match="has no two versions"):
        settle(out, "impacts/IMP-1", take, "lawyer", "again", writing.at)


def _other(out: Path, writing: Any) -> Path:
    copy = out.parent / "copy"
    shutil.copytree(out, copy)
    for folder, name in ((out, "IMP-8"), (copy, "IMP-9")):
        writing.put(folder, "impacts", writing.impact(name))
        if folder is out:
            writing.remove(folder, "impacts", name)
    return copy


def test_the_same_change_twice_is_no_conflict(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    for folder in (written, theirs):
        writing.put(folder, "impacts", writing.impact("IMP-1", "The same"))
    out, done = both()
    assert (done.torn, titles(out)) == ([], {"IMP-1": "The same"})


def test_what_one_took_away_and_nobody_changed_goes(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    writing.put(written, "impacts", writing.impact("IMP-2"))
    writing.remove(theirs, "impacts", "IMP-1")
    out, done = both()
    assert set(titles(out)) == {"IMP-2"}
    assert done.taken == ["impacts/IMP-1"]


@pytest.mark.parametrize("who", ["ours", "theirs"])
def test_what_one_took_away_and_the_other_changed_stays_torn(
    written: Path, theirs: Path, both: Any, writing: Any, who: str
) -> None:
    gone, kept = (written, theirs) if who == "ours" else (theirs, written)
    writing.put(gone, "impacts", writing.impact("IMP-2"))
    writing.remove(gone, "impacts", "IMP-1")
    writing.put(kept, "impacts", writing.impact("IMP-1", "Worse than thought"))
    out, done = both()
    assert done.torn == ["impacts/IMP-1"]
    assert titles(out)["IMP-1"] == "Worse than thought"
    settle(out, "impacts/IMP-1", "ours" if who == "ours" else "theirs", "lawyer", "it is gone", writing.at)
    assert set(titles(out)) == {"IMP-2"}


def test_what_is_still_named_is_not_taken_away(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    """Ours added a measure on an impact that theirs took away: else the result could not be read."""
    writing.put(written, "measures", Measure(id="M-1", impacts=("IMP-1",), kind="cease", what="Stop"))
    writing.remove(theirs, "impacts", "IMP-1")
    out, done = both()
    assert (done.restored, done.torn) == (["impacts/IMP-1"], ["impacts/IMP-1"])
    with pytest.raises(InputProblem, match="measures/M-1 still names it"):
        settle(out, "impacts/IMP-1", "theirs", "lawyer", "gone", writing.at)
    settle(out, "impacts/IMP-1", "ours", "lawyer", "needed", writing.at)


def test_edited_by_hand_after_a_merge(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    writing.put(written, "impacts", writing.impact("IMP-1", "Ours"))
    writing.put(theirs, "impacts", writing.impact("IMP-1", "Theirs"))
    out, _ = both()
    writing.put(out, "impacts", writing.impact("IMP-1", "Of both"))
    settle(out, "impacts/IMP-1", "edited", "lawyer", "agreed", writing.at)
    assert titles(out) == {"IMP-1": "Of both"}


def test_a_second_merge_knows_what_the_first_took(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    writing.put(written, "impacts", writing.impact("IMP-2", "Ours"))
    writing.put(theirs, "impacts", writing.impact("IMP-1", "Theirs 1"))
    first, _ = both()
    writing.put(theirs, "impacts", writing.impact("IMP-1", "Theirs 2"))
    second, done = both(first, theirs)
    assert (done.torn, titles(second)) == ([], {"IMP-1": "Theirs 2", "IMP-2": "Ours"})
    third, done = both(theirs, first)
    assert (done.torn, titles(third)) == ([], {"IMP-1": "Theirs 2", "IMP-2": "Ours"})


def test_who_has_all_already(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    writing.put(written, "impacts", writing.impact("IMP-2", "Ours"))
    ahead, done = both()
    assert (done.line, done.taken) == (None, [])
    assert (ahead / "log.jsonl").read_bytes() == (written / "log.jsonl").read_bytes()
    behind, done = both(theirs, written)
    assert (done.line, done.taken) == (None, ["impacts/IMP-2"])
    assert (behind / "log.jsonl").read_bytes() == (written / "log.jsonl").read_bytes()


def test_copies_that_began_apart(tmp_path: Path, writing: Any) -> None:
    one, other = writing.begin(tmp_path / "one"), tmp_path / "other"
    with open_store(other, make=True) as store:
        store.put("dossier", read_records(read_folder(one))["dossier"]["dossier"])
        store.put("organisations", {"id": "own", "name": "Own"})
        store.put("relationships", Relationship(id="r-1", name="Supplier", kind="supplier"))
        store.commit("clerk", "apart", writing.at)
    done = merge(one, other, tmp_path / "out", "buyer", "together", writing.at)
    assert (done.taken, done.torn) == (["relationships/r-1"], [])
    writing.put(other, "impacts", writing.impact("IMP-1", "Something else"))
    with pytest.raises(InputProblem, match=r"share no line, and impacts/IMP-1 stand in both"):
        merge(one, other, tmp_path / "out-2", "buyer", "together", writing.at)


def test_two_dossiers_are_not_one(tmp_path: Path, written: Path, writing: Any) -> None:
    other = tmp_path / "other"
    with open_store(other, make=True) as store:
        store.put("dossier", {"dossier": 1, "id": "another", "title": "Another", "organisation": "own"})
        store.commit("clerk", "apart", writing.at)
    with pytest.raises(InputProblem, match=r"two dossiers \(demo and another\)"):
        merge(written, other, tmp_path / "out", "buyer", "together", writing.at)
    assert not (tmp_path / "out").exists()


def test_what_is_not_in_the_log_is_not_merged(written: Path, theirs: Path, tmp_path: Path, writing: Any) -> None:
    writing.put(theirs, "impacts", writing.impact("IMP-2"))
    path = theirs / "impacts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Wages", "Pay"), encoding="utf-8")
    with pytest.raises(InputProblem, match="edited by hand and not in the log yet: impacts/IMP-1"):
        merge(written, theirs, tmp_path / "out", "buyer", "x", writing.at)
    with pytest.raises(InputProblem, match="is there already"):
        merge(written, theirs, tmp_path, "buyer", "x", writing.at)
    with pytest.raises(InputProblem, match="cannot stand in or around"):
        merge(written, theirs, theirs / "out", "buyer", "x", writing.at)


def test_a_line_inside_a_merge_that_was_changed_is_found(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    """Whoever makes a new chain over a changed line of theirs is found by the hashes of theirs."""
    import json

    from scharnier.diligence.dossier.canonical import canonical, digest

    writing.put(written, "impacts", writing.impact("IMP-2", "Ours"))
    writing.put(theirs, "impacts", writing.impact("IMP-3", "Theirs"))
    out, _ = both()
    *before, last = (out / "log.jsonl").read_text(encoding="utf-8").splitlines()
    body = json.loads(last)
    body["merged"][0]["who"] = "nobody"
    body["hash"] = digest({key: value for key, value in body.items() if key != "hash"})
    (out / "log.jsonl").write_text("\n".join([*before, canonical(body)]) + "\n", encoding="utf-8")
    assert "the dossier that was merged here was changed" in str(verify(out).faults[0])


NAMES, TITLES = ["IMP-1", "IMP-2", "IMP-3"], ["Low pay", "Debt bondage", None]
EDITS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TITLES))


@settings(max_examples=25, deadline=None)
@given(EDITS, EDITS, EDITS)
def test_whatever_two_people_do_every_version_is_kept(first: Any, ours: Any, theirs: Any) -> None:
    """Against the rule itself: who changed alone wins, the same twice is one, and else both versions stay."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        edit(folder / "base", first)
        for side, edits in (("ours", ours), ("theirs", theirs)):
            shutil.copytree(folder / "base", folder / side)
            edit(folder / side, edits)
        was, one, other = (titles_of(folder / side) for side in ("base", "ours", "theirs"))
        done = merge(folder / "ours", folder / "theirs", folder / "out", "buyer", "together", AT)
        now, torn = titles_of(folder / "out"), read_torn(read_folder(folder / "out"))
        assert verify(folder / "out").faults == []
        for key in NAMES:
            versions = {side.get(key) for side in (one, other) if side.get(key) != was.get(key)}
            conflict = len(versions) == 2
            assert (f"impacts/{key}" in torn) == conflict
            if conflict:
                kept = torn[f"impacts/{key}"]
                assert [(kept.ours or {}).get("title"), (kept.theirs or {}).get("title")] == [
                    one.get(key),
                    other.get(key),
                ]
                assert now[key] == (one.get(key) or other.get(key))
            else:
                assert now.get(key) == (versions.pop() if versions else was.get(key))
        assert len(done.torn) == len(torn)


def edit(folder: Path, edits: Mapping[str, str | None]) -> None:
    with open_store(folder, make=True) as store:
        if not store.log.lines:
            store.put("dossier", {"dossier": 1, "id": "demo", "title": "Demo", "organisation": "own"})
        for key, title in edits.items():
            if title is not None:
                store.put("impacts", {"id": key, "title": title, "theme": "living_wage", "found_on": "2026-01-05"})
            elif key in store.records("impacts"):
                store.remove("impacts", key)
        store.commit("clerk", "edits", AT)


def titles_of(folder: Path) -> Mapping[str, str]:
    return {key: one["title"] for key, one in read_records(read_folder(folder)).get("impacts", {}).items()}
