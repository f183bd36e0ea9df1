"""Where a fact comes from and how sure we are of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How a fact was checked. A fact that nobody could find or that sources contradict is not shipped at all."""

    VERIFIED = "verified"  # the primary text, or a machine-checked quotation of it, was seen
    SECONDARY = "secondary"  # a secondary source was seen
    UNVERIFIED = "unverified"  # own knowledge: shown with a badge, never used for a hard decision


@dataclass(frozen=True)
class Source:
    """A publication a fact rests on. `year` is the year the fact speaks of, `retrieved_on` the day we took it."""

    id: str
    title: str
    publisher: str
    licence: str
    url: str = ""
    year: int | None = None
    retrieved_on: date | None = None


STALE_AFTER_YEARS = 5


def is_stale(year: int, on: date) -> bool:
    """Whether a fact about `year` is older than five years on the date `on` (then every report says so)."""
    return on.year - year > STALE_AFTER_YEARS
