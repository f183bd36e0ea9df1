"""Small ledgers for the tests of the assessment."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scharnier.analytics.assess import Options, Result, assess

Assess = Callable[..., Result]


@pytest.fixture
def assess_text(tmp_path: Path) -> Assess:
    """Assess a ledger given as text; options can be overridden by name."""

    def run(content: str, **overrides: object) -> Result:
        path = tmp_path / "ledger.csv"
        path.write_text(content, encoding="utf-8")
        settings: dict[str, object] = {"assessed_on": date(2026, 11, 20), "lang": "en", "draws": 200}
        return assess(path, Options(**{**settings, **overrides}))  # type: ignore[arg-type]

    return run
