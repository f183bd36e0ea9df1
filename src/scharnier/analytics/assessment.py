"""The assessment: what Scharnier answers about a purchase file, as one document.

The models below and in `assessment_chain` are the definition of `assessment.json`; `schema/assessment-3.json` is
generated from them and frozen. Amounts are in `input.currency`, rounded to cents where they count lines, else as they
were calculated. Shares are fractions of `coverage.assessed_amount` (0 to 1), unless a part says otherwise.

Version 2 added the position on priorities; version 3 the paths and what the age of the model does. Older versions are
still read: what is new then has a value that says it is not known.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from scharnier.analytics.assessment_chain import (
    TIERS,
    Age,
    ChainPath,
    ChainPaths,
    Exposure,
    Flow,
    Interval,
    ModelUsed,
    Origin,
    OriginCell,
    Part,
    Tiers,
)

__all__ = [
    "TIERS",
    "Age",
    "ChainPath",
    "ChainPaths",
    "Exposure",
    "Flow",
    "Interval",
    "ModelUsed",
    "Origin",
    "OriginCell",
    "Tiers",
]

Version = Literal["scharnier-assessment-1", "scharnier-assessment-2", "scharnier-assessment-3"]
NOTHING_BOUGHT = frozenset({"payroll", "transfer", "accounting", "income", "internal", "tax"})
"""Reasons that say a line is no purchase; every other reason means that the file leaves the purchase unknown."""


class Releases(Part):
    """Release names of the software and of each body of content that the answer rests on."""

    scharnier: str
    norms: str
    codes: str
    risk: str
    chain: str


class Input(Part):
    """The file. `columns` says which header was taken for which role; `encoding`, `delimiter` how it was read."""

    file: str
    sha256: str
    lines: int
    total: float
    currency: str
    first_on: date | None
    last_on: date | None
    columns: dict[str, str]
    read_as: str
    notices: list[str]


class Reason(Part):
    """Why lines could not be assessed: `reason` is a stable code, `label` says it in words."""

    reason: str
    label: str
    lines: int
    amount: float


class Coverage(Part):
    """`assessed_amount + unassessed_amount` equals `input.total` to the cent; the reasons add up to the unassessed."""

    assessed_lines: int
    assessed_amount: float
    unassessed_lines: int
    unassessed_amount: float
    by_reason: list[Reason]

    @property
    def not_purchases(self) -> tuple[int, float]:
        """Lines on which nothing was bought, and their amount."""
        return self._of([reason for reason in self.by_reason if reason.reason in NOTHING_BOUGHT])

    @property
    def unknown(self) -> tuple[int, float]:
        """Lines that may be purchases but cannot be assessed, and their amount; total rows are left out."""
        left_out = NOTHING_BOUGHT | {"total_row"}
        return self._of([reason for reason in self.by_reason if reason.reason not in left_out])

    @staticmethod
    def _of(reasons: list[Reason]) -> tuple[int, float]:
        return sum(reason.lines for reason in reasons), round(sum(reason.amount for reason in reasons), 2)


class Purchase(Part):
    """What was bought, by industry that makes it, largest first. `products` are product ids with their amounts."""

    sector: str
    lines: int
    amount: float
    share: float
    confidence: float
    products: dict[str, float]


class Likelihood(Part):
    """Level 1 (very low) to 5 (very high). `basis` names the closest evidence: product, sector, country or group.

    `low`..`high` is the span the evidence allows; `unknown_share` the share of a country group without evidence.
    """

    level: int = Field(ge=1, le=5)
    low: int = Field(ge=1, le=5)
    high: int = Field(ge=1, le=5)
    basis: Literal["product", "sector", "country", "group"]
    unknown_share: float
    evidence: list[str]
    because: str


class Severity(Part):
    """Scale (how grave), scope (how many), irremediable character (how hard to put right): each 1 to 5, kept apart.

    `level` is the highest of the three; `basis` says whether they are the default of the theme or the user's own.
    """

    scale: int = Field(ge=1, le=5)
    scope: int = Field(ge=1, le=5)
    irremediable: int = Field(ge=1, le=5)
    level: int = Field(ge=1, le=5)
    basis: Literal["default", "own"]


class Stability(Part):
    """Over the draws: the share in which the risk is in the top 10, and its 5th, 50th and 95th percentile of rank."""

    in_top10: float
    rank_p05: int
    rank_p50: int
    rank_p95: int


class Risk(Part):
    """One ranked risk: a theme at a place of origin.

    `band` is `priority` (evidence makes harm likely: level 3 or more) or `lower`; the bands are ranked one after the
    other. `lines` are the row numbers of the lines that weigh most in the exposure, `line_count` how many there are.
    """

    id: str
    rank: int
    band: Literal["priority", "lower"]
    theme: str
    origin: OriginCell
    products: list[str]
    exposure: Exposure
    likelihood: Likelihood
    severity: Severity
    stability: Stability
    norms: list[str]
    sdgs: list[str]
    actions: list[str]
    lines: list[int]
    line_count: int
    # Since version 3: for the risks that a report shows in full, where the paths can be ordered; None elsewhere.
    paths: ChainPaths | None = None


class Gap(Part):
    """Where no source says anything about a theme: unknown, never low. The largest places of origin come first.

    `measured` is false where no source of this release speaks of the theme anywhere.
    """

    theme: str
    measured: bool
    amount: float
    share: float
    cells: int
    largest: list[Origin]


class Evidence(Part):
    """One record a likelihood rests on. `stale` marks a source older than five years on the assessment's date."""

    theme: str
    place: str
    sector: str | None
    good: str | None
    level: int
    value: str
    unit: str
    year: int
    dataset: str
    statement: str
    stale: bool


