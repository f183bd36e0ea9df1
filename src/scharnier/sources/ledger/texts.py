"""Texts of a column made fit for reading: one spelling of spaces and separators, empty where they say nothing."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scharnier.sources.ledger.amounts import _encode
from scharnier.sources.ledger.limits import MAX_CELL_TEXT

LABEL_SEPARATOR = " | "
_EMPTY = pa.array(["", "-", "--", ".", "n/a", "#n/a", "n.v.t.", "nvt", "null", "none", "nan", "(leeg)", "(blank)"])


@dataclass(frozen=True)
class Texts:
    """Dictionary-encoded text of a column and how many distinct texts were cut to the limit."""

    array: pa.DictionaryArray
    cut: int


def parse_texts(text: pa.Array | pa.ChunkedArray) -> Texts:
    """Clean each distinct text once: control characters and runs of spaces, `<br>` as separator, cut at the limit."""
    encoded = _encode(text)
    values = encoded.dictionary
    for pattern, into in ((r"(?i)\s*<br\s*/?>\s*", LABEL_SEPARATOR), (r"[\s\x00-\x1F\x7F\x{00A0}]+", " ")):
        needed = r"(?i)<br" if "br" in pattern else r"[\x00-\x1F\x7F\x{00A0}]|\s\s"
        if pc.any(pc.match_substring_regex(values, needed)).as_py():
            values = pc.replace_substring_regex(values, pattern, into)
    values = pc.utf8_trim_whitespace(values)
    cut = 0
    if (pc.max(pc.binary_length(values)).as_py() or 0) > MAX_CELL_TEXT:
        cut = int(pc.sum(pc.greater(pc.utf8_length(values), MAX_CELL_TEXT)).as_py() or 0)
        values = pc.utf8_slice_codeunits(values, 0, MAX_CELL_TEXT)
    values = pc.if_else(pc.is_in(pc.utf8_lower(values), _EMPTY), None, values)
    return Texts(_reencode(encoded.indices, values), cut)


def _reencode(indices: pa.Array, values: pa.Array) -> pa.DictionaryArray:
    """Join indices to cleaned values: texts that became equal share an entry, empty ones become null."""
    again = pc.dictionary_encode(values)
    step = np.asarray(pc.fill_null(again.indices, -1)).astype(np.int32)
    codes = np.append(step, np.int32(-1))[np.asarray(pc.fill_null(indices, len(step))).astype(np.int64)]
    mask = codes < 0
    return pa.DictionaryArray.from_arrays(
        pa.array(np.where(mask, 0, codes).astype(np.int32), mask=mask), again.dictionary.cast(pa.string())
    )
