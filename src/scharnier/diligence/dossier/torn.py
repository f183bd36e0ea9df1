"""Torn records: two people changed the same record in different ways, and both versions stand until somebody chooses.

They stand in `torn.yaml` (of persons in `torn-persons.yaml`), each with both versions, the one both began with, and
who changed it when. In the file of the kind stands ours, or theirs where we had taken the record away.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from scharnier.diligence.dossier.base import Line, Shape
from scharnier.diligence.dossier.raw import PERSONAL, Raw, read_kind
from scharnier.diligence.dossier.snapshot import Snapshot
from scharnier.kernel.errors import InputProblem

KINDS = {"torn": "torn.yaml", "torn-persons": "torn-persons.yaml"}
FILES = frozenset(KINDS.values())


class Hand(Shape):
    """Who made a version, and when."""

    who: Line
    at: Line


class Torn(Shape):
    """A record of which two versions stand: `id` is `<kind>/<id>`; a version that is left out had it taken away."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z-]+/[^/\s]+$")]
    ours: Mapping[str, Any] | None = None
    theirs: Mapping[str, Any] | None = None
    base: Mapping[str, Any] | None = None
    ours_by: Hand | None = Field(default=None)
    theirs_by: Hand | None = Field(default=None)

    @property
    def subject(self) -> tuple[str, str]:
        """The kind and the id of the record."""
        kind, _, name = self.id.partition("/")
        return kind, name


def torn_kind(kind: str) -> str:
    """Under which kind a torn record of a kind is kept: personal data stays apart here too."""
    return "torn-persons" if kind in PERSONAL else "torn"


def read_torn(snapshot: Snapshot) -> dict[str, Torn]:
    """The torn records, by `<kind>/<id>`. Raises InputProblem where the file is no longer what a merge wrote."""
    found: dict[str, Torn] = {}
    for name in sorted(FILES & snapshot.files.keys()):
        source = str(snapshot.folder / name)
        for key, raw in read_kind(source, snapshot.files[name]).items():
            found[key] = _check(source, key, raw)
    return found


def load_torn(snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    """The records (kind, id) of which two versions stand: no rule calls anything met on them."""
    return frozenset(torn.subject for torn in read_torn(snapshot).values())


def _check(source: str, key: str, raw: Raw) -> Torn:
    try:
        return Torn.model_validate(raw)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise InputProblem(
            f"{key}: {where} is not what a merge wrote here.",
            "Put the file back; choose a version with `scharnier dossier settle`.",
            source,
        ) from error
