"""`scharnier isv decide`: one line in, one line out, whatever the line; notices; bad input; golden explanations.

To accept a change of the golden pages: GOLDEN=write python -m pytest this file.
"""

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.cli import app
from scharnier.kernel.errors import InputProblem

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "isv"
EXAMPLES = Path(__file__).resolve().parent.parent.parent / "docs" / "examples" / "isv-cases.jsonl"
CASE = {"id": "a", "country": "NL", "buyer": "Rijkswaterstaat", "dispatch_date": "2024-05-13", "cpv_main": "18110000"}
KEYS = (
    *("id", "mandatory", "category", "category_status", "threshold_eur", "advice", "isv_evidence"),
    *("evidence_quote", "reasons", "missing", "provisions"),
)
RUNNER = CliRunner()


def run(*arguments: str | Path, code: int = 0) -> str:
    done = RUNNER.invoke(app, ["isv", *map(str, arguments)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.stdout


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("examples.nl.txt", ["--lang", "nl"]),
        ("examples.en.txt", ["--lang", "en"]),
        ("examples.jsonl", ["--format", "json", "--lang", "en"]),
    ],
)
def test_golden(name: str, options: list[str]) -> None:
    shown = run("decide", EXAMPLES, *options)
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / name).write_text(shown, encoding="utf-8")
    assert shown == (GOLDEN / name).read_text(encoding="utf-8")


def test_each_line_gives_a_line_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    lines = [
        json.dumps(CASE),
        "{broken",
        json.dumps({**CASE, "id": "b", "values": "much"}),
        "",
        "[1]",
        '{"id": "c", "values": [{"field": "BT-27", "amount": NaN}]}',
        json.dumps({**CASE, "id": "d", "label": {"mandatory": "no"}}),
        "[" * 100_000,
        "{}",
    ]
    file.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    rows = [json.loads(line) for line in run("decide", file, "--format", "json", code=1).splitlines()]
    assert [row.get("id") for row in rows] == ["a", "", "b", "", "", "d", "", ""]
    assert [row.get("line") for row in rows if "error" in row] == [2, 3, 5, 6, 8]
    assert all(row["mandatory"] is None for row in rows if "error" in row)
    assert "line 3, key 'values'" in rows[2]["error"]
    assert set(KEYS) <= set(rows[0])
    assert (rows[-1]["mandatory"], rows[-1]["id"]) == ("uncertain", "")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("values", [{"field": "BT-27", "amount": "much", "currency": "EUR"}]),
        ("values", [{"field": "BT-27", "amount": True, "currency": "EUR"}]),
        ("values", [3]),
        ("dispatch_date", "13-05-2024"),
        ("dispatch_date", "2024-02-30"),
        ("phase", "soon"),
        ("contract_nature", "gift"),
        ("n_lots", -1),
        ("n_lots", "3"),
        ("framework", "yes"),
        ("buyer", ["a"]),
        ("cpv_additional", [{"code": 1}]),
        ("lots", {"id": 1}),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, key: str, value: object) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps({**CASE, key: value}), encoding="utf-8")
    row = json.loads(run("decide", file, "--format", "json", code=1))
    assert f"key {key!r}" in row["error"]
    assert row["id"] == "a"


