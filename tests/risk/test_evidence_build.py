"""The tables are built from the reference data, byte for byte the same each time, and a wrong input stops the build."""

import gzip
import importlib
import unicodedata
from pathlib import Path

import pytest
from scipy.stats import spearmanr

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.risk.evidence import load_evidence
from scharnier.sources.evidence_pages import render_page
from scharnier.sources.evidence_tables import Row, check_band, load_source, match_place, read_csv, write_tables

SOURCES = ("ilab", "worldbank", "vdem", "owid", "eudr")


def _module(name: str) -> object:
    return importlib.import_module(f"scharnier.sources.{name}.parse")


@pytest.mark.shared
@pytest.mark.parametrize("name", SOURCES)
def test_what_ships_is_what_the_scripts_build(name: str, shared_data: Path, tmp_path: Path) -> None:
    module = _module(name)
    tables = module.parse(shared_data)  # type: ignore[attr-defined]
    write_tables(tables, module.__file__, shared_data, tmp_path)  # type: ignore[attr-defined]
    for table in tables:
        for suffix in (".csv", ".yaml"):
            built = (tmp_path / f"{table.dataset}{suffix}").read_bytes()
            assert built == content_path(f"risk/{table.dataset}{suffix}").read_bytes()


def test_every_shipped_data_set_has_a_source_folder() -> None:
    described = {id_ for name in SOURCES for id_ in load_source(_module(name).__file__)[1]}  # type: ignore[attr-defined]
    assert described == set(load_evidence().datasets)


def test_the_method_pages_say_what_the_content_says(repository: Path) -> None:
    base = load_evidence()
    folder = repository / "docs" / "method" / "data"
    assert {path.stem for path in folder.glob("*.md")} >= set(base.datasets)
    for dataset in base.datasets.values():
        page = (folder / f"{dataset.id}.md").read_text(encoding="utf-8")
        assert page == render_page(base, dataset), (
            "run python -m scharnier.sources.evidence_pages --to docs/method/data"
        )
        assert dataset.licence in page


def test_a_country_that_is_not_known_stops_the_build() -> None:
    assert match_place("Turkey (Türkiye)", "x") == "TUR"
    with pytest.raises(ContentError, match="Atlantis"):
        match_place("Atlantis", "x")
    with pytest.raises(ContentError, match="two countries"):
        match_place("Congo", "x")


def test_a_good_that_is_not_known_stops_the_build(tmp_path: Path) -> None:
    from scharnier.sources.ilab.parse import parse_listings

    path = tmp_path / "goods.xml.gz"
    text = "<Goods><Good><Good_Name>Unobtainium</Good_Name><Countries/></Good></Goods>"
    path.write_bytes(gzip.compress(text.encode()))
    with pytest.raises(ContentError, match="Unobtainium"):
        list(parse_listings(path, dict(load_evidence().goods)))


def test_a_table_that_shrinks_or_grows_stops_the_build() -> None:
    dataset = load_evidence().datasets["eudr-benchmark-2025"]
    row = Row("deforestation", "NLD", 2, "low", 2025, "c1")
    with pytest.raises(ContentError, match="1 rows, expected 194 to 194"):
        check_band(dataset, [row])


@pytest.mark.shared
def test_the_list_of_goods_read_by_another_way_is_the_same(shared_data: Path) -> None:
    """A flat table that others derived from the country files against our reading of the goods file."""
    goods = {good.matched.get("ilab"): good.id for good in load_evidence().goods.values()}
    expected = {
        (match_place(row["country"], "flat"), goods[unicodedata.normalize("NFC", row["good_name"])], theme)
        for row in read_csv(shared_data / "risk" / "ilab_goods_by_country_flat.csv.gz")
        if row["file_year"] == "2021"
        for theme, column in (("child_labour", "child_labor"), ("forced_labour", "forced_labor"))
        if row[column] == "Yes"
    }
    ours = {(r.place, r.good, r.theme) for r in load_evidence().records if r.dataset == "ilab-goods-2022"}
    assert ours == {found for found in expected if found[1] != "pornography"}  # left out, see source.yaml


def test_independent_indices_agree_on_the_order_of_countries() -> None:
    """Two publishers on one subject: a wrong country join or a flipped scale would break the rank correlation."""

    def values(dataset: str) -> dict[str, float]:
        return {r.place: float(r.value) for r in load_evidence().records if r.dataset == dataset}

    bank, vdem = values("wgi-voice-2023"), values("vdem-democracy-2024")
    rights, gender = values("fariss-rights-2019"), values("undp-gender-2015")
    for one, other, least in ((bank, vdem, 0.9), (bank, rights, 0.6), (gender, rights, -1.0)):
        shared = sorted(set(one) & set(other))
        found = spearmanr([one[p] for p in shared], [other[p] for p in shared]).statistic
        assert found > least if least > 0 else found < -0.4
        assert len(shared) > 140
