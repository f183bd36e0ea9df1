"""Writing a model: killed at any moment, two at once, on a full disk. A whole model is left every time."""

import gc
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scharnier.chain.stored import open_model, verify_model
from scharnier.chain.stored_write import write_model
from scharnier.kernel.errors import InputProblem

sys.path.insert(0, str(Path(__file__).parent))
from test_stored import make_parts

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_stored import make_parts
from scharnier.chain.stored_write import write_model
seed = int(sys.argv[3])
print("ready", flush=True)
while True:
    seed += 1
    write_model(Path(sys.argv[1]), make_parts(seed=seed), replace=True)
"""


def start(store: Path, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(store), str(Path(__file__).parent), str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_killed_run_leaves_a_whole_model(tmp_path: Path) -> None:
    chance = random.Random(5)
    write_model(tmp_path, make_parts())
    before = open_model(tmp_path / "toy").manifest.files["A.npy"].sha256
    seen = {before}
    for seed in range(0, 4000, 1000):
        process = start(tmp_path, seed)
        time.sleep(chance.uniform(0.01, 0.15))
        kill(process)
        model = open_model(tmp_path / "toy")
        assert verify_model(model) == []
        seen.add(model.manifest.files["A.npy"].sha256)
    assert len(seen) > 1
    write_model(tmp_path, make_parts(), replace=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["toy"]


def test_two_writers_end_with_one_whole_model(tmp_path: Path) -> None:
    writers = [start(tmp_path, seed) for seed in (0, 10**6)]
    time.sleep(1.0)
    codes = [writer.poll() for writer in writers]
    for writer in writers:
        kill(writer)
    assert codes == [None, None]
    write_model(tmp_path, make_parts(seed=3), replace=True)
    assert verify_model(open_model(tmp_path / "toy")) == []
    assert [entry.name for entry in tmp_path.iterdir()] == ["toy"]


def test_a_model_that_is_replaced_stays_whole_for_who_has_it_open(tmp_path: Path) -> None:
    write_model(tmp_path, make_parts())
    process = start(tmp_path, 0)
    try:
        until = time.monotonic() + 2.0
        seen = set()
        while time.monotonic() < until:
            model = open_model(tmp_path / "toy")
            gap = model.coefficients @ model.output + model.final.sum(axis=1) - model.output
            assert abs(gap).max() < 1e-9 * model.output.max()
            seen.add(model.manifest.files["A.npy"].sha256)
        assert len(seen) > 2
    finally:
        kill(process)


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("mounting a small disk needs root")
    try:
        folder = write_model(disk, make_parts()).folder
        with pytest.raises(InputProblem, match=r"the disk is full; nothing was changed. Free some space"):
            write_model(disk, make_parts(regions=6, sectors=40), replace=True)
        assert verify_model(open_model(folder)) == []
        assert [entry.name for entry in disk.iterdir()] == ["toy"]
    finally:
        gc.collect()  # what is mapped keeps a disk busy
        if subprocess.run(["umount", str(disk)], check=False).returncode:
            subprocess.run(["umount", "-l", str(disk)], check=True)
