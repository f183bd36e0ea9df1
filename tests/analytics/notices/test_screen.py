"""A screening says of every notice what the scalar rule says of it alone."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scharnier.analytics.notices.engines import DuckEngine
from scharnier.analytics.notices.screen import Screener
from scharnier.procurement.flags.run import INDICATORS
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.notice import Buyer, Criterion, Notice
from scharnier.sources.notices.load import import_notices
from scharnier.sources.notices.rows import FLAGS, FOUND
from scharnier.sources.notices.rows_back import notice_from_row

from .conftest import Write
from .made_notices import Maker
from .scalar import differences, screen_one

COUNT = 10_000
SHARED = (
    "eforms_norway_dev.tar.xz",
    "eforms_real",
    "eforms_sdk_1.15.1_examples.tar.xz",
    "ocds_official_fictional_1.1.tar.xz",
    "ocds_uk_releases_dev.jsonl.gz",
    "ted_to_eforms_pairs_dev.tar.xz",
    "ted_xml_2014_2022_dev.tar.xz",
)


def screened(engine: Any, table: Path, content: IsvContent) -> list[dict[str, Any]]:
    """The rows of a screening of a table."""
    out = table.with_name("screened.parquet")
    with Screener(content, "v", engine.compile) as screener:
        screener.screen(engine, engine.read(table), out)
    rows: list[dict[str, Any]] = pq.read_table(out).to_pylist()
    return rows


TEXTS = {"evidence_version": "other", "evidence_class": "none", "has_text": None}
FLAGGED: dict[str, Any] = {"flags_version": "other", "flags_up": ["ISV.R002"], "flags_open": None}


def forget(table: Path, stale: dict[str, Any]) -> Path:
    """The same table as if this were found by the content of another day: wrong, and so not to be used."""
    rows = pq.read_table(table)
    for name, value in stale.items():
        at = rows.schema.get_field_index(name)
        rows = rows.set_column(at, rows.field(at), pa.array([value] * rows.num_rows, rows.field(at).type))
    pq.write_table(rows, table)
    return table


@pytest.mark.parametrize(
    "stale", [{}, FLAGGED, TEXTS], ids=["found at the import", "flags judged", "texts read and flags judged"]
)
def test_ten_thousand_made_notices(
    duck: DuckEngine, content: IsvContent, write_notices: Write, tmp_path: Path, stale: dict[str, Any]
) -> None:
    """At the edges of periods and thresholds, with anything missing: every column as the scalar rule has it."""
    notices = list(Maker(20261120, content).notices(COUNT))
    rows = screened(duck, forget(write_notices(notices, tmp_path / "x.parquet"), stale), content)
    assert len(rows) == COUNT
    by_id = {notice.id: notice for notice in notices}
    seen = {name: Counter[str]() for name in ("mandatory", "open", "flags_up", "flags_open")}
    for row in rows:
        notice = by_id[row["notice_id"]]
        assert differences(row, screen_one(notice, row["content_sha256"], content, "v")) == {}, notice
        for name, counts in seen.items():
            counts.update(row[name] if isinstance(row[name], list) else [row[name]])
    # What was drawn reaches every verdict and all that can be open: else equality would say little.
    assert min(seen["mandatory"][verdict] for verdict in ("yes", "no", "uncertain")) > 50, seen
    assert set(seen["open"]) == {"buyer", "date", "value", "threshold", "category", "directive", "small_lots"}, seen
    # Hours and floors do not stand in a notice: the second flag is never up.
    assert min(seen["flags_up"][f"ISV.R00{number}"] for number in (1, 3, 4, 5)) > 20, seen
    assert set(seen["flags_up"]) | {"ISV.R002"} == set(seen["flags_open"]) == {one.id for one in INDICATORS}, seen


@pytest.mark.shared
def test_all_notices_of_the_reference_data(
    duck: DuckEngine, content: IsvContent, shared_data: Path, tmp_path: Path
) -> None:
    """All of them: the whole chain of readers, table, engine."""
    for name in SHARED:
        table = tmp_path / "x.parquet"
        import_notices(shared_data / "procurement" / name, table)
        given = pq.read_table(table).to_pylist()
        notices = {(row["source_file"], row["notice_id"]): notice_from_row(row) for row in given}
        rows = screened(duck, table, content)
        assert len(rows) == len(given) == len(notices), name
        for stale in (FLAGGED, TEXTS):
            again = screened(duck, forget(table, stale), content)
            assert sorted(map(repr, again)) == sorted(map(repr, rows)), name
        for row in rows:
            notice = notices[row["source_file"], row["notice_id"]]
            assert differences(row, screen_one(notice, row["content_sha256"], content, "v")) == {}, notice.id


@pytest.mark.parametrize("absent", [FOUND, FLAGS], ids=["nothing found", "no flags"])
def test_a_table_of_an_older_edition(
    duck: DuckEngine, content: IsvContent, write_notices: Write, tmp_path: Path, absent: tuple[tuple[str, Any], ...]
) -> None:
    """Without what the import finds today, it is found in the rows: the screening is the same."""
    table = write_notices(list(Maker(9, content).notices(500)), tmp_path / "x.parquet")
    rows = screened(duck, table, content)
    pq.write_table(pq.read_table(table).drop_columns([name for name, _ in absent]), table)
    assert sorted(map(repr, screened(duck, table, content))) == sorted(map(repr, rows))


def test_one_row_of_another_version_is_enough(
    duck: DuckEngine, content: IsvContent, write_notices: Write, tmp_path: Path
) -> None:
    """Of a part in which one row has flags of other content none are taken over."""
    table = write_notices(list(Maker(9, content).notices(200)), tmp_path / "x.parquet")
    rows = screened(duck, table, content)
    given = pq.read_table(table)
    for name, value in (("flags_version", None), ("flags_up", ["ISV.R002"])):
        at = given.schema.get_field_index(name)
        found = [value, *given.column(name).to_pylist()[1:]]
        given = given.set_column(at, given.field(at), pa.array(found, given.field(at).type))
    pq.write_table(given, table)
    assert sorted(map(repr, screened(duck, table, content))) == sorted(map(repr, rows))


def test_a_weight_is_judged_as_the_table_has_it(
    duck: DuckEngine, content: IsvContent, write_notices: Write, tmp_path: Path
) -> None:
    """Thirds of a hundred make one hundred in four decimals or they do not, but the same each time."""
    third = [Criterion("price", "", Decimal(part), "per-exa") for part in ("33.33333", "33.33333", "33.33334")]
    buyers = (Buyer("Rijkswaterstaat", "NL", "", "", ""),)
    notice = Notice(id="1", schema="eforms", form="competition", buyers=buyers, cpv=("18110000",), criteria=(*third,))
    table = write_notices([notice], tmp_path / "x.parquet")
    rows = screened(duck, table, content)
    assert screened(duck, forget(table, FLAGGED), content) == rows
    assert "ISV.R001" in rows[0]["flags_open"]


def test_joins_stand_in_the_order_they_are_written_in(duck: DuckEngine) -> None:
    """Reordered, small tables were joined to each other first: millions of rows for thousands of notices."""
    set_off = duck.fetch("select current_setting('disabled_optimizers')")[0][0]
    assert "join_order" in set_off.split(",")


def test_a_row_gives_back_its_notice(content: IsvContent, write_notices: Write, tmp_path: Path) -> None:
    """What the scalar rule is asked about in these tests is what was imported."""
    notices: list[Notice] = list(Maker(3, content).notices(300))
    rows = pq.read_table(write_notices(notices, tmp_path / "x.parquet")).to_pylist()
    assert [notice_from_row(row) for row in rows] == notices


def test_few_signatures(duck: DuckEngine, content: IsvContent, write_notices: Write, tmp_path: Path) -> None:
    """What does not matter is not judged again: a thousand foreign notices are a handful of signatures."""
    notices = [
        notice
        for notice in Maker(5, content).notices(4000)
        if notice.buyers and notice.buyers[0].country in ("BE", "DE")
    ]
    table = write_notices(notices, tmp_path / "x.parquet")
    with Screener(content, "v", duck.compile) as screener:
        screener.screen(duck, duck.read(table), tmp_path / "s.parquet")
        assert pq.read_metadata(tmp_path / "s.parquet").num_rows == len(notices) > 500
        foreign = [row for row in screener.answers if row[2] == 0]
    assert len(screener.answers) < len(notices)
    assert foreign
