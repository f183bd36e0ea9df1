"""CO2 of an added model: only rows that are known, nothing lost on the way, unknown where it is not known."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from scharnier.chain import ChainModel
from scharnier.chain.stored import open_model
from scharnier.chain.stored_write import ModelParts, SatellitePart, write_model
from scharnier.chain.totals import Totals
from scharnier.cli import app
from scharnier.risk.climate import calc_co2_intensity, calc_world_average, read_money, with_climate
from scharnier.risk.evidence import load_evidence
from scharnier.sources.mrio.adopt import adopt
from scharnier.sources.mrio.emissions import find_co2
from scharnier.sources.mrio.facts import describe_source

CO2 = (
    "CO2 - combustion - air",
    "CO2 - non combustion - Cement production - air",
    "CO2 - non combustion - Lime production - air",
    "CO2 - waste - fossil - air",
)
BIO = "CO2_bio - combustion - air"


def products() -> list[str]:
    from scharnier.kernel.content import content_path

    with content_path("chain/concordances/exiobase3-pxp.csv").open(encoding="utf-8") as file:
        return [row["sector"] for row in csv.DictReader(file)]


def exiobase_like(
    rows: tuple[str, ...] = (*CO2, BIO), unit: str = "kg", money: str = "M.EUR", **facts: object
) -> ModelParts:
    random, labels = np.random.default_rng(11), [(r, s) for r in ("NL", "CN", "WA") for s in products()]
    n = len(labels)
    totals = random.random((len(rows), n)) * 1e6
    return ModelParts(
        "e",
        labels,
        [(region, "use") for region in ("NL", "CN", "WA")],
        random.random((n, n)),
        "Z",
        None,
        random.random((n, 3)) * n,
        [SatellitePart("air_emissions", "Air emissions", [(row, unit, "") for row in rows], totals)],
        {**describe_source("exiobase", 2020), "unit": money, **facts},
    )


def brought(tmp_path: Path, parts: ModelParts) -> ChainModel:
    return adopt(write_model(tmp_path, parts, replace=True))


def test_co2_comes_along_in_kilotonnes_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    parts = exiobase_like()
    model = brought(tmp_path, parts)
    emitted = parts.satellites[0].totals[:4].sum(axis=0) / 1e6  # kg to kt, without what biomass gives
    assert model.stressors["co2_kt"].sum() == pytest.approx(emitted.sum())
    textiles = products().index("Textiles (17)"), products().index("Wearing apparel; furs (18)")
    assert model.stressors["co2_kt"][model.index("NLD", "c4")] == pytest.approx(emitted[list(textiles)].sum())
    assert model.manifest.units["co2_kt"] == "kilotonnes CO2"
    assert any(
        text.startswith("CO2 is that of 2020 ('CO2 - combustion - air' and 3 more rows)")
        for text in model.manifest.caveats["en"]
    )
    # Per euro, and said so: kilotonnes over millions of euro is kilograms over euro.
    cell = model.index("NLD", "c4")
    assert calc_co2_intensity(model)[cell] == pytest.approx(model.stressors["co2_kt"][cell] / model.output[cell])
    evidence = with_climate(load_evidence(), model)
    record = next(record for record in evidence.records if record.id == "jrc-co2:NLD-c4-climate")
    assert record.unit == "kg CO2/EUR"
    assert "per euro productie" in evidence.statement(record, "nl")
    assert "per euro of output" in evidence.statement(record, "en")


def test_thousands_of_dollars_are_dollars(tmp_path: Path) -> None:
    euros, thousands = (brought(tmp_path, exiobase_like(money=money)) for money in ("M.EUR", "thousand USD"))
    assert calc_world_average(thousands) == pytest.approx(1000 * calc_world_average(euros))
    assert read_money("thousand USD") == ("USD", 0.001)
    assert read_money("million USD, current basic prices") == ("USD", 1.0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"rows": (CO2[0], *CO2[2:], BIO)}, f"it has no row {CO2[1]!r}"),
        ({"rows": (BIO,)}, f"it has no row {CO2[0]!r}"),
        ({"unit": "TJ"}, "co2 in unit 'TJ'"),
        ({"unit": ""}, "co2 in unit ''"),
        ({"money": "points"}, "no unit of money: 'points'"),
        ({"year": None}, "the year of air_emissions is not stated"),
        ({"source": "figaro"}, "its source is not one of which we know the rows of CO2"),
    ],
)
def test_what_is_not_surely_co2_is_unknown_and_not_none(tmp_path: Path, change: dict[str, object], why: str) -> None:
    concordance = [
        ("sectors", "wiod35", [["sector", "wiod35"], *([s, f"c{i % 35 + 1}"] for i, s in enumerate(products()))])
    ]
    places = [("regions", "places", [["region", "place"], ["WA", "ROW"]])]
    parts = exiobase_like(**change)  # type: ignore[arg-type]
    model = brought(tmp_path, ModelParts(**{**vars(parts), "concordances": [*concordance, *places]}))
    assert "co2_kt" not in model.stressors
    assert f"CO2: {why}" in model.manifest.left_out
    assert any("unknown here, which is not none" in text for text in model.manifest.caveats["en"])
    assert model.manifest.caveats["nl"][-1] == (
        "Er is geen CO2 uit overgenomen: de uitstoot is hier onbekend, en dat is niet nul."
    )
    assert np.isnan(calc_co2_intensity(model)).all()


def test_gaps_in_one_product_are_gaps_in_its_industry(tmp_path: Path) -> None:
    parts = exiobase_like()
    parts.satellites[0].totals[0, products().index("Textiles (17)")] = np.nan
    model = brought(tmp_path, parts)
    unknown = np.isnan(model.stressors["co2_kt"])
    assert [model.label(cell) for cell in np.flatnonzero(unknown)] == [("NLD", "c4")]


def test_from_the_archive_of_a_publisher_to_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """EXIOBASE's layout with its 200 products, made up in numbers; no table of the user."""
    pytest.importorskip("pymrio")
    monkeypatch.setenv("SCHARNIER_MODELS", str(tmp_path / "models"))
    parts, folder = exiobase_like(), tmp_path / "IOT_2020_pxp"
    (folder / "air_emissions").mkdir(parents=True)
    labels, run = parts.labels, CliRunner()
    made = parts.table.sum(axis=1) + parts.final.sum(axis=1)

    def write(name: str, head: list[list[str]], rows: list[list[object]]) -> None:
        with (folder / name).open("w", newline="") as file:
            csv.writer(file, delimiter="\t", lineterminator="\n").writerows([*head, *rows])

    def heading(index: int, columns: list[tuple[str, str]], last: bool = True) -> list[list[str]]:
        empty = [""] * (index - 1)
        first, second = ["region", *empty, *(c[0] for c in columns)], ["sector", *empty, *(c[1] for c in columns)]
        return [first, second, *([["region", "sector", *[""] * len(columns)]] if last else [])]

    named = [[*label] for label in labels]
    coefficients = parts.table / made
    write("A.txt", heading(2, list(labels)), [[*n, *row] for n, row in zip(named, coefficients.tolist(), strict=True)])
    write(
        "Y.txt",
        heading(2, list(parts.final_labels)),
        [[*n, *y] for n, y in zip(named, parts.final.tolist(), strict=True)],
    )
    write("unit.txt", [["region", "sector", "unit"]], [[*n, "M.EUR"] for n in named])
    satellite = parts.satellites[0]
    flows = [[row[0], *f] for row, f in zip(satellite.rows, satellite.totals.tolist(), strict=True)]
    write("air_emissions/F.txt", [*heading(1, list(labels), last=False), ["stressor", *[""] * len(labels)]], flows)
    write("air_emissions/unit.txt", [["stressor", "unit"]], [[row[0], "kg"] for row in satellite.rows])

    def describe(kind: str, **index: int) -> dict[str, object]:
        files = {
            name: {"name": f"{name}.txt", "nr_index_col": str(count), "nr_header": "1" if name == "unit" else "2"}
            for name, count in index.items()
        }
        return {"files": files, "systemtype": kind}

    about = {"description": "made up, 2020", "name": "IO", "system": "pxp", "version": "v3.9", "history": []}
    (folder / "metadata.json").write_text(json.dumps(about))
    (folder / "file_parameters.json").write_text(json.dumps(describe("IOSystem", A=2, Y=2, unit=2)))
    extension = describe("Extension", F=1, unit=1) | {"name": "air_emissions"}
    (folder / "air_emissions" / "file_parameters.json").write_text(json.dumps(extension))
    added = run.invoke(app, ["model", "add", "exiobase3", str(folder), "--id", "exiobase3-2020", "--lang", "en"])
    assert added.exit_code == 0, added.output
    assert "200 x our table EXIOBASE 3, 200 products, 2026-11-20; names from: pymrio 0.7.0" in added.output
    mapped = run.invoke(app, ["codes", "map", "--from", "cpv", "18000000", "--to", "exiobase", "--format", "json"])
    assert mapped.exit_code == 0, mapped.output
    answer = json.loads(mapped.output)
    assert answer["to"] == "exiobase3-2020"
    assert {one["code"] for one in answer["industries"]} >= {
        "Wearing apparel; furs (18)",
        "Textiles (17)",
    }
    told = run.invoke(
        app, ["codes", "map", "--from", "cpv", "18000000", "--to", "exiobase", "--explain", "--lang", "nl"]
    )
    assert "Bedrijfstakken van exiobase3-2020\n- 200 x onze tabel EXIOBASE 3, 200 products" in told.output
    emitted = run.invoke(
        app, ["chain", "explain", "NL/Textiles (17)", "--stressor", "co2", "--model", "exiobase3-2020"]
    )
    assert emitted.exit_code == 0, emitted.output
    ledger, out = tmp_path / "ledger.csv", tmp_path / "out"
    ledger.write_text("Omschrijving;Bedrag\nWerkkleding;1.250,00\nCement;310,50\n", encoding="utf-8")
    done = run.invoke(
        app, ["assess", str(ledger), "--model", "exiobase3-2020", "--out", str(out), "--no-pdf", "--on", "2026-11-20"]
    )
    assert done.exit_code == 0, done.output
    assessment = (out / "assessment.json").read_text()
    assert "per euro productie (2020)" in assessment
    assert "onze eigen tabel (EXIOBASE 3, 200 products)" in assessment


