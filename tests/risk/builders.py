"""Small evidence bases and models of our own for the tests of the risk rules. Nothing in them is a real value."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import numpy as np

from scharnier.chain.model import ChainModel, InputFile, Manifest
from scharnier.risk.datasets import Dataset, Expected, LevelRule
from scharnier.risk.evidence import EvidenceBase, Good, Record

ON = date(2026, 11, 20)
SECTORS = ("c1", "c2", "c4", "c30")
GOODS = {"cotton": "c1", "cocoa": "c1", "gold": "c2", "garments": "c4", "carpets": "c4", "thread": "c4"}


def record(
    theme: str,
    place: str,
    level: int,
    *,
    sector: str | None = None,
    good: str | None = None,
    year: int = 2024,
    dataset: str = "listing",
    number: int = 0,
) -> Record:
    return Record(
        f"{dataset}:{place}-{sector}-{good}-{theme}-{number}",
        theme, place, sector, good, level, str(level), "level", year, dataset,
    )  # fmt: skip


def dataset(id_: str, indirect: bool = False) -> Dataset:
    return Dataset(
        id=id_,
        title={"en": id_, "nl": id_},
        publisher="Test press",
        url="https://example.org",
        edition="1",
        year=2024,
        licence="CC0-1.0",
        attribution="Test press",
        retrieved_on=ON,
        kind="country_index",
        method={"en": "made up", "nl": "verzonnen"},
        levels=LevelRule("own proposal", {"en": "made up", "nl": "verzonnen"}, cuts=(1, 2, 3, 4), higher_is="worse"),
        statements={"*": {"en": "{good}|{place}|{value} in {year}", "nl": "{good}|{place}|{value} in {year} (nl)"}},
        expected=Expected((0, 9999), (0, 9999)),
        indirect=indirect,
    )


def evidence_base(records: Sequence[Record]) -> EvidenceBase:
    goods = {id_: Good(id_, id_, f"{id_}-nl", sector, (), {}, "") for id_, sector in GOODS.items()}
    datasets = {id_: dataset(id_, id_ == "treaty") for id_ in ("listing", "index", "treaty")}
    return EvidenceBase(tuple(records), MappingProxyType(datasets), MappingProxyType(goods), MappingProxyType({}))


def chain_model(
    members: Mapping[str, Sequence[tuple[str, float]]],
    sectors: Sequence[str] = SECTORS,
    co2: Sequence[float] | None = None,
    output: Sequence[float] | None = None,
) -> ChainModel:
    n = len(members) * len(sectors)
    stressors = {"value_added": np.ones(n)}
    if co2 is not None:
        stressors["co2_kt"] = np.array(co2, dtype=float)
    account = InputFile(
        file="co2.csv", sha256="0" * 64, title="CO2 accounts", publisher="Test press", year=2013,
        licence="CC-BY-4.0", licence_confidence="secondary",
    )  # fmt: skip
    return ChainModel(
        id="toy",
        regions=tuple(members),
        sectors=tuple(sectors),
        flows=np.zeros((n, n)),
        output=np.array(output, dtype=float) if output is not None else np.ones(n),
        final=np.ones((n, len(members))),
        stressors=stressors,
        members={region: tuple(each) for region, each in members.items()},
        manifest=Manifest(
            id="toy", title="Toy", year=2011, publisher="Test press", licence="CC0-1.0", attribution="Test press",
            price_basis="basic", sha256="0" * 64, error_bound="exact", method="made up", units={}, caveats={},
            inputs=[account],
        ),
    )  # fmt: skip
