"""What is in a table of notices, counted without loading it."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from scharnier.kernel.errors import InputProblem
from scharnier.sources.notices.load import issues_path

_HEAD = "select count(*), min(dispatch_date)::varchar, max(dispatch_date)::varchar"
_PARTS = {"schema": "schema", "form": "form", "country": "buyer_country"}


def count_notices(table: Path) -> dict[str, Any]:
    """Counts by schema, form and country, first and last day of dispatch, and the issues written beside the table.

    Raises InputProblem where the file is no table of notices.
    """
    import duckdb

    if not table.is_file():
        raise InputProblem("There is no such table.", "Make one with `scharnier notices import`.", str(table))
    try:
        with duckdb.connect() as connection:
            where, file = "from read_parquet(?)", [str(table)]
            rows, first, last = connection.execute(f"{_HEAD} {where}", file).fetchall()[0]
            found: dict[str, Any] = {"rows": rows, "first": first, "last": last}
            for part, column in _PARTS.items():
                counted = connection.execute(
                    f"select {column}, count(*) as n {where} group by 1 order by n desc, 1", file
                ).fetchall()
                found[part] = [{"name": name, "count": count} for name, count in counted]
    except duckdb.Error:
        raise InputProblem(
            "It is not a table of notices.", "Make one with `scharnier notices import`.", str(table)
        ) from None
    found["issues"] = [{"name": name, "count": count} for name, count in _count_issues(issues_path(table))]
    return found


def _count_issues(path: Path) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as handle:
            counts.update(row["code"] for row in csv.DictReader(handle) if row.get("code"))
    return counts.most_common()
