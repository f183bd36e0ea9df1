"""Assessing with models that were added, and what is said when their labels are not known."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from scharnier.chain.stored import list_stored, open_model
from scharnier.cli import app as whole
from scharnier.cli.model import app
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.adopt import adopt

RUN = CliRunner()
pytestmark = pytest.mark.shared


def call(*arguments: str | Path) -> Result:
    return RUN.invoke(app, [str(argument) for argument in arguments])


LEDGER = "Omschrijving;Bedrag\nWerkkleding buitendienst;1.250,00\nKoffie;310,50\nLaptops;12000,00\n"


def assess(tmp_path: Path, *arguments: str) -> Result:
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    given = ["assess", str(tmp_path / "ledger.csv"), "--out", str(tmp_path / "out"), "--no-pdf", "--on", "2026-11-20"]
    return RUN.invoke(whole, [*given, *arguments])


def test_assess_with_another_year_of_wiod(shared_data: Path, store: Path, tmp_path: Path) -> None:
    assert call("add", "auto", shared_data / "mrio" / "wiod2013" / "wiot2013_2008.npz").exit_code == 0
    done = assess(tmp_path, "--model", "wiod2013-2008")
    assert done.exit_code == 0, done.output
    used = json.loads((tmp_path / "out" / "assessment.json").read_text())["model"]
    assert (used["id"], used["year"], used["sectors"], used["regions"]) == ("wiod2013-2008", 2008, 35, 41)
    unknown = assess(tmp_path, "--model", "nope")
    assert "Known models: wiod2013-2011, wiod2013-2008" in str(unknown.exception)


def test_assess_says_which_concordance_is_missing(mocks: Path, store: Path, tmp_path: Path) -> None:
    source = mocks / "oecd_mock" / "ICIO2018_2010.zip"
    call("add", "auto", source)
    refused = assess(tmp_path, "--model", "oecd-v2018-2010")
    assert "stands for c8, c9, c10" in str(refused.exception)
    assert "--sectors FILE, a CSV with the columns sector,wiod35" in str(refused.exception)
    call("add", "auto", mocks / "exio3_mock", "--id", "exio")
    refused = assess(tmp_path, "--model", "exio")
    # Of the mock's eight made-up names one, construction, is also that of EXIOBASE.
    assert "has no concordance to wiod35 for 7 of its 8 industries: 'food', 'mining'" in str(refused.exception)
    assert "name only those, the others are known" in str(refused.exception)
    sectors = list(dict.fromkeys(open_model(store / "oecd-v2018-2010").sectors))

    def write(codes: int) -> None:
        with (tmp_path / "sectors.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sector", "wiod35"])
            writer.writerows([sectors[number % 8], f"c{number + 1}"] for number in range(codes))

    given = ["--sectors", str(tmp_path / "sectors.csv"), "--replace"]
    write(34)
    assert call("add", "auto", source, *given).exit_code == 0
    with pytest.raises(InputProblem, match="stands for c35: such purchases could not be followed"):
        adopt(open_model(store / "oecd-v2018-2010"))
    write(35)
    assert call("add", "auto", source, *given).exit_code == 0
    model = open_model(store / "oecd-v2018-2010")
    adopted = adopt(model)
    assert adopted.regions == ("AUS", "BEL", "BRA", "COL", "MEX", "ROW")
    assert adopted.output.sum() == pytest.approx(model.output.sum())
    assert adopted.flows.sum() == pytest.approx((model.coefficients * model.output).sum())
    assert (adopted.final + adopted.inventories).sum() == pytest.approx(model.final.sum())
    assert any("are split by their output in wiod2013-2011" in text for text in adopted.manifest.caveats["en"])
    buyer = ["--model", "oecd-v2018-2010", "--buyer-country", "BE"]
    assert assess(tmp_path, *buyer).exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("sector,code\nx,c1\n", "should have the columns sector,wiod35"),
        ("sector,wiod35\nnope,c1\n", "row 2, column 'sector': the model has no sector 'nope'"),
        ("sector;wiod35\n01T03;\n", "row 2, column 'wiod35': '01T03' has no code"),
    ],
)
def test_a_concordance_that_does_not_fit(mocks: Path, store: Path, tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "sectors.csv").write_text(content)
    refused = call("add", "auto", mocks / "oecd_mock" / "ICIO2018_2010.zip", "--sectors", tmp_path / "sectors.csv")
    assert said in str(refused.exception)
    assert list_stored(store) == ()
