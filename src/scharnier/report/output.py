"""All files of a result, ready for `write_outputs`."""

from functools import partial
from pathlib import Path

import pyarrow as pa

from scharnier.analytics.assessment import Assessment
from scharnier.report.document import render_json
from scharnier.report.html import render_html
from scharnier.report.lines import write_lines_csv
from scharnier.report.pdf import PACKAGES, PdfUnavailable, render_pdf
from scharnier.report.texts import load_texts
from scharnier.report.write import Content
from scharnier.report.xlsx import render_xlsx


def output_files(assessment: Assessment, lines: pa.Table, *, pdf: bool) -> tuple[dict[str, Content], list[str]]:
    """The files by name and warnings in the language of the assessment (a PDF that this computer cannot make)."""
    html = render_html(assessment)
    files: dict[str, Content] = {
        "assessment.json": render_json(assessment),
        "lines.csv": partial(_write_lines, lines),
        "report.html": html.encode(),
        "report.xlsx": render_xlsx(assessment),
    }
    warnings = []
    if pdf:
        try:
            files["report.pdf"] = render_pdf(html)
        except PdfUnavailable:
            t = load_texts(assessment.settings.lang)
            warnings.append(f"{t('pdf_missing')} {t('pdf_remedy', packages=PACKAGES)}")
    return files, warnings


def _write_lines(lines: pa.Table, path: Path) -> None:
    write_lines_csv(path, lines)
