"""Evidence about the climate, made from the chain model itself: carbon dioxide per dollar or euro of output of a cell.

The accounts hold carbon dioxide only. Where other greenhouse gases weigh most (farming, mining) a low value would be
read as low harm, so it is left out there: unknown is never low. Method page: docs/method/likelihood.md.
"""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.model import ChainModel, InputFile
from scharnier.chain.units import read_unit
from scharnier.codes.countries import load_countries
from scharnier.codes.sectors import load_sectors
from scharnier.risk.datasets import Dataset, Expected, LevelRule, calc_level
from scharnier.risk.evidence import EvidenceBase, Record

CLIMATE: Final = "climate"
DATASET: Final = "jrc-co2"
STRESSOR: Final = "co2_kt"
MONEY: Final = {"USD": {"en": "dollar", "nl": "dollar"}, "EUR": {"en": "euro", "nl": "euro"}}
OTHER_GASES: Final = frozenset(("c1", "c2"))
"""Farming and mining: methane and nitrous oxide, which the accounts lack, weigh most there (own knowledge)."""
LEAST_LEVEL_THERE: Final = 3

RULE: Final = LevelRule(
    basis="own proposal",
    why={
        "en": "Direct emissions per unit of output, in times the world average: a tenth, a half, twice, five times.",
        "nl": "Directe uitstoot per eenheid productie, in keren het wereldgemiddelde: een tiende, half, 2, 5 keer.",
    },
    cuts=(0.1, 0.5, 2.0, 5.0),
    higher_is="worse",
)

_SENTENCES: Final = {
    "en": "{sector} in {place}: {value} kg CO2 emitted directly per {money} of output ({year}), "
    "{times} times the world average.",
    "nl": "{sector} in {place}: {value} kg CO2 rechtstreeks uitgestoten per {money} productie ({year}), "
    "{times} keer het wereldgemiddelde.",
}
_REST: Final = {"en": "the rest of the world", "nl": "de rest van de wereld"}


def label_place(place: str, lang: str) -> str:
    """The name of a country, or of the region of a chain model that gathers all others."""
    country = load_countries().get(place)
    return country.label(lang) if country else _REST["nl" if lang == "nl" else "en"]


@dataclass(frozen=True)
class EvidenceWithClimate(EvidenceBase):
    """An evidence base with the climate records of a chain model in it; these can speak of a region such as ROW.

    `world_average` is in kg CO2 per unit of `currency` of output.
    """

    world_average: float = 1.0
    currency: str = "USD"

    def statement(self, record: Record, lang: str) -> str:
        """The record as one plain sentence in Dutch (`nl`) or English (`en`)."""
        if record.dataset != DATASET or record.sector is None:
            return super().statement(record, lang)
        lang = "nl" if lang == "nl" else "en"
        value, times = record.value, _digits(float(record.value) / self.world_average, 2)
        return _SENTENCES[lang].format(
            sector=load_sectors()[record.sector].label(lang, short=True),
            place=label_place(record.place, lang),
            value=value.replace(".", ",") if lang == "nl" else value,
            money=MONEY.get(self.currency, {}).get(lang, self.currency),
            times=times.replace(".", ",") if lang == "nl" else times,
            year=record.year,
        )


def _digits(value: float, count: int) -> str:
    """A number to so many significant digits, never in powers of ten."""
    return np.format_float_positional(value, precision=count, fractional=False, trim="-")


def read_money(unit: str) -> tuple[str, float]:
    """The currency of a table and its amounts in millions: `M.EUR` is (EUR, 1), `thousand USD` (USD, 0.001).

    What follows a comma says something else (prices). Raises: InputProblem for what is no unit of money.
    """
    money = unit.partition(",")[0]
    named, factor = read_unit("value", money, money)
    return named.rpartition(" ")[2], factor


def _money_of(model: ChainModel) -> tuple[str, float]:
    return read_money(model.manifest.units.get("flows", "million USD"))


