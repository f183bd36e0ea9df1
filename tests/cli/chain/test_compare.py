"""`scharnier chain compare`: two years of the real table against brute force, amounts per year, and what is refused."""

import csv
import io
import shlex
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import Result

from scharnier.chain.compare import CAVEAT, FACTORS
from scharnier.chain.stored import open_model

Ask = Callable[..., dict[str, Any]]
YEARS = ("wiod2013-1995", "wiod2013-2008")


@pytest.mark.shared
def test_two_years_of_the_real_table_as_by_brute_force(ask: Ask, wiod_store: Path) -> None:
    asked = ("NLD/c4=700", "CHN/c14=200", "--after", "NLD/c4=900", "--after", "CHN/c14=500")
    answer = ask("compare", *YEARS, *asked, "--store", str(wiod_store))
    earned, china, levels = {}, None, (900.0, 1400.0)
    for year, name in enumerate(YEARS):
        model = open_model(wiod_store / name)
        table = model.coefficients.toarray()
        china = np.array([region == "CHN" for region in model.regions])
        mixes = np.zeros((model.manifest.cells, 2))
        for mix, parts in enumerate(((700 / 900, 200 / 900), (900 / 1400, 500 / 1400))):
            for cell, part in zip((("NLD", "c4"), ("CHN", "c14")), parts, strict=True):
                mixes[model.labels.index(cell), mix] = part
        output = np.linalg.solve(np.eye(len(table)) - table, mixes)
        for mix in (0, 1):
            earned[year, mix] = float(((1 - table.sum(axis=0)) * output[:, mix])[china].sum())
    by_hand = dict.fromkeys(("chain", "mix", "level"), 0.0)
    for order in permutations(by_hand):
        state = {"chain": 0, "mix": 0, "level": 0}
        for name in order:
            before = earned[state["chain"], state["mix"]] * levels[state["level"]]
            state[name] = 1
            by_hand[name] += (earned[state["chain"], state["mix"]] * levels[state["level"]] - before) / 6
    (found,) = (place for place in answer["by_region"] if place["region"] == "CHN")
    assert found["before"] == pytest.approx(earned[0, 0] * 900, rel=1e-9)
    assert found["after"] == pytest.approx(earned[1, 1] * 1400, rel=1e-9)
    for name, part in by_hand.items():
        assert found[name] == pytest.approx(part, rel=1e-7)
    # All money is earned somewhere: the whole changes as spend does, whatever happened to the chain.
    parts = answer["parts"]
    assert parts["level"]["value"] == pytest.approx(500, rel=1e-9)
    assert parts["chain"] == pytest.approx({"value": 0, "least": 0, "most": 0}, abs=1e-6)
    assert sum(place["change"] for place in answer["by_region"]) == pytest.approx(500, rel=1e-9)


@pytest.mark.shared
def test_each_side_is_what_explain_says_of_it_and_a_shipped_year_fits_an_added_one(ask: Ask, wiod_store: Path) -> None:
    store = ("--store", str(wiod_store))
    answer = ask("compare", "wiod2013-2008", "wiod2013-2011", "NLD/c4", *store)
    for side, model in (("before", "wiod2013-2008"), ("after", "wiod2013-2011")):
        by_place = ask("explain", "NLD/c4", "--model", model, *store)["by_place"]
        for place in answer["by_region"]:
            assert place[side] == pytest.approx(by_place[place["region"]], rel=1e-8)
    assert answer["after"]["id"] == "wiod2013-2011"
    changes = [abs(place["change"]) for place in answer["by_region"]]
    assert changes == sorted(changes, reverse=True)


@pytest.mark.shared
def test_a_year_beside_itself_did_not_change_and_swapping_turns_signs(ask: Ask, wiod_store: Path) -> None:
    store = ("--store", str(wiod_store))
    for place in ask("compare", YEARS[0], YEARS[0], "NLD/c4", *store)["by_region"]:
        assert place["change"] == pytest.approx(0, abs=1e-12)
    there, back = (ask("compare", *years, "NLD/c4", *store) for years in (YEARS, YEARS[::-1]))
    again = {place["region"]: place["chain"] for place in back["by_region"]}
    for place in there["by_region"]:
        assert place["chain"] == pytest.approx(-again[place["region"]], abs=1e-9)


@pytest.mark.shared
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_words_pictures_and_the_caveat_about_prices(
    run: Callable[..., Result], wiod_store: Path, tmp_path: Path, lang: str
) -> None:
    svg, html = tmp_path / "y.svg", tmp_path / "y.html"
    asked = ("NLD/c4=700", "--after", "NLD/c4=900", "--lang", lang, "--svg", str(svg), "--html", str(html))
    done = run("compare", *YEARS, *asked, "--store", str(wiod_store))
    assert done.exit_code == 0
    caveat = CAVEAT[lang].format(before=1995, after=2008)
    page = html.read_text(encoding="utf-8")
    assert all(f"NLD/c4 {amount}" in page for amount in (700, 900))
    assert caveat in done.stdout
    assert caveat in page
    assert {"nl": "niveau: hoeveel u uitgeeft", "en": "level: how much you spend"}[lang] in done.stdout
    assert {"nl": "van 700,0 naar 900,0 (+29%)", "en": "from 700.0 to 900.0 (+29%)"}[lang] in done.stdout
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    assert "<script" not in page
    assert page.count("<svg") == 4
    assert "+0<" not in page
    plain = run("compare", *YEARS, "NLD/c4", "--lang", lang, "--store", str(wiod_store)).stdout
    assert {"nl": "in beide jaren", "en": "in both years"}[lang] in plain
    assert "█" in plain


