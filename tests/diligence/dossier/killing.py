"""Writers that are killed, run as a program of its own so that it can fork: `python killing.py HOW FOLDER [ROUNDS]`.

Prints one line of JSON on what was promised and what was found. Not a test by itself: `test_crash.py` runs it.
"""

import errno
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from scharnier.diligence.dossier.by_hand import list_edits
from scharnier.diligence.dossier.deeds import Measure
from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.log import read_log, replay
from scharnier.diligence.dossier.raw import read_records
from scharnier.diligence.dossier.snapshot import read_folder
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.verify import verify
from scharnier.kernel.errors import InputProblem

AT = datetime(2026, 11, 20, tzinfo=UTC)


def begin(folder: Path) -> None:
    with open_store(folder, make=True) as store:
        store.put("dossier", Head(dossier=1, id="demo", title="Demo", organisation="own"))
        store.commit("buyer", "begin", AT)


def write(folder: Path, name: str, patience: float = 30.0) -> None:
    """One commit over three files and the log."""
    with open_store(folder, patience=patience) as store:
        store.put("impacts", Impact(id=name, title="Low pay", theme="living_wage", found_on=date(2026, 1, 5)))
        store.put("measures", Measure(id=name, impacts=(name,), kind="mitigate", what="Pay more"))
        store.add_file(f"evidence/{name}.txt", name.encode())
        store.commit("buyer", f"change {name}", AT)


def look(folder: Path) -> dict[str, list[str]]:
    """What is there, after recovery; everything that is half or wrong is an error."""
    with open_store(folder) as store:
        store.refresh()
        records = read_records(store.snapshot)
    found = verify(folder)
    wrong = [*map(str, found.faults), *map(str, found.unrecorded), *map(str, found.notes)]
    there = list(records.get("impacts", {}))
    files = sorted(path.stem for path in (folder / "evidence").glob("*")) if (folder / "evidence").exists() else []
    if there != list(records.get("measures", {})) or sorted(there) != files:
        wrong.append(f"half: {there[-3:]} {list(records.get('measures', {}))[-3:]} {files[-3:]}")
    if len(found.log.lines) != len(there) + 1:
        wrong.append(f"{len(found.log.lines)} lines for {len(there)} changes")
    wrong += [f"left behind: {path.name}" for path in folder.iterdir() if path.name.startswith(".")]
    return {"there": there, "wrong": wrong}


def leftovers(folder: Path) -> str:
    if (folder / ".pending" / "plan.json").exists():
        return "made, not in place"
    return "being made" if (folder / ".pending-new").exists() else "nothing"


def kill_at_random(parent: Path, rounds: int) -> dict[str, Any]:
    """Writers that go on and on, each killed after a random time; a new dossier now and then keeps this quick."""
    chance = random.Random(20261120)
    promised, there = 0, 0
    state: Counter[str] = Counter()
    wrong: list[str] = []
    for first in range(0, rounds, 25):
        folder = parent / str(first)
        begin(folder)
        start = time.perf_counter()
        write(folder, "first")
        span = 2.5 * (time.perf_counter() - start)  # so that a kill falls in the first, second or third commit
        told: list[str] = []
        for number in range(first, min(first + 25, rounds)):
            told += _kill_one(folder, number, chance.uniform(0, span))
            state[leftovers(folder)] += 1
            found = look(folder)
            wrong += found["wrong"]
            wrong += [f"lost: {name}" for name in told if name not in found["there"]]
        promised, there = promised + len(told), there + len(found["there"])
    return {"kills": rounds, "promised": promised, "there": there, "state": state, "wrong": wrong}


