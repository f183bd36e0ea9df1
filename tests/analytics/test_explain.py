"""Explanations: each figure follows from its parts, as text and JSON as agreed, and a wrong name is answered."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from scharnier.analytics.assessment import Assessment
from scharnier.analytics.explain import explain
from scharnier.analytics.explain_words import WORDS
from scharnier.analytics.explanation import Explanation, find_mismatches, format_value, render_explanation
from scharnier.cli.explain import explain as command
from scharnier.kernel.errors import InputProblem

GOLDEN = Path(__file__).parents[1] / "golden" / "explain"
FILE = GOLDEN / "assessment.json"
ALL = (
    "", "total", "coverage", "tier", "origin:IND/c1", "purchase:c30", "flow:c30/IND", "no_data:living_wage",
    "evidence:index:IND", "1", "2", "3", "4", "child_labour:ROW/c4",
)  # fmt: skip


def load() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return Assessment.model_validate(load())


@pytest.mark.parametrize("what", ALL)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_figure_follows_from_its_parts(assessment: Assessment, what: str, lang: str) -> None:
    explanation = explain(assessment, what, lang)
    assert find_mismatches(explanation) == []
    assert json.loads(json.dumps(explanation.as_json()))["label"] == explanation.label
    assert "{" not in render_explanation(explanation, lang)


@pytest.mark.parametrize(
    ("name", "what", "lang"),
    [
        ("risk-1.nl", "1", "nl"),
        ("risk-3.en", "foa_cb:ROW/c4", "en"),
        ("coverage.nl", "coverage", "nl"),
        ("origin.en", "origin:IND/c1", "en"),
        ("tier.en", "tier", "en"),
        ("no_data.nl", "no_data:living_wage", "nl"),
        ("evidence.en", "evidence:index:IND", "en"),
        ("overview.en", "", "en"),
    ],
)
def test_explanations_read_as_agreed(assessment: Assessment, name: str, what: str, lang: str) -> None:
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert render_explanation(explain(assessment, what, lang), lang) == golden


def test_json_reads_as_agreed(assessment: Assessment) -> None:
    golden = json.loads((GOLDEN / "risk-1.en.json").read_text(encoding="utf-8"))
    assert explain(assessment, "1", "en").as_json() == golden


def test_shares_sums_and_ranks_recompute_from_the_json_alone() -> None:
    a = load()
    assessed = a["coverage"]["assessed_amount"]
    assert math.isclose(sum(origin["value_added"] for origin in a["origins"]), assessed)
    for tier, amount in a["tiers"].items():
        assert math.isclose(sum(origin["tiers"][tier] for origin in a["origins"]), amount)
    by_id = {risk["id"]: risk for risk in a["risks"]}
    order = sorted(
        by_id.values(),
        key=lambda risk: (
            risk["band"] != "priority",
            -risk["severity"]["level"],
            -risk["likelihood"]["level"],
            -risk["exposure"]["amount"],
        ),
    )
    parsed = Assessment.model_validate(a)
    for rank, risk in enumerate(order, start=1):
        shown = explain(parsed, risk["id"], "en")
        assert shown.value == rank == sum(float(part.value) for part in shown.inputs)
        (exposure,) = [note for note in shown.notes if note.label == WORDS["en"]["exposure"]]
        assert exposure.value == sum(risk["exposure"]["tiers"].values())
        assert exposure.notes[0].value == pytest.approx(risk["exposure"]["amount"] / assessed)
        (severity,) = [note for note in shown.notes if note.label == WORDS["en"]["severity"]]
        assert severity.value == max(risk["severity"][face] for face in ("scale", "scope", "irremediable"))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("risks", 1, "rank"), 3),
        (("risks", 0, "severity", "level"), 4),
        (("risks", 0, "exposure", "share"), 0.2),
        (("risks", 0, "exposure", "tiers", "tier1"), 149.0),
    ],
)
def test_a_figure_that_does_not_follow_is_found(path: tuple[str | int, ...], wrong: float) -> None:
    a = load()
    part: Any = a
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = wrong
    tampered = Assessment.model_validate(a)
    whats = [risk["id"] for risk in a["risks"]]
    assert any(find_mismatches(explain(tampered, what, "en")) for what in whats)


def test_every_explained_source_and_norm_is_named(assessment: Assessment) -> None:
    text = render_explanation(explain(assessment, "2", "en"), "en")
    assert "Made-up index (Test press, 2016, CC0-1.0) https://example.org/index; older than five years" in text
    assert "Toy model, Test press" in text
    assert "ilo-c087-1948 Freedom of Association Convention (not yet checked)" in text
    assert "ledger.csv (sha256 abababababab)" in text
    stale = explain(assessment, "evidence:index:IND", "nl")
    assert stale.sources[0].endswith("ouder dan vijf jaar op de datum van de beoordeling")


@pytest.mark.parametrize(
    "what", ["child_labor:IND/c1", "99", "0", "origin:XXX/c1", "flow:c1", "evidence:", "?", "²", "٣", "9" * 5000]
)
def test_an_unknown_name_is_answered_with_what_there_is(assessment: Assessment, what: str) -> None:
    with pytest.raises(InputProblem) as caught:
        explain(assessment, what, "en")
    assert caught.value.remedy
    if what == "child_labor:IND/c1":
        assert "child_labour:IND/c1" in caught.value.remedy


def test_both_languages_have_the_same_words_and_placeholders() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()
    for key, english in WORDS["en"].items():
        assert set(re.findall(r"{(\w+)}", WORDS["nl"][key])) == set(re.findall(r"{(\w+)}", english)), key


def test_values_are_written_as_readers_write_them() -> None:
    assert format_value(1234.5, "EUR", "nl") == "1.234,50 EUR"
    assert format_value(1234.0, "EUR", "en") == "1,234.00 EUR"
    assert format_value(0.256, "share", "nl") == "25,6%"
    assert format_value(0.00012, "share", "en") == "0.012%"
    assert format_value(3, "level", "en") == "3 of 5"
    assert format_value("0.31", "0 to 1 (2016)", "en") == "0.31 0 to 1 (2016)"


def test_mean_and_ratio_are_checked_too() -> None:
    parts = tuple(Explanation("part", value) for value in (5, 4, 4))
    assert find_mismatches(Explanation("mean", 4, how="mean", inputs=parts)) == []
    assert find_mismatches(Explanation("mean", 5, how="mean", inputs=parts))
    assert find_mismatches(Explanation("ratio", 1.0, how="ratio", inputs=parts[:2]))


def test_command_line_prints_text_and_json_and_refuses_what_is_no_assessment(tmp_path: Path) -> None:
    run, app = CliRunner(), typer.Typer()
    app.command()(command)
    (tmp_path / "assessment.json").write_bytes(FILE.read_bytes())
    text = run.invoke(app, [str(tmp_path), "1", "--lang", "nl"])
    assert text.exit_code == 0
    assert text.stdout == (GOLDEN / "risk-1.nl.txt").read_text(encoding="utf-8")
    assert run.invoke(app, [str(tmp_path), "1"]).stdout.startswith("Rank of Child labour")
    as_json = run.invoke(app, [str(FILE), "coverage", "--format", "json", "--lang", "nl"])
    assert json.loads(as_json.stdout)["value"] == pytest.approx(0.9)
    (tmp_path / "assessment.json").write_text('{"schema": "other"}', encoding="utf-8")
    refused = run.invoke(app, [str(tmp_path)])
    assert isinstance(refused.exception, InputProblem)
    assert "is not an assessment" in str(refused.exception)
    absent = run.invoke(app, [str(tmp_path / "nowhere")])
    assert isinstance(absent.exception, InputProblem)
