"""The page of two years in a real browser: accessible, fit for a phone, asking nothing of the network."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.chain.stored_write import write_model
from scharnier.cli.chain import app
from scharnier.sources.mrio.wiod2013 import read_wiod2013

pytestmark = [pytest.mark.e2e, pytest.mark.shared]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    """A store with the year 1995."""
    folder = tmp_path_factory.mktemp("years")
    write_model(folder, read_wiod2013(shared_data / "mrio/wiod2013/wiot2013_1995.npz"))
    return folder


@pytest.mark.parametrize(("lang", "width"), [("nl", 1280), ("nl", 320), ("en", 768)])
def test_the_page_of_two_years_is_accessible_at_any_width(
    check_page: Callable[[Path, int], int], store: Path, tmp_path: Path, lang: str, width: int
) -> None:
    page = tmp_path / "years.html"
    asked = ["compare", "wiod2013-1995", "wiod2013-2011", "NLD/c4=700", "CHN/c14=1", "--after", "NLD/c4=900"]
    done = CliRunner().invoke(app, [*asked, "--store", str(store), "--html", str(page), "--lang", lang])
    assert done.exit_code == 0
    assert check_page(page, width) > 10
