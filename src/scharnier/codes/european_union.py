"""Which places were in the European Union on a day. The European Economic Area is not the Union."""

import csv
from datetime import date
from functools import cache

from scharnier.kernel.content import content_path

Span = tuple[date, date | None]  # first and last day


@cache
def load_membership() -> dict[str, Span]:
    """First and last day in the Union (None: still in) by ISO 3166-1 alpha-2.

    Member states, and the territories with a code of their own that belong to the Union with their state (Réunion,
    Åland …). Common knowledge, not taken from a source we hold: the file says so.
    """
    with content_path("codes/eu_members.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["iso2"]: (
                date.fromisoformat(row["member_from"]),
                date.fromisoformat(row["member_to"]) if row["member_to"] else None,
            )
            for row in csv.DictReader(lines)
        }


def is_in_union(iso2: str, on: date) -> bool:
    """Whether a place was in the Union on a day; False for a place that never was."""
    span = load_membership().get(iso2)
    return span is not None and span[0] <= on and (span[1] is None or on <= span[1])
