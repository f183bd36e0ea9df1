"""The tables that ship from the sectors of published models to the 35 industries: complete, sourced, conserving."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from scharnier.analytics.chains.table import load_table
from scharnier.analytics.chains.themes import calc_spoken
from scharnier.chain.stored import StoredModel
from scharnier.chain.stored_write import ModelParts, write_model
from scharnier.codes.concordance import load_concordance
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.content import content_path
from scharnier.sources.concordances.links import calc_divisions
from scharnier.sources.mrio.adopt import adopt
from scharnier.sources.mrio.facts import describe_source
from scharnier.sources.mrio.industries import guess_industries
from scharnier.sources.mrio.places import name_places, weigh_members
from scharnier.sources.mrio.sectors import fold, load_shipped, name_sectors, trace_sectors

SIZES = {
    "exiobase3-ixi": 163, "exiobase3-pxp": 200, "eora26": 26, "gloria": 120, "figaro": 64, "wiod-2016": 56,
    "oecd-icio": 50,
}  # fmt: skip
SOURCES = {"exiobase3-ixi": "exiobase", "exiobase3-pxp": "exiobase", "oecd-icio": "oecd_icio", "wiod-2016": "wiod2016"}
ALL = {f"c{number}" for number in range(1, 36)}


def rows_of(id: str) -> list[dict[str, str]]:
    with content_path(f"chain/concordances/{id}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def made_up(id: str, regions: tuple[str, ...] = ("NL", "CN", "ROW"), **more: object) -> ModelParts:
    """A small productive model with the sectors of a table."""
    random, sectors = np.random.default_rng(7), list(dict.fromkeys(row["sector"] for row in rows_of(id)))
    labels = [(region, sector) for region in regions for sector in sectors]
    uses = [(region, use) for region in regions for use in ("Households", "Changes in inventories")]
    n = len(labels)
    facts = {**describe_source(SOURCES.get(id, id), 2020), "unit": "million EUR"}
    parts = ModelParts(
        "m", labels, uses, random.random((n, n)), "Z", None, random.random((n, len(uses))) * n, (), facts
    )
    return ModelParts(**{**vars(parts), **more})


@pytest.mark.parametrize("id", SIZES)
def test_a_table_names_every_sector_serves_all_industries_and_says_what_it_rests_on(id: str) -> None:
    rows = rows_of(id)
    assert len({row["sector"] for row in rows}) == SIZES[id]
    assert {row["wiod35"] for row in rows} == ALL
    assert max(Counter((row["sector"], row["wiod35"]) for row in rows).values()) == 1
    wide = {sector for sector, count in Counter(row["sector"] for row in rows).items() if count > 1}
    for row in rows:
        assert row["rule"] in {"code", "name", "review"}
        assert row["confidence"] in {"secondary", "unverified"}
        doubtful = row["confidence"] == "unverified" or row["rule"] == "review"
        assert not doubtful or row["note"] or row["sector"] in wide or id == "eora26", row
    notice = load_shipped()[id]
    assert notice.names_from
    assert notice.as_of == "2026-11-20"


@pytest.mark.parametrize("id", SIZES)
def test_a_model_with_these_sectors_needs_no_table_of_the_user_and_loses_nothing(id: str, tmp_path: Path) -> None:
    parts = made_up(id)
    model = adopt(write_model(tmp_path, parts))
    assert model.regions == ("NLD", "CHN", "ROW")
    # Each of the 35 is served in each region, but where a wide sector is split and the starter model has none of it.
    unmade = [model.label(cell) for cell in np.flatnonzero(model.output <= 0)]
    assert set(unmade) <= {("CHN", "c19"), ("CHN", "c35")}
    assert model.flows.sum() == pytest.approx(parts.table.sum())
    assert model.output.sum() == pytest.approx(parts.table.sum() + parts.final.sum())
    assert (model.final + model.inventories).sum() == pytest.approx(parts.final.sum())
    used = model.flows.sum(axis=1) + model.final.sum(axis=1) + model.inventories.sum(axis=1)
    np.testing.assert_allclose(used, model.output, rtol=1e-12)
    assert any("our own table" in text for text in model.manifest.caveats["en"])


def test_the_codes_of_the_tables_are_those_of_the_rule() -> None:
    divisions = calc_divisions() | {"99": "c34"}
    for kind in ("ixi", "pxp"):
        for row in rows_of(f"exiobase3-{kind}"):
            code = row["also"].split(" | ")[0]
            assert row["wiod35"] == divisions[code[1:3]] == guess_industries("exiobase", code)[0]
    for id in ("figaro", "wiod-2016", "oecd-icio"):
        by_code: dict[str, list[str]] = {}
        for row in rows_of(id):
            if row["rule"] == "code":
                by_code.setdefault(row["sector"], []).append(row["wiod35"])
        assert by_code == {code: list(guess_industries(id, code)) for code in by_code}


def test_reviewed_codes_and_most_others_agree_with_the_official_links() -> None:
    """Eurostat's links from NACE Rev. 2 to Rev. 1.1, class by class: another way to the same industries."""
    official = load_concordance("nace")
    assert official.map("79")[0][0] == "c26"
    assert official.map("95")[0][0] == "c21"
    named = {row["sector"]: row["wiod35"] for row in rows_of("figaro") if row["rule"] == "review"}
    assert named == {"N79": "c26", "S95": "c21"}
    single = {row["sector"]: row["wiod35"] for row in rows_of("figaro") if len(row["sector"]) == 3}
    apart = {code for code, industry in single.items() if official.map(code[1:])[0][0] != industry and code != "C33"}
    assert apart == set()