def calc_co2_intensity(model: ChainModel) -> NDArray[np.float64]:
    """Direct emissions of each cell, (n,) kg CO2 per unit of money; NaN where output or emissions are not known.

    Kilotonnes over millions of USD is kilograms over USD.
    """
    emitted = model.stressors.get(STRESSOR)
    if emitted is None:
        return np.full(model.cells, np.nan)
    known = (model.output > 0) & np.isfinite(emitted)
    intensity = np.full(model.cells, np.nan)
    intensity[known] = emitted[known] / (model.output[known] * _money_of(model)[1])
    return intensity


def calc_world_average(model: ChainModel) -> float:
    """Emissions over output of all cells whose emissions are known, kg CO2 per unit of money; NaN where none is."""
    known = np.isfinite(calc_co2_intensity(model))
    if not known.any():
        return float("nan")
    made = model.output[known].sum() * _money_of(model)[1]
    return float(model.stressors[STRESSOR][known].sum() / made)


def with_climate(evidence: EvidenceBase, model: ChainModel) -> EvidenceBase:
    """The evidence with one climate record per cell of the model whose emissions are known."""
    average = calc_world_average(model)
    if not average > 0:
        return evidence
    records, currency = [], _money_of(model)[0]
    for cell, intensity in enumerate(calc_co2_intensity(model).tolist()):
        region, sector = model.label(cell)
        if intensity != intensity:  # NaN
            continue
        level = calc_level(max(intensity, 0.0) / average, RULE)
        if sector in OTHER_GASES and level < LEAST_LEVEL_THERE:
            continue
        id_ = f"{DATASET}:{region}-{sector}-{CLIMATE}"
        year = model.manifest.year
        records.append(
            Record(
                id_, CLIMATE, region, sector, None, level, _digits(intensity, 3), f"kg CO2/{currency}", year, DATASET
            )
        )
    return EvidenceWithClimate(
        records=(*evidence.records, *records),
        datasets=MappingProxyType({**evidence.datasets, DATASET: _describe(model, average, currency, len(records))}),
        goods=evidence.goods,
        product_goods=evidence.product_goods,
        world_average=average,
        currency=currency,
    )


def _describe(model: ChainModel, average: float, currency: str, rows: int) -> Dataset:
    """The data set as the model's manifest describes it; the model itself where the manifest names no CO2 accounts."""
    manifest, dutch = model.manifest, f"{average:.3f}".replace(".", ",")
    accounts = [entry for entry in manifest.inputs if "co2" in entry.file.lower() or "co2" in entry.title.lower()]
    source = accounts[0] if accounts else _model_as_input(model)
    retrieved = date.fromisoformat(source.retrieved_on) if source.retrieved_on else date(2026, 11, 20)
    return Dataset(
        id=DATASET,
        title={"en": source.title, "nl": source.title},
        publisher=source.publisher,
        url=source.url,
        edition=str(source.year),
        year=manifest.year,
        licence=source.licence,
        attribution=manifest.attribution,
        retrieved_on=retrieved,
        kind="country_index",
        method={
            "en": f"CO2 of a cell over its output, beside the world average of {average:.3f} kg CO2/{currency} in the "
            "same model. Carbon dioxide only: in farming and mining a level below 3 counts as no data.",
            "nl": f"CO2 van een cel gedeeld door zijn productie, naast het wereldgemiddelde {dutch} kg CO2/{currency} "
            "in dit model. Alleen kooldioxide: in landbouw en mijnbouw telt een niveau onder 3 als geen gegevens.",
        },
        levels=RULE,
        statements={"*": dict(_SENTENCES)},
        expected=Expected(rows=(rows, rows), places=(1, len(model.regions))),
        rows=rows,
    )


def _model_as_input(model: ChainModel) -> InputFile:
    manifest = model.manifest
    return InputFile(
        file=manifest.id,
        sha256=manifest.sha256,
        title=manifest.title,
        publisher=manifest.publisher,
        year=manifest.year,
        licence=manifest.licence,
        licence_confidence="unverified",
    )
