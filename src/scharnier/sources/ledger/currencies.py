"""Which currency a ledger is in, and which lines are in another."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scharnier.sources._runtime.iso_4217 import CURRENCIES as _ISO
from scharnier.sources.ledger.messages import build_problem
from scharnier.sources.ledger.model import Notice

_NAMES = {
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "POUND": "GBP", "STERLING": "GBP", "$": "USD", "US$": "USD",
    "DOLLAR": "USD",
}  # fmt: skip
_HEADER = re.compile(r"(€|£|\$|\b(?:EURO?|GBP|USD|CHF|SEK|NOK|DKK|PLN)\b)", re.IGNORECASE)
DEFAULT = "EUR"


@dataclass(frozen=True)
class Currency:
    """The currency of the ledger and the lines in another one."""

    code: str
    other: NDArray[np.bool_]
    notices: list[Notice]


def find_currency(
    stated: pa.Array | None,
    beside: pa.Array,
    header: str,
    asked: str | None,
    counted: NDArray[np.bool_],
    file: str,
    lang: str,
) -> Currency:
    """Decide by the user's word, then the currency column, then signs beside amounts, then the header of the amount.

    `stated` is the text of a currency column, `beside` the code found beside each amount; `counted` marks the lines
    with an amount. Several currencies without a majority are an `InputProblem` unless the user chose one.
    """
    if asked is not None and asked.strip().upper() not in _ISO:
        raise build_problem("currency_code", lang, file=file, currency=asked)
    wish = asked.strip().upper() if asked else None
    codes = beside
    if stated is not None:
        plain = stated.cast(pa.string()) if pa.types.is_dictionary(stated.type) else stated
        codes = pc.coalesce(_normalise(plain), beside)
    encoded = pc.dictionary_encode(codes)
    names = encoded.dictionary.to_pylist()
    index = np.asarray(pc.fill_null(encoded.indices, -1)).astype(np.int64)
    lines = Counter({name: int(((index == at) & counted).sum()) for at, name in enumerate(names)})
    lines = Counter({name: count for name, count in lines.items() if count})
    nothing = np.zeros(len(index), dtype=np.bool_)
    if not lines:
        match = _HEADER.search(header)
        if match and not wish:
            text = match.group(1).upper()
            return Currency(_NAMES.get(text, text), nothing, [])
        return Currency(wish or DEFAULT, nothing, [] if wish else [Notice("currency_assumed", {"currency": DEFAULT})])
    found = ", ".join(f"{name} {count}" for name, count in lines.most_common())
    if wish and wish not in lines:
        raise build_problem("currency_absent", lang, file=file, currency=wish, found=found)
    top, count = lines.most_common(1)[0]
    if not wish and count * 2 <= sum(lines.values()):
        raise build_problem("currency_mixed", lang, file=file, found=found)
    chosen = wish or top
    # A line without a code is taken to be in the chosen currency.
    other = (index >= 0) & (index != (names.index(chosen) if chosen in names else -2))
    told = [Notice("currency_majority", {"found": found, "currency": chosen})] if len(lines) > 1 else []
    return Currency(chosen, other, told)


def _normalise(text: pa.Array) -> pa.Array:
    upper = pc.utf8_upper(pc.utf8_trim_whitespace(text))
    for name, code in _NAMES.items():
        upper = pc.if_else(pc.fill_null(pc.equal(upper, name), False), code, upper)
    return pc.if_else(pc.match_substring_regex(upper, r"^[A-Z]{3}$"), upper, None)
