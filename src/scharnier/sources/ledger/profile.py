"""What a column holds, judged from a sample of lines spread evenly over the file."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scharnier.sources.ledger.amounts import MISSING, OK, parse_amounts
from scharnier.sources.ledger.dates import find_order, parse_date
from scharnier.sources.ledger.limits import PROFILE_ROWS
from scharnier.sources.ledger.model import Column, Table

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_DECIMALS = re.compile(r"\d[.,]\d{2}$")
_CPV = re.compile(r"\d{8}-\d\b")
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}.*$")


@dataclass(frozen=True)
class Profile:
    """Shares (0 to 1) are of the filled cells in the sample; `filled` is the share of cells that are filled."""

    header: str
    filled: float = 0.0
    amounts: float = 0.0
    decimals: float = 0.0  # amounts with cents, or written with two decimals although these are zero
    dates: float = 0.0
    letters: float = 0.0
    distinct: int = 0
    mean_length: float = 0.0
    cpv_check_digit: float = 0.0
    indicator: bool = False  # nothing but 0 and 1
    samples: tuple[str, ...] = ()


def calc_profiles(table: Table) -> list[Profile]:
    """One profile per column, in the order of the table."""
    usable = np.flatnonzero(~table.malformed)
    picks = usable[np.unique(np.linspace(0, len(usable) - 1, min(len(usable), PROFILE_ROWS)).astype(np.int64))]
    return [_calc_profile(column, picks) for column in table.columns]


def _calc_profile(column: Column, picks: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Profile:
    if not len(picks):
        return Profile(column.header)
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
        return Profile(column.header)
    good = amounts.status == OK
    kept = Counter(value.strip() for value, full in zip(cells.to_pylist(), filled, strict=True) if full)
    days = column.days[picks][filled] if column.days is not None else None
    decimals = float(((amounts.cents % 100 != 0) & good).sum()) / count
    ordered = sorted(kept)
    return Profile(
        header=column.header,
        filled=count / len(picks),
        amounts=float(good.sum()) / count,
        decimals=decimals or _calc_share(kept, _DECIMALS.search),
        dates=float((~np.isnat(days)).mean()) if days is not None and (~np.isnat(days)).any() else _calc_dates(kept),
        letters=_calc_share(kept, _LETTERS.search),
        distinct=len(kept),
        mean_length=sum(len(value) * times for value, times in kept.items()) / count,
        cpv_check_digit=_calc_share(kept, _CPV.match),
        indicator=set(kept) <= {"0", "1"},
        samples=tuple(ordered[:: max(1, len(ordered) // 3)][:3]),
    )


def _calc_share(values: Counter[str], holds: Callable[[str], object]) -> float:
    """The share of cells whose text passes a test; each distinct text is tested once."""
    return sum(times for value, times in values.items() if holds(value)) / values.total()


def _calc_dates(values: Counter[str]) -> float:
    order = find_order(list(values))
    return _calc_share(
        values, lambda value: len(value) >= 4 and parse_date(_TIME.sub("", value).lower(), order) is not None
    )
