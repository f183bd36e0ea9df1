"""From exposures to ranked risks: joins evidence, ranks, and tests the ranks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import diags_array

from scharnier.analytics.exposure import Exposures
from scharnier.analytics.options import Options
from scharnier.chain import ChainModel
from scharnier.risk.bought import Bought, calc_bought
from scharnier.risk.evidence import EvidenceBase
from scharnier.risk.likelihood import Likelihoods, calc_likelihoods
from scharnier.risk.policies import get_policy
from scharnier.risk.ranking import Ranking, rank_risks
from scharnier.risk.severity import SeverityParts
from scharnier.risk.stability import GroupExposures, Stability, calc_stability

CENT = 0.01  # stands for the assessed amount where there is none, so that no share is divided by nothing


@dataclass(frozen=True)
class Ranked:
    """Likelihoods, the ranking and the stability of each listed risk; `total` is the assessed amount."""

    total: float
    likelihoods: Likelihoods
    ranking: Ranking
    stability: list[Stability]

    def share(self, amount: float) -> float:
        """The share of the assessed amount; 0 where nothing was assessed or credits outweigh purchases."""
        return amount / self.total if self.total > 0 else 0.0


def rank(
    exposures: Exposures,
    model: ChainModel,
    evidence: EvidenceBase,
    severities: Mapping[str, SeverityParts],
    options: Options,
) -> Ranked:
    """Rank every theme at every place the money goes to, and shake the inputs to see which ranks hold."""
    total = float(exposures.profile_amount.sum())
    extra = exposures.places[len(model.regions) :]
    likelihoods = calc_likelihoods(evidence, model, goods_behind(exposures, evidence), options.assessed_on, extra)
    tiers = exposures.unit_tiers @ exposures.unit_amount
    if total <= 0:  # nothing known was bought, or credits outweigh it: there is no money to rank by
        tiers = np.zeros_like(tiers)
    exposure = tiers.sum(axis=0)
    ranking = rank_risks(
        likelihoods,
        severities,
        exposure,
        tiers,
        max(total, CENT),
        options.listing_threshold,
        policy=get_policy(options.policy),
    )
    amounts = diags_array(exposures.profile_amount)
    groups = GroupExposures(
        main=(exposures.mix @ amounts).T.tocsr(),
        alternative=(exposures.alternative_mix @ amounts).T.tocsr(),
        confidence=np.array([profile.confidence for profile in exposures.profiles]),
        origins=exposures.unit_origins.T,
    )
    stability = calc_stability(ranking, likelihoods, severities, groups, options.draws, options.seed)
    return Ranked(total, likelihoods, ranking, stability)


def goods_behind(exposures: Exposures, evidence: EvidenceBase) -> Bought:
    """The goods that the bought products are, contain or are made of, with what they bring to each place of origin."""
    links = {
        (number, link.good)
        for number, profile in enumerate(exposures.profiles)
        for link in evidence.product_goods.get(profile.product or "", ())
    }
    goods = sorted({good for _, good in links})
    tied = np.zeros((len(exposures.profiles), len(goods)))
    for number, good in links:
        tied[number, goods.index(good)] = exposures.profile_amount[number]
    by_good = exposures.unit_origins @ (exposures.mix @ tied)
    total = exposures.unit_origins @ exposures.unit_amount
    columns = {good: by_good[:, number] for number, good in enumerate(goods)}
    return calc_bought(columns, total, exposures.places, exposures.members, exposures.sectors)
