"""The evidence, data sets and norms that the risks of an assessment refer to, each written out once."""

from collections.abc import Iterable, Mapping
from datetime import date

from scharnier.analytics import assessment as shape
from scharnier.kernel.provenance import is_stale
from scharnier.norms import Library
from scharnier.risk.datasets import Dataset
from scharnier.risk.evidence import EvidenceBase


def cited_evidence(
    risks: Iterable[shape.Risk], evidence: EvidenceBase, lang: str, on: date
) -> tuple[dict[str, shape.Evidence], dict[str, shape.Dataset]]:
    """The records cited by the risks, by id, and the data sets they come from. `evidence` includes climate records."""
    wanted = {id_ for risk in risks for id_ in risk.likelihood.evidence}
    records = {record.id: record for record in evidence.records if record.id in wanted}
    cited = {
        id_: shape.Evidence(
            theme=record.theme,
            place=record.place,
            sector=record.sector,
            good=record.good,
            level=record.level,
            value=record.value,
            unit=record.unit,
            year=record.year,
            dataset=record.dataset,
            statement=evidence.statement(record, lang),
            stale=is_stale(record.year, on),
        )
        for id_, record in sorted(records.items())
    }
    used = sorted({record.dataset for record in records.values()})
    return cited, {id_: _dataset(evidence.datasets[id_], lang, on) for id_ in used}


def _dataset(dataset: Dataset, lang: str, on: date) -> shape.Dataset:
    return shape.Dataset(
        title=dataset.title[lang],
        publisher=dataset.publisher,
        url=dataset.url,
        year=dataset.year,
        licence=dataset.licence,
        attribution=dataset.attribution,
        retrieved_on=dataset.retrieved_on,
        method=dataset.method[lang],
        stale=is_stale(dataset.year, on),
    )


def cited_norms(ids: Iterable[str], library: Library, lang: str) -> Mapping[str, shape.Norm]:
    """The norms with these ids, in our own words."""
    return {
        id_: shape.Norm(
            title=library.norm(id_).title[lang],
            gist=library.norm(id_).gist[lang],
            source=library.norm(id_).source,
            confidence=library.norm(id_).confidence,
        )
        for id_ in sorted(set(ids))
    }
