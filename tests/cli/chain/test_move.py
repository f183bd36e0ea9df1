"""`scharnier chain move`: held against the table itself, unknown never as low, and never without its caution."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import Result

from scharnier.analytics.chains.cells import find_cell
from scharnier.analytics.chains.moves import judge_on_all, list_moves, open_end
from scharnier.analytics.chains.stressors import find_followed
from scharnier.analytics.chains.table import load_table
from scharnier.chain.marginal import CAUTION, NORMS

ON = ("--on", "2026-11-20")
TODAY = date(2026, 11, 20)
Ask = Callable[..., dict[str, Any]]


def test_a_listed_move_is_the_purchase_solved_again(ask: Ask) -> None:
    answer = ask("move", "CHN/c4", "--stressor", "co2", "--share", "0.25", "--top", "50")
    totals = {}
    for region in ("CHN", "SWE", "IND"):
        totals[region] = ask("explain", f"{region}/c4", "--stressor", "co2")["total"]
    changes = {move["to"]["region"]: move for kind in ("lower", "higher") for move in answer[kind]}
    for region in ("SWE", "IND"):
        assert changes[region]["change"] == pytest.approx(0.25 * (totals[region] - totals["CHN"]), rel=1e-9)
        assert changes[region]["low"] <= changes[region]["change"] <= changes[region]["high"]
    assert answer["now"]["known"] == pytest.approx(totals["CHN"], rel=1e-9)
    assert answer["counts"] == {"lower": 39, "higher": 1, "unclear": 0, "same": 0}
    highs = [move["high"] for move in answer["lower"]]
    assert highs == sorted(highs)


def test_unknown_is_never_low(ask: Ask) -> None:
    answer = ask("move", "CHN/c4", "--theme", "child_labour", *ON)
    # The figures of docs/method/chain-marginal.md, there for a fifth.
    assert [(m["to"]["region"], round(m["change"], 2)) for m in answer["lower"]] == [("BRA", -0.53), ("IDN", -0.40)]
    assert answer["counts"]["unclear"] == 38
    for move in answer["lower"]:
        assert move["high"] < 0
    nothing = ask("move", "CHN/c4", "--theme", "housing", *ON)
    assert nothing["counts"] == {"lower": 0, "higher": 0, "unclear": 40, "same": 0}
    assert nothing["now"] == {"known": 0, "unknown": pytest.approx(1)}


def test_one_move_agrees_with_the_list_and_shows_everything(ask: Ask) -> None:
    listed = ask("move", "CHN/c4", "--theme", "child_labour", "--share", "0.2", *ON)["lower"][0]
    judged = ask("move", "CHN/c4", "--to", "Brazilië", "--share", "0.2", *ON)
    effects = {effect["followed"]["id"]: effect for effect in judged["effects"]}
    assert len(effects) == 39  # 38 themes with a place of harm, and CO2
    for key in ("change", "low", "high"):
        assert effects["theme:child_labour"][key] == pytest.approx(listed[key], rel=1e-6)
    assert effects["theme:child_labour"]["verdict"] == "lower"
    assert effects["theme:housing"]["no_source_at_all"] is True
    assert effects["theme:housing"]["verdict"] == "unclear"
    assert sum(judged["counts"].values()) == 39
    assert ask("move", "CHN/c4", "--to", "BRA/c4", "--share", "0.2", *ON)["effects"] == judged["effects"]


def test_a_basket_moves_together_and_what_is_there_stays(ask: Ask) -> None:
    judged = ask("move", "CHN/c4=5", "NLD/c4=2", "CHN/c5=3", "--to", "NLD", *ON)
    assert [(m["from"]["region"], m["from"]["sector"], round(m["part"], 3)) for m in judged["moves"]] == [
        ("CHN", "c4", 0.5),
        ("CHN", "c5", 0.3),
    ]
    assert [cell["sector"] for cell in judged["stays"]] == ["c4"]
    after = ask("explain", "NLD/c4=7", "NLD/c5=3", "--stressor", "co2")["total"]
    co2 = judged["effects"][-1]
    assert co2["before"] + co2["change"] == pytest.approx(after, rel=1e-9)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("asked", [("--theme", "child_labour"), ("--to", "TUR"), ("--stressor", "co2")])
def test_the_caution_stands_beside_every_move(
    ask: Ask, run: Callable[..., Result], lang: str, asked: tuple[str, str]
) -> None:
    said = run("move", "CHN/c4", *asked, "--lang", lang, *ON)
    assert said.exit_code == 0
    assert CAUTION[lang] in said.stdout
    assert all(norm in said.stdout for norm in NORMS)
    table = run("move", "CHN/c4", *asked, "--lang", lang, "--format", "csv", *ON)
    assert CAUTION[lang] in table.stderr
    assert next(csv.reader(io.StringIO(table.stdout)))[0] in ("verdict", "kind")
    assert ask("move", "CHN/c4", *asked, "--lang", lang, *ON)["caution"]["text"] == CAUTION[lang]


def test_a_figure_that_is_missing_counts_up_to_the_highest_of_its_industry() -> None:
    table = load_table("wiod2013-2011", None)
    followed = find_followed(table, "", "co2", TODAY)
    brazil, sweden = find_cell(table, "BRA/c4"), find_cell(table, "SWE/c4")
    followed.intensity[brazil], followed.unknown[brazil] = 0.0, 1.0
    ends = open_end(table, followed)
    same = [cell for cell, sector in enumerate(table.sectors) if sector == "c4" and table.output[cell] > 0]
    assert ends[brazil] == max(followed.intensity[cell] for cell in same) > 0
    assert np.flatnonzero(ends).tolist() == [brazil]
    bought = np.zeros(table.cells)
    bought[find_cell(table, "CHN/c4")] = 1.0
    moves = list_moves(table, followed, bought, 1.0)
    ends_of = {move.to: move for move in moves.lower}
    # Of what is made in Brazil at least the purchase itself may carry the highest figure.
    assert ends_of[brazil].high - ends_of[brazil].change > ends[brazil]
    assert ends_of[sweden].high - ends_of[sweden].change < 1e-3 * ends[brazil]
    ranks = [move.to for move in moves.lower]
    assert ends_of[brazil].change < ends_of[sweden].change
    assert ranks.index(sweden) < ranks.index(brazil)  # ranked by what is sure, not by what is known


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("CHN/c4",), "Choose --theme or --stressor"),
        (("CHN/c4", "--stressor", "value_added"), "in value added no move changes anything"),
        (("CHN/c4", "--theme", "osh", "--to", "TUR"), "judged on everything at once"),
        (("CHN/c4", "--to", "CHN"), "bought in 'CHN' already"),
        (("CHN/c4", "--to", "Bangladesh"), "It is part of ROW: ask for ROW/"),
        (("CHN/c4", "--to", "Narnia"), "no country or region"),
        (("CHN/c4", "--to", "TUR/c99"), "Nearest: c9"),
        (("CHN/c4", "--to", "LUX/c5"), "A place that makes nothing is no alternative"),
        (("CHN/c4", "--theme", "osh", "--share", "0"), "above 0 and at most 1"),
        (("CHN/c4", "--theme", "osh", "--share", "nan"), "above 0 and at most 1"),
        (("CHN/c4", "--theme", "osh", "--top", "0"), "0 moves"),
        (("Chyna/c4", "--theme", "osh"), "Nearest: China (CHN)"),
    ],
)
def test_what_cannot_move_is_said_in_one_line(
    fault: Callable[..., str], arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    assert said in fault("move", *arguments, "--store", str(tmp_path), *ON)


def test_a_model_that_does_not_say_what_its_labels_are_still_judges_its_stressors(
    ask: Ask, run: Callable[..., Result], own_store: Path
) -> None:
    own = ("--model", "own", "--store", str(own_store))
    judged = ask("move", "NL/Cloth", "--to", "CN", *own, *ON)
    assert [effect["followed"]["id"] for effect in judged["effects"]] == ["work/Hours", "work/Hours, women"]
    assert "--sectors" in judged["themes_left_out"]
    assert "Themes are missing" in run("move", "NL/Cloth", "--to", "CN", *own, *ON, "--lang", "en").stdout
    table = load_table("own", own_store)
    bought = np.eye(table.cells)[0]
    assert judge_on_all(table, bought, "CN", 1.0, TODAY).steps == ((0, 3, 1.0),)
