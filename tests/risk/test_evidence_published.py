"""The shipped evidence against figures that the publishers give themselves, and against the traps we know of."""

from collections import Counter

import pytest

from scharnier.codes.countries import load_countries
from scharnier.codes.products import load_products
from scharnier.law.eudr_annex import get_country_class
from scharnier.risk.evidence import EvidenceBase, Record, load_evidence

CHILD, FORCED = 7, 1
"""Published records on pornography, which we leave out: no industry of a purchase makes it."""


@pytest.fixture(scope="module")
def base() -> EvidenceBase:
    return load_evidence()


def _of(base: EvidenceBase, dataset: str) -> list[Record]:
    return [record for record in base.records if record.dataset == dataset]


def test_list_of_goods_has_the_published_numbers(base: EvidenceBase) -> None:
    direct, derived = _of(base, "ilab-goods-2022"), _of(base, "ilab-derived-2022")
    assert Counter(r.theme for r in direct) == {"child_labour": 414 - CHILD, "forced_labour": 121 - FORCED}
    assert len(derived) == 10
    pairs = {(r.place, r.good) for r in direct}
    # A derived good stands at the place of its input, so its own country is in the id.
    derived_pairs = {(r.id.split(":")[1][:3], r.good) for r in derived}
    assert len(pairs | derived_pairs) == 467 - CHILD
    assert len({place for place, _ in pairs | derived_pairs}) == 78
    assert len({good for _, good in pairs | derived_pairs}) == 169 - 1


def test_goods_cover_the_list_name_by_name(base: EvidenceBase) -> None:
    listed = [good.matched["ilab"] for good in base.goods.values() if "ilab" in good.matched]
    assert len(listed) == len(set(listed)) == 169


@pytest.mark.parametrize(
    ("place", "good", "theme", "sector"),
    [
        ("IND", "sandstone", "child_labour", "c2"),
        ("IND", "sandstone", "forced_labour", "c2"),
        ("MYS", "rubber-gloves", "forced_labour", "c10"),
        ("CHN", "polysilicon", "forced_labour", "c9"),
        ("CHN", "cotton", "forced_labour", "c1"),
        ("TKM", "cotton", "forced_labour", "c1"),
        ("COD", "cobalt-ore", "child_labour", "c2"),
        ("PAK", "surgical-instruments", "child_labour", "c14"),
        ("CIV", "cocoa", "forced_labour", "c1"),
        ("BGD", "garments", "child_labour", "c4"),
        ("BRA", "coffee", "forced_labour", "c1"),
    ],
)
def test_well_known_listings_are_there(base: EvidenceBase, place: str, good: str, theme: str, sector: str) -> None:
    found = [r for r in _of(base, "ilab-goods-2022") if (r.place, r.good, r.theme) == (place, good, theme)]
    assert [(r.level, r.sector) for r in found] == [(5, sector)]


def test_uzbek_cotton_left_the_list_in_2022(base: EvidenceBase) -> None:
    assert not [r for r in base.records if r.place == "UZB" and r.good == "cotton" and r.theme == "forced_labour"]


def test_a_derived_good_stands_where_its_input_is_dug_or_grown(base: EvidenceBase) -> None:
    battery = next(r for r in _of(base, "ilab-derived-2022") if r.good == "lithium-ion-batteries")
    assert (battery.place, battery.sector, battery.theme, battery.level) == ("COD", "c2", "child_labour", 4)
    assert {r.place for r in _of(base, "ilab-derived-2022")} == {"COD", "CHN", "IDN"}


def test_no_assessment_gives_no_record(base: EvidenceBase) -> None:
    judged = {r.place for r in _of(base, "ilab-progress-2022")}
    assert not judged & {"CHN", "IRN", "MYS", "RUS", "TUR", "VNM", "TWN", "CXR"}
    assert {r.place for r in _of(base, "ilab-progress-2022") if "complicit" in r.value} == {"MMR", "ERI", "SSD"}


