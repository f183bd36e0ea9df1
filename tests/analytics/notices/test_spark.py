"""The same expressions on a real cluster of two worker processes: the same rows as on DuckDB."""

import os
from pathlib import Path

import pytest

from scharnier.analytics.notices.engines import DuckEngine, SparkEngine, open_engine
from scharnier.analytics.notices.run import screen_files
from scharnier.kernel.errors import InputProblem
from scharnier.procurement.isv.content import IsvContent

from .conftest import Write
from .made_notices import Maker
from .test_screen import FLAGGED, TEXTS, forget

# Ibis, pandas and Spark of these editions warn of each other.
pytestmark = pytest.mark.filterwarnings("ignore")


def rows_of(path: Path) -> list[str]:
    """All rows of a screening, sorted."""
    import pyarrow.parquet as pq

    return sorted(map(repr, pq.read_table(path).to_pylist()))


@pytest.mark.spark
def test_same_rows_as_duckdb(
    spark: SparkEngine, duck: DuckEngine, content: IsvContent, write_notices: Write, tmp_path: Path
) -> None:
    """Every column of every row; and the work is done by two executors, in processes that are not this one."""

    def where(_: int) -> tuple[str, int]:
        import os
        import time

        time.sleep(0.3)
        return os.getcwd().rsplit("/", 1)[-1], os.getppid()  # noqa: PTH109  # runs where nothing of ours is loaded

    seen = set(spark.session.sparkContext.parallelize(range(8), 8).map(where).collect())
    assert {executor for executor, _ in seen} == {"0", "1"}
    assert len({process for _, process in seen}) == 2
    assert os.getpid() not in {process for _, process in seen}
    table = write_notices(list(Maker(11, content).notices(300)), tmp_path / "x.parquet")
    here, there = tmp_path / "duck.parquet", tmp_path / "spark.parquet"
    assert screen_files([table], here, duck, "v").screened == 300
    assert screen_files([table], there, spark, "v").screened == 300
    assert rows_of(here) == rows_of(there)
    # So where flags and texts are of another day, and are read from the rows.
    again = tmp_path / "again.parquet"
    assert screen_files([forget(table, {**TEXTS, **FLAGGED})], again, spark, "v").screened == 300
    assert rows_of(again) == rows_of(here)


def test_an_engine_that_is_none() -> None:
    """A name that is no engine is a fault of the user's, with what to do."""
    with pytest.raises(InputProblem, match="no engine 'sparc'"), open_engine("sparc"):
        pass
