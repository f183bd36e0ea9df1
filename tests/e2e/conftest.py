"""A real browser, and the one check every page of ours must pass."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = "{runOnly:{type:'tag',values:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no chromium on this computer")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def check_page(browser: Browser) -> Callable[[Path, int], int]:
    """Open a page at a width; it must pass axe, fit, and ask nothing of the network. Returns how many rules passed."""

    def check(path: Path, width: int) -> int:
        page = browser.new_page(viewport={"width": width, "height": 900})
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(path.as_uri())
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        page.evaluate((Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8"))
        result = page.evaluate(f"axe.run(document,{RULES})")
        broken = [
            (v["id"], [n["target"] for n in v["nodes"]][:3], v["nodes"][0]["failureSummary"])
            for v in result["violations"]
        ]
        assert broken == []
        # Nothing sticks out sideways but what scrolls by itself (WCAG 1.4.10, reflow).
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert asked == [path.as_uri()]
        assert said == []
        page.close()
        return len(result["passes"])

    return check