class Dataset(Part):
    """A published data set that evidence was taken from."""

    title: str
    publisher: str
    url: str
    year: int
    licence: str
    attribution: str
    retrieved_on: date
    method: str
    stale: bool


class Norm(Part):
    """A norm referred to: our own words, with the confidence code of the library."""

    title: str
    gist: str
    source: str
    confidence: str


class Step(Part):
    """What the OECD guidance expects next, with whom to speak, made concrete for this assessment."""

    action: str
    title: str
    text: str
    stakeholders: list[str]
    risks: list[str]


class Limitation(Part):
    """What the answer cannot say, in words; `id` points to the method page."""

    id: str
    text: str


class Settings(Part):
    """Everything else needed to compute the assessment again."""

    lang: Literal["nl", "en"]
    assessed_on: date
    buyer_country: str
    draws: int
    seed: int
    severity_rule: str
    # Since version 2. What was saved before followed the risk alone.
    priority_policy: str = "follow_risk"
    priority_first: list[str] = Field(default=[])
    listing_threshold: float
    mapping_sha256: str | None


class Assessment(Part):
    """The whole answer. `places`, `sectors`, `themes` and `products` give the words for the codes used."""

    schema_id: Version = Field(alias="schema")
    title: str
    headline: list[str]
    settings: Settings
    releases: Releases
    model: ModelUsed
    input: Input
    coverage: Coverage
    purchases: list[Purchase]
    flows: list[Flow]
    tiers: Tiers
    origins: list[Origin]
    risks: list[Risk]
    risks_not_listed: int
    no_data: list[Gap]
    evidence: dict[str, Evidence]
    datasets: dict[str, Dataset]
    norms: dict[str, Norm]
    next_steps: list[Step]
    limitations: list[Limitation]
    places: dict[str, str]
    sectors: dict[str, str]
    themes: dict[str, str]
    products: dict[str, str]
    sdgs: dict[str, str]
    # Since version 3. The paths end in the places of the highest priority risks, at most ten.
    paths: ChainPaths | None = None
    age: Age | None = None
