"""`scharnier chain coarse`: the starter made coarser, with the figures of the method page, and what is refused."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from typer.testing import Result

from scharnier.analytics.chains.coarse import compare_detail
from scharnier.analytics.chains.table import load_table
from scharnier.chain import load_model
from scharnier.chain.aggregate import aggregate_table, group_by_label
from scharnier.chain.stored_write import ModelParts, SatellitePart, write_model

ON = date(2026, 11, 20)
MADE = [f"c{number}" for number in range(3, 17)]
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with `rough`: the starter with its fourteen manufacturing industries made one."""
    folder = tmp_path_factory.mktemp("rough")
    model = load_model("wiod2013-2011")
    sectors = {code: {"made" if code in MADE else code: 1.0} for code in model.sectors}
    groups = group_by_label([model.label(cell) for cell in range(model.cells)], sectors)
    co2 = model.stressors["co2_kt"]
    rough = aggregate_table(model.flows, model.output, co2, model.final, groups)
    facts = {
        "title": "Rough table", "source": "test", "edition": "1", "year": 2011, "publisher": model.manifest.publisher,
        "licence": "CC-BY-4.0", "licence_confidence": "verified", "attribution": "", "url": "",
        "price_basis": "basic prices", "unit": "million USD",
    }  # fmt: skip
    rows = [["sector", "wiod35"], *(["made" if code in MADE else code, code] for code in model.sectors)]
    final = [(region, "all") for region in model.regions]
    satellite = SatellitePart("air", "Air", [("co2_kt", "kilotonnes CO2", "")], rough.totals, None)
    parts = ModelParts(
        "rough", list(rough.labels), final, rough.flows, "Z", rough.output, rough.use, [satellite], facts,
        [("sectors", "wiod35", rows)],
    )  # fmt: skip
    write_model(folder, parts)
    return folder


def test_the_figures_of_the_method_page(store: Path) -> None:
    fine, rough = load_table("wiod2013-2011", None), load_table("rough", store)
    used = load_model("wiod2013-2011").final.sum(axis=1)
    found = compare_detail(fine, rough, "", "co2_kt", ON, weights=np.maximum(used, 0.0))
    made = found.sectors.labels.index("made")
    figures = [round(float(part[0, made]), 2) for part in (found.sectors.p05, found.sectors.p50, found.sectors.p95)]
    assert figures == [0.48, 0.76, 1.50]  # docs/method/chain-uncertainty.md
    assert found.members["made"] == 14
    assert found.compared == pytest.approx(1)
    assert found.loose == ((), ())


def test_what_the_command_says(ask: Ask, run: Callable[..., Result], store: Path) -> None:
    asked = ("coarse", "wiod2013-2011", "rough", "--stressor", "co2_kt", "--store", str(store))
    answer = ask(*asked)
    first = answer["sectors"][0]
    assert (first["sector"], first["fine_sectors"]) == ("made", 14)
    assert first["p05"] < first["p50"] < first["p95"]
    assert answer["all"]["p05"] < 1 < answer["all"]["p95"]
    english = run(*asked, "--lang", "en").stdout
    assert "0.5 means: the coarse model says twice as much" in english
    assert "of other years or makers" not in english
    assert "0,5 betekent: het grove model zegt het dubbele" in run(*asked).stdout
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout)))
    assert len(rows) == 22
    assert float(rows[0]["p95"]) == pytest.approx(first["p95"], rel=1e-8)


def test_a_theme_can_be_compared_as_well(ask: Ask, store: Path) -> None:
    answer = ask("coarse", "wiod2013-2011", "rough", "--theme", "child_labour", "--store", str(store), "--on", str(ON))
    assert answer["without_figure"][0] > 0.2  # unknown is told
    assert answer["sectors"][0]["p05"] < answer["sectors"][0]["p95"]


def test_a_region_within_the_rest_of_the_world(store: Path) -> None:
    """A coarse model with fewer countries: the others lie in its rest of the world."""
    fine = load_table("wiod2013-2011", None)
    model = load_model("wiod2013-2011")
    kept = ("NLD", "CHN", "ROW")
    labels = [model.label(cell) for cell in range(model.cells)]
    named = [(region if region in kept else "ROW", sector) for region, sector in labels]
    order = list(dict.fromkeys(named))
    share = np.zeros((len(order), len(labels)))
    share[[order.index(pair) for pair in named], np.arange(len(labels))] = 1.0
    groups = (tuple(order), sparse.csr_array(share))
    rough = aggregate_table(model.flows, model.output, model.stressors["co2_kt"], model.final, groups)
    facts = {
        "title": "Few", "source": "test", "edition": "1", "year": 2005, "publisher": "nobody", "licence": "CC0-1.0",
        "licence_confidence": "verified", "attribution": "", "url": "", "price_basis": "", "unit": "million USD",
    }  # fmt: skip
    satellite = SatellitePart("air", "Air", [("co2_kt", "kilotonnes CO2", "")], rough.totals, None)
    final = [(region, "all") for region in model.regions]
    parts = ModelParts("few", order, final, rough.flows, "Z", rough.output, rough.use, [satellite], facts, [])
    write_model(store, parts)
    found = compare_detail(fine, load_table("few", store), "", "co2_kt", ON)
    assert found.compared == pytest.approx(1)
    assert int(found.sectors.members.sum()) == int((model.output > 0).sum())
    # What all output of an industry carries in the coarse table is what its fine parts carry together, nearly.
    assert found.whole.total_fine[0] == pytest.approx(found.whole.total_coarse[0], rel=0.05)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rough", "wiod2013-2011", "--stressor", "co2_kt"), "not finer than wiod2013-2011"),
        (("wiod2013-2011", "wiod2013-2011", "--stressor", "co2_kt"), "not finer than wiod2013-2011"),
        (("wiod2013-2011", "rough"), "in value added no table is too coarse"),
        (("wiod2013-2011", "rough", "--stressor", "ch4"), "no stressor 'ch4'"),
        (("wiod2013-2011", "roughest", "--stressor", "co2"), "unknown chain model 'roughest'"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(
    fault: Callable[..., str], store: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert said in fault("coarse", *arguments, "--store", str(store))
