"""A file that a user names is read in full or refused; what has no end is never read."""

import errno
import os
from pathlib import Path

import pytest

from scharnier.kernel.files import load_bytes


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_reads_every_byte(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    (tmp_path / "f").write_bytes(content)
    assert load_bytes(tmp_path / "f", size) == content


def test_refuses_one_byte_too_many(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x" * 1001)
    with pytest.raises(OSError, match="larger than 1000 bytes") as caught:
        load_bytes(tmp_path / "f", 1000)
    assert caught.value.errno == errno.EFBIG


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_refuses_what_has_no_end() -> None:
    with pytest.raises(OSError, match="device or a pipe"):
        load_bytes(Path("/dev/zero"), 1000)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_does_not_wait_for_a_pipe_that_nobody_fills(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="device or a pipe"):
        load_bytes(tmp_path / "pipe", 1000)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc")
def test_counts_what_a_file_gives_and_not_what_it_says() -> None:
    assert Path("/proc/self/maps").stat().st_size == 0
    assert len(load_bytes(Path("/proc/self/maps"), 10_000_000)) > 1000
    with pytest.raises(OSError, match="larger than"):
        load_bytes(Path("/proc/self/maps"), 100)


def test_a_folder_and_an_absent_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        load_bytes(tmp_path, 10)
    with pytest.raises(FileNotFoundError):
        load_bytes(tmp_path / "absent", 10)
