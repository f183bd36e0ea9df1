"""The report in a real browser: accessible by axe, fit for a phone, and asking nothing of the network."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from scharnier.report.html import render_html

from .conftest import RULES

pytestmark = pytest.mark.e2e


def example(lang: str) -> Any:
    path = Path(__file__).parent.parent / "report" / "example.py"
    spec = importlib.util.spec_from_file_location("report_example", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build_example(lang)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    paths = {lang: folder / f"report-{lang}.html" for lang in ("nl", "en")}
    for lang, path in paths.items():
        path.write_text(render_html(example(lang)), "utf-8")
    return paths


@pytest.mark.parametrize(("lang", "width"), [("nl", 1280), ("nl", 320), ("en", 1280), ("en", 320)])
def test_accessible_at_any_width_and_silent(
    check_page: Callable[[Path, int], int], pages: dict[str, Path], lang: str, width: int
) -> None:
    assert check_page(pages[lang], width) > 30


def test_the_check_would_find_a_fault(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.set_content(
        '<html><head><title>x</title></head><body><main><p style="color:#bbb">faint</p></main></body></html>'
    )
    page.evaluate((Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8"))
    found = {violation["id"] for violation in page.evaluate(f"axe.run(document,{RULES})")["violations"]}
    assert {"color-contrast", "html-has-lang"} <= found
    page.close()


def test_the_skip_link_comes_first_and_works(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["nl"].as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.close()


def test_text_can_be_twice_as_large_without_loss(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 900})
    page.goto(pages["nl"].as_uri())
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.close()
