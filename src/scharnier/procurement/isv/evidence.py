"""What the texts of a notice show of ISV: class, form and quote. No trace means not visible here, never not applied."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import get_args

from scharnier.procurement.isv.content import EvidenceContent, Term
from scharnier.procurement.isv.facts import CODED_OBJECTIVES, Tender
from scharnier.procurement.isv.shapes import EvidenceClass, Form
from scharnier.procurement.notice import Text, TextKind

CLASSES: tuple[EvidenceClass, ...] = get_args(EvidenceClass)  # strongest first
NO_FORM = frozenset({"exclusion_ground_only", "false_positive", "none"})
FORMS: tuple[Form, ...] = get_args(Form)
FORM_OF_KIND: dict[TextKind, Form] = {
    "contract_condition": "contract_condition",
    "award": "award",
    "selection": "selection",
    "technical_spec": "technical_spec",
}
LONGEST_QUOTE = 400
MOST_OF_A_TERM = 20  # places of one term that are read in one text: the rest says nothing new
FAR = 3000  # characters from a term that are looked at for the ends of its sentence and for a tag
CUE_WINDOW = 200  # characters round a term in which words may say what kind of text it is
NEGATION_STOPS = re.compile(r"[.;!?](?:\s|$)|\|\||\[")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“„'(\[]?[A-ZÀ-Þ0-9])|\s*;\s*|\s*\|\|\s*|\s*\n\s*|\[[^\]\n]{1,20}\]\s*")
_SHORT = re.compile(
    r"\b(nr|no|art|bijv|o\.a|d\.w\.z|i\.v\.m|t\.b\.v|m\.b\.t|u|z\.B|bzw|Nr|Abs|pkt|jf|bl\.a|e\.g|i\.e|dr|mr)\.$"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a term stands. `why` says what is wrong with a false positive: trap, context, needs, negated."""

    cls: EvidenceClass
    form: Form
    quote: str
    language: str
    field: str
    term: str
    why: str = ""
    lot: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The strongest hit, and all of them, strongest first."""

    cls: EvidenceClass
    form: Form
    quote: str | None
    hits: tuple[Hit, ...] = ()


def find_evidence(tender: Tender, content: EvidenceContent) -> Evidence:
    """Read all texts and coded objectives of a tender."""
    return judge_hits((*_coded(tender), *(hit for text in tender.texts for hit in read_text(text, content))))


def judge_hits(hits: Iterable[Hit]) -> Evidence:
    """The strongest class; within it a contract condition before the other forms, then the order of the notice."""
    ordered = tuple(sorted(hits, key=lambda hit: (CLASSES.index(hit.cls), FORMS.index(hit.form))))
    if not ordered:
        return Evidence("none", "none", None)
    best = ordered[0]
    return Evidence(best.cls, best.form, best.quote, ordered)


def read_text(text: Text, content: EvidenceContent) -> tuple[Hit, ...]:
    """The hits in one text. Where two terms overlap, the longer one is meant."""
    body = text.text
    found = [
        (match.start(), match.end(), term)
        for term in content.terms
        for match in islice(term.regex.finditer(body), MOST_OF_A_TERM)
    ]
    kept: list[tuple[int, int, Term]] = []
    for start, end, term in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        if end > start and all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, term))
    hits = (_judge(text, start, end, term, content) for start, end, term in sorted(kept, key=lambda one: one[:2]))
    return tuple(hit for hit in hits if hit is not None)


def _judge(text: Text, start: int, end: int, term: Term, content: EvidenceContent) -> Hit | None:
    """What a place shows. A common word (medium, harm) without the words it needs near it shows nothing at all."""
    body, row = text.text, term.row
    cls, why = row.cls, "trap" if row.strength == "trap" else ""
    if row.strength != "trap":
        around = body[max(0, start - row.window) : end + row.window]
        close = body[max(0, start - min(row.window, 60)) : end + min(row.window, 60)]
        if term.negative and term.negative.search(close):
            cls, why = "false_positive", "context"
        elif term.needs and not term.needs.search(around):
            if row.strength in ("medium", "harm"):
                return None
            cls, why = "false_positive", "needs"
        elif _negated(body, start, end, content, is_harm=row.strength == "harm"):
            cls, why = "false_positive", "negated"
    quote = body[start:end].strip() if cls == "exclusion_ground_only" else cut_quote(body, start, end)
    form = "none" if cls in NO_FORM else _form(text, start, end, content)
    return Hit(cls, form, quote, text.language, text.field, row.id, why, text.lot)


def _negated(body: str, start: int, end: int, content: EvidenceContent, *, is_harm: bool) -> bool:
    """Whether the same sentence takes the term back: "niet van toepassing" after it, "geen" before it.

    "No child labour" takes nothing back: before a harm such words are the condition itself.
    """
    for row, pattern in content.negations:
        if row.place == "before" and is_harm:
            continue
        if row.place == "before":
            before = NEGATION_STOPS.split(body[max(0, start - row.window) : start])[-1]
            if pattern.search(before):
                return True
            continue
        after = NEGATION_STOPS.split(body[end : end + row.window])[0]
        if pattern.search(after):
            return True
    return False


def _form(text: Text, start: int, end: int, content: EvidenceContent) -> Form:
    """By the field; else by a tag as [BT-70] before the term; else by words, first in its sentence, then round it."""
    if text.kind in FORM_OF_KIND:
        return FORM_OF_KIND[text.kind]
    body = text.text
    tags = re.findall(r"\[([^\]\n]{1,20})\]", body[max(0, start - FAR) : start])
    if tags:
        for row, pattern in content.forms:
            if row.kind == "tag" and pattern.fullmatch(tags[-1].strip()):
                return row.form
    left, right = sentence_bounds(body, start, end)
    for scope in (body[left:right], body[max(0, start - CUE_WINDOW) : end + CUE_WINDOW]):
        for row, pattern in content.forms:
            if row.kind == "cue" and pattern.search(scope):
                return row.form
    return "other"


def sentence_bounds(body: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence round a place begins and ends; abbreviations do not end one."""
    left, right = max(0, start - FAR), min(len(body), end + FAR)
    for match in SENTENCE_END.finditer(body, left, right):
        if _SHORT.search(body[max(0, match.start() - 12) : match.start()]):
            continue
        if match.end() <= start:
            left = match.end()
        elif match.start() >= end:
            right = match.start()
            break
    return left, right


def cut_quote(body: str, start: int, end: int) -> str:
    """The sentence round a place, verbatim; of a very long one the part round the term."""
    left, right = sentence_bounds(body, start, end)
    if right - left > LONGEST_QUOTE:
        if end - left > LONGEST_QUOTE:
            left = body.rfind(" ", left, max(left, start - LONGEST_QUOTE // 2)) + 1 or left
        stop = body.find(" ", min(right, max(end, left + LONGEST_QUOTE)), right)
        right = stop if stop > 0 else right
    return body[left:right].strip()


def _coded(tender: Tender) -> Sequence[Hit]:
    codes = [code for code in tender.social_objectives if code in CODED_OBJECTIVES]
    return [Hit("coded_hum_right", "other", code, "", "BT-775", "coded") for code in codes]
