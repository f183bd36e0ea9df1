"""A run screens what is new, goes on where a killed one was, and ends whole or not at all."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scharnier.analytics.notices.columns import COLUMNS, FLAG_COLUMNS, SCREENING, build_schema
from scharnier.analytics.notices.engines import DuckEngine
from scharnier.analytics.notices.run import Screened, screen_files
from scharnier.analytics.notices.summary import count_screening
from scharnier.kernel.errors import InputProblem
from scharnier.procurement.isv.content import IsvContent

from .conftest import Write
from .made_notices import Maker

RUN = """
import sys
from pathlib import Path
from scharnier.analytics.notices.engines import DuckEngine
from scharnier.analytics.notices.run import screen_files
if __name__ == "__main__":
    engine = DuckEngine(2)
    tell = lambda one: print(one.done, flush=True)
    given, workers = [Path(sys.argv[1])], int(sys.argv[3])
    done = screen_files(given, Path(sys.argv[2]), engine, "v", part_rows=225, workers=workers, tell=tell)
    print("resumed", done.resumed)
"""


def rows_of(path: Path) -> list[str]:
    """All rows of a screening, sorted."""
    return sorted(map(repr, pq.read_table(path).to_pylist()))


@pytest.fixture
def table(content: IsvContent, write_notices: Write, tmp_path: Path) -> Path:
    """Nine hundred notices."""
    return write_notices(list(Maker(7, content).notices(900)), tmp_path / "x.parquet")


def test_the_file_is_as_published(duck: DuckEngine, table: Path, tmp_path: Path) -> None:
    """Names, types and marks of the columns; every row of the table, once; progress that ends at the end."""
    out, told = tmp_path / "s.parquet", []
    done = screen_files([table], out, duck, "v", part_rows=400, tell=lambda one: told.append(one.done))
    assert (done.rows, done.screened, done.known, done.total, told) == (900, 900, 0, 900, [400, 800, 900])
    found = pq.read_table(out)
    assert [(field.name, field.type) for field in found.schema] == [
        (field.name, field.type) for field in build_schema()
    ]
    assert found.schema.metadata[b"scharnier"].decode() == SCREENING
    given = pq.read_table(table, columns=["notice_id"])["notice_id"].to_pylist()
    assert sorted(found["notice_id"].to_pylist()) == sorted(given)
    assert not (tmp_path / ".s.parquet.parts").exists()
    page = Path(__file__).parents[3] / "docs" / "method" / "isv-screening.md"
    text = page.read_text(encoding="utf-8")
    assert [name for name, kind, says in COLUMNS + FLAG_COLUMNS if f"| {name} | {kind} | {says} |" not in text] == []


def test_only_what_is_new(
    duck: DuckEngine, content: IsvContent, write_notices: Write, table: Path, tmp_path: Path
) -> None:
    """A second run has nothing to do; more notices are added; another version screens all it is given again."""
    out = tmp_path / "s.parquet"
    screen_files([table], out, duck, "v")
    first = rows_of(out)
    again = screen_files([table], out, duck, "v")
    assert (again.screened, again.known, rows_of(out)) == (0, 900, first)
    more = write_notices(list(Maker(7, content).notices(1000)), tmp_path / "more.parquet")
    added = screen_files([more], out, duck, "v")
    assert (added.screened, added.known, added.total) == (100, 900, 1000)
    assert set(first) < set(rows_of(out))
    newer = screen_files([table], out, duck, "w")
    assert (newer.screened, newer.total) == (900, 1000)
    assert count_screening(out)["versions"] == {"w": 900, "v": 100}
    assert screen_files([table], out, duck, "w", anew=True).screened == 900


def test_large_parts_are_put_together_as_they_are(
    duck: DuckEngine,
    content: IsvContent,
    write_notices: Write,
    table: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rows are those of parts that are written anew; so where rows of an earlier screening stay."""
    small, large = tmp_path / "small.parquet", tmp_path / "large.parquet"
    some = write_notices(list(Maker(7, content).notices(700)), tmp_path / "some.parquet")
    for out, least in ((small, 10**9), (large, 1)):
        monkeypatch.setattr("scharnier.analytics.notices.run.SMALL", least)
        assert screen_files([table], out, duck, "v", part_rows=300).total == 900
        assert screen_files([some], out, duck, "w", part_rows=400).total == 900
    groups = [pq.ParquetFile(out).metadata.num_row_groups for out in (small, large)]
    assert groups == [1, 3]
    assert rows_of(small) == rows_of(large)
    assert count_screening(large)["versions"] == {"w": 700, "v": 200}
    assert pq.read_schema(large).metadata[b"content_version"] == b"w"
    assert [field.type for field in pq.read_schema(large)] == [field.type for field in build_schema()]


def test_since(duck: DuckEngine, table: Path, tmp_path: Path) -> None:
    """What was sent before stays out; what has no day does not; then the rest is added."""
    out = tmp_path / "s.parquet"
    done = screen_files([table], out, duck, "v", since=date(2021, 1, 1))
    days = [sent or published for sent, published in zip(*_days(out), strict=True)]
    assert None in days
    assert min(day for day in days if day) >= date(2021, 1, 1)
    assert done.screened + done.earlier == 900 > done.screened == done.total
    assert screen_files([table], out, duck, "v").total == 900


