"""What a user can choose about an assessment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from scharnier.risk.ranking import THRESHOLD


@dataclass(frozen=True)
class Options:
    """What a user can choose. The date is an argument: nothing below the command line reads the clock."""

    assessed_on: date
    lang: Literal["nl", "en"] = "nl"
    buyer_country: str = "NLD"
    currency: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    mapping: Path | None = None
    severity: Path | None = None
    model: str = "wiod2013-2011"
    store: Path | None = None  # where models that were added lie
    draws: int = 1000
    seed: int = 20261120
    listing_threshold: float = THRESHOLD
    policy: str | None = None  # position on priorities; the default one where None
