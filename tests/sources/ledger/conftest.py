"""Small ledgers written by the tests themselves."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scharnier.sources.ledger import Ledger, read_ledger

Read = Callable[..., Ledger]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write content (text as UTF-8, or bytes) to a file and read it as a ledger."""

    def write_and_read(content: str | bytes, name: str = "uitgaven.csv", lang: str = "en", **options: object) -> Ledger:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        ledger = read_ledger(path, lang=lang, **options)  # type: ignore[arg-type]
        assert len(ledger.rows) == len(ledger.cents) == len(ledger.problem)
        assert all(len(array) == len(ledger.rows) for array in ledger.text.values())
        assert (ledger.cents[(ledger.problem != 0) & (ledger.problem != 3)] == 0).all()
        assert (ledger.rows[1:] > ledger.rows[:-1]).all()
        return ledger

    return write_and_read
