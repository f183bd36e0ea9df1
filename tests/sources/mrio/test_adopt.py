"""A model brought to the shape of an assessment: nothing lost, what is split behaves as the whole did."""

from pathlib import Path

import numpy as np
import pytest

from scharnier.chain import Leontief, calc_origins, check_model, load_model
from scharnier.chain.stored_write import ModelParts, write_model
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.adopt import adopt
from scharnier.sources.mrio.facts import describe_source
from scharnier.sources.mrio.industries import divisions_of, guess_industries
from scharnier.sources.mrio.read import read_model

# The industries of the WIOD 2016 release and of FIGARO, as their publishers write them.
WIOD2016 = (  # noqa: SIM905
    "A01 A02 A03 B C10-C12 C13-C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29 C30 C31_C32 C33 D35 E36 "
    "E37-E39 F G45 G46 G47 H49 H50 H51 H52 H53 I J58 J59_J60 J61 J62_J63 K64 K65 K66 L68 M69_M70 M71 M72 M73 M74_M75 "
    "N O84 P85 Q R_S T U"
).split()
FIGARO = (  # noqa: SIM905
    "A01 A02 A03 B C10T12 C13T15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29 C30 C31_32 C33 D35 E36 E37T39 "
    "F G45 G46 G47 H49 H50 H51 H52 H53 I J58 J59_60 J61 J62_63 K64 K65 K66 L M69_70 M71 M72 M73 M74_75 N77 N78 N79 "
    "N80T82 O84 P85 Q86 Q87_88 R90T92 R93 S94 S95 S96 T U"
).split()


@pytest.mark.parametrize(
    ("code", "divisions"),
    [
        ("A01", [1]),
        ("C10T12", [10, 11, 12]),
        ("C31_C32", [31, 32]),
        ("01T03", [1, 2, 3]),
        ("B05_06", [5, 6]),
        ("R_S", [90, 91, 92, 93, 94, 95, 96]),
        ("D", [35]),
        ("F", [41, 42, 43]),
        ("C01T05AGR", []),  # the older classification
        ("A10", []),
        ("C24A", [24]),
        ("C302T309", [30]),
        ("C24CHM", []),
        ("Paddy rice", []),
        ("", []),
    ],
)
def test_codes_are_taken_apart(code: str, divisions: list[int]) -> None:
    assert divisions_of(code) == divisions


def test_every_industry_of_wiod_2016_and_figaro_has_its_place_and_none_of_the_35_is_left_out() -> None:
    for source, codes in (("wiod-2016", WIOD2016), ("figaro", FIGARO)):
        found = {code: guess_industries(source, code) for code in codes}
        assert all(found.values())
        assert {c for places in found.values() for c in places} == {f"c{n}" for n in range(1, 36)}
        assert {code: places for code, places in found.items() if len(places) > 1} == {
            next(code for code in codes if code.startswith("C13")): ("c4", "c5")
        }
    assert (len(WIOD2016), len(FIGARO)) == (56, 64)
    assert guess_industries("exiobase", "A01") == ()
    assert guess_industries("wiod-2013", "15t16") == ("c3",)


@pytest.mark.shared
def test_the_starter_table_comes_back_as_it_ships(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "mrio" / "wiod2013" / "wiot2013_2011.npz"
    adopted, starter = adopt(write_model(tmp_path, read_model(path))), load_model()
    assert (adopted.regions, adopted.sectors) == (starter.regions, starter.sectors)
    for name in ("flows", "output", "final", "inventories"):
        np.testing.assert_allclose(getattr(adopted, name), getattr(starter, name), rtol=1e-12, atol=1e-6)
    assert dict(adopted.members["ROW"]) == pytest.approx(dict(starter.members["ROW"]))
    assert {finding.level for finding in check_model(adopted)} == {"note"}


def figaro_like(store: Path) -> ModelParts:
    """Two countries and the rest of the world in FIGARO's industries, random and productive."""
    random, regions = np.random.default_rng(5), ("NL", "BG", "FIGW1")
    n = len(regions) * len(FIGARO)
    flows = random.random((n, n))
    final = random.random((n, len(regions) * 2)) * n
    uses = [(region, use) for region in regions for use in ("P3_S14", "P5M")]
    labels = [(region, code) for region in regions for code in FIGARO]
    return ModelParts("like", labels, uses, flows, "Z", None, final, (), describe_source("figaro", 2021))


def test_figaro_needs_no_table_of_its_own(tmp_path: Path) -> None:
    parts = figaro_like(tmp_path)
    model = adopt(write_model(tmp_path, parts))
    assert model.regions == ("NLD", "BGR", "ROW")
    assert model.flows.sum() == pytest.approx(parts.table.sum())
    assert model.final.sum() == pytest.approx(parts.final[:, ::2].sum())
    assert model.inventories.sum() == pytest.approx(parts.final[:, 1::2].sum())
    used = model.flows.sum(axis=1) + model.final.sum(axis=1) + model.inventories.sum(axis=1)
    np.testing.assert_allclose(used, model.output, rtol=1e-12)
    weights = dict(model.members["ROW"])
    assert weights["DEU"] > weights["BEL"] > 0  # shown by the starter model, not by this one
    assert sum(weights.values()) == pytest.approx(1.0)
    assert "NLD" not in weights
    # C13T15 is split over c4 and c5 as they are made in each country: both then buy alike.
    first, second = model.index("NLD", "c4"), model.index("NLD", "c5")
    starter = load_model()
    made = [starter.output[starter.index("NLD", code)] for code in ("c4", "c5")]
    assert model.output[first] / model.output[second] == pytest.approx(made[0] / made[1])
    system = Leontief(model)
    np.testing.assert_allclose(system.coefficients[:, first], system.coefficients[:, second], rtol=1e-12)
    origins = calc_origins(system, np.eye(model.cells)[:, [first]])
    assert origins.sum() == pytest.approx(1.0)


def test_regions_that_are_no_country(tmp_path: Path) -> None:
    parts = figaro_like(tmp_path)
    labels = [("Atlantis" if region == "BG" else region, code) for region, code in parts.labels]
    model = write_model(tmp_path, ModelParts(**{**vars(parts), "labels": labels}))
    with pytest.raises(
        InputProblem, match=r"1 regions that are no country we know, such as 'Atlantis'.*--regions FILE"
    ):
        adopt(model)
    table = [["region", "place"], ["Atlantis", "PT"]]
    told = ModelParts(**{**vars(parts), "labels": labels, "concordances": [("regions", "places", table)]})
    assert adopt(write_model(tmp_path, told, replace=True)).regions == ("NLD", "PRT", "ROW")
    alone = [("NL", f"{region} {code}") for region, code in parts.labels]
    codes = [["sector", "wiod35"], *([label, f"c{number % 35 + 1}"] for number, (_, label) in enumerate(alone))]
    single = ModelParts(**{**vars(parts), "labels": alone, "concordances": [("sectors", "wiod35", codes)]})
    with pytest.raises(InputProblem, match="shows 1 country: an assessment follows money between countries"):
        adopt(write_model(tmp_path, single, replace=True))
