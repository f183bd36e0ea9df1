"""The picture of plots in a real browser: accessible, fit for a phone, asking nothing of the network."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.cli.eudr import app

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("lang", "width"), [("nl", 1280), ("nl", 320), ("en", 1280)])
def test_the_plots_page_is_accessible_at_any_width(
    check_page: Callable[[Path, int], int], repository: Path, tmp_path: Path, lang: str, width: int
) -> None:
    faulty = repository / "docs" / "examples" / "eudr-plots-with-faults.geojson"
    page = tmp_path / "plots.html"
    done = CliRunner().invoke(app, ["check", str(faulty), "--picture", str(page), "--lang", lang])
    assert done.exit_code == 1
    assert check_page(page, width) > 10
