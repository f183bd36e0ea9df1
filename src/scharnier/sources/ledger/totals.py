"""Rows that add up other rows: recognised so that no money is counted twice."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scharnier.sources.ledger.model import Column

_LABEL = (
    r"(?i)^\s*(sub|grand\s+|eind|generaal\s+)?\s*-?\s*(totaal|total|totals|totalen)"
    r"(\s*:|\s+generaal|\s+general|\s+bedrag|\s+uitgaven|\s+amount|\s+spend)?\s*$"
)
_END = 5  # a labelled row this near the end may be a total that does not add up


def find_totals(
    columns: Sequence[Column], amount: int, cents: NDArray[np.int64], usable: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Mark total rows.

    A row is a total if a cell says so (and nothing but so) and either its amount equals the sum of the lines above,
    since the last total or from the start, or it stands near the end and is larger than half of that sum: a total
    that does not add up is still no purchase, and a supplier called Total is one. The last row is also a total if it
    holds an amount and nothing else and equals the sum of all lines above.
    """
    size = len(cents)
    labelled = np.zeros(size, dtype=np.bool_)
    filled = np.zeros(size, dtype=np.int64)
    for at, column in enumerate(columns):
        text = column.text
        full = np.asarray(pc.fill_null(pc.greater(pc.binary_length(_plain(text)), 0), False)).astype(np.bool_)
        filled += full
        if at != amount:
            labelled |= _match(text)
    found = np.zeros(size, dtype=np.bool_)
    if size < 3:
        return found
    running = np.concatenate([[0], np.cumsum(np.where(usable, cents, 0))])
    taken = since = 0  # cents of totals already marked, and running sum at the last total
    for row in np.flatnonzero(labelled & usable & (filled <= max(4, len(columns) // 2))):
        above = int(running[row]) - taken
        near = row >= size - _END and 2 * abs(int(cents[row])) > abs(above)
        if int(cents[row]) in (above, above - since) or near:
            found[row] = True
            taken += int(cents[row])
            since = above
    last = size - 1
    if usable[last] and not found[last] and filled[last] == 1 and size > 3 and cents[last] == running[last] - taken:
        found[last] = True
    return found


def _plain(text: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    return text.cast(pa.string()) if pa.types.is_dictionary(text.type) else text


def _match(text: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
    plain = _plain(text)
    short = pc.fill_null(pc.and_(pc.less(pc.binary_length(plain), 40), pc.greater(pc.binary_length(plain), 4)), False)
    mask = np.asarray(short).astype(np.bool_)
    hits = np.flatnonzero(mask)
    if len(hits):
        some = pc.match_substring_regex(pc.take(plain, pa.array(hits)), r"(?i)tota[a]?l")
        hits = hits[np.asarray(some).astype(np.bool_)]
    answer = np.zeros(len(mask), dtype=np.bool_)
    if len(hits):
        answer[hits] = np.asarray(pc.match_substring_regex(pc.take(plain, pa.array(hits)), _LABEL)).astype(np.bool_)
    return answer
