"""Writing in a dossier: whole or not at all, with a line in the log, and never over what somebody typed."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.log import read_log, replay
from scharnier.diligence.dossier.parties import Person, Relationship
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.verify import verify
from scharnier.kernel.errors import InputProblem

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)


def impact(name: str, title: str = "Wages below a living wage", **more: object) -> Impact:
    return Impact.model_validate(
        {"id": name, "title": title, "theme": "living_wage", "found_on": date(2026, 1, 5), **more}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dossier with one impact."""
    path = tmp_path / "dossier"
    with open_store(path, make=True) as store:
        store.put("dossier", Head(dossier=1, id="demo", title="Demo", organisation="own"))
        store.put("impacts", impact("IMP-1"))
        store.commit("buyer", "begin", AT)
    return path


def put(folder: Path, kind: str, record: Record) -> None:
    with open_store(folder) as store:
        store.put(kind, record)
        store.commit("buyer", "a change", AT)


def test_a_commit_writes_the_records_and_a_line_that_holds_them(folder: Path) -> None:
    put(folder, "impacts", impact("IMP-2", "Bonded labour"))
    log = read_log("log.jsonl", (folder / "log.jsonl").read_bytes())
    assert [(line.n, line.who) for line in log.lines] == [(1, "buyer"), (2, "buyer")]
    assert [(change.id, change.change) for change in log.lines[1].changes] == [("IMP-2", "added")]
    assert replay(log.lines).records["impacts"]["IMP-2"]["title"] == "Bonded labour"
    assert "title: Bonded labour" in (folder / "impacts.yaml").read_text(encoding="utf-8")
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_what_is_not_committed_is_forgotten(folder: Path) -> None:
    with open_store(folder) as store:
        store.put("impacts", impact("IMP-9"))
    with open_store(folder) as store:
        assert set(store.records("impacts")) == {"IMP-1"}
        assert store.commit("buyer", "nothing", AT) is None


def test_the_same_again_is_no_change(folder: Path) -> None:
    before = (folder / "log.jsonl").read_bytes()
    put(folder, "impacts", impact("IMP-1"))
    assert (folder / "log.jsonl").read_bytes() == before


def test_a_hand_edit_is_never_written_over(folder: Path) -> None:
    path = folder / "impacts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("below", "far below"), encoding="utf-8")
    with pytest.raises(InputProblem, match=r"impacts/IMP-1.*dossier record"):
        put(folder, "impacts", impact("IMP-2"))
    assert "far below" in path.read_text(encoding="utf-8")
    assert "IMP-2" not in path.read_text(encoding="utf-8")


