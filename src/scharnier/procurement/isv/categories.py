"""Which official category and which risky chains a set of CPV codes belongs to, by the reading rules of the map.

Longest prefix wins within a category, at equal length exclude wins. Across categories: core before likely before
boundary, then the longest prefix. Nature does not filter; keywords support a boundary row and never lift it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from scharnier.procurement.isv.content import CategoryContent, IsvContent
from scharnier.procurement.isv.shapes import CategoryRow, Level, Status

RANK: dict[str, int] = {"core": 0, "likely": 1, "boundary": 2}
LEVELS: dict[str, int] = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A category that a code falls in. `keyword_found` is None where the row looks for no words."""

    category: str
    status: Status
    cpv: str
    prefix: str
    map_confidence: Level
    valid_from: date
    keyword_found: bool | None = None


@dataclass(frozen=True, slots=True)
class ChainHit:
    """A product of the chain layer that a code belongs to."""

    product: str
    level: Level
    cpv: str
    prefix: str


def find_candidates(codes: Iterable[str], on: date, content: CategoryContent, words: str = "") -> tuple[Candidate, ...]:
    """The categories of these codes by the map of a day, best first, each once with its best code."""
    best: dict[str, Candidate] = {}
    for code in codes:
        for row in match_categories(code, on, content):
            found = bool(re.search(row.keyword, words, re.IGNORECASE)) if row.keyword else None
            one = Candidate(row.category, row.status, code, row.cpv_prefix, row.map_confidence, row.valid_from, found)
            if row.category not in best or order(one) < order(best[row.category]):
                best[row.category] = one
    return tuple(sorted(best.values(), key=lambda one: (order(one), one.category)))


def order(one: Candidate) -> tuple[int, int]:
    """Core before likely before boundary, then the longest prefix."""
    return RANK[one.status], -len(one.prefix)


def match_categories(code: str, on: date, content: CategoryContent) -> tuple[CategoryRow, ...]:
    """For each category the row that decides on this code on a day, where that row includes it.

    Rows that came with the list of eight count from their day. The others name the category at any day.
    """
    winners: dict[str, CategoryRow] = {}
    late = content.rule.eight_list_from.value
    for row in _rows_by_prefix(content, code):
        if (row.valid_from >= late and on < row.valid_from) or (row.valid_to is not None and on > row.valid_to):
            continue
        held = winners.get(row.category)
        if held is None or _weight(row) > _weight(held):
            winners[row.category] = row
    return tuple(row for row in winners.values() if row.mode == "include")


def find_chains(codes: Iterable[str], content: IsvContent) -> tuple[ChainHit, ...]:
    """The chain products of these codes, highest level first, each once with its longest prefix."""
    best: dict[str, ChainHit] = {}
    for code in codes:
        for row in content.products:
            if code.startswith(row.cpv_prefix):
                held = best.get(row.product)
                if held is None or _chain_order(row.level, row.cpv_prefix) < _chain_order(held.level, held.prefix):
                    best[row.product] = ChainHit(row.product, row.level, code, row.cpv_prefix)
    return tuple(sorted(best.values(), key=lambda hit: (*_chain_order(hit.level, hit.prefix), hit.product)))


def _chain_order(level: str, prefix: str) -> tuple[int, int]:
    return LEVELS[level], -len(prefix)


def _weight(row: CategoryRow) -> tuple[int, bool]:
    return len(row.cpv_prefix), row.mode == "exclude"


@lru_cache(maxsize=16_384)
def _rows_by_prefix(content: CategoryContent, code: str) -> tuple[CategoryRow, ...]:
    index = content.by_prefix
    return tuple(row for length in range(2, 9) for row in index.get(code[:length], ()))