def test_a_figure_that_one_year_lacks_counts_in_neither(ask: Ask, run: Callable[..., Result], own_store: Path) -> None:
    asked = ("compare", "own", "later", "CN/Cloth=2", "--after", "CN/Cloth=3", "--stressor", "work/Hours")
    store = ("--store", str(own_store))
    answer = ask(*asked, *store)
    assert answer["left_out"]["cells"] == 1
    assert all(0 < share < 1 for share in answer["left_out"]["share_of_money"])
    totals = []
    for name, amount in (("own", 2.0), ("later", 3.0)):
        model = open_model(own_store / name)
        cell = model.labels.index(("CN", "Cloth"))
        hours = model.satellite("work").totals[0] / model.output
        hours[cell] = 0.0
        table = np.asarray(model.coefficients)
        totals.append(amount * float(hours @ np.linalg.solve(np.eye(9) - table, np.eye(9)[cell])))
    assert (answer["total"]["before"], answer["total"]["after"]) == pytest.approx(tuple(totals), rel=1e-9)
    parts = answer["parts"]
    assert list(parts) == list(FACTORS)
    assert sum(part["value"] for part in parts.values()) == pytest.approx(totals[1] - totals[0], rel=1e-9)
    assert all(part["least"] - 1e-12 <= part["value"] <= part["most"] + 1e-12 for part in parts.values())
    said = run(*asked, *store, "--lang", "en").stdout
    assert "That part is unknown, not zero." in said
    assert "Your amounts are read as million euros." in said
    rows = list(csv.DictReader(io.StringIO(run(*asked, *store, "--format", "csv").stdout)))
    assert [row["region"] for row in rows][-1] == ""
    for row in rows:
        split = sum(float(row[name]) for name in FACTORS)
        assert split == pytest.approx(float(row["after"]) - float(row["before"]), rel=1e-6)


def test_cells_in_another_order_are_the_same_cells(ask: Ask, own_store: Path) -> None:
    store = ("--store", str(own_store))
    answer = ask("compare", "own", "later", "NL/Rice=1", "CN/Cloth=1", "--after", "CN/Rice=3", *store)
    sides = (("before", "own", ("NL/Rice=1", "CN/Cloth=1"), 2), ("after", "later", ("CN/Rice",), 3))
    for side, model, bought, amount in sides:
        by_place = ask("explain", *bought, "--model", model, *store)["by_place"]
        found = {{"NL": "NLD", "CN": "CHN", "RoW": "ROW"}[p["region"]]: p[side] for p in answer["by_region"]}
        assert found == pytest.approx({place: amount * share for place, share in by_place.items()}, rel=1e-8)
    for place in answer["by_region"]:
        split = sum(place[name] for name in ("chain", "mix", "level"))
        assert split == pytest.approx(place["change"], rel=1e-9)
    assert answer["parts"]["level"]["value"] == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("own", "wiod2013-2011", "NL/Cloth"), "the two models have other regions; only in own: CN, NL, RoW; only in"),
        (("own", "later", "NL/Cloht"), "Nearest: Cloth"),
        (("own", "later", "NL/Cloth", "--after", "BE/Cloth"), "does not show Belgium (BEL) apart"),
        (("own", "later", "NL/Cloth=-1"), "is no amount"),
        (("own", "later", "NL/Cloth", "--stressor", "tears"), "no stressor 'tears'"),
        (("own", "never", "NL/Cloth"), "unknown chain model 'never'"),
        (("own", "later", "NL/Cloth", "--top", "0"), "0 countries"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(
    fault: Callable[..., str], own_store: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert said in fault("compare", *arguments, "--store", str(own_store))


@pytest.mark.shared
@pytest.mark.parametrize("page", ["docs/chain.md", "docs/nl/keten.md"])
def test_the_comparisons_of_the_how_to_run(
    run: Callable[..., Result], page: str, repository: Path, wiod_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHARNIER_MODELS", str(wiod_store))
    lines = [line for line in (repository / page).read_text(encoding="utf-8").splitlines() if " compare wiod" in line]
    assert len(lines) >= 2
    for line in lines:
        done = run(*shlex.split(line)[2:])
        assert done.exit_code == 0, line
        assert "2008" in done.stdout


@pytest.mark.shared
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_picture_in_the_how_to_is_the_one_that_is_drawn(
    run: Callable[..., Result], repository: Path, wiod_store: Path, tmp_path: Path, lang: str
) -> None:
    drawn = tmp_path / "years.svg"
    run("compare", *YEARS, "NLD/c4", "--lang", lang, "--svg", drawn, "--store", wiod_store)
    assert (repository / f"docs/images/years-{lang}.svg").read_text(encoding="utf-8") == drawn.read_text("utf-8")
