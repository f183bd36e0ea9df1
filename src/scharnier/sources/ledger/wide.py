"""Files that mark categories with a 1 in a column of their own."""

from functools import cache
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from scharnier.kernel.content import content_path
from scharnier.sources.ledger.model import Table


@cache
def load_state_categories() -> dict[str, str]:
    """Category number of the Dutch state's purchases → what it stands for."""
    text = content_path("ledger/state_categories.yaml").read_text(encoding="utf-8")
    return cast(dict[str, str], yaml.safe_load(text))


def build_indicated_labels(table: Table, indicators: list[int], separator: str) -> pa.DictionaryArray:
    """Per line the labels of the columns marked 1, joined; null where none is marked.

    A header that is a known category number gets its label; any other header is its own label.
    """
    known = load_state_categories()
    marks = np.zeros((len(table.rows), len(indicators)), dtype=np.bool_)
    for turn, at in enumerate(indicators):
        equal = pc.equal(pc.cast(table.columns[at].text, pa.string()), "1")
        marks[:, turn] = np.asarray(pc.fill_null(equal, False)).astype(np.bool_)
    headers = [table.columns[at].header for at in indicators]
    labels = [f"{header} - {known[header]}" if header in known else header for header in headers]
    patterns, index = np.unique(marks, axis=0, return_inverse=True)
    texts = [separator.join(labels[at] for at in np.flatnonzero(pattern)) or None for pattern in patterns]
    return pc.take(pa.array(texts, pa.string()), pa.array(index.reshape(-1))).dictionary_encode()
