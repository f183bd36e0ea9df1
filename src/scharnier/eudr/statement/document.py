"""`statement.json`: the statement as validated data. `schema/eudr-statement-1.json` is generated from these models."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from scharnier.eudr.statement.source import Kind, Party, Place, Species, Supplementary

Day = date


class Part(BaseModel):
    """A part of the document; unknown members are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class PlotsSent(Part):
    """The GeoJSON of one producer as it is sent. `hectares_in_polygons` by the boundaries, on the ellipsoid."""

    file: str
    sha256: str
    bytes: int
    features: int
    points: int
    polygons: int
    hectares_in_polygons: float
    valid: bool
    errors: int
    warnings: int


class ProducerSent(Part):
    """A producer; exactly one of `plots`, `postal_address` and `cadastral_number` is there when valid."""

    name: str | None
    country: str | None
    plots: PlotsSent | None
    postal_address: Place | None
    cadastral_number: str | None


class CommodityStated(Part):
    """A product. `hs` as given, `hs_sent` as the interface takes it; `annex_i` the commodities of Annex I it falls
    under on the day, `country_risk` of each country of production the class of the EU (deforestation only)."""

    description: str | None
    hs: str | None
    hs_sent: str
    annex_i: list[str]
    species: list[Species]
    net_mass_kg: float | None
    deviation_percent: float | None
    supplementary: Supplementary | None
    country_risk: dict[str, Literal["low", "standard", "high"]]
    producers: list[ProducerSent]


class Confirmation(Part):
    """What the signatory states: due diligence was done, and its conclusion. Never filled in by Scharnier."""

    confirmed: bool
    conclusion: Literal["negligible", "no_risk"] | None
    concluded_by: str | None


class Signed(Part):
    """Who signed, in which function, when."""

    name: str | None
    function: str | None
    date: Day | None


class Remark(Part):
    """Something wrong with the statement; `line` in the file it was made from."""

    code: str
    severity: Literal["error", "warning"]
    path: str
    line: int
    message: str


class Interface(Part):
    """Which published interface the request follows, and what that leaves unclear."""

    version: str
    document: str
    document_date: Day
    operation: Literal["submitDds", "submitSd"]
    request: str | None
    request_sha256: str | None
    unclear: list[str]


class Statement(Part):
    """A due diligence statement (Annex II) or simplified declaration (Annex III) of the EU regulation on
    deforestation-free products. `checked_on`: the day whose rules were used."""

    schema_: Literal["scharnier-eudr-statement-1"] = Field(alias="schema", default="scharnier-eudr-statement-1")
    kind: Kind
    valid: bool
    language: Literal["nl", "en"]
    checked_on: Day
    placed_on: Day | None
    internal_reference: str | None
    role: Literal["operator", "representative"]
    activity: Literal["import", "export", "domestic"] | None
    operator: Party | None
    representative: Party | None
    country_of_activity: str | None
    border_country: str | None
    comment: str | None
    geolocation_confidential: bool | None
    commodities: list[CommodityStated]
    references: list[str]
    confirmation: Confirmation
    signature: Signed
    remarks: list[Remark]
    interface: Interface
