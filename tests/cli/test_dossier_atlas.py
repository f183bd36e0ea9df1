"""`scharnier dossier add-assessment|moved|import`: what comes in is logged, nothing is guessed, nothing is lost."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scharnier.analytics.assessment import Assessment
from scharnier.cli import main
from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.parties import Organisation
from scharnier.diligence.dossier.store import open_store


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "dossier"
    with open_store(folder, make=True) as store:
        store.put("dossier", Head(dossier=1, id="proef", title="Proef", organisation="wij"))
        store.put("organisations", Organisation(id="wij", name="Wij BV"))
        store.commit("inkoop", "begin", datetime(2026, 11, 20, tzinfo=UTC))
    return folder


@pytest.fixture
def result(repository: Path, tmp_path: Path) -> Path:
    """An assessment, and room to change it."""
    content = (repository / "tests" / "golden" / "explain" / "assessment.json").read_text(encoding="utf-8")
    folder = tmp_path / "result"
    folder.mkdir()
    (folder / "assessment.json").write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["scharnier", "dossier", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    return call


def _lines(dossier: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (dossier / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def test_ranked_risks_become_impacts_with_the_assessment_as_evidence(run: Any, dossier: Path, result: Path) -> None:
    code, out, _ = run("add-assessment", dossier, result, "--top", 2, "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert len(told["added"]) == 2
    held = dossier / "evidence" / f"{told['evidence']}.json"
    assert held.read_bytes() == (result / "assessment.json").read_bytes()
    assert len(_lines(dossier)) == 2, "one line for the whole change"
    code, _, err = run("check", dossier, "--format", "json")
    assert (code, err) == (0, "")


def test_the_same_assessment_twice_changes_nothing(run: Any, dossier: Path, result: Path) -> None:
    run("add-assessment", dossier, result, "--top", 2)
    before = {path: path.read_bytes() for path in dossier.rglob("*") if path.is_file()}
    code, out, _ = run("add-assessment", dossier, result, "--top", 2, "--lang", "en")
    assert code == 0
    assert "in the dossier already" in out
    assert {path: path.read_bytes() for path in dossier.rglob("*") if path.is_file()} == before


def test_a_later_assessment_says_what_moved_and_why(run: Any, dossier: Path, result: Path) -> None:
    run("add-assessment", dossier, result, "--top", 2)
    assessment = Assessment.model_validate_json((result / "assessment.json").read_bytes())
    first, second, *rest = assessment.risks
    less = first.model_copy(
        update={"rank": 2, "exposure": first.exposure.model_copy(update={"amount": first.exposure.amount / 4})}
    )
    later = assessment.model_copy(update={"risks": [second.model_copy(update={"rank": 1}), less, *rest]})
    (result / "assessment.json").write_text(later.model_dump_json(by_alias=True), encoding="utf-8")
    before = _lines(dossier)
    code, out, _ = run("moved", dossier, result, "--lang", "en")
    assert code == 0
    assert "from place 1 to 2 (lower)" in out
    assert "Less of your purchases runs through this place" in out
    assert _lines(dossier) == before, "looking changes nothing"
    code, out, _ = run("add-assessment", dossier, result, "--top", 2, "--lang", "en")
    assert "from place 2 to 1 (higher)" in out
    assert len(list((dossier / "evidence").iterdir())) == 2, "both assessments are kept"


def test_a_list_of_suppliers_comes_in_and_can_be_brought_up_to_date(run: Any, dossier: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("id;naam;land;levert aan\na;Naaierij;Bangladesh;b\nb;Importeur;NL;\n;;;\n", encoding="utf-8")
    code, out, _ = run("import", dossier, file, "--format", "json")
    assert (code, json.loads(out)["new"]) == (0, 2)
    file.write_text("id;naam;land;levert aan\na;Naaierij;India;b\nb;Importeur;NL;\n;;Peru;\n", encoding="utf-8")
    code, out, _ = run("import", dossier, file, "--format", "json")
    told = json.loads(out)
    assert code == 1, "a row could not be used"
    assert (told["rows"], told["new"], told["changed"], told["same"], told["left_out"]) == (3, 0, 1, 1, 1)
    assert [change["id"] for change in _lines(dossier)[-1]["changes"]] == ["a"]


def test_a_list_that_would_break_the_dossier_is_refused_whole(run: Any, dossier: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("id;naam;levert aan\na;Naaierij;nergens\n", encoding="utf-8")
    before = _lines(dossier)
    code, _, err = run("import", dossier, file, "--lang", "en")
    assert code == 2
    assert "nergens" in err
    assert "Nothing was written" in err
    assert _lines(dossier) == before


def test_what_a_list_does_not_say_stays_as_it_was(run: Any, dossier: Path, tmp_path: Path) -> None:
    """Above all what is confidential: a list of a bookkeeper knows nothing of it."""
    kept = {"id": "a", "name": "Naaierij", "kind": "agent", "confidential": True, "note": "via de bond", "to": ()}
    with open_store(dossier) as store:
        store.put("relationships", {**kept, "identifiers": {"own": "17"}})
        store.commit("inkoop", "hand", datetime(2026, 11, 20, tzinfo=UTC))
    file = tmp_path / "list.csv"
    file.write_text("id;naam;land;kvk\na;Naaierij;Bangladesh;12345678\n", encoding="utf-8")
    assert run("import", dossier, file)[0] == 0
    (change,) = _lines(dossier)[-1]["changes"]
    told = {**kept, "identifiers": {"own": "17", "kvk": "12345678"}, "country": "BGD"}
    assert change["after"] == {key: value for key, value in told.items() if value != ()}


def test_a_name_does_not_take_the_place_of_another(run: Any, dossier: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("naam;land\n上海制衣;CN\n", encoding="utf-8")
    assert run("import", dossier, file)[0] == 0
    assert run("import", dossier, file)[0] == 0  # itself again
    file.write_text("naam;land\n北京制衣;CN\n", encoding="utf-8")
    before = _lines(dossier)
    code, _, err = run("import", dossier, file, "--lang", "en")
    assert (code, "上海制衣" in err, _lines(dossier) == before) == (2, True, True)


def test_control_characters_in_a_name_are_an_issue_and_line_ends_are_spaces(
    run: Any, dossier: Path, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b'id;naam;land\na;"bel\x07";NL\nb;"twee\nregels";NL\n')
    code, out, _ = run("import", dossier, file, "--format", "json")
    assert (code, json.loads(out)["left_out"]) == (1, 1)
    (change,) = _lines(dossier)[-1]["changes"]
    assert (change["id"], change["after"]["name"]) == ("b", "twee regels")
