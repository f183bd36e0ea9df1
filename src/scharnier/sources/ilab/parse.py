"""ILAB's files → evidence on child labour and forced labour: goods by country, derived goods, country assessments."""

import gzip
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.risk.evidence import Good, load_goods
from scharnier.sources.evidence_tables import Row, Table, load_source, match_place, run

GOODS_FILE = "risk/ilab_goods_2021.xml.gz"
COUNTRIES_FILE = "risk/ilab_countries_2021.xml.gz"
YEAR = 2022  # the file name says 2021; the content is the list of 2022 and the findings over 2022
THEMES = {"child_labour": "Child_Labor", "forced_labour": "Forced_Labor"}
# Listed as a good, but a crime and not an industry's product: in the industry it falls under (culture, waste and
# personal services) it would speak of purchases it has nothing to do with.
NO_INDUSTRY = {"pornography"}
CONVENTIONS = {"C138": "C_138_Ratified", "C182": "C_182_Ratified"}
# Territories, and Niue, that are no member states of the ILO: they cannot ratify, whatever the file says of them.
NOT_IN_THE_ILO = {"AIA", "FLK", "MSR", "NIU", "SHN", "VGB"}

# From which input a derived good gets its place on the list. The file names the country of the input, not the input;
# these follow from the list itself: the only listed inputs of that kind in that country.
INPUT_OF = {
    "lithium-ion-batteries": "cobalt-ore",
    "photovoltaic-ingots": "polysilicon",
    "photovoltaic-wafers": "polysilicon",
    "solar-cells": "polysilicon",
    "solar-modules": "polysilicon",
    "crude-palm-oil": "palm-fruit",
    "crude-palm-kernel-oil": "palm-fruit",
    "refined-palm-oil": "palm-fruit",
    "refined-palm-kernel-oil": "palm-fruit",
    "oleochemicals": "palm-fruit",
}


@dataclass(frozen=True)
class Listing:
    """One good × country of the list. A derived good has no `themes` but an `input_place`: where its input is from."""

    good: str
    place: str
    themes: frozenset[str]
    input_place: str | None


def _read_xml(path: Path) -> ET.Element:
    # The file is a publication of the US government kept under a checked hash, not user input.
    return ET.fromstring(gzip.decompress(path.read_bytes()))  # noqa: S314


def _text(node: ET.Element, tag: str) -> str:
    return unicodedata.normalize("NFC", (node.findtext(tag) or "").strip())


def parse_listings(path: Path, goods: dict[str, Good]) -> Iterator[Listing]:
    """The list, good by good. Raises ContentError for a good or country that is not matched."""
    names = {good.matched["ilab"]: good.id for good in goods.values() if "ilab" in good.matched}
    for node in _read_xml(path):
        name = _text(node, "Good_Name")
        if name not in names:
            raise ContentError(f"{path.name}: the good {name!r} is not in goods.csv")
        for country in node.iter("Country"):
            derived = _text(country, "Derived_Labor_Exploitation") == "Yes"
            yield Listing(
                names[name],
                match_place(_text(country, "Country_Name"), path.name),
                frozenset(theme for theme, tag in THEMES.items() if _text(country, tag) == "Yes"),
                match_place(_text(country, "Derived_Country"), path.name) if derived else None,
            )


def calc_goods(listings: list[Listing], goods: dict[str, Good], level: int) -> list[Row]:
    """One row for each listed good × country × kind of labour, but for derived goods and what has no industry."""
    return [
        Row(theme, entry.place, level, "listed", YEAR, goods[entry.good].sector, entry.good)
        for entry in listings
        if entry.good not in NO_INDUSTRY
        for theme in sorted(entry.themes)
    ]


def calc_derived(listings: list[Listing], goods: dict[str, Good], level: int) -> list[Row]:
    """One row for each derived good and kind of labour, at the place and in the industry of the *input*."""
    direct = {(entry.good, entry.place): entry.themes for entry in listings if entry.themes}
    rows = []
    for entry in (entry for entry in listings if entry.input_place):
        source = INPUT_OF[entry.good]
        assert entry.input_place is not None
        themes = direct.get((source, entry.input_place))
        if not themes:
            raise ContentError(f"{entry.good}: its input {source} is not listed for {entry.input_place}")
        for theme in sorted(themes):
            label = f"{entry.place}-{entry.good}"
            rows.append(
                Row(theme, entry.input_place, level, source, YEAR, goods[source].sector, entry.good, label=label)
            )
    return rows


def parse_progress(path: Path, classes: Mapping[str, int]) -> Iterator[Row]:
    """Country-wide rows: how much the government did against the worst forms; no judgement gives no row."""
    for node in _read_xml(path):
        judged = _text(node, "Advancement_Level")
        if judged in ("", "No Assessment"):
            continue
        value = judged.split(" – ")[0] + (", complicit" if "Complicit" in judged else "")
        if value not in classes:
            raise ContentError(f"{path.name}: unknown level of advancement {judged!r}")
        yield Row("child_labour", match_place(_text(node, "Name"), path.name), classes[value], value, YEAR)


def parse_not_ratified(path: Path, classes: Mapping[str, int]) -> Iterator[Row]:
    """Country-wide rows: conventions on child labour that a member state of the ILO has not ratified, says the file."""
    for node in _read_xml(path):
        lacking = [name for name, tag in CONVENTIONS.items() if _text(node, f"Conventions/{tag}") == "No"]
        place = match_place(_text(node, "Name"), path.name)
        if lacking and place not in NOT_IN_THE_ILO:
            value = ", ".join(lacking)
            yield Row("child_labour", place, classes[value], value, YEAR)


def parse(data: Path) -> list[Table]:
    """All ILAB tables from the reference data."""
    goods = load_goods(content_path("risk/goods.csv"))
    _, datasets = load_source(__file__)
    listings = list(parse_listings(data / GOODS_FILE, goods))

    def classes(dataset: str) -> Mapping[str, int]:
        return datasets[dataset].levels.classes or {}

    return [
        Table("ilab-goods-2022", GOODS_FILE, tuple(calc_goods(listings, goods, classes("ilab-goods-2022")["listed"]))),
        Table(
            "ilab-derived-2022",
            GOODS_FILE,
            tuple(calc_derived(listings, goods, classes("ilab-derived-2022")["derived"])),
        ),
        Table(
            "ilab-progress-2022",
            COUNTRIES_FILE,
            tuple(parse_progress(data / COUNTRIES_FILE, classes("ilab-progress-2022"))),
        ),
        Table(
            "ilo-child-labour-conventions-2022",
            COUNTRIES_FILE,
            tuple(parse_not_ratified(data / COUNTRIES_FILE, classes("ilo-child-labour-conventions-2022"))),
        ),
    ]


if __name__ == "__main__":
    run(parse, __file__)
