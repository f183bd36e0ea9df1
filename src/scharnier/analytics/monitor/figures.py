"""The figures: should, claims, shows; by group, body, category and year, each with all that is missing.

There is no margin of chance in a count of what is published, so none is given; what is missing gives bounds instead:
the share if all that is missing were no, and if all of it were yes.
"""

from dataclasses import dataclass
from typing import Any, Literal

Measure = Literal["should", "claims", "claims_uncertain", "voluntary", "followed"]
By = Literal["", "year", "category"]
BUCKETS = ("yes", "no", "elsewhere", "missing")
_SEEN = {
    "yes": "claims = 'visible'",
    "no": "claims = 'not_visible'",
    "elsewhere": "claims = 'elsewhere'",
    "missing": "claims = 'cannot_be_seen'",
}
MEASURES: dict[Measure, tuple[str, dict[str, str]]] = {
    "should": ("true", {"yes": "mandatory = 'yes'", "no": "mandatory = 'no'", "missing": "mandatory = 'uncertain'"}),
    "claims": ("mandatory = 'yes'", _SEEN),
    "claims_uncertain": ("mandatory = 'uncertain'", _SEEN),
    "voluntary": ("mandatory = 'no' AND advice = 'advised'", _SEEN),
    "followed": (
        "mandatory = 'yes'",
        {"yes": "followed = 'yes'", "no": "followed = 'no'", "missing": "followed = 'unknown'"},
    ),
}
"""Of each measure: which counted procedures it is about, and what puts one in a bucket; buckets add up to all."""
NOT_LISTED = {("should", "no"), ("voluntary", "no"), ("voluntary", "missing")}  # too many to name one by one


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `scope` is all, rijk, doubt, other or body:<key>; `value` the year or category, "" for all.

    yes + no + elsewhere + missing = total. The share is yes of yes + no. `elsewhere` (a trace outside a call) is in the
    bounds only. `wide` are the bounds if also each procedure with an uncertain duty may belong to those counted.
    """

    measure: Measure
    scope: str
    by: By
    value: str
    yes: int
    no: int
    elsewhere: int
    missing: int
    ids: dict[str, tuple[str, ...]]
    wide: tuple[float, float] | None = None
    corrected: tuple[int, int, int, int] | None = None

    @property
    def id(self) -> str:
        """The name of the figure, the same in every edition: claims/rijk/year/2021."""
        return "/".join(part for part in (self.measure, self.scope, self.by, self.value) if part)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """yes, no, elsewhere, missing."""
        return self.yes, self.no, self.elsewhere, self.missing

    @property
    def total(self) -> int:
        """All procedures that the figure is about."""
        return sum(self.counts)

    @property
    def denominator(self) -> int:
        """Those of which it is known."""
        return self.yes + self.no

    @property
    def share(self) -> float | None:
        """yes of the denominator, 0 to 1; None where nothing is known."""
        return self.yes / self.denominator if self.denominator else None

    @property
    def missing_share(self) -> float | None:
        """The part of all that is missing."""
        return self.missing / self.total if self.total else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The share of all if all that is missing were no, and if it were yes."""
        if not self.total:
            return None
        sure = self.yes + self.elsewhere
        return sure / self.total, (sure + self.missing) / self.total

    def is_small(self, below: int) -> bool:
        """Whether too little is known for a percentage or a rank."""
        return self.denominator < below


def calc_figures(connection: Any, table: str = "procedures") -> dict[str, Figure]:
    """All figures by id over a table of procedures, in the order: all, groups, bodies; whole, years, categories.

    Bodies are told apart by year and category where one of their procedures stands on a page. A group or body without
    procedures of a measure has no figure.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP VIEW counted AS
        SELECT *, coalesce(year::VARCHAR, 'unknown') AS y, coalesce(category, 'none') AS c,
            bool_or({LISTED}) OVER (PARTITION BY body) AS told
        FROM {table} WHERE counted = 'yes'
    """)  # noqa: S608 - our own words; values are bound
    cells = []
    for measure, (about, buckets) in MEASURES.items():
        for bucket, test in buckets.items():
            both = f"({about}) AND ({test})"
            cells.append(f"count(*) FILTER ({both}) AS {measure}__{bucket}")
            if (measure, bucket) not in NOT_LISTED:
                cells.append(f"list(procedure ORDER BY procedure) FILTER ({both}) AS {measure}__{bucket}__ids")
    found: dict[str, Figure] = {}
    for scope in ("'all'", '"group"', "'body:' || body"):
        for by, value in (("", "''"), ("year", "y"), ("category", "c")):
            where = "WHERE told" if by and "body" in scope else ""
            result = connection.execute(
                f"SELECT {scope} AS scope, {value} AS value, {', '.join(cells)} FROM counted {where} "  # noqa: S608 - our own words; values are bound
                "GROUP BY 1, 2 ORDER BY 1, 2"
            )
            names = [column[0] for column in result.description]
            for row in result.fetchall():
                for figure in _figures(dict(zip(names, row, strict=True)), by):
                    found[figure.id] = figure
    return found


LISTED = "mandatory IN ('yes', 'uncertain') OR claims IN ('visible', 'elsewhere') OR labour_standards_only"
"""Which procedures stand one by one on the pages: where ISV should be or may have to be, or where there is a trace."""


def _figures(row: dict[str, Any], by: str) -> list[Figure]:
    made = []
    doubt = {bucket: row[f"claims_uncertain__{bucket}"] for bucket in BUCKETS}
    for measure, (_, buckets) in MEASURES.items():
        counts = {bucket: row[f"{measure}__{bucket}"] if bucket in buckets else 0 for bucket in BUCKETS}
        total = sum(counts.values())
        if not total:
            continue
        ids = {bucket: tuple(row.get(f"{measure}__{bucket}__ids") or ()) for bucket in buckets}
        wide = None
        if measure == "claims":
            sure, traced = counts["yes"] + counts["elsewhere"], doubt["yes"] + doubt["elsewhere"]
            wide = (
                sure / (total + doubt["no"] + doubt["missing"]),
                (sure + counts["missing"] + traced + doubt["missing"]) / (total + traced + doubt["missing"]),
            )
        made.append(Figure(measure, row["scope"], by, row["value"], **counts, ids=ids, wide=wide))  # type: ignore[arg-type]
    return made
