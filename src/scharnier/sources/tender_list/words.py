"""Headers and answers as people write them: Dutch, English, the id itself, in any case, with or without accents."""

import re
import unicodedata
from functools import cache

from scharnier.procurement.annual.content import load_annual_content

SPLIT = re.compile(r"\s*[;,\n/+]\s*")
EMPTY = frozenset({"", "-", "?", "n/a", "nvt", "n.v.t.", "onbekend", "unknown", "niet bekend", "not known"})
"""Answers that say that nothing is known: the same as an empty cell."""


def plain(text: str) -> str:
    """The words of a header or answer: lower case, no accents, no punctuation, single spaces."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


@cache
def headers() -> dict[str, str]:
    """What a header may say → the id of the column."""
    known: dict[str, str] = {}
    for column in load_annual_content().columns.values():
        for text in (column.id, column.names.nl, column.names.en, *column.also):
            known.setdefault(plain(text), column.id)
    return known


@cache
def answers(column: str) -> dict[str, str]:
    """What a cell of a column may say → the id of the answer."""
    known: dict[str, str] = {}
    for id, words in load_annual_content().columns[column].answers.items():
        for text in (id, words.nl, words.en):
            known.setdefault(plain(text), id)
    extra = {"none": ("geen", "nee", "no", "niet"), "yes": ("j", "y", "true"), "no": ("n", "false")}
    for id, texts in extra.items():
        if id in load_annual_content().columns[column].answers:
            for text in texts:
                known.setdefault(text, id)
    return known


def column_of(header: object) -> str | None:
    """The column that a header means, if any."""
    return headers().get(plain(str(header))) if header not in (None, "") else None
