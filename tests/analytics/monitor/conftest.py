"""Screenings made by hand, for every test of the monitor."""

import importlib.util
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scharnier.analytics.monitor.build import Monitor, build_monitor

ON = date(2026, 11, 20)


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("monitor_screenings", Path(__file__).parent / "screenings.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCREENINGS = _load()


@pytest.fixture(scope="session")
def made() -> Any:
    """The module that makes screenings."""
    return SCREENINGS


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Monitor]:
    """The monitor of rows made by hand."""

    def build(rows: Sequence[dict[str, Any]], **more: Any) -> Monitor:
        return build_monitor(SCREENINGS.write_screening(tmp_path / "made.parquet", rows), more.pop("on", ON), **more)

    return build
