"""Splitting a sample of delimited text into records and fields, with the same leniency as the bulk reader."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from scharnier.sources.ledger.header_words import has_known_header
from scharnier.sources.ledger.limits import SAMPLE_RECORDS

DELIMITERS = (";", ",", "\t", "|")
_LOOK, _HEADERS = 150, 20  # records whose width counts, and among which a header is looked for


@dataclass(frozen=True)
class Record:
    """The fields of one record and where it ends in the sample (characters, after its line end)."""

    fields: list[str]
    end: int


@cache
def _field_pattern(delimiter: str) -> re.Pattern[str]:
    # A quote only counts as a text limit at the start of a field; what follows the closing quote is kept as it is.
    stop = re.escape(delimiter)
    return re.compile(rf'(?:"([^"]*(?:""[^"]*)*)("|\Z)([^{stop}\r\n]*)|([^{stop}\r\n]*))({stop}|\r\n|\r|\n|\Z)')


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
    """The delimiter under which the first records show headers we know and most records have the same width.

    Width alone would be fooled by decimal commas, which give every line of a semicolon file one comma. A first line
    `sep=;` (a hint to spreadsheets) is obeyed.
    """
    hint = re.match(r'"?sep=([;,|\t])"?(?:\r\n|\r|\n)', sample, flags=re.IGNORECASE)
    if hint:
        return hint.group(1)
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        records = [r.fields for r in parse_records(sample, delimiter, limit=_LOOK) if any(r.fields)]
        if 5 < len(records) < _LOOK:
            records = records[:-1]  # the sample may end in the middle of a record
        wide = Counter(len(fields) for fields in records if len(fields) > 1)
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
        known = max((sum(map(has_known_header, f[:200])) for f in records[:_HEADERS] if len(f) > 1), default=0)
        score = min(known, 4) / 2 + count / len(records) + min(width, 30) / 100
        if score > best_score:
            best, best_score = delimiter, score
    return best
