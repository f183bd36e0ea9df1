"""`scharnier chain`: figures recomputed from the table, both languages, models of one's own, and faults in one line."""

import csv
import doctest
import io
import json
import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from scharnier.chain import load_model
from scharnier.chain.leontief import calc_coefficients
from scharnier.chain.stored_write import ModelParts, SatellitePart, write_model
from scharnier.cli.chain import app
from scharnier.cli.codes import app as codes
from scharnier.kernel.errors import InputProblem

ON = ("--on", "2026-11-20")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def ask(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def fault(*arguments: str) -> str:
    problem = run(*arguments).exception
    assert isinstance(problem, InputProblem)
    assert "\n" not in str(problem)
    return str(problem)


@pytest.fixture(scope="module")
def table() -> np.ndarray[Any, Any]:
    model = load_model()
    return calc_coefficients(model.flows, model.output)


def test_a_path_is_worth_what_the_table_says(table: np.ndarray[Any, Any]) -> None:
    model = load_model()
    answer = ask("paths", "NLD/c4", "--stressor", "co2", "--top", "30")
    s = np.divide(model.stressors["co2_kt"], model.output, out=np.zeros(model.cells), where=model.output > 0)
    total = float(s @ np.linalg.solve(np.eye(model.cells) - table, np.eye(model.cells)[model.index("NLD", "c4")]))
    assert answer["total"] == pytest.approx(total, rel=1e-9)
    assert abs(answer["total"] - total) <= answer["error"] + 1e-14 * total
    for path in answer["paths"]:
        cells = [model.index(step["region"], step["sector"]) for step in path["cells"]]
        value = s[cells[-1]]
        for buyer, seller in pairwise(cells):
            value *= table[seller, buyer]
        assert path["value"] == pytest.approx(value, rel=1e-12)
        assert path["share"] == pytest.approx(value / total, rel=1e-9)
    shares = [path["share"] for path in answer["paths"]]
    assert shares == sorted(shares, reverse=True)
    assert answer["coverage"] == pytest.approx(sum(shares))
    assert answer["any_other_at_most"] <= shares[-1] * (1 + 1e-12)


def test_all_money_of_a_theme_is_accounted_for() -> None:
    answer = ask("explain", "NLD/c4", "--theme", "child_labour", *ON)
    assert sum(answer["money"].values()) == pytest.approx(1, abs=1e-9)
    assert answer["money"]["no_data"] > 0.5  # unknown is told, not counted as low
    assert answer["total"] == pytest.approx(answer["money"]["likely"])
    assert sum(answer["tiers"].values()) == pytest.approx(answer["total"], rel=1e-9)
    assert answer["tiers"]["supplier"] == 0  # harm of this theme is not likely in the Netherlands
    for origin in answer["origins"]:
        tiers = [origin["tiers"][name] for name in ("supplier", "tier1", "tier2", "tier3plus")]
        assert sum(tiers) == pytest.approx(origin["value"], rel=1e-9)
    assert answer["proof"]["two_ways_apart"] < 1e-9
    assert sum(answer["by_place"].values()) == pytest.approx(1)
    assert next(iter(answer["by_place"])) == "CHN"
    assert "DEU" in answer["places_without_data"]
    assert not answer["by_place"].keys() & set(answer["places_without_data"])
    assert answer["error"] <= 1e-8 * answer["total"]


def test_value_added_of_a_purchase_is_the_purchase() -> None:
    assert ask("explain", "DEU/c15")["total"] == pytest.approx(1, abs=1e-9)


def test_the_same_cell_however_it_is_written() -> None:
    first = ask("paths", "NLD/c4", "--top", "2")["bought"]
    for words in (["Nederland textiel"], ["Nederland", "textiel"], ["Netherlands: textiles and clothing"], ["NL, C4"]):
        assert ask("paths", *words, "--top", "2")["bought"] == first


def test_a_basket_is_the_sum_of_its_purchases() -> None:
    one, other = (ask("explain", cell, "--stressor", "co2")["total"] for cell in ("NLD/c4", "CHN/c4"))
    both = ask("explain", "NLD/c4=700", "CHN/c4=300", "--stressor", "co2")
    assert both["total"] == pytest.approx(0.7 * one + 0.3 * other, rel=1e-9)
    assert [part["part"] for part in both["bought"]] == [0.7, 0.3]


@pytest.mark.parametrize("by", ["country", "industry", "cell"])
def test_groups_add_up_to_what_is_covered(by: str) -> None:
    grouped = ask("paths", "NLD/c4", "--theme", "dwangarbeid", "--top", "5", "--by", by, *ON)["grouped"]
    assert grouped["paths"] == 10_000
    assert sum(group["share"] for group in grouped["groups"]) == pytest.approx(grouped["coverage"], rel=1e-9)
    ends = sum(place["ends"] for place in grouped["passage"])
    assert ends == pytest.approx(grouped["coverage"] * ask("explain", "NLD/c4", "--theme", "dwangarbeid", *ON)["total"])


def test_csv_has_a_row_per_path() -> None:
    done = run("paths", "NLD/c17", "--top", "7", "--format", "csv", "--lang", "en")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["rank"] for row in rows] == [str(n) for n in range(1, 8)]
    assert rows[0]["path"] == "NLD/c17"
    assert rows[0]["names"] == "Netherlands: energy and water"
    assert float(rows[-1]["cumulative"]) == pytest.approx(sum(float(row["share"]) for row in rows))


