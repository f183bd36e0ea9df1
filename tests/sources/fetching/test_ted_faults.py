"""What goes wrong between a publisher and us, and what becomes of the run."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scharnier.kernel.errors import InputProblem

TODAY = date(2026, 11, 20)
WEEK = (date(2026, 11, 2), date(2026, 11, 8))


def tree(tmp_path: Path) -> list[str]:
    out = tmp_path / "out"
    return sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file() and "_fetch" not in p.parts)


def issues(tmp_path: Path) -> str:
    path = tmp_path / "out/_fetch/issues.csv"
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.parametrize("way", ["500", "503 2", "break", "long", "cut", "html", "empty", "gzip cut"])
@pytest.mark.parametrize("where", ["search", "/en/notice/700003-2026"])
def test_a_bad_answer_is_asked_for_again(run: Any, site: Any, tmp_path: Path, way: str, where: str) -> None:
    site.fill(5)
    site.ways = {where: [way, way, "plain"]}
    done, pauses = run(site, tmp_path)
    assert (done.new, done.failed) == (5, 0)
    assert (tmp_path / "out/ted/2026-11/00700003-2026.xml").read_bytes() == site.notices[700003][1]
    assert pauses == [1.0, 2.0]


@pytest.mark.parametrize("way", ["break", "long", "cut", "html", "empty", "gzip cut", "500"])
def test_one_notice_that_stays_bad_is_an_issue(run: Any, site: Any, tmp_path: Path, way: str) -> None:
    site.fill(9)
    site.ways = {"/en/notice/700003-2026": [f"{way}*"]}
    done, _ = run(site, tmp_path)
    assert (done.new, done.failed) == (8, 1)
    assert "ted/2026-11/00700003-2026.xml" not in tree(tmp_path)
    assert "failed,700003-2026" in issues(tmp_path)
    site.ways = {}
    done, _ = run(site, tmp_path)  # the days were not closed
    assert (done.new, done.known, done.failed) == (1, 8, 0)


def test_a_notice_that_is_gone(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(9)
    site.ways = {"/en/notice/700003-2026": ["404"]}
    done, pauses = run(site, tmp_path)
    assert (done.new, done.failed, pauses) == (8, 1, [])
    assert done.faults == ["700003-2026: the file does not exist."]


def test_several_in_a_row_stop_the_run(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(20)
    site.ways = {"/en/notice/": ["plain", "html*"]}
    with pytest.raises(InputProblem, match=r"3 in a row could not be fetched.*a web page came.*What arrived is kept"):
        run(site, tmp_path)
    assert len(tree(tmp_path)) == 1


def test_packed_answers_are_kept_unpacked(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(3)
    site.ways = {"": ["gzip*"]}
    done, _ = run(site, tmp_path)
    assert done.new == 3
    assert (tmp_path / "out/ted/2026-11/00700003-2026.xml").read_bytes() == site.notices[700003][1]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("403", r"is refused \(status 403\)"),
        ("429", r"we ask too much \(status 429\)"),
        ("202", "asks for proof that a person is there"),
        ("401", "asks for an account"),
        ("redirect", "'http://example.org/elsewhere' is not an https address"),
        ("429 86400", "asks to wait 86400 seconds"),
    ],
)
def test_a_no_is_a_no(run: Any, site: Any, tmp_path: Path, way: str, said: str) -> None:
    site.fill(20)
    site.ways = {"/en/notice/700003-2026": [f"{way}*"]}
    with pytest.raises(InputProblem, match=said):
        run(site, tmp_path)
    assert sum("700003" in path for _, path in site.asked) == 1  # not a second time
    site.ways = {}
    assert run(site, tmp_path)[0].new + len(tree(tmp_path)) >= 20


def test_a_server_that_is_busy_gets_the_time_it_asks_for_twice(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(3)
    site.ways = {"/en/notice/700002-2026": ["429 7", "429 9", "plain"]}
    done, pauses = run(site, tmp_path)
    assert (done.new, pauses) == (3, [7.0, 9.0])
    site.fill(3, date(2026, 11, 12), year_offset=50)
    site.ways = {"/en/notice/700052-2026": ["429 7*"]}
    with pytest.raises(InputProblem, match="we ask too much"):
        run(site, tmp_path, (date(2026, 11, 12), date(2026, 11, 18)))
    assert sum("700052" in path for _, path in site.asked) == 3


def test_the_pace(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(3)
    _, pauses = run(site, tmp_path, interval=1.5)
    assert pauses == [1.5] * (len(site.asked) - 1)


def test_a_question_that_is_not_understood(run: Any, site: Any, tmp_path: Path) -> None:
    site.ways = {"search": ["400"]}
    with pytest.raises(InputProblem, match=r"refused \(status 400\): the query is not understood\."):
        run(site, tmp_path)


def test_a_list_that_does_not_add_up_keeps_its_days_open(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(5)
    site.total = 9
    done, _ = run(site, tmp_path)
    assert (done.new, done.faults) == (5, ["5 listed, 9 announced: 2026-11-02 - 2026-11-08"])
    site.total = None
    done, _ = run(site, tmp_path)
    assert (done.listed, done.known) == (5, 5)


def test_a_search_without_end_is_left(run: Any, site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    site.fill(5)
    monkeypatch.setattr(
        sys.modules[type(site).__module__],
        "search",
        lambda _site, _body: {"notices": [{"publication-number": "1-2026"}], "iterationNextToken": "same"},
    )
    with pytest.raises(InputProblem, match="does not come to an end"):
        run(site, tmp_path)
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"results": []}, "no list 'notices'"),
        ([], "no list 'notices'"),
        ({"notices": [{"publication-number": "../../x"}]}, "no publication number"),
        ({"notices": ["x"]}, "no publication number"),
    ],
)
def test_a_service_that_changed(
    run: Any, site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Any, said: str
) -> None:
    import sys

    monkeypatch.setattr(sys.modules[type(site).__module__], "search", lambda _site, _body: answer)
    with pytest.raises(InputProblem, match=said):
        run(site, tmp_path)
