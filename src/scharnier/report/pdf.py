"""report.pdf: the same page, tagged for assistive technology (PDF/UA-1)."""

import re

from scharnier.kernel.errors import InputProblem

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
# What is on the page for screens only; print styles hide it, and setting half as much type takes half the time.
SCREEN_ONLY = re.compile("<!--screen-->.*?<!--/screen-->", re.DOTALL)


class PdfUnavailable(InputProblem):
    """The PDF cannot be made on this computer; all other outputs can."""


def render_pdf(html: str) -> bytes:
    """The page as a tagged PDF: the same page gives the same bytes, for the only date in it is that of the page.

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
    document = weasyprint.HTML(string=SCREEN_ONLY.sub("", html), url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(document)
