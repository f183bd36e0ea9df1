"""The amount of each line, from one column, a debit and credit pair, year columns or brackets."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from numpy.typing import NDArray

from scharnier.kernel.content import content_path
from scharnier.sources.ledger.amounts import MISSING, OK, UNREADABLE, Amounts, calc_votes, parse_amounts
from scharnier.sources.ledger.columns import Choice
from scharnier.sources.ledger.limits import PROFILE_ROWS
from scharnier.sources.ledger.messages import render_message
from scharnier.sources.ledger.model import Column, Notice, Table
from scharnier.sources.ledger.profile import Profile

_TURNED_SHARE, _TURNED_LINES = 0.9, 10


@dataclass(frozen=True)
class LineAmounts:
    """Per line cents, status (OK, MISSING, UNREADABLE) and the currency beside the amount; how it came about."""

    cents: NDArray[np.int64]
    status: NDArray[np.uint8]
    beside: pa.Array
    header: str
    style: str
    notices: list[Notice]
    extra_columns: dict[str, str] = field(default_factory=dict)


def calc_line_amounts(table: Table, choice: Choice, profiles: list[Profile], lang: str) -> LineAmounts:
    """Amounts by the way `choice` found them."""
    if "amount" in choice.columns:
        return _calc_single(table, choice, profiles, lang)
    if choice.bracket is not None:
        return _calc_brackets(table, table.columns[choice.bracket])
    if choice.years:
        return _calc_sum(table, [table.columns[at] for at in choice.years], [1] * len(choice.years), [])
    debit, credit = table.columns[choice.columns["debit"]], table.columns[choice.columns["credit"]]
    told = [Notice("amount_pair", {"debit": debit.header, "credit": credit.header})]
    return _calc_sum(table, [debit, credit], [1, -1], told)


def _calc_single(table: Table, choice: Choice, profiles: list[Profile], lang: str) -> LineAmounts:
    at = choice.columns["amount"]
    column = table.columns[at]
    parsed = parse_amounts(column.text, _find_hint(table, at, profiles), column.numbers)
    cents, notices = parsed.cents, _describe(parsed, column.header, table, lang)
    status = parsed.status.copy()
    if "side" in choice.columns:
        side = table.columns[choice.columns["side"]]
        credit = _is_credit(side.text)
        if credit.any() and not (cents[credit] < 0).any():
            cents = np.where(credit, -cents, cents)
            notices.append(Notice("amount_side", {"header": side.header}))
    amounts = cents[(status == OK) & (cents != 0)]
    if len(amounts) >= _TURNED_LINES and (amounts < 0).mean() >= _TURNED_SHARE:
        cents = -cents
        notices.append(Notice("amount_sign_turned"))
    return LineAmounts(cents, status, parsed.currency, column.header, parsed.style, notices)


def _describe(parsed: Amounts, header: str, table: Table, lang: str) -> list[Notice]:
    notices = []
    if parsed.undecided and not table.decimal_hint:
        style = "style_thousands"
        params: dict[str, str | int] = {"header": header, "example": parsed.undecided}
        notices.append(Notice("decimal_undecided", params | {"choice": render_message(style, lang)}))
    if parsed.deviating:
        notices.append(
            Notice(
                "decimal_mixed",
                {"header": header, "count": parsed.deviating, "example": parsed.deviating_example},
            )
        )
    return notices


def _find_hint(table: Table, amount: int, profiles: list[Profile]) -> str:
    """How the other number columns of the file write decimals, else what the delimiter suggests."""
    for at, profile in enumerate(profiles):
        if at == amount or profile.amounts < 0.9 or profile.decimals == 0 or profile.dates > 0.5:
            continue
        cells = table.columns[at].text.slice(0, PROFILE_ROWS)
        if isinstance(cells, pa.ChunkedArray):
            cells = cells.combine_chunks()
        comma, point = calc_votes(pc.fill_null(pc.cast(cells, pa.string()), ""))
        if comma != point:
            return "," if comma > point else "."
    return table.decimal_hint


def _is_credit(text: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
    upper = pc.utf8_upper(pc.utf8_trim_whitespace(pc.cast(text, pa.string())))
    credit = pc.is_in(upper, pa.array(["C", "CR", "CREDIT", "CRE", "H", "BIJ"]))
    return np.asarray(credit).astype(np.bool_)


def _calc_sum(table: Table, columns: list[Column], signs: list[int], notices: list[Notice]) -> LineAmounts:
    """Signed sum of columns; a line is missing where all are, unreadable where one is."""
    size = len(table.rows)
    cents = np.zeros(size, dtype=np.int64)
    missing, unreadable = np.ones(size, np.bool_), np.zeros(size, np.bool_)
    beside: pa.Array = pa.nulls(size, pa.string())
    style = ""
    for column, sign in zip(columns, signs, strict=True):
        parsed = parse_amounts(column.text, table.decimal_hint, column.numbers)
        cents += sign * parsed.cents
        missing &= parsed.status == MISSING
        unreadable |= parsed.status == UNREADABLE
        beside = pc.coalesce(beside, parsed.currency)
        style = style or parsed.style
    status = np.where(unreadable, UNREADABLE, np.where(missing, MISSING, OK)).astype(np.uint8)
    named = {"amount": " + ".join(column.header for column in columns)} if sum(signs) > 1 else {}
    cents = np.where(status == OK, cents, 0)
    return LineAmounts(cents, status, beside, columns[0].header, style, notices, named)


def _calc_brackets(table: Table, column: Column) -> LineAmounts:
    """The middle of each bracket; several brackets in one cell ("1, 4") are added."""
    content = yaml.safe_load(content_path("ledger/brackets.yaml").read_text(encoding="utf-8"))
    middle = {str(entry["bracket"]): round(entry["amount"] * 100) for entry in content}
    encoded = pc.dictionary_encode(column.text)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    cents, status = [], []
    for value in encoded.dictionary.to_pylist():
        parts = [part.strip().removesuffix(".0") for part in value.split(",") if part.strip()]
        known = all(part in middle for part in parts)
        cents.append(sum(middle[part] for part in parts) if known else 0)
        status.append(MISSING if not parts else OK if known else UNREADABLE)
    codes = np.asarray(pc.fill_null(encoded.indices, len(cents))).astype(np.int64)
    return LineAmounts(
        cents=np.array([*cents, 0], dtype=np.int64)[codes],
        status=np.array([*status, MISSING], dtype=np.uint8)[codes],
        beside=pa.nulls(len(table.rows), pa.string()),
        header="EUR",
        style="",
        notices=[],
        extra_columns={"amount": column.header},
    )
