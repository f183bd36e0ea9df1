"""Where a screening runs: DuckDB in this process, or Spark, with the same expressions."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from scharnier.kernel.errors import InputProblem

LOCAL_CLUSTER = "local-cluster[2,1,1024]"  # workers, cores of each, MB of each
REMEDY = "Install scharnier[spark] and Java 17, or leave --engine out: DuckDB needs neither."


class Engine(Protocol):
    """What the pipeline asks of an engine, beside the Ibis expressions."""

    con: Any
    slices: bool
    """Whether rows of one file can be read by their number: then parts are smaller than files."""

    def read(self, path: Path) -> Any:
        """The Ibis table of a Parquet file."""

    def keep(self, expr: Any, owned: list[str]) -> Any:
        """The result of an expression, kept until `drop`; its name is added to `owned`."""

    def ship(self, table: Any, owned: list[str]) -> Any:
        """A small Arrow table as an Ibis table of the engine, until `drop`."""

    def drop(self, owned: list[str]) -> None:
        """Let go of what was kept and shipped."""

    def write(self, expr: Any, path: Path) -> None:
        """The result of an expression as one Parquet file."""

    def spill_to(self, folder: Path) -> None:
        """What does not fit in memory goes to this folder, and nowhere else."""


class DuckEngine:
    """DuckDB in this process."""

    slices = True

    def __init__(self, threads: int | None = None, memory_mb: int = 1200) -> None:
        import ibis

        self.con: Any = ibis.duckdb.connect()
        self.con.raw_sql(f"set memory_limit = '{memory_mb}MB'")
        # Else it is `.tmp` in the folder of whoever runs this. Without a folder DuckDB stops where memory is full.
        self.con.raw_sql("set temp_directory = ''")
        # All joins look answers up, in the order they are written in. Reordered, DuckDB 2 joined the small tables to
        # each other first, on the few keys they share: 38 million rows by its own estimate for 25,000 notices. For
        # 100,000 it took five minutes and gigabytes of disk.
        self.con.raw_sql("set disabled_optimizers = 'join_order'")
        if threads:
            self.con.raw_sql(f"set threads = {threads}")
        self.con.raw_sql("set preserve_insertion_order = false")
        self._names = (f"kept_{number}" for number in count())

    def read(self, path: Path) -> Any:
        """The table, with the number of each row in `file_row_number`."""
        return self.con.read_parquet(str(path), file_row_number=True)

    def keep(self, expr: Any, owned: list[str]) -> Any:
        """In a temporary table; Ibis's own cache drops it by a statement that DuckDB 2 refuses."""
        name = next(self._names)
        self.con.create_table(name, expr, temp=True)
        owned.append(name)
        return self.con.table(name)

    def ship(self, table: Any, owned: list[str]) -> Any:  # noqa: ARG002  # goes with the expression
        """As it is."""
        import ibis

        return ibis.memtable(table)

    def drop(self, owned: list[str]) -> None:
        """Drop the temporary tables."""
        for name in owned:
            self.con.raw_sql(f'drop table if exists "{name}"')
        owned.clear()

    def write(self, expr: Any, path: Path) -> None:
        """By DuckDB, with all threads."""
        expr.to_parquet(str(path), compression="zstd")

    def spill_to(self, folder: Path) -> None:
        """For what is done from here on."""
        quoted = str(folder).replace("'", "''")
        self.con.raw_sql(f"set temp_directory = '{quoted}'")

    def close(self) -> None:
        """End the session."""
        self.con.disconnect()


class SparkEngine:
    """Spark: a session of ours on a cluster of its own on this machine, or on a master that is given."""

    slices = False

    def __init__(self, session: Any) -> None:
        import ibis

        self.session = session
        self.con: Any = ibis.pyspark.connect(session)
        self._frames: dict[str, Any] = {}
        self._names = (f"kept_{number}" for number in count())

    def read(self, path: Path) -> Any:
        """The table; every worker must see the path."""
        return self.con.read_parquet(str(path.resolve()))

    def keep(self, expr: Any, owned: list[str]) -> Any:
        """In the memory of the workers."""
        name = next(self._names)
        self._frames[name] = self.session.sql(self.con.compile(expr)).persist()
        self._frames[name].createOrReplaceTempView(name)
        owned.append(name)
        return self.con.table(name)

    def ship(self, table: Any, owned: list[str]) -> Any:
        """As a view of a frame; Ibis's own tables in memory are not seen by the statement that is kept."""
        name = next(self._names)
        self._frames[name] = self.session.createDataFrame(table)
        self._frames[name].createOrReplaceTempView(name)
        owned.append(name)
        return self.con.table(name)

    def drop(self, owned: list[str]) -> None:
        """Let the workers forget."""
        for name in owned:
            self._frames.pop(name).unpersist()
            self.session.catalog.dropTempView(name)
        owned.clear()

    def write(self, expr: Any, path: Path) -> None:
        """Gathered here batch by batch: a part is a file of one machine."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        from scharnier.analytics.notices.columns import build_schema

        schema = build_schema()
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in expr.to_pyarrow_batches():
                writer.write_table(pa.Table.from_batches([batch]).cast(schema))

    def spill_to(self, folder: Path) -> None:
        """The workers spill to folders of their own, by the settings of the cluster."""

    def close(self) -> None:
        """End the session, and take away what the workers of a local cluster left beside Spark itself."""
        import pyspark

        name = self.session.sparkContext.applicationId
        self.session.stop()
        shutil.rmtree(Path(pyspark.__file__).parent / "work" / name, ignore_errors=True)


@contextmanager
def open_engine(name: str, threads: int | None = None) -> Iterator[Any]:
    """The engine by the name a user gives: `duckdb`, `local-cluster` or a master as `spark://host:7077`.

    Raises InputProblem where the name is none, or Spark or Java is absent.
    """
    if name == "duckdb":
        engine: Any = DuckEngine(threads)
    elif name == "local-cluster" or name.startswith(("spark://", "local-cluster[", "local[")):
        engine = SparkEngine(start_spark(LOCAL_CLUSTER if name == "local-cluster" else name))
    else:
        raise InputProblem(f"There is no engine {name!r}.", "Choose duckdb, local-cluster or spark://host:port.")
    try:
        yield engine
    finally:
        engine.close()


def start_spark(master: str) -> Any:
    """A session on `master`. Raises InputProblem where pyspark or Java is absent, or the master does not answer."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise InputProblem("Spark is not installed.", REMEDY) from None
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise InputProblem("Java is not installed.", REMEDY)
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.autoBroadcastJoinThreshold": str(64 << 20),
        "spark.executor.memory": "1g",
    }
    if not master.startswith("spark://"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # else the workers of a local cluster find no driver
    else:
        settings = {
            key: value for key, value in settings.items() if key not in ("spark.driver.host", "spark.executor.memory")
        }
    builder = SparkSession.builder.master(master).appName("scharnier")
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except Exception as fault:  # noqa: BLE001  # whatever the gateway to Java raises
        what = f"Spark at {master} does not start: {str(fault).splitlines()[0][:200]}"
        raise InputProblem(what, "Check the address, or leave --engine out to use DuckDB.") from None
