"""What a screening says as a whole, counted without loading it: with what it is counted of and what is missing."""

from pathlib import Path
from typing import Any

from scharnier.analytics.notices.engines import quote

# Of Dutch notices (buyer_status other than foreign): what is not known of how many.
_MISSING = {
    "value": "not value_known",
    "date": "dispatch_date is null",
    "buyer": "buyer_status in ('unknown', 'uncertain')",
    "cpv": "cpv_main is null",
    "text": "not has_text",
}


def count_screening(screening: Path) -> dict[str, Any]:
    """Counts of a screening: rows; of Dutch buyers by status, verdict and advice, evidence where it is (or may be)
    mandatory, red flags that are up and that cannot be told, and what is missing; versions."""
    import duckdb

    with duckdb.connect(config={"temp_directory": ""}) as con:
        con.execute("create temp view s as select * from read_parquet($1)".replace("$1", quote(str(screening))))
        one = con.execute("select count(*), count(*) filter (buyer_status <> 'foreign') from s").fetchall()[0]
        found: dict[str, Any] = {"rows": one[0], "dutch": one[1], "foreign": one[0] - one[1]}
        for name in ("buyer_status", "mandatory", "advice"):
            found[name] = _count(con, name, "buyer_status <> 'foreign'")
        for verdict in ("yes", "uncertain"):
            where = f"buyer_status <> 'foreign' and mandatory = '{verdict}'"
            found[f"evidence_{verdict}"] = _count(con, "evidence_class", where)
            found[f"category_{verdict}"] = _count(con, "coalesce(category, '')", where)
        for name in ("flags_up", "flags_open"):
            found[name] = _count_items(con, name, "buyer_status <> 'foreign'")
        counts = ", ".join(f"count(*) filter ({test})" for test in _MISSING.values())
        row = con.execute(f"select {counts} from s where buyer_status <> 'foreign'").fetchall()[0]  # noqa: S608
        found["missing"] = dict(zip(_MISSING, row, strict=True))
        found["versions"] = _count(con, "content_version", "true")
    return found


def _count(con: Any, column: str, where: str) -> dict[str, int]:
    query = f"select {column}, count(*) from s where {where} group by 1 order by 2 desc, 1"  # noqa: S608
    return dict(con.execute(query).fetchall())


def _count_items(con: Any, column: str, where: str) -> dict[str, int]:
    items = f"select unnest({column}) as item from s where {where}"  # noqa: S608
    return dict(con.execute(f"select item, count(*) from ({items}) group by 1 order by 1").fetchall())  # noqa: S608
