"""Evidence in the few texts that may hold a term: read by the scalar rule, with only the terms that can stand there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing.pool import Pool
from typing import Any, cast

from scharnier.analytics.notices.facts import CELL, GROUP, ITEM, ROW
from scharnier.procurement.isv.content import IsvContent, Term, load_isv_content
from scharnier.procurement.isv.evidence import Hit, find_evidence, judge_hits, read_text
from scharnier.procurement.isv.facts import Tender
from scharnier.procurement.notice import Text

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
        found = tuple(term for term in content.terms if term.regex.search(body))
        part = cast("IsvContent", _Terms(found, content.negations, content.forms))
        hits += read_text(Text(kind, body, language, field), part)  # type: ignore[arg-type]
    best = judge_hits(hits)
    return {
        "evidence_class": best.cls,
        "evidence_form": best.form,
        "evidence_quote": best.quote,
        "evidence_field": best.hits[0].field if best.hits else None,
    }


def read_all(keys: list[str], content: IsvContent, pool: Pool | None = None) -> list[dict[str, Any]]:
    """The same for many keys, in their order; in other processes where there is a pool and enough to do."""
    if pool is None or len(keys) < 400:
        return [read_evidence(key, content) for key in keys]
    return pool.map(_read_shipped, keys, chunksize=100)


def _read_shipped(key: str) -> dict[str, Any]:
    return read_evidence(key, _content())


@cache
def _content() -> IsvContent:
    return load_isv_content()


def empty() -> Mapping[str, Any]:
    """The columns where no term can stand."""
    return {"evidence_class": "none", "evidence_form": "none", "evidence_quote": None, "evidence_field": None}
