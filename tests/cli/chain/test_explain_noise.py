"""`scharnier chain explain --noise`: intervals by formula and by draws, none without a statement, and age."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import Result

from scharnier.chain import load_model
from scharnier.chain.age import load_age_table
from scharnier.chain.leontief import calc_coefficients
from scharnier.chain.uncertainty import Z95

ON = ("--on", "2026-11-20")
Ask = Callable[..., dict[str, Any]]
Run = Callable[..., Result]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_without_a_statement_there_is_no_interval_and_it_says_why(ask: Ask, run: Run, lang: str) -> None:
    doubt = ask("explain", "NLD/c17", "--stressor", "co2", "--lang", lang, *ON)["uncertainty"]
    assert doubt["stated"] == {}
    assert doubt["total"] is None
    assert all(origin["interval"] is None for origin in doubt["origins"])
    said = run("explain", "NLD/c17", "--stressor", "co2", "--lang", lang, *ON).stdout
    assert {"nl": "Er is geen interval", "en": "There is no interval"}[lang] in said
    assert {"nl": "alleen voor geld gemeten", "en": "measured for money only"}[lang] in said


def test_the_interval_is_the_published_formula_on_the_table_itself(ask: Ask) -> None:
    answer = ask("explain", "NLD/c17", "--stressor", "co2", "--noise", "table=0.3, spend=0.1, intensity=0.2", *ON)
    model = load_model()
    table = calc_coefficients(model.flows, model.output)
    f = np.divide(model.stressors["co2_kt"], model.output, out=np.zeros(model.cells), where=model.output > 0)
    y = np.zeros(model.cells)
    y[model.index("NLD", "c17")] = 1.0
    inverse = np.linalg.inv(np.eye(model.cells) - table)
    x, m = inverse @ y, f @ inverse
    variance = ((0.3 * table * m[:, None] * x) ** 2).sum() + ((0.1 * y * m) ** 2).sum() + ((0.2 * f * x) ** 2).sum()
    total = answer["uncertainty"]["total"]
    assert total["sd"] == pytest.approx(np.sqrt(variance), rel=1e-8)
    ratio = np.log1p(variance / (f @ x) ** 2)
    assert total["p95"] == pytest.approx((f @ x) * np.exp(Z95 * np.sqrt(ratio) - ratio / 2), rel=1e-8)
    assert total["sd_most"] > total["sd"]
    for origin, interval in zip(answer["origins"], answer["uncertainty"]["origins"], strict=True):
        assert interval["interval"]["p05"] < origin["value"] < interval["interval"]["p95"]
        assert interval["age"] is None  # measured for money, not for CO2


def test_draws_are_near_the_formula_and_come_back_with_their_seed(ask: Ask) -> None:
    asked = ("explain", "NLD/c17", "--stressor", "co2", "--noise", "intensity=0.2", *ON)
    by_formula = ask(*asked)["uncertainty"]
    drawn = ask(*asked, "--draws", "400", "--seed", "3")["uncertainty"]
    assert (by_formula["method"], drawn["method"], drawn["draws"], drawn["seed"]) == ("formula", "draws", 400, 3)
    assert drawn["total"]["p95"] == pytest.approx(by_formula["total"]["p95"], rel=0.05)
    assert drawn == ask(*asked, "--draws", "400", "--seed", "3")["uncertainty"]
    assert drawn["unstated"]["use"] == 1.0


def test_money_ends_somewhere_whatever_the_noise(ask: Ask, run: Run) -> None:
    doubt = ask("explain", "NLD/c4", "--noise", "table=0.3,intensity=0.2", *ON)["uncertainty"]
    assert doubt["total"]["sd"] == 0
    assert all(origin["interval"]["sd"] > 0 for origin in doubt["origins"])
    said = run("explain", "NLD/c4", "--noise", "table=0.3,intensity=0.2", "--lang", "en", *ON).stdout
    assert "does not change the total" in said
    assert "For money, uncertainty of intensities does not count" in said
    theme = ask("explain", "NLD/c4", "--theme", "child_labour", "--noise", "table=0.3", *ON)
    assert theme["uncertainty"]["total"]["p05"] < theme["total"] < theme["uncertainty"]["total"]["p95"]
    assert any("900" in line for line in theme["uncertainty"]["sentences"])  # the money of which no source speaks


def test_age_moves_what_lies_behind_the_supplier_as_it_was_measured(ask: Ask) -> None:
    answer = ask("explain", "NLD/c4", *ON)
    assert answer["uncertainty"]["years_apart"] == 15
    table = load_age_table()
    for origin, doubt in zip(answer["origins"], answer["uncertainty"]["origins"], strict=True):
        own, moving = origin["tiers"]["supplier"], origin["value"] - origin["tiers"]["supplier"]
        measured = table.spread("cell", 15, moving)
        assert measured is not None
        assert doubt["age"]["low"] == pytest.approx(own + moving * measured.low)
        assert doubt["age"]["high"] == pytest.approx(own + moving * measured.high)
        assert doubt["age"]["pairs"] == measured.pairs == 2
    # A theme counts part of the same money: its interval is that part of the same interval.
    theme = ask("explain", "NLD/c4", "--theme", "child_labour", *ON)
    for origin, doubt in zip(theme["origins"], theme["uncertainty"]["origins"], strict=True):
        assert 0 < doubt["age"]["low"] < origin["value"] < doubt["age"]["high"]
    same = ask("explain", "NLD/c4", "--on", "2011-12-31")["uncertainty"]
    assert same["years_apart"] == 0
    assert all(origin["age"] is None for origin in same["origins"])
    assert not any("not measured" in line or "niet gemeten" in line for line in same["sentences"])


def test_more_years_than_were_measured_are_unknown(ask: Ask, run: Run) -> None:
    asked = ("explain", "NLD/c4", "--on", "2040-01-01")
    assert all(origin["age"] is None for origin in ask(*asked)["uncertainty"]["origins"])
    assert "That is unknown, not nothing." in run(*asked, "--lang", "en").stdout


def test_the_age_says_what_it_does_not_count(run: Run) -> None:
    for lang, counted in (("nl", "de andere niet"), ("en", "the others do not")):
        said = run("explain", "NLD/c4", "--lang", lang, *ON).stdout
        assert all(limit in said for limit in load_age_table().manifest.limits[lang])
        assert counted in said
        assert "no interval here counts that" not in said


def test_the_origins_as_csv(run: Run) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run("explain", "NLD/c4", "--noise", "table=0.3", "--format", "csv", *ON).stdout))
    )
    assert len(rows) == 10
    for row in rows:
        assert float(row["p05"]) < float(row["p50"]) < float(row["p95"])
        tiers = sum(float(row[name]) for name in ("supplier", "tier1", "tier2", "tier3plus"))
        assert tiers == pytest.approx(float(row["value"]), rel=1e-6)
    bare = list(csv.DictReader(io.StringIO(run("explain", "NLD/c4", "--format", "csv", *ON).stdout)))
    assert bare[0]["p05"] == ""


def test_the_page_has_the_intervals_and_what_they_leave_out(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "e.html"
    asked = ("explain", "NLD/c4", "--lang", "en", "--html", str(page), *ON)
    assert run(*asked, "--noise", "table=0.3").exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert '<th scope="col" class="number">Stated</th>' in text
    assert '<th scope="col" class="number">Age</th>' in text
    assert all(limit in text for limit in load_age_table().manifest.limits["en"])
    assert "The real uncertainty is larger" in text
    run(*asked)
    text = page.read_text(encoding="utf-8")
    assert "There is no interval" in text
    assert "Stated</th>" not in text
    assert "--noise" not in text  # who reads a page has no command line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--noise", "tables=0.3"), "no noise on 'tables'; it can be table, spend, intensity."),
        (("--noise", "table=30%"), "'table=30%' is no relative standard deviation"),
        (("--noise", "table"), "'table' is no relative standard deviation"),
        (("--noise", "table=-1"), "no relative standard deviation"),
        (("--noise", "table=nan"), "no relative standard deviation"),
        (("--noise", "table=0.1,table=0.2"), "noise on table twice"),
        (("--noise", "table=0.1", "--draws", "3"), "Take at least 20"),
        (("--draws", "100"), "No uncertainty is stated"),
        (("--seed", "100"), "No uncertainty is stated"),
    ],
)
def test_noise_that_says_nothing_is_refused_in_one_line(
    fault: Callable[..., str], arguments: tuple[str, ...], said: str
) -> None:
    assert said in fault("explain", "NLD/c4", *arguments)
