"""`scharnier diligence`: from a file to remarks and verdicts, in text and JSON; faults in one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from scharnier.cli import main
from scharnier.diligence.questions import load_questions


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["scharnier", "diligence", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr()
    return int(stopped.value.code or 0), said.out, said.err


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda *arguments: run(capsys, monkeypatch, *map(str, arguments))


def test_the_ranked_risks_of_an_assessment_say_what_must_be_asked(ask: Any, repository: Path, tmp_path: Path) -> None:
    assessment = repository / "tests" / "golden" / "explain" / "assessment.json"
    themes = {risk["theme"] for risk in json.loads(assessment.read_text())["risks"] if risk["band"] == "priority"}
    bound = [q for q in load_questions().values() if q.purpose == "due_diligence" and q.themes]
    file = tmp_path / "all.yaml"
    file.write_text("employees: 6000\nquestions:\n" + "".join(f"  - {q.id}\n" for q in bound))
    code, out, _ = ask("ask", file, "--assessment", assessment, "--on", "2027-03-01", "--format", "json")
    remarked = {row["question"] for row in json.loads(out)["remarks"] if row["code"] == "no_risk"}
    assert remarked == {q.id for q in bound if not set(q.themes) & themes}
    assert code == 1
    assert 0 < len(remarked) < len(bound)


def test_the_examples_of_the_docs_answer_as_the_pages_say(ask: Any, repository: Path) -> None:
    examples = repository / "docs" / "examples"
    code, out, _ = ask("contribution", examples / "claims.yaml", "--on", "2026-11-20", "--lang", "en")
    page = (repository / "docs" / "method" / "sdg-contribution.md").read_text(encoding="utf-8")
    assert code == 0
    assert out.splitlines()[0] in page
    code, out, _ = ask("ask", examples / "questionnaire.yaml", "--on", "2027-03-01", "--format", "json")
    found = [row["code"] for row in json.loads(out)["remarks"]]
    assert (code, found) == (1, ["above_cap", "already_answered", "no_risk", "look_elsewhere_first"])


def test_claims_in_json_keep_the_two_columns_apart(ask: Any, repository: Path) -> None:
    _, out, _ = ask(
        "contribution", repository / "docs" / "examples" / "claims.yaml", "--on", "2026-11-20", "--format", "json"
    )
    answer = json.loads(out)
    assert [claim["verdict"] for claim in answer["claims"]] == ["not_met", "not_met"]
    assert "sdg-2015:8.7" in answer["harm_avoided_targets"]
    assert answer["positive_contribution_targets"] == []


def test_targets_and_themes_both_ways(ask: Any) -> None:
    _, out, _ = ask("sdg", "8.7", "--format", "json")
    assert {"child_labour", "forced_labour"} <= {row["source"] for row in json.loads(out)}
    assert all(row["reason"] for row in json.loads(out))
    assert ask("sdg", "SDG 8.7") == ask("sdg", "8.7")
    _, out, _ = ask("sdg", "8", "--lang", "en")
    assert out.startswith("Themes go with targets")
    assert "8.7" in out
    _, out, _ = ask("sdg", "child_labour", "--lang", "en")
    assert out.startswith("8.7 ")
    _, out, _ = ask("sdg", "animal_welfare", "--format", "json")
    assert [row["relation"] for row in json.loads(out)] == ["supports"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "absent.yaml"), "cannot be read"),
        (("contribution", "absent.yaml"), "cannot be read"),
        (("sdg", "8.77"), "there is no norm"),
        (("questions", "--theme", "child_labor"), "child_labour"),
        (("questions", "--theme", "Kinderarbeid"), "Did you mean child_labour? All of them"),
        (("sdg", "kinderarbeid"), "Did you mean child_labour? All of them"),
        (("ask", "/dev/zero"), "cannot be read"),
    ],
)
def test_a_fault_is_one_line_and_exit_code_two(ask: Any, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = ask(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