def test_odd_but_possible_values(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    odd = [
        {"values": [{"field": "BT-27", "amount": 10**400, "currency": "EUR"}]},
        {"values": [{"field": None, "amount": -1.5, "currency": None}]},
        {"title": "\ud800\x1b[31m", "buyer": "Rijkswaterstaat\nx"},
        {"cpv_main": 18110000, "cpv_additional": ["", "0", "99999999"]},
        {"text": "ISV " * 50_000},
    ]
    file.write_text("\n".join(json.dumps({**CASE, **one}) for one in odd), encoding="utf-8")
    rows = [json.loads(line) for line in run("decide", file, "--format", "json").splitlines()]
    assert [row["mandatory"] for row in rows] == ["uncertain"] * 5
    shown = run("decide", file)
    assert "\x1b[31m" not in shown.replace("\x1b[1m", "")


def test_standard_input_and_many_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(EXAMPLES.read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    done = RUNNER.invoke(app, ["isv", "decide", "-", "--format", "json"], input=EXAMPLES.read_bytes())
    assert next(json.loads(line)["id"] for line in done.stdout.splitlines()) == "workwear"
    spread = tmp_path / "case.json"
    spread.write_text(json.dumps([CASE, {**CASE, "id": "b"}], indent=1), encoding="utf-8")
    assert [json.loads(line)["id"] for line in run("decide", spread, "--format", "json").splitlines()] == ["a", "b"]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for name, data in {"empty.jsonl": b"", "wide.jsonl": '{"id": 1}'.encode("utf-16"), "no.xml": b"<a/>"}.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "cut.json").write_text("{\n", encoding="utf-8")
    for name in ("empty.jsonl", "wide.jsonl", "no.xml", "cut.json", "absent.jsonl", "."):
        with pytest.raises(InputProblem) as told:
            run("decide", tmp_path / name, code=2)
        assert told.value.remedy or "notice" in told.value.message


def test_a_tender_of_your_own_is_sent_to_draft(tmp_path: Path) -> None:
    file = tmp_path / "tender.yaml"
    file.write_text("title: Koffie\nsubject: de koffie\n", encoding="utf-8")
    with pytest.raises(InputProblem, match="is YAML") as told:
        run("decide", file, code=2)
    assert f"scharnier isv draft {file}" in told.value.remedy


def test_a_packed_file_is_one_line_and_not_one_for_each_line_of_noise(tmp_path: Path) -> None:
    file = tmp_path / "notices.tar.gz"
    file.write_bytes(gzip.compress(b"x\n" * 9) + b"\n" * 9)
    with pytest.raises(InputProblem, match="is an archive") as told:
        run("decide", file, "--format", "json", code=2)
    assert "scharnier notices import" in told.value.remedy


def test_a_lot_may_name_its_codes_as_the_case_does(tmp_path: Path) -> None:
    file = tmp_path / "lots.jsonl"
    lots = [{"id": "1", "cpv_main": "18110000"}, {"id": "2", "cpv_main": "45000000", "cpv_additional": ["45210000"]}]
    file.write_text(json.dumps({**CASE, "cpv_main": "45000000", "cpv_additional": [], "n_lots": 2, "lots": lots}))
    answer = json.loads(run("decide", file, "--format", "json"))
    assert [lot["category"] for lot in answer["lots"]] == ["bedrijfskleding", None]
    assert answer["category"] == "bedrijfskleding"


def test_lint_and_assumptions() -> None:
    assert "nothing wrong" in run("lint")
    assert run("lint", "--format", "json").strip() == "[]"
    shown = run("assumptions", "--lang", "en")
    assert "call_before_result_days: 183  [own]  rule.yaml:" in shown
    rows = json.loads(run("assumptions", "--format", "json"))
    assert {"key", "value", "mark", "why", "file", "line"} <= set(rows[0])


@pytest.mark.shared
def test_a_real_notice(shared_data: Path) -> None:
    notice = shared_data / "procurement" / "eforms_real" / "2024-OJS044-00127505.xml"
    row = json.loads(run("decide", notice, "--format", "json", "--lang", "en"))
    assert (row["mandatory"], row["category"], row["buyer_status"]) == ("no", None, "bound")
    assert "Ministerie van Defensie belongs to central government" in row["reasons"][0]


def test_a_release_of_ocds(tmp_path: Path) -> None:
    file = tmp_path / "release.json"
    buyer = {"id": "1", "name": "Rijkswaterstaat", "roles": ["buyer"], "address": {"country": "NL"}}
    item = {"id": "1", "classification": {"scheme": "CPV", "id": "18110000"}}
    tender = {"items": [item], "value": {"amount": 500_000, "currency": "EUR"}, "mainProcurementCategory": "goods"}
    release = {"ocid": "x-1", "id": "1", "date": "2024-05-13T00:00:00Z", "tag": ["tender"], "parties": [buyer]}
    file.write_text(json.dumps({**release, "buyer": {"id": "1"}, "tender": tender}, indent=1), encoding="utf-8")
    row = json.loads(run("decide", file, "--format", "json"))
    assert (row["category"], row["buyer_status"], row["value_eur"]) == ("bedrijfskleding", "bound", 500_000)
    file.write_text('{"releases": []}', encoding="utf-8")
    assert "error" in json.loads(run("decide", file, "--format", "json", code=1))


@pytest.mark.shared
def test_a_real_market_consultation(shared_data: Path) -> None:
    notice = next((shared_data / "procurement" / "ted_xml_nl_samples").glob("*046926*2018*"))
    row = json.loads(run("decide", notice, "--format", "json"))
    assert (row["mandatory"], row["category"], row["threshold_eur"]) == ("uncertain", "catering", 750_000)
