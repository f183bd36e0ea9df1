"""One cell to one value. What cannot be read is a `Fault`, and then counts as not known."""

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import pyarrow as pa

from scharnier.procurement.annual.content import load_annual_content
from scharnier.procurement.isv.facts import Span, split_cpv
from scharnier.sources._runtime.grid import Cell
from scharnier.sources.ledger.amounts import OK, parse_amounts
from scharnier.sources.ledger.dates import parse_date
from scharnier.sources.tender_list.words import EMPTY, SPLIT, answers, plain

NOES = frozenset({"nee", "no", "n", "niet", "niet ontvangen", "not received"})
# A person in a title is not ours to publish: what looks like an address or number of one is taken out, and told.
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\d)(?:\+31|0)[\s-]?6[\s-]?(?:\d[\s-]?){8}(?!\d)")
MOST_EUR = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Fault(Exception):
    """Why a cell cannot be used, in Dutch and English, and what to write."""

    nl: str
    en: str
    remedy_nl: str
    remedy_en: str


DAY = ("Schrijf 2026-03-31.", "Write 2026-03-31.")


def text_of(cell: Cell) -> str:
    """The cell as words; empty where it says that nothing is known."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    text = " ".join(str(cell).split())
    return "" if text.lower() in EMPTY else text


def read_span(cell: Cell, order: str) -> Span | None:
    """A day, month or year as the days it can be."""
    if isinstance(cell, date):
        return Span(cell, cell)
    text = text_of(cell)
    if not text:
        return None
    found = parse_date(text.lower(), order)
    if isinstance(found, tuple):
        return Span(*found)
    if found == "impossible":
        raise Fault("is een dag die niet bestaat", "is a day that does not exist", *DAY)
    raise Fault("is geen dag", "is no day", *DAY)


def read_day(cell: Cell, order: str) -> date | None:
    """A day; of a month or year the last day, for a term ends with it."""
    span = read_span(cell, order)
    return None if span is None else span.last


def read_received(cell: Cell, order: str) -> date | Literal["no"] | None:
    """The day something came, or no."""
    if text_of(cell).lower() in NOES:
        return "no"
    return read_day(cell, order)


def read_money(cell: Cell, style: str) -> Decimal | None:
    """An amount in EUR; `style` is the decimal sign of the column where a value does not show it."""
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise _no_amount()
        money: Decimal | None = Decimal(repr(round(cell, 2)))
    else:
        text = text_of(cell)
        if not text:
            return None
        parsed = parse_amounts(pa.array([text]), style)
        money = Decimal(int(parsed.cents[0])) / 100 if parsed.status[0] == OK else None
        if parsed.currency[0].as_py() not in (None, "EUR", "€"):
            raise Fault("is niet in euro's", "is not in euros", "Reken het om.", "Convert it.")
    if money is None or money < 0 or money > MOST_EUR:
        raise _no_amount()
    return money


def _no_amount() -> Fault:
    return Fault("is geen bedrag", "is no amount", "Schrijf 150000.", "Write 150000.")


def read_codes(cell: Cell) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """CPV codes that can be read, and those that cannot."""
    parts = tuple(part for part in SPLIT.split(text_of(cell)) if part)
    return split_cpv(parts)


def read_choices(cell: Cell, column: str) -> tuple[str, ...]:
    """The answers in a cell, in the order of the content. `none` and `not_yet` cannot stand beside another."""
    text = text_of(cell)
    if not text:
        return ()
    known = answers(column)
    content = load_annual_content().columns[column]
    whole = known.get(plain(text))
    parts = [text] if whole else [part for part in SPLIT.split(text) if part]
    found = {known.get(plain(part)) for part in parts}
    listed = {lang: "; ".join(getattr(words, lang) for words in content.answers.values()) for lang in ("nl", "en")}
    remedy = (f"Kies uit: {listed['nl']}.", f"Choose from: {listed['en']}.")
    if None in found:
        raise Fault("is geen bekend antwoord", "is no known answer", *remedy)
    if len(found) > 1 and found & {"none", "not_yet"}:
        raise Fault("spreekt zichzelf tegen", "contradicts itself", *remedy)
    if len(found) > 1 and content.kind == "choice":
        raise Fault("geeft meer dan één antwoord", "gives more than one answer", *remedy)
    return tuple(id for id in content.answers if id in found)
