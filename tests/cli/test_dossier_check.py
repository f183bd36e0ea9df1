"""`scharnier dossier check|next|status|claim`: the contract for scripts, in both languages, and clear refusals."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scharnier.cli import main
from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.parties import Organisation
from scharnier.diligence.dossier.store import open_store
from scharnier.kernel.content import content_path

DAY = "2026-11-20"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["scharnier", "dossier", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    return call


@pytest.fixture(params=["workwear", "municipality", "investor"])
def each(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of each example, so that nothing that ships is touched."""
    return Path(shutil.copytree(content_path(f"demo/dossiers/{request.param}-en"), tmp_path / request.param))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one of them."""
    return Path(shutil.copytree(content_path("demo/dossiers/workwear-en"), tmp_path / "workwear"))


def test_the_contract_for_scripts(run: Any, each: Path) -> None:
    code, out, err = run("check", each, "--on", DAY, "--format", "json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert {"release", "on", "outcomes", "closable", "next"} <= set(told)
    assert told["on"] == DAY
    assert all(
        set(one) == {"rule", "subject", "verdict", "because", "provisions", "missing"} for one in told["outcomes"]
    )
    assert {one["verdict"] for one in told["outcomes"]} <= {"met", "not_met", "unknown", "not_applicable"}
    assert len(told["next"]) == 5
    assert all({"action", "because", "provisions"} <= set(one) for one in told["next"])
    assert [one["step"] for one in told["steps"]] == [1, 2, 3, 4, 5, 6]


def test_a_command_speaks_the_language_of_the_dossier(run: Any, folder: Path) -> None:
    (folder / "impacts.yaml").write_text("- id: IMP-1\n  titel: x\n", encoding="utf-8")
    for command in (
        ("check", folder),
        ("lint", folder),
        ("verify", folder),
        ("report", folder, "--out", folder.parent / "out"),
    ):
        assert "line 2, key 'IMP-1.titel'" in "".join(run(*command)[1:])
        assert "regel 2, sleutel 'IMP-1.titel'" in "".join(run(*command, "--lang", "nl")[1:])
    head = folder / "dossier.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace('lang: "en"', "lang: nl"), encoding="utf-8")
    assert "Bedoelt u 'title'?" in run("check", folder)[2]


def test_the_same_day_gives_the_same_bytes(run: Any, folder: Path) -> None:
    one = run("check", folder, "--on", DAY, "--format", "json")
    assert one == run("check", folder, "--on", DAY, "--format", "json")


def test_the_text_shows_the_steps_what_lacks_and_what_to_do(run: Any, folder: Path) -> None:
    for lang, steps, first in (("nl", "op orde", "Eerst doen"), ("en", "in order", "Do first")):
        code, out, _ = run("check", folder, "--on", DAY, "--lang", lang)
        assert code == 0
        assert steps in out
        assert first in out
        assert "\x1b" not in out
        for mark, words in (("✗", ("niet op orde", "not in order")), ("?", ("niet te zeggen", "cannot tell"))):
            lines = [line for line in out.splitlines() if line.startswith(f"{mark} ")]
            assert all(any(word in line for word in words) for line in lines), "a sign is never alone"
        whole = run("check", folder, "--on", DAY, "--lang", lang, "--all")[1]
        assert len(whole) > len(out)


def test_one_rule_or_one_subject(run: Any, folder: Path) -> None:
    _, out, _ = run("check", folder, "--on", DAY, "--only", "DD.2.3", "--format", "json")
    assert {one["rule"].partition("/")[0] for one in json.loads(out)["outcomes"]} == {"DD.2.3"}
    _, out, _ = run("check", folder, "--on", DAY, "--only", "imp-1", "--format", "json")
    assert {one["subject"] for one in json.loads(out)["outcomes"]} == {"impacts/IMP-1"}
    code, _, err = run("check", folder, "--only", "DD.7.7")
    assert code == 2
    assert "DD.7.7" in err


def test_an_invalid_dossier_is_refused_with_file_line_and_key(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "dossier.yaml").write_text("dossier: 1\nid: d\ntitle: D\nlang: en\norganisation: us\n", encoding="utf-8")
    (folder / "organisations.yaml").write_text("- {id: us, name: Us}\n", encoding="utf-8")
    (folder / "impacts.yaml").write_text("- id: A\n  title: a\n  teme: osh\n  found_on: 2026-01-01\n", encoding="utf-8")
    for command in (("check", folder), ("next", folder), ("status", folder, "--law", "isv"), ("claim", folder, "8.7")):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        assert "impacts.yaml, line 3" in err
        assert "theme" in err, "the remedy names the key that was meant"


def test_it_is_judged_as_it_was(run: Any, folder: Path) -> None:
    _, out, _ = run("check", folder, "--on", "2020-01-01", "--format", "json")
    told = json.loads(out)
    assert told["closable"] == []
    assert "met" not in {one["verdict"] for one in told["steps"]}


def test_edits_that_the_log_does_not_know_are_told_and_judged(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "d"
    with open_store(folder, make=True) as store:
        store.put("dossier", Head(dossier=1, id="d", title="D", organisation="us"))
        store.put("organisations", Organisation(id="us", name="Us"))
        store.commit("purchasing", "begin", datetime(2026, 11, 20, tzinfo=UTC))
    assert run("check", folder, "--on", DAY)[2] == ""
    (folder / "relationships.yaml").write_text("- {id: s, name: S, kind: supplier}\n", encoding="utf-8")
    code, out, err = run("check", folder, "--on", DAY, "--lang", "en", "--format", "json")
    assert code == 0
    assert json.loads(out)["outcomes"]
    assert "relationships.yaml" in err
    assert "scharnier dossier record" in err


def test_a_dossier_whose_log_was_tampered_with_is_invalid(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "d"
    with open_store(folder, make=True) as store:
        store.put("dossier", Head(dossier=1, id="d", title="D", organisation="us"))
        store.put("organisations", Organisation(id="us", name="Us"))
        store.commit("purchasing", "begin", datetime(2026, 11, 20, tzinfo=UTC))
    log = folder / "log.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace("purchasing", "somebody"), encoding="utf-8")
    code, out, err = run("check", folder, "--on", DAY, "--format", "json")
    assert (code, out) == (2, "")
    assert "log.jsonl, regel 1" in err


def test_next_gives_as_many_as_were_asked(run: Any, folder: Path) -> None:
    _, out, _ = run("next", folder, "--on", DAY, "--most", "3", "--format", "json")
    three = json.loads(out)["next"]
    assert len(three) == 3
    assert three == json.loads(run("check", folder, "--on", DAY, "--format", "json")[1])["next"][:3]
    assert "1. " in run("next", folder, "--on", DAY)[1]


def test_status_names_each_law_what_lacks_and_whom_to_ask(run: Any, folder: Path) -> None:
    code, out, _ = run("status", folder, "--law", "csddd,eudr,isv", "--on", DAY, "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert [one["law"] for one in told["laws"]] == ["csddd-2024", "eudr-2023", "isv-2017"]
    asked = {ask["action"] for law in told["laws"] for duty in law["duties"] for ask in duty["asks"]}
    assert asked == set(told["actions"])
    pairs = [(one["relationship"], one["question"]) for one in told["to_ask"]]
    assert len(pairs) == len(set(pairs))
    for lang in ("nl", "en"):
        text = run("status", folder, "--law", "isv", "--on", DAY, "--lang", lang)[1]
        assert "scharnier law applies" in " ".join(text.split())
    code, _, err = run("status", folder, "--law", "csddd,nolaw")
    assert code == 2
    assert "nolaw" in err
    assert run("status", folder, "--law", ",")[0] == 2


def test_a_claim_is_refused_with_the_reason(run: Any, folder: Path) -> None:
    code, out, _ = run("claim", folder, "SDG 8.7", "--on", DAY, "--format", "json")
    told = json.loads(out)
    assert code == (0 if told["verdict"] == "met" else 1)
    assert told["target"] == "8.7"
    assert told["because"]
    assert run("claim", folder, "8.7", "--on", DAY, "--lang", "nl")[1].startswith("SDG 8.7: ")


def test_ids_stand_beside_what_they_are_called(run: Any, folder: Path) -> None:
    for lang, item, closing in (
        ("nl", "DD.1.2/g Prikkels passen bij het beleid", "DD.closure Afsluiten van de schade · impacts/IMP-3 "),
        ("en", "DD.1.2/g Incentives fit the policy", "DD.closure Closing the impact · impacts/IMP-3 "),
    ):
        out = " ".join(run("check", folder, "--on", DAY, "--lang", lang, "--all")[1].split())
        assert item in out
        assert f"{closing}Children picking cotton" in out  # the dossier is in English, whatever the language asked


def test_one_of_something_is_not_said_in_the_plural(run: Any, folder: Path) -> None:
    for lang, wrong in (("nl", ("van 1 acties", "nog 1 andere")), ("en", ("of 1 actions", "And 1 other"))):
        out = " ".join(run("check", folder, "--on", DAY, "--lang", lang)[1].split())
        assert not [one for one in wrong if one in out]
