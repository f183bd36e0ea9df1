"""Texts of which one must stand in whatever a pattern matches: a quick look for them saves most patterns a reading."""

import re
from collections.abc import Sequence
from itertools import product
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST = 64  # texts of one pattern
Texts = frozenset[str]


def find_literals(pattern: re.Pattern[str]) -> Texts | None:
    """Lower-case texts of which at least one stands, whatever its case, in each match; None where there are none.

    Holds for texts without the letters of `prefilter.ODD`, which Python takes for others where case does not count.
    """
    exact, needed = _read(list(parser.parse(pattern.pattern, pattern.flags)))
    best = _better(exact if exact and min(map(len, exact)) else None, needed)
    return frozenset(one for one in best if not any(other in one for other in best - {one})) if best else None


def _read(parts: Sequence[tuple[Any, Any]]) -> tuple[Texts | None, Texts | None]:
    """All texts that these parts can match, where they are few; and texts of which one must be in a match."""
    run: Texts = frozenset([""])  # all that the parts since the last unknown one can match
    whole, needed = True, None
    for op, arg in parts:
        exact, inner = _part(op, arg)
        if exact is not None and len(run) * len(exact) <= MOST:
            run = frozenset(left + right for left, right in product(run, exact))
            continue
        whole = False
        needed = _better(_better(needed, run), inner)
        run = exact if exact is not None else frozenset([""])
    return (run if whole else None), _better(needed, run)


def _part(op: Any, arg: Any) -> tuple[Texts | None, Texts | None]:
    if op is ops.LITERAL:
        return frozenset([chr(arg).lower()]), None
    if op is ops.IN:
        return _letters(arg), None
    if op is ops.SUBPATTERN:
        return _read(list(arg[3]))
    if op is ops.BRANCH:
        read = [_read(list(branch)) for branch in arg[1]]
        exacts = [exact for exact, _ in read]
        exact = frozenset(one for some in exacts for one in some or ()) if None not in exacts else None
        best = [_better(whole, part) for whole, part in read]
        return exact, frozenset(one for some in best for one in some or ()) if None not in best else None
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        least, most, inner = arg
        exact, needed = _read(list(inner))
        if least == 0:
            return (exact | {""} if exact is not None and most == 1 else None), None
        return (exact if most == 1 else None), _better(exact, needed)
    if op in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return frozenset([""]), None
    return None, None


def _letters(items: Sequence[tuple[Any, Any]]) -> Texts | None:
    if any(op is not ops.LITERAL for op, _ in items):
        return None
    return frozenset(chr(arg).lower() for _, arg in items)


def _better(one: Texts | None, other: Texts | None) -> Texts | None:
    """The set that rules out more: whose shortest text is longest, then the smaller."""
    some = [texts for texts in (one, other) if texts and min(map(len, texts)) > 0]
    return max(some, key=lambda texts: (min(min(map(len, texts)), 8), -len(texts)), default=None)
