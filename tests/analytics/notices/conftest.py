"""Tables of notices, and the engines to screen them with."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from scharnier.analytics.notices.engines import DuckEngine, SparkEngine, start_spark
from scharnier.procurement.isv.content import IsvContent, load_isv_content
from scharnier.procurement.notice import Notice
from scharnier.sources.notices.rows import build_batch

Write = Callable[[Sequence[Notice], Path], Path]


@pytest.fixture(scope="session")
def content() -> IsvContent:
    """The shipped content."""
    return load_isv_content()


@pytest.fixture(scope="session")
def write_notices() -> Write:
    """Writes notices to a table, as an import does; row n bears the hash n."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def write(notices: Sequence[Notice], path: Path) -> Path:
        batch = build_batch(notices, [str(number) for number in range(len(notices))])
        pq.write_table(pa.Table.from_batches([batch]), path, row_group_size=2000)
        return path

    return write


@pytest.fixture
def duck() -> Iterator[DuckEngine]:
    """DuckDB."""
    engine = DuckEngine(threads=2)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    """A cluster on this machine: a master and two workers, each in a process of its own."""
    pytest.importorskip("pyspark", reason="pyspark is absent: pip install scharnier[spark]")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is absent: Spark needs Java 17")
    session: Any = start_spark("local-cluster[2,1,1024]")
    engine = SparkEngine(session)
    yield engine
    engine.close()
