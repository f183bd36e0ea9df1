"""The PDF: tagged, in a language, with a title, the same twice, and honest when it cannot be made."""

import io
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from scharnier.analytics.assessment import Assessment
from scharnier.report.html import render_html
from scharnier.report.pdf import PdfUnavailable, drop_screen_only, render_pdf


class Listener(logging.Handler):
    """Keeps what WeasyPrint says."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


@dataclass(frozen=True)
class Made:
    html: str
    pdf: bytes
    told: list[str]


@pytest.fixture(scope="module")
def made(example: Callable[[str], Assessment]) -> Made:
    html = render_html(example("nl"))
    listener = Listener()
    logging.getLogger("weasyprint").addHandler(listener)
    try:
        return Made(html, render_pdf(html), listener.told)
    except PdfUnavailable as problem:
        pytest.skip(str(problem))
    finally:
        logging.getLogger("weasyprint").removeHandler(listener)


def test_tagged_titled_and_in_dutch(made: Made, example: Callable[[str], Assessment]) -> None:
    reader = PdfReader(io.BytesIO(made.pdf))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "nl"
    assert catalog["/MarkInfo"]["/Marked"] in (True, "true")
    assert reader.metadata is not None
    assert reader.metadata.title == "Risico's in de keten: Voorbeeldstad 2025"
    assert reader.xmp_metadata is not None
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    tags, alternatives = Counter[str](), []
    todo = [catalog["/StructTreeRoot"]]
    while todo:
        node = todo.pop().get_object()
        tags[str(node.get("/S", ""))] += 1
        if node.get("/S") == "/Figure":
            alternatives.append(node.get("/Alt"))
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if hasattr(kid.get_object(), "get"):
                todo.append(kid)
    assert len(alternatives) == 6
    assert all(len(text or "") > 40 for text in alternatives)
    assert tags["/H1"] == 1
    assert tags["/Table"] >= 5
    assert tags["/TH"] > 50
    assert len(reader.outline) > 0


def test_says_what_the_page_says(made: Made) -> None:
    reader = PdfReader(io.BytesIO(made.pdf))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for expected in ("Kijk eerst naar zonnepanelen", "Onbekend is niet hetzelfde als laag", "Begrippen", "Figuur 6"):
        assert expected in text
    assert "Naar de inhoud" not in text
    assert len(reader.pages) <= 17
    # Ten risks in full on paper, 25 on the page.
    assert made.html.count("<article") == 25
    assert "Risico 11 tot en met 25 in detail" not in text


def test_what_is_for_screens_goes_also_within_itself() -> None:
    opened, closed = "<!--screen-->", "<!--/screen-->"
    assert drop_screen_only(f"a{opened}b{opened}c{closed}d{closed}e{opened}f{closed}g") == "aeg"
    assert drop_screen_only("nothing") == "nothing"


def test_the_same_bytes_twice(made: Made) -> None:
    assert render_pdf(made.html) == made.pdf


def test_fetches_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "secret.css").write_text("body { color: red }")
    html = (
        f'<html lang="en"><head><title>x</title><link rel="stylesheet" href="{(tmp_path / "secret.css").as_uri()}">'
        '</head><body><img alt="x" src="http://127.0.0.1:9/x.png"></body></html>'
    )
    with caplog.at_level(logging.WARNING, "weasyprint"):
        try:
            render_pdf(html)
        except PdfUnavailable as problem:
            pytest.skip(str(problem))
    assert "secret.css" in caplog.text
    assert "x.png" in caplog.text


def test_the_style_sheet_is_understood(made: Made) -> None:
    # Browsers need this one to print colours; WeasyPrint always does and does not know it.
    assert [message for message in made.told if "print-color-adjust" not in message] == []


def test_without_pango_it_says_what_to_install(tmp_path: Path) -> None:
    """A broken libpango in front of the real one: what the loader meets on a computer without it."""
    for name in ("libpango-1.0.so.0", "libpango-1.0.so", "libpango-1.0-0"):
        (tmp_path / name).write_bytes(b"")
    code = (
        "from scharnier.report.pdf import PdfUnavailable, drop_screen_only, render_pdf\n"
        "try:\n    render_pdf('<p>x')\nexcept PdfUnavailable as problem:\n    print(problem)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"LD_LIBRARY_PATH": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    assert "libpango-1.0-0" in done.stdout
    assert "apt-get install" in done.stdout
