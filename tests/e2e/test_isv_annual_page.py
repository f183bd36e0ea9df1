"""The annual report in a real browser: accessible, fit for a phone, asking nothing of the network."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scharnier.norms import load_library
from scharnier.procurement.annual.annual import build_annual
from scharnier.procurement.annual.targets import load_targets
from scharnier.report.isv_annual_page import render_annual
from scharnier.sources.tender_list import read_tender_list

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> dict[str, Path]:
    folder, made = repository / "docs/examples", tmp_path_factory.mktemp("annual")
    now, before = (read_tender_list(folder / f"isv-tenders-{year}.csv") for year in (2026, 2025))
    targets = load_targets(folder / "isv-targets.yaml")
    annual = build_annual(now, "Gemeente Voorbeelddam", 2026, date(2026, 11, 20), before, targets)
    paths = {lang: made / f"{lang}.html" for lang in ("nl", "en")}
    for lang, path in paths.items():
        path.write_text(render_annual(annual, lang, load_library()), "utf-8")
    return paths


@pytest.mark.parametrize(("lang", "width"), [("nl", 320), ("en", 1280)])
def test_accessible_at_any_width_and_silent(
    check_page: Callable[[Path, int], int], pages: dict[str, Path], lang: str, width: int
) -> None:
    assert check_page(pages[lang], width) > 25


def test_from_a_figure_to_the_tender_behind_it(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["en"].as_uri())
    page.locator("#answer-h ~ .scroll summary").first.click()
    page.locator("#answer-h ~ .scroll details[open] a").first.click()
    row = page.locator("tr:target")
    assert row.locator("th").inner_text() == "VD-2026-01"
    page.close()
