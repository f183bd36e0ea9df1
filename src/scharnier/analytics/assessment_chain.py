"""The parts of an assessment that speak of the chain: where the money ends, along which paths, and how sure."""

from pydantic import BaseModel, ConfigDict

TIERS = ("supplier", "tier1", "tier2", "tier3plus")


class Part(BaseModel):
    """A part of the assessment; unknown members are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


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


class Interval(Part):
    """From `low` to `high`, in the unit of the figure that it goes with; see `Age` for what it counts."""

    low: float
    high: float


class Age(Part):
    """What the years between the model and the spending can do to an amount, as measured on older tables.

    `years` lie between `model_year` and `spend_year`, the year of the last line; None where one of them is not known.
    The intervals say between which amounts `within` of the money would lie if chains moved as much as they did
    between `measured_from` and `measured_to` (`pairs` pairs of years so far apart; they overlap). `text` says it in
    words, with what an interval does not count, or why there are none; there are none where `pairs` is 0.
    """

    years: int | None
    model_year: int
    spend_year: int | None
    measured_from: int
    measured_to: int
    within: float
    pairs: int
    source: str
    text: str


class ChainPath(Part):
    """Money that goes one way: `cells` from the maker of what was bought to the place where it is earned.

    Each sells to the one before it; one cell is a maker at that place itself. `share` is that of all these paths.
    """

    cells: list[OriginCell]
    amount: float
    share: float


class ChainPaths(Part):
    """The largest paths to one or more places, largest first.

    `amount` is what all paths to those places carry together; where credits outweigh the purchases of a kind these
    purchases are left out, so that it can differ from the exposure. `coverage` is the share of it that the listed
    paths carry, and `others_at_most` is proven: no path that is not listed carries more. 0 when all are listed.
    """

    amount: float
    listed: list[ChainPath]
    coverage: float
    others_at_most: float


class Exposure(Part):
    """How much of the money passes through the origin. `tiers` split `amount`.

    `interval`, since version 3, is what the age of the model can do to the amount; None where that is not known.
    """

    amount: float
    share: float
    tiers: Tiers
    interval: Interval | None = None
