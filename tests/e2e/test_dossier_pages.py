"""The reports on a dossier in a real browser: accessible, fit for a phone, asking nothing of the network."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scharnier.diligence.rules.check import check
from scharnier.norms import load_library
from scharnier.report.documents import render_page
from scharnier.report.dossier.letter import find_letter, make_letter
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.output import render_html

from ..report.dossier.sample import ON, large, small
from ..report.dossier.test_reports import KINDS, make

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("lang", "width"), [("nl", 320), ("en", 1280)])
@pytest.mark.parametrize("kind", KINDS)
def test_accessible_at_any_width_and_silent(
    check_page: Callable[[Path, int], int], tmp_path: Path, kind: str, lang: str, width: int
) -> None:
    page = tmp_path / f"{kind}.html"
    page.write_text(render_html(make(kind, small(lang), lang)[0], Names(lang, load_library())), "utf-8")
    assert check_page(page, width) > 25


@pytest.mark.parametrize("width", [320, 1280])
def test_so_is_a_letter(check_page: Callable[[Path, int], int], tmp_path: Path, width: int) -> None:
    names, judgement = Names("nl", load_library()), small("nl")
    page = tmp_path / "letter.html"
    page.write_text(
        render_page(make_letter(judgement, find_letter(judgement.dossier, judgement, "sewer", names), names)), "utf-8"
    )
    assert check_page(page, width) > 10


@pytest.mark.parametrize(("kind", "width"), [("glance", 320), ("statement", 768)])
def test_500_impacts_with_long_words_fit(
    check_page: Callable[[Path, int], int], tmp_path: Path, kind: str, width: int
) -> None:
    judgement = check(large(relationships=1_000), ON, load_library(), "nl")
    page = tmp_path / "large.html"
    page.write_text(render_html(make(kind, judgement, "nl")[0], Names("nl", load_library())), "utf-8")
    assert check_page(page, width) > 25
