"""What the manifest of a stored model says: where it comes from, what is in it, and the hash of every file."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

FORMAT: Literal[1] = 1


def _plain_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,120}", name):
        raise ValueError(f"{name!r} is not a plain file name")
    return name


PlainName = Annotated[str, AfterValidator(_plain_name)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileMark(_Shape):
    """Size in bytes and SHA-256 of a file."""

    size: int
    sha256: str


class SourceFile(_Shape):
    """A file that the model was read from. `url` and `retrieved_on` are empty where the user had the file already."""

    file: str
    size: int
    sha256: str
    url: str = ""
    retrieved_on: str = ""


class SatelliteNote(_Shape):
    """A satellite: `rows` stressors. `units` are the units that occur, `years` the years where they differ."""

    name: PlainName
    title: str
    rows: int
    units: list[str]
    years: list[str] = []
    has_final: bool = False


class Concordance(_Shape):
    """A table in the folder that leads from one classification to another, as in regions to places."""

    of: str
    to: str
    file: PlainName


class Note(_Shape):
    """Something odd that the reader saw and that the stored numbers no longer show."""

    code: str
    level: Literal["fault", "note"]
    count: int
    worst: float
    where: list[str]
    text: str


class StoredManifest(_Shape):
    """The manifest. `given` says whether the source gave flows (Z) or coefficients (A), `form` how A is stored.

    `unit` is that of flows, output and final use. `changes` names everything that was done to the source's numbers
    or labels; `notes` what was odd in them.
    """

    format: Literal[1] = FORMAT
    id: str
    title: str
    source: str
    edition: str
    year: int | None
    publisher: str
    licence: str
    licence_confidence: str
    attribution: str
    url: str
    price_basis: str
    unit: str
    given: Literal["A", "Z"]
    form: Literal["dense", "sparse"]
    cells: int
    regions: int
    sectors: int
    final_columns: int
    entries: int
    satellites: list[SatelliteNote]
    concordances: list[Concordance] = []
    changes: list[str] = []
    notes: list[Note] = []
    left_out: list[str] = []
    caveats: dict[str, list[str]] = {"nl": [], "en": []}
    inputs: list[SourceFile] = []
    added_on: str = ""
    software: dict[str, str] = {}
    files: dict[PlainName, FileMark]
