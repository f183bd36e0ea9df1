"""A fetch that is killed, again and again, at moments that nobody chose: nothing is lost, nothing is half."""

import gzip
import os
import random
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.arrivals import Arrivals, Arrived

ONE_RUN = """
import sys, time
from datetime import date
from pathlib import Path
from scharnier.sources._runtime.arrivals import Arrivals
from scharnier.sources._runtime.description import load_description
from scharnier.sources._runtime.harvest import harvest
from scharnier.sources._runtime.polite import Polite
from scharnier.sources.ted_api.notices import TedNotices
from scharnier.sources.ted_api.packages import TedPackages
described, what = load_description(Path(sys.argv[1])), sys.argv[3]
arrivals = Arrivals(Path(sys.argv[2]), lambda: "2026-11-20T10:00:00+00:00")
today = date(2026, 11, 20)
source = TedNotices(described) if what == "notices" else TedPackages(described, "daily", today)
polite = Polite(described.limits.pace(), "scharnier/test", time.sleep, time.monotonic)
with arrivals.writing():
    done = harvest(source, arrivals, polite, since=date(2026, 11, 2), until=date(2026, 11, 8), today=today, most=9999)
sys.exit(bool(done.faults))
"""


def runs_until_done(site: Any, tmp_path: Path, what: str, kills: int, within: int, check: Any) -> int:
    """How many runs were killed before one came to its end."""
    settings, out = site.settings(tmp_path, "ted_api"), tmp_path / "out"
    chance = random.Random(20261120)
    for count in range(kills + 1):
        run = subprocess.Popen([sys.executable, "-c", ONE_RUN, str(settings), str(out), what])
        if count < kills:
            at, later = len(site.asked) + chance.randint(1, within), chance.choice((0, 0, 0.001, 0.002, 0.004))

            def strike(asked: int, at: int = at, later: float = later, run: Any = run) -> None:
                if asked == at and later:
                    threading.Timer(later, run.send_signal, (signal.SIGKILL,)).start()  # not where it has ended
                elif asked == at:
                    run.send_signal(signal.SIGKILL)

            site.struck = strike
        else:
            site.struck = lambda _count: None
        code = run.wait(60)
        check(out)
        if code == 0:
            return count
        assert code == -signal.SIGKILL
    raise AssertionError("never done")


def whole(site: Any, truth: dict[str, bytes]) -> Any:
    def check(out: Path) -> None:
        for path in out.rglob("*"):
            name = path.relative_to(out).as_posix()
            if path.is_file() and not name.startswith("_fetch/"):
                assert path.read_bytes() == truth[name]
        assert Arrivals(out, str).count()["unsound"] == []

    return check


def test_notices(site: Any, tmp_path: Path) -> None:
    site.fill(40)
    truth = {f"ted/2026-11/{number:08d}-2026.xml": content for number, (_, content) in site.notices.items()}
    killed = runs_until_done(site, tmp_path, "notices", 7, 12, whole(site, truth))
    assert killed >= 3
    arrivals = Arrivals(tmp_path / "out", str)
    assert {row.file for rows in arrivals.versions.values() for row in rows} == set(truth)
    fetched = [path for _, path in site.asked if path.startswith("/en/notice/")]
    assert len(set(fetched)) == 40
    assert len(fetched) <= 40 + 2 * killed  # what had come is not asked for again
    assert arrivals.days_missing("ted_api", "", date(2026, 11, 2), date(2026, 11, 8), 31) == []


def test_packages(site: Any, tmp_path: Path) -> None:
    chance = random.Random(1)
    days = [2, 3, 4, 5, 6]
    site.files = {f"/packages/daily/2026{210 + day:05d}": gzip.compress(chance.randbytes(400_000), 1) for day in days}
    rows = "".join(f"{210 + day},{day:02d}/11/2026\n" for day in days)
    site.files["/en/release-calendar/-/download/file/CSV/2026"] = f"OJS,Publication date\n{rows}".encode()
    truth = {
        f"ted/packages/ted-2026-11-{day:02d}-2026{210 + day:05d}.tar.gz": site.files[
            f"/packages/daily/2026{210 + day:05d}"
        ]
        for day in days
    }
    assert runs_until_done(site, tmp_path, "packages", 6, 3, whole(site, truth)) >= 2
    assert {path.name for path in (tmp_path / "out/ted/packages").iterdir()} == {Path(name).name for name in truth}


