"""`scharnier norms` as a user meets it."""

import json

import pytest
from typer.testing import CliRunner

from scharnier.cli.norms import app
from scharnier.kernel.errors import InputProblem

RUN = CliRunner()


def ask(*args: str) -> str:
    result = RUN.invoke(app, list(args))
    assert result.exit_code == 0, result.output
    return result.output


def test_list_counts_what_the_kind_holds() -> None:
    assert len(ask("list", "--kind", "principle").splitlines()) == 31
    assert len(ask("list", "--kind", "theme").splitlines()) == 44
    assert len(json.loads(ask("list", "--kind", "goal", "--format", "json"))) == 17


def test_list_on_a_date_leaves_out_what_came_later() -> None:
    assert "osh" not in ask("list", "--kind", "category", "--on", "2022-06-09")
    assert "osh" in ask("list", "--kind", "category", "--on", "2022-06-10")


def test_unverified_facts_carry_a_badge() -> None:
    assert "[niet nagezien]" in ask("show", "oecd-ddg-2018:2.4")
    assert "[unverified]" in ask("show", "sdg-2015:8", "--lang", "en")
    assert "[secondary source]" in ask("show", "sdg-2015:8.7", "--lang", "en")
    assert "[" not in ask("show", "oecd-gl-2023:IV", "--lang", "en").splitlines()[0]
    assert "[eigen voorstel]" in ask("show", "child_labour")


def test_show_tells_what_lies_below_and_what_points_here() -> None:
    text = ask("show", "oecd-ddg-2018:1.3", "--lang", "en")
    assert "oecd-ddg-2018:1.3/e" in text
    assert "purchasing_practices" in text
    assert "2018-05" in text
    assert "2018-05-31" not in text  # sources give 30 and 31 May, so the day is left open


def test_show_as_json_says_the_verdict_on_the_date() -> None:
    shown = json.loads(ask("show", "eudr-2023", "--on", "2023-06-01", "--format", "json"))
    assert shown["in_force"]["verdict"] == "not_met"
    assert shown["applies_from"] == "2026-12-30"
    assert shown["confidence"] == "verified"
    assert shown["dates_confidence"] == "unverified"


@pytest.mark.parametrize("text", ["kinderarbeid", "child labor"])
def test_search_as_json(text: str) -> None:
    hits = json.loads(ask("search", text, "--format", "json", "--limit", "3"))
    assert hits[0]["id"] == "child_labour"
    assert len(hits) == 3


def test_search_without_result_says_so() -> None:
    assert ask("search", "qqqqzzzz").strip() == "Niets gevonden."


def test_unknown_id_is_the_users_to_mend() -> None:
    result = RUN.invoke(app, ["show", "oecd-dg-2018:2.4"])
    assert isinstance(result.exception, InputProblem)
    assert "oecd-ddg-2018:2.4" in str(result.exception)


def test_lint_of_shipped_content_is_clean() -> None:
    assert "nothing wrong" in ask("lint")
