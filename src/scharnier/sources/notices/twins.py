"""Notices that bear the number of another: the same one twice, or two that differ."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from scharnier.procurement.notice import Issue

_QUERY = """
    with marked as (
        select schema, notice_id, coalesce(version, '') as version, source_file, content_sha256,
               count(*) over (partition by schema, notice_id, coalesce(version, '')) as n
        from read_parquet(?)
    )
    select schema, notice_id, version, count(distinct content_sha256), list(source_file order by source_file)[:5],
           count(*)
    from marked where n > 1
    group by schema, notice_id, version order by schema, notice_id, version
"""


def list_twins(table: Path) -> Iterator[Issue]:
    """An issue for every number that more than one row of a table of notices bears. Memory is bounded."""
    import duckdb

    with duckdb.connect(config={"memory_limit": "512MB", "threads": 1}) as connection:
        rows = connection.execute(_QUERY, [str(table)])
        while found := rows.fetchmany(1000):
            for _, number, version, contents, files, count in found:
                name = f"{number} (version {version})" if version else number
                where = ", ".join(files[1:]) + (" …" if count > len(files) else "")
                level: Literal["doubt", "note"] = "doubt" if contents > 1 else "note"
                if contents > 1:
                    what = (
                        f"Notice {name} stands in {count} places with {contents} different contents; also in {where}."
                    )
                    remedy = "All are kept; find out which one holds before counting."
                else:
                    what, remedy = (
                        f"Notice {name} stands in {count} places, word for word; also in {where}.",
                        "Count it once.",
                    )
                yield Issue(
                    files[0], "notice_id", what, remedy, level, f"{'differing' if contents > 1 else 'same'}-twin"
                )