@pytest.mark.shared
def test_exiobase_agrees_with_what_its_makers_say_of_isic(shared_data: Path) -> None:
    """A concordance from classes of ISIC Rev. 3 to the industries of EXIOBASE, made by others."""
    book = openpyxl.load_workbook(
        shared_data / "classifications" / "bonsai_ISIC_REV._3_EXIOBASE2.0.xlsx", data_only=True
    )
    ours = {row["also"].split(" | ")[0]: row["wiod35"] for row in rows_of("exiobase3-ixi")}
    seen, apart = set(), []
    divisions = calc_divisions()
    for _, isic, codes in list(book.active.iter_rows(values_only=True))[2:]:
        if not isinstance(isic, int) or isic < 1000:  # without their zeros, shorter codes can be read in two ways
            continue
        for code in {part.strip() for part in str(codes or "").split(";")} & ours.keys():
            seen.add(code)
            if divisions.get(str(isic)[:2], ours[code]) != ours[code]:
                apart.append((isic, code))
    assert len(seen) > 120
    assert apart == []


def test_the_names_are_those_of_pymrio() -> None:
    pymrio = pytest.importorskip("pymrio")
    for kind in ("ixi", "pxp"):
        path = Path(pymrio.__file__).parent / "mrio_models" / f"exio3_{kind}" / "sectors.tsv"
        with path.open(encoding="utf-8") as file:
            theirs = [fold(row["ExioName"]) for row in csv.DictReader(file, delimiter="\t")]
        assert [fold(row["sector"]) for row in rows_of(f"exiobase3-{kind}")] == theirs


def test_spellings_of_other_editions_are_known_and_never_mean_two_things() -> None:
    assert fold("Vegetables; fruit; nuts") == fold("Vegetables, fruit, nuts")
    assert fold("Textiles (17)") == fold("Textiles")
    assert fold("Retail  trade services") == fold("retail trade services")
    both = [load_shipped()[f"exiobase3-{kind}"].codes for kind in ("ixi", "pxp")]
    assert all(both[0][name] == both[1][name] for name in both[0].keys() & both[1].keys())
    for id in SIZES:
        spelled: dict[str, set[str]] = {}
        for row in rows_of(id):
            for name in filter(None, (row["sector"], *row["also"].split(" | "))):
                spelled.setdefault(fold(name), set()).add(row["sector"])
        assert all(len(sectors) == 1 for sectors in spelled.values())


def stored(tmp_path: Path, labels: list[str], source: str = "exiobase", **more: object) -> StoredModel:
    n = len(labels)
    cells = [(region, label) for region in ("NL", "DE") for label in labels]
    parts = ModelParts("s", cells, [("NL", "use")], np.eye(2 * n), "Z", None, np.ones((2 * n, 1)), (),
                       describe_source(source, 2020), **more)  # fmt: skip
    return write_model(tmp_path, parts, replace=True)


def test_the_user_goes_before_the_table_and_what_nobody_knows_stays_open(tmp_path: Path) -> None:
    own = [("sectors", "wiod35", [["sector", "wiod35"], ["Wheat", "c3"], ["Moon dust", "c2"], ["Moon dust", "c9"]])]
    model = stored(tmp_path, ["Paddy rice", "Wheat", "Moon dust", "C_TEXT", "p19", "Cheese"], concordances=own)
    assert trace_sectors(model) == {
        "Paddy rice": (("c1",), "exiobase3-pxp"),
        "Wheat": (("c3",), "own"),
        "Moon dust": (("c2", "c9"), "own"),
        "C_TEXT": (("c4",), "exiobase3-pxp"),
        "p19": (("c5",), "exiobase3-pxp"),
        "Cheese": ((), ""),
    }
    # The same names in a table of another make are not taken for those of EXIOBASE unless all of them are.
    assert set(name_sectors(stored(tmp_path, ["Paddy rice", "Cheese"], "pymrio_saved")).values()) == {()}
    products = list(dict.fromkeys(row["sector"] for row in rows_of("exiobase3-pxp")))
    assert all(name_sectors(stored(tmp_path, products, "pymrio_saved")).values())
    # Numbered industries of 56 are not the 35.
    numbered = [f"c{number}" for number in range(1, 57)]
    assert set(name_sectors(stored(tmp_path, numbered, "pymrio_saved")).values()) == {()}
    assert name_sectors(stored(tmp_path, numbered[:35], "pymrio_saved")) == {c: (c,) for c in numbered[:35]}


def test_both_uses_see_the_same_places_industries_and_rest_of_the_world(tmp_path: Path) -> None:
    regions = ("NL", "WA", "WL", "WE", "WF", "WM", "BD")
    model = write_model(tmp_path, made_up("exiobase3-ixi", regions))
    assert name_places(model) == {"NL": "NLD", "BD": "BGD", **dict.fromkeys(regions[1:6], "ROW")}
    assert "WLF" not in adopt(model).regions  # WF is the rest of Africa here, not Wallis and Futuna
    table, adopted = load_table("m", tmp_path), adopt(model)
    assert table.places == name_places(model)
    assert table.industries == name_sectors(model)
    assert adopted.members == weigh_members(adopted.regions)
    weights = dict(adopted.members["ROW"])
    assert weights["CHN"] > weights["DEU"] > 0  # shown by the starter model, not by this one
    assert not {"NLD", "BGD"} & weights.keys()
    assert sum(weights.values()) == pytest.approx(1)
    spoken = calc_spoken(table, "child_labour", date(2026, 11, 20))
    assert ((spoken.likely >= 0) & (spoken.likely + spoken.unknown <= 1 + 1e-12)).all()


def test_every_industry_has_a_name() -> None:
    assert set(load_sectors()) == ALL
