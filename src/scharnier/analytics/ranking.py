"""From exposures to ranked risks: joins evidence, ranks, and tests the ranks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import diags_array

from scharnier.analytics.exposure import Exposures
from scharnier.analytics.options import Options
from scharnier.chain import ChainModel
from scharnier.risk.evidence import EvidenceBase
from scharnier.risk.likelihood import Likelihoods, calc_likelihoods
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
    products = {profile.product for profile in exposures.profiles if profile.product}
    bought = {link.good for product in products for link in evidence.product_goods.get(product, ())}
    extra = exposures.places[len(model.regions) :]
    likelihoods = calc_likelihoods(evidence, model, bought, options.assessed_on, extra)
    tiers = exposures.unit_tiers @ exposures.unit_amount
    if total <= 0:  # nothing known was bought, or credits outweigh it: there is no money to rank by
        tiers = np.zeros_like(tiers)
    exposure = tiers.sum(axis=0)
    ranking = rank_risks(likelihoods, severities, exposure, tiers, max(total, CENT), options.listing_threshold)
    amounts = diags_array(exposures.profile_amount)
    groups = GroupExposures(
        main=(exposures.mix @ amounts).T.tocsr(),
        alternative=(exposures.alternative_mix @ amounts).T.tocsr(),
        confidence=np.array([profile.confidence for profile in exposures.profiles]),
        origins=exposures.unit_origins.T,
    )
    stability = calc_stability(ranking, likelihoods, severities, groups, options.draws, options.seed)
    return Ranked(total, likelihoods, ranking, stability)
