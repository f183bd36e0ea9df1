"""Build the monitor: a screening, follow-up data and replies in; procedures and figures with an account out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from scharnier.analytics.monitor.bodies import Body
from scharnier.analytics.monitor.content import MonitorRules, load_monitor_rules
from scharnier.analytics.monitor.figures import LISTED, Figure, calc_figures
from scharnier.analytics.monitor.followed import Followed, add_followed
from scharnier.analytics.monitor.procedures import build_procedures
from scharnier.analytics.monitor.replies import Reply, Settled, corrected_procedures, settle_replies
from scharnier.analytics.monitor.screened import Account, read_screening

COUNTED = ("yes", "withdrawn", "announced", "afterwards")


@dataclass(frozen=True)
class Monitor:
    """Everything the site shows. `standing` counts procedures by why they count or not; `listed` those on pages.

    `procedures` is an Arrow table of all procedures, ordered by id; `untied` counts those of one notice without a tie.
    """

    on: date
    rules: MonitorRules
    account: Account
    followed: Followed
    bodies: Mapping[str, Body]
    figures: Mapping[str, Figure]
    standing: Mapping[str, int]
    differing: int
    untied: int
    procedures: Any
    listed: tuple[Mapping[str, Any], ...]
    replies: tuple[Settled, ...]
    source: str

    def figure(self, measure: str, scope: str, by: str = "", value: str = "") -> Figure:
        """A figure by its parts; one without procedures where there are none."""
        empty = Figure(measure, scope, by, value, 0, 0, 0, 0, {})  # type: ignore[arg-type]
        return self.figures.get(empty.id, empty)

    def values(self, scope: str, by: str) -> tuple[str, ...]:
        """The years or categories that a scope has figures for, in order; unknown and none last."""
        found = self._values.get((scope, by), set())
        return tuple(sorted(found, key=lambda value: (value in ("unknown", "none"), value)))

    @cached_property
    def _values(self) -> Mapping[tuple[str, str], set[str]]:
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for one in self.figures.values():
            found[one.scope, one.by].add(one.value)
        return found


def build_monitor(path: Path, on: date, replies: Sequence[Reply] = (), followed: Sequence[Path] = ()) -> Monitor:
    """The monitor of a screening. Raises InputProblem where a file cannot be used. Row order does not matter."""
    rules = load_monitor_rules()
    with _opened() as connection:
        account = read_screening(path, connection)
        bodies = build_procedures(connection, rules)
        heard = add_followed(connection, followed, bodies)
        figures = calc_figures(connection)
        settled = settle_replies(replies, connection, bodies, figures)
        if corrected_procedures(settled, connection, bodies):
            figures = _beside(figures, calc_figures(connection, "corrected"))
        counts = dict(connection.execute("SELECT counted, count(*) FROM procedures GROUP BY 1").fetchall())
        differing, untied = connection.execute(
            "SELECT count(*) FILTER (verdicts_differ), (SELECT count(*) FROM (SELECT component FROM tied "
            "GROUP BY component HAVING count(*) = 1 AND bool_and(tie IS NULL AND earlier IS NULL "
            "AND before_it IS NULL))) FROM procedures"
        ).fetchall()[0]
        table = connection.sql("SELECT * FROM procedures ORDER BY procedure").to_arrow_table()
        told = [one.procedure for one in settled if one.procedure]
        listed = connection.sql(
            f"SELECT * FROM procedures WHERE (counted = 'yes' AND ({LISTED})) "  # noqa: S608 - our own words; values are bound
            "OR list_contains(?::VARCHAR[], procedure) ORDER BY procedure",
            params=[told],
        ).to_arrow_table()
    return Monitor(
        on=on,
        rules=rules,
        account=account,
        followed=heard,
        bodies=bodies,
        figures=figures,
        standing={reason: int(counts.get(reason, 0)) for reason in COUNTED},
        differing=int(differing),
        untied=int(untied),
        procedures=table,
        listed=tuple(listed.to_pylist()),
        replies=tuple(settled),
        source=path.name,
    )


@contextmanager
def _opened() -> Iterator[Any]:
    import duckdb

    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    try:
        yield connection
    finally:
        connection.close()


def _beside(figures: dict[str, Figure], corrected: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures, with what corrections make of them where that differs. The figures themselves stay as they are."""
    found = dict(figures)
    for id in sorted({*figures, *corrected}):
        after = corrected[id].counts if id in corrected else (0, 0, 0, 0)
        if id not in figures:
            one = corrected[id]
            found[id] = replace(one, yes=0, no=0, elsewhere=0, missing=0, ids={}, wide=None, corrected=after)
        elif after != figures[id].counts:
            found[id] = replace(figures[id], corrected=after)
    return found
