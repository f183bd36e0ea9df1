"""The site of the monitor in a real browser, from a folder: accessible, fit for a phone, without the network."""

import importlib.util
from datetime import date
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from scharnier.analytics.monitor.build import build_monitor
from scharnier.analytics.monitor.replies import load_replies
from scharnier.report.monitor.publish import write_site
from scharnier.report.monitor.site import site_files

pytestmark = pytest.mark.e2e
RULES = "{runOnly:{type:'tag',values:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}}"
ON = date(2026, 11, 20)


def _country() -> Any:
    path = Path(__file__).parents[1] / "report" / "monitor" / "conftest.py"
    spec = importlib.util.spec_from_file_location("monitor_country", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small country made by hand, as a folder."""
    made, folder = _country(), tmp_path_factory.mktemp("monitor")
    screening = made.MADE.write_screening(folder / "made.parquet", made.rows())
    (folder / "replies.yaml").write_text(made.SAID, "utf-8")
    monitor = build_monitor(screening, ON, load_replies(folder / "replies.yaml", ON))
    write_site(folder / "site", site_files(monitor))
    return folder / "site"


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("index.html", 768), ("nl/index.html", 320), ("en/years.html", 768), ("nl/bodies.html", 1280),
        ("en/method.html", 320), ("nl/data.html", 768), ("nl/replies.html", 1280),
        ("nl/body/rijkswaterstaat-part-2.html", 320), ("charts/categories.nl.html", 320),
    ],
)  # fmt: skip
def test_pages_are_accessible_at_any_width(browser: Browser, site: Path, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((site / name).as_uri())
    requested, spoken = set(asked), list(said)  # before axe, which fetches the style once more to look into it
    page.evaluate((Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8"))
    result = page.evaluate(f"axe.run(document,{RULES})")
    broken = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in result["violations"]]
    assert broken == []
    assert len(result["passes"]) > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert requested == {(site / name).as_uri(), (site / "style.css").as_uri()}
    assert spoken == []
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"  # the style is read
    page.close()


def test_a_picture_to_reuse_opens_by_itself(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    page.goto((site / "charts" / "years.nl.svg").as_uri())
    assert page.evaluate("document.documentElement.getBBox().width") <= 962
    page.close()
