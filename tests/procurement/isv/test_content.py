"""The content is right, and the lint finds what is not."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from scharnier.kernel.content import content_path
from scharnier.norms import load_library
from scharnier.procurement.isv.assumptions import list_assumptions
from scharnier.procurement.isv.cases import tender_from_case
from scharnier.procurement.isv.content import lint_isv_content, load_isv_content, read_isv_content
from scharnier.procurement.isv.decide import decide

from .tenders import BASE


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the content, to spoil."""
    for file in content_path("procurement").iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    return tmp_path


def test_the_shipped_content_is_right() -> None:
    assert lint_isv_content() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("isv_categories.csv", "bedrijfskleding,181,include,core", "bedrijfskleding,181,include,kern", "status"),
        ("isv_categories.csv", "bedrijfskleding,181,", "bedrijfskleding,17,", "No CPV code begins so"),
        ("isv_categories.csv", "bedrijfskleding,181,", "kleren,181,", "Has no name"),
        ("isv_categories.csv", "bedrijfskleding,182,", "bedrijfskleding,181,", "Stands there twice"),
        ("isv_categories.csv", "likely,medium,2017-04-01", "likely,medium,2018-04-01", "no date of the rule"),
        ("isv_category_names.csv", "category.catering", "category.eten", "No provision"),
        ("buyers.csv", "rijkswaterstaat\\b", "rijkswaterstaat(", "pattern"),
        ("buyers.csv", ",PIANOO-ISV,", ",NERGENS,", "There is no source"),
        ("buyers.csv", "unverified,OWN", "secondary,OWN", "without the badge"),
        ("buyers.csv", "\ndji,", "\nrws,", "The id stands there twice"),
        ("light_regime.csv", "55100000,55410000", "55410000,55100000", "Ends before it begins"),
        ("evidence_terms.csv", "internationale sociale (contract|inkoop)?voorwaarden", "x*", "matches nothing at all"),
        ("isv_words.csv", "Drempel voor werken: {amount}", "Drempel voor werken: {bedrag}", "other names"),
        ("rule.yaml", "mark: own", "mark: zeker", "mark"),
        ("rule.yaml", "value: 183", "value: veel", "call_before_result_days"),
        ("rule.yaml", "governing_day:", "deciding_day:", "deciding_day"),
        ("rule.yaml", "source: GLOBALNAPS", "source: NERGENS", "There is no source"),
    ],
)
def test_what_is_wrong_is_found(copy: Path, file: str, old: str, new: str, told: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    findings = lint_isv_content(copy)
    assert any(told in str(finding) and finding.file == file for finding in findings), findings


@pytest.mark.parametrize(
    ("file", "old", "new", "changes", "before", "after"),
    [
        ("rule.yaml", "value: 2017-04-01", "value: 2017-05-01", {"dispatch_date": "2017-04-15"}, "yes", "no"),
        (
            "rule.yaml",
            "value: [competition, result]",
            "value: [competition]",
            {"phase": "result", "values": []},
            "yes",
            "uncertain",
        ),
        ("rule.yaml", "source: GLOBALNAPS", "source: GLOBALNAPS", {}, "yes", "yes"),
        (
            "buyers.csv",
            "National Police,uncertain",
            "National Police,bound",
            {"buyer": "Nationale Politie"},
            "uncertain",
            "yes",
        ),
        (
            "light_regime.csv",
            "55510000,55512000",
            "55512000,55512000",
            {"cpv_main": "55510000", "contract_nature": "services"},
            "yes",
            "yes",
        ),
        (
            "isv_categories.csv",
            "energie,09331,include,boundary",
            "energie,09331,include,core",
            {"cpv_main": "09331200"},
            "uncertain",
            "yes",
        ),
    ],
)
def test_a_lawyer_changes_content_and_not_code(
    copy: Path, file: str, old: str, new: str, changes: dict[str, object], before: str, after: str
) -> None:
    tender = tender_from_case({**BASE, **changes})
    assert decide(tender).mandatory == before
    text = (copy / file).read_text(encoding="utf-8").replace(old, new)
    if file == "rule.yaml":  # the dates of the map are those of the rule
        rows = (copy / "isv_categories.csv").read_text(encoding="utf-8").replace("2017-04-01", "2017-05-01")
        (copy / "isv_categories.csv").write_text(
            rows if "2017-05-01" in text else rows.replace("2017-05-01", "2017-04-01"), encoding="utf-8"
        )
    (copy / file).write_text(text, encoding="utf-8")
    content, findings = read_isv_content(copy, load_library())
    assert findings == []
    assert decide(tender, content).mandatory == after


def test_every_assumption_says_why_and_where() -> None:
    lines = content_path("procurement/rule.yaml").read_text(encoding="utf-8").splitlines()
    rows = list_assumptions()
    assert {row.mark for row in rows} >= {"own", "secondary", "unverified"}
    for row in rows:
        assert row.why["nl"] != row.why["en"]
        if row.file == "rule.yaml":
            assert lines[row.line - 1] == f"{row.key}:"


def test_the_categories_of_the_ten_and_of_the_eight() -> None:
    names = load_isv_content().category_names.values()
    assert sum(row.list_10 == "yes" for row in names) == 10
    assert {row.list_8 for row in names} == {str(number) for number in range(1, 9)}
    late = {row.category for row in names if row.valid_from == date(2022, 6, 13)}
    assert late == {"mobiele_data_4g5g", "kantoorinrichting"}
