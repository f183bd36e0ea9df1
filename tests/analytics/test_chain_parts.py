"""Through whom the money goes and what the age of the model does, beside other ways to work them out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scharnier.analytics.aged import Aged
from scharnier.analytics.assessment import Assessment
from scharnier.analytics.exposure import calc_exposures
from scharnier.analytics.purchases import read_purchases
from scharnier.analytics.through import TOGETHER, _add_tiers, follow
from scharnier.chain import ChainModel, Leontief, System, calc_demand, load_model
from scharnier.chain.age import load_age_table
from scharnier.codes.classify import load_classifier
from scharnier.codes.concordance import load_concordance
from scharnier.kernel.content import content_path
from scharnier.sources.ledger import read_ledger
from scharnier.sources.wiod2013.parse import load_wiod_npz

LEDGER = """Leverancier;Omschrijving;Bedrag;Land van herkomst;Datum
Textiel BV;Werkkleding buitendienst;12.500,00;;2024-03-01
Kantoor BV;Kantoormeubilair;18.000,00;;2024-05-01
Import BV;Werkkleding;5.000,00;Bangladesh;2024-06-01
Steen BV;Natuursteen trottoirbanden;41.250,75;India;2024-07-01
Computer BV;Laptops;64.000,00;;2025-01-31
"""


@pytest.fixture(scope="module")
def starter() -> ChainModel:
    return load_model()


@pytest.fixture
def answer(assess_text: Any) -> Assessment:
    assessment: Assessment = assess_text(LEDGER).assessment
    return assessment


def test_paths_of_a_risk_are_those_of_the_exposure(answer: Assessment) -> None:
    """All paths together are the exposure; those of one cell are what the maker of the purchase earns there."""
    shown = answer.risks[:25]
    assert all(risk.paths for risk in shown)
    assert not any(risk.paths for risk in answer.risks[25:])
    for risk in shown:
        paths = risk.paths
        assert paths is not None
        assert paths.amount == pytest.approx(risk.exposure.amount, rel=1e-9)
        assert all(path.cells[-1] == risk.origin for path in paths.listed)
        values = [path.amount for path in paths.listed]
        assert values == sorted(values, reverse=True)
        assert paths.others_at_most <= values[-1]
        assert paths.coverage == pytest.approx(sum(values) / paths.amount, rel=1e-12)
        assert paths.coverage <= 1
        direct = sum(path.amount for path in paths.listed if len(path.cells) == 1)
        if direct:
            assert direct == pytest.approx(risk.exposure.tiers.supplier, rel=1e-9)
        near = sum(path.amount for path in paths.listed if len(path.cells) == 2)
        assert near <= risk.exposure.tiers.tier1 * (1 + 1e-9)


def test_a_stated_maker_that_the_model_does_not_show_is_a_path_of_its_own(answer: Assessment) -> None:
    risk = next(risk for risk in answer.risks if risk.id == "child_labour:BGD/c4")
    assert risk.paths is not None
    assert [path.cells for path in risk.paths.listed] == [[risk.origin]]
    assert risk.paths.coverage == pytest.approx(1)
    assert risk.paths.others_at_most == 0.0
    # Its own suppliers are those of the group: the rest of the world sells it cloth.
    assert risk.exposure.interval is not None
    assert risk.exposure.interval.low == risk.exposure.interval.high == pytest.approx(risk.exposure.amount)


def test_paths_equal_those_of_the_system(assess_text: Any, starter: ChainModel) -> None:
    """The compiled search on the demand of the ledger, to the same places."""
    text = "Omschrijving;Bedrag\nKantoormeubilair;18.000,00\nWerkkleding;12.500,00\n"
    answer: Assessment = assess_text(text).assessment
    demand = sum(
        (p.amount * calc_demand(starter, "NLD", {p.sector: 1.0}, origin=False) for p in answer.purchases),
        np.zeros(starter.cells),
    )
    leontief = Leontief(starter)
    labels = [starter.label(cell) for cell in range(starter.cells)]
    system = System(leontief.coefficients, [r for r, _ in labels], [s for _, s in labels])
    places = {(risk.origin.country, risk.origin.sector) for risk in answer.risks[:10] if risk.band == "priority"}
    ends = np.array([label in places for label in labels]) * np.maximum(leontief.value_added_share, 0.0)
    expected = system.paths(demand, ends, TOGETHER)
    assert answer.paths is not None
    found = [(path.amount, [(c.country, c.sector) for c in path.cells]) for path in answer.paths.listed]
    assert [cells for _, cells in found] == [[labels[cell] for cell in cells] for _, cells in expected]
    np.testing.assert_allclose([value for value, _ in found], [value for value, _ in expected], rtol=1e-9)
    assert answer.paths.amount == pytest.approx(float(ends @ leontief.solve(demand)), rel=1e-9)


def test_a_kind_of_purchase_of_which_more_was_credited_is_left_out(assess_text: Any) -> None:
    text = "Omschrijving;Bedrag\nKantoormeubilair;18.000,00\nWerkkleding;-500,00\n"
    answer: Assessment = assess_text(text).assessment
    alone: Assessment = assess_text("Omschrijving;Bedrag\nKantoormeubilair;18.000,00\n").assessment
    paths = {risk.id: risk.paths for risk in alone.risks[:25] if risk.paths}
    both = [(risk.paths, paths[risk.id]) for risk in answer.risks[:25] if risk.paths and risk.id in paths]
    assert len(both) > 10
    for one, other in both:
        assert [path.cells for path in one.listed] == [path.cells for path in other.listed]
        assert one.amount == pytest.approx(other.amount, rel=1e-9)


def test_the_interval_is_the_one_that_was_measured(assess_text: Any) -> None:
    """One kind of purchase, so one measurement a cell: that of its size, 14 years on, at home or abroad."""
    answer: Assessment = assess_text("Omschrijving;Bedrag;Datum\nKantoormeubilair;1000,00;2025-02-01\n").assessment
    assert answer.age is not None
    assert (answer.age.years, answer.age.model_year, answer.age.spend_year) == (14, 2011, 2025)
    assert answer.age.pairs > 0
    table, seen = load_age_table(), set()
    for risk in answer.risks:
        interval, exposure = risk.exposure.interval, risk.exposure
        home = risk.origin.country == "NLD"
        spread = table.spread("cell", 14, exposure.share, home=home)
        assert interval is not None
        assert spread is not None
        assert interval.low == pytest.approx(exposure.amount * spread.low)
        assert interval.high == pytest.approx(min(exposure.amount * spread.high, 1000.0))
        seen.add((home, spread.low))
    assert len(seen) >= 4


@pytest.mark.parametrize(
    ("date", "years", "said"),
    [
        ("2011-05-01", 0, "same year"),
        ("2005-05-01", -6, "from after"),
        ("2035-01-01", 24, "not measured"),
        ("", None, "no dates"),
    ],
)
def test_where_the_age_says_nothing_there_is_no_interval(
    assess_text: Any, date: str, years: int | None, said: str
) -> None:
    answer: Assessment = assess_text(f"Omschrijving;Bedrag;Datum\nKantoormeubilair;1000,00;{date}\n").assessment
    assert answer.age is not None
    assert (answer.age.years, answer.age.pairs) == (years, 0)
    assert said in answer.age.text
    assert answer.risks
    assert not any(risk.exposure.interval for risk in answer.risks)


def test_nothing_bought_has_no_paths(assess_text: Any) -> None:
    answer: Assessment = assess_text("Omschrijving;Bedrag\nKoffie;-10,00\n").assessment
    assert answer.paths is None


def test_tiers_that_are_added_are_the_solution() -> None:
    rng = np.random.default_rng(3)
    table = rng.random((6, 6)) * 0.12
    wide = np.zeros((8, 8))
    wide[:6, :6], wide[:6, 6:] = table, table[:, [2, 5]]
    demand = rng.random(8)
    np.testing.assert_allclose(_add_tiers(table, demand, [2, 5]), np.linalg.solve(np.eye(8) - wide, demand), rtol=1e-10)


def test_what_was_saved_under_the_first_version_is_still_read(repository: Path) -> None:
    saved = (repository / "tests" / "golden" / "explain" / "assessment.json").read_text(encoding="utf-8")
    old = Assessment.model_validate_json(saved)
    assert old.schema_id == "scharnier-assessment-1"
    assert (old.paths, old.age, old.risks[0].paths, old.risks[0].exposure.interval) == (None, None, None, None)


@pytest.mark.shared
def test_bounds_hold_for_a_whole_ledger(shared_data: Path) -> None:
    """The demo's purchases in the chains of 2001 and in those of 2011: nine tenths and more lie where they should.

    The bounds were measured purchase by purchase; a ledger adds purchases up, which is not the same thing.
    """
    ledger = read_ledger(content_path("demo/gemeente-voorbeelddam-2025.csv"))
    purchases = read_purchases(ledger, load_classifier(), None, load_concordance(ledger.code_scheme or ""))
    tables = [load_wiod_npz(shared_data / "mrio" / "wiod2013" / f"wiot2013_{year}.npz") for year in (2001, 2011)]
    before, after = (calc_exposures(purchases, ledger.cents, ledger.problem == 0, table, "NLD") for table in tables)
    assert before.units == after.units
    old, new = (one.unit_origins @ one.unit_amount for one in (before, after))
    listed = np.flatnonzero(old >= 1e-4 * old.sum())
    aged = Aged(before, load_age_table(), 10)
    bounds = [aged.calc_interval(cell) for cell in listed.tolist()]
    held = np.array([one is not None and one.low <= new[c] <= one.high for one, c in zip(bounds, listed, strict=True)])
    assert listed.size > 400
    assert held.mean() >= 0.9
    assert old[listed][held].sum() / old[listed].sum() >= 0.95


def test_sales_below_zero_are_left_out_and_the_rest_still_adds_up(tmp_path: Path, starter: ChainModel) -> None:
    """A table with one negative sale: paths and total are those of the table without it."""
    file = tmp_path / "ledger.csv"
    file.write_text("Omschrijving;Bedrag\nKantoormeubilair;18.000,00\n", encoding="utf-8")
    ledger = read_ledger(file)
    purchases = read_purchases(ledger, load_classifier(), None, None)
    flows = starter.flows.copy()
    flows[starter.index("CHN", "c12"), starter.index("CHN", "c16")] = -5.0
    odd = replace(starter, flows=flows)
    exposures = calc_exposures(purchases, ledger.cents, ledger.problem == 0, odd, "NLD")
    through = follow(exposures, odd)
    assert through is not None
    clean = np.maximum(flows, 0.0) / np.where(odd.output > 0, odd.output, np.inf)
    demand = sum(
        (a * calc_demand(odd, u.region, {u.sector: 1.0}, origin=False)
         for a, u in zip(exposures.unit_amount, exposures.units, strict=True)),
        np.zeros(odd.cells),
    )  # fmt: skip
    made = np.linalg.solve(np.eye(odd.cells) - clean, demand)
    np.testing.assert_allclose(through.earned, through.keeps * made, rtol=1e-8, atol=1e-9)
    assert (through.reaching.table >= 0).all()
