"""Evidence: what published sources say about a theme at a place, an industry or a good. Absence says nothing."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from scharnier.codes.countries import load_countries
from scharnier.codes.products import load_products
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.risk.datasets import Dataset, load_datasets

COLUMNS = ("id", "theme", "place", "sector", "good", "level", "value", "unit", "year")
RELATIONS = ("is", "contains", "made_with", "raw_material_of")


@dataclass(frozen=True)
class Record:
    """One statement of a source.

    `place` is ISO 3166-1 alpha-3, `sector` the industry (c1..c35) in which the harm happens or None for the whole
    country, `good` a good id or None, `level` 1 (very low likelihood) to 5 (very high), `value` the value as published.
    """

    id: str
    theme: str
    place: str
    sector: str | None
    good: str | None
    level: int
    value: str
    unit: str
    year: int
    dataset: str


@dataclass(frozen=True)
class Good:
    """A good that evidence speaks of. `sector` is the industry that makes it, `matched` its names in the data sets."""

    id: str
    en: str
    nl: str
    sector: str
    hs: tuple[str, ...]
    matched: Mapping[str, str]
    note: str

    def label(self, lang: str = "en") -> str:
        """The name in running text, in Dutch (`nl`) or, for every other language, English."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True)
class ProductGood:
    """That a product is, contains, is made with, or (further up) is made of a good. Our own judgement, with reason."""

    product: str
    good: str
    relation: str
    reason: str
    confidence: str


@dataclass(frozen=True)
class EvidenceBase:
    """All evidence that ships, with what it refers to."""

    records: tuple[Record, ...]
    datasets: Mapping[str, Dataset]
    goods: Mapping[str, Good]
    product_goods: Mapping[str, tuple[ProductGood, ...]]

    def short_source(self, dataset: str) -> str:
        """A data set as it stands behind a line: ILAB 2022."""
        return f"{dataset.partition('-')[0].upper()} {self.datasets[dataset].year}"

    def statement(self, record: Record, lang: str) -> str:
        """The record as one plain sentence in Dutch (`nl`) or English (`en`)."""
        dataset = self.datasets[record.dataset]
        template = (dataset.statements.get(record.theme) or dataset.statements["*"])[lang]
        words = (dataset.values or {}).get(record.value)
        value = render_number(record.value, lang) if dataset.levels.cuts else record.value
        sentence = template.format(
            good=self.goods[record.good].label(lang) if record.good else "",
            place=render_place(record.place, lang),
            value=words[lang] if words else value,
            unit=record.unit,
            year=record.year,
        )
        return sentence[0].upper() + sentence[1:]


@lru_cache(maxsize=1)
def _load_articles() -> dict[str, dict[str, str]]:
    return {row["iso3"]: row for row in _read_rows(content_path("risk/place_articles.csv"))}


def render_place(place: str, lang: str) -> str:
    """The name of a country in running text, with its article where it has one (`the Philippines`, `de Filipijnen`)."""
    name = load_countries()[place].label(lang)
    article = _load_articles().get(place, {}).get("nl" if lang == "nl" else "en", "")
    return f"{article} {name}" if article else name


def render_number(value: str, lang: str) -> str:
    """A published number as it is written in Dutch (`1.234` and `0,5`) or English (`1,234` and `0.5`)."""
    whole, point, part = value.partition(".")
    text = f"{int(whole):,}" if abs(int(whole)) >= 1000 else whole
    text += point + part
    return text.translate(str.maketrans(",.", ".,")) if lang == "nl" else text


def _read_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def load_goods(path: Path) -> dict[str, Good]:
    """All goods by id, read from `path`. Raises ContentError where an id occurs twice."""
    goods: dict[str, Good] = {}
    for row in _read_rows(path):
        if row["id"] in goods:
            raise ContentError(f"{path.name}: {row['id']} occurs twice")
        matched = dict(part.split(":", 1) for part in row["matched"].split(";") if part)
        hs = tuple(code for code in row["hs"].split(";") if code)
        goods[row["id"]] = Good(row["id"], row["en"], row["nl"], row["sector"], hs, matched, row["note"])
    return goods


def _load_product_goods(path: Path) -> dict[str, tuple[ProductGood, ...]]:
    links: dict[str, tuple[ProductGood, ...]] = {}
    for row in _read_rows(path):
        link = ProductGood(row["product"], row["good"], row["relation"], row["reason"], row["confidence"])
        links[link.product] = (*links.get(link.product, ()), link)
    return links


def load_records(path: Path, dataset: str) -> list[Record]:
    """The records of one table. Raises ContentError where the columns or a number are not as they should be."""
    records = []
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.reader(handle)
        if tuple(next(rows, ())) != COLUMNS:
            raise ContentError(f"{path.name}: the columns must be {', '.join(COLUMNS)}")
        try:
            for id_, theme, place, sector, good, level, value, unit, year in rows:
                records.append(
                    Record(id_, theme, place, sector or None, good or None, int(level), value, unit, int(year), dataset)
                )
        except ValueError as error:
            raise ContentError(f"{path.name}, row {rows.line_num}: {error}") from error
    return records


@lru_cache(maxsize=1)
def load_theme_names() -> Mapping[str, Mapping[str, str]]:
    """Theme ids of the vocabulary with their names by language."""
    rows = _read_rows(content_path("vocabulary/themes.csv"))
    return MappingProxyType({row["id"]: {"nl": row["nl"], "en": row["en"]} for row in rows})


def load_theme_groups() -> Mapping[str, str]:
    """Theme ids of the vocabulary with their group: labour, human_rights, environment, ..."""
    return MappingProxyType({row["id"]: row["group"] for row in _read_rows(content_path("vocabulary/themes.csv"))})


def check_evidence(base: EvidenceBase) -> None:
    """That every reference resolves and every id occurs once. Raises ContentError with the first that does not."""
    places, sectors, products, themes = load_countries(), load_sectors(), load_products(), load_theme_names()
    seen: set[str] = set()
    for record in base.records:
        known = (
            record.theme in themes
            and record.place in places
            and (record.sector is None or record.sector in sectors)
            and (record.good is None or record.good in base.goods)
            and 1 <= record.level <= 5
        )
        if not known or record.id in seen or not record.id.startswith(record.dataset + ":"):
            raise ContentError(
                f"evidence {record.id}: a theme, place, sector, good, level or the id itself is wrong: {record}"
            )
        seen.add(record.id)
    for good in base.goods.values():
        if good.sector not in sectors:
            raise ContentError(f"goods.csv: {good.id} lies in the unknown sector {good.sector!r}")
    for link in (link for links in base.product_goods.values() for link in links):
        if link.product not in products or link.good not in base.goods or link.relation not in RELATIONS:
            raise ContentError(f"product-goods.csv: {link.product} → {link.good} ({link.relation}) does not resolve")


@lru_cache(maxsize=1)
def load_evidence() -> EvidenceBase:
    """All evidence that ships, read once. Raises ContentError where anything refers to something that is not there."""
    folder = content_path("risk")
    datasets = load_datasets(folder)
    records: list[Record] = []
    for dataset in datasets.values():
        found = load_records(folder / f"{dataset.id}.csv", dataset.id)
        if len(found) != dataset.rows:
            raise ContentError(f"{dataset.id}.csv has {len(found)} rows, its description says {dataset.rows}")
        records += found
    base = EvidenceBase(
        tuple(records),
        MappingProxyType(datasets),
        MappingProxyType(load_goods(folder / "goods.csv")),
        MappingProxyType(_load_product_goods(content_path("crosswalks/product-goods.csv"))),
    )
    check_evidence(base)
    return base
