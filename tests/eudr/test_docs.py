"""The pages about plots and statements keep their word: every code is there, commands run, examples are as told."""

import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from scharnier.eudr import Rules, check_file, load_codes
from scharnier.eudr.statement import load_statement_codes, make_statement
from scharnier.eudr.statement.source import Commodity, DueDiligence, Party, Producer, Signature, Source

from .builders import found

TWO_WEIGHTS = {"too_few_decimals", "area_too_small", "outside_country"}


@pytest.mark.parametrize(
    ("page", "codes"),
    [("eudr-plots", load_codes()), ("eudr-statement", load_statement_codes())],
    ids=["plots", "statement"],
)
def test_every_code_has_its_row(repository: Path, page: str, codes: dict[str, dict[str, dict[str, str]]]) -> None:
    text = (repository / "docs" / "method" / f"{page}.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \| (.+) \|$", text, flags=re.M)
    assert rows == [
        (code, "both" if code in TWO_WEIGHTS else words["severity"], words["title"]["en"], words["title"]["nl"])
        for code, words in codes.items()
    ]


def test_the_commands_of_the_page_run(repository: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"```bash\n(.*?)```", (repository / "docs" / "eudr.md").read_text("utf-8"), flags=re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) == 3
    for line in lines:
        words = [
            str(tmp_path / "out") if word == "statement" and at else word
            for at, word in enumerate(shlex.split(line)[2:])
        ]
        command = [sys.executable, "-c", "from scharnier.cli import main; main()", "eudr", *words]
        done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_example_with_faults_has_those_that_are_told(repository: Path, rules: Rules) -> None:
    checked = check_file(repository / "docs" / "examples" / "eudr-plots-with-faults.geojson", rules)
    assert {(code, path) for code, _, _, path in found(checked)} == {
        ("point_over_4_ha", "features[0].properties.Area"),
        ("too_few_decimals", "features[0].geometry.coordinates[1]"),
        ("self_intersection", "features[1].geometry.coordinates[0][0]"),
        ("swapped", "features[2].geometry.coordinates"),
    }


def test_the_example_statement_is_valid(repository: Path) -> None:
    folder = repository / "docs" / "examples"
    made = make_statement(folder / "eudr-statement.yaml", date(2026, 11, 20), "en", folder / "eudr-plots.geojson")
    assert made.statement.valid
    assert made.statement.remarks == []
    assert [p.name for p in made.statement.commodities[0].producers] == ["Farm of K. Mensah", "Cooperative Abofour"]


def test_the_page_names_every_key(repository: Path) -> None:
    text = (repository / "docs" / "eudr.md").read_text("utf-8")
    for model in (Source, Party, Commodity, Producer, DueDiligence, Signature):
        for key in model.model_fields:
            assert re.search(rf"\b{key}\b", text), key
