"""Merging what is more than records: evidence, persons, links, and files that belong to no dossier."""

import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from scharnier.diligence.dossier.deeds import Proof
from scharnier.diligence.dossier.merge import merge
from scharnier.diligence.dossier.parties import Person
from scharnier.diligence.dossier.raw import read_records
from scharnier.diligence.dossier.record import record_edits
from scharnier.diligence.dossier.settle import settle
from scharnier.diligence.dossier.snapshot import read_folder
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.verify import verify

TODAY = date(2026, 11, 20)


def add_proof(folder: Path, content: bytes, name: str, writing: Any) -> None:
    with open_store(folder) as store:
        found = store.add_file("evidence/visit.txt", content)
        store.put("evidence", Proof(id=name, title="Visit", file="visit.txt", sha256=found, on=TODAY, by="auditor"))
        store.commit("auditor", "visit", writing.at)


def test_two_files_of_one_name_are_both_kept(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    add_proof(written, b"ours", "E-1", writing)
    add_proof(theirs, b"theirs", "E-2", writing)
    out, done = both()
    new = f"evidence/visit.{sha256(b'theirs').hexdigest()[:8]}.txt"
    assert done.renamed == {"evidence/visit.txt": new}
    assert (out / "evidence/visit.txt").read_bytes() == b"ours"
    assert (out / new).read_bytes() == b"theirs"


def test_the_same_file_twice_is_one(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    for folder in (written, theirs):
        add_proof(folder, b"same", "E-1", writing)
    out, done = both()
    assert (done.renamed, done.torn) == ({}, [])
    assert len(list((out / "evidence").iterdir())) == 1


def test_persons_are_merged_and_torn_apart_from_the_rest(
    written: Path, theirs: Path, tmp_path: Path, writing: Any
) -> None:
    writing.put(written, "persons", Person(id="p-1", name="Jan Jansen"))
    shutil.rmtree(theirs)
    shutil.copytree(written, theirs)
    writing.put(written, "persons", Person(id="p-1", name="Jan de Boer"))
    writing.put(theirs, "persons", Person(id="p-1", name="Jan Visser"))
    out = tmp_path / "out"
    done = merge(written, theirs, out, "buyer", "together", writing.at)
    assert done.torn == ["persons/p-1"]
    assert "Visser" in (out / "torn-persons.yaml").read_text(encoding="utf-8")
    assert "Visser" not in (out / "log.jsonl").read_text(encoding="utf-8")
    assert verify(out).faults == []
    settle(out, "persons/p-1", "theirs", "buyer", "asked him", writing.at)
    assert "Visser" in (out / "persons.yaml").read_text(encoding="utf-8")
    assert "Visser" not in (out / "log.jsonl").read_text(encoding="utf-8")


def test_a_person_who_was_forgotten_stays_so(written: Path, theirs: Path, both: Any, writing: Any) -> None:
    writing.put(written, "persons", Person(id="p-1", name="Jan Jansen"))
    shutil.rmtree(theirs)
    shutil.copytree(written, theirs)
    (written / "persons.yaml").unlink()
    (written / "persons.salt").unlink()
    record_edits(written, "privacy officer", "asked", writing.at)
    writing.put(theirs, "impacts", writing.impact("IMP-2"))
    out, _ = both()
    assert "persons" not in read_records(read_folder(out))


def test_a_link_stays_a_link(written: Path, theirs: Path, both: Any, tmp_path: Path, writing: Any) -> None:
    """Else a copy of a dossier from elsewhere would take in files of this machine."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (written / "README.txt").symlink_to(tmp_path / "secret.txt")
    writing.put(theirs, "impacts", writing.impact("IMP-2"))
    (theirs / "README.txt").write_text("theirs", encoding="utf-8")
    out, _ = both()
    assert (out / "README.txt").is_symlink()
    out, _ = both(theirs, written)
    assert (out / "README.txt").read_text(encoding="utf-8") == "theirs"
    (written / "README.txt").unlink()
    (written / "README.txt").write_text("ours", encoding="utf-8")
    (theirs / "README.txt").unlink()
    (theirs / "README.txt").symlink_to(tmp_path / "secret.txt")
    both()
    assert (tmp_path / "secret.txt").read_text(encoding="utf-8") == "secret"
