"""Small files of plots, made in the test that needs them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scharnier.eudr import Checked, Rules, check_bytes, load_rules

from .builders import collection

Check = Callable[..., Checked]


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The figures of the regulation today."""
    return load_rules(date(2026, 11, 20))


@pytest.fixture(scope="session")
def check(rules: Rules) -> Check:
    """Check a text, or features that are texts."""

    def run(what: Any, country: str | None = None, commodity: str | None = None) -> Checked:
        text = what if isinstance(what, str) else collection(what)
        return check_bytes(text.encode() if isinstance(text, str) else text, rules, country, commodity)

    return run
