"""Documents to batches of rows: in this process, or in others that are handed bytes and hand back Arrow."""

import gc
import hashlib
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pyarrow as pa

from scharnier.procurement.notice import Issue, Notice
from scharnier.sources._runtime.members import Member, load_member
from scharnier.sources.notices.read import read_notices
from scharnier.sources.notices.rows import SCHEMA, build_batch
from scharnier.sources.notices.spare import spare_pandas

BATCH_FILES = 200
MOST_AHEAD = 8
BATCH_BYTES = 16 << 20


@dataclass(slots=True)
class Poured:
    """What came of a run of documents. Every document is read, skipped or failed, once."""

    batch: bytes
    rows: int = 0
    read: int = 0
    skipped: int = 0
    failed: int = 0
    issues: list[Issue] = field(default_factory=list)


@contextmanager
def open_workers(workers: int) -> Iterator[Any]:
    """A pool of so many processes, or None where one is asked for: then this one reads.

    Opened before anything is written, so that no process holds a file of ours. On Linux they are copies of this
    process, which start at once; where threads run, or on another system, they are started anew.
    """
    if workers <= 1:
        before = gc.get_threshold()
        _collect_less()
        try:
            yield None
        finally:
            gc.set_threshold(*before)
        return
    copies = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if copies else "spawn")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads of libraries, which are idle here
        pool = context.Pool(workers, initializer=_begin, initargs=(os.getpid(),))
    with pool:
        yield pool


def pour(members: Iterable[Member], pool: Any, largest: int) -> Iterator[Poured]:
    """Read members in order, a batch at a time; the results come in the same order however many workers there are."""
    jobs = ((chunk, largest) for chunk in _chunks(members))
    if pool is None:
        for job in jobs:
            yield _pour_one(job)
    else:
        yield from _ahead(pool, jobs)


def _begin(parent: int) -> None:
    """A worker goes when its parent goes, however that ends."""
    _collect_less()
    spare_pandas()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)


def _collect_less() -> None:
    """Look for rubbish in circles less often: rows make many objects and no circles. A tenth faster."""
    gc.set_threshold(100_000, 20, 20)


def _ahead(pool: Any, jobs: Iterator[Any]) -> Iterator[Poured]:
    """Results in order with few jobs under way, so that memory does not grow with the input."""
    waiting = [pool.apply_async(_pour_one, (job,)) for job in islice(jobs, MOST_AHEAD)]
    while waiting:
        done = waiting.pop(0).get()
        waiting += [pool.apply_async(_pour_one, (job,)) for job in islice(jobs, 1)]
        yield done


def _chunks(members: Iterable[Member]) -> Iterator[list[Member]]:
    chunk: list[Member] = []
    size = 0
    for member in members:
        chunk.append(member)
        size += len(member.data) if member.data is not None else 32 << 10
        if len(chunk) >= BATCH_FILES or size >= BATCH_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _pour_one(job: tuple[list[Member], int]) -> Poured:
    members, largest = job
    notices: list[Notice] = []
    hashes: list[str] = []
    poured = Poured(b"")
    for given in members:
        member = load_member(given, largest)
        if member.data is None:
            _account(member, poured)
            continue
        found, digest = 0, hashlib.sha256(member.data).hexdigest()
        for reading in read_notices(member.data, member.name, largest):
            poured.issues += reading.issues
            if reading.notice:
                notices.append(reading.notice)
                hashes.append(reading.digest or digest)
                found += 1
        poured.read += found > 0
        poured.failed += found == 0
    poured.rows = len(notices)
    poured.batch = _pack(build_batch(notices, hashes)) if notices else b""
    return poured


def _account(member: Member, poured: Poured) -> None:
    fault = member.fault
    if fault:
        poured.issues.append(Issue(member.name, "", fault.what, fault.remedy, member.level, fault.code))
    if member.level == "skipped":
        poured.skipped += 1
    else:
        poured.failed += 1


def _pack(batch: Any) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, SCHEMA) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def unpack(batch: bytes) -> Any:
    """The table in the bytes of a batch."""
    with pa.ipc.open_stream(batch) as reader:
        return reader.read_all()