def test_words_in_both_languages() -> None:
    dutch = run("paths", "NLD/c4", "--theme", "forced_labour", "--top", "3", *ON).stdout
    english = run("paths", "NLD/c4", "--theme", "forced_labour", "--top", "3", "--lang", "en", *ON).stdout
    assert "Nederland: textiel en kleding ← China: textiel en kleding" in dutch
    assert "geen gegevens: onbekend, niet laag" in dutch
    assert "Elk ander pad is hooguit" in dutch
    assert "Netherlands: textiles and clothing ← China: textiles and clothing" in english
    assert "no data: unknown, not low" in english
    assert "CC-BY-4.0" in dutch
    assert len(dutch.splitlines()) == len(english.splitlines())
    explained = run("explain", "NLD/c4", "--lang", "en").stdout
    for said in ("How deep in the chain", "How sure is the sum", "What this model cannot say", "2011"):
        assert said in explained
    grouped = run("paths", "NLD/c4", "--by", "country").stdout
    assert "Nederland ← China" in grouped


def test_the_picture_and_the_page_are_written(tmp_path: Path) -> None:
    svg, html = tmp_path / "p.svg", tmp_path / "p.html"
    done = run("paths", "NLD/c4", "--theme", "child_labour", "--svg", str(svg), "--html", str(html), *ON)
    assert done.exit_code == 0
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    page = html.read_text(encoding="utf-8")
    assert "<script" not in page
    assert page.count("← China: textiel en kleding") > 3
    assert "cannot be written" in fault("paths", "NLD/c4", "--svg", str(tmp_path / "no" / "p.svg"))


