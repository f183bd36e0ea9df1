"""How likely harm is, for every theme, region and industry of a chain model, from the evidence about it.

`reading.py` is the definition for one cell, `tally.py` the same for all cells. Here both meet the regions of a model:
a region is one country, or a group of countries (`ROW`) of which the members are judged one by one.
Method page: docs/method/likelihood.md.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.model import ChainModel
from scharnier.kernel.errors import ContentError
from scharnier.risk.bought import Bought, as_bought
from scharnier.risk.climate import with_climate
from scharnier.risk.evidence import EvidenceBase, Record
from scharnier.risk.reading import Caps, Level, Reading, judge_cell, judge_group, read_record
from scharnier.risk.severity import load_severities
from scharnier.risk.tally import Judged, Levels, judge_groups, judge_places


@dataclass(frozen=True, eq=False)
class Likelihoods:
    """Likelihoods of T themes at R regions in S industries.

    `level`, `low`, `high` (T, R, S) are 1..5, 0 where no source says anything; `basis` a code of `BASES`;
    `unknown_share` the share of a group of countries (by workforce) without data. `members` gives the countries of
    each region with their weights; `places` and `of_places` (T, P, S) the likelihoods of single places, which the
    stability draws from. `evidence` is what all of it rests on, climate records of the model included.
    """

    themes: tuple[str, ...]
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    level: Levels
    low: Levels
    high: Levels
    basis: Levels
    unknown_share: NDArray[np.float64]
    evidence: EvidenceBase
    bought: Bought
    on: date
    members: Mapping[str, tuple[tuple[str, float], ...]]
    places: tuple[str, ...]
    of_places: Judged
    caps: Caps

    @cached_property
    def _at(self) -> Mapping[tuple[str, str], tuple[Record, ...]]:
        """Records by theme and place."""
        found: dict[tuple[str, str], list[Record]] = {}
        for record in self.evidence.records:
            found.setdefault((record.theme, record.place), []).append(record)
        return {key: tuple(records) for key, records in found.items()}

    def countries(self, region: str) -> tuple[tuple[str, float], ...]:
        """The countries of a region with their weights; a region without members is a country itself."""
        return self.members.get(region) or ((region, 1.0),)

    def readings(self, theme: str, place: str, sector: str) -> list[Reading]:
        """What each record about a place says on a theme in an industry."""
        read = (
            read_record(record, sector, self.evidence, self.caps, self.bought, self.on)
            for record in self._at.get((theme, place), ())
        )
        return [reading for reading in read if reading is not None]

    def judge(self, theme: str, region: str, sector: str) -> Level | None:
        """The likelihood of one cell by the scalar definition: what an explanation shows."""
        own = judge_cell(self.readings(theme, region, sector))
        countries = self.countries(region)
        if own is not None or [place for place, _ in countries] == [region]:
            return own
        return judge_group(
            (weight, judge_cell(found), max((r.level for r in found if r.basis == 1), default=0))
            for weight, found in ((weight, self.readings(theme, place, sector)) for place, weight in countries)
        )

    def ordered_readings(self, theme: str, region: str, sector: str) -> list[tuple[Reading, float]]:
        """Readings of a region's countries with the country's weight, the most telling first.

        That is: a good that is bought, then the highest level, the closest basis, the most recent year, the largest
        country.
        """
        places = {region: 1.0, **dict(self.countries(region))}
        found = [(reading, places[p]) for p in places for reading in self.readings(theme, p, sector)]
        return sorted(found, key=_most_telling)

    def records(self, theme: str, region: str, sector: str, limit: int = 8) -> tuple[Record, ...]:
        """The records a likelihood rests on, most telling first, at most `limit`."""
        return tuple(reading.record for reading, _ in self.ordered_readings(theme, region, sector)[:limit])

    def because(self, theme: str, region: str, sector: str, lang: str) -> str:
        """Why the level is what it is, in one or two plain sentences, Dutch (`nl`) or English."""
        from scharnier.risk.because import explain_likelihood

        return explain_likelihood(self, theme, region, sector, lang)


def _most_telling(found: tuple[Reading, float]) -> tuple[object, ...]:
    reading, weight = found
    record = reading.record
    return (reading.basis != 1, -reading.level, reading.basis, -record.year, -weight, record.id)


def calc_likelihoods(
    evidence: EvidenceBase,
    model: ChainModel,
    bought_goods: Collection[str] | Bought,
    on: date,
    extra: Sequence[str] = (),
) -> Likelihoods:
    """Judge every theme, region and industry on a date.

    `bought_goods` are the goods that the bought products are, contain or are made of (ids of `evidence.goods`), best
    as `Bought`, which says where they weigh enough to count; bare ids count everywhere.
    `extra` are countries (ISO alpha-3) that the model lumps into a group and that stand apart here, behind its regions.
    Records of a year after `on` are passed over. Raises `ContentError` where evidence speaks of a theme that has no
    severity and so cannot carry a risk.
    """
    evidence = with_climate(evidence, model)
    themes = tuple(load_severities())
    strange = sorted({record.theme for record in evidence.records} - set(themes))
    if strange:
        raise ContentError(f"evidence speaks of {', '.join(strange)}, which severity.yaml does not know")
    regions = (*model.regions, *extra)
    members = {region: model.members.get(region) or ((region, 1.0),) for region in regions}
    places = tuple(dict.fromkeys([*regions, *(place for each in members.values() for place, _ in each)]))
    bought = as_bought(bought_goods)
    of_places = judge_places(evidence, themes, places, model.sectors, bought, on)
    blocks = list(_judge_regions(regions, members, places, of_places))
    judged = [block for block, _ in blocks]
    return Likelihoods(
        themes=themes,
        regions=regions,
        sectors=model.sectors,
        level=np.stack([block.level for block in judged], axis=1),
        low=np.stack([block.low for block in judged], axis=1),
        high=np.stack([block.high for block in judged], axis=1),
        basis=np.stack([block.basis for block in judged], axis=1),
        unknown_share=np.stack([share for _, share in blocks], axis=1),
        evidence=evidence,
        bought=bought,
        on=on,
        members=MappingProxyType(members),
        places=places,
        of_places=of_places,
        caps=Caps(evidence, on),
    )


def _judge_regions(
    regions: Sequence[str], members: Mapping[str, Sequence[tuple[str, float]]], places: Sequence[str], found: Judged
) -> Iterator[tuple[Judged, NDArray[np.float64]]]:
    """The likelihoods (T, S) of each region in turn, and the share of it without data."""
    at = {place: number for number, place in enumerate(places)}
    for region in regions:
        own = _take(found, at[region])
        silent = (own.level == 0).astype(np.float64)
        if [place for place, _ in members[region]] == [region]:
            yield own, silent
            continue
        numbers = [at[place] for place, _ in members[region]]
        weights = np.array([weight for _, weight in members[region]])
        group, unknown = judge_groups(found.level[:, numbers], found.listed[:, numbers], weights)
        # A record about the group as a whole (the model's own emissions) goes before what is known of its members.
        direct = own.level > 0
        pairs = zip(vars(own).values(), vars(group).values(), strict=True)
        yield Judged(*(np.where(direct, mine, theirs) for mine, theirs in pairs)), np.where(direct, 0.0, unknown)


def _take(found: Judged, place: int) -> Judged:
    return Judged(*(values[:, place] for values in vars(found).values()))
