"""A small country made by hand, with names that try to break pages, and its site."""

import importlib.util
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scharnier.analytics.monitor.build import build_monitor
from scharnier.analytics.monitor.replies import load_replies
from scharnier.report.monitor.site import site_files

ON = date(2026, 11, 20)
HOSTILE = "<script>alert('x')</script> & \"Zn\" {{ w }}"
SAID = """
replies:
  - id: r-1
    on: 2026-10-01
    body: Rijkswaterstaat
    who: <b>Coördinator</b> & inkoop
    notice: "101-2021"
    text: {nl: "De voorwaarden staan in <bijlage> 4.", en: "The conditions are in annex 4."}
    evidence: https://example.org/bijlage-4
    corrects: [{field: applied, was: not_visible, to: yes}]
  - id: r-2
    on: 2026-10-02
    body: Gemeente Voorbeelddam
    who: Inkoop
    text: {nl: "Niet alles staat erbij."}
"""


def _load() -> Any:
    path = Path(__file__).parents[2] / "analytics" / "monitor" / "screenings.py"
    spec = importlib.util.spec_from_file_location("site_screenings", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MADE = _load()


def rows() -> list[dict[str, Any]]:
    """The small country, a body with a hostile name and quote, and so many calls of one body that its page is split."""
    many = [MADE.row(f"{number}-2023", dispatch_date=date(2023, 1, 9), cpv_main="55500000") for number in range(1, 121)]
    bad = MADE.row(
        "=1-2024<b>", buyer_name=HOSTILE, buyer_list_id="ministry", **MADE.claim(HOSTILE), category="catering"
    )
    return [*MADE.by_hand(), *many, bad, MADE.row("90-2024", dispatch_date=None, cpv_main="12345678", value_eur=None)]


@pytest.fixture(scope="session")
def screening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The screening of that country."""
    path: Path = MADE.write_screening(tmp_path_factory.mktemp("monitor") / "made.parquet", rows())
    return path


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Replies by two bodies."""
    path = tmp_path_factory.mktemp("replies") / "replies.yaml"
    path.write_text(SAID, "utf-8")
    return path


@pytest.fixture(scope="session")
def site(screening: Path, said: Path) -> dict[str, bytes]:
    """All files of its site."""
    return dict(site_files(build_monitor(screening, ON, load_replies(said, ON)), "https://example.org/isv/"))


@pytest.fixture(scope="session")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """The same country with its rows the other way round, under the same name."""

    def write() -> Path:
        path: Path = MADE.write_screening(tmp_path_factory.mktemp("again") / "made.parquet", rows()[::-1])
        return path

    return write
