"""The right of reply: shown beside, never inside; corrections side by side; a chain that shows later changes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scharnier.analytics.monitor.build import Monitor
from scharnier.analytics.monitor.replies import chain_replies, load_replies
from scharnier.kernel.errors import InputProblem

Build = Callable[..., Monitor]
ON = date(2026, 11, 20)
SAID = """
replies:
  - id: r-1
    on: 2026-10-01
    body: Rijkswaterstaat
    who: Coördinator inkoop
    notice: "0101-2021"
    text: {nl: De voorwaarden staan in bijlage 4.}
    evidence: https://example.org/bijlage-4
    corrects:
      - {field: applied, was: not_visible, to: yes}
      - {field: followed, was: unknown, to: yes}
  - id: r-2
    on: 2026-10-02
    body: rijkswaterstaat corporate dienst
    who: Inkoop
    figure: claims/rijk/year/2021
    text: {en: Not all our calls are in these data.}
"""


def read(folder: Path, text: str) -> Any:
    path = folder / "replies.yaml"
    path.write_text(text, "utf-8")
    return load_replies(path, ON)


def test_a_reply_changes_no_figure_and_stands_beside_it(build: Build, made: Any, tmp_path: Path) -> None:
    rows = made.by_hand()
    without, heard = build(rows), build(rows, replies=read(tmp_path, SAID))
    assert without.procedures.equals(heard.procedures)
    assert set(without.figures) <= set(heard.figures)
    for id, figure in without.figures.items():
        assert heard.figures[id].counts == figure.counts
        assert heard.figures[id].ids == figure.ids
        assert figure.corrected is None
    assert heard.figure("claims", "rijk").corrected == (2, 1, 1, 1)
    assert heard.figure("claims", "body:rijkswaterstaat", "year", "2021").corrected == (2, 1, 0, 0)
    assert heard.figure("followed", "rijk").corrected == (1, 0, 0, 4)
    assert heard.figure("should", "rijk").corrected is None
    assert [one.states for one in heard.replies] == [("shown", "shown"), ()]
    assert [one.is_found for one in heard.replies] == [True, True]
    assert heard.replies[0].procedure == "101-2021"


@pytest.mark.parametrize(
    ("change", "corrected"),
    [
        ("{field: mandatory, was: yes, to: no}", {"should": (4, 2, 0, 1), "claims": (1, 1, 1, 1)}),
        ("{field: category, was: bedrijfskleding, to: none}", {"should": None}),
        ("{field: mandatory, was: no, to: uncertain}", {"should": None}),  # was is not what stands there
        ("{field: body, was: Rijkswaterstaat, to: UWV}", {"should": None}),
    ],
)
def test_a_correction_is_of_what_stands_there(
    build: Build, made: Any, tmp_path: Path, change: str, corrected: dict[str, Any]
) -> None:
    text = SAID.split("    corrects:")[0] + f"    corrects:\n      - {change}\n"
    heard = build(made.by_hand(), replies=read(tmp_path, text))
    for measure, counts in corrected.items():
        assert heard.figure(measure, "rijk").corrected == counts
    outdated = "was: no," in change
    assert heard.replies[0].states == (("outdated",) if outdated else ("shown",))
    if "category" in change:
        assert heard.figure("should", "rijk", "category", "bedrijfskleding").corrected == (4, 0, 0, 0)
        assert heard.figure("should", "rijk", "category", "none").corrected == (1, 1, 0, 0)
    if "body" in change:
        assert heard.figure("should", "body:uwv").corrected == (1, 0, 0, 1)
        assert heard.figure("should", "body:uwv").counts == (0, 0, 0, 1)


def test_a_reply_on_what_is_not_there_is_kept_and_said(build: Build, made: Any, tmp_path: Path) -> None:
    heard = build(made.by_hand(), replies=read(tmp_path, SAID.replace("0101-2021", "999-2021")))
    assert [one.is_found for one in heard.replies] == [False, True]
    assert heard.replies[0].states == ("outdated", "outdated")
    assert all(figure.corrected is None for figure in heard.figures.values())


def test_a_body_replies_on_its_own_notices(build: Build, made: Any, tmp_path: Path) -> None:
    replies = read(tmp_path, SAID.replace("0101-2021", "200-2021"))
    with pytest.raises(InputProblem, match="is of Gemeente Voorbeelddam, not of Rijkswaterstaat"):
        build(made.by_hand(), replies=replies)


@pytest.mark.parametrize(
    ("old", "new", "said", "row"),
    [
        ("id: r-2", "id: r-1", "stands there twice", 13),
        ("on: 2026-10-02", "on: 2026-09-02", "before the reply above", 14),
        ("on: 2026-10-02", "on: 2026-12-02", "after the day of this edition", 14),
        ("field: applied", "field: applid", "", 11),
        ("was: not_visible, to: yes", "was: not_visible, to: perhaps", "applied is yes or no", 11),
        ("https://example.org/bijlage-4", "javascript:alert(1)", "", 9),
        ("{nl: De voorwaarden staan in bijlage 4.}", "{}", "in nl, in en, or in both", 8),
        ('    notice: "0101-2021"\n', "", "name its notice", None),
        ("    who: Inkoop\n", "", "is missing", 13),
        ("who: Inkoop", "whom: Inkoop", "is missing", 13),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, said: str, row: int | None) -> None:
    assert old in SAID
    with pytest.raises(InputProblem) as problem:
        read(tmp_path, SAID.replace(old, new, 1) if new != "id: r-1" else SAID.replace(old, new))
    assert said in str(problem.value)
    assert problem.value.row == row or row is None


def test_a_reply_that_is_changed_changes_all_that_follow(tmp_path: Path) -> None:
    replies = read(tmp_path, SAID)
    marks = chain_replies(replies)
    assert chain_replies(replies[:1]) == marks[:1]
    assert chain_replies(read(tmp_path, "# a remark\n" + SAID)) == marks
    other = chain_replies(read(tmp_path, SAID.replace("bijlage 4.", "bijlage 5.")))
    assert other[0] != marks[0]
    assert other[1] != marks[1]
    assert chain_replies(replies[1:])[0] != marks[1]


def test_follow_up_comes_from_the_open_data_of_bodies(build: Build, made: Any, tmp_path: Path) -> None:
    first, second = tmp_path / "rws.csv", tmp_path / "rws2.csv"
    first.write_text(
        "id;title;manage\n0100-2021;a;followed\n31140315;i;none\n102-2022;c;not_yet\n777-2020;?;followed\n"
    )
    second.write_text("notice,manage\n101-2021,followed\n101-2021,none\n")
    monitor = build(made.by_hand(), followed=[first, second])
    heard = monitor.followed
    assert (heard.files, heard.rows, heard.matched, heard.silent, heard.strange) == (2, 6, 4, 1, ("777-2020",))
    figure = monitor.figure("followed", "rijk")
    assert figure.counts == (1, 1, 0, 3)  # two rows that contradict each other say nothing
    assert figure.ids["yes"] == ("100-2021",)
    assert figure.ids["no"] == ("108-2021",)
    first.write_text("body,id,manage,shown\nRWS,31140315,none,yes\nRijkswaterstaat,31140315,none,yes\n")
    monitor = build(made.by_hand(), followed=[first])  # what suppliers handed in comes before what the body says it did
    assert monitor.followed.strange == ("31140315",)  # no body published under the name RWS
    assert monitor.figure("followed", "rijk").ids["yes"] == ("108-2021",)
    first.write_text("name;x\n")
    with pytest.raises(InputProblem, match="lacks the column notice or id"):
        build(made.by_hand(), followed=[first])


def test_the_example_of_the_documentation_can_be_read(repository: Path) -> None:
    replies = load_replies(repository / "docs" / "examples" / "isv-replies.yaml", ON)
    assert [reply.id for reply in replies] == ["2026-001", "2026-002"]
