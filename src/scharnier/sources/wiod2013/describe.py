"""From the description of a source (`source.yaml`) to what a model's manifest says about it."""

import hashlib
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from scharnier.chain.model import InputFile, Manifest

SOURCES = Path(__file__).resolve().parent.parent
# Places that the national accounts of a country include (ESA 2010, economic territory).
TERRITORIES = {"GLP": "FRA", "GUF": "FRA", "MTQ": "FRA", "MYT": "FRA", "REU": "FRA", "ALA": "FIN"}
METHOD = (
    "Flows and output as in the source, which holds whole million dollars. Final use is the sum of households, "
    "non-profit institutions, government and fixed investment; changes in inventories are kept apart. Value added is "
    "output less all purchases."
)


class Description(BaseModel):
    """The parts of a `source.yaml` that end up in a manifest; it may hold more."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    title: str
    publisher: str
    url: str
    licence: str
    licence_confidence: str
    attribution: str
    retrieved_on: str
    left_out: list[str]
    caveats: dict[str, list[str]] = {"en": [], "nl": []}

    def caveats_of(self, year: int) -> dict[str, list[str]]:
        """The caveats with the year filled in, per language."""
        return {lang: [text.format(year=year) for text in texts] for lang, texts in self.caveats.items()}


def load_description(source: str) -> Description:
    """The description of a source by the name of its folder."""
    return Description.model_validate(yaml.safe_load((SOURCES / source / "source.yaml").read_text(encoding="utf-8")))


def describe_table(year: int, sha256: str) -> Manifest:
    """The manifest of a WIOD 2013 table read as it is; `sha256` is that of the file read."""
    source = load_description("wiod2013")
    return Manifest(
        id=f"wiod2013-{year}",
        title=f"World input-output table {year}, WIOD 2013 release",
        year=year,
        publisher=source.publisher,
        licence=source.licence,
        attribution=f"{source.attribution}.",
        price_basis="current basic prices, million US dollars",
        sha256=sha256,
        error_bound="exact",
        method=METHOD,
        units={"flows": "million USD", "value_added": "million USD"},
        caveats=source.caveats_of(year),
        territories=TERRITORIES,
    )


def describe_input(source: str, path: Path, year: int) -> InputFile:
    """The file a model was built from, with its hash."""
    described = load_description(source)
    return InputFile(
        file=f"{path.parent.name}/{path.name}",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        title=described.title,
        publisher=described.publisher,
        year=year,
        licence=described.licence,
        licence_confidence=described.licence_confidence,
        url=described.url,
        retrieved_on=described.retrieved_on,
    )
