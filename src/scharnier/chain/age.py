"""What the age of a table does to the origins it gives, as measured on a table that was made for many years.

Method page: docs/method/chain-age.md. The measurements are made by `scharnier.sources.wiod2013.age_build`.
"""

import csv
import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

Level = Literal["country", "cell"]
Place = Literal["all", "home", "abroad"]

NAME: Final = "age_of_origins"
WHOLE: Final = 1.0 + 1e-9  # a share of one, rounding included


class AgeInput(BaseModel):
    """A published file that was measured, as it was handed to the build, with its hash."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sha256: str
    year: int


class AgeManifest(BaseModel):
    """Where the measurements come from and what they cannot say; `sha256` is that of the table of measurements."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    publisher: str
    licence: str
    licence_confidence: str
    attribution: str
    url: str
    retrieved_on: str
    sha256: str
    method: str
    confidence: str
    confidence_note: str
    limits: dict[str, list[str]]
    inputs: list[AgeInput]


@dataclass(frozen=True)
class AgeRow:
    """What was measured of origins of one size after one number of years; the factors are later / earlier share.

    `share_from` <= earlier share < `share_to`. `pairs` are pairs of years, `purchases` purchases followed and
    `origins` origins followed, both summed over the pairs. `money` is the part of all money that was in such origins.
    """

    level: Level
    place: Place
    years: int
    share_from: float
    share_to: float
    p05: float
    p25: float
    p50: float
    p75: float
    p95: float
    pairs: int
    purchases: int
    origins: int
    money: float


@dataclass(frozen=True)
class AgeSpread:
    """Factors on an amount by the age of the table: of the money in such origins nine tenths lay between low and high.

    `pairs` is the number of pairs of years behind it; they overlap, so it is no number of independent cases.
    """

    years: int
    low: float
    middle: float
    high: float
    pairs: int


@dataclass(frozen=True)
class AgeTable:
    """The measurements, with their manifest."""

    rows: tuple[AgeRow, ...]
    manifest: AgeManifest

    @property
    def longest(self) -> int:
        """The largest number of years between two tables that was measured."""
        return max(row.years for row in self.rows)

    def find(self, level: Level, years: int, share: float, place: Place = "all") -> AgeRow | None:
        """The measurement for an origin with this share of a purchase; None where there is none."""
        for row in self.rows:
            measured = (row.level, row.place, row.years) == (level, place, years)
            if measured and row.share_from <= share < (row.share_to if row.share_to < 1.0 else WHOLE):
                return row
        return None

    def spread(self, level: Level, years: int, share: float, home: bool | None = None) -> AgeSpread | None:
        """How far the money in an origin may have moved in so many years.

        `share` (0 to 1) is the part of the purchase that the old table places in this origin: a country or a cell
        (country x industry). `home` says whether the origin is the country of the market that was bought on; None
        takes both together. Zero years is one exactly, from no pairs: a table is not older than itself. All other
        errors remain.

        The factors are those of a class of shares: share times `high` may pass one, which no origin can. Several
        origins of one purchase cannot all reach their upper ends: together they keep to the whole.

        None where nothing was measured: a negative number of years, more than `longest`, a share that is not above
        zero or above one, too small to follow, or a size that too few origins have.
        """
        if years == 0 and 0 < share <= WHOLE:
            return AgeSpread(0, 1.0, 1.0, 1.0, 0)
        place: Place = "all" if home is None else "home" if home else "abroad"
        row = self.find(level, years, share, place)
        return None if row is None else AgeSpread(years, row.p05, row.p50, row.p95, row.pairs)


@lru_cache(maxsize=2)
def load_age_table(folder: Path | None = None) -> AgeTable:
    """The measurements that ship, checked against the hash in their manifest.

    Raises: ContentError when they are not the ones the manifest speaks of, or cannot be read.
    """
    folder = content_path("chain") if folder is None else folder
    try:
        described = yaml.safe_load((folder / f"{NAME}.yaml").read_text(encoding="utf-8"))
        manifest = AgeManifest.model_validate(described)
        content = (folder / f"{NAME}.csv").read_bytes()
        if hashlib.sha256(content).hexdigest() != manifest.sha256:
            raise ContentError(f"{NAME}.csv does not have the hash its manifest names: rebuild or reinstall it")
        rows = tuple(_parse_row(row) for row in csv.DictReader(io.StringIO(content.decode("utf-8"))))
    except (OSError, KeyError, ValueError, ValidationError, yaml.YAMLError) as cause:
        raise ContentError(f"{NAME} cannot be read ({cause}): rebuild or reinstall it") from cause
    return AgeTable(rows, manifest)


def _parse_row(row: dict[str, str]) -> AgeRow:
    level, place = row["level"], row["place"]
    if level not in ("country", "cell") or place not in ("all", "home", "abroad"):
        raise ValueError(f"level {level!r}, place {place!r}")
    low, lower, middle, upper, high = (float(row[name]) for name in ("p05", "p25", "p50", "p75", "p95"))
    return AgeRow(
        level="country" if level == "country" else "cell",
        place="all" if place == "all" else "home" if place == "home" else "abroad",
        years=int(row["years"]),
        share_from=float(row["share_from"]),
        share_to=float(row["share_to"]),
        p05=low,
        p25=lower,
        p50=middle,
        p75=upper,
        p95=high,
        pairs=int(row["pairs"]),
        purchases=int(row["purchases"]),
        origins=int(row["origins"]),
        money=float(row["money"]),
    )
