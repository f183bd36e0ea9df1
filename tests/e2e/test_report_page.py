"""The report in a real browser: accessible by axe, fit for a phone, and asking nothing of the network."""

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, sync_playwright

from scharnier.report.html import render_html

pytestmark = pytest.mark.e2e
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = "{runOnly:{type:'tag',values:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}}"


def example(lang: str) -> Any:
    path = Path(__file__).parent.parent / "report" / "example.py"
    spec = importlib.util.spec_from_file_location("report_example", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build_example(lang)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no chromium on this computer")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    paths = {lang: folder / f"report-{lang}.html" for lang in ("nl", "en")}
    for lang, path in paths.items():
        path.write_text(render_html(example(lang)), "utf-8")
    return paths


@pytest.mark.parametrize(("lang", "width"), [("nl", 1280), ("nl", 320), ("en", 1280), ("en", 320)])
def test_accessible_at_any_width_and_silent(browser: Browser, pages: dict[str, Path], lang: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(pages[lang].as_uri())
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    source = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
    page.evaluate(source)
    result = page.evaluate(f"axe.run(document,{RULES})")
    broken = [
        (v["id"], [n["target"] for n in v["nodes"]][:3], v["nodes"][0]["failureSummary"]) for v in result["violations"]
    ]
    assert broken == []
    assert len(result["passes"]) > 30
    # Nothing sticks out sideways but what scrolls by itself (WCAG 1.4.10, reflow).
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [pages[lang].as_uri()]
    assert said == []
    page.close()


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
