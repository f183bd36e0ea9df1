"""Synthetic laws: figures that no legislator can change, so that these tests may block."""

from pathlib import Path

import pytest

from scharnier.norms import Library
from scharnier.norms.law_load import load_laws

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def synthetic() -> Library:
    """A Library that holds nothing but the synthetic laws."""
    shelf = load_laws(FIXTURES)
    assert shelf.findings == []
    return Library("synthetic", {}, {}, {}, {}, (), {}, shelf.laws)
