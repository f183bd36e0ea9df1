"""Evidence in the few texts that may hold a term: read by the scalar rule, with only the terms that can stand there."""

import multiprocessing
from dataclasses import dataclass
from functools import cache
from multiprocessing.pool import Pool
from typing import Any, cast

from scharnier.analytics.notices.facts import CELL, GROUP, ITEM, ROW
from scharnier.analytics.notices.literals import find_literals
from scharnier.analytics.notices.prefilter import ODD
from scharnier.procurement.isv.content import IsvContent, Term, load_isv_content
from scharnier.procurement.isv.evidence import Hit, find_evidence, judge_hits, read_text
from scharnier.procurement.isv.facts import Tender
from scharnier.procurement.notice import Text

PAYS = 10_000
NOTHING = GROUP  # the key of a notice without coded objectives and without a text that may hold a term


@dataclass(frozen=True, slots=True)
class _Terms:
    """As much of the content as `read_text` asks for."""

    terms: tuple[Term, ...]
    negations: Any
    forms: Any


def read_evidence(key: str, content: IsvContent) -> dict[str, Any]:
    """The columns on evidence for one key of `facts.py`."""
    coded, _, texts = key.partition(GROUP)
    objectives = tuple(coded.split(ITEM)) if coded else ()
    hits: list[Hit] = list(find_evidence(Tender("", social_objectives=objectives), content).hits)
    for row in texts.split(ROW) if texts else ():
        kind, field, language, body = row.split(CELL, 3)
        part = cast("IsvContent", _Terms(find_terms(body, content), content.negations, content.forms))
        hits += read_text(Text(kind, body, language, field), part)  # type: ignore[arg-type]
    best = judge_hits(hits)
    return {
        "evidence_class": best.cls,
        "evidence_form": best.form,
        "evidence_quote": best.quote,
        "evidence_field": best.hits[0].field if best.hits else None,
    }


def find_terms(body: str, content: IsvContent) -> tuple[Term, ...]:
    """The terms that can stand in a text, in their order: reading it with these finds what reading it with all does."""
    if any(letter in body for letter in ODD):
        return content.terms
    lower = body.lower()
    return tuple(term for term, texts in _literals(content) if texts is None or any(one in lower for one in texts))


@cache
def _literals(content: IsvContent) -> tuple[tuple[Term, frozenset[str] | None], ...]:
    return tuple((term, find_literals(term.regex)) for term in content.terms)


class Readers:
    """Reads keys here, or in other processes where there are so many that starting them pays."""

    def __init__(self, content: IsvContent, workers: int) -> None:
        self.content, self.workers = content, workers
        self.pool: Pool | None = None

    def read(self, keys: list[str]) -> list[dict[str, Any]]:
        """The columns on evidence for each key, in their order."""
        shipped = self.workers > 1 and self.content is load_isv_content()
        if not shipped or (self.pool is None and len(keys) < PAYS):
            return [read_evidence(key, self.content) for key in keys]
        if self.pool is None:
            self.pool = multiprocessing.get_context("spawn").Pool(self.workers)
        return self.pool.map(_read_shipped, keys, chunksize=100)

    def close(self) -> None:
        """End the other processes."""
        if self.pool is not None:
            self.pool.terminate()
            self.pool.join()
            self.pool = None


def _read_shipped(key: str) -> dict[str, Any]:
    return read_evidence(key, load_isv_content())
