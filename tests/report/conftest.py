"""The example assessment, for every test of the report."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scharnier.analytics.assessment import Assessment


def load_example() -> Any:
    spec = importlib.util.spec_from_file_location("report_example", Path(__file__).parent / "example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXAMPLE = load_example()


@pytest.fixture(scope="session")
def example() -> Callable[[str], Assessment]:
    """The example in a language."""
    return EXAMPLE.build_example  # type: ignore[no-any-return]


@pytest.fixture
def content() -> dict[str, Any]:
    """The example as plain values, to bend."""
    return EXAMPLE.example_content("nl")  # type: ignore[no-any-return]