def test_a_source_without_a_model_is_told_to_be_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHARNIER_MODELS", str(tmp_path))
    for name, key in (
        ("exiobase", "exiobase3"),
        ("eora26", "eora26"),
        ("oecd", "oecd_icio"),
        ("gloria-2020", "gloria"),
    ):
        refused = CliRunner().invoke(app, ["codes", "map", "--from", "cpv", "15861000-1", "--to", name])
        assert f"no model of {name!r} was added yet. Add one first: scharnier model add {key} FILE" in str(
            refused.exception
        )
    refused = CliRunner().invoke(app, ["codes", "map", "--from", "cpv", "15861000-1", "--to", "mars"])
    assert "there is no concordance to 'mars'" in str(refused.exception)


@pytest.mark.shared
def test_the_accounts_of_wiod_2013_are_co2_too(mocks: Path, store: Path) -> None:
    run = CliRunner()
    added = run.invoke(app, ["model", "add", "auto", str(mocks / "wiod_mock"), "--id", "wiod", "--accept-faults"])
    assert added.exit_code == 0, added.output
    model = open_model(store / "wiod")
    co2, satellite = find_co2(model), model.satellite("air_emission_accounts")
    assert isinstance(co2, Totals)
    np.testing.assert_array_equal(co2.values, satellite.totals[[row[0] for row in satellite.rows].index("CO2")])
    told = run.invoke(app, ["chain", "explain", "BEL/AtB", "--stressor", "co2", "--model", "wiod", "--format", "json"])
    assert told.exit_code == 0, told.output
