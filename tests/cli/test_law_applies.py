"""`scharnier law applies` as a user meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from scharnier.cli.law import app
from scharnier.kernel.errors import InputProblem
from scharnier.norms.marked_yaml import load_marked

RUN = CliRunner()
LAWS = ["csddd", "csrd", "eudr", "flr", "conflict_minerals", "batteries"]
EXAMPLE = Path("src/scharnier/data/demo/profiles/voorbeeld-bv.yaml")
TABLE = """name,seat,size_class,employees_2027,employees_2028,turnover_worldwide_eur_2027,turnover_worldwide_eur_2028,\
products
Een BV,NL,large,5200,5300,1.6e9,1.7e9,1806 32/CI/operator/2027-02-01
Twee,UK,,x,,,,
=HYPERLINK(1),nl,,10,10,,,-
"""


def ask(*args: str, stdin: str | None = None) -> str:
    result = RUN.invoke(app, ["applies", *args], input=stdin)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def as_json(*args: str, stdin: str | None = None) -> Any:
    return json.loads(ask(*args, "--format", "json", stdin=stdin))


@pytest.fixture(scope="module")
def example(repository: Path) -> str:
    return str(repository / EXAMPLE)


def test_the_contract_for_scripts(example: str) -> None:
    answers = as_json("--profile", example, "--on", "2029-08-01")
    assert [answer["law"] for answer in answers] == LAWS
    for answer in answers:
        assert {"law", "verdict", "since", "until", "missing", "because", "provisions"} <= set(answer)
        assert answer["verdict"] in ("met", "not_met", "unknown", "not_applicable")
        assert isinstance(answer["because"], str)
    by_law = {answer["law"]: answer for answer in answers}
    assert (by_law["csddd"]["verdict"], by_law["csddd"]["since"]) == ("met", "2029-07-26")
    assert by_law["batteries"]["verdict"] == "not_met"
    (product,) = by_law["eudr"]["products"]
    assert {"verdict", "since", "until", "missing", "because", "provisions", "hs"} <= set(product)
    assert product["verdict"] == "met"


def test_nobody_is_told_that_a_law_binds_before_it_does(example: str) -> None:
    answers = {answer["law"]: answer for answer in as_json("--profile", example, "--on", "2026-11-20")}
    assert answers["csddd"]["verdict"] == "not_applicable"
    assert (answers["csddd"]["scope"], answers["csddd"]["since"]) == ("met", "2029-07-26")
    assert answers["csddd"]["outlook"] == [{"on": "2029-07-26", "verdict": "met"}]
    assert answers["csrd"]["missing"] == ["public_interest_entity"]


def test_text_in_two_languages(example: str) -> None:
    dutch = ask("--profile", example, "--on", "2026-11-20")
    assert "CSDDD (gepaste zorgvuldigheid)       nog niet: vanaf 26 juli 2029" in dutch
    assert "5.200 werknemers" in dutch
    english = ask("--profile", example, "--on", "2026-11-20", "--lang", "en")
    assert "CSDDD (due diligence)                not yet: from 26 July 2029" in english
    assert max(map(len, dutch.splitlines() + english.splitlines())) <= 80


def test_standard_input_and_json() -> None:
    answers = as_json(
        "--profile", "-", "--on", "2029-08-01", stdin='{"seat": "NL", "employees": {"2027": 5, "2028": 6}}'
    )
    assert answers[0]["verdict"] == "not_met"
    assert answers[0]["missing"] == []


def test_a_profile_without_facts_is_unknown_to_every_law() -> None:
    answers = as_json("--profile", "-", "--on", "2029-08-01", stdin="")
    assert {answer["verdict"] for answer in answers} == {"unknown"}
    assert all(answer["missing"] for answer in answers)


def test_faults_are_one_line_and_exit_code_two(tmp_path: Path, repository: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("seat: NL\nemploees: {2027: 5}\n", encoding="utf-8")
    command = [sys.executable, "-c", "from scharnier.cli import main; main()", "law", "applies", "--profile", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ}, cwd=repository)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "line 2" in done.stderr
    assert "Did you mean 'employees'?" in done.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "no profile is named"),
        (["--profile", "p", "--bulk", "b"], "both given"),
        (["--profile", "p", "--out", "o.csv"], "--out goes with --bulk"),
        (["--bulk", "b.csv"], "--bulk needs --out"),
        (["--profile", "no-such-file.yaml"], "cannot be read"),
    ],
)
def test_wrong_use_is_explained(args: list[str], says: str) -> None:
    result = RUN.invoke(app, ["applies", *args])
    assert isinstance(result.exception, InputProblem)
    assert says in str(result.exception)


def test_words_of_a_file_cannot_move_the_cursor() -> None:
    text = ask("--profile", "-", "--on", "2029-08-01", stdin='{"name": "A\\u001b[2J\\nB"}')
    assert "\x1b" not in text
    assert "A�[2J B" in text.splitlines()[0]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "companies.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_every_row_of_a_table_is_answered_or_listed(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.parquet"
    said = as_json("--bulk", str(table), "--out", str(out), "--on", "2029-08-01")
    rows = parquet.read_table(out).to_pylist()
    assert [row["row"] for row in rows] == [2, 3, 4]
    assert (said["rows"], said["answered"], [one["row"] for one in said["problems"]]) == (3, 2, [3])
    assert all(sum(counts.values()) == said["answered"] for counts in said["verdicts"].values())
    assert rows[0]["csddd_verdict"] == "met"
    assert str(rows[0]["csddd_since"]) == "2029-07-26"
    assert rows[0]["eudr_verdict"] == "met"
    assert rows[1]["csddd_verdict"] is None
    assert "Did you mean GB?" in rows[1]["problem"]
    assert "employees_2027: 'x' is not a number" in rows[1]["problem"]
    assert rows[2]["eudr_verdict"] == "not_met"


def test_a_table_out_as_csv_runs_no_formula(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.csv"
    text = ask("--bulk", str(table), "--out", str(out), "--on", "2029-08-01")
    assert "3 rijen: 2 beantwoord, 1 met een fout" in text
    assert "rij 3:" in text
    assert '"\'=HYPERLINK(1)"' in out.read_text(encoding="utf-8-sig")


def test_the_same_table_as_parquet_answers_the_same(tmp_path: Path) -> None:
    columns = {
        "seat": ["NL", "US"],
        "listed": [False, None],
        "employees_2027": [5001, None],
        "employees_2028": [5001, 1],
    }
    columns |= {"turnover_worldwide_eur_2027": [1.6e9, None], "turnover_worldwide_eur_2028": [1.6e9, 2.0]}
    given = tmp_path / "companies.parquet"
    parquet.write_table(pa.table(columns), given)
    out = tmp_path / "answers.parquet"
    ask("--bulk", str(given), "--out", str(out), "--on", "2029-08-01")
    assert parquet.read_table(out)["csddd_verdict"].to_pylist() == ["met", "not_met"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("seat,emploees_2027\nNL,5\n", "Did you mean 'employees_2027'?"),
        ("seat,employees_1800\nNL,5\n", "names no year"),
        ("seat,imports_kg_tin_oer\nNL,5\n", "Did you mean 'imports_kg_tin_ore'?"),
    ],
)
def test_a_header_that_is_not_known(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    result = RUN.invoke(app, ["applies", "--bulk", str(path), "--out", str(tmp_path / "o.csv")])
    assert isinstance(result.exception, InputProblem)
    assert says in str(result.exception)


def test_contradictions_in_a_table_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "seat,founded_on,turnover_worldwide_eur_2027,turnover_eu_eur_2027\nNL,,5,6\nNL,2028-01-01,5,\nNL,2027-06-01,5,5\n"
    )
    said = as_json("--bulk", str(path), "--out", str(tmp_path / "o.csv"), "--on", "2029-08-01")
    reasons = [one["reason"] for one in said["problems"]]
    assert reasons == [
        "turnover_eu_eur_2027 is more than turnover_worldwide_eur_2027",
        "turnover_worldwide_eur_2027: the company was founded later",
    ]


def test_what_no_rule_reads_and_what_contradicts_itself_is_told(tmp_path: Path) -> None:
    header = "balance_total_eur_2027,places_products_on_eu_market,products,brings_batteries_to_eu_market"
    (tmp_path / "c.csv").write_text(f"{header}\nmuch,,,\n5,false,0901,\n5,false,,true\n5,false,-,false\n")
    said = as_json("--bulk", str(tmp_path / "c.csv"), "--out", str(tmp_path / "o.csv"))
    assert [(one["row"], one["reason"]) for one in said["problems"]] == [
        (2, "balance_total_eur_2027: 'much' is not a number of zero or more"),
        (3, "places_products_on_eu_market is false, but by products there are some"),
        (4, "places_products_on_eu_market is false, but by brings_batteries_to_eu_market there are some"),
    ]


def test_a_number_that_can_be_two_is_refused_in_text_and_read_where_it_is_typed(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("seat,employees_2027\nNL,5.200\nNL,5.25\n")
    said = as_json("--bulk", str(tmp_path / "c.csv"), "--out", str(tmp_path / "o.csv"))
    assert [one["reason"] for one in said["problems"]] == ["employees_2027: 5.200 can mean two numbers"]
    parquet.write_table(pa.table({"employees_2027": [5.125]}), tmp_path / "c.parquet")
    assert as_json("--bulk", str(tmp_path / "c.parquet"), "--out", str(tmp_path / "o.csv"))["problems"] == []


def test_the_answers_never_overwrite_the_table(table: Path) -> None:
    hard, soft, loop = (table.with_name(name) for name in ("hard.csv", "soft.csv", "loop.csv"))
    hard.hardlink_to(table)
    soft.symlink_to(table)
    loop.symlink_to(loop)
    for out in (table, hard, soft, loop):
        result = RUN.invoke(app, ["applies", "--bulk", str(table), "--out", str(out)])
        assert isinstance(result.exception, InputProblem)
        assert table.read_text(encoding="utf-8") == TABLE
    result = RUN.invoke(app, ["applies", "--bulk", str(loop), "--out", str(table.with_name("o.csv"))])
    assert isinstance(result.exception, InputProblem)


@pytest.mark.parametrize("name", ["answers.csv", "answers.parquet"])
def test_answers_are_written_whole_or_not_at_all(
    name: str, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / name
    out.write_bytes(b"old")

    def fill_the_disk(to: object, *_: object) -> None:
        Path(str(to)).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scharnier.cli.law.bulk.write_lines_csv", fill_the_disk)
    monkeypatch.setattr("scharnier.cli.law.bulk.parquet.write_table", lambda _table, to: fill_the_disk(to))
    result = RUN.invoke(app, ["applies", "--bulk", str(table), "--out", str(out)])
    assert "No space left" in str(result.exception)
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, table.name])


def test_the_example_is_a_valid_profile(repository: Path, example: str) -> None:
    schema = json.loads((repository / "schema" / "profile-1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert as_json("--profile", example)


def test_a_regulation_that_comes_never_reads_as_one_that_does_not_exist() -> None:
    profile = "products:\n  - {hs: '0901', origin: BR, role: operator}\n"
    out = ask("--profile", "-", "--on", "2026-11-20", "--lang", "en", stdin=profile)
    assert "does not exist" not in out
    assert "not yet: from 30 December 2026 at the earliest" in " ".join(out.split())


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["duties", "csddd"],
            "Put words that belong together in quotes; options begin with --. See scharnier law duties",
        ),
        (
            ["applies", "--on", "20-11-2026"],
            "'20-11-2026' is not a day; write 2026-11-20. See scharnier law applies --help",
        ),
        (["align"], "Missing argument 'law'. See scharnier law align --help"),
    ],
)
def test_a_slip_in_the_command_is_one_line_that_names_the_help_of_that_command(args: list[str], said: str) -> None:
    ran = subprocess.run(
        [str(Path(sys.executable).parent / "scharnier"), "law", *args], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert said in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_with_few_signs_gets_an_answer(encoding: str) -> None:
    command = [sys.executable, "-c", "from scharnier.cli import main; main()", "law", "list", "--lang", "nl"]
    settings = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, check=False, env=settings, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"batteries" in done.stdout


def test_the_answer_turns_on_the_file_alone(example: str, tmp_path: Path) -> None:
    given = Path(example).read_text(encoding="utf-8")
    facts = json.loads(json.dumps(load_marked(given).value, default=str))
    shuffled = tmp_path / "p.json"
    shuffled.write_text(json.dumps(dict(reversed(facts.items()))), encoding="utf-8")
    said = set()
    for file, seed, zone in ((example, "0", "UTC"), (example, "7", "Asia/Tokyo"), (str(shuffled), "1", "")):
        command = [sys.executable, "-c", "from scharnier.cli import main; main()", "law", "applies", "--profile", file]
        settings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command += ["--on", "2026-11-20", "--format", "json"]
        said.add(subprocess.run(command, capture_output=True, check=True, env=settings, timeout=120).stdout)
    assert len(said) == 1
