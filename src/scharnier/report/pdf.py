"""report.pdf: the same page, tagged for assistive technology (PDF/UA-1)."""

import base64
import contextlib
import gc
import re
from collections.abc import Iterator

from scharnier.kernel.errors import InputProblem

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
# What is on the page for screens only; print styles hide it, and setting half as much type takes half the time.
SCREEN_MARK = re.compile("<!--(/?)screen-->")
# A picture inside the page costs the rules of the page for every mark in it; as a file of its own it does not.
PICTURE = re.compile('<svg .*?<title id="[^"]*">(.*?)</title>.*?</svg>', re.DOTALL)


class PdfUnavailable(InputProblem):
    """The PDF cannot be made on this computer; all other outputs can."""


def render_pdf(html: str) -> bytes:
    """The page of `render_html` as a tagged PDF: the same page gives the same bytes, for it holds the only date.

    Raises PdfUnavailable where the system libraries that set type are missing.
    """
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise PdfUnavailable(
            "report.pdf cannot be made: the system library Pango is missing.",
            f"Install it (Debian, Ubuntu: apt-get install --no-install-recommends {PACKAGES}) and run again.",
        ) from error
    # The page has all it needs inside; nothing else may be fetched, from the network or from disk.
    fetcher = URLFetcher(allowed_protocols=["data"])
    page = PICTURE.sub(_as_image, drop_screen_only(html))
    with _without_collecting():
        return bytes(weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1"))


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Setting type makes millions of objects that live until the end: looking for dead ones costs a quarter more."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def drop_screen_only(html: str) -> str:
    """The page without what stands between screen marks; marks may lie within one another."""
    kept, depth, start = [], 0, 0
    for mark in SCREEN_MARK.finditer(html):
        if depth == 0:
            kept.append(html[start : mark.start()])
        depth += -1 if mark[1] else 1
        start = mark.end()
    return "".join([*kept, html[start:]])


def _as_image(match: re.Match[str]) -> str:
    """The picture as an image with its title (escaped already) as the alternative text."""
    packed = base64.b64encode(match[0].encode()).decode()
    title = match[1].replace('"', "&#34;")
    return f'<img alt="{title}" src="data:image/svg+xml;base64,{packed}">'
