"""The assessment: what Scharnier answers about a purchase file, as one document.

The models below are the definition of `assessment.json`; `schema/assessment-2.json` is generated from them and frozen.
Amounts are in `input.currency`, rounded to cents where they count lines and left as they are where they are the
outcome of a calculation. Shares are fractions of `coverage.assessed_amount` between 0 and 1.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TIERS = ("supplier", "tier1", "tier2", "tier3plus")
NOTHING_BOUGHT = frozenset({"payroll", "transfer", "accounting", "income", "internal", "tax"})
"""Reasons that say a line is no purchase; every other reason means that the file leaves the purchase unknown."""


class Part(BaseModel):
    """A part of the assessment; unknown members are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Releases(Part):
    """Release names of the software and of each body of content that the answer rests on."""

    scharnier: str
    norms: str
    codes: str
    risk: str
    chain: str


class ModelUsed(Part):
    """The chain model. `caveats` are sentences in the language of the assessment.

    `groups` gives for each region that lumps countries the countries in it (ISO alpha-3), largest workforce first.
    """

    id: str
    title: str
    year: int
    regions: int
    sectors: int
    publisher: str
    licence: str
    attribution: str
    price_basis: str
    sha256: str
    groups: dict[str, list[str]]
    caveats: list[str]


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


class Flow(Part):
    """Money from a purchase category to the country where it is finally earned."""

    sector: str
    country: str
    amount: float
    share: float


class Tiers(Part):
    """A split over the chain: the maker of what was bought, its suppliers (tier 1), theirs (tier 2), all behind."""

    supplier: float
    tier1: float
    tier2: float
    tier3plus: float


class OriginCell(Part):
    """A country (ISO 3166 alpha-3, or a region code of the model such as ROW) and an industry (WIOD c1..c35)."""

    country: str
    sector: str


class Origin(OriginCell):
    """Value added earned at a place of origin on account of the purchases; all origins sum to the assessed amount."""

    value_added: float
    share: float
    tiers: Tiers


class Exposure(Part):
    """How much of the money passes through the origin. `tiers` split `amount`."""

    amount: float
    share: float
    tiers: Tiers


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
    priority_first: list[str] = []
    listing_threshold: float
    mapping_sha256: str | None


class Assessment(Part):
    """The whole answer. `places`, `sectors`, `themes` and `products` give the words for the codes used."""

    schema_id: Literal["scharnier-assessment-1", "scharnier-assessment-2"] = Field(alias="schema")
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
