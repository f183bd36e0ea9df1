"""Evidence at a hundredth of the cost: texts that can hold no term are passed over, others read with the few terms
that can stand there. What is found is what `find_evidence` finds."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from scharnier.procurement.isv.content import EvidenceContent, Term
from scharnier.procurement.isv.evidence import Hit, find_evidence, judge_hits, read_text
from scharnier.procurement.isv.facts import CODED_OBJECTIVES, Tender
from scharnier.procurement.isv.literals import find_literals
from scharnier.procurement.isv.prefilter import ODD, build_prefilter
from scharnier.procurement.notice import Text

CODE = ("evidence.py", "literals.py", "prefilter.py", "quick.py")
SHOWN = ("evidence_class", "evidence_form", "evidence_quote", "evidence_field")
Shown = tuple[str, str, str | None, str | None]
NOTHING: Shown = ("none", "none", None, None)


def show_evidence(texts: Iterable[Text], objectives: Sequence[str], content: EvidenceContent) -> Shown:
    """What the texts and coded objectives of a notice show, as the columns SHOWN."""
    coded = find_evidence(Tender("", social_objectives=tuple(objectives)), content).hits
    found = judge_hits((*coded, *(hit for text in texts for hit in _read(text, content))))
    return found.cls, found.form, found.quote, found.hits[0].field if found.hits else None


def _read(text: Text, content: EvidenceContent) -> tuple[Hit, ...]:
    return read_text(text, EvidenceContent(find_terms(text.text, content), content.negations, content.forms))


def find_terms(body: str, content: EvidenceContent) -> tuple[Term, ...]:
    """The terms that can stand in a text, in their order: reading it with these finds what reading it with all does."""
    if any(letter in body for letter in ODD):
        return content.terms
    lower = body.lower()
    return tuple(term for term, texts in _literals(content) if texts is None or any(one in lower for one in texts))


@cache
def _literals(content: EvidenceContent) -> tuple[tuple[Term, frozenset[str] | None], ...]:
    return tuple((term, find_literals(term.regex)) for term in content.terms)


@cache
def find_pattern(content: EvidenceContent) -> str:
    """The pattern that every text with evidence matches, the same to DuckDB, Spark, Arrow and Python."""
    return build_prefilter(term.regex for term in content.terms)


@cache
def find_evidence_version(content: EvidenceContent) -> str:
    """A hash of all content and code that decides what texts show: where it changes, they are read anew."""
    digest = hashlib.sha256(repr(CODED_OBJECTIVES).encode())
    for row in (*(one.row for one in content.terms), *(row for row, _ in (*content.negations, *content.forms))):
        digest.update(repr(row).encode() + b"\0")
    for name in CODE:
        digest.update(Path(__file__).with_name(name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
