"""Notices of TED over https, from a server that plays it: what comes, and what is asked."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.arrivals import Arrivals
from scharnier.sources._runtime.description import load_description
from scharnier.sources.notices.load import import_notices

TODAY = date(2026, 11, 20)
WEEK = (date(2026, 11, 2), date(2026, 11, 8))


def tree(tmp_path: Path) -> list[str]:
    out = tmp_path / "out"
    return sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file() and "_fetch" not in p.parts)


def issues(tmp_path: Path) -> str:
    path = tmp_path / "out/_fetch/issues.csv"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_week_arrives_as_it_is_and_import_reads_it(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(23)
    done, _ = run(site, tmp_path, countries=("NLD",), cpv=("18*", "35811000"))
    assert (done.listed, done.new, done.failed, done.faults) == (23, 23, 0, [])
    assert len(tree(tmp_path)) == 23
    assert tree(tmp_path)[0] == "ted/2026-11/00700001-2026.xml"
    assert (tmp_path / "out" / tree(tmp_path)[0]).read_bytes() == site.notices[700001][1]
    rows = [json.loads(line) for line in (tmp_path / "out/_fetch/manifest.jsonl").read_text().splitlines()]
    assert len(rows) == 23
    for row in rows:
        content = (tmp_path / "out" / row["file"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert row["size"] == len(content)
        assert row["address"].startswith(f"{site.url}/en/notice/")
        assert row["etag"]
        assert row["last_modified"]
        assert row["retrieved_on"] == "2026-11-20T10:00:00+00:00"
        assert row["query"] == ("buyer-country IN (NLD) AND (classification-cpv=18* OR classification-cpv=35811000)")
    assert list((tmp_path / "out/_fetch/parts").iterdir()) == []
    read = import_notices(tmp_path / "out", tmp_path / "x.parquet")
    assert (read.files, read.read, read.rows) == (23, 23, 23)  # the account of the fetch is no notice


def test_what_is_asked(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(15)
    run(site, tmp_path, countries=("NLD", "BEL"))
    pages = [body for body in site.bodies if body]
    assert pages[0] == {
        "query": "publication-date>=20261102 AND publication-date<=20261108 AND buyer-country IN (BEL NLD)",
        "fields": ["publication-number", "publication-date"],
        "limit": 7,
        "scope": "ALL",
        "paginationMode": "ITERATION",
    }
    assert [body.get("iterationNextToken") for body in pages] == [None, "from 7", "from 14", "from 15"]
    assert {one["user-agent"] for one in site.headers} == {"scharnier/test"}
    assert site.most_at_once == 1


def test_only_what_is_new_is_fetched(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(14)
    run(site, tmp_path)
    before = len(site.asked)
    done, _ = run(site, tmp_path)
    assert len(site.asked) == before  # the days are closed: nothing is asked
    assert (done.listed, done.new) == (0, 0)
    later = date(2026, 11, 10)
    site.fill(3, later, year_offset=500)
    done, _ = run(site, tmp_path, (WEEK[0], date(2026, 11, 12)))
    assert (done.listed, done.new, done.known) == (3, 3, 0)
    assert "publication-date>=20261109" in site.bodies[before]["query"]


def test_today_stays_open(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(4, TODAY)
    days = (TODAY, TODAY)
    run(site, tmp_path, days)
    site.notices[800000] = (TODAY, site.notices[700001][1].replace(b"700001", b"800000"))
    done, _ = run(site, tmp_path, days)
    assert (done.listed, done.new, done.known) == (2, 1, 1)


def test_a_limit_leaves_the_rest_for_the_next_run(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(20)
    done, _ = run(site, tmp_path, most=8)
    assert (done.new, done.left, done.days_left) == (8, 12, 7)
    done, _ = run(site, tmp_path, most=8)
    assert (done.new, done.known, done.left) == (8, 8, 4)
    done, _ = run(site, tmp_path, most=8)
    assert (done.new, done.left) == (4, 0)
    assert len(tree(tmp_path)) == 20


def test_long_spans_are_asked_in_pieces(run: Any, site: Any, tmp_path: Path) -> None:
    described = load_description(site.settings(tmp_path, "ted_api"))
    assert described.limits.window_days == 31
    run(site, tmp_path, (date(2026, 1, 1), date(2026, 3, 31)))
    asked = [body["query"] for body in site.bodies]
    assert len(asked) == 3
    assert "publication-date<=20260131" in asked[0]


def test_other_content_under_the_same_number_comes_beside_the_first(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(6)
    run(site, tmp_path)
    first = site.notices[700004][1]
    second = first.replace(b"Werkkleding", b"Werkkleding en schoenen")
    site.notices[700004] = (site.notices[700004][0], second)
    done, _ = run(site, tmp_path, recheck=True)
    assert (done.new, done.known, done.changed) == (0, 5, 1)
    assert (tmp_path / "out/ted/2026-11/00700004-2026.xml").read_bytes() == first
    assert (tmp_path / "out/ted/2026-11/00700004-2026.2.xml").read_bytes() == second
    assert "changed,700004-2026,ted/2026-11/00700004-2026.2.xml" in issues(tmp_path)
    done, _ = run(site, tmp_path, recheck=True)
    assert (done.known, done.changed) == (6, 0)
    site.tags = False  # without marks the contents are compared
    assert run(site, tmp_path, recheck=True)[0].changed == 0
    assert len(tree(tmp_path)) == 7
    read = import_notices(tmp_path / "out", tmp_path / "x.parquet")
    assert read.issues["differing-twin"] >= 1


def test_a_recheck_keeps_to_the_limit_too(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(9)
    run(site, tmp_path)
    before = len(site.asked)
    done, _ = run(site, tmp_path, recheck=True, most=4)
    assert (done.known, done.left) == (4, 5)
    assert sum("/en/notice/" in path for _, path in site.asked[before:]) == 4


def test_a_file_that_was_damaged_or_taken_away_is_mended(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(6)
    run(site, tmp_path)
    folder = tmp_path / "out/ted/2026-11"
    (folder / "00700002-2026.xml").write_bytes(b"<x/>")
    (folder / "00700005-2026.xml").unlink()
    found = Arrivals(tmp_path / "out", str).count()
    assert sorted(found["unsound"]) == ["ted/2026-11/00700002-2026.xml", "ted/2026-11/00700005-2026.xml"]
    done, _ = run(site, tmp_path)
    assert (done.mended, done.new, done.changed) == (2, 0, 0)
    for number in (700002, 700005):
        assert (folder / f"00{number}-2026.xml").read_bytes() == site.notices[number][1]
    assert [p.read_bytes() for p in (tmp_path / "out/_fetch/damaged").iterdir()] == [b"<x/>"]
    assert Arrivals(tmp_path / "out", str).count()["unsound"] == []
    assert run(site, tmp_path)[0].mended == 0
    assert len(tree(tmp_path)) == 6


def test_another_question_has_its_own_days(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(6)
    run(site, tmp_path, countries=("NLD",))
    done, _ = run(site, tmp_path, countries=("BEL",))
    assert (done.listed, done.known) == (6, 6)  # listed again, fetched once


def test_two_runs_do_not_write_to_one_folder(run: Any, site: Any, tmp_path: Path) -> None:
    site.fill(1)
    other = Arrivals(tmp_path / "out", str)
    with other.writing(), pytest.raises(InputProblem, match="another fetch writes here now"):
        run(site, tmp_path)


def test_days_that_were_closed_are_never_asked_for_again() -> None:
    arrivals = Arrivals(Path("nowhere"), str)
    first = date(2026, 1, 1)
    assert arrivals.days_missing("s", "q", first, first + timedelta(days=69), 31) == [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 3, 3)),
        (date(2026, 3, 4), date(2026, 3, 11)),
    ]


@pytest.mark.shared
def test_published_notices_come_through_unchanged(run: Any, site: Any, tmp_path: Path, shared_data: Path) -> None:
    """Real notices, in eForms and in the older form, read the same before and after."""
    import pyarrow.parquet as pq

    paths = sorted((shared_data / "procurement/eforms_real").glob("*.xml"))
    paths += sorted((shared_data / "procurement/ted_xml_nl_samples").glob("*.xml"))
    for index, path in enumerate(paths):
        site.notices[900001 + index] = (WEEK[0] + timedelta(days=index % 7), path.read_bytes())
    site.ways = {"": [("plain", "gzip")[index % 2] for index in range(3 * len(paths))]}
    done, _ = run(site, tmp_path)
    assert (done.new, done.failed) == (len(paths), 0)
    assert len(paths) > 50
    originals = tmp_path / "originals"
    originals.mkdir()
    for index, path in enumerate(paths):
        (originals / f"{900001 + index}.xml").write_bytes(path.read_bytes())
        came = tmp_path / "out" / f"ted/2026-11/{900001 + index:08d}-2026.xml"
        assert came.read_bytes() == path.read_bytes()
    tables = []
    for folder in (originals, tmp_path / "out"):
        import_notices(folder, tmp_path / "x.parquet")
        table = pq.read_table(tmp_path / "x.parquet").drop_columns(["source_file"])
        tables.append(table.sort_by("notice_id"))
    assert tables[0].equals(tables[1])
