"""A name of a file in a dossier may come from anybody: it opens nothing outside `evidence/`; what changed is told."""

import os
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from scharnier.diligence.dossier.faults import Suggestions
from scharnier.diligence.dossier.proof import explain_unsafe, hash_file, list_unnamed
from scharnier.diligence.dossier.read import list_faults, load_dossier
from scharnier.kernel.errors import InputProblem

TODAY = date(2026, 11, 20)
CONTENT = b"What we saw." * 200_000
HASH = sha256(CONTENT).hexdigest()


def make(folder: Path, *rows: str) -> Path:
    """A dossier with these lines of evidence, and two files that are there."""
    (folder / "evidence" / "visits").mkdir(parents=True)
    (folder / "evidence" / "visits" / "march.pdf").write_bytes(CONTENT)
    (folder / "evidence" / "code.txt").write_bytes(b"code")
    (folder / "dossier.yaml").write_text("dossier: 1\nid: d\ntitle: T\norganisation: us\n", encoding="utf-8")
    (folder / "organisations.yaml").write_text("- {id: us, name: Us}\n", encoding="utf-8")
    (folder / "evidence.yaml").write_text(
        "".join(f"- id: EV-{n}\n  title: T\n  on: 2026-03-01\n  by: buyer\n  {row}\n" for n, row in enumerate(rows)),
        encoding="utf-8",
    )
    return folder


def told(folder: Path) -> InputProblem:
    """The one fault in the dossier, files looked at."""
    found = list_faults(folder, TODAY)
    assert len(found) == 1, found
    assert found[0].file == str(folder / "evidence.yaml")
    return found[0]


def test_a_file_that_is_what_it_was_is_fine(tmp_path: Path) -> None:
    row = f"file: visits/march.pdf\n  sha256: '{HASH}'"
    folder = make(tmp_path / "d", row, "file: code.txt", "url: https://example.org/x")
    load_dossier(folder, TODAY, with_files=True)
    assert hash_file(folder / "evidence" / "visits" / "march.pdf") == HASH


NAMES = [
    "../dossier.yaml", "visits/../../dossier.yaml", "/etc/passwd", "\\\\host\\share", "C:/x.pdf", "c:x.pdf", "~/x.pdf",
    "visits\\march.pdf", "visits//march.pdf", "./code.txt", "visits/", "", ".", "..", "CON", "visits/nul.txt", "com1",
    "Lpt9.pdf", "code.txt.", "code.txt ", " code.txt", "code.txt::$DATA", "a\u202efdp.exe", "a\tb", "a*b",
    "cafe\u0301.pdf",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_path_that_is_not_plain_is_refused(name: str) -> None:
    assert explain_unsafe(name)


@pytest.mark.parametrize("name", ["a.pdf", "visits/2026-03 march.pdf", "café.pdf", "console.txt", "a..b", ".hidden"])
def test_a_plain_path_is_not(name: str) -> None:
    assert explain_unsafe(name) is None


def test_a_path_that_leads_out_is_told_without_being_opened(tmp_path: Path) -> None:
    problem = told(make(tmp_path / "d", "url: https://example.org", "file: ../dossier.yaml"))
    assert (problem.row, problem.column) == (10, "EV-1.file")
    assert "'..'" in problem.message
    assert "visits/2026-03.pdf" in problem.remedy


CASES: Sequence[tuple[Any, str, str, str]] = [
    (None, "file: visits/march.pfd", "is not in evidence/", "Did you mean 'march.pdf'?"),
    (None, "file: gone/a.pdf", "is not in evidence/", "Put it back"),
    (None, "file: Visits/march.pdf", "is not in evidence/", "'visits'"),
    (None, "file: visits", "no ordinary file", "Put a file"),
    (None, "file: code.txt/a.pdf", "no ordinary file", "Put a file"),
    (None, f"file: code.txt\n  sha256: '{HASH}'", "changed since it was hashed", "Put back the file"),
    (None, "note: nothing", "no file and no url", "name it in `file`"),
    (None, "url: 'javascript:alert(1)'", "no address of a page", "https://"),
    (None, "url: https://a b", "no address of a page", "without spaces"),
    (lambda at: (at / "link").symlink_to(at / "code.txt"), "file: link", "is a link", "file itself"),
    (lambda at: (at / "way").symlink_to(at / "visits"), "file: way/march.pdf", "'way' is a link", "file itself"),
    (lambda at: (at / "out").symlink_to("/etc"), "file: out/passwd", "'out' is a link", "file itself"),
    (lambda at: os.mkfifo(at / "pipe"), "file: pipe", "no ordinary file", "Put a file"),
]


@pytest.mark.parametrize(("prepare", "row", "says", "remedy"), CASES, ids=[case[1][:30] for case in CASES])
def test_a_file_that_cannot_serve_is_told(prepare: Any, row: str, says: str, remedy: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "d", row)
    if prepare:
        prepare(folder / "evidence")
    problem = told(folder)
    assert (says in problem.message, remedy in problem.remedy) == (True, True), problem
    assert problem.row in (1, 5)


def test_a_folder_of_evidence_that_is_a_link_is_told(tmp_path: Path) -> None:
    folder = make(tmp_path / "d", "file: code.txt")
    (folder / "evidence").rename(tmp_path / "elsewhere")
    (folder / "evidence").symlink_to(tmp_path / "elsewhere")
    assert "the folder evidence is a link" in told(folder).message


def test_names_that_differ_in_capitals_only_are_told(tmp_path: Path) -> None:
    folder = make(tmp_path / "d", "file: code.txt", "file: CODE.txt")
    (folder / "evidence" / "CODE.txt").write_bytes(b"x")
    assert "differs from 'code.txt' in capitals only" in told(folder).message


def test_files_are_looked_at_only_when_asked(tmp_path: Path) -> None:
    folder = make(tmp_path / "d", "file: gone.pdf")
    load_dossier(folder, TODAY)
    with pytest.raises(InputProblem, match=r"line 5, key 'EV-0\.file'"):
        load_dossier(folder, TODAY, with_files=True)


def test_a_file_that_no_record_names_is_listed(tmp_path: Path) -> None:
    folder = make(tmp_path / "d", "file: code.txt")
    assert list_unnamed(load_dossier(folder, TODAY), folder) == ["evidence/visits/march.pdf"]


def test_looking_for_names_ends() -> None:
    suggestions = Suggestions(left=1)
    assert suggestions.suggest("sup-01l", "k", ["sup-011"], "no") == "Did you mean 'sup-011'?"
    assert suggestions.suggest("sup-0ll", "k", ["sup-011"], "no") == "no"
