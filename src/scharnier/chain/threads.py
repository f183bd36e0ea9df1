"""Work in as many threads as the machine has processors: compiled pieces that hold no lock, over ranges of rows."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TypeVar

Result = TypeVar("Result")

LEAST = 1 << 18  # numbers to go through before a second thread is worth its start


def split_rows(rows: int, width: int) -> list[tuple[int, int]]:
    """Ranges (start, stop) that cover `rows`, one per thread; a single one where rows x width numbers are few."""
    parts = max(1, min(_processors(), rows, rows * max(width, 1) // LEAST))
    edges = [rows * part // parts for part in range(parts + 1)]
    return list(pairwise(edges))


def run_parts(work: Callable[[int, int, int], Result], parts: list[tuple[int, int]]) -> list[Result]:
    """work(number of the part, start, stop) of every part, at the same time; results in the order of the parts."""
    if len(parts) == 1:
        return [work(0, *parts[0])]
    first, *others = parts
    waiting = [_pool().submit(work, number, *part) for number, part in enumerate(others, start=1)]
    done = work(0, *first)
    return [done, *(piece.result() for piece in waiting)]


@cache
def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=max(1, _processors() - 1), thread_name_prefix="scharnier")
