"""Broken content is caught, on broken copies of the shelf: loading stops at the first fault, the lint lists all."""

import shutil
from pathlib import Path

import pytest

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms import lint_library, load_library_from
from scharnier.norms.shelf import CROSSWALKS


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the shipped shelf that a test may break."""
    shutil.copytree(content_path("norms"), tmp_path / "norms")
    for folder, names in (("crosswalks", (*CROSSWALKS, "relations.csv")), ("vocabulary", ("themes.csv", "groups.csv"))):
        (tmp_path / folder).mkdir()
        for name in names:
            shutil.copy(content_path(f"{folder}/{name}"), tmp_path / folder / name)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_shelf_is_clean() -> None:
    assert lint_library() == []


def test_a_copy_of_the_shelf_is_clean_too(shelf: Path) -> None:
    assert lint_library(shelf) == []
    assert load_library_from(shelf).release == "norms-2026.11.2"


BROKEN = [
    ("norms/ungp-2011.csv", "ungp-2011:24,principle,ungp-2011:II,", "ungp-2011:24,principle,ungp-2011:IX,", "parent"),
    ("norms/ungp-2011.csv", "Ernstigste eerst", "", "title_nl"),
    ("norms/ungp-2011.csv", "Most severe first", "", "title_en"),
    ("norms/ungp-2011.csv", "ungp-2011:25,", "ungp-2011:24,", "2 times"),
    ("norms/ungp-2011.csv", ",secondary,UNGP,", ",secondary,UNGPX,", "UNGPX"),
    ("norms/ungp-2011.csv", ",secondary,UNGP,", ",secondary,,", "source"),
    ("norms/ungp-2011.csv", ",secondary,UNGP,", ",certain,UNGP,", "confidence"),
    ("norms/ungp-2011.csv", "2011-06-16", "16-6-2011", "adopted"),
    ("norms/ungp-2011.csv", "id,kind,", "id,sort,", "kind"),
    ("norms/ungp-2011.csv", "ungp-2011,instrument,,", "ungp-2011,instrument,ungp-2011:24,", "back to itself"),
    ("crosswalks/theme-sdg.csv", "sdg-2015:8.7", "sdg-2015:8.77", "8.77"),
    ("crosswalks/theme-sdg.csv", "sdg-2015:8.7,named_in", "sdg-2015:8.7,intersects", "intersects"),
    ("crosswalks/theme-norm.csv", "child_labour,", "childlabour,", "childlabour"),
    ("crosswalks/ungp-ddg.csv", "oecd-ddg-2018:2.4", "oecd-ddg-2018:2.5", "2.5"),
    ("vocabulary/themes.csv", "osh,labour,", "osh,work,", "work"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "word"), BROKEN)
def test_broken_content_stops_the_start_and_is_listed(shelf: Path, file: str, old: str, new: str, word: str) -> None:
    change(shelf / file, old, new)
    with pytest.raises(ContentError):
        load_library_from(shelf)
    findings = lint_library(shelf)
    assert any(word in str(finding) and finding.file == Path(file).name for finding in findings)
    assert all(finding.remedy and finding.record for finding in findings)


def test_an_end_before_the_beginning(shelf: Path) -> None:
    change(shelf / "norms/oecd-gl-2023.csv", "2011,2011,2023-06-07", "2011,2011,2010-06-07")
    assert [finding.record for finding in lint_library(shelf)] == ["oecd-gl-2011"]


def test_application_before_entry_into_force(shelf: Path) -> None:
    change(shelf / "norms/ungp-2011.csv", "2011-06-16,2011-06-16,,,", "2011-06-16,2011-06-16,,2010-06-16,")
    assert any("applies_from" in finding.what for finding in lint_library(shelf))


def test_own_knowledge_without_badge(shelf: Path) -> None:
    change(shelf / "norms/sdg-2015.csv", "unverified", "verified")
    assert "badge" in lint_library(shelf)[0].what


def test_own_proposal_without_badge(shelf: Path) -> None:
    change(shelf / "crosswalks/theme-sdg.csv", "unverified,OWN", "secondary,OWN")
    assert "badge" in lint_library(shelf)[0].what


def test_a_gist_that_is_too_long(shelf: Path) -> None:
    change(shelf / "norms/ungp-2011.csv", "Routes by which", "Routes by which " + "people " * 60)
    assert [finding.record for finding in lint_library(shelf)] == ["ungp-2011:III"]


def test_a_theme_that_leads_nowhere(shelf: Path) -> None:
    change(shelf / "vocabulary/themes.csv", "osh,labour,", "noise,labour,Lawaai,Noise,Te hard,Too loud\nosh,labour,")
    assert {finding.record for finding in lint_library(shelf)} == {"noise"}
    assert len(lint_library(shelf)) == 2  # neither a norm nor a primary target


def test_an_absent_file_is_said_in_one_line(shelf: Path) -> None:
    (shelf / "crosswalks/theme-norm.csv").unlink()
    with pytest.raises(ContentError, match=r"theme-norm\.csv"):
        load_library_from(shelf)


def test_unknown_dates_are_not_taken_from_the_parent(shelf: Path) -> None:
    name = "norms/ungp-2011.csv"
    text = (shelf / name).read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(text) if line.startswith("ungp-2011:24,"))
    text[at] = text[at].replace(",secondary,,,,", ",secondary,,,unknown,")
    (shelf / name).write_text("\n".join(text) + "\n", encoding="utf-8")
    library = load_library_from(shelf)
    assert library.norm("ungp-2011:24").valid_from is None
    assert str(library.norm("ungp-2011:23").valid_from) == "2011-06-16"
