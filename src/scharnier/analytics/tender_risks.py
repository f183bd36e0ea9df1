"""Where harm is likely in the chain of what a tender buys: goods that sources name, and risks of the chain model.

The order is that of an assessment (severity and likelihood first, then money): nothing is weighed anew here. Several
CPV codes count as equal parts, because a notice does not say how the money is split.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scharnier.analytics.exposure import calc_exposures
from scharnier.analytics.options import Options
from scharnier.analytics.purchases import Meaning, Purchases
from scharnier.analytics.ranking import Ranked, rank
from scharnier.chain import REST_OF_WORLD, ChainModel, load_model
from scharnier.codes.concordance import load_concordance
from scharnier.codes.countries import load_countries
from scharnier.codes.products import load_products, product_of_code
from scharnier.codes.sectors import load_sectors
from scharnier.risk.evidence import EvidenceBase, Record, load_evidence, load_theme_groups, load_theme_names
from scharnier.risk.severity import load_severities

LIKELY = 3  # levels from which a source calls harm likely, as for the priority band
EURO_CENTS = 100_000_00  # stands for the amount, which does not change the order
RELATIONS = {
    "is": ("", ""),
    "contains": (" (onderdeel)", " (part)"),
    "made_with": (" (verwerkt in het product)", " (used in the product)"),
    "raw_material_of": (" (grondstof)", " (raw material)"),
}
PEOPLE = ("labour", "human_rights")  # groups of themes that social conditions are about first
MOST_COUNTRIES = 5  # named in a line; the others are counted


@dataclass(frozen=True)
class NamedGood:
    """A good of which a source says where it is made with harm.

    `relation` is how the product is tied to the good (is, contains, made_with, raw_material_of);
    `countries` are ISO alpha-3, highest level first; `datasets` are ids of data sets.
    """

    theme: str
    good: str
    relation: str
    products: tuple[str, ...]
    countries: tuple[str, ...]
    level: int
    datasets: tuple[str, ...]
    statement: str


@dataclass(frozen=True)
class ChainRisk:
    """A ranked risk in the chain of the purchase. `share` is the part of the money that is earned there."""

    theme: str
    place: str
    sector: str
    level: int
    severity_level: int
    basis: str
    share: float
    because: str


@dataclass(frozen=True)
class TenderRisks:
    """The risks of what is bought; `unread` are codes that lead to no industry, `silent` themes no source speaks of."""

    products: tuple[str, ...]
    goods: tuple[NamedGood, ...]
    ranked: tuple[ChainRisk, ...]
    silent: tuple[str, ...]
    unread: tuple[str, ...]
    model: str
    model_year: int


def find_tender_risks(
    cpv: Sequence[str], on: date, lang: str, origin: str | None = None, buyer: str = "NLD", most: int = 12
) -> TenderRisks:
    """Risks of a purchase by its CPV codes (eight digits). `origin` is a country of origin (ISO alpha-3) if known.

    Most severe and likely first; at most `most` goods and as many risks of the chain.
    """
    concordance, evidence, model = load_concordance("cpv"), load_evidence(), load_model()
    weights = {code: concordance.map(code) for code in dict.fromkeys(cpv)}
    read = {code: found for code, found in weights.items() if found}
    unread = tuple(code for code in weights if code not in read)
    products = tuple(dict.fromkeys(filter(None, (product_of_code("cpv", code) for code in read))))
    goods = _named_goods(products, evidence, on, lang)[:most]
    if not read:
        return TenderRisks((), (), (), (), unread, model.id, model.manifest.year)
    ranked = _rank(read, origin, buyer, model, evidence, on)
    found = [risk for risk in ranked.ranking.risks if risk.band == "priority"][:most]
    return TenderRisks(
        products=products,
        goods=goods,
        ranked=tuple(
            ChainRisk(
                theme=risk.theme,
                place=risk.region,
                sector=risk.sector,
                level=risk.level,
                severity_level=risk.severity_level,
                basis=str(risk.basis),
                share=risk.share,
                because=ranked.likelihoods.because(risk.theme, risk.region, risk.sector, lang),
            )
            for risk in found
        ),
        silent=tuple(sorted({gap.theme for gap in ranked.ranking.gaps if not gap.measured})),
        unread=unread,
        model=model.id,
        model_year=model.manifest.year,
    )


def _rank(
    read: dict[str, tuple[tuple[str, float], ...]],
    origin: str | None,
    buyer: str,
    model: ChainModel,
    evidence: EvidenceBase,
    on: date,
) -> Ranked:
    meanings = tuple(
        Meaning(found, product_of_code("cpv", code), 1.0, "code", f"cpv {code}", cpv=code)
        for code, found in read.items()
    )
    lines = np.arange(len(meanings), dtype=np.int64)
    purchases = Purchases(lines, np.zeros_like(lines), meanings, ((origin, None),), ())
    cents = np.full(len(meanings), EURO_CENTS, dtype=np.int64)
    exposures = calc_exposures(purchases, cents, np.ones(len(meanings), dtype=np.bool_), model, buyer)
    return rank(exposures, model, evidence, load_severities(None), Options(assessed_on=on, draws=100))


def _named_goods(products: Sequence[str], evidence: EvidenceBase, on: date, lang: str) -> tuple[NamedGood, ...]:
    """What sources say of the goods that the products are, contain or are made of.

    Nearest to the product first, then the gravest, the likeliest, and where most countries are named.
    """
    tied: dict[str, tuple[str, set[str]]] = {}
    for product in products:
        for link in evidence.product_goods.get(product, ()):
            tied.setdefault(link.good, (link.relation, set()))[1].add(product)
    said: dict[tuple[str, str], list[Record]] = {}
    for record in evidence.records:
        if record.good in tied and record.level >= LIKELY and record.year <= on.year:
            said.setdefault((record.theme, record.good), []).append(record)
    found = []
    for (theme, good), records in said.items():
        records.sort(key=lambda r: (-r.level, r.place))
        relation, behind = tied[good]
        found.append(
            NamedGood(
                theme=theme,
                good=good,
                relation=relation,
                products=tuple(sorted(behind)),
                countries=tuple(dict.fromkeys(r.place for r in records)),
                level=records[0].level,
                datasets=tuple(sorted({r.dataset for r in records})),
                statement=evidence.statement(records[0], lang),
            )
        )
    severities, near = load_severities(None), list(RELATIONS)

    def order(named: NamedGood) -> tuple[object, ...]:
        severity = severities[named.theme].level()
        return near.index(named.relation), -severity, -named.level, -len(named.countries), named.theme, named.good

    return tuple(sorted(found, key=order))


def say_good(found: NamedGood, lang: str) -> str:
    """A good as one line: "Kinderarbeid: katoen (grondstof) uit India, Pakistan en 12 andere landen (ILAB 2022)"."""
    names = [place_of(country, lang) for country in found.countries]
    listed, more = ", ".join(names[:MOST_COUNTRIES]), len(names) - MOST_COUNTRIES
    if more > 0:
        others = ("ander land" if more == 1 else "andere landen") if lang == "nl" else "more"
        listed += f" {'en' if lang == 'nl' else 'and'} {more} {others}"
    good = load_evidence().goods[found.good].label(lang)
    theme = load_theme_names()[found.theme][lang]
    tie = RELATIONS[found.relation][lang == "en"]
    sources = ", ".join(dict.fromkeys(map(load_evidence().short_source, found.datasets)))
    return f"{theme}: {good}{tie} {'uit' if lang == 'nl' else 'from'} {listed} ({sources})"


def say_sources(found: TenderRisks, lang: str) -> tuple[str, ...]:
    """The data sets behind the goods, in full."""
    base = load_evidence()
    ids = sorted({dataset for good in found.goods for dataset in good.datasets})
    return tuple(
        f"{base.short_source(id)}: {base.datasets[id].title[lang]}. {base.datasets[id].attribution}" for id in ids
    )


def people_first(risks: Sequence[ChainRisk]) -> tuple[ChainRisk, ...]:
    """The risks to people before those to the environment, each in the order of the ranking."""
    groups = load_theme_groups()
    return tuple(sorted(risks, key=lambda risk: groups[risk.theme] not in PEOPLE))


def say_risk(found: ChainRisk, lang: str) -> str:
    """A risk of the chain as one line; it says that it comes of the model, not of a source on this product."""
    theme = load_theme_names()[found.theme][lang]
    sector = load_sectors()[found.sector].label(lang, short=True)
    word = "waarschijnlijkheid" if lang == "nl" else "likelihood"
    level = f"{word} {found.level} {'van' if lang == 'nl' else 'of'} 5"
    return (
        f"{theme}: {place_of(found.place, lang)}, {sector} ({'ketenmodel' if lang == 'nl' else 'chain model'}, {level})"
    )


def place_of(place: str, lang: str) -> str:
    """The name of a country, or of the rest of the world."""
    if place == REST_OF_WORLD:
        return "rest van de wereld" if lang == "nl" else "rest of the world"
    return load_countries()[place].label(lang)


def say_products(found: TenderRisks, lang: str) -> str:
    """The products by name, with commas."""
    products = [load_products()[product] for product in found.products]
    return ", ".join(product.nl if lang == "nl" else product.en for product in products)
