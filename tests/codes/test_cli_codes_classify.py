"""`scharnier codes classify` as a user meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scharnier.cli import app
from scharnier.kernel.errors import InputProblem

RUN = CliRunner()


def lines_of(*arguments: str, given: str | None = None) -> list[str]:
    result = RUN.invoke(app, ["codes", "classify", *arguments], input=given)
    if isinstance(result.exception, InputProblem):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_json_holds_what_was_agreed() -> None:
    (line,) = lines_of("--text", "Coffee machine hire", "--format", "json")
    found = json.loads(line)
    assert {"text", "lang", "code", "confidence", "because", "alternatives", "reason"} <= found.keys()
    assert (found["code"], found["lang"], found["because"], found["reason"]) == (
        "c30",
        "en",
        ["hire", "coffee machine"],
        None,
    )


def test_other_code_lists() -> None:
    assert json.loads(lines_of("--text", "Furniture", "--to", "cpv", "--format", "json")[0])["code"] == "39"
    assert json.loads(lines_of("--text", "Furniture", "--to", "nace", "--format", "json")[0])["code"] == "31"


def test_text_says_what_is_unknown_and_why() -> None:
    known, unknown = lines_of("--text", "Meubilair", "--text", "Subsidie")
    assert known.startswith("c16\t")
    assert unknown == "unknown\t-\ttransfer (subsidie)\tSubsidie"


def test_file_with_a_text_a_line(tmp_path: Path) -> None:
    path = tmp_path / "texts.txt"
    path.write_text("Coffee\n\nStationery\n", encoding="utf-8")
    assert [line.split("\t")[0] for line in lines_of(str(path))] == ["c3", "c7"]


def test_csv_with_a_text_column_and_standard_input() -> None:
    given = 'Bedrag;Omschrijving\n12,50;"Koffie; thee"\n3,00;Papier\n'
    assert [line.split("\t")[0] for line in lines_of("-", given=given)] == ["c3", "c7"]


def test_a_file_that_cannot_be_read_is_said_in_one_line(tmp_path: Path) -> None:
    for content, said in ((b"text,code\n" + b"x" * 200_000 + b",1\n", "not readable"), (b"\xff\xfe", "not UTF-8")):
        (tmp_path / "texts.csv").write_bytes(content)
        with pytest.raises(InputProblem, match=said):
            lines_of(str(tmp_path / "texts.csv"))
    for path in ("/dev/zero", str(tmp_path)):
        with pytest.raises(InputProblem, match="cannot be read"):
            lines_of(path)


def test_a_text_cannot_steer_the_terminal() -> None:
    (line,) = lines_of("--text", "Koffie \x1b[31m\x07")
    assert "\x1b" not in line
    assert line.endswith("Koffie \ufffd[31m\ufffd\t(koffie)")


def test_nothing_to_classify_and_absent_file_are_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="Nothing to classify"):
        lines_of()
    with pytest.raises(InputProblem, match="cannot be read"):
        lines_of(str(tmp_path / "absent.txt"))
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(InputProblem, match="UTF-8"):
        lines_of(str(tmp_path / "binary"))
