"""What a column holds, judged from a sample of lines spread evenly over the file."""

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scharnier.sources.ledger.amounts import MISSING, OK, parse_amounts
from scharnier.sources.ledger.dates import find_order, parse_date
from scharnier.sources.ledger.limits import PROFILE_ROWS
from scharnier.sources.ledger.model import Column, Table

_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Profile:
    """Shares (0 to 1) are of the filled cells in the sample; `filled` is the share of cells that are filled."""

    header: str
    filled: float
    amounts: float
    decimals: float
    dates: float
    letters: float
    distinct: int
    mean_length: float
    negative: float
    cpv_check_digit: float
    indicator: bool  # nothing but 0 and 1
    whole_unique: float  # share of whole numbers times share of distinct values: high for numbers of documents
    samples: tuple[str, ...]


def calc_profiles(table: Table) -> list[Profile]:
    """One profile per column, in the order of the table."""
    usable = np.flatnonzero(~table.malformed)
    picks = usable[np.unique(np.linspace(0, len(usable) - 1, min(len(usable), PROFILE_ROWS)).astype(np.int64))]
    return [_calc_profile(column, picks) for column in table.columns]


def _calc_profile(column: Column, picks: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Profile:
    if not len(picks):
        return Profile(column.header, 0, 0, 0, 0, 0, 0, 0, 0, 0, False, 0, ())
    cells = pc.take(column.text, pa.array(picks))
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    if pa.types.is_dictionary(cells.type):
        cells = cells.cast(pa.string())
    cells = pc.utf8_slice_codeunits(pc.fill_null(cells, ""), 0, 300)
    numbers = column.numbers[picks] if column.numbers is not None else None
    amounts = parse_amounts(cells, numbers=numbers)
    filled = amounts.status != MISSING
    count = int(filled.sum())
    if not count:
        return Profile(column.header, 0, 0, 0, 0, 0, 0, 0, 0, 0, False, 0, ())
    good = amounts.status == OK
    kept = [value.strip() for value, full in zip(cells.to_pylist(), filled, strict=True) if full]
    distinct = sorted(set(kept))
    days = column.days[picks][filled] if column.days is not None else None
    share_amounts = float(good.sum()) / count
    decimals = float(((amounts.cents % 100 != 0) & good).sum()) / count
    whole = float(((amounts.cents % 100 == 0) & good).sum()) / count
    return Profile(
        header=column.header,
        filled=count / len(picks),
        amounts=share_amounts,
        decimals=decimals + (0.0 if decimals else _calc_written_decimals(kept)),
        dates=float((~np.isnat(days)).mean()) if days is not None and (~np.isnat(days)).any() else _calc_dates(kept),
        letters=sum(bool(_LETTERS.search(value)) for value in kept) / count,
        distinct=len(distinct),
        mean_length=sum(map(len, kept)) / count,
        negative=float(((amounts.cents < 0) & good).sum()) / count,
        cpv_check_digit=sum(bool(re.match(r"^\d{8}-\d\b", value)) for value in kept) / count,
        indicator=set(distinct) <= {"0", "1"},
        whole_unique=whole * len(distinct) / count,
        samples=tuple(distinct[:: max(1, len(distinct) // 3)][:3]),
    )


def _calc_written_decimals(values: list[str]) -> float:
    """The share of values written with two decimals although they are zero, as in 5400.00."""
    return sum(bool(re.search(r"\d[.,]\d{2}$", value)) for value in values) / len(values)


def _calc_dates(values: list[str]) -> float:
    order = find_order(values)
    outcomes = [parse_date(re.sub(r"[T ]+\d{1,2}:\d{2}.*$", "", value).lower(), order) for value in values]
    return sum(outcome is not None for outcome in outcomes) / len(values)
