"""The result folder: atomic under kill, honest about full disks, careful with what is not ours."""

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from scharnier.kernel import folders as exchange_module
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.folders import exchange_in_one_step, exchange_in_two_moves
from scharnier.report.write import MARKER, write_outputs

NAMES = ("assessment.json", "lines.csv", "report.html")

WRITER = """
import sys
from pathlib import Path
from scharnier.kernel import folders
from scharnier.report import write
if sys.argv[2] == "moves":
    write.exchange = folders.exchange_in_two_moves
version = int(sys.argv[3])
print("ready", flush=True)
while True:
    version += 1
    text = (f"{version}\\n" * 20000).encode()
    write.write_outputs(Path(sys.argv[1]), {
        "assessment.json": text, "lines.csv": lambda path: path.write_bytes(text) and None, "report.html": text})
"""


def leftovers(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir() if ".scharnier-" in entry.name]


def version_in(out: Path) -> int:
    """The one version that all files speak of; fails on a mixture or a torn file."""
    versions = set()
    for name in NAMES:
        lines = (out / name).read_text().splitlines()
        assert len(lines) == 20000
        versions |= set(lines)
    assert len(versions) == 1
    return int(versions.pop())


def start(out: Path, way: str, version: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(out), way, str(version)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize("way", ["one step", "moves"])
def test_a_killed_run_leaves_the_old_or_the_new_result(tmp_path: Path, way: str) -> None:
    out = tmp_path / "result"
    chance = random.Random(7)
    last = 0
    write_outputs(out, dict.fromkeys(NAMES, b"0\n" * 20000))
    for turn in range(40):
        if turn >= 8 and last > 0:
            break
        process = start(out, way, last)
        # On a busy machine the first turns may end before anything was written: later ones last longer.
        time.sleep(chance.uniform(0.005, 0.06) * (1 + turn / 8))
        kill(process)
        if way == "moves" and not out.exists():  # killed between the two moves: the next run mends that first
            with pytest.raises(RuntimeError, match="stop"):
                write_outputs(out, {"report.html": stop})
        found = version_in(out)
        assert found >= last
        last = found
    assert last > 0
    write_outputs(out, dict.fromkeys(NAMES, b"x\n" * 20000))
    assert leftovers(tmp_path) == []


def stop(path: Path) -> None:
    raise RuntimeError("stop")


def test_a_reader_never_sees_a_mixture_while_two_write(tmp_path: Path) -> None:
    out = tmp_path / "result"
    write_outputs(out, dict.fromkeys(NAMES, b"0\n" * 20000))
    writers = [start(out, "one step", first) for first in (1000, 2_000_000)]
    try:
        seen = set()
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            folder = os.open(out, os.O_RDONLY)  # holds on to one result, however often it is exchanged by name
            try:
                seen.add(tuple(read_start(folder, name) for name in NAMES))
            except FileNotFoundError:
                pass  # that result was replaced and is being removed
            finally:
                os.close(folder)
        assert all(len(set(versions)) == 1 for versions in seen)
        assert len(seen) > 2
    finally:
        codes = [writer.poll() for writer in writers]
        for writer in writers:
            kill(writer)
    assert codes == [None, None]
    version_in(out)
    write_outputs(out, dict.fromkeys(NAMES, b"x\n" * 20000))
    assert leftovers(tmp_path) == []


def read_start(folder: int, name: str) -> str:
    handle = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(handle, 16).decode().split("\n")[0]
    finally:
        os.close(handle)


def test_replaces_the_whole_result_and_keeps_the_mode(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    write_outputs(out, {"report.pdf": b"old", "report.html": b"old"})
    out.chmod(0o750)
    write_outputs(out, {"report.html": b"new"})
    assert sorted(entry.name for entry in out.iterdir()) == [MARKER, "report.html"]
    assert (out / "report.html").read_bytes() == b"new"
    assert out.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("swap", [exchange_in_one_step, exchange_in_two_moves])
def test_exchange(tmp_path: Path, swap: object) -> None:
    new, target = tmp_path / ".t.scharnier-new-1-0", tmp_path / "t"
    new.mkdir()
    target.mkdir()
    (new / "new").touch()
    (target / "old").touch()
    swap(new, target)  # type: ignore[operator]
    assert (target / "new").exists()
    assert (new / "old").exists()


def test_foreign_files_are_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work")
    with pytest.raises(InputProblem, match=r"'thesis\.docx'.*Choose an empty"):
        write_outputs(out, {"report.html": b"x"})
    assert (out / "thesis.docx").read_text() == "years of work"
    # A report.pdf of somebody else bears a name we know, but no marker: not ours.
    other = tmp_path / "other"
    other.mkdir()
    (other / "report.pdf").write_text("theirs")
    with pytest.raises(InputProblem, match="they would be lost"):
        write_outputs(other, {"report.pdf": b"x"})
    # A note added later to a result of ours is not ours either.
    ours = tmp_path / "ours"
    write_outputs(ours, {"report.pdf": b"x"})
    (ours / "note.txt").write_text("call the supplier")
    (ours / ".DS_Store").touch()
    with pytest.raises(InputProblem, match=r"'note\.txt'"):
        write_outputs(ours, {"report.pdf": b"y"})
    (ours / "note.txt").unlink()
    write_outputs(ours, {"report.pdf": b"y"})
    assert leftovers(tmp_path) == []


def test_a_file_in_the_way_and_a_parent_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    with pytest.raises(InputProblem, match="not a folder"):
        write_outputs(tmp_path / "f", {"report.html": b"x"})
    with pytest.raises(InputProblem, match="cannot be written"):
        write_outputs(tmp_path / "f" / "out", {"report.html": b"x"})
    assert (tmp_path / "f").read_text() == "x"


def test_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputProblem, match="the folder you are in"):
        write_outputs(Path(), {"report.html": b"x"})
    write_outputs(Path("result"), {"report.html": b"x"})
    assert (tmp_path / "result" / "report.html").exists()


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    write_outputs(tmp_path / "real", {"report.html": b"old"})
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_outputs(tmp_path / "link", {"report.html": b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "report.html").read_bytes() == b"new"


def test_names_with_pattern_characters_clean_only_their_own(tmp_path: Path) -> None:
    (tmp_path / ".a1.scharnier-new-1-0").mkdir()
    write_outputs(tmp_path / "a[1]", {"report.html": b"x"})
    assert (tmp_path / ".a1.scharnier-new-1-0").exists()


@pytest.mark.parametrize("name", ["../x", "a/b", "", "..", MARKER])
def test_only_plain_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="plain file name"):
        write_outputs(tmp_path / "out", {name: b"x"})


def test_a_file_too_large_leaves_the_old_result(tmp_path: Path) -> None:
    """RLIMIT_FSIZE makes the system refuse as a full disk does."""
    out = tmp_path / "result"
    write_outputs(out, {"report.html": b"old"})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(InputProblem, match=r"disk is full.*Free some space"):
            write_outputs(out, {"report.html": b"x" * 10000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (out / "report.html").read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def mounted(tmp_path: Path) -> Path:
    """A disk of 64 kB; skips where mounting is not allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("mounting a small disk needs root")
    return disk


def test_a_full_disk(tmp_path: Path) -> None:
    disk = mounted(tmp_path)
    try:
        write_outputs(disk / "result", {"report.html": b"old"})
        with pytest.raises(InputProblem, match="disk is full"):
            write_outputs(disk / "result", {"report.html": b"x" * 200_000})
        assert (disk / "result" / "report.html").read_bytes() == b"old"
        assert leftovers(disk) == []
        with pytest.raises(InputProblem, match="mount of its own"):
            write_outputs_on_mount(disk)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def write_outputs_on_mount(disk: Path) -> None:
    for entry in disk.iterdir():
        for file in entry.iterdir():
            file.unlink()
        entry.rmdir()
    write_outputs(disk, {"report.html": b"x"})


def test_a_folder_without_permission() -> None:
    with tempfile.TemporaryDirectory() as name:
        closed = Path(name) / "closed"
        closed.mkdir()
        Path(name).chmod(0o755)
        closed.chmod(0o555)
        root = os.geteuid() == 0
        if root:  # root may write anywhere, so another user has to try
            os.seteuid(65534)
        try:
            with pytest.raises(InputProblem, match=r"permission denied.*you may write in"):
                write_outputs(closed / "out", {"report.html": b"x"})
        finally:
            if root:
                os.seteuid(0)


def test_the_fault_of_a_writer_passes_through(tmp_path: Path) -> None:
    write_outputs(tmp_path / "out", {"report.html": b"old"})
    with pytest.raises(RuntimeError, match="stop"):
        write_outputs(tmp_path / "out", {"report.html": stop})
    assert (tmp_path / "out" / "report.html").read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_exchange_falls_back_where_the_system_cannot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        def __init__(self, *args: object, **options: object) -> None: ...

    monkeypatch.setattr(exchange_module.ctypes, "CDLL", Library)
    write_outputs(tmp_path / "out", {"report.html": b"old"})
    write_outputs(tmp_path / "out", {"report.html": b"new"})
    assert (tmp_path / "out" / "report.html").read_bytes() == b"new"
    assert leftovers(tmp_path) == []