def _kill_one(folder: Path, number: int, after: float) -> list[str]:
    """What a writer promised before it was killed."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(tell, b"\n")  # under way: the clock of the killer begins
            for each in range(1000):
                write(folder, f"K{number}-{each}")
                os.write(tell, f"K{number}-{each}\n".encode())
        finally:
            os._exit(1)
    os.close(tell)
    with os.fdopen(told) as stream:
        stream.readline()
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [line.strip() for line in stream if line.endswith("\n")]


def stop_at(count: int, act: Callable[[], None]) -> Callable[[FrameType, str, Any], Any]:
    """A tracer that acts at the so-manieth line of `pending.py`."""
    left = [count]

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.endswith("pending.py"):
            return None
        if event == "line":
            left[0] -= 1
            if left[0] == 0:
                sys.settrace(None)
                act()
        return trace

    return trace


def stop_at_every_line(parent: Path, attempt: Callable[[Path, int], int]) -> dict[str, Any]:
    """One commit for each line of `pending.py` that it runs, stopped at that line."""
    wrong: list[str] = []
    state: Counter[str] = Counter()
    for line in range(1, 5000):
        folder = parent / str(line // 25)  # a small dossier is quick to look through
        if not folder.exists():
            begin(folder)
        code = attempt(folder, line)
        state[leftovers(folder)] += 1
        found = look(folder)
        wrong += [f"line {line}: {one}" for one in found["wrong"]]
        if code == 0:
            if f"L{line}" not in found["there"]:
                wrong.append(f"lost: L{line}")
            return {"stops": line, "state": state, "wrong": wrong}
        if code != 9:
            wrong.append(f"line {line}: ended with {code}")
    return {"stops": 0, "state": state, "wrong": [*wrong, "it never came to its end"]}


def write_and_die(folder: Path, line: int) -> int:
    """The process is gone at that line."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            sys.settrace(stop_at(line, lambda: os._exit(9)))
            write(folder, f"L{line}")
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def write_and_fail(folder: Path, line: int) -> int:
    """At that line the disk is full, or somebody presses Ctrl-C."""

    def fail() -> None:
        if line % 2:
            raise KeyboardInterrupt
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    try:
        sys.settrace(stop_at(line, fail))
        write(folder, f"L{line}")
    except (KeyboardInterrupt, InputProblem):
        return 9
    finally:
        sys.settrace(None)
    return 0


def crowd(folder: Path, each: int) -> dict[str, Any]:
    """Four writers and a reader at once."""
    begin(folder)
    writers = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                for one in range(each):
                    write(folder, f"W{number}-{one}", patience=60)
                code = 0
            finally:
                os._exit(code)
        writers.append(child)
    reads, wrong = 0, []
    codes: list[int] = []
    while writers:
        done, status = os.waitpid(writers[0], os.WNOHANG)
        if done:
            codes.append(os.waitstatus_to_exitcode(status))
            writers.pop(0)
        snapshot = read_folder(folder)
        reads += 1
        edits = list_edits(snapshot, replay(read_log("log.jsonl", snapshot.log).lines))
        wrong += [f"a reader saw half a change: {edit.kind}/{edit.id}" for edit in edits]
    found = look(folder)
    return {"there": len(found["there"]), "reads": reads, "codes": codes, "wrong": wrong + found["wrong"]}


def write_without_rights(_: Path) -> dict[str, Any]:
    """A commit in a folder that may be read and not written, as a user who is not the superuser."""
    folder = Path(tempfile.mkdtemp())  # of its own: that user must be able to come there
    folder.chmod(0o755)
    begin(folder)
    write(folder, "N0")  # and loads what that user may not be able to load
    folder.chmod(0o555)
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            write(folder, "N1")
        except InputProblem as problem:
            os.write(tell, str(problem).encode())
        finally:
            os._exit(0)
    os.close(tell)
    os.waitpid(child, 0)
    folder.chmod(0o755)
    with os.fdopen(told) as stream:
        answer = {"said": stream.read(), **look(folder)}
    shutil.rmtree(folder)
    return answer


if __name__ == "__main__":
    what, where, times = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    if what == "kill":
        answer = kill_at_random(where, times)
    elif what == "crowd":
        answer = crowd(where, times)
    elif what == "denied":
        answer = write_without_rights(where)
    else:
        answer = stop_at_every_line(where, {"die": write_and_die, "fail": write_and_fail}[what])
    sys.stdout.write(json.dumps(answer) + "\n")
