"""Everything that was worked out about a ledger, before it is put into words."""

from dataclasses import dataclass
from pathlib import Path

from scharnier.analytics.exposure import Exposures
from scharnier.analytics.mapping import Mapping
from scharnier.analytics.options import Options
from scharnier.analytics.purchases import Purchases
from scharnier.analytics.ranking import Ranked
from scharnier.chain import ChainModel
from scharnier.risk.evidence import EvidenceBase
from scharnier.sources.ledger import Ledger


@dataclass(frozen=True)
class Answer:
    """All parts, from the file to the ranks; `buyer` is the ISO alpha-3 code of the buyer's country."""

    path: Path
    options: Options
    buyer: str
    mapping: Mapping | None
    model: ChainModel
    ledger: Ledger
    purchases: Purchases
    exposures: Exposures
    evidence: EvidenceBase
    ranked: Ranked
