"""The page of paths in a real browser: accessible, fit for a phone, asking nothing of the network."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.cli.chain import app

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("lang", "width"), [("nl", 1280), ("nl", 320), ("en", 768)])
def test_the_page_of_paths_is_accessible_at_any_width(
    check_page: Callable[[Path, int], int], tmp_path: Path, lang: str, width: int
) -> None:
    page = tmp_path / "paths.html"
    asked = ["paths", "NLD/c4", "--theme", "child_labour", "--html", str(page), "--lang", lang, "--on", "2026-11-20"]
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert check_page(page, width) > 10