def _days(out: Path) -> list[list[date | None]]:
    found = pq.read_table(out, columns=["dispatch_date", "published"])
    return [column.to_pylist() for column in found.columns]


def test_killed_runs_end_as_one(duck: DuckEngine, table: Path, tmp_path: Path) -> None:
    """A real process, killed at random moments and started again, ends with the rows of a run that was left alone."""
    whole, out = tmp_path / "whole.parquet", tmp_path / "s.parquet"
    screen_files([table], whole, duck, "v", part_rows=225)
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    draw, killed = random.Random(4), 0
    for turn in range(3):
        process = subprocess.Popen(
            [sys.executable, str(script), str(table), str(out), "1"], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        if turn < 2:
            # Not by the clock alone: after so many parts, and then somewhere in the next.
            for _ in range(turn + 1):
                process.stdout.readline()
            time.sleep(draw.random() * 0.4)
            os.kill(process.pid, signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            process.stdout.close()
            assert killed == turn + 1
            assert not out.exists()
        else:
            said = process.communicate(timeout=120)[0]
            assert process.returncode == 0
            assert int(said.split("resumed ")[1]) >= 225
    assert rows_of(out) == rows_of(whole)
    assert not (tmp_path / ".s.parquet.parts").exists()


def test_what_does_not_fit_goes_beside_the_output(
    duck: DuckEngine, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed run left there goes; nothing is put in the folder one happens to stand in."""
    stood = tmp_path / "elsewhere"
    stood.mkdir()
    monkeypatch.chdir(stood)
    left = tmp_path / ".s.parquet.parts" / "spill" / "duckdb_temp_1.tmp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    seen: list[str] = []

    def tell(_: Screened) -> None:
        seen.extend(str(row[0]) for row in duck.con.raw_sql("select current_setting('temp_directory')").fetchall())
        assert not left.exists()

    screen_files([table], tmp_path / "s.parquet", duck, "v", part_rows=300, tell=tell)
    assert seen == [str(left.parent)] * 3
    assert list(stood.iterdir()) == []
    assert not left.parent.parent.exists()


def test_several_processes_give_the_rows_of_one(duck: DuckEngine, table: Path, tmp_path: Path) -> None:
    """Also where the run that began was killed: its processes end with it, and its parts are kept."""
    whole, out, script = tmp_path / "whole.parquet", tmp_path / "s.parquet", tmp_path / "run.py"
    screen_files([table], whole, duck, "v", part_rows=225)
    script.write_text(RUN, encoding="utf-8")
    command = [sys.executable, str(script), str(table), str(out), "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.read()  # comes to its end when no process of the run is left to write to it
    process.stdout.close()
    assert not out.exists()
    done = screen_files([table], out, duck, "v", part_rows=225, workers=2)
    assert done.resumed >= 225
    assert rows_of(out) == rows_of(whole)
    assert screen_files([table], out, duck, "v", part_rows=225, anew=True, workers=2).screened == 900
    assert rows_of(out) == rows_of(whole)
    assert not (tmp_path / ".s.parquet.parts").exists()


def test_parts_of_another_plan_are_thrown_away(duck: DuckEngine, table: Path, tmp_path: Path) -> None:
    """A run that stopped under another version leaves nothing behind in the result."""
    out = tmp_path / "s.parquet"

    def stop(_: Screened) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        screen_files([table], out, duck, "old", part_rows=300, tell=stop)
    assert (tmp_path / ".s.parquet.parts" / "part-000000.parquet").exists()
    done = screen_files([table], out, duck, "new", part_rows=300)
    assert (done.resumed, done.screened) == (0, 900)
    assert set(pq.read_table(out)["content_version"].to_pylist()) == {"new"}


def test_what_cannot_be_screened(duck: DuckEngine, table: Path, tmp_path: Path) -> None:
    """Each fault of the user's is said with what to do, and leaves what stood there."""
    other = tmp_path / "other.parquet"
    pq.write_table(pq.read_table(table, columns=["notice_id"]), other)
    old = tmp_path / "old.parquet"
    pq.write_table(pq.read_table(table).drop_columns(["n_cpv_procedure"]), old)
    earlier = tmp_path / "earlier.parquet"
    pq.write_table(build_schema().empty_table().drop_columns([name for name, _, _ in FLAG_COLUMNS]), earlier)
    text = tmp_path / "text.parquet"
    text.write_text("no table", encoding="utf-8")
    for source, out, said in (
        (tmp_path / "absent.parquet", tmp_path / "s.parquet", "no such table"),
        (other, tmp_path / "s.parquet", "not a table of notices"),
        (text, tmp_path / "s.parquet", "not a table of notices"),
        (old, tmp_path / "s.parquet", "older edition"),
        (table, table, "file of its own"),
        (table, tmp_path / "s.csv", "file of its own"),
        (table, other, "no screening"),
        (table, earlier, "no screening of this edition"),
    ):
        with pytest.raises(InputProblem, match=said):
            screen_files([source], out, duck, "v")
    assert pq.read_table(other).num_columns == 1


def test_no_rows(duck: DuckEngine, write_notices: Write, tmp_path: Path) -> None:
    """An empty table is screened to an empty table."""
    out = tmp_path / "s.parquet"
    done = screen_files([write_notices([], tmp_path / "x.parquet")], out, duck, "v")
    assert (done.rows, done.total) == (0, 0)
    assert count_screening(out)["rows"] == 0
