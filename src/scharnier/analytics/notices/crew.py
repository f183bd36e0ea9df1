"""Parts screened one after another here, or in several processes, each with an engine and a screener of its own."""

import atexit
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scharnier.analytics.notices.columns import build_schema
from scharnier.analytics.notices.engines import DuckEngine
from scharnier.analytics.notices.parts import Part, Workspace
from scharnier.analytics.notices.screen import Screener
from scharnier.kernel.errors import InputProblem
from scharnier.procurement.isv.content import load_isv_content
from scharnier.sources.notices.spare import spare_pandas

KEYS = ("schema", "notice_id", "version", "content_sha256", "source_file")  # what makes two rows the same notice
PAYS = 4  # with fewer parts the start of other processes, where they are no copies, takes longer than they save
MOST = 3  # processes: each needs about half a gigabyte
MEMORY_MB = 1500  # of all engines together


@dataclass(frozen=True, slots=True)
class Job:
    """What holds for all parts of a run; `known` is the screening to leave out rows of, None where there is none."""

    space: Workspace
    version: str
    since: date | None
    known: Path | None


def screen_parts(parts: Sequence[Part], job: Job, engine: Any, workers: int) -> Iterator[tuple[Part, int]]:
    """Each part when it stands in the workspace, with the signatures judged for it.

    Raises InputProblem where a process ends before its time.
    """
    # Copies of this process know all that it knows; where threads run, or on another system, each starts anew.
    copies = sys.platform == "linux" and not engine.begun and threading.active_count() == 1
    crew = min(workers, MOST, len(parts)) if engine.slices and len(parts) >= (2 if copies else PAYS) else 1
    screener = Screener(load_isv_content(), job.version, engine.compile, 1 if crew > 1 else workers)
    if crew < 2:
        engine.spill_to(job.space.spill)
        with screener:
            for part in parts:
                yield part, _screen_part(part, job, engine, screener)
        return
    context = get_context("fork" if copies else "spawn")
    given = (job, max(1, workers // crew), MEMORY_MB // crew, os.getpid(), screener if copies else None)
    pool = ProcessPoolExecutor(crew, context, _begin, given)
    try:
        running = [pool.submit(_go_on, part) for part in parts]
        for done in as_completed(running):
            yield done.result()
    except BrokenProcessPool:
        what = "A process of the screening ended before its time, perhaps for want of memory."
        raise InputProblem(what, "Start it again, with --workers 1: what is done stands.") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def write_empty(path: Path) -> None:
    """A screening without rows."""
    import pyarrow.parquet as pq

    pq.write_table(build_schema().empty_table(), path)


_HERE: list[Any] = []  # of one process of a crew: its job, engine and screener


def _begin(job: Job, threads: int, memory_mb: int, parent: int, screener: Screener | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked ends this one
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    gc.disable()  # it lives as long as the run, and what it learns stays: looking for rubbish finds none
    spare_pandas()
    engine = DuckEngine(threads, memory_mb)
    engine.spill_to(job.space.spill / str(os.getpid()))
    _HERE[:] = [job, engine, screener or Screener(load_isv_content(), job.version, engine.compile)]
    atexit.register(_end)


def _end() -> None:
    """Close the engine, and leave at once: torn down step by step, DuckDB 2 tells of leaks that are none."""
    _, engine, _ = _HERE
    _HERE.clear()
    engine.close()
    os._exit(0)


def _watch(parent: int) -> None:
    """End with the process that asked, however that ended: the next run must be alone."""
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(1)


def _go_on(part: Part) -> tuple[Part, int]:
    job, engine, screener = _HERE
    return part, _screen_part(part, job, engine, screener)


def _screen_part(part: Part, job: Job, engine: Any, screener: Screener) -> int:
    before = len(screener.answers)
    t = _choose(part, job, engine)
    with job.space.half(part) as half:
        if t is None:
            write_empty(half)
        else:
            screener.screen(engine, t, half)
    return len(screener.answers) - before


def _choose(part: Part, job: Job, engine: Any) -> Any:
    """The rows of a part that are to be screened; None where there are none."""
    t = engine.read(part.file)
    if not part.whole:
        t = t.filter((t.file_row_number >= part.first) & (t.file_row_number < part.last))
    if job.since is not None:
        t = t.filter((t.dispatch_date.coalesce(t.published) >= job.since).fill_null(True))
    if job.known is not None:
        old = engine.read(job.known)
        old = old.filter(old.content_version == job.version)
        old = old.select(**{key: old[key].fill_null("") for key in KEYS}).distinct()
        t = t.anti_join(old, [t[key].fill_null("") == old[key] for key in KEYS])
    some = job.since is not None or job.known is not None
    return None if some and not t.count().to_pyarrow().as_py() else t
