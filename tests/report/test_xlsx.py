"""The workbook, read back by two other libraries."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from scharnier.analytics.assessment import Assessment
from scharnier.report.xlsx import LONGEST, render_xlsx

SHEETS = {
    "nl": [
        "Samenvatting", "Risico's", "Bewijs", "Herkomst", "Inkoop", "Stromen", "Paden", "Geen bron", "Niet beoordeeld",
        "Bronnen", "Methode",
    ],
    "en": [
        "Summary", "Risks", "Evidence", "Origins", "Purchases", "Flows", "Paths", "No data", "Unassessed",
        "Sources", "Method",
    ],
}  # fmt: skip


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_everything_is_in_it_as_numbers(example: Callable[[str], Assessment], lang: str) -> None:
    assessment = example(lang)
    packed = render_xlsx(assessment)
    book = openpyxl.load_workbook(io.BytesIO(packed))
    assert book.sheetnames == SHEETS[lang]
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
    risks = book.worksheets[1]
    assert risks.max_row == len(assessment.risks) + 1
    head = [cell.value for cell in risks[1]]
    assert len(set(head)) == len(head)
    for row, risk in zip(risks.iter_rows(min_row=2, values_only=True), assessment.risks, strict=True):
        assert row[0] == risk.rank
        severe = risk.severity
        assert row[9:13] == (severe.level, severe.scale, severe.scope, severe.irremediable)
        assert row[13] == risk.likelihood.level
        assert row[19] == pytest.approx(risk.exposure.amount, rel=1e-15)
        interval = risk.exposure.interval
        assert row[21:23] == (pytest.approx((interval.low, interval.high)) if interval else (None, None))
        assert row[-1] == risk.id
    other = CalamineWorkbook.from_filelike(io.BytesIO(packed))
    origins = other.get_sheet_by_name(SHEETS[lang][3]).to_python()
    assert sum(row[4] for row in origins[1:]) == pytest.approx(assessment.coverage.assessed_amount, abs=1e-6)
    assert assessment.paths is not None
    paths = other.get_sheet_by_name(SHEETS[lang][6]).to_python()
    places = {(risk.origin.country, risk.origin.sector): risk.paths for risk in assessment.risks if risk.paths}
    assert len(paths) == 1 + len(assessment.paths.listed) + sum(len(one.listed) for one in places.values())
    assert paths[1][5] == pytest.approx(assessment.paths.listed[0].amount)
    unassessed = other.get_sheet_by_name(SHEETS[lang][8]).to_python()
    assert unassessed[-1][2:] == [assessment.coverage.unassessed_lines, assessment.coverage.unassessed_amount]
    assert len(other.get_sheet_by_name(SHEETS[lang][2]).to_python()) == len(assessment.evidence) + 1


def test_text_is_never_a_formula_or_a_link(content: dict[str, Any]) -> None:
    risky = [
        "=1+1",
        "+31",
        "-2",
        "@SUM(A1)",
        "{=1+1}",
        "http://evil.example",
        "mailto:x@y",
        "\t=1",
        "a\x00b\x1fc",
        "12",
    ]
    content["headline"] = risky
    content["places"] = dict.fromkeys(content["places"], '=HYPERLINK("http://evil.example")')
    content["input"]["columns"] = {"amount": "=cmd|' /C calc'!A0"}
    packed = render_xlsx(Assessment.model_validate(content))
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        for name in parts.namelist():
            text = parts.read(name)
            assert b"<f>" not in text
            assert b"<hyperlink" not in text
            assert b"http://evil" not in text or name == "xl/sharedStrings.xml"
    book = openpyxl.load_workbook(io.BytesIO(packed))
    values = [row[1] for row in book.worksheets[0].iter_rows(min_row=2, max_row=11)]
    assert [cell.data_type for cell in values] == ["s"] * 10 or {cell.data_type for cell in values} <= {"s", "f"}
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(packed)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in calamine[1:7]] == risky[:6]
    assert calamine[10][1] == "12"


def test_a_text_longer_than_a_cell_is_cut_and_says_so(content: dict[str, Any]) -> None:
    content["headline"] = ["é" * 100_000]
    packed = render_xlsx(Assessment.model_validate(content))
    value = CalamineWorkbook.from_filelike(io.BytesIO(packed)).get_sheet_by_index(0).to_python()[1][1]
    assert len(value) == LONGEST
    assert value.endswith("volledig in assessment.json)")


def test_the_same_bytes_twice(example: Callable[[str], Assessment]) -> None:
    assert render_xlsx(example("en")) == render_xlsx(example("en"))


def test_rows_are_high_enough_for_their_text_and_money_names_its_currency(content: dict[str, Any]) -> None:
    content["headline"] = ["woord " * 100, "kort"]
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(Assessment.model_validate(content))))
    summary, risks = book.worksheets[0], book.worksheets[1]
    lines = 600 / summary.column_dimensions["B"].width
    assert 15 * lines <= summary.row_dimensions[2].height <= 15 * (lines + 1)
    assert summary.row_dimensions[3].height in (None, 15)  # the height of a row of one line need not be written
    assert max(risks.row_dimensions[row].height or 15 for row in range(2, 20)) <= 45
    assert "Bedrag (EUR)" in [cell.value for cell in risks[1]]