def test_a_remark_is_no_hand_edit_and_stays(folder: Path) -> None:
    path = folder / "impacts.yaml"
    path.write_text("# ask Ana\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    put(folder, "impacts", impact("IMP-1", "Debt bondage"))
    assert path.read_text(encoding="utf-8").startswith("# ask Ana\n- id: IMP-1\n  title: Debt bondage\n")


def test_of_a_person_the_log_keeps_nothing_to_read_or_to_guess(folder: Path) -> None:
    put(folder, "persons", Person(id="p-1", name="Jan Jansen"))
    log = (folder / "log.jsonl").read_text(encoding="utf-8")
    assert "Jansen" not in log
    from hashlib import sha256

    assert sha256((folder / "persons.yaml").read_bytes()).hexdigest() not in log
    put(folder, "persons", Person(id="p-1", name="Jan de Vries"))
    assert read_log("", (folder / "log.jsonl").read_bytes()).lines[-1].changes[0].change == "changed"


def test_many_new_records_go_in_lines(folder: Path) -> None:
    with open_store(folder) as store:
        for number in range(501):
            store.put("relationships", Relationship(id=f"r-{number}", name="n", kind="supplier"))
        store.commit("buyer", "import", AT)
        store.remove("relationships", "r-7")
        store.commit("buyer", "gone", AT)
    lines = (folder / "relationships.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 500
    assert '"r-7"' not in "".join(lines)


def test_a_file_with_only_remarks_gives_way_to_lines_for_many(folder: Path) -> None:
    (folder / "relationships.yaml").write_text("# a record begins with - id\n", encoding="utf-8")
    with open_store(folder) as store:
        for number in range(501):
            store.put("relationships", Relationship(id=f"r-{number}", name="n", kind="supplier"))
        store.commit("buyer", "import", AT)
        assert len(store.records("relationships")) == 501
    assert not (folder / "relationships.yaml").exists()
    assert (verify(folder).faults, verify(folder).unrecorded, verify(folder).notes) == ([], [], [])


def test_a_change_of_every_record_in_yaml_takes_a_moment_not_a_minute(folder: Path) -> None:
    """Not one reading of the file for each record: a migration touches them all."""
    names = [f"IMP-{number}" for number in range(400)]
    for title in ("Wages", "Pay"):
        with open_store(folder) as store:
            for name in names:
                store.put("impacts", impact(name, title))
            store.commit("buyer", title, AT)
    text = (folder / "impacts.yaml").read_text(encoding="utf-8")
    assert text.count("title: Pay") == len(names)


def test_evidence_is_added_and_never_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "visit.pdf").write_bytes(b"pdf")
    with open_store(folder) as store:
        found = store.add_file("evidence/2026/visit.pdf", tmp_path / "visit.pdf")
        line = store.commit("buyer", "visit", AT)
    assert line is not None
    assert line.files == {"evidence/2026/visit.pdf": found}
    assert (folder / "evidence/2026/visit.pdf").read_bytes() == b"pdf"
    with open_store(folder) as store, pytest.raises(InputProblem, match="another file bears this name"):
        store.add_file("evidence/2026/visit.pdf", b"other")


OUTSIDE = ["evidence", "visit.pdf", "evidence/../x", "../evidence/x", "/evidence/x", "a\\..\\x", "evidence/nul"]


@pytest.mark.parametrize("name", [*OUTSIDE, "evidence//x"])
def test_evidence_stays_in_its_folder(folder: Path, name: str) -> None:
    with open_store(folder) as store, pytest.raises(InputProblem, match=r"Name it as evidence/visit\.pdf"):
        store.add_file(name, b"x")


def test_the_folder_itself_may_be_reached_by_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    with open_store(tmp_path / "link") as store:
        store.add_file("evidence/x.txt", b"x")
        store.put("impacts", impact("IMP-2"))
        store.commit("buyer", "by a link", AT)
    assert (folder / "evidence/x.txt").read_bytes() == b"x"


def test_evidence_is_not_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    (folder / "evidence").symlink_to(tmp_path, target_is_directory=True)
    with open_store(folder) as store, pytest.raises(InputProblem, match="is a link"):
        store.add_file("evidence/x.txt", b"x")


def test_a_record_that_does_not_fit_is_refused(folder: Path) -> None:
    with open_store(folder) as store, pytest.raises(InputProblem, match="impacts: theme"):
        store.put("impacts", {"id": "IMP-3", "title": "x", "found_on": "2026-01-01"})


@pytest.mark.parametrize(("who", "why"), [("", "x"), ("x", " "), ("a\nb", "x"), ("x", "y" * 301)])
def test_a_line_says_who_and_why(folder: Path, who: str, why: str) -> None:
    with open_store(folder) as store:
        store.put("impacts", impact("IMP-2"))
        with pytest.raises(InputProblem, match="must be one line"):
            store.commit(who, why, AT)


@pytest.mark.parametrize("name", ["log.jsonl", "impacts.yaml", "persons.salt"])
def test_nothing_is_read_or_written_through_a_link(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputProblem, match=f"{name}.*is a link"):
        put(folder, "impacts", impact("IMP-2"))
    assert not (tmp_path / "elsewhere").exists()
