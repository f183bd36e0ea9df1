"""Splitting a sample of delimited text into records and fields, with the same leniency as the bulk reader."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from scharnier.sources.ledger.limits import SAMPLE_RECORDS

DELIMITERS = (";", ",", "\t", "|")


@dataclass(frozen=True)
class Record:
    """The fields of one record and where it ends in the sample (characters, after its line end)."""

    fields: list[str]
    end: int


@cache
def _field_pattern(delimiter: str) -> re.Pattern[str]:
    # A quote only counts as a text limit at the start of a field; what follows the closing quote is kept as it is.
    stop = re.escape(delimiter)
    return re.compile(rf'(?:"((?:[^"]|"")*)("|\Z)([^{stop}\r\n]*)|([^{stop}\r\n]*))({stop}|\r\n|\r|\n|\Z)')


_PLAIN = {d: re.compile(rf"()()()([^{re.escape(d)}\r\n]*)({re.escape(d)}|\r\n|\r|\n|\Z)") for d in DELIMITERS}


def parse_records(sample: str, delimiter: str, *, quoted: bool = True, limit: int = SAMPLE_RECORDS) -> list[Record]:
    """The first `limit` records of `sample`, blank lines as a record of one empty field."""
    pattern = _field_pattern(delimiter) if quoted else _PLAIN[delimiter]
    records: list[Record] = []
    fields: list[str] = []
    at, size = 0, len(sample)
    while at < size and len(records) < limit:
        match = pattern.match(sample, at)
        if match is None:  # cannot happen: the pattern matches the empty field
            break
        inner, closing, rest, bare, stop = match.groups()
        fields.append((inner.replace('""', '"') + rest) if closing is not None and bare is None else (bare or ""))
        at = match.end()
        if stop != delimiter:
            records.append(Record(fields, at))
            fields = []
    if fields:
        records.append(Record([*fields, ""] if sample.endswith(delimiter) else fields, at))
    return records


def find_delimiter(sample: str) -> str:
    """The delimiter that gives the most records of equal width; of equals, the one that gives more fields.

    A first line `sep=;` (a hint to spreadsheets) is obeyed.
    """
    hint = re.match(r'"?sep=([;,|\t])"?\r?\n', sample, flags=re.IGNORECASE)
    if hint:
        return hint.group(1)
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [len(r.fields) for r in parse_records(sample, delimiter, limit=150) if any(r.fields)]
        if len(widths) > 1 and len(widths) < 150 and sample and len(widths) > 5:
            widths = widths[:-1]  # the sample may end in the middle of a record
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
        score = count / len(widths) + min(width, 30) / 100
        if score > best_score:
            best, best_score = delimiter, score
    return best
