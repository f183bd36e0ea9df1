"""From the ways people write amounts to whole cents. Distinct values are parsed once, in bulk.

Which of `.` and `,` is the decimal sign is decided per column: every value that leaves no doubt has a vote
(`1.234,56`, `12,5`, `1.234.567` for the comma; `1,234.56`, `12.5` for the point). A value that could be both (`1.234`)
follows the column; a value that leaves no doubt is read for what it is, even against the majority.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scharnier.sources.ledger.limits import MAX_AMOUNT_CENTS

OK, MISSING, UNREADABLE = 0, 1, 2
_EMPTY = pa.array(["", "-", "--", "n/a", "na", "n.v.t.", "nvt", "null", "none", "#n/a", "€-", "€ -", "$-", "£-"])
_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "EURO": "EUR"}
_CODES = "EUR|GBP|USD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|JPY|CNY|CAD|AUD|TRY|INR|ZAR|NZD|ISK|SGD|HKD"
CURRENCY_PATTERN = rf"(?i)(?P<currency>EURO|{_CODES}|US\$|€|£|\$)"
# How a cleaned value is built: whole number, decimal comma, decimal point, undecided, or no number.
_WHOLE, _COMMA, _POINT, _UNDECIDED, _NONE = range(5)


@dataclass(frozen=True)
class Amounts:
    """Amounts of `n` cells. `status` is OK, MISSING or UNREADABLE; `cents` is 0 unless OK.

    `currency` names the sign or code written beside the number (null where none). `style` is ",", "." or "" where no
    value shows it; `undecided` an example of values that were read by `assumed`; `deviating` how many distinct values
    are written the other way, with an example.
    """

    cents: NDArray[np.int64]
    status: NDArray[np.uint8]
    currency: pa.Array
    style: str
    undecided: str = ""
    deviating: int = 0
    deviating_example: str = ""


@dataclass(frozen=True)
class _Cleaned:
    core: pa.Array  # digits, points and commas only, or "" where the value is no number
    negative: NDArray[np.bool_]
    currency: pa.Array
    missing: NDArray[np.bool_]


def parse_amounts(
    text: pa.Array | pa.ChunkedArray, hint: str = "", numbers: NDArray[np.float64] | None = None
) -> Amounts:
    """Parse the cells of a column.

    `hint` ("," or "." or "") decides where no value does. `numbers` are the cells that the file types as numbers
    (NaN elsewhere); they win over their text.
    """
    encoded = _encode(text)
    values = encoded.dictionary
    codes = np.asarray(pc.fill_null(encoded.indices, len(values))).astype(np.int64)
    parsed = _parse_values(values, hint)
    cents = np.append(parsed.cents, 0)[codes]
    status = np.append(parsed.status, MISSING).astype(np.uint8)[codes]
    currency = pc.take(pa.concat_arrays([parsed.currency, pa.nulls(1, pa.string())]), pa.array(codes))
    if numbers is not None:
        typed = ~np.isnan(numbers)
        cents, status = _fill_typed(cents, status, typed, numbers)
    return Amounts(cents, status, currency, parsed.style, parsed.undecided, parsed.deviating, parsed.deviating_example)


def calc_votes(values: pa.Array) -> tuple[int, int]:
    """How many values can only have a decimal comma, and how many only a decimal point."""
    build = _find_build(_clean(values).core)
    return int((build == _COMMA).sum()), int((build == _POINT).sum())


def _encode(text: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    encoded = text if pa.types.is_dictionary(text.type) else pc.dictionary_encode(text)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # no chunks at all
        encoded = pa.array([], pa.string()).dictionary_encode()
    return encoded


def _fill_typed(
    cents: NDArray[np.int64], status: NDArray[np.uint8], typed: NDArray[np.bool_], numbers: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    scaled = np.where(typed, numbers, 0.0) * 100
    fine = np.abs(scaled) <= MAX_AMOUNT_CENTS  # False for infinity
    rounded = np.rint(np.where(fine, scaled, 0.0)).astype(np.int64)
    status = np.where(typed, np.where(fine, OK, UNREADABLE), status).astype(np.uint8)
    return np.where(typed, rounded, cents), status


def _parse_values(values: pa.Array, hint: str) -> Amounts:
    cleaned = _clean(values)
    build = _find_build(cleaned.core)
    comma, point = int((build == _COMMA).sum()), int((build == _POINT).sum())
    style = "," if comma > point else "." if point else ""
    undecided = np.flatnonzero(build == _UNDECIDED)
    example, choice = "", style
    if len(undecided) and not style:
        example = values[int(undecided[0])].as_py()
        choice = hint or ("," if "." in example else ".")  # without any hint: thousands, money seldom has 3 decimals
    if len(undecided):
        has_point = np.asarray(pc.greater(pc.count_substring(cleaned.core, "."), 0))
        decimal = has_point == (choice == ".")
        build = np.where(build == _UNDECIDED, np.where(decimal, np.where(has_point, _POINT, _COMMA), _WHOLE), build)
    odd = np.flatnonzero(build == (_POINT if style == "," else _COMMA)) if style else np.array([], np.int64)
    cents, fine = _convert(cleaned.core, build)
    cents = np.where(cleaned.negative, -cents, cents)
    status = np.where(fine, OK, np.where(cleaned.missing, MISSING, UNREADABLE)).astype(np.uint8)
    return Amounts(
        cents=np.where(fine, cents, 0),
        status=status,
        currency=cleaned.currency,
        style=style,
        undecided=example,
        deviating=len(odd),
        deviating_example=values[int(odd[0])].as_py() if len(odd) else "",
    )


def _clean(values: pa.Array) -> _Cleaned:
    """Take off signs, currencies and spaces; most values need nothing and skip the costly part."""
    trimmed = pc.utf8_trim_whitespace(values)
    plain = np.asarray(pc.match_substring_regex(trimmed, r"^[-+]?[0-9.,]*[0-9][.,]?$"))
    negative = np.asarray(pc.starts_with(trimmed, "-")) & plain
    core = pc.if_else(pa.array(plain), pc.utf8_ltrim(trimmed, "+-"), "")
    missing = np.asarray(pc.is_in(pc.utf8_lower(trimmed), _EMPTY)) if len(values) else np.zeros(0, np.bool_)
    currency: pa.Array = pa.nulls(len(values), pa.string())
    slow = np.flatnonzero(~plain & ~missing)
    if len(slow):
        some, minus, signs = _clean_written(pc.take(trimmed, pa.array(slow)))
        mask = np.zeros(len(values), np.bool_)
        mask[slow] = True
        core = pc.replace_with_mask(core, pa.array(mask), some)
        currency = pc.replace_with_mask(currency, pa.array(mask), signs)
        negative[slow] = minus
    return _Cleaned(core, negative, currency, missing)


def _clean_written(text: pa.Array) -> tuple[pa.Array, NDArray[np.bool_], pa.Array]:
    """Values with currency signs, brackets, DR/CR, trailing minus, spaces or powers of ten."""
    # A longer text is no amount; and no letters but a currency, DR/CR, D/C, or E for a power of ten.
    text = pc.if_else(pc.less_equal(pc.utf8_length(text), 60), text, "")
    found = pc.struct_field(pc.extract_regex(text, CURRENCY_PATTERN), "currency")
    signs = pc.utf8_upper(found)
    for sign, code in _SIGNS.items():
        signs = pc.if_else(pc.fill_null(pc.equal(signs, sign), False), code, signs)
    text = pc.replace_substring_regex(text, CURRENCY_PATTERN.replace("?P<currency>", ""), "", max_replacements=1)
    text = pc.replace_substring_regex(text, r"[\s\x{00A0}\x{2007}\x{2009}\x{202F}'’`_]+", "")
    text = pc.replace_substring_regex(text, r"[−–—]", "-")
    text = pc.replace_substring_regex(text, r"[.,]-{1,2}$", "")  # 12,- and 12,-- are round amounts
    credit = np.asarray(pc.match_substring_regex(text, r"(?i)(^(cr|c)\.?[-+(0-9]|[0-9)](cr|c)\.?$)"))
    text = pc.replace_substring_regex(text, r"(?i)(^(dr|cr|d|c)\.?|(dr|cr|d|c)\.?$)", "")
    brackets = np.asarray(pc.match_substring_regex(text, r"^\(.*\)$"))
    text = pc.replace_substring_regex(text, r"^\((.*)\)$", r"\1")
    minus = np.asarray(pc.match_substring_regex(text, r"^-|-$"))
    text = pc.replace_substring_regex(text, r"^[-+]|[-+]$", "")
    text = _expand_powers(text)
    number = pc.match_substring_regex(text, r"^[0-9.,]*[0-9][.,]?$")
    return pc.if_else(number, text, ""), brackets | minus | credit, signs


def _expand_powers(text: pa.Array) -> pa.Array:
    """Numbers with a power of ten: exact where no digit was lost in writing them, otherwise left unreadable.

    Spreadsheets write 1234567 as 1,23E+06 and lose digits on the way; programs write remainders such as 7.3E-12
    (which is nothing) and 1.234567E7 (which is exact).
    """
    power = np.asarray(pc.match_substring_regex(text, r"(?i)^[0-9]+([.,][0-9]+)?E[-+]?[0-9]{1,3}$"))
    if not power.any():
        return text
    values = text.to_pylist()
    for at in np.flatnonzero(power):
        mantissa, _, exponent = values[at].upper().replace(",", ".").partition("E")
        decimals = len(mantissa.partition(".")[2])
        size = int(exponent)
        if size < 0:
            values[at] = f"{float(mantissa) * 10.0**size:.6f}"
        elif size <= 15 and ("+" not in exponent or decimals >= size):
            values[at] = f"{float(mantissa) * 10.0**size:.2f}"
    return pa.array(values, pa.string())


def _find_build(core: pa.Array) -> NDArray[np.int64]:
    points, commas = np.asarray(pc.count_substring(core, ".")), np.asarray(pc.count_substring(core, ","))
    length = np.asarray(pc.binary_length(core))
    build = np.full(len(core), _NONE, dtype=np.int64)
    build[(points + commas == 0) & (length > 0)] = _WHOLE
    for mark, count, other, decimal in ((".", points, commas, _POINT), (",", commas, points, _COMMA)):
        single = (count == 1) & (other == 0)
        before = np.asarray(pc.find_substring(core, mark))
        after = length - before - 1
        zero = np.asarray(pc.starts_with(core, "0"))
        doubt = single & (after == 3) & (before >= 1) & (before <= 3) & ~zero
        build[doubt] = _UNDECIDED
        build[single & ~doubt] = decimal
    many = np.flatnonzero(points + commas > 1)
    if len(many):
        some = pc.take(core, pa.array(many))
        for pattern, kind in (
            (r"^[0-9]{1,3}(\.[0-9]{3})+(,[0-9]*)?$", _COMMA),
            (r"^[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}(\.[0-9]*)?$", _POINT),
        ):
            build[many[np.asarray(pc.match_substring_regex(some, pattern))]] = kind
    return build


def _convert(core: pa.Array, build: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Cents per value and whether it is a number within the limit."""
    cents = np.zeros(len(core), dtype=np.int64)
    fine = np.zeros(len(core), dtype=np.bool_)
    for kind, drop, decimal in ((_WHOLE, ".,", ""), (_COMMA, ".", ","), (_POINT, ",", ".")):
        at = np.flatnonzero(build == kind)
        if not len(at):
            continue
        digits = pc.take(core, pa.array(at))
        for mark in drop:
            digits = pc.replace_substring(digits, mark, "")
        if decimal == ",":
            digits = pc.replace_substring(digits, ",", ".")
        digits = pc.if_else(pc.less_equal(pc.binary_length(digits), 40), pc.utf8_rtrim(digits, "."), "0")
        short = np.asarray(pc.less_equal(pc.binary_length(pc.take(core, pa.array(at))), 40))
        digits = pc.if_else(pc.starts_with(digits, "."), pc.binary_join_element_wise("0", digits, ""), digits)
        scaled = np.asarray(pc.cast(digits, pa.float64())) * 100
        within = short & (scaled <= MAX_AMOUNT_CENTS)
        cents[at] = np.rint(np.where(within, scaled, 0.0)).astype(np.int64)
        fine[at] = within
    return cents, fine
