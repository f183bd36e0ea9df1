"""`codes map --explain`, own concordances and their check: weights, coverage, conservation, rows."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from scharnier.analytics.chains.spread import spread_industries
from scharnier.analytics.chains.table import load_table
from scharnier.chain.stored_write import ModelParts, write_model
from scharnier.cli.codes import app
from scharnier.codes.bridge import bridge, check_shipped, shipped_coverage
from scharnier.codes.concordance import SOURCES, load_concordance
from scharnier.codes.coverage import find_base
from scharnier.codes.own_mapping import read_mapping
from scharnier.codes.schemes import load_scheme
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import InputProblem

CPV_BASE = find_base(load_scheme("cpv"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def write(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("source", SOURCES)
def test_shipped_concordances_conserve_and_say_what_lands(source: str) -> None:
    cover, concordance = shipped_coverage(source), load_concordance(source)
    assert check_shipped(source) == []
    base = find_base(load_scheme(source))
    assert cover.base == len(base)
    assert cover.landed == sum(bool(concordance.map(code)) for code in base)
    assert cover.landed + sum(count for _, count in cover.missing) == cover.base


@given(st.sampled_from(CPV_BASE))
def test_a_bridge_conserves_and_names_its_entry(code: str) -> None:
    way = bridge(load_scheme("cpv"), code)
    assert way.weights == load_concordance("cpv").map(code)
    assert way.conserved or not way.weights
    assert code.startswith(way.found_under)


def test_both_ways_to_ask_give_the_same_and_explain_adds() -> None:
    old = json.loads(run("map", "hs", "0901", "--format", "json").stdout)
    new = json.loads(run("map", "--from", "hs", "--to", "wiod35", "0901", "--format", "json", "--explain").stdout)
    assert {key: new[key] for key in old} == old
    assert new["explain"]["finer_codes"] == 5
    assert new["explain"]["finer_codes_mainly"] == {"c3": 4, "c1": 1}
    assert new["explain"]["weights_sum_to_one"]
    said = run("map", "--from", "hs", "0901", "--explain", "--lang", "nl").stdout
    assert "de gewichten zijn samen 1: ja" in said
    assert "regel 0901 (hs → wiod35)" in said


def test_an_own_mapping_goes_first_and_the_shipped_one_fills_in(tmp_path: Path) -> None:
    own = write(tmp_path, "van;naar;gewicht\n15860000-4;c1;0,25\n15860000-4;c3;75%\n")
    answer = json.loads(run("map", "cpv", "15861000", "--mapping", own, "--format", "json", "--explain").stdout)
    assert [(one["code"], one["weight"]) for one in answer["industries"]] == [("c3", 0.75), ("c1", 0.25)]
    assert answer["explain"]["own_mapping"]
    assert answer["explain"]["found_under"] == "15860000"
    other = json.loads(run("map", "cpv", "45233120", "--mapping", own, "--format", "json", "--explain").stdout)
    assert [one["code"] for one in other["industries"]] == ["c18"]
    assert not other["explain"]["own_mapping"]


def test_each_fault_is_named_with_its_row(tmp_path: Path) -> None:
    own = write(
        tmp_path,
        "code,to,weight\n45000000,c18,0.9\n9999,c1,1\n331,c1,1\n60000000,c99,1\n55000000,c22,0.5\n\n55000000,c22,0.5\n"
        "30000000,c14,nul\n,c1,1\n24000000,c9,-1\n33100000,c14,1\n",
    )
    mapping = read_mapping(own, load_scheme("cpv"), load_sectors(), "wiod35")
    assert [(fault.row, fault.kind) for fault in mapping.faults] == [
        (2, "sum"), (3, "unknown_code"), (4, "unclear_code"), (5, "unknown_target"), (8, "twice"), (9, "bad_weight"),
        (10, "empty"), (11, "bad_weight"),
    ]  # fmt: skip
    done = run("check-map", own, "--lang", "nl")
    assert done.exit_code == 1
    assert "rij 5  c99 bestaat niet in wiod35." in done.stdout
    assert "8 fouten" in done.stdout
    as_json = json.loads(run("check-map", own, "--format", "json").stdout)
    assert [one["row"] for one in as_json["faults"]] == [2, 3, 4, 5, 8, 9, 10, 11]
    used = run("map", "cpv", "45000000", "--mapping", own).exception
    assert isinstance(used, InputProblem)
    assert used.row == 2


def test_coverage_counts_the_finest_codes(tmp_path: Path) -> None:
    own = write(tmp_path, "code,to\n45000000,c18\n15860000,c3\n15860000,c1\n")
    mapping = read_mapping(own, load_scheme("cpv"), load_sectors(), "wiod35")
    scheme = load_scheme("cpv")
    under = sum({"45000000", "15860000"} & {code, *scheme.ancestors(code)} != set() for code in CPV_BASE)
    assert mapping.faults == ()
    assert mapping.coverage.landed == under
    assert not mapping.weighted
    assert mapping.weights["15860000"] == (("c1", 0.5), ("c3", 0.5))
    done = run("check-map", own, "--from", "cpv")
    assert done.exit_code == 0
    assert f"{under} of the {len(CPV_BASE)} finest codes" in done.stdout
    assert "share equally" in done.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no columns"),
        (b"a,b\n1,2\n", "no columns"),
        (b"code,to\n", "has no rows"),
        (b"code,to\n\xff\xfe", "cannot be read"),
        (b'code,to\n"' + b"x" * 200_000, "is no table"),
    ],
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    problem = run("check-map", path).exception
    assert isinstance(problem, InputProblem)
    assert said in str(problem)
    assert isinstance(run("check-map", tmp_path / "none.csv").exception, InputProblem)


def test_to_a_model_of_your_own_by_what_its_sectors_make(tmp_path: Path) -> None:
    sectors = [["Cloth", "c4"], ["Rice", "c1"], ["Fish", "c1"], ["Work done", "c30"]]
    output = write_own(tmp_path, sectors)
    asked = ("--to", "own", "--store", tmp_path, "--format", "json", "--explain")
    answer = json.loads(run("map", "--from", "cpv", "03000000", *asked).stdout)
    found = {one["code"]: one["weight"] for one in answer["industries"]}
    assert found == pytest.approx(
        {name: output[name] / (output["Rice"] + output["Fish"]) for name in ("Rice", "Fish")}, abs=1e-5
    )
    lost = json.loads(run("map", "--from", "cpv", "15861000", *asked).stdout)
    assert lost["industries"] == []
    assert lost["explain"]["lost"] == [["c3", 1.0]]
    said = run("map", "--from", "cpv", "15861000", "--to", "own", "--store", tmp_path, "--explain").stdout
    assert "100.0% is lost: no sector of own stands for c3" in said
    direct = write(tmp_path, "code,to,weight\n15800000,Cloth,1\n")
    answer = json.loads(run("map", "--from", "cpv", "15861000", "--mapping", direct, *asked).stdout)
    assert [(one["code"], one["weight"]) for one in answer["industries"]] == [("Cloth", 1.0)]
    table = load_table("own", tmp_path)
    whole = spread_industries(table, (("c1", 0.5), ("c4", 0.5)))
    assert sum(weight for _, weight in whole.weights) == pytest.approx(1)


def write_own(store: Path, sectors: list[list[str]]) -> dict[str, float]:
    """A model of one region; what each sector makes."""
    rng = np.random.default_rng(7)
    n = len(sectors)
    flows, final = rng.random((n, n)), rng.random((n, 1)) * n
    facts = {
        "title": "Made-up table", "source": "test", "edition": "1", "year": 2000, "publisher": "nobody",
        "licence": "CC0-1.0", "licence_confidence": "verified", "attribution": "", "url": "",
        "price_basis": "basic prices", "unit": "million EUR",
    }  # fmt: skip
    tables = [("sectors", "wiod35", [["sector", "wiod35"], *sectors])]
    labels = [("NL", name) for name, _ in sectors]
    write_model(store, ModelParts("own", labels, [("NL", "all")], flows, "Z", None, final, [], facts, tables))
    made = (flows.sum(axis=1) + final[:, 0]).tolist()
    return {name: made[row] for row, (name, _) in enumerate(sectors)}


def test_wrong_questions_are_answered_in_one_line() -> None:
    for arguments, said in (
        (("map", "cpv"), "no code"),
        (("map", "--from", "sitc", "1"), "no concordance from 'sitc'"),
        (("map", "--from", "cpv", "--to", "exiobase", "1586"), "Known: wiod35, wiod2013-2011"),
        (("map", "hs", "0901", "--from", "cpv"), "two lists"),
    ):
        problem = run(*arguments).exception
        assert isinstance(problem, InputProblem), arguments
        assert said in str(problem)