class Struck(BaseException):
    """Stands in for a kill between two steps."""


def steps(monkeypatch: pytest.MonkeyPatch, at: int, folder: Path) -> list[int]:
    """Strike at the step of that number: before or after a file is forced to disk, or renamed. No file is written in
    the place where it is read."""
    count, sync, rename = [0], os.fsync, Path.replace

    def step() -> None:
        count[0] += 1
        if count[0] == at:
            raise Struck

    def slow_sync(handle: int) -> None:
        step()
        read = [path for path in folder.rglob("*") if path.is_file() and "_fetch" not in path.parts]
        assert not any(os.path.samestat(os.fstat(handle), path.stat()) for path in read), "written where it is read"
        sync(handle)
        step()

    def slow_rename(path: Path, target: Path) -> Path:
        step()
        moved = rename(path, target)
        step()
        return moved

    monkeypatch.setattr(os, "fsync", slow_sync)
    monkeypatch.setattr(Path, "replace", slow_rename)
    return count


def test_every_step_can_be_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = {f"n{index}": f"<n>{index}</n>".encode() for index in range(3)} | {"n0 again": b"<n>other</n>"}

    def arrive(out: Path) -> None:
        arrivals = Arrivals(out, lambda: "2026-11-20T10:00:00+00:00")
        with arrivals.writing():
            assert arrivals.check("s") == []
            for name, content in contents.items():
                number = name.split()[0]
                if content not in {(out / row.file).read_bytes() for row in arrivals.find("s", number)}:
                    arrivals.keep(Arrived("s", number, f"a/{number}.xml", "https://x", "", 0, ""), content)
            arrivals.close_days("s", "q", date(2026, 11, 2), date(2026, 11, 2), 3, 3)

    at = 0
    while True:
        at += 1
        out = tmp_path / str(at)
        with monkeypatch.context() as patch:
            count = steps(patch, at, out)
            try:
                arrive(out)
            except Struck:
                assert Arrivals(out, str).count()["unsound"] == []
        arrive(out)
        found = {path.name: path.read_bytes() for path in (out / "a").iterdir()}
        assert found == {
            "n0.xml": b"<n>0</n>",
            "n0.2.xml": b"<n>other</n>",
            "n1.xml": b"<n>1</n>",
            "n2.xml": b"<n>2</n>",
        }
        assert Arrivals(out, str).days_missing("s", "q", date(2026, 11, 2), date(2026, 11, 2), 9) == []
        if count[0] < at:
            break
    assert at > 20


def test_a_torn_last_line_is_no_line(tmp_path: Path) -> None:
    arrivals = Arrivals(tmp_path, str)
    with arrivals.writing():
        for number in ("1", "2"):
            arrivals.keep(Arrived("s", number, f"{number}.xml", "https://x", "", 0, ""), b"<x/>")
    manifest = tmp_path / "_fetch/manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-9])
    again = Arrivals(tmp_path, str)
    assert [row.id for rows in again.versions.values() for row in rows] == ["1"]
    with again.writing():
        again.keep(Arrived("s", "3", "3.xml", "https://x", "", 0, ""), b"<x/>")
    assert len(Arrivals(tmp_path, str).versions) == 2
    manifest.write_bytes(b"nonsense\n")
    with pytest.raises(InputProblem, match=r"manifest.jsonl, line 1: is not a line of our account"):
        Arrivals(tmp_path, str)
    for row in (
        b'{"x": 1}',
        b'{"source":"s","id":"1","file":"../x","address":"","sha256":"","size":0,"retrieved_on":""}',
    ):
        manifest.write_bytes(row + b"\n")
        with pytest.raises(InputProblem, match="the account of this folder is not ours"):
            Arrivals(tmp_path, str)