def test_a_theme_without_sources_is_unknown_and_not_zero(tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    done = run("paths", "NLD/c4", "--theme", "housing", "--html", str(page), "--lang", "en", *ON)
    assert done.exit_code == 0
    for text in (done.stdout, page.read_text(encoding="utf-8")):
        assert "That is unknown, not zero." in text
        assert "100" in text
    assert "paths-figure" not in page.read_text(encoding="utf-8")
    assert "unknown, not zero" in run("paths", "NLD/c4", "--theme", "housing", "--by", "cell", "--lang", "en").stdout
    assert ask("paths", "NLD/c4", "--theme", "housing")["paths"] == []
    assert run("explain", "NLD/c4", "--theme", "housing").exit_code == 0
    one = run("paths", "NLD/c4", "--top", "1", "--lang", "en").stdout
    assert "This path is 35% of the total." in one


def make_own(store: Path, sectors: tuple[str, ...], concordance: list[list[str]]) -> None:
    """A model of two countries and the rest of the world, with sectors and a satellite of its own."""
    rng = np.random.default_rng(7)
    regions = ("NL", "CN", "RoW")
    n = len(regions) * len(sectors)
    flows = rng.random((n, n))
    final = rng.random((n, 1)) * n
    facts = {
        "title": "Made-up table", "source": "test", "edition": "1", "year": 2000, "publisher": "nobody",
        "licence": "CC0-1.0", "licence_confidence": "verified", "attribution": "", "url": "",
        "price_basis": "basic prices", "unit": "million EUR",
    }  # fmt: skip
    satellite = SatellitePart(
        "work", "Work", [("Hours", "1000 h", ""), ("Hours, women", "1000 h", "")], rng.random((2, n)), None
    )
    labels = [(region, sector) for region in regions for sector in sectors]
    tables = [("sectors", "wiod35", concordance)] if concordance else []
    write_model(store, ModelParts("own", labels, [("NL", "all")], flows, "Z", None, final, [satellite], facts, tables))


def test_a_model_of_your_own(tmp_path: Path) -> None:
    rows = [["sector", "wiod35"], ["Cloth", "c4"], ["Rice", "c1"], ["Work done", "c30"]]
    make_own(tmp_path, ("Cloth", "Rice", "Work done"), rows)
    own = ("--model", "own", "--store", str(tmp_path))
    answer = ask("explain", "Nederland cloth", *own, "--stressor", "hours")
    assert answer["followed"]["id"] == "work/Hours"
    assert answer["bought"][0]["region"] == "NL"
    assert ask("explain", "NL/Rice", *own)["total"] == pytest.approx(1)
    money = ask("paths", "CN/Cloth", *own, "--theme", "forced_labour", "--lang", "en", *ON)["money"]
    assert sum(money.values()) == pytest.approx(1)
    assert money["likely"] > 0.1  # Chinese clothing
    assert "Nearest: work/Hours, women" in fault("paths", "NL/Rice", *own, "--stressor", "hour women")
    assert "part of RoW" in fault("paths", "Brazil rice", *own)


def test_a_model_without_concordance_says_so(tmp_path: Path) -> None:
    make_own(tmp_path, ("Cloth", "Rice", "Work done"), [])
    said = fault("paths", "NL/Rice", "--model", "own", "--store", str(tmp_path), "--theme", "osh")
    assert "--sectors" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("paths", "NLD/c99"), "no industry 'c99' in Netherlands. Nearest: c9"),
        (("paths", "Nedrland/c4"), "Nearest: Nederland (NLD)"),
        (("paths", "Bangladesh textiel"), "It is part of ROW: ask for ROW/"),
        (("paths", "Nederland handel"), "can be several industries in Netherlands"),
        (("paths", ""), "no country or region"),
        (("paths", "NLD/c4=0"), "is no amount"),
        (("paths", "NLD/c4=700", "CHN/c4=-3"), "is no amount"),
        (("paths", "NLD/c4=\u22125"), "is no amount"),
        (("paths", "AUS/c35"), "AUS/c35 makes nothing: nothing is known"),
        (("paths", "NLD/c4=nan"), "'nan' is no amount"),
        (("paths", "NLD/c4=1e308", "CHN/c4=1e308"), "'1e308' is no amount"),
        (("paths", "NLD/c4="), "'' is no amount"),
        (("paths", "NLD/c4=700", "CHN/c4"), "'CHN/c4' has no amount, and others have"),
        (("move", "CHN/c4", "--to", "AUS/c35"), "AUS/c35 makes nothing"),
        (("paths", "NLD/c4", "--theme", "forced_labor"), "Nearest: forced_labour"),
        (("paths", "NLD/c4", "--theme", "procurement"), "has no place of harm"),
        (("paths", "NLD/c4", "--stressor", "co3"), "no stressor 'co3'. Nearest: value_added, co2_kt"),
        (("paths", "NLD/c4", "--stressor", "co2", "--theme", "osh"), "a theme and a stressor at once"),
        (("paths", "NLD/c4", "--model", "exiobase"), "unknown chain model 'exiobase'. Known models: wiod2013-2011"),
        (("paths", "NLD/c4", "--top", "0"), "0 paths"),
        (("explain", "NLD/c4", "--model", "../x"), "unknown chain model"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_line(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    assert said in fault(*arguments, "--store", str(tmp_path))


@pytest.mark.parametrize("page", ["docs/chain.md", "docs/nl/keten.md"])
def test_the_commands_of_the_how_to_run(page: str, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    blocks = re.findall(r"```bash\n(.*?)```", (repository / page).read_text(encoding="utf-8"), flags=re.S)
    lines = [line for block in blocks for line in block.splitlines() if line]
    assert len(lines) >= 6
    for line in lines:
        _, group, *arguments = shlex.split(line)
        if arguments[0] == "compare":
            continue  # needs years that were added: tests/cli/chain/test_compare.py
        done = CliRunner().invoke({"chain": app, "codes": codes}[group], arguments)
        assert done.exit_code == 0, line
        assert done.stdout.strip(), line


def test_the_method_page_computes_what_it_says(repository: Path) -> None:
    failed, attempted = doctest.testfile(str(repository / "docs/method/chain-answers.md"), module_relative=False)
    assert attempted >= 8
    assert failed == 0


def test_a_page_about_a_basket_names_what_is_bought(tmp_path: Path) -> None:
    run("paths", "NLD/c4=700", "CHN/c4=300", "--html", str(tmp_path / "basket.html"), "--lang", "en")
    page = (tmp_path / "basket.html").read_text(encoding="utf-8")
    assert "Netherlands: textiles and clothing 70%, China: textiles and clothing 30%" in page
    run("paths", "NLD/c4", "--html", str(tmp_path / "one.html"), "--lang", "en")
    assert "<dt>Bought</dt>" not in (tmp_path / "one.html").read_text(encoding="utf-8")
