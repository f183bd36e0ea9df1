"""Read a screening (`scharnier notices screen`): the rows of Dutch buyers, each notice once, and an account of all."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scharnier.kernel.errors import InputProblem

NEEDED = (
    "notice_id", "schema", "version", "procedure_id", "source_file", "content_sha256", "form", "notice_subtype",
    "buyer_name", "buyer_id", "buyer_status", "buyer_list_id", "country", "dispatch_date", "year", "withdrawn",
    "changes",
    "cpv_main", "category", "category_status", "mandatory", "advice", "regime", "open", "applicable_threshold_eur",
    "value_eur", "value_known", "value_kind", "value_relation", "evidence_class", "evidence_form", "evidence_quote",
    "evidence_field", "has_text", "chain_products", "content_version",
)  # fmt: skip
# Without a country only a name in the list of buyers says that a buyer is Dutch.
DUTCH = "coalesce(buyer_status <> 'foreign' AND (country = 'NL' OR buyer_list_id IS NOT NULL), false)"
# A number of publication is the same with and without zeros in front.
NUMBER = r"regexp_replace({}, '^0+([0-9]+-[0-9]{{4}})$', '\1')"


@dataclass(frozen=True)
class Account:
    """Where all rows went: rows = foreign + nowhere + copies + notices. `versions` are those of its content."""

    rows: int
    foreign: int
    nowhere: int
    copies: int
    notices: int
    first: str
    last: str
    versions: tuple[str, ...]


def read_screening(path: Path, connection: Any) -> Account:
    """Make the table `notices` in a DuckDB connection: a row for each notice of a buyer that is not foreign.

    A copy has the number, version, form and content of another row. Columns are those of the screening, and `number`,
    the number of publication without zeros in front. Raises InputProblem where the file is no screening.
    """
    import duckdb

    if not path.is_file():
        raise InputProblem("There is no such file.", "Make it with: scharnier notices screen.", str(path))
    try:
        connection.execute("CREATE VIEW screening AS SELECT * FROM read_parquet(?)".replace("?", _quoted(path)))
        names = {row[0] for row in connection.execute("DESCRIBE screening").fetchall()}
    except duckdb.Error as error:
        raise InputProblem("It is no Parquet file.", "Make it with: scharnier notices screen.", str(path)) from error
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        what = f"It lacks the column{'s' if len(lacking) > 1 else ''} {', '.join(lacking[:5])}."
        raise InputProblem(what, "Make it with: scharnier notices screen.", str(path))
    try:
        return _read(connection, "previous" in names)
    except duckdb.Error as error:
        what = f"It cannot be read: {str(error).splitlines()[0]}"
        raise InputProblem(what, "Make it with: scharnier notices screen.", str(path)) from error


def _read(connection: Any, has_previous: bool) -> Account:
    columns = ", ".join(NEEDED) + (", previous" if has_previous else ", NULL::VARCHAR AS previous")
    connection.execute(f"""
        CREATE TABLE notices AS
        SELECT {columns}, {NUMBER.format("notice_id")} AS number
        FROM screening WHERE {DUTCH}
        QUALIFY row_number() OVER (
            PARTITION BY {NUMBER.format("notice_id")}, version, form, content_sha256 ORDER BY source_file
        ) = 1
    """)  # noqa: S608 - our own words; values are bound
    rows, foreign, dutch = connection.execute(
        f"SELECT count(*), count(*) FILTER (buyer_status = 'foreign'), count(*) FILTER ({DUTCH}) FROM screening"  # noqa: S608
    ).fetchall()[0]
    notices, first, last = connection.execute(
        "SELECT count(*), coalesce(min(dispatch_date)::VARCHAR, ''), coalesce(max(dispatch_date)::VARCHAR, '') "
        "FROM notices"
    ).fetchall()[0]
    versions = connection.execute(
        "SELECT DISTINCT content_version FROM screening WHERE content_version IS NOT NULL ORDER BY 1"
    ).fetchall()
    return Account(
        rows,
        foreign,
        rows - foreign - dutch,
        dutch - notices,
        notices,
        first,
        last,
        tuple(version for (version,) in versions),
    )


def _quoted(path: Path) -> str:
    """A path as DuckDB reads it: as that one file, also where its name holds a pattern or a quote."""
    name = "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))
    return "'" + name.replace("'", "''") + "'"
