"""A pattern that every text with evidence matches, made of the terms: only such texts are read term by term.

The terms use what the engines' regular expressions do not have (look-around) or have otherwise (what `\\b`, `\\s` and
letter case are beyond ASCII). So each term is widened: a look-around is left out, a class that differs becomes any
character, letters are written out in both cases. What is left means the same in RE2 (DuckDB), Java (Spark) and Python.
A text it does not match holds no term; one it does match is read by the scalar rule, which alone decides.
"""

import re
from collections.abc import Iterable, Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# Python takes these for i, s and k when case does not count: a text that holds one is always read.
ODD = "\u0130\u0131\u017f\u212a"
ANY = r"[\s\S]"
_SPACE = r"\s\x0B\x1C-\x1F" + "\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


def build_prefilter(patterns: Iterable[re.Pattern[str]]) -> str:
    """The pattern of all of these together."""
    bodies = [_write(list(parser.parse(one.pattern, one.flags)), bool(one.flags & re.IGNORECASE)) for one in patterns]
    return "|".join([f"[{ODD}]", *bodies])


def widen(pattern: re.Pattern[str]) -> str:
    """One pattern, widened. Raises ValueError for a part of a pattern that is not known here."""
    return _write(list(parser.parse(pattern.pattern, pattern.flags)), bool(pattern.flags & re.IGNORECASE))


def _write(parts: Sequence[tuple[Any, Any]], fold: bool) -> str:
    return "".join(_part(parts, at, fold) for at in range(len(parts)))


def _part(parts: Sequence[tuple[Any, Any]], at: int, fold: bool) -> str:
    op, arg = parts[at]
    if op is ops.LITERAL:
        return _any_of(_cases(chr(arg)) if fold else [chr(arg)])
    if op is ops.IN:
        return _class(arg, fold)
    if op in (ops.ANY, ops.NOT_LITERAL):
        return ANY
    if op is ops.SUBPATTERN:
        _, _, off, inner = arg
        return f"(?:{_write(list(inner), fold and not off & re.IGNORECASE)})"
    if op is ops.BRANCH:
        return f"(?:{'|'.join(_write(list(inner), fold) for inner in arg[1])})"
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        least, most, inner = arg
        body = f"(?:{_write(list(inner), fold)})"
        return (
            f"{body}?" if (least, most) == (0, 1) else body * min(least, 3) + ("" if least == most <= 3 else f"{body}*")
        )
    if op is ops.AT:
        return _boundary(parts, at)
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return ""
    raise ValueError(f"{op} is not known in a term")


def _boundary(parts: Sequence[tuple[Any, Any]], at: int) -> str:
    """A word boundary is kept where an ASCII letter or digit stands next to it: there it is wider than Python's."""
    if parts[at][1] is not ops.AT_BOUNDARY:
        return ""
    beside = [parts[place] for place in (at - 1, at + 1) if 0 <= place < len(parts)]
    plain = any(op is ops.LITERAL and chr(arg).isascii() and chr(arg).isalnum() for op, arg in beside)
    return r"\b" if plain else ""


def _class(items: Sequence[tuple[Any, Any]], fold: bool) -> str:
    written = ""
    for op, arg in items:
        if op is ops.LITERAL:
            written += "".join(map(_escape, _cases(chr(arg)) if fold else [chr(arg)]))
        elif op is ops.RANGE and chr(arg[0]).isascii() and chr(arg[1]).isascii():
            ends = [(chr(arg[0]), chr(arg[1]))]
            ends += [(ends[0][0].swapcase(), ends[0][1].swapcase())] if fold and ends[0][0].isalpha() else []
            written += "".join(f"{_escape(first)}-{_escape(last)}" for first, last in ends)
        elif op is ops.CATEGORY and arg is ops.CATEGORY_SPACE:
            written += _SPACE
        else:
            return ANY
    return f"[{written}]"


def _cases(letter: str) -> list[str]:
    return sorted({one for one in (letter, letter.lower(), letter.upper()) if len(one) == 1})


def _any_of(letters: list[str]) -> str:
    return _escape(letters[0]) if len(letters) == 1 else f"[{''.join(map(_escape, letters))}]"


def _escape(letter: str) -> str:
    return f"\\{letter}" if letter in r"\.[]{}()*+?^$|-&~#/" else letter