def test_eu_benchmark_counts_and_classes(base: EvidenceBase) -> None:
    assert Counter(r.value for r in _of(base, "eudr-benchmark-2025")) == {"high": 4, "low": 140, "standard": 50}
    assert {p for p in load_countries() if get_country_class(p) == "high"} == {"BLR", "PRK", "MMR", "RUS"}
    for place in ("BRA", "IDN", "MYS", "CIV", "CMR", "COD", "PER", "MEX"):
        assert get_country_class(place) == "standard"


def test_a_place_the_benchmark_does_not_name_is_standard_not_low() -> None:
    for unlisted in ("TWN", "GRL", "XKX", "HKG"):
        assert get_country_class(unlisted) == "standard"


def test_the_benchmark_speaks_of_deforestation_only(base: EvidenceBase) -> None:
    assert {(r.theme, r.sector) for r in _of(base, "eudr-benchmark-2025")} == {("deforestation", "c1")}
    for place in ("CHN", "VNM"):
        assert get_country_class(place) == "low"
        assert max(r.level for r in base.records if r.place == place and r.theme == "foa_cb") == 5


def test_only_sources_we_may_pass_on(base: EvidenceBase) -> None:
    words = " ".join(f"{d.id} {d.publisher} {d.title['en']}" for d in base.datasets.values()).casefold()
    for barred in ("transparency international", "freedom house", "polity", "economist", "bertelsmann", "hunger index"):
        assert barred not in words
    for dataset in base.datasets.values():
        assert "NC" not in dataset.licence.split("-")
        assert dataset.attribution
    share_alike = {d.id for d in base.datasets.values() if "SA" in d.licence.split("-")}
    assert share_alike == {"vdem-democracy-2024", "vdem-association-2024"}
    assert all(base.datasets[name].licence_note for name in share_alike)


def test_an_index_that_cannot_clear_a_country_never_gives_a_low_level(base: EvidenceBase) -> None:
    for name in ("ucdp-deaths-2018", "pendrill-loss-2013", "pendrill-phase-2013"):
        assert min(r.level for r in _of(base, name)) == 3
    assert min(r.level for r in base.records if r.theme == "foa_cb") == 4
    # Zero outside the tropics is "not studied" and a plantation country counts as "post-transition".
    assert not {r.place for r in _of(base, "pendrill-loss-2013")} & {"CHN", "DEU", "CAN"}
    assert not {r.place for r in _of(base, "pendrill-phase-2013")} & {"CIV", "MYS", "GHA"}


def test_the_two_congos_are_not_mixed_up(base: EvidenceBase) -> None:
    values = {r.place: r.value for r in _of(base, "fariss-rights-2019")}
    assert {"COD", "COG", "TLS"} <= set(values)
    assert "YEM" in {r.place for r in _of(base, "ucdp-deaths-2018")}


def test_every_product_and_good_is_joined_or_says_why_not(base: EvidenceBase) -> None:
    joined = {link.good for links in base.product_goods.values() for link in links}
    for good in base.goods.values():
        assert good.id in joined or good.note.startswith("Joined to no product"), good.id
    # Oil, gas, plastics and medicines are made from nothing the lists name.
    assert set(load_products()) - set(base.product_goods) == {"medicines", "plastic-products", "natural-gas"}
    assert {link.confidence for links in base.product_goods.values() for link in links} == {"unverified"}


@pytest.mark.parametrize(
    ("product", "goods"),
    [
        ("workwear", {"garments", "cotton", "thread-yarn", "textiles"}),
        ("solar-panels", {"polysilicon", "photovoltaic-ingots", "photovoltaic-wafers", "solar-cells", "solar-modules"}),
        ("ict-hardware", {"electronics", "tin", "tantalum-ore", "tungsten-ore", "gold", "cobalt-ore"}),
        ("natural-stone", {"sandstone", "granite", "stones"}),
        ("medical-gloves", {"rubber-gloves", "rubber"}),
    ],
)
def test_products_of_the_main_job_reach_their_goods(base: EvidenceBase, product: str, goods: set[str]) -> None:
    assert goods <= {link.good for link in base.product_goods[product]}
