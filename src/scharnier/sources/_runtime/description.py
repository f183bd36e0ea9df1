"""What is content of a publisher that is fetched from: addresses, words of its questions, and the pace (`source.yaml`).

An address that moves is a change of that file, or of a copy that the user names; not of code.
"""

from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.ask import check_address
from scharnier.sources._runtime.polite import Pace


class Evidence(BaseModel):
    """Where a fact of the description was seen: `secondary` is a stored copy or somebody's own account, `own` ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fact: str
    seen: str
    confidence: Literal["verified", "secondary", "unverified", "own"]


class Limits(BaseModel):
    """The pace, and how much a run takes; seconds, documents, days and megabytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    interval: float = Field(ge=0)
    attempts: int = Field(ge=1, le=20)
    longest_wait: float = Field(ge=0)
    patience: float = Field(gt=0)
    most_documents: int = Field(ge=1)
    most_mb: float = Field(gt=0)
    window_days: int = Field(ge=1)
    page_size: int = Field(ge=1)
    most_pages: int = Field(ge=1)

    def pace(self) -> Pace:
        """The pace for the one who asks."""
        return Pace(self.interval, self.attempts, self.longest_wait, self.patience, int(self.most_mb * 1e6))


class Description(BaseModel):
    """A `source.yaml` of a publisher that is fetched from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    licence_confidence: str
    attribution: str
    retrieved_on: str
    checked_on: date
    agent: str
    limits: Limits
    addresses: dict[str, str]
    words: dict[str, Any]
    evidence: list[Evidence]
    open_questions: list[str]

    def address(self, name: str, **parts: object) -> str:
        """An address with its parts filled in. Raises InputProblem where it cannot be used."""
        try:
            url = self.addresses[name].format(**parts)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise InputProblem(f"the address {name!r} cannot be filled in ({error}).", "", f"{self.id}.yaml") from error
        check_address(url)
        return url

    def phrase(self, name: str, **parts: object) -> str:
        """A part of a question, filled in."""
        try:
            return str(self.words[name]).format(**parts)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise InputProblem(f"the words {name!r} cannot be filled in ({error}).", "", f"{self.id}.yaml") from error


def load_description(path: Path) -> Description:
    """The description in a file. Raises InputProblem where it is none."""
    try:
        return Description.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputProblem(f"cannot be read ({error.strerror}).", "Name another file.", str(path)) from error
    except yaml.YAMLError as error:
        raise InputProblem("is no YAML.", "Compare it with the source.yaml that is shipped.", str(path)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputProblem(f"{first['msg']}.", "", str(path), column=place) from error
